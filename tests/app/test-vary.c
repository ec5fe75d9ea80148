/* Variants of a project: order of the grid, draws, and what is said to keys and values that cannot be. */
#include <math.h>
#include <string.h>

#include "fl-vary.h"

static const char text[]
    = "{\"fallline\": 1, \"seed\": 7, \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"spirals\"}, \"task\": \"classification\"},"
      " \"network\": [{\"type\": \"dense\", \"units\": 8, \"activation\": \"tanh\"}, {\"type\": \"dense\", \"units\": \"auto\", \"note\": \"mine\"}],"
      " \"training\": {\"loss\": \"cross_entropy\", \"optimizer\": {\"type\": \"adam\", \"learning_rate\": 0.01}}}";

static FlVary *
vary_of (const char *first, ...)
{
  g_autoptr (FlProject) project = fl_project_parse (text, strlen (text), "test", NULL);
  FlVary *vary = fl_vary_new (project);
  va_list args;

  va_start (args, first);
  for (const char *key = first; key != NULL; key = va_arg (args, const char *))
    {
      g_autoptr (GError) error = NULL;

      fl_vary_add (vary, key, &error);
      g_assert_no_error (error);
    }
  va_end (args);
  return vary;
}

static void
list (FlVary *vary, guint n_random, guint64 seed)
{
  g_autoptr (GError) error = NULL;

  fl_vary_list (vary, n_random, seed, &error);
  g_assert_no_error (error);
}

/* "0.1 4 | 0.1 8": every trial's values. */
static char *
all_values (const FlVary *vary)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < fl_vary_n_trials (vary); i++)
    {
      g_string_append (out, i > 0 ? " |" : "");
      for (guint k = 0; k < fl_vary_n_keys (vary); k++)
        {
          g_autofree char *value = fl_vary_value (vary, i, k);
          g_string_append_printf (out, "%s%s", i > 0 || k > 0 ? " " : "", value);
        }
    }
  return g_string_free (out, FALSE);
}

static void
test_grid_order (void)
{
  g_autoptr (FlVary) vary = vary_of ("training.optimizer.learning_rate=0.1,.01", "network[0].units=4, 8 ,16", NULL);
  g_autofree char *values = NULL;

  list (vary, 0, 1);
  values = all_values (vary);
  g_assert_cmpstr (values, ==, "0.1 4 | 0.1 8 | 0.1 16 | 0.01 4 | 0.01 8 | 0.01 16");
  g_assert_cmpstr (fl_vary_key (vary, 1), ==, "network[0].units");
}

static void
test_applied (void)
{
  g_autoptr (FlVary) vary = vary_of ("training.optimizer=sgd", "training.optimizer.momentum=0.5", "network[0].activation=relu", "training.batch_size=all",
                                     "training.loss.label_smoothing=0.25", "seed=12", "data.features=[\"x1\",\"x2\",\"x1*x2\"]", "training.clip_norm=null",
                                     "training.shuffle=false", "data.source.noise=0.3", "network[1].units=auto", NULL);
  g_autoptr (FlProject) project = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL, *features = NULL;
  const NnSpec *spec;

  list (vary, 0, 1);
  g_assert_cmpuint (fl_vary_n_trials (vary), ==, 1);
  project = fl_vary_project (vary, 0, &error);
  g_assert_no_error (error);
  spec = project->spec;
  g_assert_cmpstr (spec->optimizer.type->id, ==, "sgd");
  g_assert_cmpfloat (ds_item_get (&spec->optimizer, "momentum"), ==, 0.5);
  g_assert_cmpstr (ds_item_choice (&spec->layers[0], "activation")->id, ==, "relu");
  g_assert_cmpuint (spec->batch_size, ==, 0);
  g_assert_cmpfloat (ds_item_get (&spec->loss, "label_smoothing"), ==, 0.25);
  g_assert_cmpuint (spec->seed, ==, 12);
  g_assert_cmpuint (project->prepare.features, ==, DS_FEATURE_X1 | DS_FEATURE_X2 | DS_FEATURE_X1_X2);
  g_assert_true (isnan (spec->clip_norm));
  g_assert_false (spec->shuffle);
  g_assert_cmpfloat (ds_item_get (&project->source->generator, "noise"), ==, 0.3);
  json = fl_project_to_json (project);
  g_assert_nonnull (strstr (json, "\"note\": \"mine\"")); /* what is not known is kept */
  features = fl_vary_value (vary, 0, 6);
  g_assert_cmpstr (features, ==, "[\"x1\", \"x2\", \"x1*x2\"]");
}

