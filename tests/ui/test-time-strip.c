/* The time strip and the loss curve's mark in a real window: what they ask of the session, and what they show. Needs a display. */
#include "stage.h"

#include <math.h>
#include <string.h>

#include "fl-edit.h"
#include "fl-inspector.h"
#include "fl-loss-plot.h"
#include "fl-axis.h"
#include "fl-time-strip.h"
#include "fl-timeline.h"
#include "fl-view.h"

static const NnFrame *
frame (Stage *s)
{
  return fl_session_get_frame (s->session);
}

static GtkWidget *
part (Stage *s, GType type)
{
  return find (s->view, type);
}

/* A run of some hundred steps, paused. */
static gboolean
open_run (Stage *s)
{
  g_autoptr (FlProject) project = stage_project (NULL);

  if (!stage_open (s, project, fl_train_view_new))
    return FALSE;
  WAIT_FOR (frame (s) != NULL);
  fl_session_play (s->session);
  WAIT_FOR (frame (s)->step > 600);
  fl_session_pause (s->session);
  WAIT_FOR (frame (s)->state == NN_PAUSED);
  return TRUE;
}

static void
test_timeline (void)
{
  Stage s;
  GtkWidget *live;
  guint64 end, from, to;

  if (!open_run (&s))
    return;
  end = frame (&s)->step;
  live = with_tooltip (part (&s, FL_TYPE_TIME_STRIP), "Back to the present");
  WAIT_FOR (gtk_widget_get_sensitive (part (&s, FL_TYPE_TIMELINE)));
  g_assert_false (gtk_widget_get_sensitive (live));
  g_assert_false (gtk_widget_has_css_class (part (&s, FL_TYPE_TIME_STRIP), "past"));
  g_signal_emit_by_name (part (&s, FL_TYPE_TIMELINE), "seek", (guint64) 100, TRUE);
  WAIT_FOR (frame (&s)->step == 100);
  g_assert_true (gtk_widget_has_css_class (part (&s, FL_TYPE_TIME_STRIP), "past"));
  g_assert_true (gtk_widget_get_sensitive (live));
  gtk_widget_grab_focus (live);
  g_signal_emit_by_name (part (&s, FL_TYPE_TIMELINE), "live");
  g_assert_true (fl_session_is_live (s.session));
  g_assert_true (gtk_widget_is_focus (part (&s, FL_TYPE_TIMELINE))); /* the button, grey now, does not keep the keys */
  g_assert_cmpuint (frame (&s)->step, ==, end);
  g_assert_false (gtk_widget_has_css_class (part (&s, FL_TYPE_TIME_STRIP), "past"));

  WAIT_FOR ((fl_timeline_get_range (FL_TIMELINE (part (&s, FL_TYPE_TIMELINE)), &from, &to), to == end));
  g_assert_cmpuint (from, ==, 0);
  fl_timeline_set_loop (FL_TIMELINE (part (&s, FL_TYPE_TIMELINE)), TRUE);
  fl_timeline_get_range (FL_TIMELINE (part (&s, FL_TYPE_TIMELINE)), &from, &to);
  g_assert_cmpuint (from, ==, (end + 2) / 4);
  g_assert_cmpuint (to, >, end / 2);
  stage_close (&s);
}

/* The nth line below the title: what is said where there is room for it, and in short. */
static const char *
position (Stage *s, guint nth)
{
  GtkWidget *line = gtk_widget_get_first_child (find (part (s, FL_TYPE_TIME_STRIP), ADW_TYPE_SQUEEZER));

  while (nth-- > 0)
    line = gtk_widget_get_next_sibling (line);
  return gtk_inscription_get_text (GTK_INSCRIPTION (line));
}

/* Where the epoch has no room, the step is still whole. */
static void
test_position (void)
{
  Stage s;

  if (!open_run (&s))
    return;
  g_signal_emit_by_name (part (&s, FL_TYPE_TIMELINE), "seek", (guint64) 100, TRUE);
  WAIT_FOR (frame (&s)->step == 100);
  WAIT_FOR (g_strcmp0 (position (&s, 1), "step 100") == 0);
  g_assert_true (g_str_has_prefix (position (&s, 0), "step 100 · epoch "));
  stage_close (&s);
}

