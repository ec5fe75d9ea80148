/* evaluate, validate, search and range, run as a stranger would run them. */
#include "fl-program.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>

static void
test_usage (void)
{
  static const char *const wrong[][5] = {
    { "evaluate" }, { "evaluate", "a" }, { "evaluate", "a", "--weights=b", "--top-k=0" },
    { "validate" }, { "validate", "a" }, { "validate", "a", "--folds=1" }, { "validate", "a", "--folds=x" }, { "validate", "a", "--folds=3", "--threads=-1" },
    { "search" }, { "search", "a" }, { "search", "a", "--vary=seed=1", "--random=0" }, { "search", "a", "--vary=seed=1", "--epochs=0" },
    { "range" }, { "range", "a", "--from=0" }, { "range", "a", "--to=x" }, { "range", "a", "--from=1", "--to=0.1" }, { "range", "a", "--steps=3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_auto (FlResult) result = RUN (wrong[i][0], wrong[i][1], wrong[i][2], wrong[i][3], wrong[i][4]);

      if (result.code != 2)
        g_error ("case %u: exit code %d: %s", i, result.code, result.err);
      fl_assert_one_line (result.err);
      g_assert_cmpstr (result.out, ==, "");
    }
}

static void
test_help (void)
{
  static const char *const commands[] = { "evaluate", "validate", "search", "range" };
  g_auto (FlResult) all = RUN ("--help");

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (FlResult) result = RUN (commands[i], "--help");
      g_autofree char *usage = g_strdup_printf ("fallline %s", commands[i]);

      g_assert_cmpint (result.code, ==, 0);
      g_assert_nonnull (strstr (result.out, usage));
      g_assert_nonnull (strstr (all.out, usage));
    }
}

static void
test_missing_project (void)
{
  g_auto (FlResult) evaluate = RUN ("evaluate", "no.fallline", "--weights", "no"), validate = RUN ("validate", "no.fallline", "--folds", "3");
  g_auto (FlResult) search = RUN ("search", "no.fallline", "--vary", "seed=1"), range = RUN ("range", "no.fallline");

  g_assert_cmpint (evaluate.code, ==, 3);
  g_assert_cmpint (validate.code, ==, 3);
  g_assert_cmpint (search.code, ==, 3);
  g_assert_cmpint (range.code, ==, 3);
}

/* --- evaluate ---------------------------------------------------------------------------------------------------------- */

static void
test_evaluate (void)
{
  g_autofree char *path = fl_program_sample ("iris"), *weights = fl_program_file ("e.safetensors");
  g_auto (FlResult) train = RUN ("train", path, "--epochs", "30", "--json", "--save-weights", weights);
  g_auto (FlResult) table = RUN ("evaluate", path, "--weights", weights), result = RUN ("evaluate", path, "--weights", weights, "--json");
  json_t *trained = fl_program_json (&train), *json = fl_program_json (&result), *part = json_object_get (json, "train"), *row;
  json_int_t sum = 0, right = 0;
  gsize i;

  g_assert_cmpint (table.code, ==, 0);
  g_assert_nonnull (strstr (table.out, "setosa"));
  g_assert_cmpint (result.code, ==, 0);
  g_assert_cmpfloat_with_epsilon (fl_json_number_of (part, "loss"), fl_json_number_of (trained, "train_loss"), 1e-12);
  g_assert_cmpfloat (fl_json_number_of (part, "accuracy"), ==, fl_json_number_of (trained, "train_accuracy"));
  g_assert_cmpfloat (fl_json_number_of (json_object_get (json, "validation"), "accuracy"), ==, fl_json_number_of (trained, "validation_accuracy"));
  g_assert_true (json_is_null (json_object_get (json, "test")));
  json_array_foreach (json_object_get (part, "confusion"), i, row)
    {
      right += json_integer_value (json_array_get (row, i));
      for (guint k = 0; k < 3; k++)
        sum += json_integer_value (json_array_get (row, k));
    }
  g_assert_cmpfloat (sum, ==, fl_json_number_of (part, "rows"));
  g_assert_cmpfloat_with_epsilon ((double) right / (double) sum, fl_json_number_of (part, "accuracy"), 1e-12);
  g_assert_cmpuint (json_array_size (json_object_get (part, "classes")), ==, 3);
  json_decref (trained);
  json_decref (json);
}

