/* The Diagnose view in a real window: a deep sigmoid network shows its vanishing gradient, a remedy is one undo step and helps, a run
 * that blew up is taken up again with a learning rate that holds, and the range test sets a rate. Needs a display. */
#include "stage.h"

#include <math.h>
#include <string.h>

#include "fl-comparison.h"
#include "fl-edit.h"
#include "fl-findings.h"
#include "fl-layer-charts.h"
#include "fl-layer-table.h"
#include "fl-layer-values.h"
#include "fl-layers-paint.h"
#include "fl-range-card.h"
#include "fl-scene-plot.h"
#include "fl-view.h"

static const char deep[] =
  "{\"fallline\": 1, \"seed\": 3, \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"spirals\", \"samples\": 300, \"noise\": 0.02},"
  " \"task\": \"classification\"}, \"network\": [{\"type\": \"dense\", \"units\": 10, \"activation\": \"sigmoid\"}, {\"type\": \"dense\", \"units\": 10, \"activation\": \"sigmoid\"},"
  " {\"type\": \"dense\", \"units\": 10, \"activation\": \"sigmoid\"}, {\"type\": \"dense\", \"units\": 10, \"activation\": \"sigmoid\"}, {\"type\": \"dense\", \"units\": 10, \"activation\": \"sigmoid\"},"
  " {\"type\": \"dense\", \"units\": \"auto\"}], \"training\": {\"loss\": \"binary_cross_entropy\", \"optimizer\": {\"type\": \"sgd\", \"learning_rate\": 0.1}, \"stop\": {\"epochs\": 30}}}";
static const char wild[] =
  "{\"fallline\": 1, \"seed\": 3, \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"plane\", \"samples\": 300}, \"task\": \"regression\"},"
  " \"network\": [{\"type\": \"dense\", \"units\": 10, \"activation\": \"relu\", \"init\": \"he_uniform\"}, {\"type\": \"dense\", \"units\": \"auto\"}],"
  " \"training\": {\"loss\": \"mse\", \"optimizer\": {\"type\": \"sgd\", \"learning_rate\": 1.2}, \"stop\": {\"epochs\": 30}}}";

static void
press (Stage *stage, const char *text)
{
  g_signal_emit_by_name (gtk_widget_get_ancestor (await_shown (stage->view, is_label, text), GTK_TYPE_BUTTON), "clicked");
}

static gboolean
is_tip (GtkWidget *widget, gconstpointer start)
{
  const char *tip = gtk_widget_get_tooltip_text (widget);

  return GTK_IS_BUTTON (widget) && tip != NULL && g_str_has_prefix (tip, start);
}

/* Opens the project, waits for `first`. */
static gboolean
open_to (Stage *stage, const char *text, const char *first)
{
  g_autoptr (FlProject) project = fl_project_parse (text, strlen (text), "test", NULL);

  g_assert_nonnull (project);
  if (!stage_open (stage, project, fl_diagnose_view_new))
    return FALSE;
  await_shown (stage->view, is_label, first);
  return TRUE;
}

static gboolean
open_diagnose (Stage *stage, const char *text)
{
  if (!open_to (stage, text, "Nothing found in data"))
    return FALSE;
  WAIT_FOR (fl_session_get_data (stage->session) != NULL);
  return TRUE;
}

static double
rate_of (Stage *stage)
{
  return ds_item_get (&fl_document_get_project (stage->document)->spec->optimizer, "learning_rate");
}

