#include "cli.h"

#include "fl-json.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

gboolean
fl_cli_parse_whole (const char *command, const char *option, const char *text, guint64 min, guint64 *number)
{
  if (text == NULL || g_ascii_string_to_unsigned (text, 10, min, G_MAXINT64, number, NULL))
    return TRUE;
  fl_cli_usage (command, _("%s must be a whole number from %d, found “%s”"), option, (int) min, text);
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

/* --- output ------------------------------------------------------------------------------------------------------------ */

gboolean
fl_cli_can_write (const char *path, GError **error)
{
  g_autofree char *folder = NULL;
  int code;

  if (path == NULL)
    return TRUE;
  folder = g_path_get_dirname (path);
  if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR | G_FILE_TEST_IS_DIR)
      && access (path, W_OK) == 0)
    return TRUE; /* a device or a pipe is written into, whatever its folder allows */
  if (!g_file_test (path, G_FILE_TEST_IS_DIR) && access (folder, W_OK) == 0 && g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    code = EISDIR;
  else if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    code = ENOENT;
  else
    code = access (folder, W_OK) != 0 ? errno : EACCES;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), _("%s cannot be written: %s"), path, g_strerror (code));
  return FALSE;
}

void
fl_cli_append_cell (GString *out, const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (out, text);
      return;
    }
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

/* The same with a point for decimals whatever the locale; an empty cell where there is no number. */
void
fl_cli_append_number (GString *out, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isfinite (value))
    g_string_append (out, g_ascii_formatd (buffer, sizeof buffer, "%.9g", value));
}

const char *
fl_cli_short_number (double value, char *buffer, gsize size)
{
  return isfinite (value) ? g_ascii_formatd (buffer, size, "%.4g", value) : "–";
}

/* --- progress ---------------------------------------------------------------------------------------------------------- */

#define BAR_WIDTH 24
#define BAR_INTERVAL (G_USEC_PER_SEC / 10)

void
fl_cli_bar_draw (FlCliBar *bar, double share, const char *format, ...)
{
  gint64 now = g_get_monotonic_time ();
  char picture[BAR_WIDTH + 1];
  g_autofree char *text = NULL;
  va_list args;

  if (!bar->shown || (bar->drawn != 0 && now < bar->drawn + BAR_INTERVAL))
    return;
  bar->drawn = now;
  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  memset (picture, '-', BAR_WIDTH);
  memset (picture, '#', (gsize) (CLAMP (share, 0, 1) * BAR_WIDTH));
  picture[BAR_WIDTH] = '\0';
  g_printerr ("\r[%s] %s\033[K", picture, text);
}

void
fl_cli_bar_clear (FlCliBar *bar)
{
  if (bar->shown && bar->drawn != 0)
    g_printerr ("\r\033[K");
  bar->drawn = 0;
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

void
fl_cli_input_limit (FlCliInput *input, guint64 epochs)
{
  NnSpec spec = *input->project->spec;
  FlProject *limited;

  if (epochs == 0)
    return;
  spec.stop_epochs = epochs;
  limited = fl_project_with_spec (input->project, &spec);
  fl_project_unref (input->project);
  input->project = limited;
}

gboolean
fl_cli_input_take (FlCliInput *input, FlProject *project, const char *dir, GError **error)
{
  NnProblem problem;

  input->dir = g_strdup (dir);
  input->project = fl_project_resolve (project, dir, go_on_cb, NULL, error);
  if (input->project == NULL)
    return FALSE;
  input->data = fl_project_prepare (input->project, dir, go_on_cb, NULL, error);
  if (input->data == NULL)
    return FALSE;
  problem = nn_problem (input->data);
  input->plan = nn_plan_new (input->project->spec, &problem, &input->unfit_layer, error);
  return input->plan != NULL && nn_plan_check_frozen (input->plan, input->project->spec, &input->unfit_layer, error);
}

void
fl_cli_print_notes (DsDataset *dataset)
{
  for (const char *const *note = ds_dataset_notes (dataset); *note != NULL; note++)
    g_printerr ("fallline: %s\n", *note);
}

gboolean
fl_cli_input_load (FlCliInput *input, const char *path, const guint64 *seed, GError **error)
{
  g_autoptr (FlProject) project = fl_project_load (path, error);
  g_autofree char *dir = g_path_get_dirname (path);

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
    {
      fl_cli_print_notes (input->data->dataset);
      return TRUE;
    }
  /* the engine speaks of layers and does not know the file */
  if (error != NULL && *error != NULL && (*error)->domain == NN_ERROR)
    fl_project_prefix_place (path, input->unfit_layer, error);
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
