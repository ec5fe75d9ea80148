/* `fallline train`, run as a stranger would run it: JSON keys, history columns, weights, stops, Ctrl+C. */
#include "fl-program.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>

static void
test_train_json (void)
{
  static const char *const keys[] = { "epochs", "steps", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "seconds",
                                      "samples_per_second", "weights_sha256", "stopped" };
  g_autofree char *xor = fl_program_sample ("xor"), *line = fl_program_sample ("linear-regression");
  g_auto (FlResult) a = RUN ("train", xor, "--epochs", "7", "--json"), b = RUN ("train", line, "--epochs", "2", "--json");
  json_t *json = fl_program_json (&a), *regression = fl_program_json (&b);

  g_assert_cmpint (a.code, ==, 0);
  g_assert_cmpuint (json_object_size (json), ==, G_N_ELEMENTS (keys));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_nonnull (json_object_get (json, keys[i]));
  g_assert_cmpfloat (fl_json_number_of (json, "epochs"), ==, 7);
  g_assert_cmpstr (fl_json_string_of (json, "stopped"), ==, "epochs");
  g_assert_cmpuint (strlen (fl_json_string_of (json, "weights_sha256")), ==, 64);
  g_assert_true (json_is_null (json_object_get (regression, "train_accuracy"))); /* NaN */
  json_decref (json);
  json_decref (regression);
}

static char *
sha_of (const char *project, const char *option, const char *value)
{
  g_auto (FlResult) result = RUN ("train", project, "--json", option, value);
  json_t *json = fl_program_json (&result);
  char *sha = g_strdup (fl_json_string_of (json, "weights_sha256"));

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
      g_autofree char *path = fl_program_sample (names[i]);
      g_autofree char *a = sha_of (path, "--epochs", "20"), *b = sha_of (path, "--epochs", "20"), *other = sha_of (path, "--epochs", "19");

      g_assert_cmpstr (a, ==, b);
      g_assert_cmpstr (a, !=, other);
    }
  {
    g_autofree char *path = fl_program_sample ("digits");
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
      g_autofree char *path = fl_program_sample (samples[i].name);
      g_auto (FlResult) result = RUN ("train", path, "--json");
      json_t *json = fl_program_json (&result);

      g_test_message ("%s: %g", samples[i].name, fl_json_number_of (json, "validation_accuracy"));
      g_assert_cmpfloat (fl_json_number_of (json, "validation_accuracy"), >=, samples[i].accuracy);
      json_decref (json);
    }
  for (guint seed = 1; seed <= 5; seed++) /* what the window opens on learns from any start */
    {
      g_autofree char *path = fl_program_sample ("spirals"), *text = g_strdup_printf ("%u", seed);
      g_auto (FlResult) result = RUN ("train", path, "--json", "--seed", text);
      json_t *json = fl_program_json (&result);

      g_assert_cmpfloat (fl_json_number_of (json, "validation_accuracy"), >=, 0.98);
      json_decref (json);
    }
}

