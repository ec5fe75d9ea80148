/* The real pointer: places of widgets on the screen, and xdotool to go there. */
#include "journey.h"
#include <stdlib.h>
#include <string.h>

#define WINDOW_COORDINATES 1u

static void
extents (Journey *journey, const Accessible *accessible, int *x, int *y, int *width, int *height)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (journey->accessibility, accessible->bus_name, accessible->path,
                                                            "org.a11y.atspi.Component", "GetExtents",
                                                            g_variant_new ("(u)", WINDOW_COORDINATES), G_VARIANT_TYPE ("((iiii))"),
                                                            G_DBUS_CALL_FLAGS_NONE, 5000, NULL, &error);
  g_assert_no_error (error);
  g_variant_get (reply, "((iiii))", x, y, width, height);
}

static char *
run (const char *const *command)
{
  char *out = NULL;
  int status = 0;
  g_autoptr (GError) error = NULL;
  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return out;
}

static int
number_after (const char *text, const char *key)
{
  const char *found = strstr (text, key);
  g_assert_nonnull (found);
  return atoi (found + strlen (key));
}

/* Where the window's own coordinates begin on the screen: inside the border it draws around itself. */
static void
window_origin (Journey *journey, int *x, int *y)
{
  static const char *const command[] = { "xdotool", "getactivewindow", "getwindowgeometry", "--shell", NULL };
  g_autofree char *geometry = run (command);
  g_autoptr (Accessible) frame = journey_find (journey, "window|*");
  int left, top, width, height;
  extents (journey, frame, &left, &top, &width, &height);
  *x = number_after (geometry, "\nX=") + (number_after (geometry, "\nWIDTH=") - width) / 2;
  *y = number_after (geometry, "\nY=") + (number_after (geometry, "\nHEIGHT=") - height) / 2;
}

void
journey_box (Journey *journey, const char *name, int *x, int *y, int *width, int *height)
{
  g_autoptr (Accessible) accessible = journey_find (journey, name);
  int left, top, origin_x, origin_y;
  window_origin (journey, &origin_x, &origin_y);
  extents (journey, accessible, &left, &top, width, height);
  /* As a person does, it waits for what is still moving: what was done last may give the things beside it another place. */
  for (int before = -1, below = -1, tries = 0; tries < 40 && (before != left || below != top); tries++)
    {
      before = left;
      below = top;
      g_usleep (50000);
      extents (journey, accessible, &left, &top, width, height);
    }
  *x = origin_x + left;
  *y = origin_y + top;
}

void
journey_place (Journey *journey, const char *name, int *x, int *y)
{
  int width, height;
  journey_box (journey, name, x, y, &width, &height);
  *x += width / 2;
  *y += height / 2;
}

static void
move_to (int x, int y)
{
  g_autofree char *across = g_strdup_printf ("%d", x), *down = g_strdup_printf ("%d", y);
  const char *command[] = { "xdotool", "mousemove", across, down, NULL };
  g_autofree char *out = run (command);
  g_usleep (30000);
}

void
journey_click (int x, int y, int button)
{
  g_autofree char *which = g_strdup_printf ("%d", button);
  const char *command[] = { "xdotool", "click", which, NULL };
  move_to (x, y);
  g_autofree char *out = run (command);
}

void
journey_hover (int x, int y)
{
  move_to (x, y);
}

void
journey_click_on (Journey *journey, const char *name)
{
  int x, y;
  journey_place (journey, name, &x, &y);
  journey_click (x, y, 1);
}

void
journey_draw (const int (*places)[2], guint n)
{
  static const char *const press[] = { "xdotool", "mousedown", "1", NULL }, *const let_go[] = { "xdotool", "mouseup", "1", NULL };
  move_to (places[0][0], places[0][1]);
  g_autofree char *pressed = run (press);
  for (guint i = 1; i < n; i++)
    move_to (places[i][0], places[i][1]);
  g_usleep (200000); /* as a hand rests before it lets go */
  g_autofree char *released = run (let_go);
}

void
journey_drag (int x0, int y0, int x1, int y1)
{
  enum
  {
    STEPS = 12
  };
  int places[STEPS + 1][2];
  for (int i = 0; i <= STEPS; i++)
    {
      places[i][0] = x0 + (x1 - x0) * i / STEPS;
      places[i][1] = y0 + (y1 - y0) * i / STEPS;
    }
  journey_draw (places, STEPS + 1);
}

void
journey_wheel (int x, int y, int steps, const char *modifier)
{
  g_autofree char *times = g_strdup_printf ("%d", ABS (steps));
  const char *turn[] = { "xdotool", "click", "--repeat", times, "--delay", "40", steps > 0 ? "4" : "5", NULL };
  const char *down[] = { "xdotool", "keydown", modifier, NULL }, *up[] = { "xdotool", "keyup", modifier, NULL };
  move_to (x, y);
  g_autofree char *pressed = modifier != NULL ? run (down) : NULL;
  g_autofree char *turned = run (turn);
  g_autofree char *released = modifier != NULL ? run (up) : NULL;
}

void
journey_resize (int width, int height)
{
  g_autofree char *across = g_strdup_printf ("%d", width), *down = g_strdup_printf ("%d", height);
  const char *command[] = { "xdotool", "getactivewindow", "windowsize", "--sync", across, down, NULL };
  g_autofree char *out = run (command);
}
