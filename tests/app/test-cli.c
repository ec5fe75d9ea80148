/* The command line, run as a stranger would run it: exit codes, JSON keys, history columns, weights, Ctrl+C. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <jansson.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

static char *dir; /* a temporary folder all files of the test are in */

typedef struct
{
  int code;
  char *out, *err;
} Result;

static void
result_clear (Result *result)
{
  g_free (result->out);
  g_free (result->err);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, result_clear)

static GSubprocess *
start (const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_ptr_array_add (argv, (char *) g_getenv ("FALLLINE_PROGRAM"));
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (argv, (char *) *arguments);
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_set_cwd (launcher, dir);
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  return process;
}

static char *
text_of (GBytes *bytes)
{
  gsize n;
  const char *data = g_bytes_get_data (bytes, &n);

  return n > 0 ? g_strndup (data, n) : g_strdup ("");
}

static Result
finish (GSubprocess *process)
{
  Result result = { 0 };
  g_autoptr (GBytes) out = NULL, err = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate (process, NULL, NULL, &out, &err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process)); /* not killed by a signal */
  result.code = g_subprocess_get_exit_status (process);
  result.out = text_of (out);
  result.err = text_of (err);
  g_object_unref (process);
  return result;
}

#define RUN(...) finish (start ((const char *const[]) { __VA_ARGS__, NULL }))

static char *
sample (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".fallline", NULL);

  return g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "data", "samples", file, NULL);
}

static char *
in_dir (const char *name)
{
  return g_build_filename (dir, name, NULL);
}

static json_t *
parse (const Result *result)
{
  json_error_t e;
  json_t *json = json_loads (result->out, 0, &e);

  if (json == NULL)
    g_error ("not JSON (%s): %s", e.text, result->out);
  return json;
}

static const char *
string_of (json_t *json, const char *key)
{
  g_assert_true (json_is_string (json_object_get (json, key)));
  return json_string_value (json_object_get (json, key));
}

static double
number_of (json_t *json, const char *key)
{
  g_assert_true (json_is_number (json_object_get (json, key)));
  return json_number_value (json_object_get (json, key));
}

/* --- usage ------------------------------------------------------------------------------------------------------------- */

static void
assert_one_line (const char *text)
{
  char *end = strchr (text, '\n');

  g_assert_nonnull (end);
  g_assert_cmpstr (end, ==, "\n");
}

static void
test_usage (void)
{
  static const char *const wrong[][4] = {
    { "train" },           { "train", "a", "b" },      { "train", "--bogus", "a" }, { "train", "--epochs=0", "a" }, { "train", "--epochs=x", "a" },
    { "train", "--seed=-1", "a" }, { "train", "--threads=-2", "a" }, { "train", "--picture=a.gif", "a" }, { "predict", "a" }, { "predict", "a", "--weights=b" },
    { "check" },           { "list" },                 { "list", "things" },        { "bench", "things" },          { "nonsense" },
    { "--nonsense" },      { "a.fallline", "b.fallline" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_auto (Result) result = RUN (wrong[i][0], wrong[i][1], wrong[i][2], wrong[i][3]);

      if (result.code != 2)
        g_error ("case %u: exit code %d: %s", i, result.code, result.err);
      assert_one_line (result.err);
      g_assert_cmpstr (result.out, ==, "");
    }
}

static void
test_help (void)
{
  static const char *const commands[] = { "train", "predict", "check", "list", "bench" };
  g_auto (Result) help = RUN ("--help");
  g_auto (Result) version = RUN ("--version");

  g_assert_cmpint (help.code, ==, 0);
  g_assert_cmpint (version.code, ==, 0);
  g_assert_true (g_str_has_prefix (version.out, "Fall Line "));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (Result) result = RUN (commands[i], "--help");

      g_assert_cmpint (result.code, ==, 0);
      g_assert_nonnull (strstr (result.out, "Usage"));
      g_assert_nonnull (strstr (help.out, commands[i]));
    }
}

/* --- training ---------------------------------------------------------------------------------------------------------- */

