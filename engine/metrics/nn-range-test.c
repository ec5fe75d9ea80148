#include "nn-range-test.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ds-rng.h"
#include "nn-network.h"
#include "nn-optimizer.h"
#include "nn-plan-private.h"

/* A loss this many times the best one so far, and this share of the first, will not come back while the learning rate climbs. Without
 * the share a loss of next to nothing would end the test by a rise that nobody can see. */
#define BLOW_UP 4.0
#define BLOW_UP_SHARE 0.25
/* The share of its first value by which the loss must fall to speak of a descent. */
#define LEAST_FALL 0.01

typedef struct
{
  const NnSpec *spec;
  DsPrepared *data;
  const NnBackend *backend;
  NnPool *pool;
  NnNetwork *network;
  guint32 *order; /* (n_train) */
  gsize batch, at;
  guint64 epoch;
} Test;

/* --- training ---------------------------------------------------------------------------------------------------------- */

static gboolean
check (const NnSpec *spec, const NnRangeOptions *options, GError **error)
{
  char from[G_ASCII_DTOSTR_BUF_SIZE], to[G_ASCII_DTOSTR_BUF_SIZE];

  if (!(options->from > 0 && options->from < options->to && options->to <= 1e6))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                   _("the learning rate must climb from a number above 0 to a larger one, at most 1e6; found %s to %s"),
                   g_ascii_formatd (from, sizeof from, "%.6g", options->from), g_ascii_formatd (to, sizeof to, "%.6g", options->to));
      return FALSE;
    }
  if (options->steps < NN_RANGE_MIN_STEPS || options->steps > NN_RANGE_MAX_STEPS)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _("a range test takes from %d to %d steps; found %u"), NN_RANGE_MIN_STEPS,
                   NN_RANGE_MAX_STEPS, options->steps);
      return FALSE;
    }
  if (((const NnOptimizer *) spec->optimizer.type)->search != NULL)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                   _("the optimizer “%s” looks for the length of its steps by itself, so there is no learning rate to test; choose another one"),
                   _(spec->optimizer.type->title));
      return FALSE;
    }
  return TRUE;
}

static gboolean
begin (Test *test, const NnRangeOptions *options, GError **error)
{
  NnProblem problem = nn_problem (test->data);
  gsize all = MAX (test->data->n_train, 1);

  test->backend = nn_backend ();
  test->batch = test->spec->batch_size == 0 ? all : MIN (test->spec->batch_size, all);
  test->network = test->backend->new_ (test->spec, &problem, test->batch, NN_NETWORK_TRAIN, test->pool, error);
  if (test->network == NULL)
    return FALSE;
  test->order = g_try_new (guint32, all);
  if (test->order == NULL)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, _("there is not enough memory for %zu rows"), test->data->n_train);
      return FALSE;
    }
  if (options->weights != NULL)
    memcpy (test->network->w, options->weights, test->network->n * sizeof (float));
  else
    nn_plan_initialize (test->network->plan, test->spec->seed, test->network->w, (double *) test->network->g);
  test->backend->clear_moments (test->network);
  return TRUE;
}

/* The order a run would take, epoch by epoch. */
static void
draw_order (Test *test)
{
  for (gsize i = 0; i < test->data->n_train; i++)
    test->order[i] = (guint32) i;
  if (test->spec->shuffle)
    {
      DsRng rng = ds_rng (test->spec->seed, DS_RNG_SHUFFLE, test->epoch);
      ds_rng_permute (&rng, test->order, test->data->n_train);
    }
  test->epoch++;
}

/* The loss of the next batch, with its gradients. */
static double
next_loss (Test *test, guint step)
{
  gsize n;

  if (test->at == 0)
    draw_order (test);
  n = MIN (test->batch, test->data->n_train - test->at);
  test->backend->load (test->network, test->data->x, test->data->y, test->order + test->at, n);
  test->at += n;
  if (test->at == test->data->n_train)
    test->at = 0;
  return test->backend->gradients (test->network, NN_TRAIN, step);
}

static void
end_early (NnRangeTest *result, double rate, double loss)
{
  result->blew_up = TRUE;
  result->end_rate = rate;
  result->end_loss = loss;
}

gboolean
nn_range_test_is_lost (const NnRangeTest *test)
{
  return test->blew_up && (test->n == 0 || !(test->end_loss <= test->loss[0]));
}

