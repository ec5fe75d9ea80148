#include "cli.h"

#include "ds-write.h"
#include "fl-json.h"
#include "fl-vary.h"
#include "nn-search.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

/* Rows of the summary. */
#define BEST_SHOWN 10
/* Results on their way are written this often, in microseconds. */
#define KEEP_INTERVAL (10 * G_USEC_PER_SEC)

typedef struct
{
  char **vary; /* "KEY=V1,V2" */
  char *output;
  guint64 n_random, epochs, seed;
  int threads;
  gboolean json, quiet;
} Options;

static void
clear_options (Options *options)
{
  g_strfreev (options->vary);
  g_free (options->output);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

typedef struct
{
  const Options *options;
  const FlCliInput *input;
  FlVary *vary;
  DsPrepared *data; /* of the trial begun last, with what it was made from */
  FlProject *data_project;
  FlCliBar bar;
  gint64 began, kept; /* when the search began, and when results were last written */
  guint n_kept;
} Search;

/* --- data -------------------------------------------------------------------------------------------------------------- */

static gboolean
go_on_cb (double share, gpointer user_data)
{
  return !fl_cli_interrupted ();
}

static gboolean
same_preparation (const FlProject *a, const FlProject *b)
{
  return a->spec->seed == b->spec->seed && ds_prepare_options_equal (&a->prepare, &b->prepare);
}

/* Only a generator draws its rows by the seed; files give the same rows, whatever the split. */
static gboolean
same_rows (const FlProject *a, const FlProject *b)
{
  return ds_source_equal (a->source, b->source) && a->prepare.task == b->prepare.task
         && (a->source->kind != DS_SOURCE_GENERATOR || a->spec->seed == b->spec->seed);
}

/* The data of a trial; most trials share them, so the last ones are kept. A new reference. */
static DsPrepared *
data_for (Search *search, FlProject *project, GError **error)
{
  DsPrepared *data;

  if (same_rows (project, search->data_project) && same_preparation (project, search->data_project))
    return ds_prepared_ref (search->data);
  if (same_rows (project, search->data_project))
    data = ds_prepare (search->data->dataset, &project->prepare, project->spec->seed, error);
  else
    data = fl_project_prepare (project, search->input->dir, go_on_cb, NULL, error);
  if (data == NULL)
    return NULL;
  ds_prepared_unref (search->data);
  fl_project_unref (search->data_project);
  search->data = ds_prepared_ref (data);
  search->data_project = fl_project_ref (project);
  return data;
}

static gboolean
trial_cb (guint trial, NnSpec **spec, DsPrepared **data, gpointer user_data, GError **error)
{
  Search *search = user_data;
  g_autoptr (FlProject) project = fl_vary_project (search->vary, trial, error);

  if (project == NULL)
    return FALSE;
  *data = data_for (search, project, error);
  if (*data == NULL)
    return FALSE;
  *spec = nn_spec_ref (project->spec);
  return TRUE;
}

/* --- results ----------------------------------------------------------------------------------------------------------- */

static const char *
stop_name (const NnTrial *trial)
{
  return trial->stop == NN_STOP_NONE ? "failed" : nn_stop_name (trial->stop);
}

static gboolean
losses_differ (const FlVary *vary)
{
  for (guint k = 0; k < fl_vary_n_keys (vary); k++)
    if (g_str_has_prefix (fl_vary_key (vary, k), "training.loss"))
      return TRUE;
  return FALSE;
}

static NnRank
choose_rank (const Search *search)
{
  return losses_differ (search->vary) && search->input->data->n_classes > 0 ? NN_RANK_ACCURACY : NN_RANK_LOSS;
}

/* What the trials are ranked by: a key of the results. */
static const char *
rank_name (const Search *search, NnRank rank)
{
  if (search->input->data->n_validation > 0)
    return rank == NN_RANK_ACCURACY ? "validation_accuracy" : "validation_loss";
  return rank == NN_RANK_ACCURACY ? "train_accuracy" : "train_loss";
}

static void
append_csv_row (GString *out, const FlVary *vary, guint i, const NnTrial *trial)
{
  const double values[] = { trial->train_loss, trial->validation_loss, trial->train_accuracy, trial->validation_accuracy, trial->seconds };

  for (guint k = 0; k < fl_vary_n_keys (vary); k++)
    {
      g_autofree char *value = fl_vary_value (vary, i, k);

      fl_cli_append_cell (out, value);
      g_string_append_c (out, ',');
    }
  g_string_append_printf (out, "%" G_GUINT64_FORMAT, trial->epochs);
  for (guint v = 0; v < G_N_ELEMENTS (values); v++)
    {
      g_string_append_c (out, ',');
      fl_cli_append_number (out, values[v]);
    }
  g_string_append_printf (out, ",%s,%s\n", stop_name (trial), trial->sha256);
}

/* One row a trial that ended, in the order of the combinations. */
static gboolean
write_csv (const Search *search, const NnSearchResult *result, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint k = 0; k < fl_vary_n_keys (search->vary); k++)
    {
      fl_cli_append_cell (out, fl_vary_key (search->vary, k));
      g_string_append_c (out, ',');
    }
  g_string_append (out, "epochs,train_loss,validation_loss,train_accuracy,validation_accuracy,seconds,stopped,weights_sha256\n");
  for (guint i = 0; i < result->n_trials; i++)
    if (result->trials[i].done)
      append_csv_row (out, search->vary, i, &result->trials[i]);
  return ds_write_file (search->options->output, out->str, out->len, error);
}