static void
test_train_json (void)
{
  static const char *const keys[] = { "epochs", "steps", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "seconds",
                                      "samples_per_second", "weights_sha256", "stopped" };
  g_autofree char *xor = sample ("xor"), *line = sample ("linear-regression");
  g_auto (Result) a = RUN ("train", xor, "--epochs", "7", "--json"), b = RUN ("train", line, "--epochs", "2", "--json");
  json_t *json = parse (&a), *regression = parse (&b);

  g_assert_cmpint (a.code, ==, 0);
  g_assert_cmpuint (json_object_size (json), ==, G_N_ELEMENTS (keys));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_nonnull (json_object_get (json, keys[i]));
  g_assert_cmpfloat (number_of (json, "epochs"), ==, 7);
  g_assert_cmpstr (string_of (json, "stopped"), ==, "epochs");
  g_assert_cmpuint (strlen (string_of (json, "weights_sha256")), ==, 64);
  g_assert_true (json_is_null (json_object_get (regression, "train_accuracy"))); /* NaN */
  json_decref (json);
  json_decref (regression);
}

static char *
sha_of (const char *project, const char *option, const char *value)
{
  g_auto (Result) result = RUN ("train", project, "--json", option, value);
  json_t *json = parse (&result);
  char *sha = g_strdup (string_of (json, "weights_sha256"));

  g_assert_cmpint (result.code, ==, 0);
  json_decref (json);
  return sha;
}

static void
test_same_bits (void)
{
  static const char *const names[] = { "spirals", "digits" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = sample (names[i]);
      g_autofree char *a = sha_of (path, "--epochs", "20"), *b = sha_of (path, "--epochs", "20"), *other = sha_of (path, "--epochs", "19");

      g_assert_cmpstr (a, ==, b);
      g_assert_cmpstr (a, !=, other);
    }
  {
    g_autofree char *path = sample ("digits");
    g_autofree char *one = sha_of (path, "--threads", "1"), *two = sha_of (path, "--threads", "2"), *three = sha_of (path, "--threads", "3");
    g_autofree char *seeded = sha_of (path, "--seed", "77");

    g_assert_cmpstr (one, ==, two);
    g_assert_cmpstr (one, ==, three);
    g_assert_cmpstr (one, !=, seeded);
  }
}

static void
test_samples_learn (void)
{
  static const struct
  {
    const char *name;
    double accuracy;
  } samples[] = { { "spirals", 0.98 }, { "xor", 1 }, { "iris", 0.93 }, { "wine", 0.95 }, { "digits", 0.95 } };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *path = sample (samples[i].name);
      g_auto (Result) result = RUN ("train", path, "--json");
      json_t *json = parse (&result);

      g_test_message ("%s: %g", samples[i].name, number_of (json, "validation_accuracy"));
      g_assert_cmpfloat (number_of (json, "validation_accuracy"), >=, samples[i].accuracy);
      json_decref (json);
    }
  for (guint seed = 1; seed <= 5; seed++) /* what the window opens on learns from any start */
    {
      g_autofree char *path = sample ("spirals"), *text = g_strdup_printf ("%u", seed);
      g_auto (Result) result = RUN ("train", path, "--json", "--seed", text);
      json_t *json = parse (&result);

      g_assert_cmpfloat (number_of (json, "validation_accuracy"), >=, 0.98);
      json_decref (json);
    }
}

