/* The bits of a run depend on spec, data and the number of steps alone: not on who steps it, nor how often it was stopped, shown,
 * changed to what it was, or begun again. */
#include <string.h>

#include "ds-rng.h"
#include "nn-run.h"
#include "nn-test-run.h"

#include "../sanitized.h"

static const char *const networks[] = {
  "dense 8 tanh; dense 8 tanh; dense auto",
  "dense 20; batch_norm; activation relu; dropout 0.3; dense 9 gelu; layer_norm; dense auto",
  "dense 170 relu; dropout 0.1; dense 140 tanh; dense auto", /* spread over threads */
};
static const char *const optimizers[] = { "adam", "nadam", "rprop" };

static NnSpec *
spec_of (guint i, guint64 epochs)
{
  g_autoptr (NnSpec) plain = nn_test_with (nn_test_spec (networks[i], "cross_entropy", optimizers[i], 0.005), i == 2 ? 150 : 13, TRUE, epochs);
  NnSpec values = *plain;

  values.l2 = 0.01;
  values.clip_norm = 1;
  values.schedule = ds_item (nn_registry_find (NN_SCHEDULES, i == 0 ? "reduce_on_plateau" : "cosine"));
  return nn_spec_new (&values);
}

static DsPrepared *
data_of (guint i)
{
  return nn_test_table (i == 2 ? 420 : 120, 6, 3, 1, 0.2, 9);
}

/* Without threads, queues or frames: the run itself. */
static float *
bare_weights (const NnSpec *spec, DsPrepared *data, guint64 *steps)
{
  NnRun *run = nn_run_new (spec, data, NULL, NULL);
  float *weights;

  nn_run_reset (run);
  do
    nn_run_step (run);
  while (run->stop == NN_STOP_NONE);
  weights = g_memdup2 (run->network->w, run->network->n * sizeof (float));
  *steps = run->step;
  nn_run_free (run);
  return weights;
}

static void
assert_weights (const NnFrame *frame, const float *weights)
{
  g_assert_cmpmem (frame->weights, frame->n_weights * sizeof (float), weights, frame->n_weights * sizeof (float));
}

static void
test_threads (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (networks); i++)
    {
      g_autoptr (DsPrepared) data = data_of (i);
      g_autoptr (NnSpec) spec = spec_of (i, 6);
      guint64 steps;
      g_autofree float *weights = bare_weights (spec, data, &steps);

      for (guint threads = 1; threads <= 8; threads *= 2)
        {
          g_autoptr (NnFrame) frame = nn_test_train (spec, data, threads);

          g_assert_cmpuint (frame->step, ==, steps);
          assert_weights (frame, weights);
        }
    }
}

/* Another spec that comes to the same, and back. */
static void
change_nothing (NnTrainer *trainer, DsPrepared *data, const NnSpec *spec, DsRng *rng)
{
  NnSpec values = *spec;

  values.stop_patience = 1000 + ds_rng_below (rng, 1000);
  nn_test_change (trainer, data, &values);
  if (ds_rng_below (rng, 2) == 0)
    nn_test_change (trainer, data, spec);
}

static void
meddle (NnTrainer *trainer, DsPrepared *data, const NnSpec *spec, DsRng *rng)
{
  switch (ds_rng_below (rng, 8))
    {
    case 0:
      nn_trainer_pause (trainer);
      break;
    case 1:
      for (guint i = ds_rng_below (rng, 5); i > 0; i--)
        nn_trainer_step (trainer);
      break;
    case 2:
      change_nothing (trainer, data, spec, rng);
      break;
    case 3:
      nn_trainer_set_speed (trainer, ds_rng_below (rng, 2) == 0 ? 0 : 2000);
      break;
    case 4:
      nn_trainer_set_frame_rate (trainer, ds_rng_below (rng, 2) == 0 ? 60 : 2000);
      break;
    case 5:
      nn_frame_unref (nn_trainer_take_frame (trainer));
      break;
    case 6:
      {
        g_autoptr (NnCheckpoint) checkpoint = nn_trainer_capture (trainer, NULL);

        nn_trainer_restore (trainer, checkpoint); /* steps taken since are taken again */
        break;
      }
    default:
      nn_trainer_play (trainer);
      break;
    }
}

static void
test_meddling (void)
{
  DsRng rng = ds_rng ((guint64) g_test_rand_int (), DS_RNG_SEARCH, 0);

  for (guint round = 0; round < 12; round++)
    {
      guint i = round % G_N_ELEMENTS (networks);
      g_autoptr (DsPrepared) data = data_of (i);
      g_autoptr (NnSpec) spec = spec_of (i, i != 2 ? 150 : SANITIZED ? 15 : 60);
      guint64 steps;
      g_autofree float *weights = bare_weights (spec, data, &steps);
      g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 1 + round % 4);
      g_autoptr (NnFrame) frame = NULL;
      gint64 end = g_get_monotonic_time () + 150 * 1000;

      nn_trainer_set_frame_rate (trainer, 60);
      nn_trainer_set_speed (trainer, 1000);
      while (g_get_monotonic_time () < end)
        {
          meddle (trainer, data, spec, &rng);
          g_usleep (ds_rng_below (&rng, 3000));
        }
      nn_trainer_set_speed (trainer, 0);
      /* A run that got to its end in the meantime may have been played on: begin again. */
      nn_trainer_pause (trainer);
      g_assert_true (nn_trainer_wait (trainer, 60));
      frame = nn_trainer_take_frame (trainer); /* none: it had stopped, and that was seen */
      if (frame == NULL || frame->step >= steps)
        nn_trainer_reset (trainer);
      else
        g_test_message ("meddled with up to step %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT, frame->step, steps);
      nn_trainer_play (trainer);
      nn_frame_unref (frame);
      frame = nn_test_settle (trainer);
      g_assert_cmpuint (frame->step, ==, steps);
      assert_weights (frame, weights);
    }
}

static void
test_replays (void)
{
  g_autoptr (DsPrepared) data = data_of (1);
  g_autoptr (NnSpec) spec = spec_of (1, 3);
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 2);
  guint64 steps;
  g_autofree float *weights = bare_weights (spec, data, &steps);

  for (guint replay = 0; replay < 100; replay++)
    {
      g_autoptr (NnFrame) frame = NULL;

      if (replay % 10 == 9)
        {
          g_autoptr (NnFrame) fresh = nn_test_train (spec, data, 1 + replay % 8);

          assert_weights (fresh, weights);
        }
      nn_trainer_reset (trainer);
      nn_trainer_play (trainer);
      frame = nn_test_settle (trainer);
      g_assert_cmpuint (frame->step, ==, steps);
      assert_weights (frame, weights);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/identity/threads", test_threads);
  g_test_add_func ("/identity/meddling", test_meddling);
  g_test_add_func ("/identity/replays", test_replays);
  return g_test_run ();
}
