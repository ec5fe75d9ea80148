/* Checkpoints: what was read can be written and read again, and a run that takes it up can go on with it, whatever its numbers say. */
#include "fuzz.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "nn-checkpoint-private.h"

#define ROWS 12u
#define COLUMNS 3u

/* Written out here and not generated: a checkpoint knows its data by their bits, which must be the same on every machine. */
static DsPrepared *
make_data (void)
{
  DsPrepareOptions options = { .task = DS_CLASSIFICATION, .validation_share = 0.25 };
  float *values = g_new (float, ROWS * COLUMNS);
  DsColumn *columns = g_new0 (DsColumn, COLUMNS);
  g_autoptr (GError) error = NULL;

  for (guint row = 0; row < ROWS; row++)
    {
      values[row * COLUMNS] = (float) (row % 4) - 1.5f;
      values[row * COLUMNS + 1] = (float) (row / 4) - 1;
      values[row * COLUMNS + 2] = (float) (row % 2);
    }
  for (guint c = 0; c < COLUMNS; c++)
    columns[c].name = g_strdup_printf ("c%u", c);
  columns[2].role = DS_ROLE_TARGET;
  columns[2].kind = DS_COLUMN_CLASS;
  columns[2].n_classes = 2;
  columns[2].classes = g_strsplit ("no,yes", ",", -1);
  g_autoptr (DsDataset) table = ds_dataset_new_take (ROWS, COLUMNS, columns, values, "table");
  DsPrepared *data = ds_prepare (table, &options, 1, &error);
  g_assert_no_error (error);
  return data;
}

static NnSpec *
make_spec (void)
{
  NnSpec values;

  nn_spec_defaults (&values);
  values.n_layers = 2;
  values.layers[1] = values.layers[0];
  ds_item_set (&values.layers[0], "units", 3, NULL);
  values.loss = ds_item (nn_registry_find (NN_LOSSES, "cross_entropy"));
  values.optimizer = ds_item (nn_registry_find (NN_OPTIMIZERS, "adam"));
  values.schedule = ds_item (nn_registry_find (NN_SCHEDULES, "reduce_on_plateau"));
  values.batch_size = 4;
  values.stop_patience = 50;
  return nn_spec_new (&values);
}

static NnRun *
make_run (const NnSpec *spec, DsPrepared *data)
{
  g_autoptr (GError) error = NULL;
  NnRun *run = nn_run_new (spec, data, NULL, &error);

  g_assert_no_error (error);
  nn_run_reset (run);
  return run;
}

gboolean
fuzz_checkpoint_write (const char *path, GError **error)
{
  g_autoptr (NnSpec) spec = make_spec ();
  g_autoptr (DsPrepared) data = make_data ();
  g_autoptr (NnCheckpoint) checkpoint = NULL;
  NnRun *run = make_run (spec, data);

  for (guint i = 0; i < 5; i++)
    nn_run_step (run);
  checkpoint = nn_run_capture (run, error);
  nn_run_free (run);
  return checkpoint != NULL && nn_checkpoint_save (checkpoint, path, error);
}

static void
check_again (const NnCheckpoint *checkpoint, const NnSpec *spec, DsPrepared *data)
{
  g_autofree char *path = g_strdup_printf ("%s/fallline-fuzz-%d.safetensors", g_get_tmp_dir (), (int) getpid ());
  g_autoptr (GError) error = NULL;
  g_autoptr (NnCheckpoint) again = NULL;

  g_assert_true (nn_checkpoint_save (checkpoint, path, &error));
  g_assert_no_error (error);
  again = nn_checkpoint_load (path, spec, data, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nn_checkpoint_step (again), ==, nn_checkpoint_step (checkpoint));
  g_unlink (path);
}

/* It may diverge; it may not fall over. */
static void
check_run (NnRun *run, const NnCheckpoint *checkpoint)
{
  g_assert_true (nn_run_restore (run, checkpoint));
  for (guint i = 0; i < 7 && run->stop == NN_STOP_NONE; i++)
    nn_run_step (run);
  nn_run_resume (run);
  nn_run_step (run);
}

gboolean
fuzz_checkpoint (const guint8 *bytes, gsize n)
{
  static NnSpec *spec;
  static DsPrepared *data;
  static NnRun *run;
  g_autoptr (GError) error = NULL;
  g_autoptr (NnCheckpoint) checkpoint = NULL;
  g_autofree char *path = NULL;
  int file;

  if (run == NULL)
    {
      spec = make_spec ();
      data = make_data ();
      run = make_run (spec, data);
    }
  file = fuzz_file (bytes, n, &path);
  checkpoint = nn_checkpoint_load (path, spec, data, &error);
  close (file);
  fuzz_check_outcome (checkpoint, error);
  if (checkpoint == NULL)
    return FALSE;
  check_again (checkpoint, spec, data);
  check_run (run, checkpoint);
  return TRUE;
}
