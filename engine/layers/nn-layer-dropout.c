/* Inverted dropout (Srivastava et al. 2014): in training each value is 0 with probability `rate`, else divided by 1 - rate; in
 * evaluation nothing happens. The mask is keyed by seed, step, layer, sample and unit, so that threads and pauses do not matter. */
#include <glib/gi18n-lib.h>
#include "ds-rng.h"
#include "nn-tables.h"

enum
{
  RATE
};

static const DsParam params[] = {
  { "rate", N_("Rate"), "%", N_("The share of values that are left out in each training step."), DS_PARAM_REAL, DS_PARAM_PLAIN, 0, 0.95, 0.2, 0.05 },
};

static gboolean
shape (const DsItem *item, guint in, guint auto_units, guint *out, GError **error)
{
  *out = in;
  return TRUE;
}

static void
expand (const DsItem *item, guint in, guint out, NnModules *modules)
{
  nn_modules_add (modules, &NN_SYMBOL (nn_op_dropout), item, in, out);
}

static void
draw_mask (NnOp *op, const NnPass *pass)
{
  double rate = op->item->values[RATE];
  guint32 threshold = (guint32) (rate * 4294967296.0);
  nn_real keep = (nn_real) (1 / (1 - rate));
  guint64 stream = pass->step * NN_MAX_LAYERS + op->layer;
  for (guint o = 0; o < op->out; o++)
    for (gsize l = pass->l0; l < pass->l1; l++)
      {
        guint32 draw = l < pass->rows ? ds_rng_at (pass->seed, DS_RNG_DROPOUT, stream, l * op->out + o) : 0;
        op->saved[o * op->ld + l] = draw < threshold ? 0 : keep;
      }
}

static void
forward (NnOp *op, const NnPass *pass)
{
  gboolean masked = pass->mode == NN_TRAIN && op->item->values[RATE] > 0;
  if (masked)
    draw_mask (op, pass);
  for (guint o = 0; o < op->out; o++)
    for (gsize at = o * op->ld + pass->l0; at < o * op->ld + pass->l1; at++)
      op->y[at] = masked ? op->x[at] * op->saved[at] : op->x[at];
}

static void
backward (NnOp *op, const NnPass *pass)
{
  if (op->dx == NULL)
    return;
  gboolean masked = pass->mode == NN_TRAIN && op->item->values[RATE] > 0;
  for (guint o = 0; o < op->out; o++)
    for (gsize at = o * op->ld + pass->l0; at < o * op->ld + pass->l1; at++)
      op->dx[at] = masked ? op->dy[at] * op->saved[at] : op->dy[at];
}

const NnOpType NN_SYMBOL (nn_op_dropout) = {
  .name = "dropout",
  .forward = forward,
  .backward = backward,
  .needs_saved = TRUE,
};

const NnLayerType NN_SYMBOL (nn_layer_dropout) = {
  .type = { "dropout", N_("Dropout"), N_("Leaves out random values in training, against overfitting."), N_("Regularization"), params, G_N_ELEMENTS (params),
            .formula = "y = x: nothing is left out outside training", .training_formula = "y = x / (1 − rate), or 0",
            .gradient_formula = "∂L/∂x = ∂L/∂y" },
  .shape = shape,
  .expand = expand,
  .has_chance = TRUE,
};