/* A type and a parameter that only the new type has. */
static void
test_type_and_parameter (void)
{
  g_autoptr (FlVary) vary = vary_of ("training.optimizer.type=sgd,rmsprop", "training.optimizer.momentum=0,0.9", NULL);

  list (vary, 0, 1);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (FlProject) project = fl_vary_project (vary, i, NULL);

      g_assert_cmpstr (project->spec->optimizer.type->id, ==, i < 2 ? "sgd" : "rmsprop");
      g_assert_cmpfloat (ds_item_get (&project->spec->optimizer, "momentum"), ==, i % 2 == 0 ? 0 : 0.9);
    }
}

/* --- random draws ------------------------------------------------------------------------------------------------------ */

static void
test_random_is_drawn_by_seed (void)
{
  g_auto (GStrv) values = g_new0 (char *, 4);
  g_autofree char *shorter = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (FlVary) vary = vary_of ("training.optimizer.learning_rate=1e-4..1", "network[0].units=2..20", "training.batch_size=8,all", NULL);

      list (vary, 20, i < 2 ? 5 : 6);
      g_assert_cmpuint (fl_vary_n_trials (vary), ==, 20);
      values[i] = all_values (vary);
      if (i > 0)
        continue;
      list (vary, 10, 5);
      shorter = all_values (vary);
    }
  g_assert_cmpstr (values[0], ==, values[1]);
  g_assert_cmpstr (values[0], !=, values[2]);
  g_assert_true (g_str_has_prefix (values[0], shorter)); /* more draws go on where fewer ended */
}

static void
test_ranges (void)
{
  g_autoptr (FlVary) vary = vary_of ("training.optimizer.learning_rate=1e-4..1", "network[0].units=1..4", "data.source.noise=0..0.5", "seed=3..4", NULL);
  guint small = 0, units[5] = { 0 }, seeds[2] = { 0 };
  double noise = 0;

  list (vary, 2000, 1);
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *rate = fl_vary_value (vary, i, 0), *n = fl_vary_value (vary, i, 1), *share = fl_vary_value (vary, i, 2), *seed = fl_vary_value (vary, i, 3);
      double r = g_ascii_strtod (rate, NULL);

      g_assert_true (r >= 1e-4 && r <= 1);
      small += r < 1e-2;
      units[CLAMP (atoi (n), 0, 4)]++;
      noise += g_ascii_strtod (share, NULL) / 2000;
      g_assert_true (strcmp (seed, "3") == 0 || strcmp (seed, "4") == 0);
      seeds[seed[0] - '3']++;
    }
  g_assert_cmpuint (small, >, 900); /* half of the magnitudes; drawn evenly it would be 20 */
  g_assert_cmpuint (small, <, 1100);
  g_assert_cmpuint (units[0], ==, 0);
  for (guint i = 1; i <= 4; i++)
    g_assert_cmpuint (units[i], >, 200); /* both ends too */
  g_assert_cmpfloat_with_epsilon (noise, 0.25, 0.02);
  g_assert_cmpuint (seeds[0], >, 850);
  g_assert_cmpuint (seeds[1], >, 850);
}

static void
test_lists_are_not_repeated (void)
{
  g_autoptr (FlVary) vary = vary_of ("network[0].units=1,2,3,4,5", "seed=1,2,3,4", NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  list (vary, 12, 1);
  g_assert_cmpuint (fl_vary_n_trials (vary), ==, 12);
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *units = fl_vary_value (vary, i, 0), *seed = fl_vary_value (vary, i, 1);

      g_assert_true (g_hash_table_add (seen, g_strconcat (units, " ", seed, NULL)));
    }
  list (vary, 50, 1);
  g_assert_cmpuint (fl_vary_n_trials (vary), ==, 20); /* there are no more */
}

/* --- errors ------------------------------------------------------------------------------------------------------------ */

