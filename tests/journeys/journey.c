/* The driver of the journeys. It speaks AT-SPI over D-Bus directly: a cache between test and program would only hide what the
 * program says now. Every call has a time limit, so that a window that hangs fails the test instead of hanging it. */
#include "journey-tree.h"
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define APPLICATION "org.fallline.Workbench"
#define APPLICATION_PATH "/org/fallline/Workbench"
#define WINDOW_PATH APPLICATION_PATH "/window/%d"
#define REGISTRY "org.a11y.atspi.Registry"
#define DESKTOP "/org/a11y/atspi/accessible/root"
#define WAIT_LIMIT 10.0 /* s */
#define POLL 30000      /* us */

/* ---- waiting ---- */

/* What the program has written to its standard error. */
static char *
journey_said (Journey *journey)
{
  char *said = NULL;
  return g_file_get_contents (journey->log, &said, NULL, NULL) ? said : g_strdup ("");
}

void
journey_wait (Journey *journey, const char *what, double seconds, JourneyCheck check, gpointer data)
{
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  while (!check (journey, data))
    {
      if (g_get_monotonic_time () > end)
        {
          /* A way to look: FALLLINE_JOURNEY_LOOK="import -window root picture.png". */
          if (g_getenv ("FALLLINE_JOURNEY_LOOK") != NULL)
            g_spawn_command_line_sync (g_getenv ("FALLLINE_JOURNEY_LOOK"), NULL, NULL, NULL, NULL);
          g_autofree char *tree = journey->bus_name ? journey_tree (journey) : NULL, *said = journey_said (journey);
          g_error ("waited %.0f s for %s; what there is:\n%s\nwhat the program said:\n%s", seconds, what, tree ? tree : "(no window)", said);
        }
      g_usleep (POLL);
    }
}

/* ---- AT-SPI ---- */

char *
accessible_name (Journey *journey, const Accessible *accessible)
{
  return accessible_string (journey, accessible, "Name");
}

char *
accessible_description (Journey *journey, const Accessible *accessible)
{
  return accessible_string (journey, accessible, "Description");
}

typedef struct
{
  const char *name;
  Accessible *found; /* shown, or else any */
} Search;

/* Has it a place? The pages of the window that have not been looked at yet have none, but their widgets are there already. */
static gboolean
is_shown (Journey *journey, const Accessible *accessible)
{
  g_autoptr (GVariant) reply = accessible_call (journey, accessible, "org.a11y.atspi.Component", "GetExtents", g_variant_new ("(u)", 1u));
  int width = 0;
  if (reply != NULL)
    g_variant_get (reply, "((iiii))", NULL, NULL, &width, NULL);
  return width > 0;
}

static gboolean
has_role (Journey *journey, const Accessible *accessible, const char *wanted)
{
  g_autoptr (GVariant) reply = accessible_call (journey, accessible, "org.a11y.atspi.Accessible", "GetRoleName", NULL);
  const char *role = NULL;
  if (reply != NULL)
    g_variant_get (reply, "(&s)", &role);
  return g_strcmp0 (role, wanted) == 0;
}

/* "Pause" or "button|Pause". */
static gboolean
matches (Journey *journey, const Accessible *accessible, const char *name, const char *wanted)
{
  const char *bar = strchr (wanted, '|');
  if (bar == NULL)
    return g_pattern_match_simple (wanted, name);
  g_autofree char *role = g_strndup (wanted, bar - wanted);
  return g_pattern_match_simple (bar + 1, name) && has_role (journey, accessible, role);
}

static gboolean
match_cb (Journey *journey, const Accessible *accessible, const char *name, int depth, gpointer data)
{
  Search *search = data;
  if (!matches (journey, accessible, name, search->name))
    return FALSE;
  gboolean shown = is_shown (journey, accessible);
  if (shown)
    g_clear_pointer (&search->found, accessible_free);
  if (search->found == NULL)
    search->found = accessible_at (accessible->bus_name, accessible->path);
  return shown;
}

Accessible *
journey_look_for (Journey *journey, const char *name)
{
  Search search = { name, NULL };
  journey_walk_program (journey, match_cb, &search);
  return search.found;
}

static gboolean
found_cb (Journey *journey, gpointer data)
{
  Search *search = data;
  search->found = journey_look_for (journey, search->name);
  return search->found != NULL;
}

Accessible *
journey_find (Journey *journey, const char *name)
{
  Search search = { name, NULL };
  g_autofree char *what = g_strdup_printf ("\"%s\"", name);
  journey_wait (journey, what, WAIT_LIMIT, found_cb, &search);
  return search.found;
}

