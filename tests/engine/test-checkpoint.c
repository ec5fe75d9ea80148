/* A run that is stopped, put into a file and taken up again must end with the bits of one that was never stopped. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "ds-rng.h"
#include "nn-checkpoint.h"
#include "nn-safetensors.h"
#include "nn-test-run.h"
#include "nn-weights.h"

static char *folder;

static char *
file_in_folder (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* A frame after `steps` single steps. */
static NnFrame *
step (NnTrainer *trainer, guint steps)
{
  for (guint i = 0; i < steps; i++)
    nn_trainer_step (trainer);
  return nn_test_settle (trainer);
}

/* `before` steps, through a file into a new trainer, `after` steps. */
static NnFrame *
step_broken (const NnSpec *spec, DsPrepared *data, guint before, guint after)
{
  g_autofree char *path = file_in_folder ("broken.safetensors");
  g_autoptr (NnTrainer) first = nn_test_start (spec, data, 1);
  g_autoptr (NnTrainer) second = nn_test_start (spec, data, 2);
  g_autoptr (NnFrame) frame = step (first, before);
  g_autoptr (NnFrame) restored = NULL;
  g_autoptr (NnCheckpoint) taken = NULL;
  g_autoptr (NnCheckpoint) loaded = NULL;
  g_autoptr (GError) error = NULL;

  taken = nn_trainer_capture (first, &error);
  g_assert_no_error (error);
  g_assert_true (nn_checkpoint_save (taken, path, &error));
  g_assert_no_error (error);
  loaded = nn_checkpoint_load (path, spec, data, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nn_checkpoint_step (loaded), ==, frame->step);
  g_assert_cmpuint (nn_checkpoint_epoch (loaded), ==, frame->epoch);
  nn_trainer_restore (second, loaded);
  restored = nn_test_settle (second);
  g_assert_cmpstr (restored->message, ==, "");
  nn_test_assert_same_weights (frame, restored);
  g_assert_cmpuint (restored->step_in_epoch, ==, frame->step_in_epoch);
  return step (second, after);
}

static void
check_broken (const NnSpec *spec, DsPrepared *data, guint before, guint after)
{
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 1);
  g_autoptr (NnFrame) whole = step (trainer, before + after);
  g_autoptr (NnFrame) broken = step_broken (spec, data, before, after);

  nn_test_assert_same_weights (whole, broken);
  nn_test_assert_same_curves (whole->epochs, broken->epochs, NN_EPOCH_COLUMNS, NN_SECONDS);
  nn_test_assert_same_curves (whole->steps, broken->steps, NN_STEP_COLUMNS, -1);
  nn_test_assert_same_curves (whole->evaluated, broken->evaluated, 1, -1);
  g_assert_cmpuint (whole->evaluations, ==, broken->evaluations);
  g_assert_cmpuint (whole->step, ==, broken->step);
  g_assert_cmpuint (whole->epoch, ==, broken->epoch);
}

/* Batches of 11 out of 75 rows: 50 steps end in the middle of an epoch, and the last batch is small. */
static DsPrepared *
moons (void)
{
  return nn_test_generator ("moons", 100, 0.1, 0, 0.25, 5);
}

static void
test_optimizers (void)
{
  g_autoptr (DsPrepared) data = moons ();
  guint n;
  const DsType *const *optimizers = nn_registry (NN_OPTIMIZERS, &n);

  for (guint i = 0; i < n; i++)
    {
      gboolean closed = g_str_equal (optimizers[i]->id, "closed_form");
      double rate = g_str_equal (optimizers[i]->id, "lion") ? 0.001 : 0.01;
      g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec (closed ? "dense auto" : "dense 6 tanh; dense auto", closed ? "mse" : "cross_entropy",
                                                            optimizers[i]->id, rate), 11, TRUE, 0);

      g_test_message ("%s", optimizers[i]->id);
      check_broken (spec, data, 50, 50);
    }
}