/* The line's slope and intercept come back out of the saved weights. */
static void
test_line_recovered (void)
{
  g_autofree char *path = fl_program_sample ("linear-regression"), *weights = fl_program_file ("line.safetensors"), *text = NULL, *bytes = NULL;
  g_auto (FlResult) result = RUN ("train", path, "--quiet", "--save-weights", weights);
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
  slope = fl_json_number_of (source, "slope");
  intercept = fl_json_number_of (source, "intercept");

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

/* What is said of one is said of one. */
static void
test_one_epoch (void)
{
  g_autofree char *path = fl_program_sample ("xor");
  g_auto (FlResult) result = RUN ("train", path, "--epochs", "1"), search = RUN ("search", path, "--epochs", "1", "--vary", "training.optimizer.learning_rate=0.1");

  g_assert_true (g_str_has_prefix (result.out, "1 epoch, 15 steps · "));
  g_assert_true (g_str_has_prefix (search.out, "1 of 1 trial ("));
}

static void
test_history (void)
{
  g_autofree char *path = fl_program_sample ("iris"), *history = fl_program_file ("history.csv"), *text = NULL;
  g_auto (FlResult) result = RUN ("train", path, "--epochs", "9", "--json", "--history", history);
  g_auto (GStrv) lines = NULL, last = NULL, first = NULL;
  json_t *json = fl_program_json (&result);

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
  g_assert_cmpfloat (g_ascii_strtod (last[1], NULL), ==, fl_json_number_of (json, "steps"));
  g_assert_cmpfloat (fabs (g_ascii_strtod (last[3], NULL) - fl_json_number_of (json, "train_loss")), <, 1e-7);
  g_assert_cmpfloat (fabs (g_ascii_strtod (last[4], NULL) - fl_json_number_of (json, "validation_loss")), <, 1e-7);
  json_decref (json);
}

/* Training on from saved weights is training on: row 0 is where the first run ended. */
static void
test_init_weights (void)
{
  g_autofree char *path = fl_program_sample ("iris"), *weights = fl_program_file ("iris.safetensors"), *history = fl_program_file ("on.csv"), *text = NULL;
  g_auto (FlResult) first = RUN ("train", path, "--epochs", "30", "--json", "--save-weights", weights);
  g_auto (FlResult) second = RUN ("train", path, "--epochs", "1", "--json", "--init-weights", weights, "--history", history);
  g_auto (GStrv) lines = NULL, row = NULL;
  json_t *json = fl_program_json (&first);

  g_assert_cmpint (second.code, ==, 0);
  g_assert_true (g_file_get_contents (history, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  row = g_strsplit (lines[1], ",", -1);
  g_assert_cmpfloat (fabs (g_ascii_strtod (row[3], NULL) - fl_json_number_of (json, "train_loss")), <, 1e-7);
  json_decref (json);
}

static void
test_stops (void)
{
  fl_program_write_project ("below.fallline", SPIRALS, TANH, "{\"optimizer\": {\"type\": \"adam\", \"learning_rate\": 0.02}, \"stop\": {\"epochs\": 5000, \"loss_below\": 0.5}}");
  fl_program_write_project ("patience.fallline", SPIRALS, TANH, "{\"optimizer\": {\"type\": \"sgd\", \"learning_rate\": 0}, \"stop\": {\"epochs\": 500, \"patience\": 4}}");
  {
    g_auto (FlResult) below = RUN ("train", "below.fallline", "--json"), patience = RUN ("train", "patience.fallline", "--json");
    json_t *a = fl_program_json (&below), *b = fl_program_json (&patience);

    g_assert_cmpstr (fl_json_string_of (a, "stopped"), ==, "loss_below");
    g_assert_cmpfloat (fl_json_number_of (a, "train_loss"), <, 0.5);
    g_assert_cmpstr (fl_json_string_of (b, "stopped"), ==, "patience");
    g_assert_cmpfloat (fl_json_number_of (b, "epochs"), <, 20);
    g_assert_cmpint (below.code, ==, 0);
    g_assert_cmpint (patience.code, ==, 0);
    json_decref (a);
    json_decref (b);
  }
}

static void
test_diverged (void)
{
  g_autofree char *weights = fl_program_file ("diverged.safetensors"), *bytes = NULL;
  gsize n;

  fl_program_write_project ("diverge.fallline", SPIRALS, "[{\"type\": \"dense\", \"units\": 8, \"activation\": \"relu\"}, {\"type\": \"dense\", \"units\": 8, \"activation\": \"relu\"}, {\"type\": \"dense\", \"units\": \"auto\"}]",
                 "{\"loss\": \"mse\", \"optimizer\": {\"type\": \"sgd\", \"learning_rate\": 1000000}, \"stop\": {\"epochs\": 500}}");
  {
    g_auto (FlResult) result = RUN ("train", "diverge.fallline", "--json", "--save-weights", weights);
    json_t *json = fl_program_json (&result);

    g_assert_cmpint (result.code, ==, 4);
    g_assert_cmpstr (fl_json_string_of (json, "stopped"), ==, "diverged");
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
  g_autofree char *weights = fl_program_file ("interrupted.safetensors"), *history = fl_program_file ("interrupted.csv");
  GSubprocess *process;

  fl_program_write_project ("endless.fallline", SPIRALS, TANH, "{\"optimizer\": {\"type\": \"adam\"}, \"stop\": {\"epochs\": null}}");
  process = fl_program_start ((const char *const[]) { "train", "endless.fallline", "--json", "--save-weights", weights, "--history", history, NULL });
  g_usleep (1000 * 1000);
  g_subprocess_send_signal (process, SIGINT);
  {
    g_auto (FlResult) result = fl_program_finish (process);
    json_t *json = fl_program_json (&result);

    g_assert_cmpint (result.code, ==, 130);
    g_assert_cmpstr (fl_json_string_of (json, "stopped"), ==, "interrupted");
    g_assert_cmpfloat (fl_json_number_of (json, "steps"), >, 0);
    g_assert_nonnull (strstr (result.err, "interrupted.safetensors"));
    json_decref (json);
  }
  g_assert_true (g_file_test (weights, G_FILE_TEST_IS_REGULAR));
  g_assert_true (g_file_test (history, G_FILE_TEST_IS_REGULAR));
}

/* What was done to the rows on the way in is said, beside the results and not among them. */
static void
test_notes (void)
{
  g_autofree char *csv = fl_program_file ("gaps.csv"), *project = fl_program_file ("gaps.fallline");

  g_assert_true (g_file_set_contents (csv, "a,b,y\n1,2,no\n,4,yes\n5,6,no\n7,8,yes\n", -1, NULL));
  fl_program_write_project ("gaps.fallline", "{\"type\": \"csv\", \"path\": \"gaps.csv\", \"target\": \"y\"}", TANH, "{}");
  g_auto (FlResult) result = RUN ("train", project, "--epochs", "1", "--json");

  g_assert_cmpint (result.code, ==, 0);
  g_assert_nonnull (strstr (result.err, "fallline: 1 row with a missing value left out: line 3, column 1 (a)."));
  json_t *json = fl_program_json (&result);
  g_assert_true (json_is_object (json));
  json_decref (json);
}

static void
test_bad_input (void)
{
  g_autofree char *iris = fl_program_sample ("iris"), *spirals = fl_program_sample ("spirals"), *weights = fl_program_file ("wrong.safetensors"), *csv = fl_program_file ("bad.csv");
  g_autofree char *broken = fl_program_file ("broken.fallline");

  g_assert_true (g_file_set_contents (broken, "{\"fallline\": 1,\n \"seed\": \"x\", \"data\": {}, \"network\": []}", -1, NULL));
  fl_program_write_project ("missing.fallline", "{\"type\": \"csv\", \"path\": \"none.csv\"}", TANH, "{}");
  fl_program_write_project ("shape.fallline", SPIRALS, "[{\"type\": \"dense\", \"units\": 3}]", "{\"loss\": \"binary_cross_entropy\"}");
  fl_program_write_project ("huge.fallline", SPIRALS, "[{\"type\": \"dense\", \"units\": 65536}, {\"type\": \"dense\", \"units\": 65536}, {\"type\": \"dense\", \"units\": 65536}, {\"type\": \"dense\", \"units\": 65536}, {\"type\": \"dense\"}]", "{}");
  {
    g_auto (FlResult) a = RUN ("train", "broken.fallline"), b = RUN ("train", "missing.fallline"), c = RUN ("train", "shape.fallline");
    g_auto (FlResult) d = RUN ("train", "huge.fallline"), e = RUN ("train", "none.fallline"), f = RUN ("none.fallline");
    g_auto (FlResult) first = RUN ("train", spirals, "--epochs", "1", "--quiet", "--save-weights", weights);
    g_auto (FlResult) g = RUN ("train", iris, "--init-weights", weights), h = RUN ("train", iris, "--save-weights", "/no/such/folder/x.safetensors");

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
    fl_assert_one_line (a.err);
  }
  g_assert_true (g_file_set_contents (csv, "sepal_length,sepal_width\n1,2\n", -1, NULL));
  {
    g_autofree char *good = fl_program_file ("good.safetensors");
    g_auto (FlResult) train = RUN ("train", iris, "--epochs", "1", "--quiet", "--save-weights", good);
    g_auto (FlResult) result = RUN ("predict", iris, "--weights", good, "--input", csv);

    g_assert_cmpint (train.code, ==, 0);
    g_assert_cmpint (result.code, ==, 3);
    g_assert_nonnull (strstr (result.err, "petal_length"));
  }
}

int
main (int argc, char **argv)
{
  int code;

  g_test_init (&argc, &argv, NULL);
  fl_program_begin ();
  g_test_add_func ("/cli-train/train-json", test_train_json);
  g_test_add_func ("/cli-train/same-bits", test_same_bits);
  g_test_add_func ("/cli-train/samples-learn", test_samples_learn);
  g_test_add_func ("/cli-train/line-recovered", test_line_recovered);
  g_test_add_func ("/cli-train/one-epoch", test_one_epoch);
  g_test_add_func ("/cli-train/history", test_history);
  g_test_add_func ("/cli-train/init-weights", test_init_weights);
  g_test_add_func ("/cli-train/stops", test_stops);
  g_test_add_func ("/cli-train/diverged", test_diverged);
  g_test_add_func ("/cli-train/interrupt", test_interrupt);
  g_test_add_func ("/cli-train/notes", test_notes);
  g_test_add_func ("/cli-train/bad-input", test_bad_input);
  code = g_test_run ();
  fl_program_end ();
  return code;
}
