/* Projects: what is written is what is read, unknown keys survive, and nothing a file can hold brings the reader down. */
#include "fl-json.h"
#include "fl-random.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <string.h>

static FlProject *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  FlProject *project = fl_project_parse (text, strlen (text), "t.fallline", &error);

  g_assert_no_error (error);
  g_assert_nonnull (project);
  return project;
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (int i = 0; i < 1000; i++)
    {
      g_autoptr (FlProject) project = fl_random_project (rand);
      g_autofree char *text = fl_project_to_json (project);
      g_autoptr (FlProject) again = parse (text);
      g_autofree char *text_again = fl_project_to_json (again);

      if (!fl_project_equal (project, again))
        g_error ("not equal after a round trip:\n%s\n%s", text, text_again);
      g_assert_cmpstr (text, ==, text_again);
    }
}

/* The paths of all objects of a tree that may get unknown keys. */
static void
collect_objects (json_t *json, GPtrArray *objects)
{
  const char *key;
  json_t *value;
  gsize i;

  if (json_is_object (json))
    {
      g_ptr_array_add (objects, json);
      json_object_foreach (json, key, value)
        collect_objects (value, objects);
    }
  else
    json_array_foreach (json, i, value)
      collect_objects (value, objects);
}

static json_t *
random_value (GRand *rand)
{
  switch (g_rand_int_range (rand, 0, 6))
    {
    case 0:
      return json_integer (g_rand_int (rand));
    case 1:
      return json_real (g_rand_double (rand) * 1e-9);
    case 2:
      return json_string ("nötig \" \\ \n");
    case 3:
      return json_pack ("{s:[i, f, {s:n}], s:b}", "deep", 1, 2.5, "x", "type", 1);
    case 4:
      return json_array ();
    default:
      return json_null ();
    }
}

static void
test_unknown_keys (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);

  for (int i = 0; i < 500; i++)
    {
      g_autoptr (FlProject) project = fl_random_project (rand);
      g_autofree char *text = fl_project_to_json (project);
      g_autoptr (GPtrArray) objects = g_ptr_array_new ();
      g_autoptr (FlProject) read = NULL, again = NULL;
      g_autofree char *with = NULL, *written = NULL, *twice = NULL;
      json_t *tree = json_loads (text, 0, NULL), *back;

      collect_objects (tree, objects);
      for (int k = g_rand_int_range (rand, 1, 6); k > 0; k--)
        {
          char key[16];

          g_snprintf (key, sizeof key, "x-%d", g_rand_int_range (rand, 0, 100));
          json_object_set_new (objects->pdata[g_rand_int_range (rand, 0, objects->len)], key, random_value (rand));
        }
      with = fl_json_write (tree);
      read = parse (with);
      written = fl_project_to_json (read);
      back = json_loads (written, 0, NULL);
      if (!json_equal (tree, back))
        g_error ("an unknown key was lost:\n%s\n%s", with, written);
      again = parse (written);
      twice = fl_project_to_json (again);
      g_assert_cmpstr (written, ==, twice);
      g_assert_true (fl_project_equal (read, again));
      json_decref (tree);
      json_decref (back);
    }
}

static const char small[]
    = "{\"fallline\": 1, \"note\": \"root\","
      " \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"xor\", \"by\": \"me\"}, \"features\": [\"x1\", \"x1*x2\"], \"colour\": 1},"
      " \"network\": [{\"type\": \"dense\", \"units\": 4, \"comment\": \"first\"}, {\"type\": \"dense\", \"units\": \"auto\"}],"
      " \"training\": {\"loss\": {\"type\": \"binary_cross_entropy\", \"why\": \"two classes\"}, \"optimizer\": {\"type\": \"adam\", \"tag\": 5}}}";

