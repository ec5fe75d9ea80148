#include "nn-validate.h"

#include <math.h>
#include <string.h>

#include "ds-folds.h"
#include "nn-jobs.h"

typedef struct
{
  const NnSpec *spec;
  const DsPrepared *data;
  guint32 *rows; /* (n): dataset rows that are dealt out, in the order of the source */
  guint32 *fold; /* (n) */
  gsize n;
  NnValidation *validation;
  NnValidateProgress progress;
  gpointer user_data;
} Work;

/* --- folds ------------------------------------------------------------------------------------------------------------- */

static int
compare_rows (const void *a, const void *b)
{
  guint32 left = *(const guint32 *) a, right = *(const guint32 *) b;

  return left < right ? -1 : left > right;
}

static gboolean
deal (Work *work, guint n_folds, guint64 seed, GError **error)
{
  work->n = work->data->n_train + work->data->n_validation;
  work->rows = g_memdup2 (work->data->source_row, work->n * sizeof (guint32));
  work->fold = g_new (guint32, work->n);
  qsort (work->rows, work->n, sizeof (guint32), compare_rows);
  return ds_folds (work->data->dataset, work->rows, work->n, n_folds, seed, work->fold, error);
}

static void
clear_work (Work *work)
{
  g_free (work->rows);
  g_free (work->fold);
}

/* Training rows first, then the fold's own, then the test rows. */
static DsPrepared *
prepare_fold (const Work *work, guint fold, GError **error)
{
  const DsPrepared *data = work->data;
  g_autofree guint32 *source_row = g_new (guint32, data->rows);
  gsize n_train = 0, at = 0;

  for (gsize i = 0; i < work->n; i++)
    if (work->fold[i] != fold)
      source_row[n_train++] = work->rows[i];
  at = n_train;
  for (gsize i = 0; i < work->n; i++)
    if (work->fold[i] == fold)
      source_row[at++] = work->rows[i];
  memcpy (source_row + at, data->source_row + work->n, data->n_test * sizeof (guint32));
  return ds_prepare_rows (data->dataset, &data->options, source_row, n_train, work->n - n_train, data->n_test, error);
}

DsPrepared *
nn_validate_fold_data (const DsPrepared *data, guint n_folds, guint64 seed, guint fold, GError **error)
{
  Work work = { .data = data };
  DsPrepared *prepared = NULL;

  if (deal (&work, n_folds, seed, error))
    prepared = prepare_fold (&work, fold, error);
  clear_work (&work);
  return prepared;
}

/* --- training ---------------------------------------------------------------------------------------------------------- */

static gboolean
begin_cb (gpointer user_data, guint job, NnSpec **spec, DsPrepared **data, GError **error)
{
  Work *work = user_data;

  *data = prepare_fold (work, job, error);
  if (*data == NULL)
    return FALSE;
  *spec = nn_spec_ref (work->spec);
  return TRUE;
}

static NnMetrics *
measure (const NnFrame *frame, GError **error)
{
  NnProblem problem = nn_problem (frame->data);
  g_autoptr (NnPredictor) predictor = nn_predictor_new (frame->spec, &problem, error);

  return predictor != NULL ? nn_metrics_new (predictor, frame->weights, frame->data, NN_PART_VALIDATION, 0, error) : NULL;
}

static void
end_cb (gpointer user_data, guint job, const NnFrame *frame, const GError *error)
{
  NnFold *fold = &((Work *) user_data)->validation->folds[job];
  g_autoptr (GError) trouble = NULL;

  fold->done = TRUE;
  fold->train_loss = fold->validation_loss = fold->train_accuracy = fold->validation_accuracy = NAN;
  if (frame == NULL)
    {
      g_strlcpy (fold->message, error->message, sizeof fold->message);
      return;
    }
  fold->train_rows = frame->data->n_train;
  fold->validation_rows = frame->data->n_validation;
  fold->epochs = frame->epoch;
  fold->steps = frame->step;
  fold->train_loss = frame->train_loss;
  fold->validation_loss = frame->validation_loss;
  fold->train_accuracy = frame->train_accuracy;
  fold->validation_accuracy = frame->validation_accuracy;
  fold->seconds = frame->seconds;
  fold->stop = frame->stop;
  g_strlcpy (fold->message, frame->message, sizeof fold->message);
  if (frame->stop == NN_STOP_DIVERGED)
    return;
  fold->metrics = measure (frame, &trouble);
  if (fold->metrics == NULL)
    g_strlcpy (fold->message, trouble->message, sizeof fold->message);
}