static void
test_schedules (void)
{
  g_autoptr (DsPrepared) data = moons ();
  guint n;
  const DsType *const *schedules = nn_registry (NN_SCHEDULES, &n);

  for (guint i = 0; i < n; i++)
    for (guint warm = 0; warm < 2; warm++)
      {
        g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 6 tanh; dense auto", "huber", "adam", 0.05), 11, TRUE, 0);
        g_autoptr (NnSpec) scheduled = NULL;
        NnSpec values = *spec;

        values.schedule = ds_item (schedules[i]);
        ds_item_set (&values.schedule, "warmup", warm * 9.5, NULL);
        if (ds_type_find_param (schedules[i], "epochs") >= 0)
          ds_item_set (&values.schedule, "epochs", 12, NULL);
        if (ds_type_find_param (schedules[i], "patience") >= 0)
          ds_item_set (&values.schedule, "patience", 1, NULL);
        scheduled = nn_spec_new (&values);
        g_test_message ("%s%s", schedules[i]->id, warm ? " after a warm-up" : "");
        check_broken (scheduled, data, 50, 50);
      }
}

static void
test_layers (void)
{
  static const char *const networks[] = {
    "dense 9 relu; dropout 0.3; dense 7 elu; dropout 0.5; dense auto",
    "dense 9; batch_norm; activation relu; dense 6 tanh; layer_norm; dropout 0.1; dense auto",
    "dense 150 gelu; batch_norm; dense 130 relu; dense auto",
  };
  g_autoptr (DsPrepared) data = moons ();

  for (guint i = 0; i < G_N_ELEMENTS (networks); i++)
    {
      g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec (networks[i], "binary_cross_entropy", "adam", 0.01), 11, i != 1, 0);
      g_autoptr (NnSpec) wild = NULL;
      NnSpec values = *spec;

      values.l1 = 1e-3;
      values.l2 = 1e-2;
      values.clip_norm = 0.5;
      values.gradient_noise = 0.01;
      values.batch_growth = 1.5;
      values.batch_growth_every = 3;
      wild = nn_spec_new (&values);
      check_broken (spec, data, 50, 50);
      check_broken (wild, data, 0, 30);
      check_broken (wild, data, 7, 23);
      check_broken (wild, data, 29, 31);
    }
}

