/* Why a run ends: epochs, loss, patience, an interruption; and what happens when it blows up. */
#include <math.h>
#include <string.h>

#include "nn-test-run.h"
#include "nn-weights.h"

#define NETWORK "dense 8 tanh; dense 8 relu; dense auto"

/* --- Stops -------------------------------------------------------------------------------------------- */

static void
test_loss_below (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("gaussians", 200, 0.1, 0, 0, 5);
  g_autoptr (NnSpec) plain = nn_test_with (nn_test_spec ("dense 8 tanh; dense auto", "cross_entropy", "adam", 0.05), 16, TRUE, 1000);
  NnSpec values = *plain;
  g_autoptr (NnSpec) spec = NULL;
  g_autoptr (NnFrame) frame = NULL;
  guint64 n;

  values.stop_loss_below = 0.2;
  spec = nn_spec_new (&values);
  frame = nn_test_train (spec, data, 1);
  n = nn_series_length (frame->epochs);
  g_assert_cmpint (frame->state, ==, NN_STOPPED);
  g_assert_cmpint (frame->stop, ==, NN_STOP_LOSS_BELOW);
  g_assert_cmpstr (nn_stop_name (frame->stop), ==, "loss_below");
  g_assert_cmpfloat (frame->train_loss, <, 0.2);
  g_assert_cmpfloat (nn_series_row (frame->epochs, n - 2)[NN_TRAIN_LOSS], >=, 0.2);
}

static void
test_patience (void)
{
  /* Noise and few rows: the validation loss turns up again soon. */
  g_autoptr (DsPrepared) data = nn_test_generator ("moons", 60, 0.9, 0x7f, 0.5, 5);
  g_autoptr (NnSpec) plain = nn_test_with (nn_test_spec ("dense 40 tanh; dense 40 tanh; dense auto", "binary_cross_entropy", "adam", 0.02), 8, TRUE, 5000);
  NnSpec values = *plain;
  g_autoptr (NnSpec) spec = NULL;
  g_autoptr (NnSpec) to_best = NULL;
  g_autoptr (NnFrame) frame = NULL;
  g_autoptr (NnFrame) best_frame = NULL;
  guint64 n, best = 0;

  values.stop_patience = 12;
  spec = nn_spec_new (&values);
  frame = nn_test_train (spec, data, 1);
  g_assert_cmpint (frame->stop, ==, NN_STOP_PATIENCE);
  n = nn_series_length (frame->epochs);
  for (guint64 i = 1; i < n; i++)
    if (nn_series_row (frame->epochs, i)[NN_VALIDATION_LOSS] < nn_series_row (frame->epochs, best)[NN_VALIDATION_LOSS])
      best = i;
  g_assert_cmpuint (best, >, 0);
  g_assert_cmpuint (n - 1, ==, best + 12);
  g_assert_cmpfloat (frame->validation_loss, ==, nn_series_row (frame->epochs, best)[NN_VALIDATION_LOSS]);
  /* The weights are those the run had then. */
  values.stop_patience = 0;
  values.stop_epochs = best;
  to_best = nn_spec_new (&values);
  best_frame = nn_test_train (to_best, data, 1);
  nn_test_assert_same_weights (best_frame, frame);
}

static void
test_epochs_then_more (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("moons", 100, 0.1, 0, 0, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec (NETWORK, "binary_cross_entropy", "adam", 0.01), 16, TRUE, 3);
  g_autoptr (NnSpec) longer = nn_test_with (nn_spec_ref (spec), 16, TRUE, 6);
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 1);
  g_autoptr (NnFrame) first = NULL;
  g_autoptr (NnFrame) second = NULL;
  g_autoptr (NnFrame) whole = nn_test_train (longer, data, 1);

  nn_trainer_play (trainer);
  first = nn_test_settle (trainer);
  g_assert_cmpuint (first->epoch, ==, 3);
  nn_trainer_play (trainer); /* Train pressed again: as many again */
  second = nn_test_settle (trainer);
  g_assert_cmpuint (second->epoch, ==, 6);
  nn_test_assert_same_weights (second, whole);
}

