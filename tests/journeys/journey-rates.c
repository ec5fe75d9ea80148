/* Somebody races learning rates, takes the settings of a lane over, and brings the former ones back. */
#include "journey.h"

static void
test_race (void)
{
  Journey *journey = journey_start (NULL);

  journey_activate (journey, "win.view", g_variant_new_string ("compare"));
  journey_press (journey, "button|Race learning rates");
  g_autoptr (Accessible) curves = journey_find (journey, "image|Curves of the race");
  g_autoptr (Accessible) ahead = journey_find (journey, "Rate * is ahead: loss *");
  journey_press (journey, "button|Pause");
  journey_press (journey, "button|Make Rate 0.001 the project*");
  g_autoptr (Accessible) told = journey_find (journey, "Rate 0.001 is the project now*");
  g_assert_true (journey_is_enabled (journey, "win.undo"));
  journey_activate (journey, "win.undo", NULL); /* the settings, then the race */
  journey_activate (journey, "win.undo", NULL);
  journey_wait_for_undo (journey, FALSE);
  journey_press (journey, "button|Race optimizers");
  g_autoptr (Accessible) momentum = journey_find (journey, "Momentum: decision boundary");
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/race-rates", test_race);
  return g_test_run ();
}
