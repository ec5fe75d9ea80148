/* The command line, run as a stranger would run it: usage, exit codes, and every command but train. */
#include "fl-program.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

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
      g_auto (FlResult) result = RUN (wrong[i][0], wrong[i][1], wrong[i][2], wrong[i][3]);

      if (result.code != 2)
        g_error ("case %u: exit code %d: %s", i, result.code, result.err);
      fl_assert_one_line (result.err);
      g_assert_cmpstr (result.out, ==, "");
    }
}

static void
test_help (void)
{
  static const char *const commands[] = { "train", "predict", "check", "list", "bench" };
  g_auto (FlResult) help = RUN ("--help");
  g_auto (FlResult) version = RUN ("--version");

  g_assert_cmpint (help.code, ==, 0);
  g_assert_cmpint (version.code, ==, 0);
  g_assert_true (g_str_has_prefix (version.out, "Fall Line "));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (FlResult) result = RUN (commands[i], "--help");

      g_assert_cmpint (result.code, ==, 0);
      g_assert_nonnull (strstr (result.out, "Usage"));
      g_assert_nonnull (strstr (help.out, commands[i]));
    }
}

static void
test_predict (void)
{
  g_autofree char *path = fl_program_sample ("iris"), *weights = fl_program_file ("p.safetensors"), *output = fl_program_file ("p.csv"), *text = NULL, *table = NULL;
  g_autofree char *csv = g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "data", "samples", "iris.csv", NULL);
  g_auto (FlResult) train = RUN ("train", path, "--quiet", "--save-weights", weights);
  g_auto (FlResult) result = RUN ("predict", path, "--weights", weights, "--input", csv, "--output", output);
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

/* A table whose header has other names is not taken for one without a header. */
static void
test_predict_other_names (void)
{
  g_autofree char *path = fl_program_sample ("xor"), *weights = fl_program_file ("o.safetensors"), *table = fl_program_file ("o.csv");
  g_auto (FlResult) train = RUN ("train", path, "--quiet", "--epochs", "1", "--save-weights", weights);

  g_assert_true (g_file_set_contents (table, "a,b\n1,2\n", -1, NULL));
  g_auto (FlResult) result = RUN ("predict", path, "--weights", weights, "--input", table);
  g_assert_cmpint (result.code, ==, 3);
  g_assert_nonnull (strstr (result.err, "there is no column \"x1\"; there are a, b"));
}

