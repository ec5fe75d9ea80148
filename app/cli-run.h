/* One training run from the command line, from start to end. */
#pragma once
#include "cli.h"
#include "nn-checkpoint.h"
#include "nn-frame.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean progress;   /* a bar on stderr */
  guint threads;
  const float *weights; /* to start from (as in the plan), or NULL */
  guint64 epochs;       /* instead of the project's limit; 0: the project's */
  NnCheckpoint *resume; /* to go on from, or NULL; the limit counts from the run's first epoch */
  const char *checkpoint; /* file to keep up to date, once a minute and at the end; NULL: none */
  GError **checkpoint_error; /* why the last one could not be written; the run itself went well */
} FlRunOptions;

/* The project's spec, with the epochs of the options. Caller unrefs. */
NnSpec *fl_run_spec (const FlCliInput *input, guint64 epochs);

/* Trains until a stop condition, an interrupt or divergence; blocking. The last frame, owned by the caller; NULL on error. */
NnFrame *fl_run (const FlCliInput *input, const FlRunOptions *options, GError **error);

/* One line for people: epochs, losses, accuracies, time. Caller frees. */
char *fl_run_summary (const NnFrame *frame);

/* The epoch series as CSV, with the columns of the contract. */
gboolean fl_run_write_history (const NnFrame *frame, const char *path, GError **error);

G_END_DECLS
