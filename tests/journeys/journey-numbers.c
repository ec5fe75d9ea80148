/* A student checks the network by hand: the worked example of a place and of a row, by mouse and by keyboard, while it trains; and a
 * weight is set, frozen and freed in mid-training. */
#include "journey.h"

static void
test_click_a_place (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "place.fallline");
  Journey *journey = journey_start (project);
  int x, y;

  journey_press (journey, "button|Train");
  journey_assert_trains (journey);
  journey_place (journey, "Decision boundary", &x, &y);
  /* The right button twice, the pointer left where it is: a menu that closes under it once swallowed the next press. */
  for (guint i = 0; i < 3; i++)
    {
      journey_click (x, y, 3);
      g_autoptr (Accessible) item = journey_find (journey, "*Copy values");
      journey_keys ("Escape");
      journey_find_gone (journey, "*Copy values");
    }
  journey_click (x - 60, y, 1);
  g_autoptr (Accessible) layer = journey_find (journey, "label|Layer 1: Dense*");
  g_autoptr (Accessible) neuron = journey_find (journey, "Neuron 1: *");
  g_autoptr (Accessible) prediction = journey_find (journey, "label|The network says: class *");
  journey_press (journey, "Copy as text");
  g_autoptr (Accessible) copied = journey_find (journey, "label|Worked example copied as text");
  journey_assert_trains (journey);
  journey_end (journey);
}

typedef struct
{
  const char *name;
  double value;
} Wanted;

static gboolean
value_cb (Journey *journey, gpointer data)
{
  const Wanted *wanted = data;
  g_autoptr (Accessible) found = journey_look_for (journey, wanted->name);

  return found != NULL && accessible_get_value (journey, found) == wanted->value;
}

static void
test_rows_by_keyboard (void)
{
  Wanted second = { "spin button|Row", 2 };
  g_autofree char *project = journey_endless ("data/samples/xor.fallline", "rows.fallline");
  Journey *journey = journey_start (project);

  journey_press (journey, "button|Train");
  journey_keys ("F4");
  g_autoptr (Accessible) row = journey_find (journey, "spin button|Row");
  g_autoptr (Accessible) loss = journey_find (journey, "label|Loss L = *");
  g_autoptr (Accessible) gradient = journey_find (journey, "Neuron 1: ∂L/∂z = *");
  journey_press (journey, "button|*All steps");
  g_autoptr (Accessible) sum = journey_find (journey, "label|z = *");
  accessible_set_value (journey, row, 2); /* there is no window manager here that would give the window the keys */
  journey_wait (journey, "the second row", 10, value_cb, &second);
  journey_assert_trains (journey);
  journey_end (journey);
}

static gboolean
can_undo_cb (Journey *journey, gpointer data)
{
  return journey_is_enabled (journey, "win.undo") == GPOINTER_TO_INT (data);
}

static void
test_weight_in_mid_training (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "weight.fallline");
  Journey *journey = journey_start (project);
  int x, y;

  journey_press (journey, "button|Train");
  journey_assert_trains (journey);
  journey_place (journey, "Neuron 3 of dense layer 1*", &x, &y);
  journey_click (x, y, 1);
  g_autoptr (Accessible) bias = journey_find (journey, "spin button|Bias");
  accessible_set_value (journey, bias, 0.5);
  g_autoptr (Accessible) toast = journey_find (journey, "label|Bias set to 0.5*");
  journey_wait (journey, "the weight to be an undo step", 10, can_undo_cb, GINT_TO_POINTER (TRUE));
  journey_press (journey, "Freeze Bias");
  /* A pressed button acts a quarter of a second later; to be undone it must have been done. */
  g_autoptr (Accessible) frozen = journey_find (journey, "window|• *");
  journey_keys ("Escape");
  journey_assert_trains (journey);
  journey_activate (journey, "win.undo", NULL);
  journey_activate (journey, "win.undo", NULL);
  journey_wait (journey, "the edit to be undone", 10, can_undo_cb, GINT_TO_POINTER (FALSE));
  journey_assert_trains (journey);
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/numbers/click-a-place", test_click_a_place);
  g_test_add_func ("/journey/numbers/rows-by-keyboard", test_rows_by_keyboard);
  g_test_add_func ("/journey/numbers/weight-in-mid-training", test_weight_in_mid_training);
  return g_test_run ();
}
