/* What most journeys wait for. */
#include "journey.h"
#include <glib/gstdio.h>

static gboolean
ahead_cb (Journey *journey, gpointer data)
{
  double *epoch = data, now, loss, before = *epoch;
  if (!journey_read_curve (journey, &now, &loss))
    return FALSE;
  *epoch = now;
  return now > before;
}

/* An edit may have started a new curve, so the first reading counts from anywhere; and where it was still of the old curve, the new
 * one begins below it. */
void
journey_assert_trains (Journey *journey)
{
  double epoch = -1;
  journey_wait (journey, "a reading of the loss curve", 20, ahead_cb, &epoch);
  journey_wait (journey, "the loss curve to go on", 20, ahead_cb, &epoch);
  g_autoptr (GVariant) playing = journey_state (journey, "win.train");
  g_assert_true (g_variant_get_boolean (playing));
}

static gboolean
at_epoch_cb (Journey *journey, gpointer data)
{
  double now, loss;
  return journey_read_curve (journey, &now, &loss) && now >= *(double *) data;
}

void
journey_wait_for_epoch (Journey *journey, double epoch)
{
  g_autofree char *what = g_strdup_printf ("epoch %g", epoch);
  journey_wait (journey, what, 40, at_epoch_cb, &epoch);
}

static gboolean
can_undo_cb (Journey *journey, gpointer data)
{
  return journey_is_enabled (journey, "win.undo") == GPOINTER_TO_INT (data);
}

void
journey_wait_for_undo (Journey *journey, gboolean can_undo)
{
  journey_wait (journey, can_undo ? "something to undo" : "nothing more to undo", 10, can_undo_cb, GINT_TO_POINTER (can_undo));
}

static gboolean
described_cb (Journey *journey, gpointer data)
{
  const char *const *wanted = data;
  g_autoptr (Accessible) found = journey_look_for (journey, wanted[0]);
  g_autofree char *text = found != NULL ? accessible_description (journey, found) : NULL;
  return text != NULL && g_pattern_match_simple (wanted[1], text);
}

void
journey_wait_for_description (Journey *journey, const char *name, const char *glob)
{
  const char *wanted[] = { name, glob };
  g_autofree char *what = g_strdup_printf ("\"%s\" to be described as \"%s\"", name, glob);
  journey_wait (journey, what, 20, described_cb, wanted);
}

static gboolean
exists_cb (Journey *journey, gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

char *
journey_save (Journey *journey, const char *path)
{
  g_assert_cmpint (g_remove (path), ==, 0);
  journey_activate (journey, "win.save", NULL);
  journey_wait (journey, "the saved project", 10, exists_cb, (gpointer) path);
  journey_find_gone (journey, "window|• *"); /* and the window knows */
  return journey_contents (path);
}