static void
test_vanishing (void)
{
  Stage stage = { 0 };
  g_autoptr (FlProject) before = NULL;

  if (!open_diagnose (&stage, deep))
    return;
  before = fl_project_ref (fl_document_get_project (stage.document));
  fl_session_play (stage.session);
  await_shown (stage.view, is_label, "Vanishing gradient");
  press (&stage, "Race: ReLU"); /* edits nothing */
  g_assert_true (fl_project_equal (before, fl_document_get_project (stage.document)));
  g_assert_cmpuint (fl_comparison_n_lanes (fl_session_get_comparison (stage.session)), ==, 2);
  fl_comparison_pause (fl_session_get_comparison (stage.session));
  g_signal_emit_by_name (await_shown (stage.view, is_tip, "Apply at once: ReLU"), "clicked");
  g_assert_false (fl_project_equal (before, fl_document_get_project (stage.document)));
  g_assert_cmpstr (ds_item_choice (&fl_document_get_project (stage.document)->spec->layers[0], "activation")->id, ==, "relu");
  g_assert_true (fl_session_is_playing (stage.session));
  await_shown (stage.view, is_label, "Nothing found");
  g_assert_nonnull (strstr (fl_document_undo_label (stage.document), "ReLU"));
  fl_document_undo (stage.document);
  g_assert_true (fl_project_equal (before, fl_document_get_project (stage.document)));
  fl_document_undo (stage.document); /* the race */
  g_assert_false (fl_document_can_undo (stage.document));
  stage_close (&stage);
}

static void
test_autopsy (void)
{
  Stage stage = { 0 };
  double halvings;

  if (!open_diagnose (&stage, wild))
    return;
  fl_session_play (stage.session);
  await_shown (stage.view, is_label, "At step ");
  g_assert_cmpfloat_with_epsilon (rate_of (&stage), 1.2, 1e-12);
  press (&stage, "Restore and halve"); /* waits until the rates have been tried */
  halvings = log2 (1.2 / rate_of (&stage));
  g_assert_cmpfloat (halvings, >, 0.9);
  g_assert_cmpfloat_with_epsilon (halvings, round (halvings), 1e-9);
  g_assert_true (fl_session_is_playing (stage.session));
  fl_session_pause (stage.session);
  fl_document_undo (stage.document);
  g_assert_cmpfloat_with_epsilon (rate_of (&stage), 1.2, 1e-12);
  stage_close (&stage);
}

static void
test_range (void)
{
  Stage stage = { 0 };
  double before;

  if (!open_diagnose (&stage, wild))
    return;
  before = rate_of (&stage);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_ancestor (await_shown (stage.view, is_label, "Learning-rate range test"), GTK_TYPE_TOGGLE_BUTTON)), TRUE);
  press (&stage, "Use ");
  g_assert_cmpfloat (rate_of (&stage), <, before);
  g_assert_cmpfloat (rate_of (&stage), >, 1e-6);
  fl_document_undo (stage.document);
  g_assert_cmpfloat_with_epsilon (rate_of (&stage), before, 1e-12);
  await_shown (stage.view, is_label, "Use "); /* another rate is the same test, */
  fl_edit_set_seed (stage.document, 99);      /* other weights and rows are not */
  await_shown (stage.view, is_label, "The project has changed since");
  g_assert_null (find_shown (stage.view, is_label, "Use "));
  fl_document_undo (stage.document);
  await_shown (stage.view, is_label, "Use ");
  g_assert_null (find_shown (stage.view, is_label, "The project has changed since"));
  stage_close (&stage);
}

/* Without data nothing was looked at, so nothing can have been "not found". */
static void
test_no_data (void)
{
  static const char empty[] = "{\"fallline\": 1, \"data\": {\"source\": {\"type\": \"points\", \"points\": []}, \"task\": \"classification\"},"
                              " \"network\": [{\"type\": \"dense\", \"units\": \"auto\"}]}";
  Stage stage = { 0 };
  g_autoptr (FlProject) whole = NULL;

  if (!open_to (&stage, empty, "There are no points yet"))
    return;
  g_assert_null (find_shown (stage.view, is_label, "Nothing found"));
  whole = fl_project_parse (deep, strlen (deep), "test", NULL);
  fl_document_edit (stage.document, whole, "Whole", NULL);
  await_shown (stage.view, is_label, "Nothing found in data");
  g_assert_null (find_shown (stage.view, is_label, "There are no points yet"));
  await_shown (stage.view, is_label, "L1  Dense"); /* in the table */
  fl_document_undo (stage.document);
  await_shown (stage.view, is_label, "There are no points yet");
  run_for (300);
  g_assert_null (find_shown (stage.view, is_label, "Nothing found"));
  g_assert_null (find_shown (stage.view, is_label, "L1"));
  stage_close (&stage);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* The table's row and the charts' layer are one selection, by keyboard too. */
static void
test_selection (void)
{
  Stage stage = { 0 };
  GtkWidget *list;
  guint chosen = 0;

  if (!open_diagnose (&stage, deep))
    return;
  for (guint i = 0; i < 3; i++)
    {
      fl_session_step (stage.session);
      run_for (200);
    }
  list = find (stage.view, GTK_TYPE_LIST_BOX);
  g_assert_nonnull (list);
  g_assert_nonnull (find (stage.view, FL_TYPE_LAYER_CHARTS));
  g_assert_nonnull (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 5));
  g_assert_null (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 6));
  g_signal_connect_swapped (find (stage.view, FL_TYPE_LAYER_TABLE), "layer-selected", G_CALLBACK (count_cb), &chosen);
  gtk_list_box_select_row (GTK_LIST_BOX (list), gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 4));
  g_assert_cmpuint (chosen, ==, 1);
  await_shown (stage.view, is_label, "Layer 5");
  stage_close (&stage);
}

