#include "cli-run.h"

#include "fl-json.h"
#include "nn-weights.h"
#ifdef FL_HAVE_PICTURE
#include "fl-picture.h"
#endif

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  guint64 epochs; /* 0: the project's */
  int threads;
  char *init_weights, *save_weights, *history, *picture, *checkpoint, *resume;
  gboolean json, quiet;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->init_weights);
  g_free (options->save_weights);
  g_free (options->history);
  g_free (options->picture);
  g_free (options->checkpoint);
  g_free (options->resume);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static gboolean
picture_possible (const char *path, GError **error)
{
#ifdef FL_HAVE_PICTURE
  return path == NULL || fl_picture_format_known (path, error);
#else
  if (path == NULL)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("this build cannot draw pictures"));
  return FALSE;
#endif
}

static gboolean
write_picture (const char *path, const char *title, const NnFrame *frame, GError **error)
{
#ifdef FL_HAVE_PICTURE
  return fl_picture_write (path, title, frame, FALSE, error);
#else
  return picture_possible (path, error);
#endif
}

static gboolean
save_weights (const FlCliInput *input, const NnFrame *frame, const char *path, GError **error)
{
  g_autofree char *epoch = g_strdup_printf ("%" G_GUINT64_FORMAT, frame->epoch);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, frame->spec->seed);
  const char *metadata[] = { "program", "Fall Line", "project", input->project->name, "epoch", epoch, "seed", seed, NULL };

  return nn_weights_save (path, input->plan, frame->weights, metadata, error);
}

/* Everything that was asked for is tried, also after a first failure. */
static gboolean
save_all (const FlCliInput *input, const Options *options, const NnFrame *frame)
{
  gboolean done = TRUE;
  g_autoptr (GError) error = NULL;

  if (options->save_weights != NULL && !save_weights (input, frame, options->save_weights, &error))
    {
      fl_cli_fail (FL_EXIT_INPUT, error);
      g_clear_error (&error);
      done = FALSE;
    }
  if (options->history != NULL && !fl_run_write_history (frame, options->history, &error))
    {
      fl_cli_fail (FL_EXIT_INPUT, error);
      g_clear_error (&error);
      done = FALSE;
    }
  if (options->picture != NULL && !write_picture (options->picture, input->project->name, frame, &error))
    {
      fl_cli_fail (FL_EXIT_INPUT, error);
      done = FALSE;
    }
  return done;
}

static void
print_json (const NnFrame *frame)
{
  g_autofree char *sha256 = nn_weights_sha256 (frame->weights, frame->n_weights);

  fl_cli_print_json (json_pack ("{s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:s}", "epochs", (json_int_t) frame->epoch, "steps",
                                (json_int_t) frame->step, "train_loss", fl_json_real (frame->train_loss), "validation_loss",
                                fl_json_real (frame->validation_loss), "train_accuracy", fl_json_real (frame->train_accuracy),
                                "validation_accuracy", fl_json_real (frame->validation_accuracy), "seconds",
                                fl_json_real (frame->seconds), "samples_per_second", fl_json_real (frame->samples_per_second),
                                "weights_sha256", sha256, "stopped", nn_stop_name (frame->stop)));
}

/* "saved: net.safetensors, history.csv", or NULL where nothing was asked for. */
static char *
saved_words (const Options *options)
{
  const char *names[5] = { NULL };
  g_autofree char *list = NULL;
  guint n = 0;

  if (options->save_weights != NULL)
    names[n++] = options->save_weights;
  if (options->history != NULL)
    names[n++] = options->history;
  if (options->picture != NULL)
    names[n++] = options->picture;
  if (options->checkpoint != NULL)
    names[n++] = options->checkpoint;
  if (n == 0)
    return NULL;
  list = g_strjoinv (", ", (char **) names);
  return g_strdup_printf (_("saved: %s"), list);
}

static int
report (const Options *options, const NnFrame *frame, gboolean saved)
{
  g_autofree char *summary = fl_run_summary (frame);
  g_autofree char *words = saved ? saved_words (options) : NULL;

  if (options->json)
    print_json (frame);
  else if (!options->quiet)
    g_print ("%s\n%s%s", summary, words != NULL ? words : "", words != NULL ? "\n" : "");
  if (frame->stop == NN_STOP_DIVERGED)
    {
      g_printerr ("fallline: %s\n", frame->message);
      return FL_EXIT_DIVERGED;
    }
  if (frame->stop == NN_STOP_INTERRUPTED)
    {
      g_printerr (_("fallline: interrupted after %" PRIu64 " steps; %s\n"), frame->step,
                  words != NULL ? words : _("nothing was asked to be saved"));
      return FL_EXIT_INTERRUPTED;
    }
  return saved ? FL_EXIT_DONE : FL_EXIT_INPUT;
}

