/* A student whose deep network will not learn: the window says why, a remedy is tried and takes it away, and Undo brings the project
 * back; and a class compares what all have trained. */
#include "journey.h"
#include <string.h>

static const char project[] =
  "{\"fallline\": 1, \"name\": \"Deep\", \"seed\": 3,"
  " \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"spirals\", \"samples\": 300, \"noise\": 0.02}, \"task\": \"classification\"},"
  " \"network\": [{\"type\": \"dense\", \"units\": 10, \"activation\": \"sigmoid\"}, {\"type\": \"dense\", \"units\": 10, \"activation\": \"sigmoid\"},"
  " {\"type\": \"dense\", \"units\": 10, \"activation\": \"sigmoid\"}, {\"type\": \"dense\", \"units\": 10, \"activation\": \"sigmoid\"},"
  " {\"type\": \"dense\", \"units\": 10, \"activation\": \"sigmoid\"}, {\"type\": \"dense\", \"units\": \"auto\"}],"
  " \"training\": {\"loss\": \"binary_cross_entropy\", \"optimizer\": {\"type\": \"sgd\", \"learning_rate\": 0.1}, \"stop\": {\"epochs\": 40}}}";

static void
test_remedy (void)
{
  g_autofree char *path = journey_path ("deep.fallline");
  journey_write (path, project);
  Journey *journey = journey_start (path);

  journey_activate (journey, "win.view", g_variant_new_string ("diagnose"));
  g_autoptr (Accessible) quiet = journey_find (journey, "Nothing found in data*");
  journey_press (journey, "button|Train");
  g_autoptr (Accessible) found = journey_find (journey, "Vanishing gradient: dense layer 1*");
  g_autoptr (Accessible) evidence = journey_find (journey, "Gradient norm *healthy*");
  journey_press (journey, "button|Apply at once: ReLU*");
  journey_find_gone (journey, "Vanishing gradient: *");
  g_assert_true (journey_is_enabled (journey, "win.undo"));
  journey_activate (journey, "win.undo", NULL);
  g_assert_false (journey_is_enabled (journey, "win.undo"));
  /* Nothing is unsaved now, so that nothing is asked. */
  journey_end (journey);
}

/* The remedy may also race the run as it is, from where that is: nothing is edited before somebody takes the better one. */
static void
test_race_remedy (void)
{
  g_autofree char *path = journey_path ("raced.fallline");
  journey_write (path, project);
  Journey *journey = journey_start (path);

  journey_activate (journey, "win.view", g_variant_new_string ("diagnose"));
  g_autoptr (Accessible) quiet = journey_find (journey, "Nothing found in data*");
  journey_press (journey, "button|Train");
  g_autoptr (Accessible) found = journey_find (journey, "Vanishing gradient: dense layer 1*");
  journey_press (journey, "button|Race: ReLU*");
  g_autoptr (Accessible) as_it_is = journey_find (journey, "Unchanged: decision boundary");
  g_autoptr (Accessible) remedied = journey_find (journey, "ReLU*: decision boundary");
  g_autoptr (Accessible) ahead = journey_find (journey, "* is ahead: loss *");
  journey_press (journey, "button|Make ReLU* the project*");
  g_autoptr (Accessible) taken = journey_find (journey, "ReLU* is the project now*");
  journey_activate (journey, "win.undo", NULL); /* the project's settings, then the race */
  journey_activate (journey, "win.undo", NULL);
  journey_wait_for_undo (journey, FALSE);
  journey_end (journey);
}

/* Every chart says its numbers to who cannot see it. */
static void
test_charts_speak (void)
{
  g_autofree char *path = journey_path ("spoken.fallline");
  journey_write (path, project);
  Journey *journey = journey_start (path);

  journey_activate (journey, "win.view", g_variant_new_string ("diagnose"));
  g_autoptr (Accessible) quiet = journey_find (journey, "Nothing found in data*");
  journey_activate (journey, "win.step", NULL);
  g_autoptr (Accessible) row = journey_find (journey, "dense layer 1, Gradient *");
  g_autoptr (Accessible) chart = journey_find (journey, "image|Gradient norm");
  g_autofree char *said = accessible_description (journey, chart);
  g_test_message ("%s", said);
  g_assert_true (g_str_has_prefix (said, "step 1, dense layer 1 "));
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/diagnose-remedy", test_remedy);
  g_test_add_func ("/journey/diagnose-race", test_race_remedy);
  g_test_add_func ("/journey/diagnose-charts-speak", test_charts_speak);
  return g_test_run ();
}
