/* Every derivative of the engine against central differences in double precision: each activation with each loss, each layer of
 * the catalogue, and random networks. Types that come later are taken from the catalogues and need nothing here. */
#include <math.h>

#include "ds-rng.h"
#include "nn-check.h"
#include "nn-test-util.h"

#define LARGEST_ERROR 1e-6

static void
check (const NnSpec *spec, const DsPrepared *data, gsize rows, const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NnCheck) result = nn_check_gradients (spec, data, rows, 60, &error);
  guint64 checked = 0, kinks = 0;

  if (result == NULL)
    g_error ("%s: %s", what, error->message);
  for (guint i = 0; i <= result->n_tensors; i++)
    {
      const NnCheckTensor *tensor = i < result->n_tensors ? &result->tensors[i] : &result->inputs;

      checked += tensor->checked;
      kinks += tensor->kinks;
      if (!(tensor->max_error <= LARGEST_ERROR))
        g_error ("%s: tensor %s: error %g (analytic %.12g, numeric %.12g)", what, tensor->tensor.name, tensor->max_error,
                 tensor->at_analytic, tensor->at_numeric);
    }
  g_assert_cmpfloat (result->max_error, <=, LARGEST_ERROR);
  if (checked < 10 || kinks > 2 * checked) /* leaving entries out must stay the exception, or nothing is tested */
    g_error ("%s: %" G_GUINT64_FORMAT " entries checked, %" G_GUINT64_FORMAT " left out at kinks", what, checked, kinks);
}

/* Data a loss can be used with, number `variant`; NULL when there are no more. */
static DsPrepared *
data_for (const DsType *loss, guint variant)
{
  NnProblem three = { .inputs = 3, .targets = 1, .n_classes = 3, .rows = 12 };
  NnSpec values;
  g_autoptr (NnPlan) plan = NULL;

  nn_spec_defaults (&values);
  values.loss = ds_item (loss);
  plan = nn_plan_new (&values, &three, NULL, NULL);
  switch (variant)
    {
    case 0:
      return nn_test_table (12, 3, 2, 1, 0, 5);
    case 1:
      return plan != NULL ? nn_test_table (12, 3, 3, 1, 0, 6) : NULL;
    case 2:
      return plan != NULL && nn_loss_for_regression (loss) ? nn_test_table (12, 3, 0, 2, 0, 7) : NULL;
    default:
      return NULL;
    }
}

static void
check_losses (const char *layers)
{
  guint n;
  const DsType *const *losses = nn_registry (NN_LOSSES, &n);

  for (guint i = 0; i < n; i++)
    {
      DsPrepared *data;

      for (guint variant = 0; (data = data_for (losses[i], variant)) != NULL; variant++)
        {
          g_autoptr (NnSpec) spec = nn_test_spec (layers, losses[i]->id, "sgd", 0.1);
          g_autofree char *what = g_strdup_printf ("%s with %s, data %u", layers, losses[i]->id, variant);

          check (spec, data, 0, what);
          ds_prepared_unref (data);
        }
      g_assert_cmpuint (n, >=, 6);
    }
}

static void
test_activations (void)
{
  guint n;
  const DsType *const *activations = nn_registry (NN_ACTIVATIONS, &n);

  g_assert_cmpuint (n, >=, 9);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *within = g_strdup_printf ("dense 5 %s; dense auto", activations[i]->id);
      g_autofree char *last = g_strdup_printf ("dense 4 tanh; dense auto %s", activations[i]->id);
      g_autofree char *alone = g_strdup_printf ("dense 4; activation %s; dense auto", activations[i]->id);

      check_losses (within);
      check_losses (last);
      check_losses (alone);
    }
}

static void
test_layers (void)
{
  guint n;
  const DsType *const *layers = nn_registry (NN_LAYERS, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *between = g_strdup_printf ("dense 6 tanh; %s; dense auto", layers[i]->id);
      g_autofree char *first = g_strdup_printf ("%s; dense 6 tanh; dense auto", layers[i]->id);
      g_autofree char *twice = g_strdup_printf ("dense 6 tanh; %s; %s; dense auto", layers[i]->id, layers[i]->id);

      check_losses (between);
      check_losses (first);
      check_losses (twice);
    }
}

static void
smoothing (NnSpec *values)
{
  g_assert_true (ds_item_set (&values->loss, "label_smoothing", 0.3, NULL));
}

