#include "cli.h"

#include "fl-json.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>

/* --- usage ------------------------------------------------------------------------------------------------------------- */

int
fl_cli_usage (const char *command, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  if (command != NULL)
    g_printerr (_("fallline %s: %s (see “fallline %s --help”)\n"), command, message, command);
  else
    g_printerr (_("fallline: %s (see “fallline --help”)\n"), message);
  return FL_EXIT_USAGE;
}

gboolean
fl_cli_parse (int argc, char **argv, const GOptionEntry *entries, const char *usage, const char *summary, guint min, guint max,
              char ***rest)
{
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  g_autofree char *program = g_strdup_printf ("fallline %s", argv[0]);
  g_autoptr (GError) error = NULL;
  GOptionEntry remaining[] = { { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, rest, NULL, NULL }, { NULL } };
  guint n;

  g_set_prgname (program); /* what --help calls it */
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, remaining, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fl_cli_usage (argv[0], "%s", error->message);
      return FALSE;
    }
  n = *rest != NULL ? g_strv_length (*rest) : 0;
  if (n < min)
    fl_cli_usage (argv[0], _("%s is missing"), usage);
  else if (n > max)
    fl_cli_usage (argv[0], _("“%s” is one argument too many"), (*rest)[max]);
  return n >= min && n <= max;
}

gboolean
fl_cli_threads_valid (const char *command, int threads)
{
  if (threads >= 0 && threads <= 1024)
    return TRUE;
  fl_cli_usage (command, _("--threads must be between 1 and 1024 (0: one a core), found %d"), threads);
  return FALSE;
}

int
fl_cli_fail (int code, const GError *error)
{
  g_printerr ("fallline: %s\n", error->message);
  return code;
}

void
fl_cli_print_json (json_t *json)
{
  g_autofree char *text = fl_json_write (json);

  puts (text);
  json_decref (json);
}

/* --- interrupts -------------------------------------------------------------------------------------------------------- */

static volatile sig_atomic_t interrupted;

static void
interrupt_cb (int number)
{
  interrupted = 1;
}

void
fl_cli_catch_interrupts (void)
{
  struct sigaction action = { .sa_handler = interrupt_cb, .sa_flags = SA_RESETHAND };

  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

gboolean
fl_cli_interrupted (void)
{
  return interrupted != 0;
}

/* --- input ------------------------------------------------------------------------------------------------------------- */

static gboolean
go_on_cb (double share, gpointer user_data)
{
  return !fl_cli_interrupted ();
}

gboolean
fl_cli_input_take (FlCliInput *input, FlProject *project, const char *dir, GError **error)
{
  NnProblem problem;

  input->dir = g_strdup (dir);
  input->project = fl_project_resolve (project, dir, error);
  if (input->project == NULL)
    return FALSE;
  input->data = fl_project_prepare (input->project, dir, go_on_cb, NULL, error);
  if (input->data == NULL)
    return FALSE;
  problem = nn_problem (input->data);
  input->plan = nn_plan_new (input->project->spec, &problem, NULL, error);
  return input->plan != NULL;
}

gboolean
fl_cli_input_load (FlCliInput *input, const char *path, const guint64 *seed, GError **error)
{
  g_autoptr (FlProject) project = fl_project_load (path, error);
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *name = g_filename_display_name (path);

  if (project == NULL)
    return FALSE;
  if (seed != NULL)
    {
      NnSpec spec = *project->spec;
      FlProject *seeded;

      spec.seed = *seed;
      seeded = fl_project_with_spec (project, &spec);
      fl_project_unref (project);
      project = seeded;
    }
  if (fl_cli_input_take (input, project, dir, error))
    return TRUE;
  /* the engine speaks of layers and does not know the file */
  if (error != NULL && *error != NULL && (*error)->domain == NN_ERROR)
    g_prefix_error (error, "%s: ", name);
  return FALSE;
}

void
fl_cli_input_clear (FlCliInput *input)
{
  fl_project_unref (input->project);
  g_free (input->dir);
  ds_prepared_unref (input->data);
  if (input->plan != NULL)
    nn_plan_free (input->plan);
}
