/* The first hour of a class: the XOR network from nothing, once by the keyboard alone, once by the mouse alone. No action is
 * activated behind the window's back: only keys, or only the pointer. */
#include "journey.h"
#include <glib/gstdio.h>
#include <string.h>

static gboolean
learned_cb (Journey *journey, gpointer data)
{
  double epoch, loss;
  return journey_read_curve (journey, &epoch, &loss) && epoch > 5 && loss < 0.05;
}

static gboolean
exists_cb (Journey *journey, gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
focused_cb (Journey *journey, gpointer name)
{
  return journey_has_focus (journey, name);
}

static void
assert_is_xor (const char *path)
{
  g_autofree char *saved = journey_contents (path);
  g_test_message ("%s", saved);
  g_assert_nonnull (strstr (saved, "\"name\": \"xor\""));
  g_assert_nonnull (strstr (saved, "\"units\": 5"));
  g_assert_null (strstr (saved, "\"units\": 8"));
}

static void
test_by_keyboard (void)
{
  g_autofree char *path = journey_path ("by keys.fallline");
  Journey *journey = journey_start (NULL);
  g_autoptr (Accessible) shown = journey_find (journey, "button|Dense layer 2, *");

  journey_tab_to (journey, "button|XOR");
  journey_keys ("space");
  journey_wait_for_undo (journey, TRUE);
  /* Nothing is left between input and output. */
  journey_tab_to (journey, "button|Dense layer 1, *");
  journey_keys ("Delete");
  journey_find_gone (journey, "button|Dense layer 2, *");
  journey_tab_back_to (journey, "button|Dense layer 1, *");
  journey_keys ("Delete");
  journey_find_gone (journey, "button|Dense layer 1, *");

  journey_tab_to (journey, "button|Insert a layer between Input and Output layer");
  journey_keys ("space");
  accessible_free (journey_find (journey, "list item|Dense"));
  journey_keys ("Down Return");
  accessible_free (journey_find (journey, "button|Dense layer 1, 8 neurons, *"));
  journey_tab_to (journey, "button|Dense layer 1, *");
  journey_keys ("minus minus minus");
  accessible_free (journey_find (journey, "button|Dense layer 1, 5 neurons, *"));
  journey_keys ("r"); /* its first weights */
  journey_keys ("ctrl+s");
  /* It has no file yet. */
  journey_wait (journey, "the name to be asked for", 10, focused_cb, (gpointer) "text box|Name:");
  journey_keys ("ctrl+a");
  journey_type (path);
  journey_keys ("Return");
  journey_wait (journey, "the saved project", 10, exists_cb, path);
  assert_is_xor (path);
  journey_find_gone (journey, "dialog|*");

  journey_tab_to (journey, "button|Train");
  journey_keys ("space");
  journey_wait (journey, "the network to learn XOR", 40, learned_cb, NULL);
  journey_keys ("space");
  g_autoptr (Accessible) train = journey_find (journey, "button|Train");
  journey_keys ("ctrl+q");
  journey_wait_for_end (journey);
  journey_end (journey);
}

/* A click while something else is still closing only closes that: a person clicks again. */
static gboolean
opened_cb (Journey *journey, gpointer data)
{
  const char *const *names = data;
  journey_click_on (journey, names[0]);
  for (int wait = 0; wait < 20; wait++)
    {
      g_autoptr (Accessible) row = journey_look_for (journey, names[1]);
      if (row != NULL)
        return TRUE;
      g_usleep (50000);
    }
  return FALSE;
}

/* Clicks a row of an open popover, of which only the height is known: it stands centred below its button. */
static void
click_below (Journey *journey, const char *button, const char *row)
{
  int x, y, unused;
  const char *names[] = { button, row };
  journey_wait (journey, "the popover to open", 20, opened_cb, names);
  journey_place (journey, button, &x, &unused);
  journey_place (journey, row, &unused, &y);
  g_usleep (200000); /* it grows into its place */
  journey_place (journey, row, &unused, &y);
  journey_click (x, y, 1);
}

static void
test_by_mouse (void)
{
  g_autofree char *path = journey_copy ("data/samples/spirals.fallline", "by mouse.fallline");
  Journey *journey = journey_start (path);
  g_autoptr (Accessible) shown = journey_find (journey, "button|Dense layer 2, *");

  journey_click_on (journey, "button|XOR");
  journey_wait_for_undo (journey, TRUE);
  for (int left = 1; left >= 0; left--)
    {
      journey_click_on (journey, "button|Dense layer 1, *");
      journey_click_on (journey, "button|Remove Dense layer 1");
      journey_find_gone (journey, left == 1 ? "button|Dense layer 2, *" : "button|Dense layer 1, *");
    }
  click_below (journey, "button|Add layer", "list item|Dense");
  accessible_free (journey_find (journey, "button|Dense layer 1, 8 neurons, *"));
  for (int n = 7; n >= 5; n--)
    {
      g_autofree char *layer = g_strdup_printf ("button|Dense layer 1, %d neurons, *", n);
      journey_click_on (journey, "button|One neuron fewer in Dense layer 1");
      accessible_free (journey_find (journey, layer));
    }
  g_assert_cmpint (g_remove (path), ==, 0);
  click_below (journey, "button|Main menu", "*Save");
  journey_wait (journey, "the saved project", 10, exists_cb, path);
  assert_is_xor (path);

  journey_click_on (journey, "button|Reset");
  journey_click_on (journey, "button|Train");
  journey_wait (journey, "the network to learn XOR", 40, learned_cb, NULL);
  journey_click_on (journey, "button|Pause");
  g_autoptr (Accessible) train = journey_find (journey, "button|Train");
  journey_click_on (journey, "button|Close");
  journey_wait_for_end (journey); /* nothing is unsaved, so that nothing is asked */
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/xor-by-keyboard", test_by_keyboard);
  g_test_add_func ("/journey/xor-by-mouse", test_by_mouse);
  return g_test_run ();
}
