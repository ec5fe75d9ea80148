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
journey_place (Journey *journey, const char *name, int *x, int *y)
{
  g_autoptr (Accessible) accessible = journey_find (journey, name);
  int left, top, width, height, origin_x, origin_y;
  window_origin (journey, &origin_x, &origin_y);
  extents (journey, accessible, &left, &top, &width, &height);
  *x = origin_x + left + width / 2;
  *y = origin_y + top + height / 2;
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
journey_drag (int x0, int y0, int x1, int y1)
{
  static const char *const press[] = { "xdotool", "mousedown", "1", NULL }, *const let_go[] = { "xdotool", "mouseup", "1", NULL };
  enum
  {
    STEPS = 12
  };
  move_to (x0, y0);
  g_autofree char *pressed = run (press);
  for (int i = 1; i <= STEPS; i++)
    move_to (x0 + (x1 - x0) * i / STEPS, y0 + (y1 - y0) * i / STEPS);
  g_usleep (200000); /* as a hand rests before it lets go */
  g_autofree char *released = run (let_go);
}
