/* The states kept for looking back: which ones, that they are what the run was, that a replay and a branch give the run's bits, and
 * that a reader beside the trainer sees nothing torn. */
#include <math.h>
#include <string.h>

#include "nn-keeper.h"
#include "nn-test-run.h"

/* --- Thinning ---------------------------------------------------------------------------------- */

/* A moment of nothing but its place and size. */
static NnMoment *
empty_moment (guint64 step, gsize bytes)
{
  NnMoment *moment = g_new0 (NnMoment, 1);

  nn_refs_init (&moment->refs);
  moment->step = step;
  moment->bytes = bytes;
  return moment;
}

static NnHistory *
look (NnKeeper *keeper)
{
  NnRun run = { 0 };

  run.epochs = nn_series_new (1);
  run.evaluated = nn_series_new (1);
  run.steps = nn_series_new (1);
  NnHistory *history = nn_keeper_history (keeper, &run);
  nn_series_unref (run.epochs);
  nn_series_unref (run.evaluated);
  nn_series_unref (run.steps);
  return history;
}

static void
check_invariants (NnKeeper *keeper, gsize budget, guint64 last)
{
  g_autoptr (NnHistory) history = look (keeper);
  gsize bytes = 0;

  g_assert_nonnull (history);
  g_assert_cmpuint (history->n, <=, NN_HISTORY_MOST);
  g_assert_cmpuint (history->moments[0]->step, ==, 0);
  g_assert_cmpuint (history->moments[history->n - 1]->step, ==, last);
  for (guint i = 0; i < history->n; i++)
    {
      bytes += history->moments[i]->bytes;
      if (i > 0)
        g_assert_cmpuint (history->moments[i]->step, >, history->moments[i - 1]->step);
    }
  g_assert_cmpuint (nn_history_bytes (history), ==, bytes);
  g_assert_cmpuint (bytes, <=, budget);
}

/* Every step of a run is offered, with room for `room`. */
static void
check_spread (guint64 steps, guint room)
{
  const gsize size = 1000;
  NnKeeper *keeper = nn_keeper_new ();
  guint64 widest = 0;

  nn_keeper_set_budget (keeper, room * size);
  for (guint64 step = 0; step < steps; step++)
    {
      nn_keeper_add (keeper, empty_moment (step, size));
      if (step % 977 == 1 || step + 1 == steps)
        check_invariants (keeper, room * size, step);
    }
  {
    g_autoptr (NnHistory) history = look (keeper);

    g_assert_cmpuint (history->n, ==, MIN (room, NN_HISTORY_MOST));
    for (guint i = 1; i < history->n; i++)
      widest = MAX (widest, history->moments[i]->step - history->moments[i - 1]->step);
    g_test_message ("%" G_GUINT64_FORMAT " steps in %u: widest gap %" G_GUINT64_FORMAT, steps, history->n, widest);
    g_assert_cmpuint (widest, <=, 6 * steps / history->n); /* the whole of it can be dragged through */
    for (guint i = 1; i <= history->n / 128; i++)
      {
        g_assert_cmpuint (history->moments[i]->step, ==, i); /* the beginning, where most happens */
        g_assert_cmpuint (history->moments[history->n - 1 - i]->step, ==, steps - 1 - i); /* what has just happened */
      }
  }
  nn_keeper_free (keeper);
}

static void
test_spread (void)
{
  check_spread (100000, 5000);
  check_spread (20000, 1024);
  check_spread (20000, 300);
  check_spread (5000, 30);
  check_spread (3000, 3);
}

/* Steps offered now and then, sizes that change, a budget that shrinks. */
static void
test_random (void)
{
  for (guint round = 0; round < 40; round++)
    {
      NnKeeper *keeper = nn_keeper_new ();
      gsize budget = (gsize) g_test_rand_int_range (3000, 200000);
      guint64 step = 0;

      nn_keeper_set_budget (keeper, budget);
      for (guint i = 0; i < 2000; i++)
        {
          nn_keeper_add (keeper, empty_moment (step, (gsize) g_test_rand_int_range (10, 1000)));
          check_invariants (keeper, budget, step);
          step += i == 1999 ? 0 : (guint64) g_test_rand_int_range (1, 200);
        }
      nn_keeper_set_budget (keeper, 3000);
      check_invariants (keeper, 3000, step);
      nn_keeper_set_budget (keeper, 0);
      g_assert_null (look (keeper));
      nn_keeper_free (keeper);
    }
}