/* The one that gets a wheel before GTK's own of the scroller does. */
static GtkEventController *
own_wheel (GtkWidget *scroller)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (scroller);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkEventController) one = g_list_model_get_item (all, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (one) && gtk_event_controller_get_propagation_phase (one) == GTK_PHASE_CAPTURE
          && gtk_event_controller_scroll_get_flags (GTK_EVENT_CONTROLLER_SCROLL (one)) == GTK_EVENT_CONTROLLER_SCROLL_VERTICAL)
        return one;
    }
  g_error ("the page has no wheel over this");
}

/* In a narrow window the table of layers scrolls sideways: the wheel over it still moves the page, and no row is cut. */
static void
test_table_in_page (void)
{
  Stage stage = { 0 };
  graphene_rect_t last;
  GtkWidget *list, *table;
  GtkAdjustment *page;
  gboolean used = FALSE;

  if (!open_diagnose (&stage, deep))
    return;
  stage_resize (stage.window, 420, 500);
  await_shown (stage.view, is_label, "L6  Dense");
  list = find (stage.view, GTK_TYPE_LIST_BOX);
  table = gtk_widget_get_ancestor (list, GTK_TYPE_SCROLLED_WINDOW);
  page = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (gtk_widget_get_parent (table), GTK_TYPE_SCROLLED_WINDOW)));
  WAIT_FOR (gtk_widget_get_width (stage.window) < 500 && gtk_adjustment_get_upper (page) > 2 * gtk_adjustment_get_page_size (page));
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 5)), table, &last));
  g_assert_cmpfloat (last.origin.y + last.size.height, <=, gtk_widget_get_height (table));
  g_assert_cmpfloat (gtk_adjustment_get_value (page), ==, 0);
  g_signal_emit_by_name (own_wheel (table), "scroll", 0.0, 1.0, &used);
  g_assert_true (used);
  g_assert_cmpfloat (gtk_adjustment_get_value (page), >, 0);
  g_signal_emit_by_name (own_wheel (table), "scroll", 1.0, 0.0, &used); /* sideways is the table's own */
  g_assert_false (used);
  stage_close (&stage);
}

/* What "Copy values" puts on the clipboard. */
static void
test_values (void)
{
  g_autoptr (NnLayerSeries) series = nn_layer_series_new (2);
  NnLayerNumbers numbers[2] = { { 0.5f, 2, 0.25f, 0, 1, NAN, 0 }, { 1, 2, 3, 4, 5, 6, 7 } };
  NnLayerRow row = { .step = 1, .epoch = 0.5, .layers = numbers };
  g_autofree char *text = NULL;

  g_assert_true (nn_layer_series_append (series, &row));
  row.step = 2;
  g_assert_true (nn_layer_series_append (series, &row));
  text = fl_layer_values_csv (series, 1);
  g_assert_cmpstr (text, ==, "step,epoch,layer,gradient_norm,weight_norm,update_ratio,activation_mean,activation_std,saturated,dead\n"
                             "1,0.5,1,0.5,2,0.25,0,1,,0\n1,0.5,2,1,2,3,4,5,6,7\n");
}