static gboolean
gone_cb (Journey *journey, gpointer data)
{
  g_autoptr (Accessible) found = journey_look_for (journey, data);
  return found == NULL;
}

void
journey_find_gone (Journey *journey, const char *name)
{
  g_autofree char *what = g_strdup_printf ("\"%s\" to go away", name);
  journey_wait (journey, what, WAIT_LIMIT, gone_cb, (gpointer) name);
}

typedef struct
{
  const char *name;
  guint n;
} Tally;

static gboolean
count_cb (Journey *journey, const Accessible *accessible, const char *name, int depth, gpointer data)
{
  Tally *tally = data;
  tally->n += matches (journey, accessible, name, tally->name) && is_shown (journey, accessible);
  return FALSE;
}

guint
journey_count (Journey *journey, const char *name)
{
  Tally tally = { name, 0 };
  journey_walk_program (journey, count_cb, &tally);
  return tally.n;
}

static gboolean
tree_cb (Journey *journey, const Accessible *accessible, const char *name, int depth, gpointer data)
{
  g_autoptr (GVariant) role = accessible_call (journey, accessible, "org.a11y.atspi.Accessible", "GetRoleName", NULL);
  const char *role_name = "?";
  if (role != NULL)
    g_variant_get (role, "(&s)", &role_name);
  g_autofree char *description = accessible_description (journey, accessible);
  if (*name != '\0' || *description != '\0')
    g_string_append_printf (data, "# %*s%s \"%s\" %s\n", 2 * depth, "", role_name, name, description);
  return FALSE;
}

char *
journey_tree (Journey *journey)
{
  GString *text = g_string_new (NULL);
  journey_walk_program (journey, tree_cb, text);
  return g_string_free (text, FALSE);
}

/* The number of its action "Click", or -1. */
static int
click_of (Journey *journey, const Accessible *accessible)
{
  g_autoptr (GVariant) actions = accessible_call (journey, accessible, "org.a11y.atspi.Action", "GetActions", NULL);
  if (actions == NULL)
    return -1;
  g_autoptr (GVariantIter) iter = NULL;
  g_variant_get (actions, "(a(sss))", &iter);
  const char *name;
  for (int i = 0; g_variant_iter_next (iter, "(&s&s&s)", &name, NULL, NULL); i++)
    if (g_ascii_strcasecmp (name, "click") == 0)
      return i;
  return -1;
}

static gboolean
press_cb (Journey *journey, const Accessible *accessible, const char *name, int depth, gpointer data)
{
  int click = click_of (journey, accessible);
  if (click < 0)
    return FALSE;
  g_autoptr (GVariant) reply = accessible_call (journey, accessible, "org.a11y.atspi.Action", "DoAction", g_variant_new ("(i)", click));
  gboolean done = FALSE;
  if (reply != NULL)
    g_variant_get (reply, "(b)", &done);
  return done;
}

gboolean
accessible_try_press (Journey *journey, const Accessible *accessible)
{
  return journey_walk (journey, accessible, press_cb, NULL);
}

void
accessible_press (Journey *journey, const Accessible *accessible)
{
  if (accessible_try_press (journey, accessible))
    return;
  g_autofree char *name = accessible_name (journey, accessible);
  g_error ("\"%s\" cannot be pressed", name);
}

void
journey_press (Journey *journey, const char *name)
{
  g_autoptr (Accessible) accessible = journey_find (journey, name);
  accessible_press (journey, accessible);
}

double
accessible_get_value (Journey *journey, const Accessible *accessible)
{
  g_autoptr (GVariant) reply = accessible_call (journey, accessible, "org.freedesktop.DBus.Properties", "Get",
                                     g_variant_new ("(ss)", "org.a11y.atspi.Value", "CurrentValue"));
  g_assert_nonnull (reply);
  g_autoptr (GVariant) value = NULL;
  g_variant_get (reply, "(v)", &value);
  return g_variant_get_double (value);
}

void
accessible_set_value (Journey *journey, const Accessible *accessible, double value)
{
  g_autoptr (GVariant) reply = accessible_call (journey, accessible, "org.freedesktop.DBus.Properties", "Set",
                                     g_variant_new ("(ssv)", "org.a11y.atspi.Value", "CurrentValue", g_variant_new_double (value)));
  g_assert_nonnull (reply);
}