static void
test_find (void)
{
  NnKeeper *keeper = nn_keeper_new ();
  static const guint64 steps[] = { 4, 10, 10, 20 };

  nn_keeper_set_budget (keeper, 1 << 20);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    nn_keeper_add (keeper, empty_moment (steps[i], 100));
  g_autoptr (NnHistory) history = look (keeper);
  g_assert_cmpuint (nn_history_find (history, 0), ==, 0);
  g_assert_cmpuint (nn_history_find (history, 6), ==, 0);
  g_assert_cmpuint (nn_history_find (history, 8), ==, 2);
  g_assert_cmpuint (nn_history_find (history, 10), ==, 2);
  g_assert_cmpuint (nn_history_find (history, 16), ==, 3);
  g_assert_cmpuint (nn_history_find (history, 99), ==, 3);
  g_assert_false (nn_history_can_replay (history, 3));
  g_assert_true (nn_history_can_replay (history, 5));
  g_assert_true (nn_history_can_replay (history, 20));
  g_assert_false (nn_history_can_replay (history, 21));
  nn_keeper_free (keeper);
}

/* --- Of a run ---------------------------------------------------------------------------------- */

/* Everything that has a state: dropout's stream, batch norm's means, moments, the order of samples, patience, a schedule. */
static NnSpec *
rich_spec (void)
{
  g_autoptr (NnSpec) plain = nn_test_with (nn_test_spec ("dense 9 tanh; batch_norm; dropout 0.2; dense 5 relu; dense auto", "cross_entropy", "adam", 0.02),
                                           7, TRUE, 0);
  NnSpec values = *plain;

  values.schedule = ds_item (nn_registry_find (NN_SCHEDULES, "cosine"));
  values.stop_patience = 1000000;
  return nn_spec_new (&values);
}

static NnTrainer *
start (const NnSpec *spec, DsPrepared *data)
{
  NnTrainer *trainer = nn_test_start (spec, data, 1);

  nn_trainer_set_history_budget (trainer, NN_HISTORY_BUDGET);
  return trainer;
}

static void
steps (NnTrainer *trainer, guint n)
{
  for (guint i = 0; i < n; i++)
    nn_trainer_step (trainer);
}

/* After so many epochs, and the frame then. */
static NnFrame *
run_epochs (NnTrainer *trainer, const NnSpec *spec, DsPrepared *data, guint64 epochs)
{
  NnSpec values = *spec;

  values.stop_epochs = epochs;
  nn_test_change (trainer, data, &values);
  nn_trainer_play (trainer);
  return nn_test_settle (trainer);
}

static void
assert_same (const NnFrame *a, const NnFrame *b)
{
  nn_test_assert_same_weights (a, b);
  g_assert_cmpuint (a->run, ==, b->run);
  g_assert_cmpuint (a->step, ==, b->step);
  g_assert_cmpuint (a->epoch, ==, b->epoch);
  g_assert_cmpuint (a->step_in_epoch, ==, b->step_in_epoch);
  g_assert_cmpuint (a->steps_per_epoch, ==, b->steps_per_epoch);
  g_assert_cmpmem (&a->train_loss, sizeof (double), &b->train_loss, sizeof (double));
  g_assert_cmpmem (&a->validation_accuracy, sizeof (double), &b->validation_accuracy, sizeof (double));
  g_assert_cmpmem (&a->penalty, sizeof (double), &b->penalty, sizeof (double));
  g_assert_cmpmem (&a->learning_rate, sizeof (double), &b->learning_rate, sizeof (double));
  g_assert_cmpuint (a->n_layers, ==, b->n_layers);
  g_assert_cmpmem (a->layers, a->n_layers * sizeof *a->layers, b->layers, b->n_layers * sizeof *b->layers);
  g_assert_true (a->spec == b->spec && a->data == b->data && a->epochs == b->epochs && a->steps == b->steps && a->evaluated == b->evaluated);
  g_assert_cmpuint (a->evaluations, ==, b->evaluations);
}

