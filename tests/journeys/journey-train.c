/* A student's first ten minutes: press Train, watch the loss fall, pause, change the learning rate, save, close, come back. */
#include "journey.h"
#include <string.h>

typedef struct
{
  double epoch, loss;
} Reading;

/* `data` is the reading to leave behind; the newest one is put there. */
static gboolean
trained_on_cb (Journey *journey, gpointer data)
{
  Reading *reading = data;
  double epoch, loss;
  if (!journey_read_curve (journey, &epoch, &loss) || epoch < reading->epoch + 20)
    return FALSE;
  *reading = (Reading) { epoch, loss };
  return TRUE;
}

static gboolean
read_cb (Journey *journey, gpointer data)
{
  Reading *reading = data;
  return journey_read_curve (journey, &reading->epoch, &reading->loss);
}

static gboolean
saved_cb (Journey *journey, gpointer data)
{
  g_autofree char *contents = journey_contents (data);
  return strstr (contents, "\"learning_rate\": 0.03") != NULL;
}

static void
test_train_pause_save_return (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "my spirals.fallline");
  Journey *journey = journey_start (project);

  Reading first, late;
  journey_wait (journey, "the loss before the first step", 10, read_cb, &first);
  g_assert_cmpfloat (first.epoch, ==, 0);
  journey_press (journey, "button|Train");
  g_autoptr (Accessible) pause = journey_find (journey, "button|Pause");
  late = first;
  for (int i = 0; i < 5; i++)
    journey_wait (journey, "the loss curve to go on", 20, trained_on_cb, &late);
  g_test_message ("epoch %.0f: loss %g; epoch %.0f: loss %g", first.epoch, first.loss, late.epoch, late.loss);
  g_assert_cmpfloat (late.loss, <, first.loss / 2);

  accessible_press (journey, pause);
  g_autoptr (Accessible) train = journey_find (journey, "button|Train");
  g_autoptr (GVariant) playing = journey_state (journey, "win.train");
  g_assert_false (g_variant_get_boolean (playing));

  g_autoptr (Accessible) rate = journey_find (journey, "spin button|Learning rate");
  g_assert_cmpfloat (accessible_get_value (journey, rate), !=, 0.03);
  accessible_set_value (journey, rate, 0.03);
  g_assert_true (journey_is_enabled (journey, "win.undo"));
  journey_activate (journey, "win.save", NULL);
  journey_wait (journey, "the new learning rate in the file", 10, saved_cb, project);
  g_autoptr (Accessible) toast = journey_find (journey, "Saved without weights: the Export menu keeps them, and loads them again.");
  g_autofree char *saved = journey_contents (project);
  journey_end (journey);

  journey = journey_start (project);
  g_autoptr (Accessible) same_rate = journey_find (journey, "spin button|Learning rate");
  g_assert_cmpfloat_with_epsilon (accessible_get_value (journey, same_rate), 0.03, 1e-12);
  g_assert_false (journey_is_enabled (journey, "win.undo"));
  journey_wait (journey, "the loss before the first step", 10, read_cb, &late);
  g_assert_cmpfloat (late.epoch, ==, 0);
  journey_end (journey);
  /* Looking at it again did not change it. */
  g_autofree char *again = journey_contents (project);
  g_assert_cmpstr (again, ==, saved);
}

static void
test_undo_reaches_the_saved_state (void)
{
  g_autofree char *project = journey_copy ("data/samples/spirals.fallline", "undo.fallline");
  Journey *journey = journey_start (project);
  g_autoptr (Accessible) rate = journey_find (journey, "spin button|Learning rate");
  double before = accessible_get_value (journey, rate);

  accessible_set_value (journey, rate, before * 2);
  g_assert_true (journey_is_enabled (journey, "win.undo"));
  journey_activate (journey, "win.undo", NULL);
  g_assert_false (journey_is_enabled (journey, "win.undo"));
  g_assert_cmpfloat_with_epsilon (accessible_get_value (journey, rate), before, 1e-12);
  journey_activate (journey, "win.redo", NULL);
  g_assert_cmpfloat_with_epsilon (accessible_get_value (journey, rate), before * 2, 1e-12);
  journey_activate (journey, "win.undo", NULL);
  /* Nothing is unsaved now, so that nothing is asked. */
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/train-pause-save-return", test_train_pause_save_return);
  g_test_add_func ("/journey/undo-reaches-the-saved-state", test_undo_reaches_the_saved_state);
  return g_test_run ();
}