static void
test_unknown_keys_follow_types (void)
{
  g_autoptr (FlProject) project = parse (small);
  g_autoptr (FlProject) changed = NULL;
  g_autofree char *text = fl_project_to_json (project);
  g_autofree char *changed_text = NULL;
  NnSpec spec = *project->spec;
  DsPrepareOptions prepare = project->prepare;
  const char *kept[] = { "\"note\": \"root\"", "\"by\": \"me\"", "\"colour\": 1", "\"comment\": \"first\"", "\"why\": \"two classes\"", "\"tag\": 5" };

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    g_assert_nonnull (strstr (text, kept[i]));

  spec.layers[0] = ds_item (nn_registry_find (NN_LAYERS, "dropout"));
  spec.optimizer = ds_item (nn_registry_find (NN_OPTIMIZERS, "sgd"));
  spec.loss = ds_item (nn_registry_find (NN_LOSSES, "mse"));
  prepare.features = 0;
  {
    g_autoptr (FlProject) half = fl_project_with_spec (project, &spec);
    changed = fl_project_with_prepare (half, &prepare);
  }
  changed_text = fl_project_to_json (changed);
  g_assert_nonnull (strstr (changed_text, kept[0]));
  g_assert_nonnull (strstr (changed_text, kept[2]));
  for (guint i = 3; i < G_N_ELEMENTS (kept); i++)
    g_assert_null (strstr (changed_text, kept[i]));
  g_assert_null (strstr (changed_text, "features")); /* a known key taken out must not come back as an unknown one */
}