static void
test_frames (void)
{
  g_autoptr (NnSpec) spec = rich_spec ();
  DsPrepared *data = nn_test_table (120, 3, 3, 0, 0.25, 5);
  g_autoptr (NnTrainer) trainer = start (spec, data);
  g_autoptr (GPtrArray) lived = g_ptr_array_new_with_free_func ((GDestroyNotify) nn_frame_unref);
  guint versions = 0;

  g_ptr_array_add (lived, nn_test_settle (trainer));
  for (guint i = 0; i < 60; i++)
    {
      nn_trainer_step (trainer);
      g_ptr_array_add (lived, nn_test_settle (trainer));
    }
  {
    NnHistory *history = ((NnFrame *) g_ptr_array_index (lived, 60))->history;

    g_assert_nonnull (history);
    g_assert_cmpuint (nn_history_length (history), ==, 61); /* a step by hand is always kept */
    for (guint i = 0; i <= 60; i++)
      {
        g_autoptr (NnFrame) seen = nn_history_frame (history, nn_history_get (history, i));
        g_autoptr (NnFrame) again = nn_history_frame (history, nn_history_get (history, i));

        assert_same (seen, g_ptr_array_index (lived, i));
        g_assert_cmpuint (seen->version, ==, again->version);
        versions += seen->version > ((NnFrame *) g_ptr_array_index (lived, 60))->version;
      }
    g_assert_cmpuint (versions, ==, 61);
  }
  ds_prepared_unref (data);
}

/* A frame says what there was when it was made, whatever comes later. */
static void
test_immutable (void)
{
  g_autoptr (NnSpec) spec = rich_spec ();
  DsPrepared *data = nn_test_table (120, 3, 3, 0, 0.25, 5);
  g_autoptr (NnTrainer) trainer = start (spec, data);

  steps (trainer, 5);
  g_autoptr (NnFrame) early = nn_test_settle (trainer);
  steps (trainer, 5);
  nn_trainer_reset (trainer);
  g_autoptr (NnFrame) late = nn_test_settle (trainer);
  g_assert_cmpuint (nn_history_length (early->history), ==, 6);
  g_assert_cmpuint (nn_moment_step (nn_history_get (early->history, 5)), ==, 5);
  g_assert_cmpuint (nn_history_length (late->history), ==, 1); /* a reset begins a new run */
  nn_trainer_set_history_budget (trainer, 0);
  g_autoptr (NnFrame) none = nn_test_settle (trainer);
  g_assert_null (none->history);
  ds_prepared_unref (data);
}

