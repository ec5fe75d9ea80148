#include "nn-test-util.h"

#include <math.h>
#include <string.h>

#include "ds-rng.h"
#include "ds-source.h"

static DsPrepared *
prepare (DsDataset *dataset, DsTask task, guint features, double validation_share, guint64 seed)
{
  DsPrepareOptions options = { .task = task, .features = features, .standardize = TRUE, .validation_share = validation_share };
  g_autoptr (GError) error = NULL;
  DsPrepared *prepared = ds_prepare (dataset, &options, seed, &error);

  g_assert_no_error (error);
  ds_dataset_unref (dataset);
  return prepared;
}

DsPrepared *
nn_test_generator (const char *generator, guint samples, double noise, guint features, double validation_share, guint64 seed)
{
  guint n;
  const DsType *const *all = ds_generators (&n);
  DsSource source = { .kind = DS_SOURCE_GENERATOR, .generator = ds_item (ds_type_find (all, n, generator)) };
  DsTask task = ds_generator_task (source.generator.type);
  g_autoptr (GError) error = NULL;
  DsDataset *dataset;

  g_assert_true (ds_item_set (&source.generator, "samples", samples, NULL));
  g_assert_true (ds_item_set (&source.generator, "noise", noise, NULL));
  dataset = ds_source_load (&source, task, NULL, seed, NULL, NULL, &error);
  g_assert_no_error (error);
  return prepare (dataset, task, features, validation_share, seed);
}

/* Target t of a row: smooth, and not linear. */
static double
target_of (const float *x, guint inputs, guint t)
{
  double sum = 0;

  for (guint i = 0; i < inputs; i++)
    sum += sin (x[i] * (1 + (double) ((i + t) % 3))) * (i % 2 == t % 2 ? 1 : -0.5);
  return sum;
}

static guint
class_of (const float *x, guint inputs, guint n_classes, double noise)
{
  double value = target_of (x, inputs, 0) + 0.1 * noise;

  return (guint) CLAMP ((value + 1.5) / 3 * n_classes, 0, n_classes - 1);
}

DsColumn *
nn_test_columns (guint inputs, guint targets, guint n_classes)
{
  guint n_columns = inputs + targets;
  DsColumn *columns = g_new0 (DsColumn, n_columns);

  for (guint c = 0; c < n_columns; c++)
    {
      columns[c].name = g_strdup_printf ("c%u", c);
      columns[c].role = c < inputs ? DS_ROLE_INPUT : DS_ROLE_TARGET;
      if (c < inputs || n_classes == 0)
        continue;
      columns[c].kind = DS_COLUMN_CLASS;
      columns[c].n_classes = n_classes;
      columns[c].classes = g_new0 (char *, n_classes + 1);
      for (guint k = 0; k < n_classes; k++)
        columns[c].classes[k] = g_strdup_printf ("k%u", k);
    }
  return columns;
}

DsPrepared *
nn_test_table (guint rows, guint inputs, guint n_classes, guint n_targets, double validation_share, guint64 seed)
{
  guint n_columns = inputs + (n_classes > 0 ? 1 : n_targets);
  DsColumn *columns = nn_test_columns (inputs, n_columns - inputs, n_classes);
  float *values = g_new (float, (gsize) rows * n_columns);
  DsRng rng = ds_rng (seed, DS_RNG_DATA, 0);

  for (guint r = 0; r < rows; r++)
    {
      float *row = values + (gsize) r * n_columns;

      for (guint c = 0; c < inputs; c++)
        row[c] = (float) ds_rng_normal (&rng);
      /* The first rows take every class in turn, so that none is missing. */
      if (n_classes > 0)
        row[inputs] = (float) (r < n_classes ? r : class_of (row, inputs, n_classes, ds_rng_normal (&rng)));
      for (guint t = 0; n_classes == 0 && t < n_targets; t++)
        row[inputs + t] = (float) (target_of (row, inputs, t) + 0.1 * ds_rng_normal (&rng));
    }
  return prepare (ds_dataset_new_take (rows, n_columns, columns, values, "test table"), n_classes > 0 ? DS_CLASSIFICATION : DS_REGRESSION, 0,
                  validation_share, seed);
}

static void
set_param (DsItem *item, guint index, const char *word)
{
  const DsParam *param = &item->type->params[index];

  g_assert_cmpuint (index, <, item->type->n_params);
  if (param->kind == DS_PARAM_CHOICE)
    g_assert_true (ds_item_set_choice (item, param->id, word, NULL));
  else if (strcmp (word, "auto") == 0)
    item->values[index] = 0;
  else
    g_assert_true (ds_item_set (item, param->id, g_ascii_strtod (word, NULL), NULL));
}

void
nn_test_layers (NnSpec *values, const char *text)
{
  g_auto (GStrv) layers = g_strsplit (text, ";", -1);

  values->n_layers = 0;
  for (guint i = 0; layers[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_strstrip (layers[i]), " ", -1);
      const DsType *type = nn_registry_find (NN_LAYERS, words[0]);

      if (type == NULL)
        g_error ("no layer \"%s\"", words[0]);
      values->layers[i] = ds_item (type);
      for (guint w = 1; words[w] != NULL; w++)
        set_param (&values->layers[i], w - 1, words[w]);
      values->n_layers++;
    }
}

NnSpec *
nn_test_spec (const char *layers, const char *loss, const char *optimizer, double learning_rate)
{
  g_auto (GStrv) words = g_strsplit (loss, " ", 2);
  NnSpec values;

  nn_spec_defaults (&values);
  nn_test_layers (&values, layers);
  values.loss = ds_item (nn_registry_find (NN_LOSSES, words[0]));
  if (words[1] != NULL)
    g_assert_true (ds_item_set_choice (&values.loss, "class_weight", words[1], NULL));
  values.optimizer = ds_item (nn_registry_find (NN_OPTIMIZERS, optimizer));
  g_assert_true (ds_item_set (&values.optimizer, "learning_rate", learning_rate, NULL));
  values.batch_size = 0;
  values.shuffle = FALSE;
  values.stop_epochs = 0;
  values.seed = 3;
  return nn_spec_new (&values);
}

NnSpec *
nn_test_changed (const NnSpec *spec, void (*change) (NnSpec *values))
{
  NnSpec values = *spec;

  change (&values);
  return nn_spec_new (&values);
}