static int
train (const Options *options, const FlCliInput *input)
{
  g_autofree float *weights = NULL;
  g_autoptr (NnCheckpoint) resume = NULL;
  g_autoptr (NnFrame) frame = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) checkpoint_error = NULL;
  FlRunOptions run = { .progress = !options->quiet && isatty (STDERR_FILENO), .threads = options->threads,
                       .checkpoint = options->checkpoint, .checkpoint_error = &checkpoint_error };

  if (options->init_weights != NULL)
    {
      weights = nn_weights_load (options->init_weights, input->plan, &error);
      if (weights == NULL)
        return fl_cli_fail (FL_EXIT_INPUT, error);
    }
  if (options->resume != NULL)
    {
      g_autoptr (NnSpec) spec = fl_run_spec (input, options->epochs);

      resume = nn_checkpoint_load (options->resume, spec, input->data, &error);
      if (resume == NULL)
        return fl_cli_fail (FL_EXIT_INPUT, error);
    }
  run.weights = weights;
  run.resume = resume;
  run.epochs = options->epochs;
  frame = fl_run (input, &run, &error);
  if (frame == NULL)
    return fl_cli_fail (FL_EXIT_INPUT, error);
  if (checkpoint_error != NULL)
    fl_cli_fail (FL_EXIT_INPUT, checkpoint_error);
  return report (options, frame, save_all (input, options, frame) && checkpoint_error == NULL);
}

int
fl_cli_train (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_auto (FlCliInput) input = { 0 };
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *epochs = NULL, *seed = NULL;
  guint64 seed_value = 0;
  const GOptionEntry entries[] = {
    { "epochs", 0, 0, G_OPTION_ARG_STRING, &epochs, N_("Stop after N epochs, instead of the project's limit"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &seed, N_("Seed instead of the project's"), "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options.threads, N_("Threads (one a core); the weights do not depend on it"), "N" },
    { "init-weights", 0, 0, G_OPTION_ARG_FILENAME, &options.init_weights, N_("Start from these weights"), "F.safetensors" },
    { "save-weights", 0, 0, G_OPTION_ARG_FILENAME, &options.save_weights, N_("Save the weights here"), "F.safetensors" },
    { "checkpoint", 0, 0, G_OPTION_ARG_FILENAME, &options.checkpoint, N_("Keep all that --resume needs here, once a minute and at the end"), "F.safetensors" },
    { "resume", 0, 0, G_OPTION_ARG_FILENAME, &options.resume, N_("Go on from this checkpoint: the same bits as without the break"), "F.safetensors" },
    { "history", 0, 0, G_OPTION_ARG_FILENAME, &options.history, N_("Write a row of losses an epoch"), "F.csv" },
    { "picture", 0, 0, G_OPTION_ARG_FILENAME, &options.picture, N_("Draw decision boundary and loss curves"), "F.png|.svg|.pdf" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("Print the result as one JSON object"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options.quiet, N_("No progress, no summary"), NULL },
    { NULL }
  };

  if (!fl_cli_parse (argc, argv, entries, "PROJECT", _("Trains a project until its stop condition. Ctrl+C stops at the next batch and saves what was asked."), 1, 1, &rest)
      || !fl_cli_threads_valid ("train", options.threads) || !fl_cli_parse_whole ("train", "--epochs", epochs, 1, &options.epochs)
      || !fl_cli_parse_whole ("train", "--seed", seed, 0, &seed_value))
    return FL_EXIT_USAGE;
  if (options.init_weights != NULL && options.resume != NULL)
    return fl_cli_usage ("train", "%s", _("--init-weights and --resume both say where to start; give one of them"));
  if (!picture_possible (options.picture, &error))
    return fl_cli_usage ("train", "%s", error->message);
  if (!fl_cli_can_write (options.save_weights, &error) || !fl_cli_can_write (options.history, &error) || !fl_cli_can_write (options.picture, &error)
      || !fl_cli_can_write (options.checkpoint, &error))
    return fl_cli_fail (FL_EXIT_INPUT, error);
  fl_cli_catch_interrupts ();
  if (!fl_cli_input_load (&input, rest[0], seed != NULL ? &seed_value : NULL, &error))
    return fl_cli_fail (fl_cli_interrupted () ? FL_EXIT_INTERRUPTED : FL_EXIT_INPUT, error);
  return train (&options, &input);
}

int
fl_cli_without_display (const char *path)
{
  g_auto (FlCliInput) input = { 0 };
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *shape = NULL;
  gboolean read;

  g_print (_("There is no display (neither DISPLAY nor WAYLAND_DISPLAY names one that answers), so no window: training in the terminal instead.\n"));
  fl_cli_catch_interrupts ();
  if (path != NULL)
    read = fl_cli_input_load (&input, path, NULL, &error);
  else
    {
      g_autoptr (FlProject) project = fl_project_default ();
      read = fl_cli_input_take (&input, project, NULL, &error);
    }
  if (!read)
    return fl_cli_fail (fl_cli_interrupted () ? FL_EXIT_INTERRUPTED : FL_EXIT_INPUT, error);
  shape = nn_plan_summary (input.plan);
  g_print ("%s · %s\n", input.project->name, shape);
#ifdef FL_HAVE_PICTURE
  options.picture = g_strdup ("fallline.png");
#endif
  if (!fl_cli_can_write (options.picture, &error))
    return fl_cli_fail (FL_EXIT_INPUT, error);
  return train (&options, &input);
}