static void
test_interrupt (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("moons", 100, 0.1, 0, 0, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec (NETWORK, "binary_cross_entropy", "adam", 0.01), 16, TRUE, 0);
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 1);
  g_autoptr (NnFrame) frame = NULL;

  nn_trainer_play (trainer);
  g_assert_false (nn_trainer_wait (trainer, 0.05)); /* it would go on for ever */
  nn_trainer_interrupt (trainer);
  frame = nn_test_settle (trainer);
  g_assert_cmpint (frame->state, ==, NN_STOPPED);
  g_assert_cmpint (frame->stop, ==, NN_STOP_INTERRUPTED);
  g_assert_cmpuint (frame->step, >, 0);
}

/* --- Divergence ---------------------------------------------------------------------------------------- */

static void
check_divergence (const char *layers, const char *loss, const char *optimizer, double rate, gboolean surely)
{
  g_autoptr (DsPrepared) data = strcmp (loss, "mse") == 0 ? nn_test_table (100, 3, 0, 1, 0.2, 5) : nn_test_generator ("moons", 100, 0.1, 0, 0.2, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec (layers, loss, optimizer, rate), 16, TRUE, 200);
  g_autoptr (NnFrame) frame = nn_test_train (spec, data, 1);

  for (gsize i = 0; i < frame->n_weights; i++)
    g_assert_true (isfinite (frame->weights[i]));
  g_assert_cmpint (frame->state, ==, NN_STOPPED);
  if (surely)
    g_assert_cmpint (frame->stop, ==, NN_STOP_DIVERGED);
  if (frame->stop != NN_STOP_DIVERGED)
    return;
  g_test_message ("%s", frame->message);
  g_assert_cmpint (frame->diverged_layer, >=, 0);
  g_assert_cmpint (frame->diverged_layer, <, (int) spec->n_layers);
  g_assert_nonnull (strstr (frame->message, "step "));
  g_assert_nonnull (strstr (frame->message, "layer"));
}

static void
test_divergence (void)
{
  check_divergence ("dense 8 relu; dense 8 relu; dense auto", "mse", "sgd", 1e6, TRUE);
  check_divergence ("dense 8 tanh; dense auto", "mse", "sgd", 1e6, TRUE);
  check_divergence ("dense auto", "mse", "sgd", 1e6, TRUE);
  check_divergence ("dense 8 relu; dense 8 relu; dense auto", "mse", "sgd", 1e9, TRUE);
  check_divergence ("dense 8 relu; dense 8 relu; dense auto", "mse", "sgd", 3, TRUE);
  check_divergence ("dense 8 relu; dense auto", "binary_cross_entropy", "adam", 1e6, FALSE);
  check_divergence ("dense 8 tanh; dense auto", "hinge", "sgd", 1e6, FALSE);
  check_divergence ("dense 8 relu; dropout 0.5; dense auto", "mse", "adam", 1e6, FALSE);
}

/* After it: a lower rate, and training goes on from the sound weights. */
static void
test_after_divergence (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (100, 3, 0, 1, 0.2, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 8 relu; dense auto", "mse", "sgd", 1e6), 16, TRUE, 20);
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 1);
  g_autoptr (NnFrame) diverged = NULL;
  g_autoptr (NnFrame) healed = NULL;
  NnSpec values = *spec;

  nn_trainer_play (trainer);
  diverged = nn_test_settle (trainer);
  g_assert_cmpint (diverged->stop, ==, NN_STOP_DIVERGED);
  ds_item_set (&values.optimizer, "learning_rate", 0.01, NULL);
  nn_test_change (trainer, data, &values);
  nn_trainer_play (trainer);
  healed = nn_test_settle (trainer);
  g_assert_cmpint (healed->stop, ==, NN_STOP_EPOCHS);
  g_assert_cmpstr (healed->message, ==, "");
  g_assert_cmpfloat (healed->train_loss, <, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stops/loss-below", test_loss_below);
  g_test_add_func ("/stops/patience", test_patience);
  g_test_add_func ("/stops/epochs", test_epochs_then_more);
  g_test_add_func ("/stops/interrupt", test_interrupt);
  g_test_add_func ("/stops/diverge/stops", test_divergence);
  g_test_add_func ("/stops/diverge/goes-on", test_after_divergence);
  return g_test_run ();
}