/* Where the window is turned round, words of any script begin at its right. */
static void
test_turned_round (void)
{
  Stage s;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (open_run (&s))
    {
      WAIT_FOR (g_str_has_prefix (position (&s, 0), "\u200fstep "));
      stage_close (&s);
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* Backwards from the present to the first state, where it stops by itself; a loop does not. */
/* The key, as a hand would press it on the focused widget. */
static void
press (GtkWidget *widget, guint key, GdkModifierType state)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (widget);
  gboolean done = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (all) && !done; i++)
    {
      g_autoptr (GObject) one = g_list_model_get_item (all, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (one))
        g_signal_emit_by_name (one, "key-pressed", key, 0, state, &done);
    }
  g_assert_true (done);
}

static void
test_play (void)
{
  Stage s;
  GtkWidget *back, *forward, *loop;
  guint64 end, at, from, to;

  if (!open_run (&s))
    return;
  end = frame (&s)->step;
  back = with_tooltip (part (&s, FL_TYPE_TIME_STRIP), "Play the run backwards");
  forward = with_tooltip (part (&s, FL_TYPE_TIME_STRIP), "Play the run again");
  loop = with_tooltip (part (&s, FL_TYPE_TIME_STRIP), "Play a range");
  fl_session_seek (s.session, end / 10, FALSE);
  at = frame (&s)->step;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (back), TRUE);
  WAIT_FOR (frame (&s)->step < at);
  WAIT_FOR (frame (&s)->step == 0 && !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (back)));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (loop), TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (forward), TRUE);
  WAIT_FOR (frame (&s)->step > end / 5 && frame (&s)->step <= end * 4 / 5);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (forward), FALSE);
  fl_session_live (s.session);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (forward), TRUE); /* from the present: from the beginning of the range */
  WAIT_FOR (!fl_session_is_live (s.session) && frame (&s)->step > end / 4 + 5 && frame (&s)->step < end / 2);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (forward), FALSE);
  fl_session_seek (s.session, end / 3, TRUE);
  WAIT_FOR (frame (&s)->step == end / 3);
  run_for (200);
  press (part (&s, FL_TYPE_TIMELINE), GDK_KEY_Home, GDK_SHIFT_MASK);
  fl_timeline_get_range (FL_TIMELINE (part (&s, FL_TYPE_TIMELINE)), &from, &to);
  g_assert_cmpuint (from, ==, end / 3);
  press (part (&s, FL_TYPE_TIMELINE), GDK_KEY_End, GDK_SHIFT_MASK);
  fl_timeline_get_range (FL_TIMELINE (part (&s, FL_TYPE_TIMELINE)), &from, &to);
  g_assert_cmpuint (to, ==, end / 3);
  g_assert_false (fl_session_is_live (s.session)); /* End alone would have returned to the present */
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (loop), FALSE);
  fl_session_live (s.session);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (forward), TRUE); /* from the very beginning */
  WAIT_FOR (!fl_session_is_live (s.session) && frame (&s)->step > 5 && frame (&s)->step < end / 4);
  fl_session_play (s.session); /* training takes over */
  g_assert_true (fl_session_is_live (s.session));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (forward)));
  WAIT_FOR (frame (&s)->step > end);
  stage_close (&s);
}

/* A click on the loss curve goes there; the second of a double click takes it back, also where it had stopped the training. */
static void
test_loss_curve (void)
{
  Stage s;

  if (!open_run (&s))
    return;
  g_signal_emit_by_name (part (&s, FL_TYPE_LOSS_PLOT), "seek", (guint64) 50, TRUE);
  WAIT_FOR (frame (&s)->step == 50);
  fl_session_play (s.session);
  g_signal_emit_by_name (part (&s, FL_TYPE_LOSS_PLOT), "seek", (guint64) 50, TRUE);
  g_assert_false (fl_session_is_playing (s.session));
  g_signal_emit_by_name (part (&s, FL_TYPE_LOSS_PLOT), "unseek");
  g_assert_true (fl_session_is_live (s.session));
  g_assert_true (fl_session_is_playing (s.session));
  stage_close (&s);
}

/* The gesture of this type and of the first button. */
static gpointer
gesture_of (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (widget);
  gpointer found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (all) && found == NULL; i++)
    {
      g_autoptr (GObject) one = g_list_model_get_item (all, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (one, type) && gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (one)) == GDK_BUTTON_PRIMARY)
        found = one;
    }
  g_assert_nonnull (found);
  return found;
}