static void
test_defaults (void)
{
  g_autoptr (FlProject) project = parse ("{\"fallline\": 1, \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"spirals\"}},"
                                         " \"network\": [{\"type\": \"dense\", \"units\": \"auto\"}]}");
  g_autoptr (FlProject) whole = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (project->name, ==, "t");
  g_assert_false (project->task_given);
  g_assert_true (project->loss_open);
  g_assert_true (project->prepare.standardize);
  g_assert_cmpfloat (project->prepare.validation_share, ==, 0.25);
  g_assert_cmpfloat (ds_item_get (&project->spec->layers[0], "units"), ==, 0);
  g_assert_true (isnan (project->spec->clip_norm));

  whole = fl_project_resolve (project, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (whole->task_given);
  g_assert_false (whole->loss_open);
  g_assert_cmpstr (whole->spec->loss.type->id, ==, "binary_cross_entropy");
}

static FlProject *
with_loss (const char *loss)
{
  g_autofree char *text = g_strdup_printf ("{\"fallline\": 1, \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"xor\"}},"
                                           " \"network\": [{\"type\": \"dense\"}], \"training\": {\"loss\": %s}}", loss);
  g_autoptr (GError) error = NULL;
  FlProject *project = fl_project_parse (text, strlen (text), "a.fallline", &error);

  g_assert_no_error (error);
  return project;
}

/* Class weights came after files had been written without them: those are written as ever. */
static void
test_class_weight (void)
{
  static const struct
  {
    const char *loss, *written;
    gboolean weighs;
  } cases[] = { { "\"binary_cross_entropy\"", "\"loss\": \"binary_cross_entropy\"", FALSE },
                { "{\"type\": \"cross_entropy\", \"label_smoothing\": 0.1}", "\"label_smoothing\": 0.1}", FALSE },
                { "{\"type\": \"hinge\", \"class_weight\": \"none\"}", "\"loss\": \"hinge\"", FALSE },
                { "{\"type\": \"binary_cross_entropy\", \"class_weight\": \"balanced\"}", "\"class_weight\": \"balanced\"", TRUE },
                { "{\"type\": \"focal\", \"gamma\": 1, \"class_weight\": \"balanced\", \"note\": 3}", "\"note\": 3", TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FlProject) project = with_loss (cases[i].loss), again = NULL;
      g_autofree char *text = fl_project_to_json (project);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s: %s", cases[i].loss, text);
      g_assert_cmpint (nn_loss_weighs_classes (&project->spec->loss), ==, cases[i].weighs);
      g_assert_nonnull (strstr (text, cases[i].written));
      g_assert_cmpint (strstr (text, "class_weight") != NULL, ==, cases[i].weighs);
      again = fl_project_parse (text, strlen (text), "b.fallline", &error);
      g_assert_no_error (error);
      g_assert_true (fl_project_equal (project, again));
    }
}

static void
test_values (void)
{
  g_autoptr (FlProject) project
      = parse ("\xef\xbb\xbf{\"fallline\": 1, \"seed\": 9223372036854775807, \"data\": {\"source\": {\"type\": \"points\", \"points\": [[0.1, -2, 0], [1e-8, 3.5, 1]]},"
               " \"task\": \"classification\", \"features\": [\"sin(x2)\", \"x1\"]},"
               " \"network\": [{\"type\": \"dense\", \"units\": \"auto\"}],"
               " \"training\": {\"loss\": {\"type\": \"huber\", \"delta\": 2}, \"optimizer\": {\"type\": \"adam\", \"epsilon\": 1e-8, \"beta1\": 0.9},"
               " \"batch_size\": \"all\", \"clip_norm\": 0.5, \"stop\": {\"epochs\": null, \"loss_below\": 0.001, \"patience\": 20}}}");
  g_autofree char *text = fl_project_to_json (project);

  g_assert_cmpuint (project->spec->seed, ==, G_MAXINT64);
  g_assert_cmpuint (project->spec->batch_size, ==, 0);
  g_assert_cmpuint (project->spec->stop_epochs, ==, 0);
  g_assert_cmpuint (project->spec->stop_patience, ==, 20);
  g_assert_cmpfloat (project->spec->stop_loss_below, ==, 0.001);
  g_assert_cmpfloat (project->spec->clip_norm, ==, 0.5);
  g_assert_cmpfloat (ds_item_get (&project->spec->loss, "delta"), ==, 2);
  g_assert_cmpuint (project->prepare.features, ==, DS_FEATURE_X1 | DS_FEATURE_SIN_X2);
  g_assert_cmpuint (project->source->n_points, ==, 2);
  g_assert_nonnull (strstr (text, "[0.1, -2, 0]"));
  g_assert_nonnull (strstr (text, "1e-8"));
  g_assert_nonnull (strstr (text, "\"beta1\": 0.9,"));
  g_assert_nonnull (strstr (text, "\"seed\": 9223372036854775807"));
  g_assert_nonnull (strstr (text, "\"batch_size\": \"all\""));
}

static void
test_numbers (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (13);
  char buffer[32];

  g_assert_cmpstr (fl_json_number (0.1, buffer), ==, "0.1");
  g_assert_cmpstr (fl_json_number (1e-8, buffer), ==, "1e-8");
  g_assert_cmpstr (fl_json_number (500, buffer), ==, "500");
  g_assert_cmpstr (fl_json_number (-2.5e+30, buffer), ==, "-2.5e30");
  g_assert_cmpstr (fl_json_number (1e100, buffer), ==, "1e100");
  for (int i = 0; i < 100000; i++)
    {
      union
      {
        guint64 bits;
        double value;
      } u = { .bits = (guint64) g_rand_int (rand) << 32 | g_rand_int (rand) };

      if (isfinite (u.value) && u.value != 0)
        g_assert_cmpfloat (g_ascii_strtod (fl_json_number (u.value, buffer), NULL), ==, u.value);
    }
}

/* A comma for a decimal point must not reach a file. */
static void
test_locale (void)
{
  static const char *const locales[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "de_DE.utf8" };
  g_autoptr (FlProject) project = parse (small);
  g_autofree char *before = fl_project_to_json (project), *after = NULL;
  g_autofree char *old = g_strdup (setlocale (LC_ALL, NULL));
  g_autoptr (FlProject) again = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (locales); i++)
    if (setlocale (LC_ALL, locales[i]) != NULL)
      break;
  after = fl_project_to_json (project);
  again = parse (after);
  setlocale (LC_ALL, old);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (fl_project_equal (project, again));
}

