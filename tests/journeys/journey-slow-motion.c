/* A student walks through a step: forward, loss, backward, update; lets it happen; leaves. By keyboard and by name. */
#include "journey.h"

static gboolean
slow_cb (Journey *journey, gpointer data)
{
  g_autoptr (GVariant) slow = journey_state (journey, "win.slow-motion");

  return g_variant_get_boolean (slow) == *(gboolean *) data;
}

/* A button that has just been pressed does not feel the next press: each waits for what the last one did. */
static void
press_for (Journey *journey, const char *button, const char *description)
{
  journey_press (journey, button);
  journey_wait_for_description (journey, "group|Slow motion", description);
}

static void
test_one_step (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "slow.fallline");
  Journey *journey = journey_start (project);
  gboolean on = TRUE, off = FALSE;

  g_autoptr (Accessible) train = journey_find (journey, "button|Train");
  journey_press (journey, "button|Step");
  journey_activate (journey, "win.slow-motion", NULL);
  journey_wait (journey, "slow motion", 10, slow_cb, &on);
  journey_wait_for_description (journey, "group|Slow motion", "Forward · layer 1, Dense: neuron 1 gives *");
  press_for (journey, "button|Stage forward", "Forward · layer 2, *");
  press_for (journey, "button|Stage forward", "Forward · layer 3, *");
  press_for (journey, "button|Stage forward", "Loss: * for this sample, * for the batch");
  press_for (journey, "button|Stage back", "Forward · layer 3, *");
  press_for (journey, "button|Stage forward", "Loss: *");
  press_for (journey, "button|Stage forward", "Backward · layer 3, *");
  press_for (journey, "button|Stage forward", "Backward · layer 2, *");
  press_for (journey, "button|Stage forward", "Backward · layer 1, * has the gradient *");
  press_for (journey, "button|Stage forward", "Update · *weight * goes from * to *");
  g_autoptr (Accessible) adam = journey_find (journey, "m ← β₁ m + (1 − β₁) g");
  g_autoptr (Accessible) corrected = journey_find (journey, "v̂ = v / (1 − β₂ᵗ)");
  press_for (journey, "button|Next step", "Forward · layer 1, *");
  journey_press (journey, "button|Leave slow motion");
  journey_wait (journey, "the end of slow motion", 10, slow_cb, &off);
  g_autoptr (Accessible) timeline = journey_find (journey, "Time travel");
  journey_press (journey, "button|Train");
  journey_assert_trains (journey);
  journey_assert_alive (journey);
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/one-step", test_one_step);
  return g_test_run ();
}
