/* Forward passes from flat weights: predictions, every neuron's activation, scores. Blocking; any thread. */
#pragma once
#include "nn-spec.h"

G_BEGIN_DECLS

typedef struct _NnPredictor NnPredictor;

/* Reusable: keeps its network and buffers. Not for two threads at once. */
NnPredictor *nn_predictor_new (const NnSpec *spec, const NnProblem *problem, GError **error);
void nn_predictor_free (NnPredictor *predictor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnPredictor, nn_predictor_free)
const NnPlan *nn_predictor_plan (const NnPredictor *predictor);

typedef enum
{
  NN_OUTPUT_RAW,        /* what the last layer gives */
  NN_OUTPUT_PREDICTION  /* after sigmoid or softmax where the loss has one */
} NnOutput;

/* x: (rows, inputs) as the network sees them. out: (rows, outputs). */
void nn_predictor_run (NnPredictor *predictor, const float *weights, const float *x, gsize rows, NnOutput output, float *out);

/* The same, and every spec layer's activations: maps[layer] is (units of the layer, rows) or NULL where not wanted.
 * `out` may be NULL. Note the order: one neuron's values over all rows lie together. */
void nn_predictor_maps (NnPredictor *predictor, const float *weights, const float *x, gsize rows, NnOutput output, float *out,
                        float *const *maps);

/* Class index of one row of predictions (outputs): the larger, or one unit against the middle of its encoding. */
guint nn_predictor_class (const NnPredictor *predictor, const float *prediction);

/* Mean loss (without penalties) and accuracy (NaN for regression) over rows. y as in DsPrepared. */
void nn_predictor_score (NnPredictor *predictor, const float *weights, const float *x, const float *y, gsize rows, double *loss,
                         double *accuracy);

/* One by one: predictions (rows, outputs) after sigmoid or softmax where the loss has one, and losses (rows) as trained (times the weight
 * of the row's class where there are such), their mean being nn_predictor_score()'s where all classes count alike. */
void nn_predictor_rows (NnPredictor *predictor, const float *weights, const float *x, const float *y, gsize rows, float *predictions,
                        float *losses);

G_END_DECLS