/* Dragged, the loss curve goes through time, from wherever it is taken; while a part of it is shown, this part moves. */
static void
test_loss_drag (void)
{
  Stage s;
  GtkWidget *loss;
  gpointer drag;
  double width;
  guint64 first;

  if (!open_run (&s))
    return;
  loss = part (&s, FL_TYPE_LOSS_PLOT);
  WAIT_FOR (fl_chart_plot_get_layout (FL_CHART_PLOT (loss)) != NULL);
  drag = gesture_of (loss, GTK_TYPE_GESTURE_DRAG);
  width = gtk_widget_get_width (loss);
  g_signal_emit_by_name (drag, "drag-begin", width / 2, 60.0);
  g_signal_emit_by_name (drag, "drag-update", -width / 8, 0.0);
  WAIT_FOR (!fl_session_is_live (s.session));
  g_signal_emit_by_name (drag, "drag-end", -width / 8, 0.0);
  run_for (200);
  first = frame (&s)->step;
  g_assert_cmpuint (first, >, 0);
  g_assert_false (fl_chart_plot_look (FL_CHART_PLOT (loss)).zoomed);
  fl_chart_plot_zoom (FL_PLOT (loss), NAN, NAN, 4);
  g_signal_emit_by_name (drag, "drag-begin", width - 80, 60.0);
  g_signal_emit_by_name (drag, "drag-update", -20.0, 0.0);
  g_signal_emit_by_name (drag, "drag-end", -20.0, 0.0);
  run_for (100);
  g_assert_cmpuint (frame (&s)->step, ==, first);
  stage_close (&s);
}

static void
asked_cb (FlTimeline *timeline, guint64 step, gboolean exact, guint64 *asked)
{
  *asked = step;
}

static void
check_shown (Stage *s, double from, double to)
{
  double a, b;

  fl_timeline_get_shown (FL_TIMELINE (part (s, FL_TYPE_TIMELINE)), &a, &b);
  g_assert_cmpfloat_with_epsilon (a, from, 1e-6);
  g_assert_cmpfloat_with_epsilon (b, to, 1e-6);
}

/* + and - zoom the timeline about the moment shown, Shift and an arrow moves what it shows, 0 fits; pointed at, it seeks in what it
 * shows; a moment beyond is brought in sight, and a range to loop begins in sight. */
static void
test_zoom (void)
{
  Stage s;
  GtkWidget *timeline;
  gpointer drag;
  double end, width, length;
  guint64 from, to, asked = 0;

  if (!open_run (&s))
    return;
  timeline = part (&s, FL_TYPE_TIMELINE);
  g_signal_connect (timeline, "seek", G_CALLBACK (asked_cb), &asked);
  end = (double) frame (&s)->step;
  fl_session_seek (s.session, 200, TRUE);
  WAIT_FOR (frame (&s)->step == 200);
  run_for (100);
  check_shown (&s, 0, end);
  press (timeline, GDK_KEY_plus, 0);
  length = end / 1.25;
  check_shown (&s, 200 - 200 / 1.25, 200 - 200 / 1.25 + length);
  press (timeline, GDK_KEY_Right, GDK_SHIFT_MASK);
  check_shown (&s, 40 + length / 10, 40 + length * 1.1);
  g_assert_cmpuint (frame (&s)->step, ==, 200);
  for (guint i = 0; i < 8; i++)
    press (timeline, GDK_KEY_plus, 0);
  length = end / pow (1.25, 9);
  drag = gesture_of (timeline, GTK_TYPE_GESTURE_DRAG);
  width = gtk_widget_get_width (timeline);
  g_signal_emit_by_name (drag, "drag-begin", width - 1, 18.0);
  g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
  fl_timeline_get_shown (FL_TIMELINE (timeline), &width, &end);
  g_assert_cmpfloat (fabs ((double) asked - end), <=, 0.5);
  fl_timeline_set_loop (FL_TIMELINE (timeline), TRUE);
  fl_timeline_get_range (FL_TIMELINE (timeline), &from, &to);
  g_assert_cmpfloat ((double) (to - from), <, length);
  fl_session_seek (s.session, 550, TRUE);
  WAIT_FOR (frame (&s)->step == 550);
  WAIT_FOR ((fl_timeline_get_shown (FL_TIMELINE (timeline), &width, &end), end >= 550 && width <= 550));
  g_assert_cmpfloat_with_epsilon (end - width, length, 1e-6);
  press (timeline, GDK_KEY_0, 0);
  check_shown (&s, 0, (double) fl_session_get_live_frame (s.session)->step);
  stage_close (&s);
}

