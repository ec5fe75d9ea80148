/* A projector is plugged in: dark and light, high contrast, twice the pixels and larger letters in mid-training; and a window made
 * small and large again. It goes on training, and is what it was. */
#include "journey-desktop.h"
#include "journey.h"

typedef struct
{
  int x, y;
  gboolean dark;
} Look;

static gboolean
looks_cb (Journey *journey, gpointer data)
{
  const Look *look = data;
  guint32 color = journey_desktop_pixel (look->x, look->y);
  guint bright = ((color >> 16 & 255) + (color >> 8 & 255) + (color & 255)) / 3;
  return look->dark ? bright < 90 : bright > 165;
}

typedef struct
{
  double factor;
  int width;
} Growth;

/* Is a word as wide as it should be, in units of the window? A word on a button: what fills its place would not grow. */
static gboolean
grown_cb (Journey *journey, gpointer data)
{
  const Growth *growth = data;
  int x, y, width, height;
  journey_box (journey, "label|Import…", &x, &y, &width, &height);
  return growth->factor > 1 ? width > growth->width * 1.3 : width == growth->width;
}

static void
test_looks_while_training (void)
{
  JourneyDesktop *desktop = journey_desktop_start ();
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "looks.fallline");
  Journey *journey = journey_start (project);
  Look look = { 0 };
  int width, height, label_width;

  journey_press (journey, "button|Train");
  journey_assert_trains (journey);
  journey_box (journey, "button|Import…", &look.x, &look.y, &width, &height);
  look.x -= 20; /* the panel beside it */
  journey_wait (journey, "a light window", 10, looks_cb, &look);
  for (int round = 0; round < 2; round++)
    {
      look.dark = TRUE;
      journey_desktop_set_dark (desktop, TRUE);
      journey_wait (journey, "a dark window", 10, looks_cb, &look);
      journey_desktop_set_contrast (desktop, round == 0);
      journey_assert_trains (journey);
      look.dark = FALSE;
      journey_desktop_set_dark (desktop, FALSE);
      journey_wait (journey, "a light window", 10, looks_cb, &look);
      journey_assert_trains (journey);
    }

  int x, y;
  journey_box (journey, "label|Import…", &x, &y, &label_width, &height);
  Growth large = { 1.5, label_width }, same = { 1, label_width };
  journey_desktop_set_scale (desktop, 1, 150);
  journey_wait (journey, "larger letters", 10, grown_cb, &large);
  journey_assert_trains (journey);
  journey_resize (800, 500); /* a window of twice as many pixels is no larger than the screen, as on any desktop */
  journey_assert_trains (journey);
  journey_desktop_set_scale (desktop, 2, 100);
  journey_wait (journey, "letters as before", 10, grown_cb, &same);
  journey_assert_trains (journey);
  journey_desktop_set_scale (desktop, 1, 100);
  journey_assert_trains (journey);
  journey_assert_alive (journey);
  journey_end (journey);
  journey_desktop_end (desktop);
}

static void
test_sizes_while_training (void)
{
  static const int sizes[][2] = { { 800, 600 }, { 1200, 700 }, { 500, 400 }, { 1440, 900 } };
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "sizes.fallline");
  Journey *journey = journey_start (project);

  journey_press (journey, "button|Train");
  journey_assert_trains (journey);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      journey_resize (sizes[i][0], sizes[i][1]);
      journey_assert_trains (journey);
    }
  journey_keys ("F9");
  journey_assert_trains (journey);
  journey_keys ("F9");
  g_assert_false (journey_is_enabled (journey, "win.undo"));
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/looks-while-training", test_looks_while_training);
  g_test_add_func ("/journey/sizes-while-training", test_sizes_while_training);
  return g_test_run ();
}