static json_t *
trial_json (const Search *search, const NnSearchResult *result, guint i)
{
  const NnTrial *trial = &result->trials[i];
  json_t *values = json_object (), *object;

  for (guint k = 0; k < fl_vary_n_keys (search->vary); k++)
    json_object_set_new (values, fl_vary_key (search->vary, k), fl_vary_json (search->vary, i, k));
  object = json_pack ("{s:i, s:o, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:s, s:s}", "trial", (int) i + 1, "values", values, "epochs",
                      (json_int_t) trial->epochs, "steps", (json_int_t) trial->steps, "train_loss", fl_json_real (trial->train_loss),
                      "validation_loss", fl_json_real (trial->validation_loss), "train_accuracy", fl_json_real (trial->train_accuracy),
                      "validation_accuracy", fl_json_real (trial->validation_accuracy), "seconds", fl_json_real (trial->seconds), "stopped",
                      stop_name (trial), "weights_sha256", trial->sha256);
  if (trial->message[0] != '\0')
    json_object_set_new (object, "message", json_string (trial->message));
  return object;
}

static void
print_json (const Search *search, const NnSearchResult *result, const guint *order, NnRank rank)
{
  json_t *results = json_array ();

  for (guint i = 0; i < result->n_done; i++)
    json_array_append_new (results, trial_json (search, result, order[i]));
  fl_cli_print_json (json_pack ("{s:i, s:i, s:b, s:s, s:o}", "trials", (int) result->n_trials, "done", (int) result->n_done, "interrupted",
                                result->cancelled, "ranked_by", rank_name (search, rank), "results", results));
}

/* "0.021, 98.9 % right" */
static void
append_score (GString *out, double loss, double accuracy)
{
  char number[32];

  g_string_append (out, fl_cli_short_number (loss, number, sizeof number));
  if (isfinite (accuracy))
    g_string_append_printf (out, _(" (%s %% right)"), g_ascii_formatd (number, sizeof number, "%.1f", 100 * accuracy));
}

static void
print_trial (const Search *search, const NnSearchResult *result, guint place, guint i)
{
  const NnTrial *trial = &result->trials[i];
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out, "%3u. ", place);
  for (guint k = 0; k < fl_vary_n_keys (search->vary); k++)
    {
      g_autofree char *value = fl_vary_value (search->vary, i, k);
      g_string_append_printf (out, "%s%s=%s", k > 0 ? " " : "", fl_vary_key (search->vary, k), value);
    }
  if (trial->stop == NN_STOP_NONE)
    g_string_append_printf (out, " · %s", trial->message);
  else
    {
      g_string_append (out, _(" · training loss "));
      append_score (out, trial->train_loss, trial->train_accuracy);
      if (isfinite (trial->validation_loss))
        {
          g_string_append (out, _(" · validation loss "));
          append_score (out, trial->validation_loss, trial->validation_accuracy);
        }
      if (trial->stop == NN_STOP_DIVERGED)
        g_string_append (out, _(" · diverged"));
      else if (trial->stop == NN_STOP_INTERRUPTED)
        g_string_append (out, _(" · interrupted"));
    }
  g_print ("%s\n", out->str);
}