/* The second of two presses shows all of the run, or returns to the present; whichever gesture hears of it first, it seeks nothing. */
static void
test_double_click (void)
{
  Stage s;
  gpointer drag, click;
  GtkWidget *timeline;

  if (!open_run (&s))
    return;
  timeline = part (&s, FL_TYPE_TIMELINE);
  drag = gesture_of (timeline, GTK_TYPE_GESTURE_DRAG);
  click = gesture_of (timeline, GTK_TYPE_GESTURE_CLICK);
  for (guint drag_first = 0; drag_first < 2; drag_first++)
    {
      fl_session_seek (s.session, 100, TRUE);
      WAIT_FOR (frame (&s)->step == 100);
      run_for (100);
      if (drag_first)
        g_signal_emit_by_name (drag, "drag-begin", 40.0, 18.0);
      g_signal_emit_by_name (click, "pressed", 2, 40.0, 18.0);
      if (!drag_first)
        g_signal_emit_by_name (drag, "drag-begin", 40.0, 18.0);
      g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
      g_assert_true (fl_session_is_live (s.session));
    }
  g_signal_emit_by_name (drag, "drag-begin", 40.0, 18.0); /* a single one is meant again */
  g_assert_false (fl_session_is_live (s.session));
  stage_close (&s);
}

static void
test_runs (void)
{
  Stage s;
  GtkWidget *runs;

  if (!open_run (&s))
    return;
  runs = with_tooltip (part (&s, FL_TYPE_TIME_STRIP), "The runs there are");
  g_assert_false (gtk_widget_get_visible (runs));
  fl_session_seek (s.session, 100, FALSE);
  g_assert_true (fl_session_branch (s.session, NULL));
  g_assert_true (gtk_widget_get_visible (runs));
  g_assert_cmpstr (gtk_menu_button_get_label (GTK_MENU_BUTTON (runs)), ==, "Run 2");
  {
    GMenuModel *menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (runs));
    g_autoptr (GMenuModel) list = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);

    g_assert_cmpint (g_menu_model_get_n_items (list), ==, 2);
  }
  g_assert_true (fl_session_remove_run (s.session, fl_session_get_run (s.session)));
  g_assert_false (gtk_widget_get_visible (runs));
  stage_close (&s);
}

static const char *
gradients_line (Stage *s)
{
  return gtk_inscription_get_text (GTK_INSCRIPTION (find (part (s, FL_TYPE_INSPECTOR), GTK_TYPE_INSCRIPTION))) ?: "";
}

/* A branch knows what the step before it did; after an edit nobody does, and no dashes stand in for it. */
static void
test_gradients (void)
{
  Stage s;
  NnSpec spec;

  if (!open_run (&s))
    return;
  fl_session_seek (s.session, 100, TRUE);
  WAIT_FOR (frame (&s)->step == 100);
  g_assert_true (fl_session_branch (s.session, NULL));
  run_for (300);
  WAIT_FOR (strstr (gradients_line (&s), "Gradient norm ") != NULL);
  g_assert_null (strstr (gradients_line (&s), "—"));
  spec = *fl_document_get_project (s.document)->spec;
  spec.batch_size = 5;
  fl_edit_set_training (s.document, &spec, "batch", NULL);
  WAIT_FOR (strstr (gradients_line (&s), "press Train") != NULL);
  stage_close (&s);
}

/* With a menu of runs, too, all of it fits beside the panel of a small window, and the timeline is still one to drag. */
static void
check_room (Stage *s)
{
  int strip, timeline;

  g_assert_true (gtk_widget_get_visible (with_tooltip (s->window, "The runs there are")));
  gtk_widget_measure (part (s, FL_TYPE_TIME_STRIP), GTK_ORIENTATION_HORIZONTAL, -1, &strip, NULL, NULL, NULL);
  gtk_widget_measure (part (s, FL_TYPE_TIMELINE), GTK_ORIENTATION_HORIZONTAL, -1, &timeline, NULL, NULL, NULL);
  g_assert_cmpint (strip, <=, 716);
  g_assert_cmpint (timeline, >=, 120);
}

