/* Batch normalization (Ioffe and Szegedy 2015), as PyTorch's BatchNorm1d: each unit is normalized over the batch with the biased
 * variance, then scaled by gamma ("weight") and moved by beta ("bias"). Running statistics follow with `momentum`, the variance
 * unbiased, and are used in evaluation. A batch of a single sample has no spread: it is normalized by the running statistics, and
 * leaves them as they are. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-math.h"
#include "nn-normalize.h"
#include "nn-tables.h"

enum
{
  MOMENTUM,
  EPSILON,
  TRAINABLE
};

enum
{
  RUNNING_MEAN = NN_BETA + 1,
  RUNNING_VAR
};

static const DsParam params[] = {
  { "momentum", N_("Momentum"), NULL, N_("How fast the running statistics follow the batches."), DS_PARAM_REAL, DS_PARAM_PLAIN, 0, 1, 0.1, 0.01 },
  { "epsilon", N_("Epsilon"), NULL, N_("Added to the variance, so that a constant unit does no harm."), DS_PARAM_REAL, DS_PARAM_LOG, 1e-12, 1, 1e-5 },
  { "trainable", N_("Trainable"), NULL, N_("Off: training leaves scale and shift as they are."), DS_PARAM_BOOL, DS_PARAM_PLAIN, 0, 1, 1 },
};

static gboolean
shape (const DsItem *item, guint in, guint auto_units, guint *out, GError **error)
{
  *out = in;
  return TRUE;
}

extern const NnOpType NN_SYMBOL (nn_op_batch_norm);

static void
expand (const DsItem *item, guint in, guint out, NnModules *modules)
{
  NnModule *module = nn_modules_add (modules, &NN_SYMBOL (nn_op_batch_norm), item, in, out);
  module->n_tensors = 4;
  module->tensors[NN_GAMMA] = (NnModuleTensor) { .suffix = "weight", .rows = out, .is_weight = TRUE, .value = 1 };
  module->tensors[NN_BETA] = (NnModuleTensor) { .suffix = "bias", .rows = out };
  module->tensors[RUNNING_MEAN] = (NnModuleTensor) { .suffix = "running_mean", .rows = out, .is_state = TRUE };
  module->tensors[RUNNING_VAR] = (NnModuleTensor) { .suffix = "running_var", .rows = out, .is_state = TRUE, .value = 1 };
}

static gboolean
by_batch (const NnPass *pass)
{
  return pass->mode == NN_TRAIN && pass->rows > 1;
}

/* Mean and biased variance of one unit over the batch; the running ones follow. */
static void
batch_statistics (NnOp *op, const NnPass *pass, guint o, nn_real *mean, nn_real *variance)
{
  const nn_real *x = op->x + o * op->ld;
  double sum = 0, squares = 0, n = (double) pass->rows;
  for (gsize l = 0; l < pass->rows; l++)
    sum += (double) x[l];
  for (gsize l = 0; l < pass->rows; l++)
    squares += ((double) x[l] - sum / n) * ((double) x[l] - sum / n);
  *mean = (nn_real) (sum / n);
  *variance = (nn_real) (squares / n);
  double momentum = op->item->values[MOMENTUM];
  nn_real *running_mean = op->w[RUNNING_MEAN] + o, *running_var = op->w[RUNNING_VAR] + o;
  *running_mean = (nn_real) ((1 - momentum) * (double) *running_mean + momentum * sum / n);
  *running_var = (nn_real) ((1 - momentum) * (double) *running_var + momentum * squares / (n - 1));
}

static void
forward (NnOp *op, const NnPass *pass)
{
  nn_real epsilon = (nn_real) op->item->values[EPSILON];
  for (guint o = 0; o < op->out; o++)
    {
      nn_real mean = op->w[RUNNING_MEAN][o], variance = op->w[RUNNING_VAR][o];
      if (by_batch (pass))
        batch_statistics (op, pass, o, &mean, &variance);
      nn_real inverse = 1 / nn_sqrt (variance + epsilon), gamma = op->w[NN_GAMMA][o], beta = op->w[NN_BETA][o];
      for (gsize at = o * op->ld + pass->l0; at < o * op->ld + pass->l1; at++)
        {
          nn_real normalized = (op->x[at] - mean) * inverse;
          op->y[at] = normalized * gamma + beta;
          if (op->saved != NULL)
            op->saved[at] = normalized;
        }
      if (op->stats != NULL)
        op->stats[o] = inverse;
    }
}

static void
backward (NnOp *op, const NnPass *pass)
{
  if (op->dx == NULL)
    return;
  nn_real n = (nn_real) pass->rows;
  for (guint o = 0; o < op->out; o++)
    {
      const nn_real *dy = op->dy + o * op->ld, *normalized = op->saved + o * op->ld;
      nn_real *dx = op->dx + o * op->ld, factor = op->w[NN_GAMMA][o] * op->stats[o];
      nn_real sum = 0, product = 0;
      for (gsize l = 0; by_batch (pass) && l < pass->rows; l++)
        {
          sum += dy[l];
          product += dy[l] * normalized[l];
        }
      for (gsize l = 0; l < pass->l1; l++)
        dx[l] = l < pass->rows ? factor * (dy[l] - sum / n - normalized[l] * product / n) : 0;
    }
}

const NnOpType NN_SYMBOL (nn_op_batch_norm) = {
  .name = "batch_norm",
  .forward = forward,
  .backward = backward,
  .gradient = nn_normalize_gradient,
  .needs_saved = TRUE,
  .n_stats = 1,
  .whole_batch = TRUE,
};

const NnLayerType NN_SYMBOL (nn_layer_batch_norm) = {
  .type = { "batch_norm", N_("Batch norm"), N_("Centres and scales each value over the batch: deep networks train faster."), N_("Normalization"), params, G_N_ELEMENTS (params),
            .formula = "y = weight · (x − running_mean) / √(running_var + epsilon) + bias",
            .training_formula = "y = weight · (x − m) / √(v + epsilon) + bias",
            .gradient_formula = "∂L/∂x = ∂L/∂y · weight / √(running_var + epsilon); "
                                "∂L/∂weight = ∂L/∂y · (x − running_mean) / √(running_var + epsilon); ∂L/∂bias = ∂L/∂y" },
  .shape = shape,
  .expand = expand,
};
