/* Cross-validation: every row in one validation fold, nothing leaks out of it, bits do not depend on threads. */
#include <math.h>
#include <string.h>

#include "nn-test-run.h"
#include "nn-validate.h"

static void
stop_after (NnSpec *values)
{
  values->stop_epochs = 12;
}

static NnSpec *
make_spec (const char *layers, const char *loss, double learning_rate)
{
  g_autoptr (NnSpec) endless = nn_test_spec (layers, loss, "adam", learning_rate);

  return nn_test_changed (endless, stop_after);
}

static void
test_folds (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (103, 4, 3, 0, 0.2, 6);
  g_autofree guint *seen = g_new0 (guint, 103);

  for (guint fold = 0; fold < 5; fold++)
    {
      g_autoptr (DsPrepared) part = nn_validate_fold_data (data, 5, 11, fold, NULL);

      g_assert_cmpuint (part->n_train + part->n_validation, ==, 103);
      g_assert_cmpuint (part->n_validation, >=, 20);
      g_assert_cmpuint (part->n_validation, <=, 21);
      for (gsize i = 0; i < part->n_validation; i++)
        seen[part->source_row[part->n_train + i]]++;
    }
  for (guint row = 0; row < 103; row++)
    g_assert_cmpuint (seen[row], ==, 1);
}

/* Mean and scale are those of the fold's training rows; of all rows, or of the project's own split, they would be others. */
static void
test_no_leak (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (60, 3, 2, 0, 0.25, 2);

  for (guint fold = 0; fold < 4; fold++)
    {
      g_autoptr (DsPrepared) part = nn_validate_fold_data (data, 4, 1, fold, NULL);

      for (guint c = 0; c < 3; c++)
        {
          double mean = 0, squares = 0, all = 0;

          for (gsize i = 0; i < part->rows; i++)
            {
              all += (double) part->raw[i * 3 + c] / (double) part->rows;
              mean += i < part->n_train ? (double) part->raw[i * 3 + c] / (double) part->n_train : 0;
            }
          for (gsize i = 0; i < part->n_train; i++)
            squares += pow ((double) part->raw[i * 3 + c] - mean, 2);
          g_assert_cmpfloat_with_epsilon (part->mean[c], mean, 1e-12);
          g_assert_cmpfloat_with_epsilon (part->scale[c], sqrt (squares / (double) part->n_train), 1e-12);
          g_assert_cmpfloat (fabs (part->mean[c] - all), >, 1e-6);
        }
    }
}

static DsPrepared *
with_test_rows (void)
{
  g_autoptr (DsPrepared) whole = nn_test_table (80, 3, 2, 0, 0.2, 5);
  DsPrepareOptions options = whole->options;

  options.test_share = 0.25;
  return ds_prepare (whole->dataset, &options, 5, NULL);
}

static void
test_test_rows_stay_aside (void)
{
  g_autoptr (DsPrepared) data = with_test_rows ();
  gsize rest = data->n_train + data->n_validation;

  g_assert_cmpuint (data->n_test, ==, 20);
  for (guint fold = 0; fold < 3; fold++)
    {
      g_autoptr (DsPrepared) part = nn_validate_fold_data (data, 3, 1, fold, NULL);

      g_assert_cmpuint (part->n_train + part->n_validation, ==, rest);
      g_assert_cmpmem (part->source_row + rest, 20 * sizeof (guint32), data->source_row + rest, 20 * sizeof (guint32));
    }
}

/* A fold is what training on its data alone gives. */
static void
test_results (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (90, 4, 3, 0, 0, 8);
  g_autoptr (NnSpec) spec = make_spec ("dense 5 tanh; dense auto linear", "cross_entropy", 0.05);
  g_autoptr (NnValidation) validation = nn_validate (spec, data, 4, 77, 1, NULL, NULL, NULL);
  double mean = 0, squares = 0;

  g_assert_nonnull (validation);
  g_assert_cmpuint (validation->n_complete, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      const NnFold *fold = &validation->folds[i];
      g_autoptr (DsPrepared) part = nn_validate_fold_data (data, 4, 77, i, NULL);
      g_autoptr (NnFrame) frame = nn_test_train (spec, part, 1);

      g_assert_true (fold->done);
      g_assert_cmpuint (fold->epochs, ==, 12);
      g_assert_cmpint (fold->stop, ==, NN_STOP_EPOCHS);
      g_assert_cmpfloat (fold->validation_loss, ==, frame->validation_loss);
      g_assert_cmpfloat (fold->train_accuracy, ==, frame->train_accuracy);
      g_assert_cmpfloat (fold->metrics->loss, ==, frame->validation_loss);
      g_assert_cmpuint (fold->validation_rows, ==, part->n_validation);
      mean += fold->validation_loss / 4;
    }
  for (guint i = 0; i < 4; i++)
    squares += pow (validation->folds[i].validation_loss - mean, 2);
  g_assert_cmpfloat_with_epsilon (validation->validation_loss.mean, mean, 1e-12);
  g_assert_cmpfloat_with_epsilon (validation->validation_loss.deviation, sqrt (squares / 4), 1e-12);
  g_assert_true (isnan (validation->r2.mean));
}