/* The run that a branch has left stays in the loss chart, unless it is not wanted there or its losses are of another kind. */
static void
test_curves_of_runs (void)
{
  Stage s;
  FlChartPlot *loss;
  GtkWidget *others;
  guint64 end;

  if (!open_run (&s))
    return;
  loss = FL_CHART_PLOT (part (&s, FL_TYPE_LOSS_PLOT));
  WAIT_FOR (fl_chart_plot_get_layout (loss) != NULL && fl_chart_plot_get_layout (loss)->fit.x1 > 0);
  end = frame (&s)->epoch;
  fl_session_seek (s.session, 100, FALSE);
  WAIT_FOR (strstr (fl_chart_plot_get_layout (loss)->read, "training") != NULL);
  g_assert_null (strstr (fl_chart_plot_get_layout (loss)->read, "Run"));
  g_assert_true (fl_session_branch (s.session, NULL));
  WAIT_FOR (frame (&s)->epoch < end);
  run_for (200);
  check_room (&s);
  g_assert_cmpfloat (fl_chart_plot_get_layout (loss)->fit.x1, ==, (double) end);
  fl_session_step_back (s.session);
  WAIT_FOR (strstr (fl_chart_plot_get_layout (loss)->read, "Run 1: training") != NULL);
  others = with_tooltip (s.window, "Show the curves of the other runs");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (others), FALSE);
  WAIT_FOR (fl_chart_plot_get_layout (loss)->fit.x1 < (double) end);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (others), TRUE);
  WAIT_FOR (fl_chart_plot_get_layout (loss)->fit.x1 >= (double) end);
  g_assert_true (fl_session_remove_run (s.session, fl_session_get_run (s.session)));
  WAIT_FOR (!gtk_widget_get_visible (others));
  stage_close (&s);
}

static void
test_numbers (void)
{
  static const struct
  {
    guint64 value;
    const char *text;
  } cases[] = { { 0, "0" }, { 999, "999" }, { 1000, "1,000" }, { 123456, "123,456" }, { 1234567, "1,234,567" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = fl_format_whole (cases[i].value);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* Words on the button are what a narrow window does without: the timeline comes first. */
static void
test_narrow (void)
{
  Stage s;
  GtkWidget *branch;

  if (!open_run (&s))
    return;
  branch = with_tooltip (part (&s, FL_TYPE_TIME_STRIP), "Start a new run from what is shown");
  for (int width = 800; width <= 1400; width += 600)
    {
      stage_resize (s.window, width, 700);
      WAIT_FOR (gtk_widget_get_width (branch) > 0 && (gtk_widget_get_width (branch) > 60) == (width > 1000));
      g_test_message ("%d: %d, %d", width, gtk_widget_get_width (part (&s, FL_TYPE_TIMELINE)), gtk_widget_get_width (branch));
      g_assert_cmpint (gtk_widget_get_width (part (&s, FL_TYPE_TIMELINE)), >=, 280);
    }
  stage_close (&s);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv);
  g_test_add_func ("/time-strip/timeline", test_timeline);
  g_test_add_func ("/time-strip/position", test_position);
  g_test_add_func ("/time-strip/turned-round", test_turned_round);
  g_test_add_func ("/time-strip/play", test_play);
  g_test_add_func ("/time-strip/loss-curve", test_loss_curve);
  g_test_add_func ("/time-strip/loss-drag", test_loss_drag);
  g_test_add_func ("/time-strip/zoom", test_zoom);
  g_test_add_func ("/time-strip/double-click", test_double_click);
  g_test_add_func ("/time-strip/runs", test_runs);
  g_test_add_func ("/time-strip/gradients", test_gradients);
  g_test_add_func ("/time-strip/curves-of-runs", test_curves_of_runs);
  g_test_add_func ("/time-strip/numbers", test_numbers);
  g_test_add_func ("/time-strip/narrow", test_narrow);
  return g_test_run ();
}
