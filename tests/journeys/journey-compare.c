/* Which optimizer is the quickest? Five of them race, one is taken for the project, and Undo brings the former one back; once more, and there is no race. */
#include "journey.h"
#include <string.h>

static gboolean
shown_cb (Journey *journey, gpointer name)
{
  return journey_count (journey, name) > 0;
}

static gboolean
paused_cb (Journey *journey, gpointer data)
{
  g_autoptr (GVariant) state = journey_state (journey, "win.train");

  return !g_variant_get_boolean (state);
}

static void
test_race_and_use (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "compare.fallline");
  Journey *journey = journey_start (project);

  journey_activate (journey, "win.view", g_variant_new_string ("compare"));
  journey_wait (journey, "the empty race", 20, shown_cb, (gpointer) "label|No race yet");
  journey_press (journey, "button|*Race *optimizers");
  journey_wait (journey, "five that race", 20, shown_cb, (gpointer) "label|5 runs · same initial weights · same batches*");
  journey_wait (journey, "one to be ahead", 40, shown_cb, (gpointer) "label|* is ahead: *");
  journey_click_on (journey, "*Log scale");
  journey_keys ("Escape space"); /* pauses, and does not click once more: only walking by keys makes Space press what one came to */
  journey_wait (journey, "a pause", 20, paused_cb, NULL);
  journey_press (journey, "button|Make RMSprop the project*");
  journey_wait (journey, "the racer's settings", 20, shown_cb, (gpointer) "label|RMSprop is the project now*");
  g_autofree char *used = journey_save (journey, project);
  g_assert_nonnull (strstr (used, "\"rmsprop\""));
  journey_activate (journey, "win.undo", NULL);
  g_autofree char *back = journey_save (journey, project);
  g_assert_nonnull (strstr (back, "\"adam\""));
  journey_activate (journey, "win.undo", NULL); /* the race was a step, too */
  journey_wait (journey, "no race any more", 20, shown_cb, (gpointer) "label|No race yet");
  journey_assert_alive (journey);
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/compare", test_race_and_use);
  return g_test_run ();
}