/* What was chosen of the columns of a .npy file comes back. */
static void
test_npy_choices (void)
{
  char *inputs[] = { (char *) "column1", (char *) "column2", NULL }, *classes[] = { (char *) "column2", NULL };
  DsSource values = { .kind = DS_SOURCE_NPY, .images = (char *) "x.npy", .inputs = inputs, .target = (char *) "column5", .classes = classes,
                      .missing = DS_MISSING_MEAN, .bad_rows = DS_BAD_ROWS_DROP };
  g_autoptr (DsSource) source = ds_source_new (&values);
  g_autoptr (FlProject) base = parse (small), project = fl_project_with_source (base, source);
  g_autofree char *text = fl_project_to_json (project);
  g_autoptr (FlProject) again = parse (text);

  g_assert_true (ds_source_equal (again->source, source));
  g_assert_nonnull (strstr (text, "\"types\": {\"column2\": \"class\"}"));
  values.inputs = NULL; /* then "columns" is free to say it, as for CSV */
  g_autoptr (DsSource) all = ds_source_new (&values);
  g_autoptr (FlProject) named = fl_project_with_source (base, all);
  g_autofree char *words = fl_project_to_json (named);
  g_autoptr (FlProject) read = parse (words);
  g_assert_true (ds_source_equal (read->source, all));
  g_assert_nonnull (strstr (words, "\"columns\": {\"column2\": \"class\"}"));
  values.target = (char *) "column4";
  g_autoptr (DsSource) other = ds_source_new (&values);
  g_assert_false (ds_source_equal (other, source));
}

/* The column of parts; none at all, told as "", needs no word in the file. */
static void
test_split_choice (void)
{
  DsSource values = { .kind = DS_SOURCE_CSV, .path = (char *) "t.csv", .target = (char *) "y", .split = (char *) "set", .header = -1 };
  g_autoptr (DsSource) source = ds_source_new (&values), without = NULL, none = NULL;
  g_autoptr (FlProject) base = parse (small), project = fl_project_with_source (base, source), bare = NULL;
  g_autofree char *text = fl_project_to_json (project), *words = NULL;
  g_autoptr (FlProject) again = parse (text);

  g_assert_true (ds_source_equal (again->source, source));
  values.split = (char *) "";
  none = ds_source_new (&values);
  values.split = NULL;
  without = ds_source_new (&values);
  g_assert_false (ds_source_equal (source, without));
  g_assert_true (ds_source_equal (none, without));
  bare = fl_project_with_source (base, none);
  words = fl_project_to_json (bare);
  g_assert_null (strstr (words, "\"split\""));
}