static void
print_words (const Search *search, const NnSearchResult *result, const guint *order, NnRank rank)
{
  g_print (g_dngettext (GETTEXT_PACKAGE, "%u of %u trial (by %s):\n", "%u of %u trials, best first (by %s):\n", result->n_trials),
           result->n_done, result->n_trials, rank_name (search, rank));
  for (guint i = 0; i < MIN (result->n_done, BEST_SHOWN); i++)
    print_trial (search, result, i + 1, order[i]);
  if (result->n_done > BEST_SHOWN)
    g_print (_("     and %u more\n"), result->n_done - BEST_SHOWN);
  if (search->options->output != NULL)
    g_print (_("saved: %s\n"), search->options->output);
}

/* --- progress ---------------------------------------------------------------------------------------------------------- */

/* A search may take the night: what it has found should survive more than Ctrl+C. An error here is told at the end, when the
 * file is written for good. */
static void
keep_results (Search *search, const NnSearchResult *so_far)
{
  gint64 now = g_get_monotonic_time ();

  if (search->options->output == NULL || so_far->n_done == search->n_kept || now < search->kept + KEEP_INTERVAL)
    return;
  write_csv (search, so_far, NULL);
  search->n_kept = so_far->n_done;
  search->kept = now;
}

static gboolean
progress_cb (const NnSearchResult *so_far, double share, gpointer user_data)
{
  Search *search = user_data;
  double passed = (double) (g_get_monotonic_time () - search->began) / G_USEC_PER_SEC;

  keep_results (search, so_far);
  if (share > 0.001 && passed > 1)
    fl_cli_bar_draw (&search->bar, share, _("%u of %u trials · about %.0f s left"), so_far->n_done, so_far->n_trials,
                     passed / share - passed);
  else
    fl_cli_bar_draw (&search->bar, share, _("%u of %u trials"), so_far->n_done, so_far->n_trials);
  return !fl_cli_interrupted ();
}

/* --- the command ------------------------------------------------------------------------------------------------------- */

static guint
count (const NnSearchResult *result, NnStop stop)
{
  guint n = 0;

  for (guint i = 0; i < result->n_trials; i++)
    n += result->trials[i].done && result->trials[i].stop == stop;
  return n;
}

static int
exit_code (const Search *search, const NnSearchResult *result, gboolean saved)
{
  guint failed = count (result, NN_STOP_NONE), diverged = count (result, NN_STOP_DIVERGED);

  if (failed > 0)
    for (guint i = 0; i < result->n_trials; i++)
      if (result->trials[i].done && result->trials[i].stop == NN_STOP_NONE)
        {
          g_printerr (_("fallline: %u of %u trials could not be trained; number %u: %s\n"), failed, result->n_trials, i + 1, result->trials[i].message);
          break;
        }
  if (result->cancelled)
    {
      g_printerr (_("fallline: interrupted; %u of %u trials have results; %s\n"), result->n_done, result->n_trials,
                  saved && search->options->output != NULL ? search->options->output : _("nothing was asked to be saved"));
      return FL_EXIT_INTERRUPTED;
    }
  if (!saved || failed == result->n_trials)
    return FL_EXIT_INPUT;
  if (failed + diverged == result->n_trials)
    {
      g_printerr (_("fallline: every trial diverged; try smaller learning rates\n"));
      return FL_EXIT_DIVERGED;
    }
  return FL_EXIT_DONE;
}

