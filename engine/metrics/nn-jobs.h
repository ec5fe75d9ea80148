/* Many trainings one after the other, and as many at a time as there are threads: what cross-validation and search share.
 *
 * Each is an NnTrainer with its own thread, so the weights are the bits that training it alone would give. Everything here is
 * called on the calling thread, which blocks until all are done. */
#pragma once
#include "nn-trainer.h"

G_BEGIN_DECLS

typedef struct
{
  /* What to train: new references. FALSE with an error: this one cannot be, the others go on. */
  gboolean (*begin) (gpointer user_data, guint job, NnSpec **spec, DsPrepared **data, GError **error);
  /* frame: the last one, borrowed; NULL where there is an error instead. */
  void (*end) (gpointer user_data, guint job, const NnFrame *frame, const GError *error);
  /* done: trainings ended; share: 0 .. 1 of all the work, as far as can be told. At least ten times a second. FALSE: interrupt
   * what runs (end() still gets it) and begin nothing more. May be NULL. */
  gboolean (*progress) (gpointer user_data, guint done, double share);
} NnJobs;

/* threads: 0 for one a core. */
void nn_jobs_run (guint n_jobs, guint threads, const NnJobs *jobs, gpointer user_data);

/* Errors (NN_ERROR_VALUE): a spec that would never stop by itself. */
gboolean nn_jobs_check_stop (const NnSpec *spec, GError **error);

G_END_DECLS
