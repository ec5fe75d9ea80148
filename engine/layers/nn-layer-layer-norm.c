/* Layer normalization (Ba, Kiros and Hinton 2016), as PyTorch's LayerNorm over all units: each sample is normalized over its units
 * with the biased variance, then scaled by gamma ("weight") and moved by beta ("bias"). The same in training and evaluation. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-math.h"
#include "nn-normalize.h"
#include "nn-tables.h"

enum
{
  EPSILON,
  TRAINABLE
};

static const DsParam params[] = {
  { "epsilon", N_("Epsilon"), NULL, N_("Added to the variance, so that equal values do no harm."), DS_PARAM_REAL, DS_PARAM_LOG, 1e-12, 1, 1e-5 },
  { "trainable", N_("Trainable"), NULL, N_("Off: training leaves scale and shift as they are."), DS_PARAM_BOOL, DS_PARAM_PLAIN, 0, 1, 1 },
};

static gboolean
shape (const DsItem *item, guint in, guint auto_units, guint *out, GError **error)
{
  *out = in;
  if (in > 1)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
               _("layer norm centres the values of each sample, and of a single value nothing is left; give it at least 2 values"));
  return FALSE;
}

extern const NnOpType NN_SYMBOL (nn_op_layer_norm);

static void
expand (const DsItem *item, guint in, guint out, NnModules *modules)
{
  NnModule *module = nn_modules_add (modules, &NN_SYMBOL (nn_op_layer_norm), item, in, out);
  module->n_tensors = 2;
  module->tensors[NN_GAMMA] = (NnModuleTensor) { .suffix = "weight", .rows = out, .is_weight = TRUE, .value = 1 };
  module->tensors[NN_BETA] = (NnModuleTensor) { .suffix = "bias", .rows = out };
}

/* One lane: mean and 1 / sqrt (variance + epsilon) over the units. */
static void
lane_statistics (const NnOp *op, gsize l, nn_real *mean, nn_real *inverse)
{
  double sum = 0, squares = 0, n = (double) op->out;
  for (guint o = 0; o < op->out; o++)
    sum += (double) op->x[o * op->ld + l];
  for (guint o = 0; o < op->out; o++)
    {
      double d = (double) op->x[o * op->ld + l] - sum / n;
      squares += d * d;
    }
  *mean = (nn_real) (sum / n);
  *inverse = (nn_real) (1 / sqrt (squares / n + op->item->values[EPSILON]));
}

static void
forward (NnOp *op, const NnPass *pass)
{
  for (gsize l = pass->l0; l < pass->l1; l++)
    {
      nn_real mean, inverse;
      lane_statistics (op, l, &mean, &inverse);
      for (guint o = 0; o < op->out; o++)
        {
          gsize at = o * op->ld + l;
          nn_real normalized = (op->x[at] - mean) * inverse;
          op->y[at] = normalized * op->w[NN_GAMMA][o] + op->w[NN_BETA][o];
          if (op->saved != NULL)
            op->saved[at] = normalized;
        }
      if (op->stats != NULL)
        op->stats[l] = inverse;
    }
}

static void
backward (NnOp *op, const NnPass *pass)
{
  if (op->dx == NULL)
    return;
  nn_real n = (nn_real) op->out;
  for (gsize l = pass->l0; l < pass->l1; l++)
    {
      nn_real sum = 0, product = 0;
      for (guint o = 0; o < op->out; o++)
        {
          nn_real scaled = op->dy[o * op->ld + l] * op->w[NN_GAMMA][o];
          sum += scaled;
          product += scaled * op->saved[o * op->ld + l];
        }
      for (guint o = 0; o < op->out; o++)
        {
          gsize at = o * op->ld + l;
          op->dx[at] = op->stats[l] * (op->dy[at] * op->w[NN_GAMMA][o] - sum / n - op->saved[at] * product / n);
        }
    }
}

const NnOpType NN_SYMBOL (nn_op_layer_norm) = {
  .name = "layer_norm",
  .forward = forward,
  .backward = backward,
  .gradient = nn_normalize_gradient,
  .needs_saved = TRUE,
  .n_stats = 1,
};

const NnLayerType NN_SYMBOL (nn_layer_layer_norm) = {
  .type = { "layer_norm", N_("Layer norm"), N_("Centres and scales the values of each sample: does not depend on the batch."), N_("Normalization"), params, G_N_ELEMENTS (params),
            .formula = "y = weight · (x − m) / √(v + epsilon) + bias, with mean m and variance v of all x",
            .gradient_formula = "∂L/∂x = (g − mean of g − u · mean of g · u) / √(v + epsilon), with u = (x − m) / √(v + epsilon) and "
                                "g = ∂L/∂y · weight; ∂L/∂weight = ∂L/∂y · u; ∂L/∂bias = ∂L/∂y" },
  .shape = shape,
  .expand = expand,
};
