/* Running and ranking trials. */
#include <math.h>

#include "nn-search.h"
#include "nn-test-run.h"
#include "nn-weights.h"

typedef struct
{
  DsPrepared *data;
  guint begun;
} Setup;

static NnSpec *
spec_of (guint trial)
{
  static const double rates[] = { 0.001, 0.1, 0.01, 1e30, 0.03 };
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 6 tanh; dense auto linear", "cross_entropy", "sgd", trial == 3 ? 1 : rates[trial]);
  NnSpec values = *spec;

  values.stop_epochs = 20;
  if (trial == 3) /* this one blows up */
    {
      nn_test_layers (&values, "dense 6 linear; dense 6 linear; dense 6 linear; dense auto linear");
      g_assert_true (ds_item_set (&values.optimizer, "learning_rate", 1e6, NULL));
    }
  return nn_spec_new (&values);
}

static gboolean
trial_cb (guint trial, NnSpec **spec, DsPrepared **data, gpointer user_data, GError **error)
{
  Setup *setup = user_data;

  g_assert_cmpuint (trial, ==, setup->begun++); /* in order */
  if (trial == 4)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, "does not fit");
      return FALSE;
    }
  *spec = spec_of (trial);
  *data = ds_prepared_ref (setup->data);
  return TRUE;
}

static NnSearchResult *
run (DsPrepared *data, guint threads)
{
  Setup setup = { data };

  return nn_search_run (5, threads, trial_cb, NULL, &setup);
}

static void
test_results (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (80, 4, 3, 0, 0.25, 8);
  g_autoptr (NnSearchResult) result = run (data, 1), other = run (data, 3);
  guint order[5];

  g_assert_cmpuint (result->n_done, ==, 5);
  g_assert_false (result->cancelled);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (NnSpec) spec = spec_of (i);
      g_autoptr (NnFrame) frame = nn_test_train (spec, data, 1);
      g_autofree char *sha256 = nn_weights_sha256 (frame->weights, frame->n_weights);

      g_assert_cmpstr (result->trials[i].sha256, ==, sha256);
      g_assert_cmpstr (other->trials[i].sha256, ==, sha256);
      g_assert_cmpfloat (result->trials[i].validation_loss, ==, frame->validation_loss);
      g_assert_cmpuint (result->trials[i].epochs, ==, 20);
    }
  g_assert_cmpint (result->trials[3].stop, ==, NN_STOP_DIVERGED);
  g_assert_cmpint (result->trials[4].stop, ==, NN_STOP_NONE);
  g_assert_cmpstr (result->trials[4].message, ==, "does not fit");

  nn_search_order (result, NN_RANK_LOSS, order);
  g_assert_cmpuint (order[0], ==, 1);
  g_assert_cmpuint (order[1], ==, 2);
  g_assert_cmpuint (order[2], ==, 0);
  g_assert_cmpuint (order[3], ==, 3); /* what failed comes last */
  g_assert_cmpuint (order[4], ==, 4);
}

static void
test_order (void)
{
  NnTrial trials[] = { { .done = TRUE, .stop = NN_STOP_EPOCHS, .train_loss = 1, .validation_loss = 3, .train_accuracy = 0.9, .validation_accuracy = 0.5 },
                       { .done = FALSE },
                       { .done = TRUE, .stop = NN_STOP_EPOCHS, .train_loss = 2, .validation_loss = 2, .train_accuracy = 0.8, .validation_accuracy = 0.5 },
                       { .done = TRUE, .stop = NN_STOP_DIVERGED, .validation_loss = 0.1, .validation_accuracy = 1 },
                       { .done = TRUE, .stop = NN_STOP_EPOCHS, .train_loss = 9, .validation_loss = 9, .train_accuracy = 0.1, .validation_accuracy = 0.9 },
                       { .done = TRUE, .stop = NN_STOP_INTERRUPTED, .train_loss = 2, .validation_loss = 2, .validation_accuracy = 0.5 } };
  NnSearchResult result = { G_N_ELEMENTS (trials), trials, TRUE, 5 };
  static const guint by_loss[] = { 2, 5, 0, 4, 3 }, by_accuracy[] = { 4, 2, 5, 0, 3 };
  guint order[5];

  nn_search_order (&result, NN_RANK_LOSS, order);
  g_assert_cmpmem (order, sizeof order, by_loss, sizeof by_loss);
  nn_search_order (&result, NN_RANK_ACCURACY, order);
  g_assert_cmpmem (order, sizeof order, by_accuracy, sizeof by_accuracy);
}

static gboolean
cancel_cb (const NnSearchResult *so_far, double share, gpointer user_data)
{
  g_assert_cmpuint (so_far->n_trials, ==, 5);
  g_assert_true (share >= 0 && share <= 1);
  g_assert_true (so_far->n_done == 0 || so_far->trials[0].done);
  return so_far->n_done < 1;
}

static void
test_cancel (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (80, 4, 3, 0, 0.25, 8);
  Setup setup = { data };
  g_autoptr (NnSearchResult) result = nn_search_run (5, 1, trial_cb, cancel_cb, &setup);

  g_assert_true (result->cancelled);
  g_assert_cmpuint (result->n_done, >=, 1);
  g_assert_cmpuint (result->n_done, <, 5);
  g_assert_true (result->trials[0].done);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/results", test_results);
  g_test_add_func ("/search/order", test_order);
  g_test_add_func ("/search/cancel", test_cancel);
  return g_test_run ();
}
