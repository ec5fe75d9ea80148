/* What a checkpoint holds, and how a run gives and takes it. Private to the engine. */
#pragma once
#include "nn-checkpoint.h"
#include "nn-run.h"

/* The plain numbers of a run, by their place in NnRun; whole numbers up to 2^53, which a double carries exactly. */
#define NN_CHECKPOINT_NUMBERS 19
#define NN_CHECKPOINT_UNCOUNTED 17 /* of files older than the count of gradients: evaluations and work are missing */

/* The rows of a curve that were there; they never change. */
typedef struct
{
  NnSeries *series; /* owned ref */
  guint64 rows, appended;
} NnCheckpointCurve;

struct _NnCheckpoint
{
  NnRefs refs;
  NnSpec *spec;      /* owned refs */
  DsPrepared *data;
  const NnOptimizer *optimizer;
  gsize n;           /* weights */
  gboolean has_best;
  float *floats;     /* (2 + moments + best, n): weights, those before the last update, moments, the best */
  double numbers[NN_CHECKPOINT_NUMBERS];
  double balanced[2]; /* accuracy of training and validation rows; not in files: NaN */
  double scalars[NN_MAX_SCALARS];
  double schedule_state[NN_SCHEDULE_STATE];
  NnCheckpointCurve epochs, evaluated, steps; /* evaluated: a row for each of epochs */
  NnLayerSeries *layer_series; /* owned ref; NULL where it came from a file */
};

/* nn-checkpoint.c */
NnCheckpoint *nn_checkpoint_new (const NnSpec *spec, DsPrepared *data, gboolean has_best, GError **error);
/* Row i of checkpoint->floats. */
float *nn_checkpoint_floats (const NnCheckpoint *checkpoint, guint i);
guint64 nn_checkpoint_evaluations (const NnCheckpoint *checkpoint);
guint nn_checkpoint_rows (const NnCheckpoint *checkpoint);
/* What is between two steps of the run, copied. */
NnCheckpoint *nn_run_capture (NnRun *run, GError **error);
/* The run goes on from there, with its own stop conditions. FALSE: the checkpoint is of another network. */
gboolean nn_run_restore (NnRun *run, const NnCheckpoint *checkpoint);
/* The same, its curves left as they are. */
gboolean nn_run_restore_state (NnRun *run, const NnCheckpoint *checkpoint);
/* Without a count of gradients, one a step is taken; evaluated follows from epochs, which are there. */
void nn_checkpoint_count_steps (NnCheckpoint *checkpoint);
/* Whether the numbers can be a run's; *what is then the name of the first that cannot. */
gboolean nn_checkpoint_sane (const NnCheckpoint *checkpoint, const char **what);

/* nn-series.c. appended: rows offered so far, kept or not (writer only); kept: how many of so many offered rows are there. To make a
 * copy, set 0 before each row, and the true number after the last. */
guint64 nn_series_appended (const NnSeries *series);
void nn_series_set_appended (NnSeries *series, guint64 appended);
guint64 nn_series_kept (guint64 appended);
