/* What the canvas shows, as tables: the numbers are those of frame and picture; Tab leaves a table instead of walking through it; a
 * popover gives the focus back. The last two need a display. */
#include "stage.h"

#include <math.h>
#include <string.h>

#include "fl-network-values.h"
#include "fl-panel-parts.h"
#include "fl-popover.h"
#include "fl-rows-frame.h"
#include "fl-session.h"
#include "fl-value-table.h"

/* A frame of the default project, one weight and one bias of its first layer frozen; caller owns. */
static NnFrame *
frame_of_default (void)
{
  static const NnFrozenEntry entries[] = { { NN_FROZEN_WEIGHT, 1, 0 }, { NN_FROZEN_BIAS, 2, NN_FROZEN_VECTOR } };
  g_autoptr (FlProject) given = fl_project_default ();
  g_autoptr (FlProject) project = NULL;
  g_autoptr (NnFrozen) frozen = nn_frozen_new (entries, G_N_ELEMENTS (entries));
  g_autoptr (FlDocument) document = NULL;
  g_autoptr (FlSession) session = NULL;
  NnSpec values = *given->spec;

  values.frozen[0] = frozen;
  project = fl_project_with_spec (given, &values);
  document = fl_document_new (project);
  session = fl_session_new (document);
  for (guint i = 0; i < 2000 && !(fl_session_update (session) && fl_session_get_frame (session) != NULL); i++)
    run_for (5);
  g_assert_nonnull (fl_session_get_frame (session));
  return nn_frame_ref (fl_session_get_frame (session));
}

static void
test_weights (void)
{
  g_autoptr (NnFrame) frame = frame_of_default ();
  g_autoptr (FlTopology) topology = fl_topology_new (frame->spec, frame->data);
  FlNetworkValues *values = fl_network_values_new (topology, frame, NULL);
  g_autoptr (FlValueSheet) all = fl_value_sheet_new (fl_network_weights_csv (values, NULL));
  g_autoptr (FlValueSheet) one = NULL;
  guint frozen = 0;

  g_assert_cmpuint (fl_value_sheet_n_rows (all), ==, frame->n_weights);
  g_assert_cmpuint (fl_value_sheet_n_columns (all), ==, 6);
  for (guint i = 1; i <= frame->n_weights; i++)
    {
      g_auto (GStrv) cells = fl_value_sheet_row (all, i);

      g_assert_cmpfloat ((float) g_ascii_strtod (cells[4], NULL), ==, frame->weights[i - 1]);
      frozen += g_str_equal (cells[5], "yes");
      if (i == 3) /* of neuron 2, from the first input */
        {
          g_assert_cmpstr (cells[0], ==, "Dense layer 1");
          g_assert_cmpstr (cells[1], ==, "weight");
          g_assert_cmpstr (cells[2], ==, "2");
          g_assert_cmpstr (cells[3], ==, frame->data->input_names[0]);
          g_assert_cmpstr (cells[5], ==, "yes");
        }
    }
  g_assert_cmpuint (frozen, ==, 2);
  values->layer = 1;
  one = fl_value_sheet_new (fl_network_weights_csv (values, NULL));
  g_assert_cmpuint (fl_value_sheet_n_rows (one), ==, 8 * 8 + 8);
  fl_network_values_free (values);
}