static int
report (const Search *search, const NnSearchResult *result)
{
  g_autofree guint *order = g_new (guint, MAX (result->n_done, 1));
  NnRank rank = choose_rank (search);
  g_autoptr (GError) error = NULL;
  gboolean saved = search->options->output == NULL || write_csv (search, result, &error);

  if (!saved)
    fl_cli_fail (FL_EXIT_INPUT, error);
  nn_search_order (result, rank, order);
  if (search->options->json)
    print_json (search, result, order, rank);
  else if (!search->options->quiet)
    print_words (search, result, order, rank);
  if (losses_differ (search->vary) && rank == NN_RANK_LOSS)
    g_printerr (_("fallline: the trials have different losses, whose values cannot be compared\n"));
  return exit_code (search, result, saved);
}

static int
run (const Options *options, const FlCliInput *input, FlVary *vary)
{
  Search search = { .options = options, .input = input, .vary = vary, .data = ds_prepared_ref (input->data),
                    .data_project = fl_project_ref (input->project), .bar.shown = !options->quiet && isatty (STDERR_FILENO),
                    .began = g_get_monotonic_time (), .kept = g_get_monotonic_time () };
  g_autoptr (NnSearchResult) result = nn_search_run (fl_vary_n_trials (vary), options->threads, trial_cb, progress_cb, &search);

  fl_cli_bar_clear (&search.bar);
  ds_prepared_unref (search.data);
  fl_project_unref (search.data_project);
  return report (&search, result);
}

static int
vary_and_run (const Options *options, const FlCliInput *input)
{
  g_autoptr (FlVary) vary = fl_vary_new (input->project);
  g_autoptr (GError) error = NULL;

  for (char **text = options->vary; *text != NULL; text++)
    if (!fl_vary_add (vary, *text, &error))
      return fl_cli_usage ("search", "--vary: %s", error->message);
  if (!fl_vary_list (vary, (guint) MIN (options->n_random, G_MAXUINT), input->project->spec->seed, &error))
    return fl_cli_usage ("search", "--vary: %s", error->message);
  return run (options, input, vary);
}

int
fl_cli_search (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_auto (FlCliInput) input = { 0 };
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *n_random = NULL, *epochs = NULL, *seed = NULL;
  const GOptionEntry entries[] = {
    { "vary", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.vary, N_("A key of the project and its values, or with --random its range A..B; may be given again"), "KEY=V1,V2,…" },
    { "random", 0, 0, G_OPTION_ARG_STRING, &n_random, N_("Draw N trials instead of taking every combination"), "N" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &options.output, N_("Write one row a trial"), "F.csv" },
    { "epochs", 0, 0, G_OPTION_ARG_STRING, &epochs, N_("Stop each trial after N epochs, instead of the project's limit"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &seed, N_("Seed instead of the project's; draws the trials too"), "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options.threads, N_("Trials at a time (one a core); the results do not depend on it"), "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("Print all results as one JSON object, best first"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options.quiet, N_("No progress, no summary"), NULL },
    { NULL }
  };

  if (!fl_cli_parse (argc, argv, entries, "PROJECT", _("Trains variants of a project and ranks them. KEY is a place in the project file: training.optimizer.learning_rate, network[0].units, network[1].activation, training.batch_size, training.loss, data.source.noise, seed… Ctrl+C keeps the trials that are done."), 1, 1, &rest)
      || !fl_cli_threads_valid ("search", options.threads) || !fl_cli_parse_whole ("search", "--random", n_random, 1, &options.n_random)
      || !fl_cli_parse_whole ("search", "--epochs", epochs, 1, &options.epochs)
      || !fl_cli_parse_whole ("search", "--seed", seed, 0, &options.seed))
    return FL_EXIT_USAGE;
  if (options.vary == NULL)
    return fl_cli_usage ("search", _("%s is missing"), "--vary");
  if (!fl_cli_can_write (options.output, &error))
    return fl_cli_fail (FL_EXIT_INPUT, error);
  fl_cli_catch_interrupts ();
  if (!fl_cli_input_load (&input, rest[0], seed != NULL ? &options.seed : NULL, &error))
    return fl_cli_fail (fl_cli_interrupted () ? FL_EXIT_INTERRUPTED : FL_EXIT_INPUT, error);
  fl_cli_input_limit (&input, options.epochs);
  return vary_and_run (&options, &input);
}
