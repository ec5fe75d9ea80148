/* The hands of scenes.py: brings the window into a state that is hard on it, keeps it there for a while, and prints from when to when by
 * the monotonic clock, in microseconds.
 *
 *   bench-hands timeline STEPS SECONDS   a run of so many steps has ended; the timeline is dragged to and fro
 *   bench-hands lanes LANES SECONDS      so many runs race at full speed, seen in the Compare view
 *
 * BENCH_PROJECT is the project. Needs what a journey needs: FALLLINE_PROGRAM, FALLLINE_SOURCE_ROOT, a display and a session bus. */
#include "../journeys/journey.h"
#include <math.h>
#include <stdlib.h>

#define MOVES_A_SECOND 125 /* as a mouse reports */
#define ROUND_SECONDS 4.0  /* from one end of the timeline to the other and back */
#define OPTIMIZERS 5       /* lanes of Race optimizers */

static gboolean
is_training_cb (Journey *journey, gpointer wanted)
{
  g_autoptr (GVariant) state = journey_state (journey, "win.train");

  return g_variant_get_boolean (state) == GPOINTER_TO_INT (wanted);
}

static void
wait_for_training (Journey *journey, gboolean on, double seconds)
{
  journey_wait (journey, on ? "training" : "the end of training", seconds, is_training_cb, GINT_TO_POINTER (on));
}

static void
keep_still (double seconds)
{
  g_usleep ((gulong) (1e6 * seconds));
}

/* One xdotool for the whole drag: a process a move would be slower than a hand. */
static void
drag_to_and_fro (int x, int y, int width, double seconds)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  guint moves = (guint) (seconds * MOVES_A_SECOND);

  g_ptr_array_add (words, g_strdup ("xdotool"));
  for (guint i = 0; i < moves; i++)
    {
      double share = 0.5 - 0.5 * cos (2 * G_PI * i / (ROUND_SECONDS * MOVES_A_SECOND));

      g_ptr_array_add (words, g_strdup ("mousemove"));
      g_ptr_array_add (words, g_strdup_printf ("%d", x + (int) (share * width)));
      g_ptr_array_add (words, g_strdup_printf ("%d", y));
      if (i == 0)
        {
          g_ptr_array_add (words, g_strdup ("mousedown"));
          g_ptr_array_add (words, g_strdup ("1"));
        }
      g_ptr_array_add (words, g_strdup ("sleep"));
      g_ptr_array_add (words, g_strdup_printf ("%.4f", 1.0 / MOVES_A_SECOND));
    }
  g_ptr_array_add (words, g_strdup ("mouseup"));
  g_ptr_array_add (words, g_strdup ("1"));
  g_ptr_array_add (words, NULL);
  g_assert_true (g_spawn_sync (NULL, (char **) words->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
}

/* Each returns when what is to be measured began. */
static gint64
drag_timeline (Journey *journey, double seconds)
{
  int x, y, width, height;
  gint64 begin;

  journey_activate (journey, "win.train", NULL);
  wait_for_training (journey, TRUE, 30);
  wait_for_training (journey, FALSE, 600);
  keep_still (1);
  journey_box (journey, "slider|Time travel", &x, &y, &width, &height);
  begin = g_get_monotonic_time ();
  drag_to_and_fro (x + 8, y + height / 2, width - 16, seconds);
  return begin;
}

static gint64
race (Journey *journey, guint lanes, double seconds)
{
  journey_activate (journey, "win.view", g_variant_new_string ("compare"));
  journey_press (journey, "button|Race optimizers");
  for (guint i = OPTIMIZERS; i < lanes; i++)
    journey_press (journey, "button|Add this run");
  wait_for_training (journey, TRUE, 30);
  keep_still (3);
  gint64 begin = g_get_monotonic_time ();
  keep_still (seconds);
  return begin;
}

int
main (int argc, char **argv)
{
  gboolean timeline = argc == 4 && g_str_equal (argv[1], "timeline");
  g_autofree char *project = NULL;
  double seconds;
  Journey *journey;
  gint64 begin;

  if (argc != 4 || (!timeline && !g_str_equal (argv[1], "lanes")))
    {
      g_printerr ("bench-hands timeline STEPS SECONDS | lanes LANES SECONDS\n");
      return 2;
    }
  seconds = g_ascii_strtod (argv[3], NULL);
  journey = journey_start (g_getenv ("BENCH_PROJECT"));
  journey_resize (1440, 900);
  journey_activate (journey, "win.speed", g_variant_new_string ("0"));
  begin = timeline ? drag_timeline (journey, seconds) : race (journey, (guint) atoi (argv[2]), seconds);
  g_print ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", begin, g_get_monotonic_time ());
  journey_end (journey);
  return 0;
}
