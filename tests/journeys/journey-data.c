/* A teacher asks what the network gets wrong: scores and mistakes of the irises, the row among the data, and a digit drawn by
 * keys alone. */
#include "journey.h"
#include <string.h>

static gboolean
says_cb (Journey *journey, gpointer data)
{
  const char *const *wanted = data; /* name, beginning of the description */
  g_autoptr (Accessible) it = journey_look_for (journey, wanted[0]);
  g_autofree char *text = it != NULL ? accessible_description (journey, it) : NULL;
  return text != NULL && strstr (text, wanted[1]) != NULL;
}

static gboolean
trains_cb (Journey *journey, gpointer wanted)
{
  g_autoptr (GVariant) state = journey_state (journey, "win.train");

  return g_variant_get_boolean (state) == (wanted != NULL);
}

static void
test_scores_and_mistakes (void)
{
  static const char *const matrix[] = { "Confusion matrix", "accuracy" }, *const plot[] = { "Decision boundary", "pointed out" };
  g_autofree char *project = journey_endless ("data/samples/iris.fallline", "iris.fallline");
  g_autofree char *csv = journey_copy ("data/samples/iris.csv", "iris.csv");
  Journey *journey = journey_start (project);

  journey_press (journey, "button|Scores");
  journey_wait (journey, "the confusion matrix to say what it shows", 10, says_cb, (gpointer) matrix);
  g_autoptr (Accessible) head = journey_find (journey, "Recall");
  g_autoptr (Accessible) roc = journey_find (journey, "ROC curves");
  journey_press (journey, "button|Mistakes");
  g_autoptr (Accessible) summary = journey_find (journey, "* rows wrong*");
  g_autoptr (Accessible) mistake = journey_find (journey, "*, taken for *");
  /* Nothing is learned yet: there is something to choose, and to walk on from. */
  int x, y;
  journey_place (journey, "*, taken for *", &x, &y);
  journey_click (x, y, 1);
  journey_wait (journey, "the plot to point the row out", 10, says_cb, (gpointer) plot);
  journey_keys ("Down");
  journey_wait (journey, "the plot to point out a row", 10, says_cb, (gpointer) plot);
  journey_keys ("Return");
  g_autoptr (Accessible) table = journey_find (journey, "Rows of the data");
  g_autoptr (Accessible) histogram = journey_find (journey, "Histogram");
  /* Space is the key of Train after a click on a row, too, and does not choose it once more. */
  journey_click_on (journey, "Rows of the data");
  journey_keys ("space");
  journey_wait (journey, "the training", 10, trains_cb, GINT_TO_POINTER (TRUE));
  journey_keys ("space");
  journey_wait (journey, "a pause", 10, trains_cb, NULL);
  journey_activate (journey, "win.view", g_variant_new_string ("train"));
  journey_end (journey);
}

static void
test_draw_a_digit (void)
{
  static const char *const opinion[] = { "Opinion of the network", "The network says" };
  g_autofree char *project = journey_copy ("data/samples/digits.fallline", "digits.fallline");
  g_autofree char *table = journey_copy ("data/samples/digits.csv", "digits.csv");
  Journey *journey = journey_start (project);

  journey_press (journey, "button|Draw");
  g_autoptr (Accessible) pad = journey_find (journey, "Drawing pad");
  g_autoptr (Accessible) nothing = journey_find (journey, "Draw something the network has learned");
  journey_press (journey, "button|Take a sample");
  journey_wait (journey, "an opinion of the sample", 10, says_cb, (gpointer) opinion);
  journey_press (journey, "button|Clear"); /* and the pad has the focus */
  g_autoptr (Accessible) again = journey_find (journey, "Draw something the network has learned");
  journey_keys ("Up");
  journey_keys ("space");
  for (guint i = 0; i < 8; i++)
    journey_keys ("Down");
  journey_wait (journey, "an opinion of the drawing", 10, says_cb, (gpointer) opinion);
  journey_keys ("Escape");
  g_autoptr (Accessible) cleared = journey_find (journey, "Draw something the network has learned");
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/scores-and-mistakes", test_scores_and_mistakes);
  g_test_add_func ("/journey/draw-a-digit", test_draw_a_digit);
  return g_test_run ();
}
