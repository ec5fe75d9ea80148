/* Nothing is ever lost: closing a changed project asks first, and each answer does what it says; and what a killed
 * program had not saved is there at the next start. */
#include "journey.h"

#include <signal.h>

static gboolean
ended_cb (Journey *journey, gpointer data)
{
  return g_subprocess_get_identifier (journey->process) == NULL;
}

static Journey *
start_and_change (const char *project)
{
  Journey *journey = journey_start (project);
  g_autoptr (Accessible) rate = journey_find (journey, "spin button|Learning rate");
  accessible_set_value (journey, rate, 0.0345);
  g_assert_true (journey_is_enabled (journey, "win.undo"));
  return journey;
}

static void
ask_to_close (Journey *journey)
{
  journey_activate (journey, "win.close", NULL);
  g_autoptr (Accessible) question = journey_find (journey, "dialog|*Save*");
}

static void
test_cancel_then_discard (void)
{
  g_autofree char *project = journey_copy ("data/samples/xor.fallline", "discarded.fallline");
  g_autofree char *before = journey_contents (project);
  Journey *journey = start_and_change (project);

  ask_to_close (journey);
  journey_press (journey, "button|*Cancel");
  journey_find_gone (journey, "dialog|*Save*");
  journey_assert_alive (journey);
  g_autoptr (Accessible) rate = journey_find (journey, "spin button|Learning rate");
  g_assert_cmpfloat_with_epsilon (accessible_get_value (journey, rate), 0.0345, 1e-12);

  ask_to_close (journey);
  journey_press (journey, "button|*Discard");
  journey_wait (journey, "the program to end", 10, ended_cb, NULL);
  g_autofree char *after = journey_contents (project);
  g_assert_cmpstr (after, ==, before);
  journey_end (journey);
}

static void
test_save (void)
{
  g_autofree char *project = journey_copy ("data/samples/xor.fallline", "kept.fallline");
  Journey *journey = start_and_change (project);

  ask_to_close (journey);
  journey_press (journey, "button|*Save");
  journey_wait (journey, "the program to end", 10, ended_cb, NULL);
  g_autofree char *after = journey_contents (project);
  g_assert_true (g_pattern_match_simple ("*\"learning_rate\": 0.0345*", after));
  journey_end (journey);
}

/* How many unsaved states are on disk. */
static guint
n_kept (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("XDG_STATE_HOME"), "fallline", "recovery", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_suffix (name, ".json");
  return n;
}

static gboolean
kept_cb (Journey *journey, gpointer data)
{
  return n_kept () == GPOINTER_TO_UINT (data);
}

static void
test_killed (void)
{
  g_autofree char *project = journey_copy ("data/samples/xor.fallline", "killed.fallline");
  Journey *journey = start_and_change (project);
  journey_wait (journey, "the edit to be kept", 10, kept_cb, GUINT_TO_POINTER (1));
  journey_kill (journey);

  journey = journey_start (NULL);
  journey_press (journey, "button|Restore");
  journey_find_gone (journey, "button|Restore");
  g_autoptr (Accessible) rate = journey_find (journey, "spin button|Learning rate");
  g_assert_cmpfloat_with_epsilon (accessible_get_value (journey, rate), 0.0345, 1e-12);
  ask_to_close (journey); /* it is still not saved */
  journey_press (journey, "button|*Save");
  journey_wait (journey, "the program to end", 10, ended_cb, NULL);
  g_autofree char *after = journey_contents (project); /* under the name it had */
  g_assert_true (g_pattern_match_simple ("*\"learning_rate\": 0.0345*", after));
  g_assert_cmpuint (n_kept (), ==, 0);
  journey_end (journey);
}

/* As at the end of a session: at once after the edit, and in good order. */
static void
test_told_to_end (void)
{
  g_autofree char *project = journey_copy ("data/samples/xor.fallline", "told.fallline");
  Journey *journey = start_and_change (project);

  g_subprocess_send_signal (journey->process, SIGTERM);
  journey_wait (journey, "the program to end", 10, ended_cb, NULL);
  g_assert_cmpuint (n_kept (), ==, 1);
  g_assert_true (g_subprocess_get_if_exited (journey->process));
  journey_kill (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/cancel-then-discard", test_cancel_then_discard);
  g_test_add_func ("/journey/save-on-closing", test_save);
  g_test_add_func ("/journey/killed", test_killed);
  g_test_add_func ("/journey/told-to-end", test_told_to_end);
  return g_test_run ();
}
