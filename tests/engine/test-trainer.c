/* The trainer's promises: the same bits whatever the threads, pauses and steps; live changes, batches, curves and frames. */
#include <math.h>
#include <string.h>

#include "ds-rng.h"
#include "nn-test-run.h"
#include "nn-weights.h"

static const char *const networks[] = {
  "dense 8 tanh; dense 8 relu; dense auto",
  "dense 33 gelu; dropout 0.3; dense 17 elu; dense auto",
  "dense 300 relu; dense 200 tanh; dense auto", /* large enough to be spread over threads */
  "dense 40; batch_norm; activation relu; dense 40 tanh; layer_norm; dropout 0.1; dense auto",
};

static void
test_same_bits (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("spirals", 601, 0.1, 0x7f, 0.2, 5);

  for (guint i = 0; i < G_N_ELEMENTS (networks); i++)
    {
      g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec (networks[i], "binary_cross_entropy", "adam", 0.01), i == 2 ? 250 : 16, TRUE, i == 2 ? 4 : 6);
      g_autoptr (NnFrame) first = nn_test_train (spec, data, 1);

      g_assert_cmpint (first->stop, ==, NN_STOP_EPOCHS);
      g_assert_cmpuint (first->epoch, ==, spec->stop_epochs);
      g_assert_cmpuint (nn_series_length (first->epochs), ==, spec->stop_epochs + 1);
      g_assert_cmpuint (nn_series_length (first->steps), ==, first->step);
      for (guint threads = 1; threads <= 4; threads++)
        {
          g_autoptr (NnFrame) again = nn_test_train (spec, data, threads);

          nn_test_assert_same_weights (first, again);
          nn_test_assert_same_curves (first->epochs, again->epochs, NN_EPOCH_COLUMNS, NN_SECONDS);
          nn_test_assert_same_curves (first->steps, again->steps, NN_STEP_COLUMNS, -1);
        }
    }
}

static void
test_other_seed_other_bits (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("spirals", 200, 0.1, 0, 0.2, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec (networks[0], "binary_cross_entropy", "sgd", 0.1), 16, TRUE, 2);
  NnSpec values = *spec;
  g_autoptr (NnSpec) other = NULL;
  g_autoptr (NnFrame) a = nn_test_train (spec, data, 1);
  g_autoptr (NnFrame) b = NULL;

  values.seed++;
  other = nn_spec_new (&values);
  b = nn_test_train (other, data, 1);
  g_assert_true (memcmp (a->weights, b->weights, a->n_weights * 4) != 0);
}

/* Pauses, single steps, frames and the speed limit change nothing. */
static void
test_pauses (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("moons", 300, 0.1, 0, 0.2, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec (networks[1], "binary_cross_entropy", "adam", 0.01), 16, TRUE, 40);
  g_autoptr (NnFrame) plain = nn_test_train (spec, data, 2);
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 2);
  g_autoptr (NnFrame) broken = NULL;

  nn_trainer_set_frame_rate (trainer, 1000);
  for (guint i = 0; i < 25; i++)
    {
      g_autoptr (NnFrame) frame = NULL;

      nn_trainer_step (trainer);
      frame = nn_test_settle (trainer);
      g_assert_cmpuint (frame->step, ==, i + 1);
      g_assert_cmpint (frame->state, ==, NN_PAUSED);
    }
  nn_trainer_set_speed (trainer, 3000);
  for (guint i = 0; i < 10; i++)
    {
      nn_trainer_play (trainer);
      g_usleep (2000);
      nn_frame_unref (nn_trainer_take_frame (trainer));
      nn_trainer_pause (trainer);
      g_assert_true (nn_trainer_wait (trainer, 10));
    }
  nn_trainer_set_speed (trainer, 0);
  nn_trainer_play (trainer);
  broken = nn_test_settle (trainer);
  g_assert_cmpint (broken->stop, ==, NN_STOP_EPOCHS);
  nn_test_assert_same_weights (plain, broken);
  nn_test_assert_same_curves (plain->epochs, broken->epochs, NN_EPOCH_COLUMNS, NN_SECONDS);
  nn_test_assert_same_curves (plain->steps, broken->steps, NN_STEP_COLUMNS, -1);
}

