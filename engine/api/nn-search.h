/* A search: many variants of a network trained to their end and ranked. What the variants are is the caller's business (fl-vary.h
 * makes them from keys of a project file). Blocking; any thread. */
#pragma once
#include "nn-frame.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean done;    /* FALSE: cancelled before it began; nothing else is set then */
  guint64 epochs, steps;
  double train_loss, validation_loss, train_accuracy, validation_accuracy; /* at the end; NaN where there is none */
  double seconds;   /* spent training */
  NnStop stop;      /* NN_STOP_NONE: could not be trained, see message */
  char message[320];
  char sha256[65];  /* of the weights, as nn_weights_sha256() */
} NnTrial;

typedef enum
{
  NN_RANK_LOSS,    /* the lowest loss first: of validation rows, or of training rows where there are none */
  NN_RANK_ACCURACY /* the highest accuracy first (likewise), equal ones by loss: where trials have different losses */
} NnRank;

typedef struct
{
  guint n_trials;
  NnTrial *trials;  /* (n_trials), in the order asked for */
  gboolean cancelled;
  guint n_done;     /* trials that ended, interrupted ones too */
} NnSearchResult;

/* Says what a trial trains: new references. FALSE with an error: the trial failed, the search goes on. On the calling thread. */
typedef gboolean (*NnSearchTrial) (guint trial, NnSpec **spec, DsPrepared **data, gpointer user_data, GError **error);
/* so_far: the results up to now; share: 0 .. 1. FALSE cancels: what is there is kept. On the calling thread, at least ten times a
 * second. */
typedef gboolean (*NnSearchProgress) (const NnSearchResult *so_far, double share, gpointer user_data);

/* threads: 0 for one a core; trials run side by side, and their weights do not depend on how many do. progress may be NULL.
 * Free with nn_search_free(). */
NnSearchResult *nn_search_run (guint n_trials, guint threads, NnSearchTrial trial, NnSearchProgress progress, gpointer user_data);
void nn_search_free (NnSearchResult *search); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnSearchResult, nn_search_free)

/* order (n_done): the trials that ended, best first; diverged and failed ones last; equal ones in the order asked for. */
void nn_search_order (const NnSearchResult *search, NnRank rank, guint *order);

G_END_DECLS
