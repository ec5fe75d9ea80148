/* Undo everything: more than thirty edits of every kind through the real window, while it trains; then all of them back, and the
 * saved project is the same to the byte; and all of them forth again. */
#include "journey.h"
#include <string.h>

static void
set (Journey *journey, const char *name, double value)
{
  g_autoptr (Accessible) field = journey_find (journey, name);
  g_assert_cmpfloat (accessible_get_value (journey, field), !=, value);
  accessible_set_value (journey, field, value);
}

static void
add (Journey *journey, const char *layer, const char *seen)
{
  journey_activate (journey, "win.add-layer", g_variant_new_string (layer));
  accessible_free (journey_find (journey, seen));
}

static void
press_and_see (Journey *journey, const char *button, const char *seen)
{
  journey_press (journey, button);
  accessible_free (journey_find (journey, seen));
}

static void
edit_network (Journey *journey)
{
  static const char *const more[] = { "button|Dense layer 1, 9 *", "button|Dense layer 1, 10 *" };
  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    press_and_see (journey, "button|One neuron more in Dense layer 1", more[i]);
  press_and_see (journey, "button|Duplicate", "button|Dense layer 2, 10 *");
  press_and_see (journey, "button|Move layer towards the output", "button|Dense layer 3, 10 *");
  press_and_see (journey, "button|Freeze", "button|Dense layer 3, *, frozen");
  press_and_see (journey, "button|Unfreeze", "button|Dense layer 3, 10 neurons, tanh");
  add (journey, "dense", "button|Dense layer 4, *");
  add (journey, "dropout", "button|Dropout layer 1*");
  add (journey, "batch_norm", "button|Batch norm layer 1*");
  journey_activate (journey, "win.remove-layer", NULL);
  journey_find_gone (journey, "button|Batch norm layer 1*");
  journey_activate (journey, "win.remove-layer", NULL);
  add (journey, "activation:relu", "button|Activation layer 1*");
}

static void
edit_data (Journey *journey)
{
  set (journey, "slider|Noise", 0.2);
  set (journey, "spin button|Points", 300);
  set (journey, "slider|Training share", 0.6);
  journey_press (journey, "button|x₁²");
  journey_press (journey, "button|sin x₂");
  journey_press (journey, "button|x₁x₂");
  journey_click_on (journey, "switch|Standardize");
  journey_press (journey, "button|Circles");
  journey_press (journey, "button|Sine"); /* another task, other inputs, another loss */
  journey_press (journey, "button|Checkers");
  journey_press (journey, "button|Iris");
  journey_press (journey, "button|Moons");
}

static void
edit_training (Journey *journey)
{
  set (journey, "spin button|Learning rate", 0.003);
  set (journey, "spin button|Batch size", 32);
  set (journey, "spin button|L2 penalty", 0.001);
  set (journey, "spin button|Warm-up", 2);
  set (journey, "spin button|Stop after epochs", 90000);
  set (journey, "spin button|Seed", 12345);
  journey_press (journey, "button|New seed");
}

static gboolean
painting_cb (Journey *journey, gpointer data)
{
  journey_click_on (journey, "Paint");
  for (int wait = 0; wait < 20; wait++)
    {
      if (journey_count (journey, "Eraser") > 0)
        return TRUE;
      g_usleep (50000);
    }
  return FALSE;
}

/* Strokes with the brush, by keys, on the data there are. */
static void
paint (Journey *journey)
{
  /* The data of before cannot be painted on, and those of now come from a thread. */
  journey_wait_for_description (journey, "Decision boundary", "classes A and B*");
  journey_wait (journey, "painting", 20, painting_cb, NULL);
  accessible_free (journey_find (journey, "Eraser"));
  journey_click_on (journey, "Decision boundary");
  journey_keys ("Right Right 2 space e Left space");
  journey_keys ("Escape");
  journey_find_gone (journey, "Eraser");
}

/* Undoes or does again by keys, as often as that is possible. */
static guint
all_the_way (Journey *journey, const char *action, const char *keys)
{
  guint n = 0;
  while (journey_is_enabled (journey, action))
    {
      journey_activate (journey, action, NULL);
      g_assert_cmpuint (++n, <, 200);
      if (n == 1)
        journey_keys (keys); /* and once as a hand does it */
    }
  return n;
}

static void
test_undo_everything (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "everything.fallline");
  Journey *journey = journey_start (project);
  g_autoptr (Accessible) shown = journey_find (journey, "button|Dense layer 2, *");
  g_autofree char *before = journey_save (journey, project);
  journey_press (journey, "button|Train");
  journey_assert_trains (journey);

  edit_network (journey);
  edit_training (journey);
  edit_data (journey);
  paint (journey);
  journey_assert_trains (journey);
  g_autofree char *after = journey_save (journey, project);
  g_assert_cmpstr (after, !=, before);

  guint undone = all_the_way (journey, "win.undo", "ctrl+z");
  g_test_message ("%u steps", undone);
  g_assert_cmpuint (undone, >=, 30);
  journey_assert_trains (journey);
  g_autofree char *back = journey_save (journey, project);
  g_assert_cmpstr (back, ==, before);
  all_the_way (journey, "win.redo", "ctrl+shift+z");
  g_autofree char *forth = journey_save (journey, project);
  g_assert_cmpstr (forth, ==, after);
  journey_assert_alive (journey);
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/undo-everything", test_undo_everything);
  return g_test_run ();
}
