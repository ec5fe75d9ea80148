/* The healthy runs: no shipped sample shows any finding, at any time of its training; nor do other sound networks on their data. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "fl-project.h"
#include "nn-diagnose.h"
#include "nn-trainer.h"

#include "../sanitized.h"

/* The epochs at which a sample is looked at, besides its end. */
static const guint64 moments[] = { 1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 500, 800, 1200, 2000, 3000 };

#define OTHER_SEEDS (SANITIZED ? 100 : 103)

/* Trains `epochs` more: a stopped run that goes on gets as many again. The caller owns the frame. */
static NnFrame *
train_on (NnTrainer *trainer, const NnSpec *spec, DsPrepared *data, guint64 epochs)
{
  NnSpec values = *spec;
  g_autoptr (NnSpec) until = NULL;

  values.stop_epochs = epochs;
  until = nn_spec_new (&values);
  nn_trainer_change (trainer, until, data);
  nn_trainer_play (trainer);
  g_assert_true (nn_trainer_wait (trainer, 200));
  return nn_trainer_take_frame (trainer);
}

static void
assert_healthy (NnFrame *frame, const NnDataFacts *facts, const char *sample)
{
  g_autoptr (NnDiagnosis) diagnosis = nn_diagnose (frame, facts);

  for (guint i = 0; i < diagnosis->n; i++)
    g_test_message ("%s, epoch %d: %s %s", sample, (int) frame->epoch, diagnosis->findings[i].title, diagnosis->findings[i].evidence);
  if (g_getenv ("FINDINGS_ALL") == NULL)
    g_assert_cmpuint (diagnosis->n, ==, 0);
}

static void
test_seed (FlProject *project, const char *path, guint64 seed)
{
  g_autofree char *dir = g_path_get_dirname (path);
  NnSpec values = *project->spec;
  g_autoptr (NnSpec) spec = NULL;
  g_autoptr (FlProject) seeded = NULL;
  g_autoptr (DsPrepared) data = NULL;
  g_autoptr (NnDataFacts) facts = NULL;
  g_autoptr (NnTrainer) trainer = NULL;
  g_autoptr (GError) error = NULL;
  guint64 end = values.stop_epochs > 0 ? values.stop_epochs : 500, done = 0;

  values.seed = seed;
  spec = nn_spec_new (&values);
  seeded = fl_project_with_spec (project, spec);
  data = fl_project_prepare (seeded, dir, NULL, NULL, &error);
  g_assert_no_error (error);
  facts = nn_data_facts_new (data);
  trainer = nn_trainer_new (spec, data, 1, &error);
  g_assert_no_error (error);
  nn_trainer_set_frame_rate (trainer, 0);
  for (guint i = 0; i <= G_N_ELEMENTS (moments) && done < end; i++)
    {
      guint64 epoch = i < G_N_ELEMENTS (moments) ? MIN (moments[i], end) : end;
      g_autoptr (NnFrame) frame = train_on (trainer, spec, data, epoch - done);

      assert_healthy (frame, facts, path);
      if (frame->stop != NN_STOP_EPOCHS)
        break; /* it had enough */
      g_assert_cmpuint (frame->epoch, ==, epoch);
      done = epoch;
    }
}

/* With its own seed and others. */
static void
test_sample (gconstpointer path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FlProject) project = fl_project_load (path, &error);

  g_assert_no_error (error);
  test_seed (project, path, project->spec->seed);
  for (guint64 seed = 101; seed <= OTHER_SEEDS; seed++)
    test_seed (project, path, seed);
}

/* The project with so many hidden layers and other ways to train it, for 60 epochs. */
static FlProject *
varied (const FlProject *project, guint layers, guint units, gboolean relu, const char *optimizer, double rate)
{
  NnSpec values = *project->spec;
  DsItem output = values.layers[values.n_layers - 1];
  g_autoptr (NnSpec) spec = NULL;

  for (guint i = 0; i < layers; i++)
    {
      values.layers[i] = ds_item (nn_registry_find (NN_LAYERS, "dense"));
      g_assert_true (ds_item_set (&values.layers[i], "units", units, NULL));
      g_assert_true (ds_item_set_choice (&values.layers[i], "activation", relu ? "relu" : "tanh", NULL));
      g_assert_true (ds_item_set_choice (&values.layers[i], "init", relu ? "he_uniform" : "glorot_uniform", NULL));
    }
  values.layers[layers] = output;
  values.n_layers = layers + 1;
  values.l2 = 0.003;
  values.optimizer = ds_item (nn_registry_find (NN_OPTIMIZERS, optimizer));
  g_assert_true (ds_item_set (&values.optimizer, "learning_rate", rate, NULL));
  values.stop_epochs = 60;
  spec = nn_spec_new (&values);
  return fl_project_with_spec (project, spec);
}

/* Sound networks of other sizes on the samples' tables: nothing to find either. */
static void
test_other_networks (gconstpointer path)
{
  static const struct
  {
    const char *optimizer;
    double rate;
  } ways[] = { { "sgd", 0.05 }, { "rmsprop", 0.002 }, { "adam", 0.005 }, { "adagrad", 0.02 } };
  static const guint units[] = { 4, 8, 16, 64 };
  g_autoptr (GError) error = NULL;
  g_autoptr (FlProject) project = fl_project_load (path, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (ways) * G_N_ELEMENTS (units) * 3 * 2; i += SANITIZED ? 7 : 1)
    {
      guint way = i % G_N_ELEMENTS (ways), rest = i / G_N_ELEMENTS (ways), layers = 1 + rest % 3;
      gboolean relu = rest / 3 % 2;
      g_autoptr (FlProject) other = NULL;

      if (relu && units[rest / 6] < 8)
        continue; /* of four ReLUs three may well be dead: a finding, and true */
      other = varied (project, layers, units[rest / 6], relu, ways[way].optimizer, ways[way].rate);
      g_test_message ("%s: %u layers of %u, %s, %s", (const char *) path, layers, units[rest / 6], relu ? "relu" : "tanh", ways[way].optimizer);
      for (guint64 seed = 1; seed <= (SANITIZED ? 1 : 3); seed++)
        test_seed (other, path, seed);
    }
}

int
main (int argc, char **argv)
{
  const char *folder = g_getenv ("FALLLINE_SAMPLES");
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (folder);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".fallline"))
      {
        g_autofree char *test = g_strconcat ("/findings/healthy/", name, NULL);
        char *path = g_build_filename (folder, name, NULL);

        g_ptr_array_add (paths, path);
        g_test_add_data_func (test, path, test_sample);
        if (g_str_has_prefix (name, "iris.") || g_str_has_prefix (name, "wine."))
          {
            g_autofree char *others = g_strconcat ("/findings/other-networks/", name, NULL);

            g_test_add_data_func (others, path, test_other_networks);
          }
      }
  return g_test_run ();
}
