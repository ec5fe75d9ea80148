/* A child with a brush: points are painted while it trains, with the pointer and with keys alone; it goes on, and all is undone. */
#include "journey.h"
#include <string.h>

static gboolean
ahead_cb (Journey *journey, gpointer data)
{
  double *epoch = data, now, loss;

  if (!journey_read_curve (journey, &now, &loss) || now <= *epoch)
    return FALSE;
  *epoch = now;
  return TRUE;
}

static gboolean
can_undo_cb (Journey *journey, gpointer data)
{
  return journey_is_enabled (journey, "win.undo") == GPOINTER_TO_INT (data);
}

static void
test_paint_while_training (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "paint.fallline");
  Journey *journey = journey_start (project);
  double epoch = -1;
  int x, y;

  journey_press (journey, "button|Train");
  journey_wait (journey, "a reading of the loss curve", 20, ahead_cb, &epoch);
  journey_press (journey, "Paint");
  accessible_free (journey_find (journey, "Eraser"));
  journey_place (journey, "Decision boundary", &x, &y);
  journey_drag (x - 60, y - 20, x + 40, y + 30);
  journey_wait (journey, "a stroke to undo", 10, can_undo_cb, GINT_TO_POINTER (TRUE));
  journey_wait (journey, "the loss curve to go on", 20, ahead_cb, &epoch); /* the same curve: the run was not begun anew */
  journey_keys ("ctrl+z");
  journey_wait (journey, "the stroke to be one step", 10, can_undo_cb, GINT_TO_POINTER (FALSE));

  journey_keys ("e");
  journey_keys ("Right");
  journey_keys ("b");
  journey_keys ("2");
  journey_keys ("space");
  journey_wait (journey, "a dab by keys to undo", 10, can_undo_cb, GINT_TO_POINTER (TRUE));
  journey_keys ("ctrl+z");
  journey_wait (journey, "the dab to be undone", 10, can_undo_cb, GINT_TO_POINTER (FALSE));
  journey_keys ("Escape");
  journey_find_gone (journey, "Eraser");
  journey_wait (journey, "the loss curve to go on", 20, ahead_cb, &epoch);
  journey_assert_alive (journey);
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/paint-while-training", test_paint_while_training);
  return g_test_run ();
}
