/* The Compare view in a real window: nothing yet, a race of optimizers with a card each, who is ahead, a run out of the race and back,
 * and a table of what differs alone. Needs a display. */
#include "stage.h"

#include "fl-comparison.h"
#include "fl-compare-table.h"
#include "fl-edit.h"
#include "fl-lane-card.h"
#include "fl-lane-plot.h"
#include "fl-lanes-plot.h"
#include "fl-view.h"

#include <string.h>

static void
press (Stage *stage, const char *label)
{
  g_signal_emit_by_name (await_shown (stage->window, is_button, label), "clicked");
  run_for (50);
}

/* In an overlay that takes the view's toasts. */
static GtkWidget *
new_view (FlSession *session)
{
  GtkWidget *toasts = adw_toast_overlay_new ();

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), fl_compare_view_new (session));
  return toasts;
}

static gboolean
open_compare (Stage *stage)
{
  if (!stage_open (stage, NULL, new_view))
    return FALSE;
  WAIT_FOR ((fl_session_update (stage->session), fl_session_get_frame (stage->session) != NULL));
  await_shown (stage->window, is_label_with, "No race yet");
  return TRUE;
}

static FlComparison *
race (Stage *stage)
{
  return fl_session_get_comparison (stage->session);
}

static void
test_race (void)
{
  Stage stage;

  if (!open_compare (&stage))
    return;
  g_assert_cmpuint (count (stage.view, FL_TYPE_LANE_CARD), ==, 0);
  gtk_widget_grab_focus (await_shown (stage.window, is_button, "Race optimizers"));
  press (&stage, "Race optimizers");
  g_assert_true (FL_IS_LANES_PLOT (gtk_window_get_focus (GTK_WINDOW (stage.window)))); /* Space now pauses, and makes no other race */
  g_assert_true (fl_comparison_is_playing (race (&stage)));
  g_assert_null (find_shown (stage.view, is_label_with, "No race yet"));
  g_assert_cmpuint (count (stage.view, FL_TYPE_LANE_CARD), ==, 5);
  g_assert_cmpuint (fl_comparison_n_lanes (race (&stage)), ==, 5);
  await_shown (stage.window, is_label_with, "5 runs · same initial weights · same batches");
  await_shown (stage.window, is_label_with, "is ahead: loss");
  fl_comparison_pause (race (&stage));
  run_for (500);

  /* The line names who is. */
  FlLane *winner = fl_comparison_get_winner (race (&stage), FL_METRIC_VALIDATION_LOSS);
  g_autofree char *ahead = g_strdup_printf ("%s is ahead: loss", winner->name);
  g_assert_nonnull (find_shown (stage.view, is_label_with, ahead));
  stage_close (&stage);
}

static gboolean
is_chooser_of (GtkWidget *widget, gconstpointer first)
{
  GListModel *list = GTK_IS_DROP_DOWN (widget) ? gtk_drop_down_get_model (GTK_DROP_DOWN (widget)) : NULL;

  return GTK_IS_STRING_LIST (list) && g_strcmp0 (gtk_string_list_get_string (GTK_STRING_LIST (list), 0), first) == 0;
}

/* How many ways to decide who is ahead are offered after a race of learning rates has begun. */
static guint
n_metrics (Stage *stage)
{
  press (stage, "Race learning rates");
  fl_comparison_pause (race (stage));
  return g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (await_shown (stage->window, is_chooser_of, "By validation loss now"))));
}

/* Numbers are not right or wrong: accuracies are offered with classes only. */
static void
test_metrics_of_the_task (void)
{
  guint n_types;
  const DsType *const *types = ds_generators (&n_types);
  DsItem line = ds_item (ds_type_find (types, n_types, "line"));
  Stage stage;
  GtkWidget *chooser;

  if (!open_compare (&stage))
    return;
  g_assert_cmpuint (n_metrics (&stage), ==, FL_N_METRICS);
  stage_close (&stage);

  if (!open_compare (&stage))
    return;
  g_assert_true (fl_edit_set_generator (stage.document, &line, NULL));
  run_for (50);
  g_assert_cmpuint (n_metrics (&stage), ==, FL_N_METRICS - 2);
  chooser = await_shown (stage.window, is_chooser_of, "By validation loss now");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (chooser), FL_N_METRICS - 3); /* the last: steps to a loss, whose field shows */
  g_assert_true (gtk_widget_get_visible (gtk_widget_get_next_sibling (chooser)));
  stage_close (&stage);
}

/* A run that has not raced yet shows the boundary its initial weights make. */
static void
test_boundary (void)
{
  Stage stage;

  if (!open_compare (&stage))
    return;
  press (&stage, "Add this run");
  WAIT_FOR (find (stage.view, FL_TYPE_LANE_PLOT) != NULL);
  WAIT_FOR (fl_lane_plot_get_picture (FL_LANE_PLOT (find (stage.view, FL_TYPE_LANE_PLOT))) != NULL);
  stage_close (&stage);
}

