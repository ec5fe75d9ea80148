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