/* Blow-up is told from a short running mean, so that one hard batch does not end the test. */
static void
climb (Test *test, const NnRangeOptions *options, NnRangeTest *result, NnRangeProgress progress, gpointer user_data)
{
  double factor = log (options->to / options->from) / (options->steps - 1), mean = 0, best = INFINITY, first = 0;

  for (guint i = 0; i < options->steps; i++)
    {
      double loss = next_loss (test, i);

      mean = i == 0 ? loss : 0.7 * mean + 0.3 * loss;
      first = i == 0 ? loss : first;
      if (!isfinite (loss) || (i > 0 && mean > MAX (BLOW_UP * best, BLOW_UP_SHARE * first)))
        {
          end_early (result, options->from * exp (factor * i), isfinite (loss) ? mean : INFINITY);
          return;
        }
      best = MIN (best, mean);
      result->learning_rate[i] = options->from * exp (factor * i);
      result->loss[i] = loss;
      result->n = i + 1;
      test->backend->update (test->network, result->learning_rate[i]);
      if (progress != NULL && !progress (i + 1, options->steps, user_data))
        {
          result->cancelled = TRUE;
          return;
        }
    }
}

static void
clear (Test *test)
{
  if (test->network != NULL)
    test->backend->free (test->network);
  nn_pool_free (test->pool);
  g_free (test->order);
}

/* --- reading the curve ------------------------------------------------------------------------------------------------- */

static void
smooth (NnRangeTest *result, guint steps)
{
  double deviation = MAX (steps / 25.0, 1);
  int reach = (int) ceil (3 * deviation), n = (int) result->n;

  for (int i = 0; i < n; i++)
    {
      double sum = 0, weights = 0;

      for (int k = -MIN (reach, i); k <= MIN (reach, n - 1 - i); k++)
        {
          double weight = exp (-0.5 * k * k / (deviation * deviation));

          sum += weight * result->loss[i + k];
          weights += weight;
        }
      result->smoothed[i] = sum / weights;
    }
}

static void
suggest (NnRangeTest *result)
{
  guint lowest = 0, steepest = 0;
  double fall = 0;

  result->minimum = result->steepest = result->suggestion = NAN;
  for (guint i = 1; i < result->n; i++)
    if (result->smoothed[i] < result->smoothed[lowest])
      lowest = i;
  if (result->n == 0 || !(result->smoothed[0] - result->smoothed[lowest] > LEAST_FALL * fabs (result->smoothed[0])))
    return;
  for (guint i = 1; i <= lowest; i++)
    {
      /* central, but not over the bottom of the valley; learning rates are evenly spaced in their logarithm */
      guint after = MIN (i + 1, lowest);
      double slope = (result->smoothed[i - 1] - result->smoothed[after]) / (after - i + 1);

      if (slope > fall)
        {
          fall = slope;
          steepest = i;
        }
    }
  result->minimum = result->learning_rate[lowest];
  result->steepest = result->learning_rate[steepest];
  result->suggestion = MIN (result->steepest, result->minimum / 10);
}

/* --- the whole --------------------------------------------------------------------------------------------------------- */

static NnRangeTest *
new_result (guint steps)
{
  NnRangeTest *result = g_new0 (NnRangeTest, 1);

  result->learning_rate = g_new (double, steps);
  result->loss = g_new (double, steps);
  result->smoothed = g_new (double, steps);
  result->end_rate = result->end_loss = NAN;
  return result;
}

NnRangeTest *
nn_range_test (const NnSpec *spec, DsPrepared *data, const NnRangeOptions *options, guint threads, NnRangeProgress progress,
               gpointer user_data, GError **error)
{
  Test test = { .spec = spec, .data = data };
  NnRangeTest *result = NULL;

  if (!check (spec, options, error))
    return NULL;
  test.pool = nn_pool_new (threads);
  if (begin (&test, options, error))
    {
      result = new_result (options->steps);
      climb (&test, options, result, progress, user_data);
      smooth (result, options->steps);
      suggest (result);
    }
  clear (&test);
  return result;
}

void
nn_range_test_free (NnRangeTest *test)
{
  if (test == NULL)
    return;
  g_free (test->learning_rate);
  g_free (test->loss);
  g_free (test->smoothed);
  g_free (test);
}
