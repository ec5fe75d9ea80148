/* NnFrame: one moment of a run, as the trainer publishes it. Immutable once published, reference-counted. */
#pragma once
#include "nn-layer-series.h"
#include "nn-series.h"
#include "nn-spec.h"

G_BEGIN_DECLS

typedef struct _NnHistory NnHistory; /* nn-history.h */

typedef enum
{
  NN_PAUSED,
  NN_RUNNING,
  NN_STOPPED /* see NnStop */
} NnState;

typedef enum
{
  NN_STOP_NONE,
  NN_STOP_EPOCHS,
  NN_STOP_LOSS_BELOW,
  NN_STOP_PATIENCE,
  NN_STOP_DIVERGED,
  NN_STOP_INTERRUPTED
} NnStop;
const char *nn_stop_name (NnStop stop); /* "epochs", "loss_below" ... as in --json */

/* Of one layer, measured on the last step's batch (activations before its update). NaN where there was no step yet, or nothing to
 * measure. Networks of more than 65,536 weights are measured about ten times a second, smaller ones in every frame. */
typedef struct
{
  float gradient_norm;  /* L2 norm over the layer's parameters, of the last step: with penalties, after clipping */
  float weight_norm;    /* running statistics are no parameters, here as above and below */
  float update_ratio;   /* |update| / |weights| of the last step */
  float activation_mean, activation_std; /* over units and samples; std with divisor n */
  float saturated;      /* share of values where the activation's slope is below 5 % of its slope at 0 */
  float dead;           /* share of units whose slope is 0 for every sample of the batch */
  NnHistogram weights, gradients, activations;
} NnLayerStats;

/* Larger networks keep their gradients to themselves: a copy would cost as much again as the frame. */
#define NN_FRAME_MOST_GRADIENTS 65536

typedef struct
{
  guint64 run;          /* grows with every reset and topology change, of all trainers: a new number starts new curves */
  guint64 version;      /* counts frames */
  guint64 step, epoch;
  guint64 step_in_epoch, steps_per_epoch;
  guint64 evaluations;  /* gradients of a batch computed: one a step, more where the optimizer searches */
  double seconds;       /* of training; of a lane in a race the processor time of its thread: waiting for the others costs nothing */
  double samples_per_second;
  double batch_loss, train_loss, validation_loss, train_accuracy, validation_accuracy; /* of the last epoch's end */
  double train_balanced, validation_balanced; /* likewise the mean recall over the classes that have rows (scikit-learn's balanced accuracy);
                                                NaN for regression, and until the next epoch's end in a run taken up from a file */
  double penalty;       /* l1*sum|w| + l2/2*sum w^2, apart from the loss */
  double learning_rate;
  NnState state;
  NnStop stop;
  int diverged_layer;   /* spec layer, or -1 */
  double diverged_output, diverged_loss; /* DIVERGED: the largest |output| of that layer and the loss, of the pass that blew up */
  double diverged_input, diverged_target; /* DIVERGED: the largest |value| of that batch; of classes the target is NaN */
  char message[320];    /* DIVERGED: which layer, which step, what to try; else "" */
  NnSpec *spec;         /* owned refs: what these weights belong to */
  DsPrepared *data;
  gsize n_weights;
  float *weights;       /* flat, laid out as NnPlan.tensors */
  const float *gradients; /* (n_weights) what the last step went by: the batch's gradient with penalties, then clipped; frozen ones 0.
                             NULL: there was no step yet, more than NN_FRAME_MOST_GRADIENTS weights, or a moment of the past */
  guint n_layers;
  NnLayerStats layers[NN_MAX_LAYERS];
  NnSeries *epochs, *steps; /* owned refs: this run's curves */
  NnSeries *evaluated;  /* owned ref: one column, how many gradients of a batch had been computed at each row of epochs */
  NnHistory *history;   /* owned ref: the states kept of this run so far; NULL where there are none */
  NnLayerSeries *layer_series; /* owned ref: what its layers did; NULL in a moment that came from a file */
} NnFrame;

NnFrame *nn_frame_ref (NnFrame *frame);
void nn_frame_unref (NnFrame *frame); /* NULL is fine; any thread */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnFrame, nn_frame_unref)

G_END_DECLS
