#include "cli.h"

#include "fl-json.h"
#include "nn-validate.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <unistd.h>

typedef struct
{
  guint64 folds, epochs, seed;
  int threads;
  gboolean json, quiet;
} Options;

static const char *
stop_name (const NnFold *fold)
{
  return fold->stop == NN_STOP_NONE ? "failed" : nn_stop_name (fold->stop);
}

/* --- JSON -------------------------------------------------------------------------------------------------------------- */

static json_t *
fold_json (const NnFold *fold, guint number, gboolean classes)
{
  json_t *object = json_pack ("{s:i, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:o}", "fold", (int) number, "train_rows", (json_int_t) fold->train_rows,
                              "validation_rows", (json_int_t) fold->validation_rows, "epochs", (json_int_t) fold->epochs, "steps",
                              (json_int_t) fold->steps, "train_loss", fl_json_real (fold->train_loss), "validation_loss",
                              fl_json_real (fold->validation_loss), "train_accuracy", fl_json_real (fold->train_accuracy),
                              "validation_accuracy", fl_json_real (fold->validation_accuracy));
  const NnMetrics *metrics = fold->metrics;

  if (classes)
    json_object_set_new (object, "macro_f1", fl_json_real (metrics != NULL ? metrics->macro.f1 : NAN));
  else
    {
      json_object_set_new (object, "r2", fl_json_real (metrics != NULL ? metrics->mean.r2 : NAN));
      json_object_set_new (object, "mae", fl_json_real (metrics != NULL ? metrics->mean.mae : NAN));
      json_object_set_new (object, "rmse", fl_json_real (metrics != NULL ? metrics->mean.rmse : NAN));
    }
  json_object_set_new (object, "seconds", fl_json_real (fold->seconds));
  json_object_set_new (object, "stopped", json_string (stop_name (fold)));
  if (fold->message[0] != '\0')
    json_object_set_new (object, "message", json_string (fold->message));
  return object;
}

static void
add_spread (json_t *object, const char *name, NnSpread spread)
{
  json_object_set_new (object, name, json_pack ("{s:o, s:o}", "mean", fl_json_real (spread.mean), "deviation", fl_json_real (spread.deviation)));
}

static void
print_json (const NnValidation *validation, gboolean classes)
{
  json_t *object = json_pack ("{s:i, s:i, s:i, s:b}", "folds", (int) validation->n_folds, "complete", (int) validation->n_complete,
                              "diverged", (int) validation->n_diverged, "interrupted", validation->cancelled);
  json_t *results = json_array ();

  add_spread (object, "train_loss", validation->train_loss);
  add_spread (object, "validation_loss", validation->validation_loss);
  add_spread (object, "train_accuracy", validation->train_accuracy);
  add_spread (object, "validation_accuracy", validation->validation_accuracy);
  if (classes)
    add_spread (object, "macro_f1", validation->macro_f1);
  else
    {
      add_spread (object, "r2", validation->r2);
      add_spread (object, "mae", validation->mae);
      add_spread (object, "rmse", validation->rmse);
    }
  for (guint i = 0; i < validation->n_folds; i++)
    if (validation->folds[i].done)
      json_array_append_new (results, fold_json (&validation->folds[i], i + 1, classes));
  json_object_set_new (object, "results", results);
  fl_cli_print_json (object);
}

/* --- words ------------------------------------------------------------------------------------------------------------- */

static void
print_fold (const NnFold *fold, guint number, gboolean classes)
{
  char train[32], validation[32], other[32];

  if (!fold->done)
    return;
  g_print (g_dngettext (GETTEXT_PACKAGE, "fold %u: %zu training and %zu validation row", "fold %u: %zu training and %zu validation rows",
                        fold->validation_rows), number, fold->train_rows, fold->validation_rows);
  g_print (g_dngettext (GETTEXT_PACKAGE, " · %" PRIu64 " epoch", " · %" PRIu64 " epochs", fold->epochs), fold->epochs);
  g_print (_(" · training loss %s · validation loss %s"), fl_cli_short_number (fold->train_loss, train, sizeof train),
           fl_cli_short_number (fold->validation_loss, validation, sizeof validation));
  if (classes && isfinite (fold->validation_accuracy))
    g_print (_(" · %s %% right"), g_ascii_formatd (other, sizeof other, "%.2f", 100 * fold->validation_accuracy));
  else if (fold->metrics != NULL)
    g_print (_(" · R² %s"), fl_cli_short_number (fold->metrics->mean.r2, other, sizeof other));
  if (fold->message[0] != '\0')
    g_print (" · %s", fold->message);
  else if (fold->stop == NN_STOP_INTERRUPTED)
    g_print (_(" · interrupted"));
  g_print ("\n");
}

static void
print_spread (const char *title, NnSpread spread, double unit, const char *format, const char *suffix)
{
  char mean[32], deviation[32];

  if (isfinite (spread.mean))
    g_print ("  %s %s ± %s%s\n", title, g_ascii_formatd (mean, sizeof mean, format, unit * spread.mean),
             g_ascii_formatd (deviation, sizeof deviation, format, unit * spread.deviation), suffix);
}