/* Steps that were not kept, computed, against a run that was stepped there. */
static void
test_replay (void)
{
  g_autoptr (NnSpec) spec = rich_spec ();
  DsPrepared *data = nn_test_table (120, 3, 3, 0, 0.25, 5);
  g_autoptr (NnTrainer) trainer = start (spec, data);
  g_autoptr (NnFrame) end = run_epochs (trainer, spec, data, 60);
  g_autoptr (NnTrainer) other = nn_test_start (spec, data, 2);
  guint64 at = 0;
  guint computed = 0;

  for (guint64 step = 1; step < end->step; step += 29)
    {
      g_autoptr (GError) error = NULL;
      NnMoment *near = nn_history_get (end->history, nn_history_find (end->history, step));

      g_assert_true (nn_history_can_replay (end->history, step));
      g_autoptr (NnMoment) moment = nn_history_replay (end->history, step, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (nn_moment_step (moment), ==, step);
      computed += nn_moment_step (near) != step;
      for (; at < step; at++)
        nn_trainer_step (other);
      g_autoptr (NnFrame) lived = nn_test_settle (other);
      g_autoptr (NnFrame) seen = nn_history_frame (end->history, moment);
      nn_test_assert_same_weights (lived, seen);
      g_assert_cmpmem (&lived->batch_loss, sizeof (double), &seen->batch_loss, sizeof (double));
      if (nn_moment_step (near) != step)
        g_assert_cmpmem (lived->layers, lived->n_layers * sizeof *lived->layers, seen->layers, seen->n_layers * sizeof *seen->layers);
    }
  g_assert_cmpuint (computed, >, 5);
  ds_prepared_unref (data);
}

static gboolean
give_up_cb (gpointer left)
{
  return (*(int *) left)-- > 0;
}

static void
test_give_up (void)
{
  g_autoptr (NnSpec) spec = rich_spec ();
  DsPrepared *data = nn_test_table (120, 3, 3, 0, 0.25, 5);
  g_autoptr (NnTrainer) trainer = start (spec, data);
  g_autoptr (NnFrame) end = run_epochs (trainer, spec, data, 60);
  g_autoptr (GError) error = NULL;
  guint64 step = 0;
  int none = 0;

  while (nn_moment_step (nn_history_get (end->history, nn_history_find (end->history, step))) == step)
    step++;
  g_assert_null (nn_history_replay (end->history, step, give_up_cb, &none, &error));
  g_assert_no_error (error);
  g_assert_null (nn_history_replay (end->history, end->step + 1, NULL, NULL, &error));
  g_assert_no_error (error);
  ds_prepared_unref (data);
}

/* A branch with nothing changed, every so many steps: the run's own bits, and its own curves, from kept states and from computed ones. */
static void
check_branches (NnSpec *spec, DsPrepared *data, guint64 epochs, guint64 from, guint64 every)
{
  g_autoptr (NnTrainer) trainer = start (spec, data);
  g_autoptr (NnFrame) end = run_epochs (trainer, spec, data, epochs);

  for (guint64 step = from; step < end->step; step += every)
    {
      g_autoptr (NnMoment) moment = nn_history_replay (end->history, step, NULL, NULL, NULL);
      g_autoptr (NnTrainer) branch = start (nn_moment_spec (moment), nn_moment_data (moment));

      nn_trainer_take_up (branch, end->history, moment);
      g_autoptr (NnFrame) begun = nn_test_settle (branch);
      g_assert_cmpuint (begun->step, ==, step);
      g_assert_cmpuint (begun->run, !=, end->run);
      g_assert_cmpuint (nn_moment_step (nn_history_get (begun->history, 0)), ==, 0);
      g_assert_cmpuint (nn_moment_step (nn_history_get (begun->history, nn_history_length (begun->history) - 1)), ==, step);
      g_autoptr (NnFrame) there = nn_history_frame (end->history, moment);
      g_assert_cmpuint (begun->n_layers, ==, there->n_layers);
      g_assert_cmpmem (begun->layers, begun->n_layers * sizeof *begun->layers, there->layers, there->n_layers * sizeof *there->layers);
      if (step > 0)
        g_assert_false (isnan (begun->layers[0].gradient_norm)); /* of the step before, as it is shown looking back */
      if (step > 0)
        g_assert_cmpint (nn_moment_mark (nn_history_get (begun->history, nn_history_length (begun->history) - 1)), ==, NN_MOMENT_BRANCH);
      g_autoptr (NnFrame) done = run_epochs (branch, nn_moment_spec (moment), data, epochs);
      nn_test_assert_same_weights (end, done);
      g_assert_cmpuint (done->step, ==, end->step);
      g_assert_cmpuint (done->evaluations, ==, end->evaluations);
      nn_test_assert_same_curves (end->steps, done->steps, NN_STEP_COLUMNS, -1);
      nn_test_assert_same_curves (end->epochs, done->epochs, NN_EPOCH_COLUMNS, NN_SECONDS);
      nn_test_assert_same_curves (end->evaluated, done->evaluated, 1, -1);
    }
}

static void
test_branch (void)
{
  g_autoptr (NnSpec) spec = rich_spec ();
  DsPrepared *data = nn_test_table (120, 3, 3, 0, 0.25, 5);

  check_branches (spec, data, 40, 0, 97);
  ds_prepared_unref (data);
}

/* Whatever trains: with dropout, batch norm and batches that grow, every optimizer and every schedule. */
static void
test_branch_all (void)
{
  DsPrepared *data = nn_test_table (120, 3, 3, 0, 0.25, 5);
  guint n_optimizers, n_schedules;
  const DsType *const *optimizers = nn_registry (NN_OPTIMIZERS, &n_optimizers), *const *schedules = nn_registry (NN_SCHEDULES, &n_schedules);

  for (guint i = 0; i < n_optimizers + n_schedules; i++)
    {
      const char *id = i < n_optimizers ? optimizers[i]->id : "adam";
      gboolean closed = g_str_equal (id, "closed_form");
      g_autoptr (NnSpec) plain = nn_test_spec (closed ? "dense auto" : "dense 5 tanh; batch_norm; dropout 0.3; dense auto",
                                               closed ? "mse" : "cross_entropy", id, 0.01);
      g_autoptr (NnSpec) spec = NULL;
      NnSpec values = *plain;

      values.batch_size = 7;
      values.shuffle = TRUE;
      values.batch_growth = 2;
      values.batch_growth_every = 3;
      values.batch_growth_limit = 40;
      if (i >= n_optimizers)
        values.schedule = ds_item (schedules[i - n_optimizers]);
      spec = nn_spec_new (&values);
      g_test_message ("%s, %s", id, values.schedule.type->id);
      check_branches (spec, data, 12, 10, 23);
    }
  ds_prepared_unref (data);
}

/* An edit is kept on both sides, marked, and nothing is computed across it. */
static void
test_edits (void)
{
  g_autoptr (NnSpec) spec = rich_spec ();
  DsPrepared *data = nn_test_table (120, 3, 3, 0, 0.25, 5);
  g_autoptr (NnTrainer) trainer = start (spec, data);
  NnSpec values = *spec;

  steps (trainer, 10);
  for (guint i = 1; i <= 5; i++) /* a drag of a slider: only where it ends counts */
    {
      ds_item_set (&values.optimizer, "learning_rate", 0.02 + 0.01 * i, NULL);
      nn_test_change (trainer, data, &values);
    }
  steps (trainer, 10);
  g_autoptr (NnFrame) frame = nn_test_settle (trainer);
  g_assert_cmpuint (nn_history_length (frame->history), ==, 22);
  g_assert_cmpint (nn_moment_mark (nn_history_get (frame->history, 10)), ==, NN_MOMENT_KEPT);
  g_assert_cmpint (nn_moment_mark (nn_history_get (frame->history, 11)), ==, NN_MOMENT_EDIT);
  g_assert_cmpuint (nn_moment_step (nn_history_get (frame->history, 11)), ==, 10);
  g_assert_cmpfloat (ds_item_get (&nn_moment_spec (nn_history_get (frame->history, 10))->optimizer, "learning_rate"), ==, 0.02);
  g_assert_cmpfloat (ds_item_get (&nn_moment_spec (nn_history_get (frame->history, 11))->optimizer, "learning_rate"), ==, 0.07);
  g_assert_true (nn_history_can_replay (frame->history, 15));

  /* Another topology begins anew. */
  ds_item_set (&values.layers[0], "units", 12, NULL);
  nn_test_change (trainer, data, &values);
  g_autoptr (NnFrame) wider = nn_test_settle (trainer);
  g_assert_cmpuint (nn_history_length (wider->history), ==, 1);
  g_assert_cmpuint (wider->run, >, frame->run);
  ds_prepared_unref (data);
}

/* What a replay cannot know of. */
static void
test_eras (void)
{
  NnKeeper *keeper = nn_keeper_new ();
  static const guint eras[] = { 0, 0, 1, 1 };

  nn_keeper_set_budget (keeper, 1 << 20);
  for (guint i = 0; i < G_N_ELEMENTS (eras); i++)
    {
      NnMoment *moment = empty_moment (10 * i, 100);

      moment->era = eras[i];
      nn_keeper_add (keeper, moment);
    }
  g_autoptr (NnHistory) history = look (keeper);
  g_assert_true (nn_history_can_replay (history, 5));
  g_assert_true (nn_history_can_replay (history, 10));
  g_assert_false (nn_history_can_replay (history, 15));
  g_assert_true (nn_history_can_replay (history, 25));
  nn_keeper_free (keeper);
}

/* A budget for about six states of a run. */
static void
test_budget (void)
{
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 200 tanh; dense 200 tanh; dense auto", "cross_entropy", "adam", 0.01), 20, TRUE, 0);
  DsPrepared *data = nn_test_table (200, 3, 3, 0, 0.25, 5);
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 1);
  const gsize budget = 4 << 20;

  nn_trainer_set_history_budget (trainer, budget);
  steps (trainer, 40);
  g_autoptr (NnFrame) frame = nn_test_settle (trainer);
  g_assert_cmpuint (nn_history_bytes (frame->history), <=, budget);
  g_assert_cmpuint (nn_history_length (frame->history), >=, 4);
  g_assert_cmpuint (nn_history_length (frame->history), <, 12);
  g_assert_cmpuint (nn_moment_step (nn_history_get (frame->history, 0)), ==, 0);
  g_assert_cmpuint (nn_moment_step (nn_history_get (frame->history, nn_history_length (frame->history) - 1)), ==, 40);
  nn_trainer_set_history_budget (trainer, 100000); /* not even one fits */
  g_autoptr (NnFrame) none = nn_test_settle (trainer);
  g_assert_null (none->history);
  nn_trainer_step (trainer);
  g_autoptr (NnFrame) still = nn_test_settle (trainer);
  g_assert_null (still->history);
  ds_prepared_unref (data);
}

