/* Dense: y = activation (W x + b), W (out, in). Expands to PyTorch's Linear and the activation, if there is one. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-error.h"
#include "nn-gemm.h"
#include "nn-registry.h"
#include "nn-tables.h"

enum
{
  UNITS,
  ACTIVATION,
  INIT,
  BIAS,
  TRAINABLE,
  L1,
  L2,
  MAX_NORM
};

enum
{
  WEIGHT,
  BIAS_VECTOR
};

static const DsType *const *
activations (guint *n)
{
  return nn_registry (NN_ACTIVATIONS, n);
}

static const DsType *const *
initializers (guint *n)
{
  return nn_registry (NN_INITIALIZERS, n);
}

static const DsParam params[] = {
  { "units", N_("Neurons"), NULL, N_("How many neurons the layer has; \"auto\" on the last one: what data and loss need."), DS_PARAM_INT, DS_PARAM_AUTO, 1, 65536, 8 },
  { "activation", N_("Activation"), NULL, N_("The function each neuron applies to its sum."), DS_PARAM_CHOICE, DS_PARAM_PLAIN, 0, 0, 0, 0, activations, "linear" },
  { "init", N_("Initial weights"), NULL, N_("How the weights are drawn at the start; acts from the next reset on."), DS_PARAM_CHOICE, DS_PARAM_PLAIN, 0, 0, 0, 0, initializers, "glorot_uniform" },
  { "bias", N_("Bias"), NULL, N_("Gives each neuron a constant to add to its sum."), DS_PARAM_BOOL, DS_PARAM_PLAIN, 0, 1, 1 },
  { "trainable", N_("Trainable"), NULL, N_("Off: training leaves the layer’s weights as they are."), DS_PARAM_BOOL, DS_PARAM_PLAIN, 0, 1, 1 },
  { "l1", N_("L1"), NULL, N_("A penalty on the size of this layer’s weights, besides the one for all layers."), DS_PARAM_REAL, DS_PARAM_LOG, 0, 100, 0 },
  { "l2", N_("L2"), NULL, N_("A penalty on the squares of this layer’s weights, besides the one for all layers."), DS_PARAM_REAL, DS_PARAM_LOG, 0, 100, 0 },
  { "max_norm", N_("Maximum norm"), NULL, N_("The weights into a neuron are scaled down to this length when they grow beyond it."), DS_PARAM_REAL, DS_PARAM_LOG | DS_PARAM_NULLABLE, 0.01, 1000, NAN },
};

static gboolean
shape (const DsItem *item, guint in, guint auto_units, guint *out, GError **error)
{
  *out = item->values[UNITS] > 0 ? (guint) item->values[UNITS] : auto_units;
  if (*out == 0)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                   _("\"auto\" units are for the last dense layer only; give this one a number of neurons, for instance 8"));
      return FALSE;
    }
  return TRUE;
}

static void
expand (const DsItem *item, guint in, guint out, NnModules *modules)
{
  NnModule *linear = nn_modules_add (modules, &NN_SYMBOL (nn_op_linear), item, in, out);
  linear->tensors[WEIGHT] = (NnModuleTensor) { .suffix = "weight", .rows = out, .cols = in, .is_weight = TRUE,
                                                 .init = nn_initializers[(guint) item->values[INIT]] };
  linear->n_tensors = 1;
  if (item->values[BIAS] != 0)
    linear->tensors[linear->n_tensors++] = (NnModuleTensor) { .suffix = "bias", .rows = out };

  const NnActivation *activation = nn_tables.activations[(guint) item->values[ACTIVATION]];
  if (g_strcmp0 (activation->type.id, "linear") != 0)
    nn_modules_add (modules, &NN_SYMBOL (nn_op_activation), item, out, out)->activation = activation;
}

static void
forward (NnOp *op, const NnPass *pass)
{
  if (op->xt != NULL && pass->mode == NN_TRAIN)
    nn_gemm_transpose (op->x, op->xt, op->in, op->ld, NN_XT_WIDTH (op->in), pass->l0, pass->l1);
  nn_gemm_forward (op->w[WEIGHT], op->n_tensors > 1 ? op->w[BIAS_VECTOR] : NULL, op->x, op->y, op->out, op->in, op->ld, pass->l0,
                   pass->l1);
}

static void
backward (NnOp *op, const NnPass *pass)
{
  if (op->dx != NULL)
    nn_gemm_backward (op->w[WEIGHT], op->dy, op->dx, op->out, op->in, op->ld, pass->l0, pass->l1);
}

static void
gradient (NnOp *op, const NnPass *pass, guint o0, guint o1)
{
  nn_gemm_gradient (op->dy, op->x, op->xt, op->g[WEIGHT], op->n_tensors > 1 ? op->g[BIAS_VECTOR] : NULL, o0, o1, op->in, op->ld,
                    pass->rows);
}

const NnOpType NN_SYMBOL (nn_op_linear) = {
  .name = "linear",
  .forward = forward,
  .backward = backward,
  .gradient = gradient,
  .needs_rows = TRUE,
};

const NnLayerType NN_SYMBOL (nn_layer_dense) = {
  .type = { "dense", N_("Dense"), N_("Every neuron sees every output of the layer before."), N_("Neurons"), params, G_N_ELEMENTS (params) },
  .shape = shape,
  .expand = expand,
};
