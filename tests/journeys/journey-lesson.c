/* A teacher before a class: the ordinary turns of a lesson, one window. A wrong loss and its remedy, a frozen layer, noise while it
 * trains, the wheel on the plot, a picture to take along, and the project closed and opened again. */
#include "journey.h"
#include <glib/gstdio.h>
#include <string.h>

/* A real drag of the slider's knob through the pointer. */
static void
drag_slider (Journey *journey, const char *name, int by)
{
  int x, y, width, height;
  g_autoptr (Accessible) slider = journey_find (journey, name);
  double before = accessible_get_value (journey, slider);
  journey_box (journey, name, &x, &y, &width, &height);
  journey_drag (x + width / 4, y + height / 2, x + width / 4 + by, y + height / 2);
  g_assert_cmpfloat (accessible_get_value (journey, slider), !=, before);
}

static void
test_noise_while_training (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "noise.fallline");
  Journey *journey = journey_start (project);

  journey_press (journey, "button|Train");
  journey_assert_trains (journey);
  drag_slider (journey, "slider|Noise", 80);
  journey_wait_for_undo (journey, TRUE);
  journey_assert_trains (journey);
  journey_keys ("ctrl+z"); /* a drag is one step */
  journey_wait_for_undo (journey, FALSE);
  journey_assert_trains (journey);
  journey_end (journey);
}

/* Zooming moves the axes and nothing else; fitting brings everything back. */
static void
test_zoom_and_fit (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "zoom.fallline");
  Journey *journey = journey_start (project);
  int x, y;

  journey_press (journey, "button|Train");
  journey_assert_trains (journey);
  journey_place (journey, "Decision boundary", &x, &y);
  journey_wheel (x, y, 5, "ctrl");
  g_autoptr (Accessible) fit = journey_find (journey, "button|Show all");
  journey_assert_trains (journey);
  accessible_press (journey, fit);
  journey_find_gone (journey, "button|Show all");
  g_assert_false (journey_is_enabled (journey, "win.undo"));
  journey_end (journey);
}

/* The class suggests a loss that cannot be: the window says why and offers the way out. */
static void
test_wrong_network_and_remedy (void)
{
  static const char impossible[] =
    "{\"fallline\": 1, \"name\": \"Impossible\", \"seed\": 3,"
    " \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"spirals\", \"classes\": 3, \"samples\": 300}, \"task\": \"classification\"},"
    " \"network\": [{\"type\": \"dense\", \"units\": 8}, {\"type\": \"dense\", \"units\": 2}],"
    " \"training\": {\"loss\": \"cross_entropy\", \"stop\": {\"epochs\": null}}}";
  g_autofree char *project = journey_path ("impossible.fallline");
  journey_write (project, impossible);
  Journey *journey = journey_start (project);

  journey_press (journey, "button|*Open _anyway*");
  journey_press (journey, "button|Make it 3 neurons*");
  journey_wait_for_undo (journey, TRUE);
  g_autoptr (Accessible) output = journey_find (journey, "button|Output layer, 3 neurons*");
  journey_press (journey, "button|Train");
  journey_assert_trains (journey);
  journey_activate (journey, "win.undo", NULL);
  g_autoptr (Accessible) again = journey_find (journey, "button|Make it 3 neurons*");
  journey_assert_alive (journey);
  journey_end (journey);
}

/* Frozen in mid-training, saved, closed, opened: still frozen, and the other layers still learn. */
static void
test_freeze_save_reopen (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "frozen.fallline");
  Journey *journey = journey_start (project);

  journey_press (journey, "button|Train");
  journey_assert_trains (journey);
  journey_press (journey, "button|Freeze");
  g_autoptr (Accessible) frozen = journey_find (journey, "button|Dense layer 1, *, frozen");
  journey_assert_trains (journey);
  g_autofree char *saved = journey_save (journey, project);
  g_assert_nonnull (strstr (saved, "\"trainable\": false"));
  journey_end (journey);

  journey = journey_start (project);
  g_autoptr (Accessible) still = journey_find (journey, "button|Dense layer 1, *, frozen");
  journey_press (journey, "button|Train");
  journey_assert_trains (journey);
  g_autofree char *again = journey_save (journey, project);
  g_assert_cmpstr (again, ==, saved);
  journey_end (journey);
}

/* Every other project into the open window while it trains; the window follows. */
static void
test_samples_one_after_another (void)
{
  static const char *const samples[] = { "xor", "linear-regression", "iris", "spirals" };
  g_autofree char *first = journey_endless ("data/samples/spirals.fallline", "spirals.fallline");
  g_autofree char *csv = journey_copy ("data/samples/iris.csv", "iris.csv");
  Journey *journey = journey_start (first);

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *source = g_strdup_printf ("data/samples/%s.fallline", samples[i]);
      g_autofree char *name = g_strdup_printf ("next-%s.fallline", samples[i]);
      g_autofree char *path = journey_endless (source, name);
      journey_press (journey, "button|Train");
      journey_assert_trains (journey);
      journey_activate (journey, "win.open-file", g_variant_new_string (path));
      g_autoptr (Accessible) train = journey_find (journey, "button|Train"); /* another project waits for a hand */
      g_assert_false (journey_is_enabled (journey, "win.undo"));
    }
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/noise-while-training", test_noise_while_training);
  g_test_add_func ("/journey/zoom-and-fit", test_zoom_and_fit);
  g_test_add_func ("/journey/remedy-for-an-impossible-network", test_wrong_network_and_remedy);
  g_test_add_func ("/journey/freeze-save-reopen", test_freeze_save_reopen);
  g_test_add_func ("/journey/samples-one-after-another", test_samples_one_after_another);
  return g_test_run ();
}
