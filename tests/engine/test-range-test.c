/* The learning-rate range test on losses whose stable learning rates are known, and its promise to touch nothing. */
#include <math.h>
#include <string.h>

#include "nn-range-test.h"
#include "nn-test-run.h"
#include "nn-weights.h"

/* y = 2 x - 1 without noise: with standardized x the mean squared error is (w - w0)^2 + (b - b0)^2, whose gradient 2 (w - w0) makes
 * plain descent unstable above a learning rate of 1. */
static DsPrepared *
line (void)
{
  DsColumn *columns = g_new0 (DsColumn, 2);
  float *values = g_new (float, 2 * 50);
  DsPrepareOptions options = { .task = DS_REGRESSION, .standardize = TRUE };
  g_autoptr (DsDataset) dataset = NULL;

  columns[0].name = g_strdup ("x");
  columns[1].name = g_strdup ("y");
  columns[1].role = DS_ROLE_TARGET;
  for (guint i = 0; i < 50; i++)
    {
      values[2 * i] = (float) i;
      values[2 * i + 1] = 2 * (float) i - 1;
    }
  dataset = ds_dataset_new_take (50, 2, columns, values, "a line");
  return ds_prepare (dataset, &options, 1, NULL);
}

static void
test_quadratic (void)
{
  g_autoptr (DsPrepared) data = line ();
  g_autoptr (NnSpec) spec = nn_test_spec ("dense auto linear", "mse", "sgd", 0.1);
  NnRangeOptions options = NN_RANGE_DEFAULTS;
  g_autoptr (NnRangeTest) test = nn_range_test (spec, data, &options, 1, NULL, NULL, NULL);

  g_assert_nonnull (test);
  g_assert_true (test->blew_up); /* the range ends at ten times what is stable */
  g_assert_cmpuint (test->n, <, 200);
  g_assert_cmpfloat (test->end_rate, >, test->learning_rate[test->n - 1]);
  g_assert_cmpfloat (test->end_loss, >, 0.25 * test->loss[0]); /* a rise that can be seen */
  g_assert_cmpint (nn_range_test_is_lost (test), ==, test->end_loss > test->loss[0]);
  g_assert_cmpfloat_with_epsilon (test->learning_rate[0], 1e-7, 1e-20);
  for (guint i = 1; i < test->n; i++)
    g_assert_cmpfloat_with_epsilon (test->learning_rate[i] / test->learning_rate[i - 1], pow (1e8, 1 / 199.), 1e-9);
  g_assert_cmpfloat (test->learning_rate[test->n - 1], >, 1);
  g_assert_cmpfloat (test->steepest, >, 0.005);
  g_assert_cmpfloat (test->steepest, <, 0.5);
  g_assert_cmpfloat (test->minimum, >, 0.1);
  g_assert_cmpfloat (test->minimum, <, 5); /* the loss needs some steps to grow again from next to nothing */
  g_assert_cmpfloat (test->suggestion, ==, MIN (test->steepest, test->minimum / 10));
}

/* With the suggestion the loss falls far in a few dozen steps; with a hundred times as much it blows up. */
static void
test_suggestion_trains (void)
{
  g_autoptr (DsPrepared) data = line ();
  g_autoptr (NnSpec) spec = nn_test_spec ("dense auto linear", "mse", "sgd", 0.1);
  NnRangeOptions options = NN_RANGE_DEFAULTS;
  g_autoptr (NnRangeTest) test = nn_range_test (spec, data, &options, 1, NULL, NULL, NULL);
  double rates[] = { test->suggestion, 100 * test->suggestion };

  for (guint i = 0; i < 2; i++)
    {
      NnSpec values = *spec;
      g_autoptr (NnSpec) tried = NULL;
      g_autoptr (NnFrame) frame = NULL;

      values.stop_epochs = 200;
      g_assert_true (ds_item_set (&values.optimizer, "learning_rate", rates[i], NULL));
      tried = nn_spec_new (&values);
      frame = nn_test_train (tried, data, 1);
      if (i == 0)
        g_assert_cmpfloat (frame->train_loss, <, 0.01 * test->loss[0]);
      else
        g_assert_cmpint (frame->stop, ==, NN_STOP_DIVERGED);
    }
}