static void
test_evaluate_regression (void)
{
  g_autofree char *path = fl_program_sample ("linear-regression"), *weights = fl_program_file ("r.safetensors");
  g_auto (FlResult) train = RUN ("train", path, "--quiet", "--save-weights", weights);
  g_auto (FlResult) result = RUN ("evaluate", path, "--weights", weights, "--json"), wrong = RUN ("evaluate", path, "--weights", path);
  json_t *json = fl_program_json (&result), *part = json_object_get (json, "train");

  g_assert_cmpint (result.code, ==, 0);
  g_assert_cmpfloat (fl_json_number_of (part, "r2"), >, 0.9);
  g_assert_cmpfloat (fl_json_number_of (part, "rmse"), >=, fl_json_number_of (part, "mae"));
  g_assert_null (json_object_get (part, "confusion"));
  g_assert_cmpint (wrong.code, ==, 3);
  json_decref (json);
}

/* --- validate ---------------------------------------------------------------------------------------------------------- */

static void
test_validate (void)
{
  g_autofree char *path = fl_program_sample ("iris");
  g_auto (FlResult) words = RUN ("validate", path, "--folds", "4", "--epochs", "10");
  g_auto (FlResult) one = RUN ("validate", path, "--folds", "4", "--epochs", "10", "--json", "--threads", "1");
  g_auto (FlResult) two = RUN ("validate", path, "--folds", "4", "--epochs", "10", "--json", "--threads", "2");
  g_auto (FlResult) seed = RUN ("validate", path, "--folds", "4", "--epochs", "10", "--json", "--seed", "99");
  json_t *a = fl_program_json (&one), *b = fl_program_json (&two), *c = fl_program_json (&seed), *fold;
  double rows = 0;
  gsize i;

  g_assert_cmpint (words.code, ==, 0);
  g_assert_nonnull (strstr (words.out, "±"));
  g_assert_cmpstr (words.err, ==, "");
  g_assert_cmpint (one.code, ==, 0);
  g_assert_cmpfloat (fl_json_number_of (a, "complete"), ==, 4);
  json_array_foreach (json_object_get (a, "results"), i, fold)
    {
      rows += fl_json_number_of (fold, "validation_rows");
      g_assert_cmpfloat (fl_json_number_of (fold, "epochs"), ==, 10);
      g_assert_cmpfloat (fl_json_number_of (fold, "validation_loss"), ==,
                         fl_json_number_of (json_array_get (json_object_get (b, "results"), i), "validation_loss"));
    }
  g_assert_cmpfloat (rows, ==, 150);
  g_assert_cmpfloat (fl_json_number_of (json_object_get (a, "validation_loss"), "mean"), !=,
                     fl_json_number_of (json_object_get (c, "validation_loss"), "mean"));
  json_decref (a);
  json_decref (b);
  json_decref (c);
}

static void
test_validate_errors (void)
{
  g_autofree char *path = fl_program_sample ("iris");
  g_auto (FlResult) many = RUN ("validate", path, "--folds", "1000");

  g_assert_cmpint (many.code, ==, 3);
  fl_assert_one_line (many.err);
  fl_program_write_project ("endless.fallline", SPIRALS, TANH, "{\"stop\": {\"epochs\": null}}");
  {
    g_auto (FlResult) endless = RUN ("validate", "endless.fallline", "--folds", "3");

    g_assert_cmpint (endless.code, ==, 3);
    g_assert_nonnull (strstr (endless.err, "training.stop"));
  }
  fl_program_write_project ("wild.fallline", "{\"type\": \"generator\", \"name\": \"plane\"}", TANH,
                            "{\"loss\": \"mse\", \"optimizer\": {\"type\": \"sgd\", \"learning_rate\": 1e6}, \"stop\": {\"epochs\": 30}}");
  {
    g_auto (FlResult) wild = RUN ("validate", "wild.fallline", "--folds", "3", "--quiet");

    g_assert_cmpint (wild.code, ==, 4);
    g_assert_cmpstr (wild.out, ==, "");
  }
}

/* --- search ------------------------------------------------------------------------------------------------------------ */