static void
test_bad_keys (void)
{
  static const struct
  {
    const char *key, *says;
  } cases[] = {
    { "seed", "no “=”" },
    { "=3", "not a key" },
    { "a..b=3", "not a key" },
    { "network[x].units=3", "not a key" },
    { "network[0=3", "not a key" },
    { "network[0]units=3", "not a key" },
    { "training.optimizer.=3", "not a key" },
    { "network[2].units=3", "has 2 items" },
    { "network.units=3", "is a list" },
    { "training.adam.beta1=3", "possible in “training”: loss, optimizer" },
    { "seed.x=3", "is a value" },
    { "data.type=csv", "no data.type" },
    { "seed=", "seed=: \"seed\" must be a whole number from 0, found \"\"" },
    { "seed=1,,2", "seed=: \"seed\" must be a whole number" },
    { "training.optimizer=", "unknown optimizer \"\"; possible: sgd" },
    { "network[0].activation= , tanh", "unknown activation \"\"; possible: linear" },
    { "name=", "name=: a value is missing" },
    { "seed=5..3", "smaller to a larger" },
    { "seed=1.5..3", "whole numbers" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FlVary) vary = vary_of (NULL, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (fl_vary_add (vary, cases[i].key, &error));
      g_assert_error (error, FL_ERROR, FL_ERROR_VALUE);
      if (strstr (error->message, cases[i].says) == NULL)
        g_error ("%s: “%s” does not say “%s”", cases[i].key, error->message, cases[i].says);
      g_assert_cmpuint (fl_vary_n_keys (vary), ==, 0);
    }
  {
    g_autoptr (FlVary) vary = vary_of ("seed=1", NULL);
    g_autoptr (GError) error = NULL;

    g_assert_false (fl_vary_add (vary, "seed=2", &error));
    g_assert_error (error, FL_ERROR, FL_ERROR_VALUE);
  }
}

static void
test_bad_values (void)
{
  static const struct
  {
    const char *key, *says;
  } cases[] = {
    { "training.optimizer.learning_rate=0.1,abc", "training.optimizer.learning_rate=abc: \"learning_rate\" must be a number" },
    { "training.lerning_rate=1", "possible in “training”: loss, optimizer" },
    { "training.optimizer.beta7=1", "possible in “training.optimizer”: type, learning_rate" },
    { "training.optimizer.type=sdg", "unknown optimizer \"sdg\"; possible: sgd" },
    { "network[0].activation=rulu", "unknown activation \"rulu\"" },
    { "network[0].units=0", "must be a whole number" },
    { "training.batch_size=1.5", "or \"all\"" },
    { "training.loss=nope", "unknown loss" },
    { "training.loss.smoothing=1", "possible in “training.loss”" },
    { "seed=-1", "whole number from 0" },
    { "seed=1..5", "random draws" },
    { "data.validation_share=0.99", "between 0 and 0.9" },
    { "fallline=9", "newer" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FlVary) vary = vary_of (cases[i].key, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (fl_vary_list (vary, 0, 1, &error));
      g_assert_error (error, FL_ERROR, FL_ERROR_VALUE);
      if (strstr (error->message, cases[i].says) == NULL)
        g_error ("%s: “%s” does not say “%s”", cases[i].key, error->message, cases[i].says);
      g_assert_null (strstr (error->message, ":1:")); /* places in a text nobody wrote */
    }
}

static void
test_too_many (void)
{
  g_autoptr (FlVary) none = vary_of (NULL, NULL), many = NULL;
  g_autoptr (GString) key = g_string_new (NULL);
  g_autoptr (GError) empty = NULL, crowd = NULL;

  for (guint i = 0; i < 400; i++)
    g_string_append_printf (key, "%s%u", i > 0 ? "," : "seed=", i);
  many = vary_of (key->str, NULL);
  g_string_assign (key, "network[0].units=1");
  for (guint i = 2; i < 400; i++)
    g_string_append_printf (key, ",%u", i);
  g_assert_true (fl_vary_add (many, key->str, NULL));
  g_assert_false (fl_vary_list (many, 0, 1, &crowd));
  g_assert_error (crowd, FL_ERROR, FL_ERROR_VALUE);
  list (many, 30, 1);
  g_assert_cmpuint (fl_vary_n_trials (many), ==, 30);
  g_assert_false (fl_vary_list (none, 0, 1, &empty));
  g_assert_error (empty, FL_ERROR, FL_ERROR_VALUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vary/grid-order", test_grid_order);
  g_test_add_func ("/vary/applied", test_applied);
  g_test_add_func ("/vary/type-and-parameter", test_type_and_parameter);
  g_test_add_func ("/vary/random-is-drawn-by-seed", test_random_is_drawn_by_seed);
  g_test_add_func ("/vary/ranges", test_ranges);
  g_test_add_func ("/vary/lists-are-not-repeated", test_lists_are_not_repeated);
  g_test_add_func ("/vary/bad-keys", test_bad_keys);
  g_test_add_func ("/vary/bad-values", test_bad_values);
  g_test_add_func ("/vary/too-many", test_too_many);
  return g_test_run ();
}