static void
test_save_and_move (void)
{
  g_autofree char *dir = g_dir_make_tmp ("fallline-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "p.fallline", NULL);
  g_autofree char *sub = g_build_filename (dir, "sub", "deeper", NULL);
  g_autofree char *absolute = g_build_filename (dir, "sub", "deeper", "t.csv", NULL);
  DsSource values = { .kind = DS_SOURCE_CSV, .path = (char *) "data/t.csv", .header = -1 };
  DsSource elsewhere = { .kind = DS_SOURCE_CSV, .path = absolute, .header = -1 };
  g_autoptr (DsSource) source = ds_source_new (&values), other = ds_source_new (&elsewhere);
  g_autoptr (FlProject) base = parse (small);
  g_autoptr (FlProject) project = fl_project_with_source (base, source), far = fl_project_with_source (base, other);
  g_autoptr (FlProject) moved = fl_project_rebase (project, dir, sub), back = fl_project_rebase (moved, sub, dir);
  g_autoptr (FlProject) near = fl_project_rebase (far, NULL, dir), read = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (moved->source->path, ==, "../../data/t.csv");
  g_assert_cmpstr (back->source->path, ==, "data/t.csv");
  g_assert_cmpstr (near->source->path, ==, "sub/deeper/t.csv");

  g_assert_true (fl_project_save (base, path, &error));
  read = fl_project_load (path, &error);
  g_assert_no_error (error);
  g_assert_true (fl_project_equal (base, read));
  g_remove (path);
  g_rmdir (dir);
}

/* Any byte of a good file changed, left out, doubled or exchanged: a project or an error, never a crash. */
static void
test_mutations (void)
{
  static const char *const words[] = { "null", "-1", "1e308", "[]", "{}", "\"\"", "true", "99999999999", "[[[", "NaN", "\"auto\"", "1e-400" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (14);
  g_autoptr (FlProject) project = parse (small);
  g_autofree char *good = fl_project_to_json (project);
  guint refused = 0;

  for (int i = 0; i < 5000; i++)
    {
      g_autoptr (GString) text = g_string_new (good);
      g_autoptr (GError) error = NULL;
      g_autoptr (FlProject) read = NULL;

      for (int k = g_rand_int_range (rand, 1, 4); k > 0 && text->len > 8; k--)
        {
          gsize at = g_rand_int_range (rand, 0, text->len), n = g_rand_int_range (rand, 1, 8);

          switch (g_rand_int_range (rand, 0, 4))
            {
            case 0:
              text->str[at] = g_rand_int_range (rand, 0, 256);
              break;
            case 1:
              g_string_erase (text, at, MIN (n, text->len - at));
              break;
            case 2:
              g_string_insert_len (text, at, good + g_rand_int_range (rand, 0, strlen (good) - 8), n);
              break;
            default:
              {
                char *colon = strchr (text->str + at, ':');
                if (colon != NULL)
                  {
                    gsize from = colon + 1 - text->str, to = from + strcspn (colon + 1, ",}]");
                    g_string_erase (text, from, to - from);
                    g_string_insert (text, from, words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
                  }
              }
            }
        }
      read = fl_project_parse (text->str, text->len, "m.fallline", &error);
      g_assert_true ((read == NULL) == (error != NULL));
      if (read == NULL)
        {
          g_assert_true (error->domain == FL_ERROR);
          g_assert_true (g_str_has_prefix (error->message, "m.fallline:"));
          refused++;
        }
      else
        {
          g_autofree char *written = fl_project_to_json (read);
          g_autoptr (FlProject) again = fl_project_parse (written, strlen (written), "m.fallline", &error);

          g_assert_no_error (error);
          g_assert_true (fl_project_equal (read, again));
        }
    }
  g_test_message ("%u of 5000 refused", refused);
  g_assert_cmpuint (refused, >, 1000);
}

static void
test_samples (void)
{
  static const char *const names[] = { "spirals", "xor", "linear-regression", "iris", "wine", "digits" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = fl_samples_path (names[i]);
      g_autofree char *written = NULL, *dir = NULL;
      g_autoptr (FlProject) project = NULL, again = NULL;
      g_autoptr (DsPrepared) data = NULL;
      g_autoptr (NnPlan) plan = NULL;
      g_autoptr (GError) error = NULL;
      NnProblem problem;

      g_assert_nonnull (path);
      project = fl_project_load (path, &error);
      g_assert_no_error (error);
      written = fl_project_to_json (project);
      again = parse (written);
      g_assert_true (fl_project_equal (project, again));
      g_assert_null (project->original); /* a key misspelled in a shipped file would be an unknown one */
      dir = g_path_get_dirname (path);
      data = fl_project_prepare (project, dir, NULL, NULL, &error);
      g_assert_no_error (error);
      problem = nn_problem (data);
      plan = nn_plan_new (project->spec, &problem, NULL, &error);
      g_assert_no_error (error);
    }
  {
    g_autoptr (FlProject) project = fl_project_default ();
    g_assert_nonnull (project);
    g_assert_cmpstr (project->source->generator.type->id, ==, "spirals");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/round-trip", test_round_trip);
  g_test_add_func ("/project/unknown-keys", test_unknown_keys);
  g_test_add_func ("/project/unknown-keys-follow-types", test_unknown_keys_follow_types);
  g_test_add_func ("/project/defaults", test_defaults);
  g_test_add_func ("/project/class-weight", test_class_weight);
  g_test_add_func ("/project/values", test_values);
  g_test_add_func ("/project/numbers", test_numbers);
  g_test_add_func ("/project/locale", test_locale);
  g_test_add_func ("/project/npy-choices", test_npy_choices);
  g_test_add_func ("/project/split-choice", test_split_choice);
  g_test_add_func ("/project/save-and-move", test_save_and_move);
  g_test_add_func ("/project/mutations", test_mutations);
  g_test_add_func ("/project/samples", test_samples);
  return g_test_run ();
}
