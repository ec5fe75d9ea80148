/* A teacher goes back to the moment it went wrong: trains, steps back, branches there, trains on; the first run is still there. */
#include "journey.h"
#include <string.h>

static gboolean
trained_cb (Journey *journey, gpointer data)
{
  double epoch, loss;

  return journey_read_curve (journey, &epoch, &loss) && epoch >= *(double *) data;
}

static gboolean
is_run_cb (Journey *journey, gpointer data)
{
  g_autoptr (GVariant) run = journey_state (journey, "win.run");

  return g_variant_get_uint32 (run) == *(guint32 *) data;
}

static gboolean
is_playing (Journey *journey)
{
  g_autoptr (GVariant) playing = journey_state (journey, "win.train");

  return g_variant_get_boolean (playing);
}

static void
test_back_and_branch (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "travel.fallline");
  Journey *journey = journey_start (project);
  double some = 20, more;
  guint32 first = 1, second = 2, third = 3;

  g_autoptr (Accessible) timeline = journey_find (journey, "Time travel");
  journey_press (journey, "button|Train");
  journey_wait (journey, "some epochs", 30, trained_cb, &some);
  journey_press (journey, "button|Step back");
  g_autoptr (Accessible) train = journey_find (journey, "button|Train"); /* looking back pauses */
  g_assert_false (is_playing (journey));
  journey_press (journey, "button|Play backwards");
  journey_wait (journey, "the run to be at its beginning again", 30, trained_cb, &(double){ 0 });
  journey_press (journey, "button|Branch from here");
  journey_wait (journey, "the branch", 10, is_run_cb, &second);
  journey_press (journey, "button|*Undo");
  journey_wait (journey, "the first run, as the branch was taken back", 10, is_run_cb, &first);
  journey_press (journey, "button|Branch from here");
  journey_wait (journey, "another branch", 10, is_run_cb, &third);
  journey_press (journey, "button|Train");
  more = 60;
  journey_wait (journey, "the branch to train", 30, trained_cb, &more);
  journey_press (journey, "button|Pause");
  journey_activate (journey, "win.run", g_variant_new_uint32 (1));
  journey_wait (journey, "the first run", 10, is_run_cb, &first);
  journey_wait (journey, "the first run's curve", 10, trained_cb, &some);
  journey_activate (journey, "win.run", g_variant_new_uint32 (3));
  journey_activate (journey, "win.remove-run", NULL);
  journey_wait (journey, "the first run again", 10, is_run_cb, &first);
  g_autoptr (Accessible) toast = journey_find (journey, "*removed*");
  journey_press (journey, "button|*Undo");
  journey_assert_alive (journey);
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/back-and-branch", test_back_and_branch);
  return g_test_run ();
}
