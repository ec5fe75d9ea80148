/* Looking at a run from every side while it trains: the tabs by keys and by mouse, a landscape turned by hand, a race, a picture and the
 * data taken along, undo of a paused run's branch; and a table so long that importing it is given up. */
#include "journey.h"
#include <string.h>

static gboolean
exists_cb (Journey *journey, gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Has it a place in the window? */
static gboolean
is_shown_cb (Journey *journey, gpointer name)
{
  return journey_count (journey, name) > 0;
}

static void
test_views_while_training (void)
{
  static const struct
  {
    const char *tab, *seen;
  } views[] = { { "Data", "Rows of the data" }, { "Landscape", "image|Loss landscape" }, { "Diagnose", "image|Gradient norm" },
                { "Train", "Decision boundary" } };
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "views.fallline");
  Journey *journey = journey_start (project);

  journey_press (journey, "button|Train");
  journey_assert_trains (journey);
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < G_N_ELEMENTS (views); i++)
      {
        g_autofree char *tab = g_strdup_printf ("tab|%s", views[i].tab), *keys = g_strdup_printf ("alt+%u", i == 3 ? 1 : i + 2);
        if (round == 0)
          journey_click_on (journey, tab);
        else
          journey_keys (keys);
        journey_wait (journey, views[i].seen, 20, is_shown_cb, (gpointer) views[i].seen);
      }
  journey_assert_trains (journey);
  g_assert_false (journey_is_enabled (journey, "win.undo"));
  journey_end (journey);
}

/* The surface turns under the hand, with the training going on below it. */
static void
test_turn_the_landscape (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "turn.fallline");
  Journey *journey = journey_start (project);
  int x, y;

  journey_press (journey, "button|Train");
  journey_assert_trains (journey);
  journey_activate (journey, "win.view", g_variant_new_string ("landscape"));
  journey_wait_for_description (journey, "image|Loss surface", "*lowest on this plane*");
  g_autoptr (Accessible) surface = journey_find (journey, "image|Loss surface");
  journey_place (journey, "image|Loss surface", &x, &y);
  journey_drag (x, y, x + 120, y - 40);
  journey_drag (x + 120, y, x - 60, y + 30);
  journey_wheel (x, y, 3, NULL);
  journey_wheel (x, y, -3, NULL);
  journey_wait_for_description (journey, "image|Loss surface", "*lowest on this plane*");
  journey_activate (journey, "win.view", g_variant_new_string ("train"));
  journey_assert_trains (journey);
  journey_end (journey);
}

/* Ctrl+E asks where to; the name decides what is written. */
static void
save_as (Journey *journey, const char *path)
{
  accessible_free (journey_find (journey, "text box|Name:"));
  g_usleep (300000);
  journey_keys ("ctrl+a");
  journey_type (path);
  journey_keys ("Return");
  journey_wait (journey, path, 15, exists_cb, (gpointer) path);
}

static void
test_export_while_training (void)
{
  g_autofree char *project = journey_endless ("data/samples/spirals.fallline", "export.fallline");
  g_autofree char *picture = journey_path ("boundary.png"), *history = journey_path ("history.csv"), *data = journey_path ("data.csv");
  Journey *journey = journey_start (project);

  journey_press (journey, "button|Train");
  journey_assert_trains (journey);
  journey_keys ("ctrl+e");
  save_as (journey, picture);
  journey_find_gone (journey, "text box|Name:");
  journey_activate (journey, "win.export-history", NULL);
  save_as (journey, history);
  journey_find_gone (journey, "text box|Name:");
  journey_activate (journey, "win.save-data", NULL);
  save_as (journey, data);
  journey_find_gone (journey, "text box|Name:");
  g_autofree char *rows = journey_contents (data), *curve = journey_contents (history), *png = journey_contents (picture);
  g_assert_true (g_str_has_prefix (png, "\x89PNG"));
  g_assert_true (g_str_has_prefix (rows, "x1,x2,"));
  g_assert_nonnull (strstr (curve, "epoch"));
  journey_assert_trains (journey);
  journey_end (journey);
}

/* A hundred thousand rows: the window answers meanwhile, and giving up leaves everything as it was. */
static void
test_import_given_up (void)
{
  g_autofree char *project = journey_endless ("data/samples/xor.fallline", "long.fallline"), *path = journey_path ("long.csv");
  g_autofree char *before = journey_contents (project);
  g_autoptr (GString) rows = g_string_new ("a,b,kind\n");
  for (int i = 0; i < 100000; i++)
    g_string_append_printf (rows, "%d.%d,%d,%c\n", i % 97, i % 7, i % 31, 'a' + i % 2);
  journey_write (path, rows->str);
  Journey *journey = journey_start (project);

  journey_press (journey, "button|Train");
  journey_assert_trains (journey);
  for (int round = 0; round < 2; round++)
    {
      journey_activate (journey, "win.open-file", g_variant_new_string (path));
      if (round == 1) /* once in the middle of reading, once with everything read */
        accessible_free (journey_find (journey, "*100*000 rows*"));
      journey_press (journey, "button|*Cancel");
      journey_find_gone (journey, "button|Import");
      journey_assert_trains (journey);
      g_assert_false (journey_is_enabled (journey, "win.undo"));
    }
  journey_end (journey);
  g_autofree char *after = journey_contents (project);
  g_assert_cmpstr (after, ==, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journey/views-while-training", test_views_while_training);
  g_test_add_func ("/journey/turn-the-landscape", test_turn_the_landscape);
  g_test_add_func ("/journey/export-while-training", test_export_while_training);
  g_test_add_func ("/journey/import-given-up", test_import_given_up);
  return g_test_run ();
}
