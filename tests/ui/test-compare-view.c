/* The Compare view in a real window: nothing yet, a race of optimizers with a card each, who is ahead, a run out of the race and back,
 * and a table of what differs alone. Needs a display. */
#include <adwaita.h>
#include <string.h>

#include "fl-comparison.h"
#include "fl-compare-table.h"
#include "fl-lane-card.h"
#include "fl-view.h"

typedef struct
{
  FlDocument *document;
  FlSession *session;
  FlComparison *race;
  GtkWidget *window, *view;
} Stage;

static gboolean displayed;

static void
run_for (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

typedef gboolean (*Match) (GtkWidget *widget, gconstpointer what);

static GtkWidget *
find (GtkWidget *widget, Match match, gconstpointer what)
{
  if (gtk_widget_get_mapped (widget) && match (widget, what))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, match, what);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_label (GtkWidget *widget, gconstpointer part)
{
  return GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), part) != NULL;
}

static gboolean
is_button (GtkWidget *widget, gconstpointer label)
{
  return GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

static gboolean
is_table (GtkWidget *widget, gconstpointer unused)
{
  return FL_IS_COMPARE_TABLE (widget);
}

static void
count_cards (GtkWidget *widget, guint *n)
{
  *n += FL_IS_LANE_CARD (widget) && gtk_widget_get_mapped (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    count_cards (child, n);
}

static guint
n_cards (Stage *stage)
{
  guint n = 0;

  count_cards (stage->view, &n);
  return n;
}

static void
await (Stage *stage, Match match, gconstpointer what)
{
  for (guint i = 0; i < 2000 && find (stage->window, match, what) == NULL; i++)
    run_for (10);
  g_assert_nonnull (find (stage->window, match, what));
}

static void
press (Stage *stage, const char *label)
{
  await (stage, is_button, label);
  g_signal_emit_by_name (find (stage->window, is_button, label), "clicked");
  run_for (50);
}

static gboolean
stage_open (Stage *stage)
{
  g_autoptr (FlProject) project = NULL;
  GtkWidget *toasts;

  if (!displayed)
    {
      g_test_skip ("no display");
      return FALSE;
    }
  project = fl_project_default ();
  stage->document = fl_document_new (project);
  stage->session = fl_session_new (stage->document);
  stage->race = fl_session_get_comparison (stage->session);
  stage->view = fl_compare_view_new (stage->session);
  toasts = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), stage->view);
  stage->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (stage->window), 1100, 800);
  gtk_window_set_child (GTK_WINDOW (stage->window), toasts);
  gtk_window_present (GTK_WINDOW (stage->window));
  for (guint i = 0; i < 2000 && (fl_session_update (stage->session), fl_session_get_frame (stage->session) == NULL); i++)
    run_for (10);
  await (stage, is_label, "No race yet");
  return TRUE;
}

static void
stage_close (Stage *stage)
{
  gtk_window_destroy (GTK_WINDOW (stage->window));
  g_clear_object (&stage->session);
  g_clear_object (&stage->document);
  run_for (100);
}

static void
test_race (void)
{
  Stage stage;

  if (!stage_open (&stage))
    return;
  g_assert_cmpuint (n_cards (&stage), ==, 0);
  press (&stage, "Race optimizers");
  g_assert_true (fl_comparison_is_playing (stage.race));
  g_assert_null (find (stage.view, is_label, "No race yet"));
  g_assert_cmpuint (n_cards (&stage), ==, 5);
  g_assert_cmpuint (fl_comparison_n_lanes (stage.race), ==, 5);
  await (&stage, is_label, "5 runs · same initial weights · same batches");
  await (&stage, is_label, "is ahead: loss");
  fl_comparison_pause (stage.race);
  run_for (500);

  /* The line names who is. */
  FlLane *winner = fl_comparison_get_winner (stage.race, FL_METRIC_VALIDATION_LOSS);
  g_autofree char *ahead = g_strdup_printf ("%s is ahead: loss", winner->name);
  g_assert_nonnull (find (stage.view, is_label, ahead));
  stage_close (&stage);
}

static void
test_remove (void)
{
  Stage stage;

  if (!stage_open (&stage))
    return;
  press (&stage, "Race optimizers");
  g_autofree char *name = g_strdup (fl_comparison_get_lane (stage.race, 1)->name);
  g_autofree char *gone = g_strdup_printf ("%s is out of the race", name);
  for (guint i = 0; i < 2000 && fl_lane_get_frame (fl_comparison_get_lane (stage.race, 1)) == NULL; i++)
    run_for (10);
  GtkWidget *card = gtk_widget_get_ancestor (find (stage.view, is_label, name), FL_TYPE_LANE_CARD);
  g_assert_nonnull (card);
  g_signal_emit_by_name (card, "remove");
  run_for (50);
  g_assert_cmpuint (n_cards (&stage), ==, 4);
  await (&stage, is_label, gone);
  await (&stage, is_label, "4 runs");
  press (&stage, "_Undo");
  g_assert_cmpuint (n_cards (&stage), ==, 5);
  g_assert_cmpstr (fl_comparison_get_lane (stage.race, 1)->name, ==, name);
  await (&stage, is_label, "5 runs");
  stage_close (&stage);
}

static void
test_table (void)
{
  Stage stage;
  g_autofree char *text = NULL;

  if (!stage_open (&stage))
    return;
  press (&stage, "Race learning rates");
  fl_comparison_pause (stage.race);
  text = fl_compare_table_text (FL_COMPARE_TABLE (find (stage.view, is_table, NULL)));
  g_test_message ("%s", text);
  g_assert_true (g_str_has_prefix (text, "\"Setting\",\"Rate 0.001\","));
  g_assert_nonnull (strstr (text, "\n\"Learning rate"));
  g_assert_nonnull (strstr (text, "\n\"Gradient evaluations\","));
  g_assert_null (strstr (text, "\n\"Optimizer\"")); /* the same for all */
  g_assert_null (strstr (text, "\n\"Batch"));
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  displayed = gtk_init_check ();
  if (displayed)
    adw_init ();
  g_test_add_func ("/compare-view/race", test_race);
  g_test_add_func ("/compare-view/remove", test_remove);
  g_test_add_func ("/compare-view/table", test_table);
  return g_test_run ();
}