/* The line's slope and intercept come back out of the saved weights. */
static void
test_line_recovered (void)
{
  g_autofree char *path = sample ("linear-regression"), *weights = in_dir ("line.safetensors"), *text = NULL, *bytes = NULL;
  g_auto (Result) result = RUN ("train", path, "--quiet", "--save-weights", weights);
  json_t *project, *source, *header;
  guint64 length;
  gsize n;
  float values[2];
  double slope, intercept;

  g_assert_cmpint (result.code, ==, 0);
  g_assert_cmpstr (result.out, ==, "");
  g_assert_cmpstr (result.err, ==, "");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_file_get_contents (weights, &bytes, &n, NULL));
  project = json_loads (text, 0, NULL);
  source = json_object_get (json_object_get (project, "data"), "source");
  slope = number_of (source, "slope");
  intercept = number_of (source, "intercept");

  memcpy (&length, bytes, 8);
  length = GUINT64_FROM_LE (length);
  g_assert_cmpuint (n, ==, 8 + length + sizeof values);
  header = json_loadb (bytes + 8, length, 0, NULL);
  g_assert_nonnull (json_object_get (header, "0.weight"));
  g_assert_nonnull (json_object_get (header, "0.bias"));
  memcpy (values, bytes + 8 + length, sizeof values);
  g_test_message ("slope %g of %g, intercept %g of %g", values[0], slope, values[1], intercept);
  g_assert_cmpfloat (fabs (values[0] - slope), <=, 0.02 * fabs (slope));
  g_assert_cmpfloat (fabs (values[1] - intercept), <=, 0.02 * fabs (intercept));
  json_decref (project);
  json_decref (header);
}