static void
test_reset (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("moons", 100, 0.1, 0, 0.2, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec (networks[0], "binary_cross_entropy", "adam", 0.01), 16, TRUE, 3);
  NnProblem problem = nn_problem (data);
  g_autofree float *initial = nn_weights_initial (spec, &problem, NULL);
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 1);
  g_autoptr (NnFrame) first = nn_test_settle (trainer);
  g_autoptr (NnFrame) end = NULL;
  g_autoptr (NnFrame) fresh = NULL;
  g_autoptr (NnFrame) end_again = NULL;

  g_assert_cmpint (first->state, ==, NN_PAUSED);
  g_assert_cmpuint (first->step, ==, 0);
  g_assert_cmpuint (nn_series_length (first->epochs), ==, 1); /* row 0: before the first step */
  g_assert_cmpuint (nn_series_length (first->steps), ==, 0);
  g_assert_true (isnan (nn_series_row (first->epochs, 0)[NN_BATCH_LOSS]));
  g_assert_false (isnan (nn_series_row (first->epochs, 0)[NN_VALIDATION_LOSS]));
  g_assert_cmpmem (first->weights, first->n_weights * 4, initial, first->n_weights * 4);
  nn_trainer_play (trainer);
  end = nn_test_settle (trainer);
  g_assert_true (memcmp (end->weights, initial, end->n_weights * 4) != 0);
  nn_trainer_reset (trainer);
  fresh = nn_test_settle (trainer);
  g_assert_cmpint (fresh->state, ==, NN_PAUSED);
  g_assert_cmpuint (fresh->step, ==, 0);
  g_assert_cmpuint (fresh->run, >, first->run);
  nn_test_assert_same_weights (first, fresh);
  g_assert_cmpuint (nn_series_length (end->epochs), ==, 4); /* the old curve is still whole */
  nn_trainer_play (trainer);
  end_again = nn_test_settle (trainer);
  nn_test_assert_same_weights (end, end_again);
}

/* --- Changes while it runs ------------------------------------------------------------------------- */

static void
test_live_changes (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("moons", 203, 0.1, 0, 0.2, 5);
  g_autoptr (DsPrepared) more_data = nn_test_generator ("circles", 77, 0.1, 0, 0, 5);
  g_autoptr (DsPrepared) wide_data = nn_test_generator ("circles", 150, 0.1, 0x7f, 0.3, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec (networks[0], "binary_cross_entropy", "sgd", 0.1), 16, TRUE, 0);
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 2);
  DsRng rng = ds_rng (1, DS_RNG_SEARCH, 0);
  static const char *const losses[] = { "mse", "mae", "huber", "binary_cross_entropy", "cross_entropy", "hinge" };
  DsPrepared *now = data;
  NnSpec values = *spec;
  guint n_optimizers;
  const DsType *const *optimizers = nn_registry (NN_OPTIMIZERS, &n_optimizers);

  nn_trainer_play (trainer);
  for (guint i = 0; i < 150; i++)
    {
      switch (ds_rng_below (&rng, 8))
        {
        case 0:
          ds_item_set (&values.optimizer, "learning_rate", 0.001 + 0.05 * ds_rng_uniform (&rng), NULL);
          break;
        case 1:
          values.loss = ds_item (nn_registry_find (NN_LOSSES, losses[ds_rng_below (&rng, G_N_ELEMENTS (losses))]));
          break;
        case 2:
          values.optimizer = ds_item (optimizers[ds_rng_below (&rng, n_optimizers)]);
          break;
        case 3:
          values.batch_size = ds_rng_below (&rng, 300);
          break;
        case 4:
          nn_test_layers (&values, networks[ds_rng_below (&rng, G_N_ELEMENTS (networks))]);
          break;
        case 5:
          values.l2 = 0.01 * ds_rng_uniform (&rng);
          values.shuffle = !values.shuffle;
          break;
        case 6:
          now = ds_rng_below (&rng, 2) == 0 ? more_data : ds_rng_below (&rng, 2) == 0 ? data : wide_data;
          break;
        default:
          values.clip_norm = ds_rng_below (&rng, 2) == 0 ? NAN : 1;
          break;
        }
      nn_test_change (trainer, now, &values);
      if (i % 7 == 0)
        nn_trainer_play (trainer);
      g_usleep (ds_rng_below (&rng, 1500));
    }
  nn_trainer_pause (trainer);
  {
    g_autoptr (NnFrame) frame = nn_test_settle (trainer);

    g_assert_true (nn_spec_equal (frame->spec, &values));
    g_assert_true (frame->data == now);
    for (gsize i = 0; i < frame->n_weights; i++)
      g_assert_true (isfinite (frame->weights[i]));
  }
}

