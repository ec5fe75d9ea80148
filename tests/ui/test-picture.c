/* A trained run as a file: three formats, two themes, and no torn file when it cannot be written. */
#include "fl-picture.h"

#include "ds-source.h"
#include "nn-trainer.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

static NnFrame *
trained (DsSource *source, DsTask task, const char *loss, guint64 epochs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) dataset = ds_source_load (source, task, NULL, 7, NULL, NULL, &error);
  g_autoptr (DsPrepared) data = NULL;
  g_autoptr (NnTrainer) trainer = NULL;
  g_autoptr (NnSpec) spec = NULL;
  NnSpec values;
  DsPrepareOptions options = { .task = task, .standardize = TRUE, .validation_share = 0.25 };
  NnFrame *frame = NULL, *next;

  g_assert_no_error (error);
  data = ds_prepare (dataset, &options, 7, &error);
  g_assert_no_error (error);
  nn_spec_defaults (&values);
  values.layers[1] = values.layers[0]; /* the output; before it a hidden layer */
  g_assert_true (ds_item_set (&values.layers[0], "units", 8, &error));
  g_assert_true (ds_item_set_choice (&values.layers[0], "activation", "tanh", &error));
  values.n_layers = 2;
  values.loss = ds_item (nn_registry_find (NN_LOSSES, loss));
  values.optimizer = ds_item (nn_registry_find (NN_OPTIMIZERS, "adam"));
  g_assert_true (ds_item_set (&values.optimizer, "learning_rate", 0.03, &error));
  values.stop_epochs = epochs;
  spec = nn_spec_new (&values);
  trainer = nn_trainer_new (spec, data, 1, &error);
  g_assert_no_error (error);
  nn_trainer_play (trainer);
  g_assert_true (nn_trainer_wait (trainer, 60));
  while ((next = nn_trainer_take_frame (trainer)) != NULL)
    {
      nn_frame_unref (frame);
      frame = next;
    }
  g_assert_nonnull (frame);
  g_assert_cmpuint (frame->epoch, ==, epochs);
  return frame;
}

static NnFrame *
trained_generator (const char *name, const char *loss)
{
  guint n;
  const DsType *const *generators = ds_generators (&n);
  DsSource values = { .kind = DS_SOURCE_GENERATOR, .generator = ds_item (ds_type_find (generators, n, name)) };
  g_autoptr (DsSource) source = ds_source_new (&values);

  return trained (source, ds_generator_task (values.generator.type), loss, 40);
}

static NnFrame *
trained_csv (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "data", "samples", name, NULL);
  DsSource values = { .kind = DS_SOURCE_CSV, .path = path, .header = -1 };
  g_autoptr (DsSource) source = ds_source_new (&values);

  return trained (source, DS_CLASSIFICATION, "cross_entropy", 20);
}

static char *folder;

static void
write_and_check (const NnFrame *frame, const char *name, gboolean dark, const char *magic)
{
  g_autofree char *path = g_build_filename (folder, name, NULL), *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize n;

  g_assert_true (fl_picture_write (path, "Two spirals", frame, dark, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  g_assert_cmpuint (n, >, 5000);
  g_assert_cmpmem (bytes, strlen (magic), magic, strlen (magic));
  if (g_getenv ("FALLLINE_KEEP_PICTURES") == NULL)
    g_unlink (path);
}

static void
test_formats (void)
{
  NnFrame *frame = trained_generator ("spirals", "binary_cross_entropy");

  write_and_check (frame, "spirals.png", FALSE, "\x89PNG");
  write_and_check (frame, "spirals-dark.png", TRUE, "\x89PNG");
  write_and_check (frame, "spirals.SVG", FALSE, "<?xml");
  write_and_check (frame, "spirals.pdf", TRUE, "%PDF");
  nn_frame_unref (frame);
}

static void
test_kinds (void)
{
  guint n;
  const DsType *const *generators = ds_generators (&n);
  NnFrame *frame = trained_csv ("iris.csv");

  write_and_check (frame, "iris.png", FALSE, "\x89PNG");
  nn_frame_unref (frame);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strconcat (generators[i]->id, ".png", NULL);

      frame = trained_generator (generators[i]->id, ds_generator_task (generators[i]) == DS_REGRESSION ? "mse" : "cross_entropy");
      write_and_check (frame, name, i % 2, "\x89PNG");
      nn_frame_unref (frame);
    }
}

static void
test_refusals (void)
{
  NnFrame *frame = trained_generator ("xor", "mse");
  g_autofree char *ending = g_build_filename (folder, "picture.bmp", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "such", "picture.png", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (fl_picture_write (ending, "x", frame, FALSE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME);
  g_assert_nonnull (strstr (error->message, ".svg"));
  g_clear_error (&error);
  g_assert_false (g_file_test (ending, G_FILE_TEST_EXISTS));
  g_assert_false (fl_picture_write (nowhere, "x", frame, FALSE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (fl_picture_format_known ("a.PDF", &error));
  g_assert_false (fl_picture_format_known ("png", &error));
  nn_frame_unref (frame);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_getenv ("FALLLINE_KEEP_PICTURES") ? g_strdup (g_getenv ("FALLLINE_KEEP_PICTURES")) : g_dir_make_tmp ("fallline-XXXXXX", NULL);
  g_test_add_func ("/paint/picture/formats", test_formats);
  g_test_add_func ("/paint/picture/kinds", test_kinds);
  g_test_add_func ("/paint/picture/refusals", test_refusals);
  result = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return result;
}