static void
test_maps (void)
{
  g_autoptr (NnFrame) frame = frame_of_default ();
  g_autoptr (FlTopology) topology = fl_topology_new (frame->spec, frame->data);
  g_autoptr (NnPicture) picture = NULL;
  g_autoptr (FlValueSheet) sheet = NULL;
  FlNetworkValues *values;
  NnProbeRequest request = { 0 };

  nn_probe_request_init (&request, frame->data);
  request.width = request.height = 8;
  request.map_size = 8;
  request.max_map_units = 16;
  picture = nn_probe_evaluate (frame, &request, NULL);
  g_assert_nonnull (picture);
  values = fl_network_values_new (topology, NULL, picture);
  values->column = 1;
  values->n = 8;
  sheet = fl_value_sheet_new (fl_network_maps_csv (values, NULL));
  g_assert_cmpuint (fl_value_sheet_n_rows (sheet), ==, 8);
  g_assert_cmpuint (fl_value_sheet_n_columns (sheet), ==, 8);
  for (guint u = 0; u < 8; u++)
    {
      g_auto (GStrv) cells = fl_value_sheet_row (sheet, u + 1);
      const float *map = picture->maps[0] + u * 64;
      float least = INFINITY, x = g_ascii_strtod (cells[2], NULL), y = g_ascii_strtod (cells[3], NULL);
      guint column = (guint) ((x - request.x0) / (request.x1 - request.x0) * 8), row = (guint) ((request.y1 - y) / (request.y1 - request.y0) * 8);

      for (guint i = 0; i < 64; i++)
        least = MIN (least, map[i]);
      g_assert_cmpfloat ((float) g_ascii_strtod (cells[1], NULL), ==, least);
      g_assert_cmpfloat (map[row * 8 + column], ==, least); /* and it is where the table says */
      g_assert_cmpfloat (g_ascii_strtod (cells[1], NULL), <=, g_ascii_strtod (cells[4], NULL));
      g_assert_cmpfloat (g_ascii_strtod (cells[4], NULL), <=, g_ascii_strtod (cells[5], NULL));
    }
  fl_network_values_free (values);
}

static void
test_tab (void)
{
  GString *text = g_string_new ("a,b\n");
  GtkWidget *parent, *window, *frame, *box, *after, *list;

  if (!stage_ready ())
    {
      g_string_free (text, TRUE);
      return;
    }
  for (guint i = 0; i < 300; i++)
    g_string_append_printf (text, "%u,%u\n", i, i * i);
  parent = gtk_window_new ();
  window = fl_value_table_new (GTK_WINDOW (parent), "Numbers", fl_value_sheet_new (g_string_free (text, FALSE)));
  frame = find (window, FL_TYPE_ROWS_FRAME);
  box = gtk_widget_get_parent (frame);
  after = gtk_button_new_with_label ("after"); /* something to go to */
  gtk_box_append (GTK_BOX (box), after);
  gtk_window_present (GTK_WINDOW (window));
  run_for (300);
  list = find (frame, GTK_TYPE_LIST_BASE);
  g_assert_cmpint (gtk_widget_get_height (frame), >, 400); /* it has the window to itself */
  g_assert_true (gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), list));
  gtk_widget_child_focus (box, GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == after); /* not the second of 300 rows */
  g_object_ref (window); /* as work under way would, which may be done later */
  gtk_window_destroy (GTK_WINDOW (parent));
  run_for (50);
  g_assert_null (gtk_window_get_transient_for (GTK_WINDOW (window)));
  g_object_unref (window);
}

static void
test_focus_comes_back (void)
{
  GtkWidget *window, *box, *first_button, *second_button, *popover;

  if (!stage_ready ())
    {
      return;
    }
  window = gtk_window_new ();
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  first_button = gtk_button_new_with_label ("first");
  second_button = gtk_button_new_with_label ("second");
  gtk_box_append (GTK_BOX (box), first_button);
  gtk_box_append (GTK_BOX (box), second_button);
  gtk_window_set_child (GTK_WINDOW (window), box);
  popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), gtk_button_new_with_label ("inside"));
  gtk_widget_set_parent (popover, box);
  gtk_window_present (GTK_WINDOW (window));
  run_for (200);
  gtk_widget_grab_focus (first_button);
  fl_popover_popup (GTK_POPOVER (popover));
  gtk_widget_grab_focus (gtk_popover_get_child (GTK_POPOVER (popover)));
  run_for (200);
  gtk_popover_popdown (GTK_POPOVER (popover));
  run_for (200);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == first_button);
  fl_popover_popup (GTK_POPOVER (popover));
  run_for (100);
  gtk_widget_grab_focus (second_button); /* on purpose: it stays there */
  gtk_popover_popdown (GTK_POPOVER (popover));
  run_for (200);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == second_button);
  gtk_widget_unparent (popover);
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (50);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv);
  g_test_add_func ("/tables/weights", test_weights);
  g_test_add_func ("/tables/maps", test_maps);
  g_test_add_func ("/tables/tab", test_tab);
  g_test_add_func ("/tables/focus-comes-back", test_focus_comes_back);
  return g_test_run ();
}
