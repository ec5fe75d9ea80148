/* NnScore: what given weights make of every row of the data: predictions, losses, metrics of each part, the worst mistakes.
 * Immutable and reference-counted. Made blocking, on any thread. */
#pragma once
#include "nn-frame.h"
#include "nn-metrics.h"

G_BEGIN_DECLS

#define NN_SCORE_MISTAKES 500 /* of each part, the worst are kept */

typedef struct
{
  guint32 row;      /* of the prepared data */
  guint predicted;  /* CLASSIFICATION: class */
  float confidence; /* CLASSIFICATION: of the predicted class, 0 .. 1 where outputs are probabilities; else NaN */
  float value;      /* REGRESSION: the prediction of the target that is off most */
  guint target;     /* REGRESSION: which target that is */
  float loss;       /* as trained, of this row alone */
} NnMistake;

typedef struct
{
  guint64 run, step, epoch, version; /* of the frame */
  NnSpec *spec;                      /* owned refs */
  DsPrepared *data;
  guint outputs;
  double target_low, target_high;    /* two classes on one output: its values for them */
  gboolean probabilities;            /* outputs lie between 0 and 1 and say how sure the network is */
  float *predictions;                /* (rows, outputs): after sigmoid or softmax where the loss has one */
  float *losses;                     /* (rows) */
  NnMetrics *metrics[NN_N_PARTS];    /* NULL where the part is empty */
  gsize n_wrong[NN_N_PARTS];         /* CLASSIFICATION: all there are; REGRESSION: rows */
  gsize n_mistakes[NN_N_PARTS];      /* those listed, at most NN_SCORE_MISTAKES */
  NnMistake *mistakes[NN_N_PARTS];   /* CLASSIFICATION: wrong rows; REGRESSION: all; greatest loss first, then by row */
} NnScore;

/* stop (may be NULL) is asked now and then; where it says TRUE the result is NULL without an error. Errors as
 * nn_metrics_new(). */
NnScore *nn_score_new (const NnFrame *frame, gboolean (*stop) (gpointer stop_data), gpointer stop_data, GError **error);
NnScore *nn_score_ref (NnScore *score);
void nn_score_unref (NnScore *score); /* NULL is fine; any thread */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnScore, nn_score_unref)

/* The class a row is put in, and how sure the network is of a class (NaN where its outputs are no probabilities). */
guint nn_score_class (const NnScore *score, gsize row);
double nn_score_confidence (const NnScore *score, gsize row, guint class_index);

G_END_DECLS
