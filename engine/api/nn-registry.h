/* The catalogues: every type the engine knows. Adding one is one file and one row in the .inc beside it. */
#pragma once
#include "ds-type.h"

G_BEGIN_DECLS

typedef enum
{
  NN_LAYERS,
  NN_ACTIVATIONS,
  NN_LOSSES,
  NN_OPTIMIZERS,
  NN_SCHEDULES,
  NN_INITIALIZERS,
  NN_N_REGISTRIES
} NnRegistry;

/* All types of one catalogue, in display order. */
const DsType *const *nn_registry (NnRegistry registry, guint *n);
const DsType *nn_registry_find (NnRegistry registry, const char *id); /* NULL if there is none */

/* The plural id used by files and `fallline list`: "layers", "activations" ... */
const char *nn_registry_name (NnRegistry registry);

/* A loss's name for what the outputs mean, to label the picture. */
typedef enum
{
  NN_PREDICT_VALUE,       /* outputs are values (mse, mae, huber) */
  NN_PREDICT_SIGN,        /* one score, decided at the middle of the two encodings; or one score a class */
  NN_PREDICT_PROBABILITY  /* sigmoid of one logit, or softmax of several */
} NnPrediction;
NnPrediction nn_loss_prediction (const DsType *loss);
/* FALSE where a loss needs classes (cross_entropy, binary_cross_entropy, hinge). */
gboolean nn_loss_for_regression (const DsType *loss);

/* Does it weigh rows by their class, as set ("class_weight")? */
gboolean nn_loss_weighs_classes (const DsItem *loss);

/* TRUE for what leaves values out at random in training, and not else (dropout). */
gboolean nn_layer_has_chance (const DsType *layer);

/* One activation at one value: for curves and formulas in the window. */
double nn_activation_value (const DsType *activation, double z);

G_END_DECLS