/* What a change must do to the weights, step for step. */
static void
test_change_keeps (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("moons", 100, 0.1, 0, 0, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 4 tanh; dense auto", "binary_cross_entropy", "sgd", 0.1), 16, TRUE, 0);
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 1);
  g_autoptr (NnFrame) before = NULL;
  g_autoptr (NnFrame) slower = NULL;
  g_autoptr (NnFrame) wider = NULL;
  g_autoptr (NnFrame) reseeded = NULL;
  NnSpec values = *spec;

  for (guint i = 0; i < 10; i++)
    nn_trainer_step (trainer);
  before = nn_test_settle (trainer);

  ds_item_set (&values.optimizer, "learning_rate", 0, NULL);
  nn_test_change (trainer, data, &values);
  nn_trainer_step (trainer);
  slower = nn_test_settle (trainer);
  g_assert_cmpuint (slower->run, ==, before->run);
  g_assert_cmpuint (slower->step, ==, 11);
  g_assert_cmpfloat (slower->learning_rate, ==, 0);
  nn_test_assert_same_weights (before, slower); /* a rate of 0 moves nothing */

  nn_test_layers (&values, "dense 6 tanh; dense auto");
  nn_test_change (trainer, data, &values);
  wider = nn_test_settle (trainer);
  g_assert_cmpuint (wider->run, >, before->run);
  g_assert_cmpuint (wider->step, ==, 0);
  g_assert_cmpmem (wider->weights, 8 * 4, before->weights, 8 * 4); /* rows 0-3 of the first layer */

  values.seed += 1;
  nn_test_change (trainer, data, &values);
  reseeded = nn_test_settle (trainer);
  g_assert_cmpuint (reseeded->run, >, wider->run);
  {
    NnProblem problem = nn_problem (data);
    g_autofree float *initial = nn_weights_initial (&values, &problem, NULL);

    g_assert_cmpmem (reseeded->weights, reseeded->n_weights * 4, initial, reseeded->n_weights * 4);
  }
}

/* A layer of the network taken out of a draft. */
static void
remove_layer (NnSpec *values, guint at)
{
  memmove (&values->layers[at], &values->layers[at + 1], (values->n_layers - at - 1) * sizeof values->layers[0]);
  memmove (&values->ids[at], &values->ids[at + 1], (values->n_layers - at - 1) * sizeof values->ids[0]);
  values->n_layers--;
}

/* Edits one after the other, without a step between them, throw nothing away; and what an edit took comes back with it. */
static void
test_change_back (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("moons", 100, 0.1, 0, 0, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 4 tanh; dense 4 tanh; dense 4 relu; dense auto", "binary_cross_entropy", "sgd", 0.1), 16, TRUE, 0);
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 1);
  g_autoptr (NnFrame) before = NULL;
  g_autoptr (NnFrame) twice = NULL;
  g_autoptr (NnFrame) back = NULL;
  g_autoptr (NnFrame) without = NULL;
  g_autoptr (NnFrame) again = NULL;
  NnSpec values = *spec;

  for (guint i = 0; i < 10; i++)
    nn_trainer_step (trainer);
  before = nn_test_settle (trainer);

  ds_item_set (&values.layers[0], "units", 5, NULL);
  nn_test_change (trainer, data, &values);
  ds_item_set (&values.layers[0], "units", 3, NULL);
  nn_test_change (trainer, data, &values);
  twice = nn_test_settle (trainer);
  g_assert_cmpmem (twice->weights, 6 * 4, before->weights, 6 * 4); /* rows 0-2 of the first layer */
  nn_test_change (trainer, data, spec);
  back = nn_test_settle (trainer);
  nn_test_assert_same_weights (before, back); /* the fourth neuron, too, is as it was */

  values = *spec;
  remove_layer (&values, 1);
  nn_test_change (trainer, data, &values);
  without = nn_test_settle (trainer);
  g_assert_cmpmem (without->weights, 12 * 4, before->weights, 12 * 4);
  g_assert_cmpmem (without->weights + 12, 25 * 4, before->weights + 32, 25 * 4); /* the relu layer keeps its own, not its neighbour's */
  nn_test_change (trainer, data, spec);
  again = nn_test_settle (trainer);
  nn_test_assert_same_weights (before, again);
}