static void
test_threads (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (120, 4, 0, 2, 0, 8);
  g_autoptr (NnSpec) spec = make_spec ("dense 8 relu; dense auto linear", "mse", 0.02);
  g_autoptr (NnValidation) one = nn_validate (spec, data, 7, 3, 1, NULL, NULL, NULL);
  g_autoptr (NnValidation) four = nn_validate (spec, data, 7, 3, 4, NULL, NULL, NULL);
  g_autoptr (NnValidation) other = nn_validate (spec, data, 7, 4, 4, NULL, NULL, NULL);

  for (guint i = 0; i < 7; i++)
    {
      g_assert_cmpfloat (one->folds[i].validation_loss, ==, four->folds[i].validation_loss);
      g_assert_cmpfloat (one->folds[i].metrics->mean.r2, ==, four->folds[i].metrics->mean.r2);
    }
  g_assert_cmpfloat (one->r2.mean, ==, four->r2.mean);
  g_assert_cmpfloat (one->validation_loss.mean, !=, other->validation_loss.mean); /* other folds */
  g_assert_true (isnan (one->macro_f1.mean));
}

static gboolean
cancel_cb (guint done, guint total, double share, gpointer user_data)
{
  g_assert_cmpuint (total, ==, 6);
  g_assert_true (share >= 0 && share <= 1);
  return done < 2;
}

static void
test_cancel (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (60, 4, 3, 0, 0, 8);
  g_autoptr (NnSpec) spec = make_spec ("dense 5 tanh; dense auto linear", "cross_entropy", 0.05);
  g_autoptr (NnValidation) validation = nn_validate (spec, data, 6, 1, 1, cancel_cb, NULL, NULL);

  g_assert_true (validation->cancelled);
  g_assert_cmpuint (validation->n_complete, >=, 2);
  g_assert_cmpuint (validation->n_complete, <, 6);
  g_assert_false (validation->folds[5].done);
}

static gboolean
cancel_at_once_cb (guint done, guint total, double share, gpointer user_data)
{
  return FALSE;
}

/* A training with hours to go ends at its next batch. */
static void
test_cancel_long (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (60, 4, 3, 0, 0, 8);
  g_autoptr (NnSpec) finite = make_spec ("dense 5 tanh; dense auto linear", "cross_entropy", 0.05);
  NnSpec values = *finite;
  g_autoptr (NnSpec) spec = NULL;
  g_autoptr (NnValidation) validation = NULL;

  values.stop_epochs = G_GUINT64_CONSTANT (1000000000000);
  spec = nn_spec_new (&values);
  validation = nn_validate (spec, data, 3, 1, 1, cancel_at_once_cb, NULL, NULL);
  g_assert_true (validation->cancelled);
  g_assert_cmpint (validation->folds[0].stop, ==, NN_STOP_INTERRUPTED);
  g_assert_cmpuint (validation->n_complete, ==, 0);
  g_assert_true (isnan (validation->validation_loss.mean));
}

static void
test_divergence (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (60, 4, 0, 1, 0, 8);
  g_autoptr (NnSpec) endless = nn_test_spec ("dense 5 relu; dense auto linear", "mse", "sgd", 1e4);
  g_autoptr (NnSpec) spec = nn_test_changed (endless, stop_after);
  g_autoptr (NnValidation) validation = nn_validate (spec, data, 3, 1, 2, NULL, NULL, NULL);

  g_assert_cmpuint (validation->n_diverged, ==, 3);
  g_assert_cmpuint (validation->n_complete, ==, 0);
  g_assert_true (validation->folds[0].message[0] != '\0');
  g_assert_null (validation->folds[0].metrics);
}

static void
test_errors (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (20, 4, 3, 0, 0, 8);
  g_autoptr (NnSpec) spec = make_spec ("dense auto linear", "cross_entropy", 0.05);
  g_autoptr (NnSpec) endless = nn_test_spec ("dense auto linear", "cross_entropy", "sgd", 0.1);
  g_autoptr (NnSpec) wrong = make_spec ("dense 7 linear", "cross_entropy", 0.05);
  g_autoptr (GError) few = NULL, many = NULL, never = NULL, shape = NULL;

  g_assert_null (nn_validate (spec, data, 1, 1, 1, NULL, NULL, &few));
  g_assert_error (few, DS_ERROR, DS_ERROR_VALUE);
  g_assert_null (nn_validate (spec, data, 21, 1, 1, NULL, NULL, &many));
  g_assert_error (many, DS_ERROR, DS_ERROR_VALUE);
  g_assert_null (nn_validate (endless, data, 3, 1, 1, NULL, NULL, &never));
  g_assert_error (never, NN_ERROR, NN_ERROR_VALUE);
  g_assert_null (nn_validate (wrong, data, 3, 1, 1, NULL, NULL, &shape));
  g_assert_error (shape, NN_ERROR, NN_ERROR_SHAPE);
  {
    g_autoptr (NnValidation) most = nn_validate (spec, data, 20, 1, 0, NULL, NULL, NULL); /* each row by itself */

    g_assert_cmpuint (most->n_complete, ==, 20);
    g_assert_cmpuint (most->folds[0].validation_rows, ==, 1);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/validate/folds", test_folds);
  g_test_add_func ("/validate/no-leak", test_no_leak);
  g_test_add_func ("/validate/test-rows-stay-aside", test_test_rows_stay_aside);
  g_test_add_func ("/validate/results", test_results);
  g_test_add_func ("/validate/threads", test_threads);
  g_test_add_func ("/validate/cancel", test_cancel);
  g_test_add_func ("/validate/cancel-long", test_cancel_long);
  g_test_add_func ("/validate/divergence", test_divergence);
  g_test_add_func ("/validate/errors", test_errors);
  return g_test_run ();
}
