/* Import a broken table, see what is wrong with it, mend it, train on it. */
#include "journey.h"

static const char broken[] = "width,height,kind\n1.5,2,a\nwide,2,b\n2,3\n2.5,1,b\n3,1,b\n1,2.5,a\n1.2,2.2,a\n2.8,1.1,b\n";
static const char mended[] = "width,height,kind\n1.5,2,a\n2.9,2,b\n2,3,a\n2.5,1,b\n3,1,b\n1,2.5,a\n1.2,2.2,a\n2.8,1.1,b\n";

static gboolean
trains_cb (Journey *journey, gpointer data)
{
  double epoch, loss;

  return journey_read_curve (journey, &epoch, &loss) && epoch > 20;
}

/* What is offered can be pressed: the button Import of the assistant is not, while rows are broken. Once pressed it goes, maybe while
 * it is being pressed again. */
static gboolean
imported_cb (Journey *journey, gpointer data)
{
  g_autoptr (Accessible) button = journey_look_for (journey, "button|Import");

  if (button != NULL)
    accessible_try_press (journey, button);
  g_autoptr (Accessible) after = journey_look_for (journey, "button|Read again");
  return after == NULL;
}

static gboolean
saved_cb (Journey *journey, gpointer project)
{
  g_autofree char *contents = journey_contents (project);

  return g_pattern_match_simple ("*\"path\": \"shapes.csv\"*", contents);
}

static void
test_mend_and_train (void)
{
  g_autofree char *project = journey_copy ("data/samples/xor.fallline", "before.fallline"), *path = journey_path ("shapes.csv");
  Journey *journey = journey_start (project);

  journey_write (path, broken);
  journey_activate (journey, "win.open-file", g_variant_new_string (path));
  g_autoptr (Accessible) word = journey_find (journey, "Line 3, column 1: expected a number*");
  g_autoptr (Accessible) ragged = journey_find (journey, "Line 4, column 3: 2 fields where the header has 3*");
  g_autoptr (Accessible) drop = journey_find (journey, "Leave out the broken rows");
  g_assert_false (journey_is_enabled (journey, "win.undo")); /* nothing has happened yet */

  journey_write (path, mended);
  journey_press (journey, "button|Read again");
  journey_find_gone (journey, "Line 3, column 1:*");
  journey_wait (journey, "the import", 10, imported_cb, NULL);
  g_autoptr (Accessible) name = journey_find (journey, "shapes.csv");
  g_assert_true (journey_is_enabled (journey, "win.undo"));
  journey_activate (journey, "win.train", NULL);
  journey_wait (journey, "epochs", 20, trains_cb, NULL);
  journey_activate (journey, "win.train", NULL);
  journey_activate (journey, "win.save", NULL);
  journey_wait (journey, "the table in the saved project", 10, saved_cb, project);
  g_autoptr (Accessible) toast = journey_find (journey, "Saved without weights: the Export menu keeps them, and loads them again.");
  journey_end (journey);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/import", test_mend_and_train);
  return g_test_run ();
}