/* Layers alike but for what they have learned change places. */
static void
test_change_places (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("moons", 100, 0.1, 0, 0, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 4 tanh; dense 4 tanh; dense 4 tanh; dense auto", "binary_cross_entropy", "sgd", 0.1), 16, TRUE, 0);
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 1);
  g_autoptr (NnFrame) before = NULL;
  g_autoptr (NnFrame) swapped = NULL;
  NnSpec values = *spec;

  nn_trainer_step (trainer);
  before = nn_test_settle (trainer);
  values.ids[1] = spec->ids[2];
  values.ids[2] = spec->ids[1];
  nn_test_change (trainer, data, &values);
  swapped = nn_test_settle (trainer);
  g_assert_true (nn_spec_equal (before->spec, swapped->spec));
  g_assert_cmpmem (swapped->weights + 12, 20 * 4, before->weights + 32, 20 * 4);
  g_assert_cmpmem (swapped->weights + 32, 20 * 4, before->weights + 12, 20 * 4);
  g_assert_cmpmem (swapped->weights + 52, 5 * 4, before->weights + 52, 5 * 4);
}

/* Before the first step the weights are the seed's, whatever was tried out before. */
static void
test_change_untrained (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("moons", 100, 0.1, 0, 0, 5);
  g_autoptr (DsPrepared) wide = nn_test_generator ("moons", 100, 0.1, 0x7f, 0, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 4 tanh; dense auto", "binary_cross_entropy", "sgd", 0.1), 16, TRUE, 0);
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 1);
  NnProblem problem = nn_problem (wide);
  g_autofree float *initial = nn_weights_initial (spec, &problem, NULL);
  g_autoptr (NnFrame) frame = NULL;

  nn_test_change (trainer, wide, spec);
  frame = nn_test_settle (trainer);
  g_assert_cmpmem (frame->weights, frame->n_weights * 4, initial, frame->n_weights * 4);
}

/* Before the first step the curves begin with what is lost now, not with what another loss or other data would have lost. */
static void
test_change_first_row (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("line", 100, 0.1, 0, 0, 5);
  g_autoptr (DsPrepared) noisy = nn_test_generator ("line", 100, 0.5, 0, 0, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense auto", "mse", "sgd", 0.1), 16, TRUE, 0);
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 1);
  g_autoptr (NnFrame) mse = nn_test_settle (trainer);
  g_autoptr (NnFrame) huber = NULL;
  g_autoptr (NnFrame) other = NULL;
  NnSpec values = *spec;

  values.loss = ds_item (nn_registry_find (NN_LOSSES, "huber"));
  nn_test_change (trainer, data, &values);
  huber = nn_test_settle (trainer);
  g_assert_cmpfloat (huber->train_loss, !=, mse->train_loss);
  g_assert_cmpuint (nn_series_length (huber->epochs), ==, 1);
  g_assert_cmpfloat (nn_series_row (huber->epochs, 0)[NN_TRAIN_LOSS], ==, huber->train_loss);
  nn_test_change (trainer, noisy, &values);
  other = nn_test_settle (trainer);
  g_assert_cmpfloat (other->train_loss, !=, huber->train_loss);
  g_assert_cmpfloat (nn_series_row (other->epochs, 0)[NN_TRAIN_LOSS], ==, other->train_loss);
}