/* Every step from 0 to two epochs, and chains of several breaks. */
static void
test_any_step (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("moons", 40, 0.1, 0, 0.25, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 5 tanh; dropout 0.2; dense auto", "binary_cross_entropy", "nadam", 0.02), 7, TRUE, 0);

  for (guint before = 0; before <= 10; before++)
    check_broken (spec, data, before, 12);
}

/* Played, not stepped: interrupted at a random moment, patience and its best weights included. */
static void
test_played (void)
{
  g_autoptr (DsPrepared) data = moons ();
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 8 tanh; dropout 0.1; dense auto", "binary_cross_entropy", "adam", 0.05), 11, TRUE, 300);
  g_autoptr (NnSpec) patient = NULL;
  g_autoptr (NnFrame) whole = NULL;
  NnSpec values = *spec;
  DsRng rng = ds_rng (g_test_rand_int (), DS_RNG_SEARCH, 0);

  values.stop_patience = 60;
  patient = nn_spec_new (&values);
  whole = nn_test_train (patient, data, 1);
  for (guint round = 0; round < 5; round++)
    {
      g_autoptr (NnTrainer) first = nn_test_start (patient, data, 2);
      g_autoptr (NnTrainer) second = nn_test_start (patient, data, 2);
      g_autoptr (NnCheckpoint) checkpoint = NULL;
      g_autoptr (NnFrame) end = NULL;

      nn_trainer_play (first);
      g_usleep (ds_rng_below (&rng, 4000));
      checkpoint = nn_trainer_capture (first, NULL);
      g_assert_nonnull (checkpoint);
      g_test_message ("broken at step %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT, nn_checkpoint_step (checkpoint), whole->step);
      if (nn_checkpoint_step (checkpoint) >= whole->step)
        continue; /* it was over by then */
      nn_trainer_restore (second, checkpoint);
      nn_trainer_play (second);
      end = nn_test_settle (second);
      g_assert_cmpint (end->stop, ==, whole->stop);
      nn_test_assert_same_weights (whole, end);
      nn_test_assert_same_curves (whole->epochs, end->epochs, NN_EPOCH_COLUMNS, NN_SECONDS);
    }
}

/* --- What must be refused ---------------------------------------------------------------------------------- */

static void
refuse (const char *path, const NnSpec *values, DsPrepared *data, const char *word)
{
  g_autoptr (NnSpec) spec = nn_spec_new (values);
  g_autoptr (GError) error = NULL;
  NnCheckpoint *loaded = nn_checkpoint_load (path, spec, data, &error);

  g_assert_null (loaded);
  g_assert_error (error, NN_ERROR, NN_ERROR_FILE);
  g_test_message ("%s", error->message);
  if (strstr (error->message, word) == NULL)
    g_error ("no word \"%s\" in: %s", word, error->message);
}

static NnCheckpoint *
capture (const NnSpec *spec, DsPrepared *data, guint steps)
{
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 1);
  g_autoptr (NnFrame) frame = step (trainer, steps);
  NnCheckpoint *checkpoint = nn_trainer_capture (trainer, NULL);

  g_assert_nonnull (checkpoint);
  return checkpoint;
}

static void
test_other_projects (void)
{
  g_autoptr (DsPrepared) data = moons ();
  g_autoptr (DsPrepared) other = nn_test_generator ("moons", 100, 0.2, 0, 0.25, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 6 tanh; dense auto", "cross_entropy", "adam", 0.05), 11, TRUE, 10);
  g_autoptr (NnCheckpoint) checkpoint = capture (spec, data, 3);
  g_autoptr (NnCheckpoint) loaded = NULL;
  g_autoptr (NnSpec) changed = NULL;
  g_autofree char *path = file_in_folder ("a.safetensors");
  NnSpec values = *spec;

  g_assert_true (nn_checkpoint_save (checkpoint, path, NULL));
  nn_test_layers (&values, "dense 7 tanh; dense auto");
  refuse (path, &values, data, "another network");
  nn_test_layers (&values, "dense 6 relu; dense auto");
  refuse (path, &values, data, "another network");
  values = *spec;
  values.optimizer = ds_item (nn_registry_find (NN_OPTIMIZERS, "sgd"));
  refuse (path, &values, data, "another optimizer");
  values = *spec;
  ds_item_set (&values.optimizer, "beta1", 0.8, NULL);
  refuse (path, &values, data, "another optimizer");
  values = *spec;
  values.loss = ds_item (nn_registry_find (NN_LOSSES, "focal"));
  refuse (path, &values, data, "another loss");
  values = *spec;
  values.schedule = ds_item (nn_registry_find (NN_SCHEDULES, "step"));
  refuse (path, &values, data, "another schedule");
  values = *spec;
  values.l2 = 0.5;
  refuse (path, &values, data, "other regularization");
  values = *spec;
  values.batch_size = 12;
  refuse (path, &values, data, "other batches");
  values = *spec;
  values.seed++;
  refuse (path, &values, data, "another seed");
  values = *spec;
  refuse (path, &values, other, "other data");
  values.stop_epochs = 99; /* when to stop is free to change */
  values.stop_patience = 4;
  values.stop_loss_below = 0.5;
  changed = nn_spec_new (&values);
  loaded = nn_checkpoint_load (path, changed, data, NULL);
  g_assert_nonnull (loaded);
}

/* A checkpoint is a weights file too; a weights file is no checkpoint. */
static void
test_weights_files (void)
{
  g_autoptr (DsPrepared) data = moons ();
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 6 tanh; batch_norm; dense auto", "cross_entropy", "adam", 0.05), 11, TRUE, 10);
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPlan) plan = nn_plan_new (spec, &problem, NULL, NULL);
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 1);
  g_autoptr (NnFrame) frame = step (trainer, 9);
  g_autoptr (NnCheckpoint) checkpoint = nn_trainer_capture (trainer, NULL);
  g_autofree char *path = file_in_folder ("b.safetensors");
  g_autofree float *weights = NULL;

  g_assert_true (nn_checkpoint_save (checkpoint, path, NULL));
  weights = nn_weights_load (path, plan, NULL);
  g_assert_nonnull (weights);
  g_assert_cmpmem (weights, plan->n_weights * 4, frame->weights, frame->n_weights * 4);
  g_assert_true (nn_weights_save (path, plan, weights, NULL, NULL));
  refuse (path, spec, data, "no checkpoint");
}