static void
test_history (void)
{
  g_autofree char *path = sample ("iris"), *history = in_dir ("history.csv"), *text = NULL;
  g_auto (Result) result = RUN ("train", path, "--epochs", "9", "--json", "--history", history);
  g_auto (GStrv) lines = NULL, last = NULL, first = NULL;
  json_t *json = parse (&result);

  g_assert_true (g_file_get_contents (history, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  g_assert_cmpstr (lines[0], ==, "epoch,step,batch_loss,train_loss,validation_loss,train_accuracy,validation_accuracy,learning_rate,seconds");
  g_assert_cmpuint (g_strv_length (lines), ==, 11);
  first = g_strsplit (lines[1], ",", -1);
  last = g_strsplit (lines[10], ",", -1);
  g_assert_cmpuint (g_strv_length (first), ==, 9);
  g_assert_cmpstr (first[0], ==, "0");
  g_assert_cmpstr (first[1], ==, "0");
  g_assert_cmpstr (first[2], ==, ""); /* no batch before the first step */
  g_assert_cmpstr (last[0], ==, "9");
  g_assert_cmpfloat (g_ascii_strtod (last[1], NULL), ==, number_of (json, "steps"));
  g_assert_cmpfloat (fabs (g_ascii_strtod (last[3], NULL) - number_of (json, "train_loss")), <, 1e-7);
  g_assert_cmpfloat (fabs (g_ascii_strtod (last[4], NULL) - number_of (json, "validation_loss")), <, 1e-7);
  json_decref (json);
}

/* Training on from saved weights is training on: row 0 is where the first run ended. */
static void
test_init_weights (void)
{
  g_autofree char *path = sample ("iris"), *weights = in_dir ("iris.safetensors"), *history = in_dir ("on.csv"), *text = NULL;
  g_auto (Result) first = RUN ("train", path, "--epochs", "30", "--json", "--save-weights", weights);
  g_auto (Result) second = RUN ("train", path, "--epochs", "1", "--json", "--init-weights", weights, "--history", history);
  g_auto (GStrv) lines = NULL, row = NULL;
  json_t *json = parse (&first);

  g_assert_cmpint (second.code, ==, 0);
  g_assert_true (g_file_get_contents (history, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  row = g_strsplit (lines[1], ",", -1);
  g_assert_cmpfloat (fabs (g_ascii_strtod (row[3], NULL) - number_of (json, "train_loss")), <, 1e-7);
  json_decref (json);
}

static void
write_project (const char *name, const char *source, const char *network, const char *training)
{
  g_autofree char *path = in_dir (name);
  g_autofree char *text = g_strdup_printf ("{\"fallline\": 1, \"seed\": 3,\n \"data\": {\"source\": %s},\n \"network\": %s,\n \"training\": %s}\n", source, network, training);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

#define SPIRALS "{\"type\": \"generator\", \"name\": \"spirals\"}"
#define TANH "[{\"type\": \"dense\", \"units\": 8, \"activation\": \"tanh\"}, {\"type\": \"dense\", \"units\": \"auto\"}]"

static void
test_stops (void)
{
  write_project ("below.fallline", SPIRALS, TANH, "{\"optimizer\": {\"type\": \"adam\", \"learning_rate\": 0.02}, \"stop\": {\"epochs\": 5000, \"loss_below\": 0.5}}");
  write_project ("patience.fallline", SPIRALS, TANH, "{\"optimizer\": {\"type\": \"sgd\", \"learning_rate\": 0}, \"stop\": {\"epochs\": 500, \"patience\": 4}}");
  {
    g_auto (Result) below = RUN ("train", "below.fallline", "--json"), patience = RUN ("train", "patience.fallline", "--json");
    json_t *a = parse (&below), *b = parse (&patience);

    g_assert_cmpstr (string_of (a, "stopped"), ==, "loss_below");
    g_assert_cmpfloat (number_of (a, "train_loss"), <, 0.5);
    g_assert_cmpstr (string_of (b, "stopped"), ==, "patience");
    g_assert_cmpfloat (number_of (b, "epochs"), <, 20);
    g_assert_cmpint (below.code, ==, 0);
    g_assert_cmpint (patience.code, ==, 0);
    json_decref (a);
    json_decref (b);
  }
}

static void
test_diverged (void)
{
  g_autofree char *weights = in_dir ("diverged.safetensors"), *bytes = NULL;
  gsize n;

  write_project ("diverge.fallline", SPIRALS, "[{\"type\": \"dense\", \"units\": 8, \"activation\": \"relu\"}, {\"type\": \"dense\", \"units\": 8, \"activation\": \"relu\"}, {\"type\": \"dense\", \"units\": \"auto\"}]",
                 "{\"loss\": \"mse\", \"optimizer\": {\"type\": \"sgd\", \"learning_rate\": 1000000}, \"stop\": {\"epochs\": 500}}");
  {
    g_auto (Result) result = RUN ("train", "diverge.fallline", "--json", "--save-weights", weights);
    json_t *json = parse (&result);

    g_assert_cmpint (result.code, ==, 4);
    g_assert_cmpstr (string_of (json, "stopped"), ==, "diverged");
    g_assert_cmpstr (result.err, !=, "");
    json_decref (json);
  }
  g_assert_true (g_file_get_contents (weights, &bytes, &n, NULL));
  {
    guint64 length;

    memcpy (&length, bytes, 8);
    for (gsize at = 8 + GUINT64_FROM_LE (length); at + 4 <= n; at += 4)
      {
        float value;

        memcpy (&value, bytes + at, 4);
        g_assert_true (isfinite (value));
      }
  }
}

static void
test_interrupt (void)
{
  g_autofree char *weights = in_dir ("interrupted.safetensors"), *history = in_dir ("interrupted.csv");
  GSubprocess *process;

  write_project ("endless.fallline", SPIRALS, TANH, "{\"optimizer\": {\"type\": \"adam\"}, \"stop\": {\"epochs\": null}}");
  process = start ((const char *const[]) { "train", "endless.fallline", "--json", "--save-weights", weights, "--history", history, NULL });
  g_usleep (1000 * 1000);
  g_subprocess_send_signal (process, SIGINT);
  {
    g_auto (Result) result = finish (process);
    json_t *json = parse (&result);

    g_assert_cmpint (result.code, ==, 130);
    g_assert_cmpstr (string_of (json, "stopped"), ==, "interrupted");
    g_assert_cmpfloat (number_of (json, "steps"), >, 0);
    g_assert_nonnull (strstr (result.err, "interrupted.safetensors"));
    json_decref (json);
  }
  g_assert_true (g_file_test (weights, G_FILE_TEST_IS_REGULAR));
  g_assert_true (g_file_test (history, G_FILE_TEST_IS_REGULAR));
}

static void
test_bad_input (void)
{
  g_autofree char *iris = sample ("iris"), *spirals = sample ("spirals"), *weights = in_dir ("wrong.safetensors"), *csv = in_dir ("bad.csv");
  g_autofree char *broken = in_dir ("broken.fallline");

  g_assert_true (g_file_set_contents (broken, "{\"fallline\": 1,\n \"seed\": \"x\", \"data\": {}, \"network\": []}", -1, NULL));
  write_project ("missing.fallline", "{\"type\": \"csv\", \"path\": \"none.csv\"}", TANH, "{}");
  write_project ("shape.fallline", SPIRALS, "[{\"type\": \"dense\", \"units\": 3}]", "{\"loss\": \"binary_cross_entropy\"}");
  write_project ("huge.fallline", SPIRALS, "[{\"type\": \"dense\", \"units\": 65536}, {\"type\": \"dense\", \"units\": 65536}, {\"type\": \"dense\", \"units\": 65536}, {\"type\": \"dense\", \"units\": 65536}, {\"type\": \"dense\"}]", "{}");
  {
    g_auto (Result) a = RUN ("train", "broken.fallline"), b = RUN ("train", "missing.fallline"), c = RUN ("train", "shape.fallline");
    g_auto (Result) d = RUN ("train", "huge.fallline"), e = RUN ("train", "none.fallline"), f = RUN ("none.fallline");
    g_auto (Result) first = RUN ("train", spirals, "--epochs", "1", "--quiet", "--save-weights", weights);
    g_auto (Result) g = RUN ("train", iris, "--init-weights", weights), h = RUN ("train", iris, "--save-weights", "/no/such/folder/x.safetensors");

    g_assert_cmpint (first.code, ==, 0);
    g_assert_cmpint (a.code, ==, 3);
    g_assert_nonnull (strstr (a.err, "broken.fallline:2:10: \"seed\""));
    g_assert_cmpint (b.code, ==, 3);
    g_assert_nonnull (strstr (b.err, "none.csv"));
    g_assert_cmpint (c.code, ==, 3);
    g_assert_nonnull (strstr (c.err, "shape.fallline"));
    g_assert_cmpint (d.code, ==, 3);
    g_assert_cmpint (e.code, ==, 3);
    g_assert_cmpint (f.code, ==, 3);
    g_assert_cmpint (g.code, ==, 3);
    g_assert_nonnull (strstr (g.err, "wrong.safetensors"));
    g_assert_cmpint (h.code, ==, 3);
    assert_one_line (a.err);
  }
  g_assert_true (g_file_set_contents (csv, "sepal_length,sepal_width\n1,2\n", -1, NULL));
  {
    g_autofree char *good = in_dir ("good.safetensors");
    g_auto (Result) train = RUN ("train", iris, "--epochs", "1", "--quiet", "--save-weights", good);
    g_auto (Result) result = RUN ("predict", iris, "--weights", good, "--input", csv);

    g_assert_cmpint (train.code, ==, 0);
    g_assert_cmpint (result.code, ==, 3);
    g_assert_nonnull (strstr (result.err, "petal_length"));
  }
}

/* --- the other commands ------------------------------------------------------------------------------------------------ */

static void
test_predict (void)
{
  g_autofree char *path = sample ("iris"), *weights = in_dir ("p.safetensors"), *output = in_dir ("p.csv"), *text = NULL, *table = NULL;
  g_autofree char *csv = g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "data", "samples", "iris.csv", NULL);
  g_auto (Result) train = RUN ("train", path, "--quiet", "--save-weights", weights);
  g_auto (Result) result = RUN ("predict", path, "--weights", weights, "--input", csv, "--output", output);
  g_auto (GStrv) lines = NULL, rows = NULL;
  guint right = 0;

  g_assert_cmpint (train.code, ==, 0);
  g_assert_cmpint (result.code, ==, 0);
  g_assert_true (g_file_get_contents (output, &text, NULL, NULL));
  g_assert_true (g_file_get_contents (csv, &table, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  rows = g_strsplit (g_strchomp (table), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length (rows));
  g_assert_cmpstr (lines[0], ==, "prediction,setosa,versicolor,virginica");
  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);
      double sum = 0;

      g_assert_cmpuint (g_strv_length (cells), ==, 4);
      for (guint c = 1; c < 4; c++)
        sum += g_ascii_strtod (cells[c], NULL);
      g_assert_cmpfloat (fabs (sum - 1), <, 1e-5);
      right += g_str_has_suffix (g_strchomp (rows[i]), cells[0]);
    }
  g_assert_cmpuint (right, >, 140); /* rows in input order */
}

static void
test_predict_value (void)
{
  g_autofree char *path = sample ("linear-regression"), *weights = in_dir ("v.safetensors"), *table = in_dir ("x.csv");
  g_auto (Result) train = RUN ("train", path, "--quiet", "--save-weights", weights);

  g_assert_true (g_file_set_contents (table, "id,x\nfirst,0\nsecond,1\n", -1, NULL));
  {
    g_auto (Result) result = RUN ("predict", path, "--weights", weights, "--input", table);
    g_auto (GStrv) lines = g_strsplit (result.out, "\n", -1);

    g_assert_cmpint (result.code, ==, 0);
    g_assert_cmpstr (lines[0], ==, "prediction");
    g_assert_cmpfloat (fabs (g_ascii_strtod (lines[1], NULL) - 1.0), <, 0.05);
    g_assert_cmpfloat (fabs (g_ascii_strtod (lines[2], NULL) - 1.8), <, 0.05);
  }
}

static void
test_check (void)
{
  g_autofree char *path = sample ("spirals");
  g_auto (Result) table = RUN ("check", path), result = RUN ("check", path, "--json");
  json_t *json = parse (&result);

  g_assert_cmpint (table.code, ==, 0);
  g_assert_cmpint (result.code, ==, 0);
  g_assert_nonnull (strstr (table.out, "0.weight"));
  g_assert_true (json_is_true (json_object_get (json, "passed")));
  g_assert_cmpfloat (number_of (json, "max_error"), <=, 1e-6);
  g_assert_cmpuint (json_array_size (json_object_get (json, "tensors")), ==, 6);
  json_decref (json);
}

static void
test_list (void)
{
  static const struct
  {
    const char *catalogue, *has;
  } lists[] = { { "layers", "dense" },         { "activations", "tanh" },   { "losses", "cross_entropy" }, { "optimizers", "adam" },
                { "schedules", "constant" }, { "initializers", "glorot_uniform" }, { "generators", "spirals" } };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_auto (Result) table = RUN ("list", lists[i].catalogue), result = RUN ("list", lists[i].catalogue, "--json");
      json_t *json = parse (&result), *entry;
      gboolean found = FALSE;
      gsize k;

      g_assert_cmpint (table.code, ==, 0);
      g_assert_true (strstr (table.out, lists[i].has) != NULL);
      json_array_foreach (json, k, entry)
        {
          found = found || strcmp (string_of (entry, "id"), lists[i].has) == 0;
          g_assert_true (json_is_array (json_object_get (entry, "params")));
        }
      g_assert_true (found);
      json_decref (json);
    }
}

static void
test_bench (void)
{
  g_auto (Result) result = RUN ("bench", "field", "--json", "--threads", "1");
  json_t *json = parse (&result), *entry = json_array_get (json, 0);

  g_assert_cmpint (result.code, ==, 0);
  g_assert_cmpuint (json_array_size (json), ==, 1);
  g_assert_cmpstr (string_of (entry, "name"), ==, "field");
  g_assert_cmpfloat (number_of (entry, "milliseconds"), >, 0);
  g_assert_cmpstr (string_of (entry, "kernels"), !=, "");
  g_assert_cmpstr (string_of (entry, "openblas_core"), !=, "");
  g_assert_cmpfloat (number_of (entry, "threads"), ==, 1);
  json_decref (json);
}

static void
test_picture_and_no_display (void)
{
  g_autofree char *path = sample ("xor"), *png = in_dir ("fallline.png");
  static const char *const names[] = { "p.png", "p.svg", "p.pdf" }, *const starts[] = { "\x89PNG", "<?xml", "%PDF" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = in_dir (names[i]), *bytes = NULL;
      g_auto (Result) result = RUN ("train", path, "--quiet", "--picture", file);

      g_assert_cmpint (result.code, ==, 0);
      g_assert_true (g_file_get_contents (file, &bytes, NULL, NULL));
      g_assert_true (g_str_has_prefix (bytes, starts[i]));
    }
  {
    g_auto (Result) result = RUN (path);

    g_assert_cmpint (result.code, ==, 0);
    g_assert_nonnull (strstr (result.out, "no display"));
    g_assert_true (g_file_test (png, G_FILE_TEST_IS_REGULAR));
  }
  g_remove (png);
  {
    g_auto (Result) result = finish (start ((const char *const[]) { NULL }));

    g_assert_cmpint (result.code, ==, 0);
    g_assert_nonnull (strstr (result.out, "spirals"));
    g_assert_true (g_file_test (png, G_FILE_TEST_IS_REGULAR));
  }
}

static void
test_mnist (void)
{
  g_autofree char *images = g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "..", "shared", "data", "mnist", "t10k-images-idx3-ubyte.gz", NULL);
  g_autofree char *labels = g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "..", "shared", "data", "mnist", "t10k-labels-idx1-ubyte.gz", NULL);
  g_autofree char *source = g_strdup_printf ("{\"type\": \"idx\", \"images\": \"%s\", \"labels\": \"%s\"}", images, labels);

  if (!g_file_test (images, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the MNIST files are not there");
      return;
    }
  write_project ("mnist.fallline", source, "[{\"type\": \"dense\", \"units\": 32, \"activation\": \"relu\"}, {\"type\": \"dense\", \"units\": \"auto\"}]",
                 "{\"optimizer\": {\"type\": \"adam\"}, \"batch_size\": 64, \"stop\": {\"epochs\": 5}}");
  {
    g_auto (Result) result = RUN ("train", "mnist.fallline", "--json");
    json_t *json = parse (&result);

    g_assert_cmpint (result.code, ==, 0);
    g_assert_cmpfloat (number_of (json, "validation_accuracy"), >, 0.88);
    json_decref (json);
  }
}

static void
remove_dir (void)
{
  g_autoptr (GDir) open = g_dir_open (dir, 0, NULL);
  const char *name;

  while (open != NULL && (name = g_dir_read_name (open)) != NULL)
    {
      g_autofree char *path = in_dir (name);
      g_remove (path);
    }
  g_rmdir (dir);
}

int
main (int argc, char **argv)
{
  int code;

  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (g_getenv ("FALLLINE_PROGRAM"));
  g_assert_nonnull (g_getenv ("FALLLINE_SOURCE_ROOT"));
  dir = g_dir_make_tmp ("fallline-cli-XXXXXX", NULL);
  g_test_add_func ("/cli/usage", test_usage);
  g_test_add_func ("/cli/help", test_help);
  g_test_add_func ("/cli/train-json", test_train_json);
  g_test_add_func ("/cli/same-bits", test_same_bits);
  g_test_add_func ("/cli/samples-learn", test_samples_learn);
  g_test_add_func ("/cli/line-recovered", test_line_recovered);
  g_test_add_func ("/cli/history", test_history);
  g_test_add_func ("/cli/init-weights", test_init_weights);
  g_test_add_func ("/cli/stops", test_stops);
  g_test_add_func ("/cli/diverged", test_diverged);
  g_test_add_func ("/cli/interrupt", test_interrupt);
  g_test_add_func ("/cli/bad-input", test_bad_input);
  g_test_add_func ("/cli/predict", test_predict);
  g_test_add_func ("/cli/predict-value", test_predict_value);
  g_test_add_func ("/cli/check", test_check);
  g_test_add_func ("/cli/list", test_list);
  g_test_add_func ("/cli/bench", test_bench);
  g_test_add_func ("/cli/picture-and-no-display", test_picture_and_no_display);
  g_test_add_func ("/cli/mnist", test_mnist);
  code = g_test_run ();
  remove_dir ();
  g_free (dir);
  return code;
}
