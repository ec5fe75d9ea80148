/* k-fold cross-validation: the same network trained k times, each time validated on rows it did not see. Blocking; any thread. */
#pragma once
#include "nn-frame.h"
#include "nn-metrics.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean done;   /* FALSE: cancelled before it began; nothing else is set then */
  gsize train_rows, validation_rows;
  guint64 epochs, steps;
  double train_loss, validation_loss, train_accuracy, validation_accuracy; /* at the end; accuracies NaN for regression */
  double seconds;  /* spent training */
  NnStop stop;     /* NN_STOP_NONE: could not be trained, see message */
  char message[320];
  NnMetrics *metrics; /* on the fold's validation rows; NULL where it diverged or could not be trained */
} NnFold;

/* Over the folds that were trained to their end. */
typedef struct
{
  double mean;
  double deviation; /* standard deviation with divisor n, as numpy.std(); NaN over no folds */
} NnSpread;

typedef struct
{
  guint n_folds;
  NnFold *folds;      /* (n_folds) */
  gboolean cancelled;
  guint n_complete;   /* folds in the spreads: neither diverged nor interrupted nor failed */
  guint n_diverged;
  NnSpread train_loss, validation_loss, train_accuracy, validation_accuracy;
  NnSpread macro_f1;       /* CLASSIFICATION: of the validation rows; else NaN */
  NnSpread r2, mae, rmse;  /* REGRESSION: likewise, mean over the targets */
} NnValidation;

/* share: 0 .. 1. FALSE cancels: what is there is kept. On the calling thread, at least ten times a second. */
typedef gboolean (*NnValidateProgress) (guint folds_done, guint n_folds, double share, gpointer user_data);

/* The folds are dealt out of the training and validation rows of `data` by `seed` (see ds_folds(): stratified for classes); its test
 * rows stay aside. For each fold features and standardizing are worked out anew, from that fold's training rows alone, and the
 * weights start at spec->seed. threads: 0 for one a core; the results do not depend on it.
 * (Gaps of a CSV filled with column means were filled when it was read, from all rows: "missing": "drop" keeps folds apart wholly.)
 * With patience a fold stops where its own validation rows were best, which flatters it a little.
 * Errors: too many or too few folds (DS_ERROR_VALUE), a spec without epochs and patience to stop it (NN_ERROR_VALUE), and what
 * nn_plan_new() says. Free with nn_validation_free(). */
NnValidation *nn_validate (const NnSpec *spec, const DsPrepared *data, guint n_folds, guint64 seed, guint threads,
                           NnValidateProgress progress, gpointer user_data, GError **error);
void nn_validation_free (NnValidation *validation); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnValidation, nn_validation_free)

/* The data of one fold, as nn_validate() trains on them: for pictures and tests. n_folds and seed as there. */
DsPrepared *nn_validate_fold_data (const DsPrepared *data, guint n_folds, guint64 seed, guint fold, GError **error);

G_END_DECLS
