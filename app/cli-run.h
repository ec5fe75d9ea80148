/* One training run from the command line, from start to end. */
#pragma once
#include "cli.h"
#include "nn-frame.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean progress;   /* a bar on stderr */
  guint threads;
  const float *weights; /* to start from (as in the plan), or NULL */
  guint64 epochs;       /* instead of the project's limit; 0: the project's */
} FlRunOptions;

/* Trains until a stop condition, an interrupt or divergence; blocking. The last frame, owned by the caller; NULL on error. */
NnFrame *fl_run (const FlCliInput *input, const FlRunOptions *options, GError **error);

/* One line for people: epochs, losses, accuracies, time. Caller frees. */
char *fl_run_summary (const NnFrame *frame);

/* The epoch series as CSV, with the columns of the contract. */
gboolean fl_run_write_history (const NnFrame *frame, const char *path, GError **error);

G_END_DECLS
