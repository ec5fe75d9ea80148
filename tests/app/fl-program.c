#include "fl-program.h"

#include <glib/gstdio.h>
#include <string.h>

static char *dir; /* a temporary folder all files of the test are in */
static const char *display;

void
fl_result_clear (FlResult *result)
{
  g_free (result->out);
  g_free (result->err);
}

void
fl_program_set_display (const char *name)
{
  display = name;
}

GSubprocess *
fl_program_start (const char *const *arguments)
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
  if (display != NULL)
    g_subprocess_launcher_setenv (launcher, "DISPLAY", display, TRUE);
  else
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

FlResult
fl_program_finish (GSubprocess *process)
{
  FlResult result = { 0 };
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

char *
fl_program_sample (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".fallline", NULL);

  return g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "data", "samples", file, NULL);
}

char *
fl_program_file (const char *name)
{
  return g_build_filename (dir, name, NULL);
}

json_t *
fl_program_json (const FlResult *result)
{
  json_error_t e;
  json_t *json = json_loads (result->out, 0, &e);

  if (json == NULL)
    g_error ("not JSON (%s): %s", e.text, result->out);
  return json;
}

const char *
fl_json_string_of (json_t *json, const char *key)
{
  g_assert_true (json_is_string (json_object_get (json, key)));
  return json_string_value (json_object_get (json, key));
}

double
fl_json_number_of (json_t *json, const char *key)
{
  g_assert_true (json_is_number (json_object_get (json, key)));
  return json_number_value (json_object_get (json, key));
}

void
fl_assert_one_line (const char *text)
{
  char *end = strchr (text, '\n');

  g_assert_nonnull (end);
  g_assert_cmpstr (end, ==, "\n");
}

void
fl_program_write_project (const char *name, const char *source, const char *network, const char *training)
{
  g_autofree char *path = fl_program_file (name);
  g_autofree char *text = g_strdup_printf ("{\"fallline\": 1, \"seed\": 3,\n \"data\": {\"source\": %s},\n \"network\": %s,\n \"training\": %s}\n", source, network, training);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

void
fl_program_end (void)
{
  g_autoptr (GDir) open = g_dir_open (dir, 0, NULL);
  const char *name;

  while (open != NULL && (name = g_dir_read_name (open)) != NULL)
    {
      g_autofree char *path = fl_program_file (name);
      g_remove (path);
    }
  g_rmdir (dir);
  g_clear_pointer (&dir, g_free);
}

void
fl_program_begin (void)
{
  g_assert_nonnull (g_getenv ("FALLLINE_PROGRAM"));
  g_assert_nonnull (g_getenv ("FALLLINE_SOURCE_ROOT"));
  dir = g_dir_make_tmp ("fallline-cli-XXXXXX", NULL);
  g_assert_nonnull (dir);
}