/* A change in the middle of an epoch goes on with the rows that are left, so it ends like a run that had it from the start. */
static void
test_change_mid_epoch (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("moons", 100, 0.1, 0, 0, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 4 tanh; dense auto", "binary_cross_entropy", "sgd", 0.1), 7, TRUE, 0);
  g_autoptr (NnTrainer) plain = nn_test_start (spec, data, 1);
  g_autoptr (NnTrainer) changed = nn_test_start (spec, data, 1);
  g_autoptr (NnFrame) a = NULL;
  g_autoptr (NnFrame) b = NULL;
  NnSpec values = *spec;

  for (guint i = 0; i < 40; i++)
    {
      nn_trainer_step (plain);
      values.stop_patience = 1000 + i; /* touches no arithmetic */
      nn_test_change (changed, data, &values);
      nn_trainer_step (changed);
    }
  a = nn_test_settle (plain);
  b = nn_test_settle (changed);
  nn_test_assert_same_weights (a, b);
  nn_test_assert_same_curves (a->epochs, b->epochs, NN_EPOCH_COLUMNS, NN_SECONDS);
}

/* --- Batches ----------------------------------------------------------------------------------------- */

/* One epoch of plain SGD on a linear neuron, by hand. */
static void
by_hand (const DsPrepared *data, gsize batch, double rate, double *w)
{
  for (gsize at = 0; at < data->n_train; at += batch)
    {
      gsize n = MIN (batch, data->n_train - at);
      double g[3] = { 0 };

      for (gsize r = at; r < at + n; r++)
        {
          double residual = w[0] * data->x[2 * r] + w[1] * data->x[2 * r + 1] + w[2] - data->y[r];

          for (guint i = 0; i < 3; i++)
            g[i] += 2 * residual * (i < 2 ? data->x[2 * r + i] : 1) / (double) n;
        }
      for (guint i = 0; i < 3; i++)
        w[i] -= rate * g[i];
    }
}

static void
check_batches (gsize batch, guint64 steps)
{
  g_autoptr (DsPrepared) data = nn_test_table (23, 2, 0, 1, 0, 8);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense auto", "mse", "sgd", 0.05), batch, FALSE, 3);
  NnProblem problem = nn_problem (data);
  g_autofree float *initial = nn_weights_initial (spec, &problem, NULL);
  double w[3] = { initial[0], initial[1], initial[2] };
  g_autoptr (NnFrame) frame = nn_test_train (spec, data, 1);

  for (guint epoch = 0; epoch < 3; epoch++)
    by_hand (data, batch == 0 ? data->n_train : MIN (batch, data->n_train), 0.05, w);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (frame->weights[i], w[i], 1e-5);
  g_assert_cmpuint (frame->steps_per_epoch, ==, steps);
  g_assert_cmpuint (frame->step, ==, 3 * steps);
}

static void
test_batches (void)
{
  check_batches (0, 1);    /* all rows */
  check_batches (23, 1);
  check_batches (1000, 1); /* more than there are */
  check_batches (8, 3);    /* 8, 8 and a last one of 7 */
  check_batches (22, 2);
  check_batches (1, 23);
}

/* batch_loss is the mean over the epoch's batches of the loss before each step. */
static void
test_curves (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (23, 2, 3, 1, 0.3, 8);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 5 tanh; dense auto", "cross_entropy", "sgd", 0.1), 8, TRUE, 5);
  g_autoptr (NnFrame) frame = nn_test_train (spec, data, 1);
  guint64 per_epoch = frame->steps_per_epoch;

  for (guint64 epoch = 1; epoch <= 5; epoch++)
    {
      const double *row = nn_series_row (frame->epochs, epoch);
      double sum = 0;

      for (guint64 s = 0; s < per_epoch; s++)
        sum += nn_series_row (frame->steps, (epoch - 1) * per_epoch + s)[NN_STEP_LOSS];
      g_assert_cmpfloat_with_epsilon (row[NN_BATCH_LOSS], sum / (double) per_epoch, 1e-9);
      g_assert_cmpfloat (row[NN_EPOCH], ==, (double) epoch);
      g_assert_cmpfloat (row[NN_STEP], ==, (double) (epoch * per_epoch));
      g_assert_true (row[NN_TRAIN_ACCURACY] >= 0 && row[NN_TRAIN_ACCURACY] <= 1);
      g_assert_true (isfinite (row[NN_VALIDATION_LOSS]));
    }
}

/* --- Learning ------------------------------------------------------------------------------------------- */

static void
test_learns (void)
{
  static const struct
  {
    const char *generator, *layers, *loss;
    double accuracy;
  } cases[] = {
    { "gaussians", "dense auto", "cross_entropy", 0.95 },
    { "circles", "dense 8 tanh; dense auto", "binary_cross_entropy", 0.95 },
    { "xor", "dense 8 relu; dense auto", "mse", 0.95 },
    { "moons", "dense 8 tanh; dense 8 tanh; dense auto", "hinge", 0.95 },
    { "spirals", "dense 16 tanh; dense 16 tanh; dense auto", "binary_cross_entropy", 0.9 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DsPrepared) data = nn_test_generator (cases[i].generator, 400, 0.05, 0, 0.2, 5);
      g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec (cases[i].layers, cases[i].loss, "adam", 0.02), 16, TRUE, i == 4 ? 600 : 150);
      g_autoptr (NnFrame) frame = nn_test_train (spec, data, 0);

      g_test_message ("%s: training accuracy %.3f, validation %.3f", cases[i].generator, frame->train_accuracy, frame->validation_accuracy);
      g_assert_cmpfloat (frame->train_accuracy, >=, cases[i].accuracy);
      g_assert_cmpfloat (frame->validation_accuracy, >=, cases[i].accuracy - 0.1);
    }
}