static gboolean
progress_cb (gpointer user_data, guint done, double share)
{
  Work *work = user_data;

  if (work->progress == NULL || work->progress (done, work->validation->n_folds, share, work->user_data))
    return TRUE;
  work->validation->cancelled = TRUE;
  return FALSE;
}

/* --- summary ----------------------------------------------------------------------------------------------------------- */

static gboolean
is_complete (const NnFold *fold)
{
  return fold->metrics != NULL && fold->stop != NN_STOP_INTERRUPTED;
}

static double
get_train_loss (const NnFold *fold)
{
  return fold->train_loss;
}

static double
get_validation_loss (const NnFold *fold)
{
  return fold->validation_loss;
}

static double
get_train_accuracy (const NnFold *fold)
{
  return fold->train_accuracy;
}

static double
get_validation_accuracy (const NnFold *fold)
{
  return fold->validation_accuracy;
}

static double
get_macro_f1 (const NnFold *fold)
{
  return fold->metrics->macro.f1;
}

static double
get_r2 (const NnFold *fold)
{
  return fold->metrics->mean.r2;
}

static double
get_mae (const NnFold *fold)
{
  return fold->metrics->mean.mae;
}

static double
get_rmse (const NnFold *fold)
{
  return fold->metrics->mean.rmse;
}

static NnSpread
spread (const NnValidation *validation, double (*get) (const NnFold *fold))
{
  double n = validation->n_complete, mean = 0, squares = 0;

  if (n == 0)
    return (NnSpread) { NAN, NAN };
  for (guint i = 0; i < validation->n_folds; i++)
    if (is_complete (&validation->folds[i]))
      mean += get (&validation->folds[i]) / n;
  for (guint i = 0; i < validation->n_folds; i++)
    if (is_complete (&validation->folds[i]))
      squares += (get (&validation->folds[i]) - mean) * (get (&validation->folds[i]) - mean);
  return (NnSpread) { mean, sqrt (squares / n) };
}

static void
summarize (NnValidation *validation)
{
  for (guint i = 0; i < validation->n_folds; i++)
    {
      validation->n_complete += is_complete (&validation->folds[i]);
      validation->n_diverged += validation->folds[i].stop == NN_STOP_DIVERGED;
    }
  validation->train_loss = spread (validation, get_train_loss);
  validation->validation_loss = spread (validation, get_validation_loss);
  validation->train_accuracy = spread (validation, get_train_accuracy);
  validation->validation_accuracy = spread (validation, get_validation_accuracy);
  validation->macro_f1 = spread (validation, get_macro_f1);
  validation->r2 = spread (validation, get_r2);
  validation->mae = spread (validation, get_mae);
  validation->rmse = spread (validation, get_rmse);
}

/* One plan up front, so that what is wrong with the network is an error and not k failed folds. */
static gboolean
check (const NnSpec *spec, const DsPrepared *data, GError **error)
{
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPlan) plan = nn_plan_new (spec, &problem, NULL, error);

  return plan != NULL && nn_jobs_check_stop (spec, error);
}

NnValidation *
nn_validate (const NnSpec *spec, const DsPrepared *data, guint n_folds, guint64 seed, guint threads, NnValidateProgress progress,
             gpointer user_data, GError **error)
{
  static const NnJobs jobs = { begin_cb, end_cb, progress_cb };
  Work work = { .spec = spec, .data = data, .progress = progress, .user_data = user_data };

  if (check (spec, data, error) && deal (&work, n_folds, seed, error))
    {
      work.validation = g_new0 (NnValidation, 1);
      work.validation->n_folds = n_folds;
      work.validation->folds = g_new0 (NnFold, n_folds);
      nn_jobs_run (n_folds, threads, &jobs, &work);
      summarize (work.validation);
    }
  clear_work (&work);
  return work.validation;
}

void
nn_validation_free (NnValidation *validation)
{
  if (validation == NULL)
    return;
  for (guint i = 0; i < validation->n_folds; i++)
    nn_metrics_free (validation->folds[i].metrics);
  g_free (validation->folds);
  g_free (validation);
}