static void
test_remove (void)
{
  Stage stage;

  if (!open_compare (&stage))
    return;
  press (&stage, "Race optimizers");
  g_autofree char *name = g_strdup (fl_comparison_get_lane (race (&stage), 1)->name);
  g_autofree char *gone = g_strdup_printf ("%s is out of the race", name);
  for (guint i = 0; i < 2000 && fl_lane_get_frame (fl_comparison_get_lane (race (&stage), 1)) == NULL; i++)
    run_for (10);
  GtkWidget *card = nth (stage.view, FL_TYPE_LANE_CARD, 1); /* its name may stand above, too, as the winner's */
  g_assert_nonnull (card);
  GtkWidget *next = find (gtk_widget_get_next_sibling (gtk_widget_get_parent (card)), FL_TYPE_LANE_CARD);
  FlLane *stays = fl_lane_card_get_lane (FL_LANE_CARD (next));
  g_object_add_weak_pointer (G_OBJECT (next), (gpointer *) &next);
  g_signal_emit_by_name (card, "remove");
  run_for (50);
  /* Enter once more takes the next one out: it does not take over another. */
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (stage.window)), next));
  const char *tip = gtk_widget_get_tooltip_text (gtk_window_get_focus (GTK_WINDOW (stage.window)));
  g_assert_true (g_str_has_suffix (tip, "out of the race"));
  g_assert_nonnull (next); /* and with it the focus */
  g_assert_true (fl_lane_card_get_lane (FL_LANE_CARD (next)) == stays);
  g_assert_cmpuint (count (stage.view, FL_TYPE_LANE_CARD), ==, 4);
  await_shown (stage.window, is_label_with, gone);
  await_shown (stage.window, is_label_with, "4 runs");
  press (&stage, "Undo");
  g_assert_cmpuint (count (stage.view, FL_TYPE_LANE_CARD), ==, 5);
  g_assert_cmpstr (fl_comparison_get_lane (race (&stage), 1)->name, ==, name);
  await_shown (stage.window, is_label_with, "5 runs");
  g_assert_nonnull (next);
  g_object_remove_weak_pointer (G_OBJECT (next), (gpointer *) &next);
  stage_close (&stage);
}

/* Below the table. */
static gboolean
says_who_passes (Stage *stage, const char *unit)
{
  GtkWidget *label = find_shown (stage->view, is_label_with, " passes ");

  return label != NULL && strstr (gtk_label_get_text (GTK_LABEL (label)), unit) != NULL;
}

/* Crossings are found anew for another axis, though nothing races any more. */
static void
test_axis_at_rest (void)
{
  Stage stage;
  FlLanesPlot *plot;

  if (!open_compare (&stage))
    return;
  press (&stage, "Race optimizers");
  plot = FL_LANES_PLOT (find (stage.view, FL_TYPE_LANES_PLOT));
  WAIT_FOR (says_who_passes (&stage, "epoch"));
  fl_comparison_pause (race (&stage));
  run_for (500);
  fl_lanes_plot_set_unit (plot, FL_LANES_STEPS);
  WAIT_FOR (says_who_passes (&stage, "step"));
  stage_close (&stage);
}

static void
test_table (void)
{
  Stage stage;
  g_autofree char *text = NULL;

  if (!open_compare (&stage))
    return;
  press (&stage, "Race learning rates");
  fl_comparison_pause (race (&stage));
  text = fl_compare_table_text (FL_COMPARE_TABLE (find (stage.view, FL_TYPE_COMPARE_TABLE)));
  g_test_message ("%s", text);
  g_assert_true (g_str_has_prefix (text, "\"Setting\",\"Rate 0.001\","));
  g_assert_nonnull (strstr (text, "\n\"Learning rate"));
  g_assert_nonnull (strstr (text, "\n\"Gradient evaluations\","));
  g_assert_null (strstr (text, "\n\"Optimizer\"")); /* the same for all */
  g_assert_null (strstr (text, "\n\"Batch"));
  stage_close (&stage);
}

static graphene_point_t
place_of (Stage *stage, guint card)
{
  graphene_rect_t place = GRAPHENE_RECT_INIT (0, 0, 0, 0);

  g_assert_true (gtk_widget_compute_bounds (nth (stage->view, FL_TYPE_LANE_CARD, card), stage->view, &place));
  return place.origin;
}

/* Five runs where four fit stand as three and two, not as four and one. */
static void
test_balanced (void)
{
  Stage stage;
  int wanted;

  if (!open_compare (&stage))
    return;
  press (&stage, "Race optimizers");
  gtk_widget_measure (gtk_widget_get_parent (nth (stage.view, FL_TYPE_LANE_CARD, 0)), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wanted, NULL, NULL);
  stage_resize (stage.window, 4 * (wanted + 12) + 60, 700);
  WAIT_FOR (place_of (&stage, 2).x > 0 && place_of (&stage, 3).y > place_of (&stage, 0).y);
  g_assert_cmpfloat (place_of (&stage, 2).y, ==, place_of (&stage, 0).y);
  g_assert_cmpfloat (place_of (&stage, 3).x, ==, place_of (&stage, 0).x);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv);
  g_test_add_func ("/compare-view/race", test_race);
  g_test_add_func ("/compare-view/metrics-of-the-task", test_metrics_of_the_task);
  g_test_add_func ("/compare-view/boundary", test_boundary);
  g_test_add_func ("/compare-view/remove", test_remove);
  g_test_add_func ("/compare-view/axis-at-rest", test_axis_at_rest);
  g_test_add_func ("/compare-view/table", test_table);
  g_test_add_func ("/compare-view/balanced", test_balanced);
  return g_test_run ();
}