static void
print_summary (const NnValidation *validation, gboolean classes)
{
  for (guint i = 0; i < validation->n_folds; i++)
    print_fold (&validation->folds[i], i + 1, classes);
  g_print (_("mean ± standard deviation over %u of %u folds:\n"), validation->n_complete, validation->n_folds);
  print_spread (_("training loss"), validation->train_loss, 1, "%.4g", "");
  print_spread (_("validation loss"), validation->validation_loss, 1, "%.4g", "");
  print_spread (_("validation rows right"), validation->validation_accuracy, 100, "%.2f", " %");
  if (classes)
    print_spread (_("F1, mean over the classes"), validation->macro_f1, 1, "%.4g", "");
  print_spread ("R²", validation->r2, 1, "%.4g", "");
  print_spread ("MAE", validation->mae, 1, "%.4g", "");
  print_spread ("RMSE", validation->rmse, 1, "%.4g", "");
}

/* --- the command ------------------------------------------------------------------------------------------------------- */

static gboolean
progress_cb (guint done, guint total, double share, gpointer user_data)
{
  fl_cli_bar_draw (user_data, share, _("%u of %u folds"), done, total);
  return !fl_cli_interrupted ();
}

static int
exit_code (const NnValidation *validation)
{
  if (validation->cancelled)
    {
      g_printerr (_("fallline: interrupted; %u of %u folds are complete\n"), validation->n_complete, validation->n_folds);
      return FL_EXIT_INTERRUPTED;
    }
  if (validation->n_diverged > 0)
    {
      g_printerr (_("fallline: %u of %u folds diverged and are left out of the means; try a smaller learning rate\n"), validation->n_diverged,
                  validation->n_folds);
      return FL_EXIT_DIVERGED;
    }
  if (validation->n_complete == validation->n_folds)
    return FL_EXIT_DONE;
  for (guint i = 0; i < validation->n_folds; i++)
    if (validation->folds[i].metrics == NULL)
      {
        g_printerr (_("fallline: fold %u: %s\n"), i + 1, validation->folds[i].message);
        break;
      }
  return FL_EXIT_INPUT;
}

static int
validate (const Options *options, const FlCliInput *input)
{
  FlCliBar bar = { .shown = !options->quiet && isatty (STDERR_FILENO) };
  gboolean classes = input->data->n_classes > 0;
  g_autoptr (NnValidation) validation = NULL;
  g_autoptr (GError) error = NULL;
  const NnSpec *spec = input->project->spec;

  validation = nn_validate (spec, input->data, (guint) MIN (options->folds, G_MAXUINT), spec->seed, options->threads, progress_cb, &bar, &error);
  fl_cli_bar_clear (&bar);
  if (validation == NULL)
    return fl_cli_fail (FL_EXIT_INPUT, error);
  if (options->json)
    print_json (validation, classes);
  else if (!options->quiet)
    print_summary (validation, classes);
  return exit_code (validation);
}

int
fl_cli_validate (int argc, char **argv)
{
  Options options = { 0 };
  g_auto (FlCliInput) input = { 0 };
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folds = NULL, *epochs = NULL, *seed = NULL;
  const GOptionEntry entries[] = {
    { "folds", 0, 0, G_OPTION_ARG_STRING, &folds, N_("How many folds: each is left out of one training and validates it"), "K" },
    { "epochs", 0, 0, G_OPTION_ARG_STRING, &epochs, N_("Stop after N epochs, instead of the project's limit"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &seed, N_("Seed instead of the project's; draws the folds too"), "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options.threads, N_("Threads (one a core); the results do not depend on it"), "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("Print the results as one JSON object"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options.quiet, N_("No progress, no summary"), NULL },
    { NULL }
  };

  if (!fl_cli_parse (argc, argv, entries, "PROJECT", _("k-fold cross-validation: trains K times on all rows but one fold (test rows stay aside) and measures on that fold. Folds hold classes in equal shares; standardizing is worked out on each fold's training rows alone. Ctrl+C keeps the folds that are complete."), 1, 1, &rest)
      || !fl_cli_threads_valid ("validate", options.threads) || !fl_cli_parse_whole ("validate", "--folds", folds, 2, &options.folds)
      || !fl_cli_parse_whole ("validate", "--epochs", epochs, 1, &options.epochs)
      || !fl_cli_parse_whole ("validate", "--seed", seed, 0, &options.seed))
    return FL_EXIT_USAGE;
  if (folds == NULL)
    return fl_cli_usage ("validate", _("%s is missing"), "--folds");
  fl_cli_catch_interrupts ();
  if (!fl_cli_input_load (&input, rest[0], seed != NULL ? &options.seed : NULL, &error))
    return fl_cli_fail (fl_cli_interrupted () ? FL_EXIT_INTERRUPTED : FL_EXIT_INPUT, error);
  fl_cli_input_limit (&input, options.epochs);
  return validate (&options, &input);
}
