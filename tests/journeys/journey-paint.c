/* A child with a brush: points are painted while it trains, with the pointer and with keys alone; it goes on, and all is undone. */
#include "journey.h"
#include <math.h>
#include <string.h>

static void
test_paint_while_training (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "paint.fallline");
  Journey *journey = journey_start (project);
  int x, y;

  journey_press (journey, "button|Train");
  journey_assert_trains (journey);
  journey_press (journey, "Paint");
  accessible_free (journey_find (journey, "Eraser"));
  journey_place (journey, "Decision boundary", &x, &y);
  journey_drag (x - 60, y - 20, x + 40, y + 30);
  journey_wait_for_undo (journey, TRUE);
  journey_assert_trains (journey);
  journey_keys ("ctrl+z");
  journey_wait_for_undo (journey, FALSE);

  journey_keys ("e");
  journey_keys ("Right");
  journey_keys ("b");
  journey_keys ("2");
  journey_keys ("space");
  journey_wait_for_undo (journey, TRUE);
  journey_keys ("ctrl+z");
  journey_wait_for_undo (journey, FALSE);
  journey_keys ("Escape");
  journey_find_gone (journey, "Eraser");
  journey_assert_trains (journey);
  journey_assert_alive (journey);
  journey_end (journey);
}

/* A tool from the bar by the pointer, used along a line through the middle of the plot; what it says it has done; and back. */
static void
use (Journey *journey, const char *tool, const char *key, const char *done)
{
  int x, y;
  journey_click_on (journey, tool);
  journey_keys (key); /* the keys stay with the plot: the class it gives */
  journey_place (journey, "Decision boundary", &x, &y);
  journey_drag (x - 90, y - 30, x + 60, y + 40);
  g_autoptr (Accessible) status = journey_find (journey, done);
  journey_wait_for_undo (journey, TRUE);
}

static void
test_tools (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "tools.fallline");
  Journey *journey = journey_start (project);
  static const struct
  {
    const char *tool, *key, *done;
  } tools[] = { { "Eraser", "1", "label|Eraser*erase * points" },
                { "Flip label", "2", "label|Flip label*flip * label*" },
                { "Move", "1", "label|Move*move * point*" },
                { "Brush", "2", "label|Brush · class *paint * points" } };

  g_autoptr (Accessible) shown = journey_find (journey, "button|Dense layer 2, *");
  g_autofree char *before = journey_save (journey, project);
  journey_press (journey, "button|Train");
  journey_press (journey, "Paint");
  accessible_free (journey_find (journey, "Eraser"));
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      use (journey, tools[i].tool, tools[i].key, tools[i].done);
      journey_keys ("ctrl+z");
      journey_wait_for_undo (journey, FALSE);
    }
  journey_assert_trains (journey);
  g_autofree char *after = journey_save (journey, project);
  g_assert_cmpstr (after, ==, before);
  journey_end (journey);
}

/* A loop around the middle, drawn by hand: its points go to validation, and back to training. */
static void
test_lasso (void)
{
  enum
  {
    CORNERS = 24
  };
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "lasso.fallline");
  Journey *journey = journey_start (project);
  int x, y, loop[CORNERS][2];

  journey_press (journey, "Paint");
  accessible_free (journey_find (journey, "Eraser"));
  journey_click_on (journey, "Lasso");
  journey_place (journey, "Decision boundary", &x, &y);
  for (int i = 0; i < CORNERS; i++)
    {
      loop[i][0] = x + (int) (70 * cos (2 * G_PI * i / CORNERS));
      loop[i][1] = y + (int) (60 * sin (2 * G_PI * i / CORNERS));
    }
  journey_draw (loop, CORNERS);
  g_autoptr (Accessible) validation = journey_find (journey, "label|Lasso · to validation · move to validation");
  g_autofree char *moved = journey_save (journey, project);
  g_assert_nonnull (strstr (moved, "\"validation\""));
  journey_click_on (journey, "To training");
  journey_draw (loop, CORNERS);
  g_autoptr (Accessible) training = journey_find (journey, "label|Lasso · to training · move to training");
  g_autofree char *back = journey_save (journey, project);
  g_assert_nonnull (strstr (back, "\"training\""));
  g_assert_cmpstr (back, !=, moved);
  journey_keys ("ctrl+z ctrl+z");
  journey_wait_for_undo (journey, FALSE);
  g_autofree char *last = journey_save (journey, project);
  g_assert_null (strstr (last, "\"points\""));
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/paint-while-training", test_paint_while_training);
  g_test_add_func ("/journey/painting-tools", test_tools);
  g_test_add_func ("/journey/lasso", test_lasso);
  return g_test_run ();
}
