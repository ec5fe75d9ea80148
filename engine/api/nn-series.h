/* NnSeries: an append-only table of doubles, written by one thread and read by any without locks.
 *
 * Rows live in chunks that never move; the length is published with release order. Nothing written is ever dropped; from
 * 2^21 rows on only every 2nd, then every 4th ... row is taken, so that memory stays bounded in an endless run. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef struct _NnSeries NnSeries;

/* Columns of the epoch series: one row an epoch, row 0 before the first step. Missing values are NaN. */
typedef enum
{
  NN_EPOCH,
  NN_STEP,
  NN_BATCH_LOSS, /* mean over the epoch's batches; NaN in row 0 */
  NN_TRAIN_LOSS, /* evaluated at the epoch's end, dropout off */
  NN_VALIDATION_LOSS,
  NN_TRAIN_ACCURACY, /* NaN for regression */
  NN_VALIDATION_ACCURACY,
  NN_LEARNING_RATE,
  NN_SECONDS, /* spent training, pauses left out */
  NN_EPOCH_COLUMNS
} NnEpochColumn;

/* Columns of the step series: one row a step. */
typedef enum
{
  NN_STEP_STEP,
  NN_STEP_LOSS, /* of the batch, before the step, penalties left out */
  NN_STEP_COLUMNS
} NnStepColumn;

NnSeries *nn_series_new (guint columns);
NnSeries *nn_series_ref (NnSeries *series);
void nn_series_unref (NnSeries *series);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnSeries, nn_series_unref)

guint64 nn_series_length (const NnSeries *series);
/* The row (columns doubles); valid as long as the series is. row < length. */
const double *nn_series_row (const NnSeries *series, guint64 row);
/* Writer only. */
gboolean nn_series_append (NnSeries *series, const double *row);

G_END_DECLS