static void
test_search (void)
{
  g_autofree char *path = fl_program_sample ("xor"), *csv = fl_program_file ("s.csv"), *text = NULL;
  g_auto (FlResult) result = RUN ("search", path, "--vary", "network[0].units=2,8", "--vary", "training.optimizer.learning_rate=0.001,0.05", "--epochs", "15",
                                  "--output", csv);
  g_auto (FlResult) other = RUN ("search", path, "--vary", "network[0].units=2,8", "--vary", "training.optimizer.learning_rate=0.001,0.05", "--epochs", "15",
                                 "--json", "--threads", "1");
  json_t *json = fl_program_json (&other), *results = json_object_get (json, "results"), *trial;
  g_auto (GStrv) lines = NULL;
  double last = -1;
  gsize i;

  g_assert_cmpint (result.code, ==, 0);
  g_assert_true (g_file_get_contents (csv, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  g_assert_cmpstr (lines[0], ==, "network[0].units,training.optimizer.learning_rate,epochs,train_loss,validation_loss,train_accuracy,validation_accuracy,seconds,stopped,weights_sha256");
  g_assert_true (g_str_has_prefix (lines[1], "2,0.001,15,"));
  g_assert_true (g_str_has_prefix (lines[4], "8,0.05,15,"));
  g_assert_cmpuint (json_array_size (results), ==, 4);
  json_array_foreach (results, i, trial)
    {
      guint number = (guint) fl_json_number_of (trial, "trial");

      g_assert_cmpfloat (fl_json_number_of (trial, "validation_loss"), >=, last); /* best first */
      last = fl_json_number_of (trial, "validation_loss");
      g_assert_true (g_str_has_suffix (lines[number], fl_json_string_of (trial, "weights_sha256"))); /* the same bits, whatever the threads */
    }
  json_decref (json);
}

/* A trial is what training the edited project gives. */
static void
test_search_is_training (void)
{
  fl_program_write_project ("t.fallline", SPIRALS, TANH, "{\"batch_size\": 20, \"stop\": {\"epochs\": 9}}");
  fl_program_write_project ("u.fallline", SPIRALS, TANH, "{\"batch_size\": 11, \"stop\": {\"epochs\": 9}}");
  {
    g_auto (FlResult) search = RUN ("search", "t.fallline", "--vary", "training.batch_size=11", "--vary", "seed=5", "--json");
    g_auto (FlResult) train = RUN ("train", "u.fallline", "--seed", "5", "--json");
    json_t *a = fl_program_json (&search), *b = fl_program_json (&train);

    g_assert_cmpstr (fl_json_string_of (json_array_get (json_object_get (a, "results"), 0), "weights_sha256"), ==, fl_json_string_of (b, "weights_sha256"));
    json_decref (a);
    json_decref (b);
  }
}

static void
test_search_random (void)
{
  g_autofree char *path = fl_program_sample ("xor");
  const char *const common[] = { "search", path, "--vary", "network[0].units=2..9", "--vary", "training.optimizer.learning_rate=1e-3..0.1", "--random", "4",
                                 "--epochs", "3", "--json", NULL };
  g_auto (FlResult) a = fl_program_finish (fl_program_start (common)), b = fl_program_finish (fl_program_start (common));
  json_t *first = fl_program_json (&a), *second = fl_program_json (&b);

  g_assert_cmpint (a.code, ==, 0);
  for (guint i = 0; i < 4; i++)
    {
      json_t *x = json_array_get (json_object_get (first, "results"), i), *y = json_array_get (json_object_get (second, "results"), i);

      g_assert_true (json_equal (json_object_get (x, "values"), json_object_get (y, "values")));
      g_assert_cmpstr (fl_json_string_of (x, "weights_sha256"), ==, fl_json_string_of (y, "weights_sha256"));
    }
  json_decref (first);
  json_decref (second);
}

static void
test_search_losses (void)
{
  g_autofree char *path = fl_program_sample ("iris");
  g_auto (FlResult) result = RUN ("search", path, "--vary", "training.loss=mse,cross_entropy", "--epochs", "5", "--json");
  json_t *json = fl_program_json (&result);

  g_assert_cmpint (result.code, ==, 0);
  g_assert_cmpstr (fl_json_string_of (json, "ranked_by"), ==, "validation_accuracy");
  json_decref (json);
}

static void
test_search_errors (void)
{
  g_autofree char *path = fl_program_sample ("xor");
  g_auto (FlResult) key = RUN ("search", path, "--vary", "training.lerning_rate=1"), value = RUN ("search", path, "--vary", "network[0].units=x");
  g_auto (FlResult) folder = RUN ("search", path, "--vary", "seed=1", "--output", "no/such/folder.csv");
  g_auto (FlResult) unfit = RUN ("search", path, "--vary", "network[2].units=7,auto", "--epochs", "2", "--json");
  g_auto (FlResult) hopeless = RUN ("search", path, "--vary", "network[2].units=7", "--epochs", "2", "--quiet");
  json_t *json = fl_program_json (&unfit), *results = json_object_get (json, "results");

  g_assert_cmpint (key.code, ==, 2);
  g_assert_nonnull (strstr (key.err, "batch_size"));
  g_assert_cmpint (value.code, ==, 2);
  fl_assert_one_line (value.err);
  g_assert_cmpint (folder.code, ==, 3);
  /* a trial that cannot be is told, and the others run */
  g_assert_cmpint (unfit.code, ==, 0);
  g_assert_cmpstr (fl_json_string_of (json_array_get (results, 0), "stopped"), ==, "epochs");
  g_assert_cmpstr (fl_json_string_of (json_array_get (results, 1), "stopped"), ==, "failed");
  g_assert_nonnull (strstr (unfit.err, "1 of 2"));
  g_assert_cmpint (hopeless.code, ==, 3);
  json_decref (json);
}

static void
test_search_interrupted (void)
{
  g_autofree char *csv = fl_program_file ("i.csv"), *text = NULL;
  GSubprocess *process;
  g_auto (FlResult) result = { 0 };

  fl_program_write_project ("long.fallline", SPIRALS, TANH, "{\"stop\": {\"epochs\": 100000000}}");
  process = fl_program_start ((const char *const[]) { "search", "long.fallline", "--vary", "seed=1,2,3,4,5", "--threads", "1", "--output", csv, NULL });
  g_usleep (G_USEC_PER_SEC);
  g_subprocess_send_signal (process, SIGINT);
  result = fl_program_finish (process);
  g_assert_cmpint (result.code, ==, 130);
  g_assert_nonnull (strstr (result.err, "interrupted"));
  g_assert_true (g_file_get_contents (csv, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, ",interrupted,")); /* the one that ran, as far as it came */
}

/* --- range ------------------------------------------------------------------------------------------------------------- */

static void
test_range (void)
{
  g_autofree char *path = fl_program_sample ("iris");
  g_auto (FlResult) words = RUN ("range", path), result = RUN ("range", path, "--json", "--from", "1e-6", "--to", "100", "--steps", "150");
  json_t *json = fl_program_json (&result);
  gsize n = json_array_size (json_object_get (json, "loss"));

  g_assert_cmpint (words.code, ==, 0);
  g_assert_nonnull (strstr (words.out, "suggestion"));
  g_assert_cmpint (result.code, ==, 0);
  g_assert_cmpfloat (fl_json_number_of (json, "steps"), ==, n);
  g_assert_cmpuint (json_array_size (json_object_get (json, "learning_rate")), ==, n);
  g_assert_cmpuint (json_array_size (json_object_get (json, "smoothed")), ==, n);
  g_assert_cmpfloat_with_epsilon (json_number_value (json_array_get (json_object_get (json, "learning_rate"), 0)), 1e-6, 1e-15);
  g_assert_true (json_is_true (json_object_get (json, "blew_up")));
  g_assert_cmpfloat (fl_json_number_of (json, "suggestion"), >, 1e-4);
  g_assert_cmpfloat (fl_json_number_of (json, "suggestion"), <, 1);
  json_decref (json);

  g_auto (FlResult) lost = RUN ("range", path, "--from", "1e5", "--to", "1e6");
  g_assert_cmpint (lost.code, ==, 4);
  g_assert_cmpstr (lost.out, ==, "");
  g_assert_nonnull (strstr (lost.err, "blew up at once, at learning rate 1e+05"));
}

int
main (int argc, char **argv)
{
  int code;

  g_test_init (&argc, &argv, NULL);
  fl_program_begin ();
  g_test_add_func ("/cli-study/usage", test_usage);
  g_test_add_func ("/cli-study/help", test_help);
  g_test_add_func ("/cli-study/missing-project", test_missing_project);
  g_test_add_func ("/cli-study/evaluate", test_evaluate);
  g_test_add_func ("/cli-study/evaluate-regression", test_evaluate_regression);
  g_test_add_func ("/cli-study/validate", test_validate);
  g_test_add_func ("/cli-study/validate-errors", test_validate_errors);
  g_test_add_func ("/cli-study/search", test_search);
  g_test_add_func ("/cli-study/search-is-training", test_search_is_training);
  g_test_add_func ("/cli-study/search-random", test_search_random);
  g_test_add_func ("/cli-study/search-losses", test_search_losses);
  g_test_add_func ("/cli-study/search-errors", test_search_errors);
  g_test_add_func ("/cli-study/search-interrupted", test_search_interrupted);
  g_test_add_func ("/cli-study/range", test_range);
  code = g_test_run ();
  fl_program_end ();
  return code;
}
