#include "nn-search.h"

#include <math.h>

#include "nn-jobs.h"
#include "nn-weights.h"

typedef struct
{
  NnSearchResult *search;
  NnSearchTrial trial;
  NnSearchProgress progress;
  gpointer user_data;
} Work;

static gboolean
begin_cb (gpointer user_data, guint job, NnSpec **spec, DsPrepared **data, GError **error)
{
  Work *work = user_data;

  return work->trial (job, spec, data, work->user_data, error) && nn_jobs_check_stop (*spec, error);
}

static void
end_cb (gpointer user_data, guint job, const NnFrame *frame, const GError *error)
{
  NnSearchResult *search = ((Work *) user_data)->search;
  NnTrial *trial = &search->trials[job];
  g_autofree char *sha256 = NULL;

  search->n_done++;
  trial->done = TRUE;
  trial->train_loss = trial->validation_loss = trial->train_accuracy = trial->validation_accuracy = NAN;
  if (frame == NULL)
    {
      g_strlcpy (trial->message, error->message, sizeof trial->message);
      return;
    }
  trial->epochs = frame->epoch;
  trial->steps = frame->step;
  trial->train_loss = frame->train_loss;
  trial->validation_loss = frame->validation_loss;
  trial->train_accuracy = frame->train_accuracy;
  trial->validation_accuracy = frame->validation_accuracy;
  trial->seconds = frame->seconds;
  trial->stop = frame->stop;
  g_strlcpy (trial->message, frame->message, sizeof trial->message);
  sha256 = nn_weights_sha256 (frame->weights, frame->n_weights);
  g_strlcpy (trial->sha256, sha256, sizeof trial->sha256);
}

static gboolean
progress_cb (gpointer user_data, guint done, double share)
{
  Work *work = user_data;

  if (work->progress == NULL || work->progress (work->search, share, work->user_data))
    return TRUE;
  work->search->cancelled = TRUE;
  return FALSE;
}

NnSearchResult *
nn_search_run (guint n_trials, guint threads, NnSearchTrial trial, NnSearchProgress progress, gpointer user_data)
{
  static const NnJobs jobs = { begin_cb, end_cb, progress_cb };
  NnSearchResult *search = g_new0 (NnSearchResult, 1);
  Work work = { search, trial, progress, user_data };

  search->n_trials = n_trials;
  search->trials = g_new0 (NnTrial, n_trials);
  nn_jobs_run (n_trials, threads, &jobs, &work);
  return search;
}

void
nn_search_free (NnSearchResult *search)
{
  if (search == NULL)
    return;
  g_free (search->trials);
  g_free (search);
}

/* --- ranking ----------------------------------------------------------------------------------------------------------- */

typedef struct
{
  const NnSearchResult *search;
  NnRank rank;
} Ranking;

/* Smaller is better; infinite where there is nothing to compare. */
static double
cost (const NnTrial *trial, NnRank rank)
{
  double loss = isnan (trial->validation_loss) ? trial->train_loss : trial->validation_loss;
  double accuracy = isnan (trial->validation_accuracy) ? trial->train_accuracy : trial->validation_accuracy;
  double value = rank == NN_RANK_ACCURACY ? -accuracy : loss;

  return isnan (value) || trial->stop == NN_STOP_DIVERGED || trial->stop == NN_STOP_NONE ? INFINITY : value;
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Ranking *ranking = user_data;
  guint i = *(const guint *) a, j = *(const guint *) b;
  const NnTrial *left = &ranking->search->trials[i], *right = &ranking->search->trials[j];
  double difference[] = { cost (left, ranking->rank), cost (right, ranking->rank), cost (left, NN_RANK_LOSS), cost (right, NN_RANK_LOSS) };

  for (guint k = 0; k < 4; k += 2)
    if (difference[k] != difference[k + 1])
      return difference[k] < difference[k + 1] ? -1 : 1;
  return i < j ? -1 : i > j;
}

void
nn_search_order (const NnSearchResult *search, NnRank rank, guint *order)
{
  Ranking ranking = { search, rank };
  guint n = 0;

  for (guint i = 0; i < search->n_trials; i++)
    if (search->trials[i].done)
      order[n++] = i;
  g_qsort_with_data (order, (gint) n, sizeof *order, compare, &ranking);
}
