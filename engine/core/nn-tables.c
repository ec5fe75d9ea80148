/* Compiled once per backend: collects the rows of the .inc files. */
#include "nn-tables.h"

#define NN_ROW(id) extern const NnLayerType NN_SYMBOL (nn_layer_##id);
#include "layers.inc"
#undef NN_ROW
#define NN_ROW(id) extern const NnActivation NN_SYMBOL (nn_activation_##id);
#include "activations.inc"
#undef NN_ROW
#define NN_ROW(id) extern const NnLoss NN_SYMBOL (nn_loss_##id);
#include "losses.inc"
#undef NN_ROW
#define NN_ROW(id) extern const NnOptimizer NN_SYMBOL (nn_optimizer_##id);
#include "optimizers.inc"
#undef NN_ROW

static const NnLayerType *const layers[] = {
#define NN_ROW(id) &NN_SYMBOL (nn_layer_##id),
#include "layers.inc"
#undef NN_ROW
  NULL
};
static const NnActivation *const activations[] = {
#define NN_ROW(id) &NN_SYMBOL (nn_activation_##id),
#include "activations.inc"
#undef NN_ROW
  NULL
};
static const NnLoss *const losses[] = {
#define NN_ROW(id) &NN_SYMBOL (nn_loss_##id),
#include "losses.inc"
#undef NN_ROW
  NULL
};
static const NnOptimizer *const optimizers[] = {
#define NN_ROW(id) &NN_SYMBOL (nn_optimizer_##id),
#include "optimizers.inc"
#undef NN_ROW
  NULL
};

const NnTables nn_tables = { layers, activations, losses, optimizers };