/* Frames flow while it runs, their numbers only grow, and the listener is called. */
static void
count_wakes (gpointer data)
{
  g_atomic_int_inc ((int *) data);
}

static void
test_frames (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("moons", 100, 0.1, 0, 0, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec (networks[0], "binary_cross_entropy", "adam", 0.01), 16, TRUE, 0);
  g_autoptr (GError) error = NULL;
  NnTrainer *trainer = nn_trainer_new (spec, data, 2, &error);
  NnFrame *held[64] = { NULL };
  guint n = 0;
  int wakes = 0;
  guint64 version = 0;

  nn_trainer_set_listener (trainer, count_wakes, &wakes);
  nn_trainer_set_frame_rate (trainer, 400);
  nn_trainer_play (trainer);
  while (n < G_N_ELEMENTS (held))
    {
      NnFrame *frame = nn_trainer_take_frame (trainer);

      if (frame == NULL)
        continue;
      g_assert_cmpuint (frame->version, >, version);
      version = frame->version;
      held[n++] = frame; /* all kept, so that none is recycled under our hands */
    }
  nn_trainer_free (trainer);
  g_assert_cmpint (g_atomic_int_get (&wakes), >=, (int) n);
  for (guint i = 1; i < n; i++)
    {
      g_assert_cmpuint (held[i]->step, >=, held[i - 1]->step);
      g_assert_cmpuint (nn_series_length (held[i]->steps), >=, held[i]->step);
      g_assert_true (held[i]->weights != held[i - 1]->weights);
    }
  for (guint i = 0; i < n; i++)
    nn_frame_unref (held[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trainer/bits/threads", test_same_bits);
  g_test_add_func ("/trainer/bits/seeds", test_other_seed_other_bits);
  g_test_add_func ("/trainer/bits/pauses", test_pauses);
  g_test_add_func ("/trainer/reset", test_reset);
  g_test_add_func ("/trainer/change/live", test_live_changes);
  g_test_add_func ("/trainer/change/keeps", test_change_keeps);
  g_test_add_func ("/trainer/change/taken-back", test_change_back);
  g_test_add_func ("/trainer/change/places", test_change_places);
  g_test_add_func ("/trainer/change/untrained", test_change_untrained);
  g_test_add_func ("/trainer/change/first-row", test_change_first_row);
  g_test_add_func ("/trainer/change/mid-epoch", test_change_mid_epoch);
  g_test_add_func ("/trainer/batches", test_batches);
  g_test_add_func ("/trainer/curves", test_curves);
  g_test_add_func ("/trainer/learns", test_learns);
  g_test_add_func ("/trainer/frames", test_frames);
  return g_test_run ();
}