/* --- Beside the trainer ------------------------------------------------------------------------ */

typedef struct
{
  NnHistory *history; /* owned ref */
  guint seed;
} Reader;

static void
read_all (gpointer data)
{
  Reader *reader = data;

  for (guint i = 0; i < nn_history_length (reader->history); i += 1 + reader->seed % 3)
    {
      g_autoptr (NnFrame) frame = nn_history_frame (reader->history, nn_history_get (reader->history, i));

      for (gsize w = 0; w < frame->n_weights; w++)
        g_assert_true (isfinite (frame->weights[w]));
    }
  nn_history_unref (reader->history);
}

static void
test_concurrent (void)
{
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 4 tanh; dense auto", "cross_entropy", "adam", 0.01), 10, TRUE, 0);
  DsPrepared *data = nn_test_table (60, 3, 2, 0, 0.25, 5);
  g_autoptr (NnTrainer) trainer = nn_trainer_new (spec, data, 1, NULL);
  guint taken = 0;

  nn_trainer_set_history_budget (trainer, 300000); /* it thins all the time */
  nn_trainer_set_frame_rate (trainer, 2000);
  nn_trainer_play (trainer);
  while (taken < 60)
    {
      g_autoptr (NnFrame) frame = nn_trainer_take_frame (trainer);
      Reader readers[2];
      NnThread *threads[2];

      if (frame == NULL || frame->history == NULL)
        {
          g_usleep (200);
          continue;
        }
      taken++;
      for (guint i = 0; i < 2; i++)
        {
          readers[i] = (Reader) { nn_history_ref (frame->history), taken + i };
          threads[i] = nn_thread_start ("reader", read_all, &readers[i], NULL);
        }
      g_clear_pointer (&frame, nn_frame_unref);
      for (guint i = 0; i < 2; i++)
        nn_thread_join (threads[i]);
    }
  ds_prepared_unref (data);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/spread", test_spread);
  g_test_add_func ("/history/random", test_random);
  g_test_add_func ("/history/find", test_find);
  g_test_add_func ("/history/eras", test_eras);
  g_test_add_func ("/history/frames", test_frames);
  g_test_add_func ("/history/immutable", test_immutable);
  g_test_add_func ("/history/replay", test_replay);
  g_test_add_func ("/history/give-up", test_give_up);
  g_test_add_func ("/history/branch", test_branch);
  g_test_add_func ("/history/branch-all", test_branch_all);
  g_test_add_func ("/history/edits", test_edits);
  g_test_add_func ("/history/budget", test_budget);
  g_test_add_func ("/history/concurrent", test_concurrent);
  return g_test_run ();
}
