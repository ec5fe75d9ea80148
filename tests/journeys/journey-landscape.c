/* The Landscape view as assistive technology finds it: its plots say what they show. */
#include "journey.h"

#include <string.h>

static gboolean
says_cb (Journey *journey, gpointer data)
{
  const char *const *words = data;
  g_autoptr (Accessible) plot = journey_look_for (journey, words[0]);
  g_autofree char *text = plot != NULL ? accessible_description (journey, plot) : NULL;

  return text != NULL && strstr (text, words[1]) != NULL;
}

static gboolean
is_there_cb (Journey *journey, gpointer data)
{
  g_autoptr (Accessible) found = journey_look_for (journey, data);

  return found != NULL;
}

typedef struct
{
  double than;
  int sign; /* of what it is to be: less, or more */
} Wanted;

static gboolean
starts_cb (Journey *journey, gpointer data)
{
  const Wanted *wanted = data;
  g_autoptr (Accessible) field = journey_look_for (journey, "spin button|Start, horizontal");
  double value = field != NULL ? accessible_get_value (journey, field) : wanted->than;

  return wanted->sign * (value - wanted->than) > 0.1;
}

/* The start follows clicks and drags, and a click is heard after a drag, too. */
static void
move_start (Journey *journey)
{
  g_autoptr (Accessible) field = journey_find (journey, "spin button|Start, horizontal");
  Wanted wanted = { accessible_get_value (journey, field), 1 };
  int x, y;

  journey_place (journey, "image|Loss of two parameters", &x, &y);
  journey_click (x, y, 1);
  journey_wait (journey, "the start where it was clicked", 10, starts_cb, &wanted);
  wanted.than = accessible_get_value (journey, field);
  g_usleep (600000); /* no double click */
  journey_drag (x, y, x + 50, y + 20);
  journey_wait (journey, "the start where it was dragged to", 10, starts_cb, &wanted);
  wanted.sign = -1;
  g_usleep (600000);
  journey_click (x - 60, y, 1);
  journey_wait (journey, "the start where it was clicked after that", 10, starts_cb, &wanted);
}

static void
test_landscape (void)
{
  static const char *network[] = { "image|Loss landscape", "lowest on this plane" }, *surface[] = { "image|Loss surface", "lowest on this plane" };
  g_autofree char *project = journey_copy ("data/samples/spirals.fallline", "landscape.fallline");
  Journey *journey = journey_start (project);

  journey_activate (journey, "win.view", g_variant_new_string ("landscape"));
  journey_wait (journey, "the loss at the weights and the lowest", 20, says_cb, network);
  journey_wait (journey, "the same of the surface", 20, says_cb, surface);
  journey_end (journey);
}

static void
test_two_parameters (void)
{
  static const char *race[] = { "image|Loss of two parameters", "SGD" }, *fit[] = { "image|The fit", "SGD" };
  g_autofree char *project = journey_copy ("data/samples/linear-regression.fallline", "two.fallline");
  Journey *journey = journey_start (project);

  journey_activate (journey, "win.view", g_variant_new_string ("landscape"));
  journey_wait (journey, "the pages of the view", 20, is_there_cb, (gpointer) "tab|Two parameters");
  journey_press (journey, "tab|Two parameters");
  journey_wait (journey, "what each racer came to", 20, says_cb, race);
  journey_wait (journey, "the same of the fit", 20, says_cb, fit);
  move_start (journey);
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/landscape", test_landscape);
  g_test_add_func ("/journey/two-parameters", test_two_parameters);
  return g_test_run ();
}