static void
painted_cb (GtkWidget *plot, gpointer scene, FlAxis *x)
{
  *x = ((FlLayersScene *) scene)->x;
}

static gboolean
press_key (GtkWidget *plot, guint key, GdkModifierType state)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (plot);
  gboolean used = FALSE;

  /* As GTK asks them: the one added last comes first. */
  for (guint i = 0; i < g_list_model_get_n_items (all) && !used; i++)
    {
      g_autoptr (GObject) one = g_list_model_get_item (all, i);

      if (G_OBJECT_TYPE (one) == GTK_TYPE_EVENT_CONTROLLER_KEY)
        g_signal_emit_by_name (one, "key-pressed", key, 0, state, &used);
    }
  return used;
}

/* A chart that shows everything can be zoomed, moved and fitted like those of losses; arrows alone still read values. */
static void
test_part (void)
{
  Stage stage = { 0 };
  FlAxis x = { 0 };
  GtkWidget *plot;
  double whole, low;

  if (!open_diagnose (&stage, deep))
    return;
  fl_session_play (stage.session);
  await_shown (stage.view, is_label, "Vanishing gradient");
  fl_session_pause (stage.session);
  plot = find (find (stage.view, FL_TYPE_LAYER_CHARTS), FL_TYPE_SCENE_PLOT);
  g_signal_connect (plot, "painted", G_CALLBACK (painted_cb), &x);
  fl_plot_queue (FL_PLOT (plot), FL_PLOT_NOW);
  WAIT_FOR (x.max > x.min && !fl_plot_is_pending (FL_PLOT (plot)));
  whole = x.max - x.min;
  g_assert_cmpfloat (x.min, ==, 0);
  g_assert_true (press_key (plot, GDK_KEY_plus, 0));
  g_assert_true (press_key (plot, GDK_KEY_plus, 0));
  WAIT_FOR (!fl_plot_is_pending (FL_PLOT (plot)));
  g_assert_cmpfloat_with_epsilon (x.max - x.min, whole / 1.25 / 1.25, 1e-6 * whole);
  low = x.min;
  g_assert_true (press_key (plot, GDK_KEY_Right, 0)); /* reads */
  WAIT_FOR (!fl_plot_is_pending (FL_PLOT (plot)));
  g_assert_cmpfloat (x.min, ==, low);
  g_assert_true (press_key (plot, GDK_KEY_Right, GDK_SHIFT_MASK));
  WAIT_FOR (!fl_plot_is_pending (FL_PLOT (plot)));
  g_assert_cmpfloat (x.min, >, low);
  for (guint i = 0; i < 100; i++) /* the middle of what is seen stays within the whole */
    press_key (plot, GDK_KEY_Right, GDK_SHIFT_MASK);
  WAIT_FOR (!fl_plot_is_pending (FL_PLOT (plot)));
  g_assert_cmpfloat_with_epsilon ((x.min + x.max) / 2, whole, 1e-6 * whole);
  g_assert_true (gtk_widget_activate_action (plot, "plot.fit", NULL));
  WAIT_FOR (!fl_plot_is_pending (FL_PLOT (plot)));
  g_assert_cmpfloat (x.min, ==, 0);
  g_assert_cmpfloat_with_epsilon (x.max, whole, 1e-6 * whole);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_setenv ("LANGUAGE", "C", TRUE);
  stage_init (&argc, &argv);
  g_test_add_func ("/diagnose-view/vanishing", test_vanishing);
  g_test_add_func ("/diagnose-view/autopsy", test_autopsy);
  g_test_add_func ("/diagnose-view/range", test_range);
  g_test_add_func ("/diagnose-view/no-data", test_no_data);
  g_test_add_func ("/diagnose-view/selection", test_selection);
  g_test_add_func ("/diagnose-view/table-in-page", test_table_in_page);
  g_test_add_func ("/diagnose-view/values", test_values);
  g_test_add_func ("/diagnose-view/part", test_part);
  return g_test_run ();
}