/* A limit to the size of files is told like a full disk, instead of ending the program; nothing half-written stays. */
static void
test_size_limit (void)
{
  g_autofree char *quoted = g_shell_quote (g_getenv ("FALLLINE_PROGRAM")), *project = fl_program_sample ("xor");
  g_autofree char *path = fl_program_file ("limited.csv"), *complaints = fl_program_file ("limited.txt"), *text = NULL;
  g_autofree char *command = g_strdup_printf ("ulimit -f 4; LC_ALL=C exec %s train '%s' --epochs 2000 --quiet --history '%s' 2> '%s'", quoted,
                                              project, path, complaints);
  int status = system (command);

  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 3);
  g_assert_true (g_file_get_contents (complaints, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "limited.csv cannot be written: File too large"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* A full disk behind the output is no success. */
static void
test_full_output (void)
{
  g_autofree char *quoted = g_shell_quote (g_getenv ("FALLLINE_PROGRAM"));
  g_autofree char *command = g_strdup_printf ("%s list layers > /dev/full 2> /dev/null", quoted);
  int status = g_file_test ("/dev/full", G_FILE_TEST_EXISTS) ? system (command) : -1;

  if (status < 0)
    g_test_skip ("no /dev/full here");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 3);
}

static void
test_predict_value (void)
{
  g_autofree char *path = fl_program_sample ("linear-regression"), *weights = fl_program_file ("v.safetensors"), *table = fl_program_file ("x.csv");
  g_auto (FlResult) train = RUN ("train", path, "--quiet", "--save-weights", weights);

  g_assert_true (g_file_set_contents (table, "id,x\nfirst,0\nsecond,1\n", -1, NULL));
  {
    g_auto (FlResult) result = RUN ("predict", path, "--weights", weights, "--input", table);
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
  g_autofree char *path = fl_program_sample ("spirals");
  g_auto (FlResult) table = RUN ("check", path), result = RUN ("check", path, "--json");
  json_t *json = fl_program_json (&result);

  g_assert_cmpint (table.code, ==, 0);
  g_assert_cmpint (result.code, ==, 0);
  g_assert_nonnull (strstr (table.out, "0.weight"));
  g_assert_true (json_is_true (json_object_get (json, "passed")));
  g_assert_cmpfloat (fl_json_number_of (json, "max_error"), <=, 1e-6);
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
      g_auto (FlResult) table = RUN ("list", lists[i].catalogue), result = RUN ("list", lists[i].catalogue, "--json");
      json_t *json = fl_program_json (&result), *entry;
      gboolean found = FALSE;
      gsize k;

      g_assert_cmpint (table.code, ==, 0);
      g_assert_true (strstr (table.out, lists[i].has) != NULL);
      json_array_foreach (json, k, entry)
        {
          found = found || strcmp (fl_json_string_of (entry, "id"), lists[i].has) == 0;
          g_assert_true (json_is_array (json_object_get (entry, "params")));
        }
      g_assert_true (found);
      json_decref (json);
    }
}

static void
test_bench (void)
{
  g_auto (FlResult) result = RUN ("bench", "field", "landscape", "--json", "--threads", "1");
  json_t *json = fl_program_json (&result), *entry = json_array_get (json, 0);

  g_assert_cmpint (result.code, ==, 0);
  g_assert_cmpuint (json_array_size (json), ==, 2);
  g_assert_cmpstr (fl_json_string_of (entry, "name"), ==, "field");
  g_assert_cmpfloat (fl_json_number_of (entry, "milliseconds"), >, 0);
  g_assert_cmpstr (fl_json_string_of (entry, "kernels"), !=, "");
  g_assert_cmpstr (fl_json_string_of (entry, "openblas_core"), !=, "");
  g_assert_cmpfloat (fl_json_number_of (entry, "threads"), ==, 1);
  entry = json_array_get (json, 1);
  g_assert_cmpstr (fl_json_string_of (entry, "name"), ==, "landscape");
  g_assert_cmpfloat (fl_json_number_of (entry, "milliseconds"), >, 0);
  g_assert_cmpfloat (fl_json_number_of (entry, "processor_milliseconds"), >, 0);
  json_decref (json);
}

static void
test_picture_and_no_display (void)
{
  g_autofree char *path = fl_program_sample ("xor"), *png = fl_program_file ("fallline.png");
  static const char *const names[] = { "p.png", "p.svg", "p.pdf" }, *const starts[] = { "\x89PNG", "<?xml", "%PDF" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = fl_program_file (names[i]), *bytes = NULL;
      g_auto (FlResult) result = RUN ("train", path, "--quiet", "--picture", file);

      g_assert_cmpint (result.code, ==, 0);
      g_assert_true (g_file_get_contents (file, &bytes, NULL, NULL));
      g_assert_true (g_str_has_prefix (bytes, starts[i]));
    }
  {
    g_auto (FlResult) result = RUN (path);

    g_assert_cmpint (result.code, ==, 0);
    g_assert_nonnull (strstr (result.out, "no display"));
    g_assert_true (g_file_test (png, G_FILE_TEST_IS_REGULAR));
  }
  g_remove (png);
  {
    g_auto (FlResult) result = fl_program_finish (fl_program_start ((const char *const[]) { NULL }));

    g_assert_cmpint (result.code, ==, 0);
    g_assert_nonnull (strstr (result.out, "spirals"));
    g_assert_true (g_file_test (png, G_FILE_TEST_IS_REGULAR));
  }
}

/* One of a session that has ended, say. */
static void
test_display_that_is_gone (void)
{
  g_autofree char *path = fl_program_sample ("xor");
  GSubprocess *process;

  fl_program_set_display (":4711");
  process = fl_program_start ((const char *const[]) { path, NULL });
  fl_program_set_display (NULL);
  g_auto (FlResult) result = fl_program_finish (process);

  g_assert_cmpint (result.code, ==, 0);
  g_assert_nonnull (strstr (result.out, "training in the terminal"));
  g_assert_null (strstr (result.err, "CRITICAL"));
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
  fl_program_write_project ("mnist.fallline", source, "[{\"type\": \"dense\", \"units\": 32, \"activation\": \"relu\"}, {\"type\": \"dense\", \"units\": \"auto\"}]",
                 "{\"optimizer\": {\"type\": \"adam\"}, \"batch_size\": 64, \"stop\": {\"epochs\": 5}}");
  {
    g_auto (FlResult) result = RUN ("train", "mnist.fallline", "--json");
    json_t *json = fl_program_json (&result);

    g_assert_cmpint (result.code, ==, 0);
    g_assert_cmpfloat (fl_json_number_of (json, "validation_accuracy"), >, 0.88);
    json_decref (json);
  }
}

int
main (int argc, char **argv)
{
  int code;

  g_test_init (&argc, &argv, NULL);
  fl_program_begin ();
  g_test_add_func ("/cli/usage", test_usage);
  g_test_add_func ("/cli/help", test_help);
  g_test_add_func ("/cli/predict", test_predict);
  g_test_add_func ("/cli/predict-value", test_predict_value);
  g_test_add_func ("/cli/predict-other-names", test_predict_other_names);
  g_test_add_func ("/cli/full-output", test_full_output);
  g_test_add_func ("/cli/size-limit", test_size_limit);
  g_test_add_func ("/cli/check", test_check);
  g_test_add_func ("/cli/list", test_list);
  g_test_add_func ("/cli/bench", test_bench);
  g_test_add_func ("/cli/picture-and-no-display", test_picture_and_no_display);
  g_test_add_func ("/cli/display-that-is-gone", test_display_that_is_gone);
  g_test_add_func ("/cli/mnist", test_mnist);
  code = g_test_run ();
  fl_program_end ();
  return code;
}
