/* What scripts and assistive technology rely on: every promised name is there, and every promised action. */
#include "journey.h"

static void
test_names (void)
{
  static const char *const names[] = {
    "button|Train", "button|Step", "button|Reset", "Dataset", "Noise", "combo box|Loss function", "combo box|Optimizer",
    "spin button|Learning rate", "spin button|Batch size", "Decision boundary", "image|Loss curve", "Network",
    "button|Add layer", "button|More", "button|Import…",
    "button|Dense layer 1, 8 neurons, tanh", "button|Dense layer 2, 8 neurons, tanh",
  };
  g_autofree char *project = journey_copy ("data/samples/spirals.fallline", "names.fallline");
  Journey *journey = journey_start (project);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (Accessible) found = journey_find (journey, names[i]);
    }
  journey_end (journey);
}

static void
test_actions (void)
{
  static const char *const actions[] = {
    "win.train", "win.step", "win.reset", "win.new-seed", "win.open", "win.save", "win.save-as", "win.import-data",
    "win.add-layer", "win.remove-layer", "win.export",
  };
  g_autofree char *project = journey_copy ("data/samples/spirals.fallline", "actions.fallline");
  Journey *journey = journey_start (project);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    g_assert_true (journey_is_enabled (journey, actions[i]));
  /* Nothing has been done yet. */
  g_assert_false (journey_is_enabled (journey, "win.undo"));
  g_assert_false (journey_is_enabled (journey, "win.redo"));
  g_autoptr (GVariant) training = journey_state (journey, "win.train");
  g_assert_false (g_variant_get_boolean (training));
  journey_end (journey);
}

static gboolean
stepped_cb (Journey *journey, gpointer data)
{
  g_autoptr (Accessible) curve = journey_look_for (journey, "image|Loss curve");
  g_autofree char *text = accessible_description (journey, curve);
  return g_strcmp0 (text, data) != 0;
}

static gboolean
same_cb (Journey *journey, gpointer data)
{
  return !stepped_cb (journey, data);
}

/* Steps move the curve on; Reset brings the first weights back. */
static void
test_step_and_reset (void)
{
  g_autofree char *project = journey_copy ("data/samples/spirals.fallline", "step.fallline");
  Journey *journey = journey_start (project);
  double epoch = -1, loss;
  g_autoptr (Accessible) curve = journey_find (journey, "image|Loss curve");
  while (!journey_read_curve (journey, &epoch, &loss))
    g_usleep (20000);
  g_assert_cmpfloat (epoch, ==, 0);
  g_autofree char *before = accessible_description (journey, curve);
  /* An epoch has a few dozen steps. A button stays down for a moment when it is pressed this way, the action does not. */
  journey_press (journey, "button|Step");
  for (int i = 0; i < 40; i++)
    journey_activate (journey, "win.step", NULL);
  journey_wait (journey, "another reading after 41 steps", 10, stepped_cb, before);
  journey_press (journey, "button|Reset");
  journey_wait (journey, "the first reading after a reset", 10, same_cb, before);
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/names", test_names);
  g_test_add_func ("/journey/actions", test_actions);
  g_test_add_func ("/journey/step-and-reset", test_step_and_reset);
  return g_test_run ();
}