/* Any byte changed, any end cut off: refused, or a value that a run can have; never a crash. */
static void
test_broken_files (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("moons", 20, 0.1, 0, 0.25, 5);
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 2 tanh; dense auto", "cross_entropy", "lbfgs", 1), 0, TRUE, 10);
  g_autoptr (NnCheckpoint) checkpoint = capture (spec, data, 3);
  g_autofree char *path = file_in_folder ("c.safetensors");
  g_autofree char *bytes = NULL;
  gsize n, refused = 0;
  DsRng rng = ds_rng (4, DS_RNG_SEARCH, 0);

  g_assert_true (nn_checkpoint_save (checkpoint, path, NULL));
  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *copy = g_memdup2 (bytes, n);
      g_autoptr (NnCheckpoint) loaded = NULL;
      g_autoptr (GError) error = NULL;
      gsize length = i % 4 == 0 ? ds_rng_below (&rng, (guint32) n) : n;

      copy[ds_rng_below (&rng, (guint32) (i % 3 == 0 ? 2000 : n))] = (char) ds_rng_below (&rng, 256);
      g_assert_true (g_file_set_contents_full (path, copy, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      loaded = nn_checkpoint_load (path, spec, data, &error);
      refused += loaded == NULL;
      g_assert_true ((loaded == NULL) == (error != NULL));
      if (loaded != NULL)
        {
          g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, 1);
          g_autoptr (NnFrame) frame = NULL;

          nn_trainer_restore (trainer, loaded);
          frame = step (trainer, 2);
          for (gsize w = 0; w < frame->n_weights; w++)
            g_assert_true (isfinite (frame->weights[w]));
        }
    }
  g_test_message ("%zu of 400 refused", refused);
  g_assert_cmpuint (refused, >, 150);
}

/* The wrong trainer says so and stays as it is. */
static void
test_other_trainer (void)
{
  g_autoptr (DsPrepared) data = moons ();
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 6 tanh; dense auto", "cross_entropy", "adam", 0.05), 11, TRUE, 10);
  g_autoptr (NnSpec) wider = nn_test_with (nn_test_spec ("dense 7 tanh; dense auto", "cross_entropy", "adam", 0.05), 11, TRUE, 10);
  g_autoptr (NnCheckpoint) checkpoint = capture (spec, data, 3);
  g_autoptr (NnTrainer) trainer = nn_test_start (wider, data, 1);
  g_autoptr (NnFrame) frame = NULL;

  nn_trainer_restore (trainer, checkpoint);
  frame = nn_test_settle (trainer);
  g_assert_nonnull (strstr (frame->message, "another network"));
  g_assert_cmpuint (frame->step, ==, 0);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("checkpoint-XXXXXX", NULL);
  g_assert_nonnull (folder);
  g_test_add_func ("/checkpoint/optimizers", test_optimizers);
  g_test_add_func ("/checkpoint/schedules", test_schedules);
  g_test_add_func ("/checkpoint/layers", test_layers);
  g_test_add_func ("/checkpoint/any-step", test_any_step);
  g_test_add_func ("/checkpoint/played", test_played);
  g_test_add_func ("/checkpoint/other-projects", test_other_projects);
  g_test_add_func ("/checkpoint/weights-files", test_weights_files);
  g_test_add_func ("/checkpoint/broken-files", test_broken_files);
  g_test_add_func ("/checkpoint/other-trainer", test_other_trainer);
  result = g_test_run ();
  {
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

    for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
      {
        g_autofree char *path = file_in_folder (name);

        g_unlink (path);
      }
  }
  g_rmdir (folder);
  g_free (folder);
  return result;
}