gboolean
journey_read_curve (Journey *journey, double *epoch, double *training_loss)
{
  /* It is read over and over, and mostly it is still the same: only a plot that is not seen any more is looked for again. */
  if (journey->curve == NULL || !is_shown (journey, journey->curve))
    {
      g_clear_pointer (&journey->curve, accessible_free);
      journey->curve = journey_look_for (journey, "image|Loss curve");
    }
  if (journey->curve == NULL)
    return FALSE;
  g_autofree char *text = accessible_description (journey, journey->curve);
  static const char loss[] = "training loss ";
  const char *past = strstr (text, loss);
  if (!g_str_has_prefix (text, "epoch ") || past == NULL)
    return FALSE;
  *epoch = g_ascii_strtod (text + strlen ("epoch "), NULL);
  *training_loss = g_ascii_strtod (past + strlen (loss), NULL);
  return TRUE;
}

/* ---- GActions ---- */

static GVariant *
action_call (Journey *journey, const char *action, const char *method, GVariant *arguments)
{
  gboolean window = g_str_has_prefix (action, "win.");
  /* Windows are numbered from 1 in the order they came. */
  g_autofree char *path = window ? g_strdup_printf (WINDOW_PATH, 1) : g_strdup (APPLICATION_PATH);
  g_autoptr (GError) error = NULL;
  GVariant *reply = g_dbus_connection_call_sync (journey->session, APPLICATION, path, "org.gtk.Actions", method, arguments, NULL,
                                                 G_DBUS_CALL_FLAGS_NONE, JOURNEY_CALL_LIMIT, NULL, &error);
  if (error != NULL)
    g_error ("%s: %s: %s", method, action, error->message);
  return reply;
}

static const char *
plain_name (const char *action)
{
  return strchr (action, '.') + 1;
}

void
journey_activate (Journey *journey, const char *action, GVariant *parameter)
{
  g_auto (GVariantBuilder) parameters = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));
  if (parameter != NULL)
    g_variant_builder_add (&parameters, "v", parameter);
  g_autoptr (GVariant) reply = action_call (journey, action, "Activate",
                                            g_variant_new ("(sava{sv})", plain_name (action), &parameters, NULL));
}

static GVariant *
describe (Journey *journey, const char *action, gboolean *enabled)
{
  g_autoptr (GVariant) reply = action_call (journey, action, "Describe", g_variant_new ("(s)", plain_name (action)));
  g_autoptr (GVariant) state = NULL;
  g_variant_get (reply, "((bg@av))", enabled, NULL, &state);
  if (g_variant_n_children (state) == 0)
    return NULL;
  g_autoptr (GVariant) boxed = g_variant_get_child_value (state, 0);
  return g_variant_get_variant (boxed);
}

gboolean
journey_is_enabled (Journey *journey, const char *action)
{
  gboolean enabled = FALSE;
  g_autoptr (GVariant) state = describe (journey, action, &enabled);
  return enabled;
}

GVariant *
journey_state (Journey *journey, const char *action)
{
  gboolean enabled;
  return describe (journey, action, &enabled);
}

void
journey_open (Journey *journey, const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  const char *uris[] = { uri, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
    journey->session, APPLICATION, APPLICATION_PATH, "org.freedesktop.Application", "Open",
    g_variant_new ("(^asa{sv})", uris, NULL), NULL, G_DBUS_CALL_FLAGS_NONE, JOURNEY_CALL_LIMIT, NULL, &error);
  g_assert_no_error (error);
}

/* ---- start and end ---- */

static GDBusConnection *
connect_accessibility (GDBusConnection *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                                                            NULL, NULL, G_DBUS_CALL_FLAGS_NONE, JOURNEY_CALL_LIMIT, NULL, &error);
  g_assert_no_error (error);
  const char *address;
  g_variant_get (reply, "(&s)", &address);
  GDBusConnection *connection = g_dbus_connection_new_for_address_sync (
    address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, &error);
  g_assert_no_error (error);
  return connection;
}

/* The registry hears of a program once, when it starts; one it has missed then can be seen on the display, and nowhere else. Ends this
 * process where that is so. */
static void
leave_if_missed (Journey *journey)
{
  const char *pid = g_subprocess_get_identifier (journey->process);
  if (pid == NULL)
    return;
  int status = -1;
  g_autofree char *search = g_strdup_printf ("timeout 5 xdotool search --onlyvisible --pid %s", pid), *out = NULL, *err = NULL;
  if (!g_spawn_command_line_sync (search, &out, &err, &status, NULL) || !g_spawn_check_wait_status (status, NULL))
    return;
  g_printerr ("the window is there, but the registry of accessible programs has missed it\n");
  g_subprocess_force_exit (journey->process);
  exit (JOURNEY_NO_SESSION);
}

