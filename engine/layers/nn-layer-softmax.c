/* Softmax as a layer: e^(x_k) / sum_j e^(x_j) over the units of each sample, the largest taken out first. PyTorch: Softmax (dim 1). */
#include <glib/gi18n-lib.h>
#include "nn-math.h"
#include "nn-tables.h"

static gboolean
shape (const DsItem *item, guint in, guint auto_units, guint *out, GError **error)
{
  *out = in;
  if (in > 1)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _("the softmax of a single value is always 1; give it at least 2 values"));
  return FALSE;
}

extern const NnOpType NN_SYMBOL (nn_op_softmax);

static void
expand (const DsItem *item, guint in, guint out, NnModules *modules)
{
  nn_modules_add (modules, &NN_SYMBOL (nn_op_softmax), item, in, out);
}

static void
forward (NnOp *op, const NnPass *pass)
{
  for (gsize l = pass->l0; l < pass->l1; l++)
    {
      nn_real max = op->x[l], sum = 0;
      for (guint o = 1; o < op->out; o++)
        max = op->x[o * op->ld + l] > max ? op->x[o * op->ld + l] : max;
      for (guint o = 0; o < op->out; o++)
        sum += op->y[o * op->ld + l] = nn_exp (op->x[o * op->ld + l] - max);
      for (guint o = 0; o < op->out; o++)
        op->y[o * op->ld + l] /= sum;
    }
}

static void
backward (NnOp *op, const NnPass *pass)
{
  if (op->dx == NULL)
    return;
  for (gsize l = pass->l0; l < pass->l1; l++)
    {
      nn_real dot = 0;
      for (guint o = 0; o < op->out; o++)
        dot += op->dy[o * op->ld + l] * op->y[o * op->ld + l];
      for (guint o = 0; o < op->out; o++)
        op->dx[o * op->ld + l] = op->y[o * op->ld + l] * (op->dy[o * op->ld + l] - dot);
    }
}

const NnOpType NN_SYMBOL (nn_op_softmax) = {
  .name = "softmax",
  .forward = forward,
  .backward = backward,
  .needs_output = TRUE,
};

const NnLayerType NN_SYMBOL (nn_layer_softmax) = {
  .type = { "softmax", N_("Softmax"), N_("Turns the values of a sample into shares that add up to 1. Not needed before cross-entropy."), N_("Functions"),
            .formula = "y_k = e^(x_k) / (e^(x₁) + e^(x₂) + …)",
            .gradient_formula = "∂L/∂x_k = y_k · (∂L/∂y_k − (∂L/∂y₁ · y₁ + ∂L/∂y₂ · y₂ + …))" },
  .shape = shape,
  .expand = expand,
};
