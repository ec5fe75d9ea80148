/* A teacher puts a network together with the mouse, while it trains: layers out of the palette, and into another order; and the
 * same things with the keyboard alone. */
#include "journey.h"

/* From the open palette into the gap of that name. */
static void
drag_from_palette (Journey *journey, const char *row, const char *gap)
{
  int x, y, unused, gap_x, gap_y;
  g_autofree char *item = g_strconcat ("list item|", row, NULL);

  journey_place (journey, gap, &gap_x, &gap_y);
  journey_place (journey, "button|Add layer", &x, &y);
  journey_click (x, y, 1);
  journey_place (journey, item, &unused, &y); /* the palette stands centred below its button */
  journey_drag (x, y, gap_x, gap_y - 120);
}

static void
test_drag_out_of_palette (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "palette.fallline");
  Journey *journey = journey_start (project);
  g_autoptr (Accessible) first = journey_find (journey, "button|Dense layer 1, *");

  journey_press (journey, "button|Train");
  drag_from_palette (journey, "Dropout", "button|Insert a layer between Dense layer 1 and Dense layer 2");
  g_autoptr (Accessible) dropped = journey_find (journey, "button|Insert a layer between Dense layer 1 and Dropout layer 1");
  journey_find_gone (journey, "list item|Dropout");
  drag_from_palette (journey, "Dense", "button|Insert a layer between Dense layer 2 and Output layer");
  g_autoptr (Accessible) third = journey_find (journey, "button|Dense layer 3, *");
  g_autoptr (GVariant) playing = journey_state (journey, "win.train");
  g_assert_true (g_variant_get_boolean (playing));
  journey_activate (journey, "win.undo", NULL);
  journey_find_gone (journey, "button|Dense layer 3, *");
  journey_activate (journey, "win.undo", NULL);
  journey_find_gone (journey, "button|Dropout layer 1*");
  g_assert_false (journey_is_enabled (journey, "win.undo"));
  journey_end (journey);
}

static void
test_drag_to_reorder (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "reorder.fallline");
  Journey *journey = journey_start (project);
  int x, y, gap_x, gap_y;

  journey_press (journey, "button|Train");
  journey_press (journey, "button|One neuron more in Dense layer 1");
  journey_place (journey, "button|Dense layer 1, 9 neurons, *", &x, &y);
  journey_place (journey, "button|Insert a layer between Dense layer 2 and Output layer", &gap_x, &gap_y);
  journey_drag (x, y, gap_x, gap_y - 120);
  g_autoptr (Accessible) moved = journey_find (journey, "button|Dense layer 2, 9 neurons, *");
  journey_activate (journey, "win.undo", NULL);
  g_autoptr (Accessible) back = journey_find (journey, "button|Dense layer 1, 9 neurons, *");

  /* Dropped where it was taken from, or outside: nothing happens. */
  journey_place (journey, "button|Dense layer 1, 9 neurons, *", &x, &y);
  journey_drag (x, y, x + 30, y + 90);
  journey_drag (x, y, 2, 2);
  g_autoptr (Accessible) still = journey_find (journey, "button|Dense layer 1, 9 neurons, *");
  journey_activate (journey, "win.undo", NULL);
  journey_find_gone (journey, "button|Dense layer 1, 9 neurons, *");
  g_assert_false (journey_is_enabled (journey, "win.undo"));
  journey_end (journey);
}

/* The menu of a header, by the right button. */
static void
test_menu (void)
{
  g_autofree char *project = journey_copy ("data/samples/spirals.fallline", "menu.fallline");
  Journey *journey = journey_start (project);
  int x, y;

  journey_place (journey, "button|Dense layer 2, *", &x, &y);
  journey_click (x, y, 3);
  journey_press (journey, "Freeze"); /* the first of that name is the menu's or the inspector's: the same layer */
  g_autoptr (Accessible) frozen = journey_find (journey, "button|Dense layer 2, *, frozen");
  journey_keys ("Escape");
  journey_activate (journey, "win.undo", NULL);
  journey_find_gone (journey, "button|Dense layer 2, *, frozen");
  journey_end (journey);
}

/* Keys alone, once the first layer has the focus: a neuron more, a copy, moved, frozen, removed; and the palette. */
static void
test_keyboard (void)
{
  g_autofree char *project = journey_copy ("data/samples/spirals.fallline", "keys.fallline");
  Journey *journey = journey_start (project);
  int x, y;

  journey_place (journey, "button|Dense layer 1, *", &x, &y);
  journey_click (x, y, 1);
  journey_keys ("plus");
  g_autoptr (Accessible) nine = journey_find (journey, "button|Dense layer 1, 9 neurons, *");
  journey_keys ("ctrl+d");
  g_autoptr (Accessible) copy = journey_find (journey, "button|Dense layer 2, 9 neurons, *");
  journey_keys ("alt+Right");
  g_autoptr (Accessible) moved = journey_find (journey, "button|Dense layer 3, 9 neurons, *");
  journey_keys ("f");
  g_autoptr (Accessible) frozen = journey_find (journey, "button|Dense layer 3, 9 neurons, tanh, frozen");
  journey_keys ("Delete");
  journey_find_gone (journey, "button|Dense layer 3, *");

  journey_press (journey, "button|Insert a layer between Input and Dense layer 1");
  g_autoptr (Accessible) open = journey_find (journey, "list item|Dropout");
  journey_keys ("Down");   /* from the search into the list */
  journey_keys ("Down");
  journey_keys ("Return"); /* the second: regularization comes after neurons */
  g_autoptr (Accessible) dropout = journey_find (journey, "button|Dropout layer 1*");
  for (guint i = 0; i < 6; i++)
    journey_activate (journey, "win.undo", NULL);
  journey_find_gone (journey, "button|Dropout layer 1*");
  g_autoptr (Accessible) eight = journey_find (journey, "button|Dense layer 1, 8 neurons, *");
  g_assert_false (journey_is_enabled (journey, "win.undo"));
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/drag-out-of-palette", test_drag_out_of_palette);
  g_test_add_func ("/journey/drag-to-reorder", test_drag_to_reorder);
  g_test_add_func ("/journey/layer-menu", test_menu);
  g_test_add_func ("/journey/layer-keys", test_keyboard);
  return g_test_run ();
}