static void
test_leaves_no_trace (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (64, 4, 3, 0, 0.2, 8);
  g_autoptr (NnSpec) endless = nn_test_spec ("dense 6 tanh; dropout 0.2; dense auto linear", "cross_entropy", "adam", 0.02);
  NnSpec values = *endless;
  g_autoptr (NnSpec) spec = NULL;
  g_autoptr (NnTrainer) trainer = NULL;
  g_autoptr (NnFrame) half = NULL, whole = NULL, alone = NULL;
  g_autofree float *before = NULL;
  NnRangeOptions options = NN_RANGE_DEFAULTS;

  values.batch_size = 8;
  values.shuffle = TRUE;
  values.stop_epochs = 10;
  spec = nn_spec_new (&values);
  trainer = nn_test_start (spec, data, 1);
  nn_trainer_step (trainer);
  half = nn_test_settle (trainer);
  before = g_memdup2 (half->weights, half->n_weights * sizeof (float));
  options.weights = half->weights;
  {
    g_autoptr (NnRangeTest) test = nn_range_test (spec, data, &options, 1, NULL, NULL, NULL);

    g_assert_cmpuint (test->n, >, 100);
  }
  g_assert_cmpmem (before, half->n_weights * sizeof (float), half->weights, half->n_weights * sizeof (float));
  nn_trainer_play (trainer);
  whole = nn_test_settle (trainer);
  alone = nn_test_train (spec, data, 1);
  nn_test_assert_same_weights (whole, alone);
}

static void
assert_same (const NnRangeTest *a, const NnRangeTest *b)
{
  g_assert_cmpuint (a->n, ==, b->n);
  g_assert_cmpmem (a->loss, a->n * sizeof (double), b->loss, b->n * sizeof (double));
}

static void
test_repeats (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (300, 20, 3, 0, 0, 8);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 128 relu; dense auto linear", "cross_entropy", "adam", 0.02);
  NnProblem problem = nn_problem (data);
  g_autofree float *initial = nn_weights_initial (spec, &problem, NULL);
  NnRangeOptions options = { 1e-5, 1, 40, NULL };
  g_autoptr (NnRangeTest) a = nn_range_test (spec, data, &options, 1, NULL, NULL, NULL);
  g_autoptr (NnRangeTest) b = nn_range_test (spec, data, &options, 4, NULL, NULL, NULL);
  g_autoptr (NnRangeTest) c = NULL;

  options.weights = initial;
  c = nn_range_test (spec, data, &options, 1, NULL, NULL, NULL);
  assert_same (a, b);
  assert_same (a, c);
}

/* Rates too small to change anything suggest nothing. */
static void
test_no_fall (void)
{
  g_autoptr (DsPrepared) data = line ();
  g_autoptr (NnSpec) spec = nn_test_spec ("dense auto linear", "mse", "sgd", 0.1);
  NnRangeOptions options = { 1e-12, 1e-9, 50, NULL };
  g_autoptr (NnRangeTest) test = nn_range_test (spec, data, &options, 1, NULL, NULL, NULL);

  g_assert_false (test->blew_up);
  g_assert_true (isnan (test->end_rate) && isnan (test->end_loss));
  g_assert_false (nn_range_test_is_lost (test));
  g_assert_cmpuint (test->n, ==, 50);
  g_assert_true (isnan (test->suggestion));
  g_assert_true (isnan (test->minimum));
}

static gboolean
cancel_cb (guint step, guint steps, gpointer user_data)
{
  g_assert_cmpuint (steps, ==, 200);
  return step < 7;
}

static void
test_cancel (void)
{
  g_autoptr (DsPrepared) data = line ();
  g_autoptr (NnSpec) spec = nn_test_spec ("dense auto linear", "mse", "sgd", 0.1);
  NnRangeOptions options = NN_RANGE_DEFAULTS;
  g_autoptr (NnRangeTest) test = nn_range_test (spec, data, &options, 1, cancel_cb, NULL, NULL);

  g_assert_true (test->cancelled);
  g_assert_cmpuint (test->n, ==, 7);
}

static void
test_errors (void)
{
  static const NnRangeOptions wrong[] = { { 0, 1, 100 }, { 1, 1, 100 }, { 2, 1, 100 }, { -1, 1, 100 }, { NAN, 1, 100 }, { 1e-3, INFINITY, 100 },
                                          { 1e-3, 1, 9 }, { 1e-3, 1, 100001 } };
  g_autoptr (DsPrepared) data = line ();
  g_autoptr (NnSpec) spec = nn_test_spec ("dense auto linear", "mse", "sgd", 0.1);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (nn_range_test (spec, data, &wrong[i], 1, NULL, NULL, &error));
      g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
    }
  {
    g_autoptr (NnSpec) searching = nn_test_spec ("dense auto linear", "mse", "lbfgs", 1);
    g_autoptr (GError) error = NULL;
    NnRangeOptions options = NN_RANGE_DEFAULTS;

    g_assert_null (nn_range_test (searching, data, &options, 1, NULL, NULL, &error));
    g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/range-test/quadratic", test_quadratic);
  g_test_add_func ("/range-test/suggestion-trains", test_suggestion_trains);
  g_test_add_func ("/range-test/leaves-no-trace", test_leaves_no_trace);
  g_test_add_func ("/range-test/repeats", test_repeats);
  g_test_add_func ("/range-test/no-fall", test_no_fall);
  g_test_add_func ("/range-test/cancel", test_cancel);
  g_test_add_func ("/range-test/errors", test_errors);
  return g_test_run ();
}