/* Each loss that weighs classes, on classes of unequal size; and smoothed labels, whose every term has its own weight. */
static void
test_class_weights (void)
{
  guint n, weighed = 0;
  const DsType *const *losses = nn_registry (NN_LOSSES, &n);

  for (guint i = 0; i < n; i++)
    {
      DsPrepared *data;

      for (guint variant = 0; ds_type_find_param (losses[i], "class_weight") >= 0 && (data = data_for (losses[i], variant)) != NULL; variant++)
        {
          g_autofree char *loss = g_strdup_printf ("%s balanced", losses[i]->id);
          g_autoptr (NnSpec) spec = nn_test_spec ("dense 6 tanh; dense auto", loss, "sgd", 0.1), smooth = NULL;

          g_assert_cmpuint (data->class_rows[0], !=, data->class_rows[data->n_classes - 1]);
          check (spec, data, 0, loss);
          check (spec, data, 5, loss); /* a batch that holds the classes in other shares */
          weighed++;
          if (ds_type_find_param (losses[i], "label_smoothing") >= 0)
            {
              smooth = nn_test_changed (spec, smoothing);
              check (smooth, data, 5, "smoothed labels");
            }
          ds_prepared_unref (data);
        }
    }
  g_assert_cmpuint (weighed, >=, 6);
}

static void
penalties (NnSpec *values)
{
  values->l1 = 0.01;
  values->l2 = 0.1;
}

static void
test_penalties (void)
{
  g_autoptr (NnSpec) plain = nn_test_spec ("dense 6 tanh; dense auto", "mse", "sgd", 0.1);
  g_autoptr (NnSpec) spec = nn_test_changed (plain, penalties);
  g_autoptr (DsPrepared) data = nn_test_table (12, 3, 0, 2, 0, 7);

  check (spec, data, 0, "penalties");
}

static void
no_bias (NnSpec *values)
{
  ds_item_set (&values->layers[0], "bias", FALSE, NULL);
  ds_item_set (&values->layers[1], "trainable", FALSE, NULL);
}

static void
test_no_bias (void)
{
  g_autoptr (NnSpec) plain = nn_test_spec ("dense 6 tanh; dense 5 tanh; dense auto", "mse", "sgd", 0.1);
  g_autoptr (NnSpec) spec = nn_test_changed (plain, no_bias);
  g_autoptr (DsPrepared) data = nn_test_table (12, 3, 0, 2, 0, 7);

  check (spec, data, 0, "no bias, frozen layer");
}

/* A single row, and rows that do not fill the lanes of any instruction set. */
static void
test_rows (void)
{
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 6 tanh; dense auto", "cross_entropy", "sgd", 0.1);
  g_autoptr (DsPrepared) data = nn_test_table (80, 3, 3, 1, 0, 7);

  for (gsize rows = 1; rows < 80; rows += 13)
    check (spec, data, rows, "rows");
}

static const DsType *
any (NnRegistry registry, DsRng *rng)
{
  guint n;
  const DsType *const *types = nn_registry (registry, &n);

  return types[ds_rng_below (rng, n)];
}

static void
test_random (void)
{
  for (guint round = 0; round < 20; round++)
    {
      DsRng rng = ds_rng (round, DS_RNG_SEARCH, 0);
      GString *layers = g_string_new (NULL);
      guint depth = 1 + ds_rng_below (&rng, 4);
      const DsType *loss = any (NN_LOSSES, &rng);
      g_autoptr (DsPrepared) data = NULL;
      g_autoptr (NnSpec) plain = NULL;
      g_autoptr (NnSpec) spec = NULL;
      g_autofree char *what = NULL;

      for (guint i = 0; i < depth; i++)
        {
          const DsType *type = any (NN_LAYERS, &rng);

          if (ds_rng_below (&rng, 2) == 0 || g_str_equal (type->id, "dense"))
            g_string_append_printf (layers, "dense %u %s; ", 1 + ds_rng_below (&rng, 9), any (NN_ACTIVATIONS, &rng)->id);
          else
            g_string_append_printf (layers, "%s; ", type->id);
        }
      g_string_append (layers, "dense auto");
      while (data == NULL)
        data = data_for (loss, ds_rng_below (&rng, 3));
      plain = nn_test_spec (layers->str, loss->id, "sgd", 0.1);
      spec = ds_rng_below (&rng, 2) == 0 ? nn_test_changed (plain, penalties) : nn_spec_ref (plain);
      what = g_strdup_printf ("random %u: %s with %s", round, layers->str, loss->id);
      check (spec, data, 2 + ds_rng_below (&rng, 11), what);
      g_string_free (layers, TRUE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gradients/activations-and-losses", test_activations);
  g_test_add_func ("/gradients/layers", test_layers);
  g_test_add_func ("/gradients/class-weights", test_class_weights);
  g_test_add_func ("/gradients/penalties", test_penalties);
  g_test_add_func ("/gradients/no-bias", test_no_bias);
  g_test_add_func ("/gradients/rows", test_rows);
  g_test_add_func ("/gradients/random", test_random);
  return g_test_run ();
}