/* The bus name behind which this process speaks. */
static gboolean
belongs (Journey *journey, const char *bus_name)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
    journey->accessibility, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixProcessID",
    g_variant_new ("(s)", bus_name), NULL, G_DBUS_CALL_FLAGS_NONE, JOURNEY_CALL_LIMIT, NULL, NULL);
  guint32 pid = 0;
  if (reply != NULL)
    g_variant_get (reply, "(u)", &pid);
  const char *wanted = g_subprocess_get_identifier (journey->process);
  if (wanted == NULL)
    g_error ("the program ended before its window was there");
  return pid == g_ascii_strtoull (wanted, NULL, 10);
}

static gboolean
window_cb (Journey *journey, gpointer data)
{
  g_autoptr (Accessible) desktop = accessible_at (REGISTRY, DESKTOP);
  g_autoptr (GPtrArray) programs = accessible_children (journey, desktop);
  for (guint i = 0; i < programs->len; i++)
    {
      Accessible *program = g_ptr_array_index (programs, i);
      g_autoptr (GPtrArray) windows = accessible_children (journey, program);
      if (windows->len == 0 || !belongs (journey, program->bus_name))
        continue;
      g_free (journey->bus_name);
      journey->bus_name = g_strdup (program->bus_name);
      return TRUE;
    }
  return FALSE;
}

Journey *
journey_start (const char *project)
{
  Journey *journey = g_new0 (Journey, 1);
  g_autoptr (GError) error = NULL;
  journey->session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  setlocale (LC_ALL, ""); /* names are UTF-8, and so is what this says when it fails */
  journey->accessibility = connect_accessibility (journey->session);
  const char *program = g_getenv ("FALLLINE_PROGRAM");
  g_assert_nonnull (program);
  static guint started;
  g_autofree char *log_name = g_strdup_printf ("said-%u", ++started);
  journey->log = journey_path (log_name);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_subprocess_launcher_set_stderr_file_path (launcher, journey->log);
  journey->process = g_subprocess_launcher_spawn (launcher, &error, program, project, NULL);
  g_assert_no_error (error);
  gint64 end = g_get_monotonic_time () + (gint64) (WAIT_LIMIT * G_USEC_PER_SEC);
  gboolean there;
  while (!(there = window_cb (journey, NULL)) && g_get_monotonic_time () < end)
    g_usleep (POLL);
  if (!there)
    leave_if_missed (journey);
  journey_wait (journey, "the window", WAIT_LIMIT, window_cb, NULL);
  return journey;
}

void
journey_assert_alive (Journey *journey)
{
  g_assert_nonnull (g_subprocess_get_identifier (journey->process));
  g_autoptr (GVariant) state = journey_state (journey, "win.train");
  g_assert_nonnull (state);
}

static gboolean
ended_cb (Journey *journey, gpointer data)
{
  g_main_context_iteration (NULL, FALSE);
  return g_subprocess_get_identifier (journey->process) == NULL;
}

void
journey_wait_for_end (Journey *journey)
{
  journey_wait (journey, "the program to end", WAIT_LIMIT, ended_cb, NULL);
}

/* GTK 4.8 says so when a window gets another size while it is being painted; the next frame is right. */
#define GTK_LATE "Trying to snapshot * without a current allocation"

/* A warning or worse in the log is a fault, also where nobody saw anything of it. */
static void
assert_said_nothing (Journey *journey)
{
  g_autofree char *said = journey_said (journey);
  g_auto (GStrv) lines = g_strsplit (said, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if ((strstr (*line, "WARNING **") != NULL || strstr (*line, "CRITICAL **") != NULL || strstr (*line, "ERROR **") != NULL) &&
        !g_pattern_match_simple ("*" GTK_LATE "*", *line))
      g_error ("the program complained:\n%s", said);
}

static void
journey_free (Journey *journey)
{
  g_free (journey->bus_name);
  g_free (journey->log);
  accessible_free (journey->curve);
  g_clear_object (&journey->process);
  g_clear_object (&journey->session);
  g_clear_object (&journey->accessibility);
  g_free (journey);
}

void
journey_kill (Journey *journey)
{
  g_subprocess_force_exit (journey->process);
  journey_wait_for_end (journey);
  assert_said_nothing (journey);
  journey_free (journey);
}

void
journey_end (Journey *journey)
{
  if (g_subprocess_get_identifier (journey->process) != NULL)
    journey_activate (journey, "app.quit", NULL);
  journey_wait_for_end (journey);
  g_clear_pointer (&journey->bus_name, g_free);
  assert_said_nothing (journey);
  g_assert_true (g_subprocess_get_if_exited (journey->process));
  g_assert_cmpint (g_subprocess_get_exit_status (journey->process), ==, 0);
  journey_free (journey);
}
