/* Slow motion in a real window: its stages, the neuron, the next step, and ways out of it. Needs a display. */
#include "stage.h"

#include <string.h>

#include "fl-edit.h"
#include "fl-layer-header.h"
#include "fl-network.h"
#include "fl-slow-motion.h"
#include "fl-slow-page.h"
#include "fl-time-strip.h"
#include "fl-view.h"

/* NULL until it is first shown. */
static GtkWidget *
card (Stage *s)
{
  return find (s->view, FL_TYPE_SLOW_MOTION);
}

static NnStepWalk *
walk_of (Stage *s, guint *stage)
{
  int column, unit;

  return fl_slow_motion_get (FL_SLOW_MOTION (card (s)), stage, &column, &unit);
}

static gboolean
at_stage (Stage *s, guint64 step, guint stage)
{
  guint now;
  NnStepWalk *walk = walk_of (s, &now);

  return walk != NULL && walk->step == step && now == stage;
}

static gboolean
is_slow (Stage *s)
{
  gboolean slow;

  g_object_get (s->view, "slow-motion", &slow, NULL);
  g_assert_true (slow == (card (s) != NULL && gtk_widget_get_visible (card (s))));
  g_assert_true (slow == !gtk_widget_get_visible (find (s->view, FL_TYPE_TIME_STRIP)));
  return slow;
}

static gboolean
open_slow (Stage *s)
{
  if (!stage_open (s, NULL, fl_train_view_new))
    return FALSE;
  WAIT_FOR (fl_session_get_frame (s->session) != NULL);
  return TRUE;
}

static gboolean
press (Stage *s, guint key)
{
  return fl_slow_motion_key (FL_SLOW_MOTION (card (s)), key, 0);
}

static void
test_stages (void)
{
  Stage s;
  guint n, stage;

  if (!open_slow (&s))
    return;
  g_assert_false (is_slow (&s));
  g_assert_null (card (&s)); /* a window in which nobody wants it is there sooner */
  g_object_set (s.view, "slow-motion", TRUE, NULL);
  g_object_set (s.view, "slow-motion", FALSE, NULL);
  g_assert_false (is_slow (&s));
  g_assert_false (press (&s, GDK_KEY_Right)); /* not its keys while it is off */
  g_object_set (s.view, "slow-motion", TRUE, NULL);
  g_assert_true (is_slow (&s));
  WAIT_FOR (at_stage (&s, 0, 0));
  n = nn_step_walk_n_stages (walk_of (&s, &stage));
  g_assert_false (gtk_widget_get_sensitive (with_tooltip (card (&s), "The stage before")));
  for (guint i = 1; i < n; i++)
    {
      if (i == n - 1)
        gtk_widget_grab_focus (with_tooltip (card (&s), "The next stage"));
      g_assert_true (press (&s, GDK_KEY_Right));
      g_assert_true (at_stage (&s, 0, i));
    }
  g_assert_true (gtk_widget_has_focus (with_tooltip (card (&s), "Play the stages"))); /* the keys stay */
  g_assert_true (press (&s, GDK_KEY_Right));
  g_assert_true (at_stage (&s, 0, n - 1)); /* the end */
  g_assert_false (gtk_widget_get_sensitive (with_tooltip (card (&s), "The next stage")));
  g_signal_emit_by_name (with_tooltip (card (&s), "The stage before"), "clicked");
  g_assert_true (at_stage (&s, 0, n - 2));
  press (&s, GDK_KEY_Escape);
  g_assert_false (is_slow (&s));
  g_assert_null (walk_of (&s, &stage));
  stage_close (&s);
}

/* What was shown is what the trainer then does; and the next one begins at its beginning. */
static void
test_next_step (void)
{
  Stage s;
  g_autoptr (NnStepWalk) walk = NULL;
  guint stage;

  if (!open_slow (&s))
    return;
  g_object_set (s.view, "slow-motion", TRUE, NULL);
  WAIT_FOR (at_stage (&s, 0, 0));
  walk = nn_step_walk_ref (walk_of (&s, &stage));
  press (&s, GDK_KEY_Right);
  g_signal_emit_by_name (with_tooltip (card (&s), "Take this step"), "clicked");
  WAIT_FOR (at_stage (&s, 1, 0));
  g_assert_cmpmem (walk->after, walk->n * sizeof (float), fl_session_get_frame (s.session)->weights, walk->n * sizeof (float));
  g_assert_cmpmem (walk->after, walk->n * sizeof (float), walk_of (&s, &stage)->before, walk->n * sizeof (float));
  fl_session_step_back (s.session); /* the past, too, can be walked through */
  WAIT_FOR (at_stage (&s, 0, 0));
  g_assert_false (fl_session_is_live (s.session));
  stage_close (&s);
}

static void
test_neuron (void)
{
  Stage s;
  guint stage;
  int column, unit;
  GtkWidget *neuron;

  if (!open_slow (&s))
    return;
  g_object_set (s.view, "slow-motion", TRUE, NULL);
  WAIT_FOR (at_stage (&s, 0, 0));
  g_signal_emit_by_name (find (s.view, FL_TYPE_NETWORK), "neuron-picked", 2, 3);
  g_assert_true (at_stage (&s, 0, 1)); /* of the same direction */
  fl_slow_motion_get (FL_SLOW_MOTION (card (&s)), &stage, &column, &unit);
  g_assert_cmpint (column, ==, 2);
  g_assert_cmpint (unit, ==, 3);
  neuron = with_tooltip (card (&s), "Whose numbers");
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (neuron)), ==, 4);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (neuron), 2);
  fl_slow_motion_get (FL_SLOW_MOTION (card (&s)), &stage, &column, &unit);
  g_assert_cmpint (unit, ==, 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (with_tooltip (card (&s), "Which row")), 5);
  WAIT_FOR (walk_of (&s, &stage)->sample == 4);
  g_assert_true (at_stage (&s, 0, 1)); /* another sample, the same stage */
  g_signal_emit_by_name (find (nth (s.view, FL_TYPE_LAYER_HEADER, 1), GTK_TYPE_BUTTON), "clicked"); /* a layer chosen is gone to */
  g_assert_true (at_stage (&s, 0, 0));
  fl_slow_motion_get (FL_SLOW_MOTION (card (&s)), &stage, &column, &unit);
  g_assert_cmpint (column, ==, 1);
  g_assert_cmpint (unit, ==, 0);
  stage_close (&s);
}

/* Training takes over; what trains is paused to be looked at. */
static void
test_training (void)
{
  Stage s;
  guint stage;

  if (!open_slow (&s))
    return;
  fl_session_play (s.session);
  WAIT_FOR (fl_session_get_frame (s.session)->step > 20);
  g_object_set (s.view, "slow-motion", TRUE, NULL);
  g_assert_false (fl_session_is_playing (s.session));
  WAIT_FOR (walk_of (&s, &stage) != NULL);
  g_assert_cmpuint (walk_of (&s, &stage)->step, ==, fl_session_get_frame (s.session)->step);
  fl_session_play (s.session);
  WAIT_FOR (!is_slow (&s));
  fl_session_pause (s.session);
  stage_close (&s);
}

/* Another learning rate while it is on: the step is another. */
static void
test_edit (void)
{
  Stage s;
  g_autoptr (FlProject) project = NULL;
  g_autoptr (NnSpec) spec = NULL;
  NnSpec values;
  guint stage;

  if (!open_slow (&s))
    return;
  g_object_set (s.view, "slow-motion", TRUE, NULL);
  WAIT_FOR (at_stage (&s, 0, 0));
  values = *fl_document_get_project (s.document)->spec;
  g_assert_true (ds_item_set (&values.optimizer, "learning_rate", 0.125, NULL));
  spec = nn_spec_new (&values);
  project = fl_project_with_spec (fl_document_get_project (s.document), spec);
  fl_document_edit (s.document, project, "learning rate", NULL);
  WAIT_FOR (walk_of (&s, &stage) != NULL && walk_of (&s, &stage)->learning_rate == 0.125);
  stage_close (&s);
}

/* Without states there is nothing to take apart, and it says so. */
static void
test_no_states (void)
{
  Stage s;
  guint stage;

  if (!open_slow (&s))
    return;
  fl_session_set_history_budget (s.session, 0);
  WAIT_FOR (fl_session_get_live_frame (s.session)->history == NULL);
  g_object_set (s.view, "slow-motion", TRUE, NULL);
  g_assert_null (walk_of (&s, &stage));
  g_assert_true (is_slow (&s));
  press (&s, GDK_KEY_Right);
  stage_close (&s);
}

/* The middle of a layer's header, in what is seen of the canvas. */
static gboolean
is_in_sight (Stage *s, guint layer)
{
  GtkWidget *network = find (s->view, FL_TYPE_NETWORK), *scroll = gtk_widget_get_ancestor (network, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t box;

  g_assert_true (gtk_widget_compute_bounds (nth (s->view, FL_TYPE_LAYER_HEADER, layer + 1), scroll, &box));
  return box.origin.x + box.size.width / 2 > 0 && box.origin.x + box.size.width / 2 < gtk_widget_get_width (scroll);
}

/* A network wider than its card comes along. */
static void
test_wide (void)
{
  Stage s;
  guint last;

  if (!open_slow (&s))
    return;
  for (guint i = 0; i < 10; i++)
    g_assert_true (fl_edit_duplicate_layer (s.document, 0));
  last = fl_document_get_project (s.document)->spec->n_layers - 1;
  WAIT_FOR (fl_session_get_frame (s.session)->n_layers == last + 1);
  g_object_set (s.view, "slow-motion", TRUE, NULL);
  WAIT_FOR (at_stage (&s, 0, 0));
  run_for (200);
  g_assert_true (is_in_sight (&s, 0));
  g_assert_false (is_in_sight (&s, last));
  for (guint i = 0; i < last; i++)
    press (&s, GDK_KEY_Right);
  run_for (200);
  g_assert_true (is_in_sight (&s, last));
  for (guint i = 0; i < last; i++)
    press (&s, GDK_KEY_Left);
  run_for (200);
  g_assert_true (is_in_sight (&s, 0));
  stage_close (&s);
}

/* Where the table needs the room, formulas break sooner; else they are as wide as ever. */
static void
test_room (void)
{
  g_auto (GStrv) lines = g_strsplit ("\u2202L/\u2202z = \u2202L/\u2202a \u00b7 a\u2032 = \u22120.000615952 \u00b7 0.999897 = \u22120.000615888", "|", 0);
  g_auto (GStrv) cells = g_strsplit ("weight|this sample: \u2202L/\u2202z \u00b7 x|mean of the batch: \u2202L/\u2202w|w\u2081|\u22120.0630497|0.0422207", "|", 0);
  NnStepPage page = { .lines = lines, .cells = cells, .n_columns = 3, .n_rows = 1 };
  GtkWidget *box, *left, *table;
  int wide, narrow, fits;

  if (!stage_ready ())
    return;
  box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
  left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  table = gtk_grid_new ();
  gtk_box_append (GTK_BOX (box), left);
  gtk_box_append (GTK_BOX (box), table);
  fl_slow_page_fill (left, table, &page, 0);
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &wide, NULL, NULL, NULL);
  fl_slow_page_fill (left, table, &page, wide - 1);
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &narrow, NULL, NULL, NULL);
  fl_slow_page_fill (left, table, &page, wide);
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &fits, NULL, NULL, NULL);
  g_assert_cmpint (fits, ==, wide);
  g_assert_cmpint (narrow, <, wide - 80);
  fl_slow_page_fill (left, table, NULL, 0);
  g_assert_null (gtk_widget_get_first_child (left));
  g_assert_null (gtk_widget_get_first_child (table));
  g_object_unref (box);
}

/* Between right and left a minus stays before its number; what it is of goes with the language. */
static void
test_right_to_left (void)
{
  char *cells[] = { (char *) "weight", (char *) "x", (char *) "w₁", (char *) "−0.5" }, *none[] = { NULL };
  NnStepPage page = { .lines = none, .n_columns = 2, .n_rows = 1, .cells = cells };
  GtkWidget *box, *lines, *table;

  if (!stage_ready ())
    return;
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
  lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  table = gtk_grid_new ();
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), table);
  fl_slow_page_fill (lines, table, &page, 0);
  g_assert_cmpint (gtk_widget_get_direction (gtk_grid_get_child_at (GTK_GRID (table), 1, 1)), ==, GTK_TEXT_DIR_LTR);
  g_assert_cmpint (gtk_widget_get_direction (gtk_grid_get_child_at (GTK_GRID (table), 0, 1)), ==, GTK_TEXT_DIR_RTL);
  g_object_unref (box);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv);
  g_test_add_func ("/slow-motion/stages", test_stages);
  g_test_add_func ("/slow-motion/next-step", test_next_step);
  g_test_add_func ("/slow-motion/neuron", test_neuron);
  g_test_add_func ("/slow-motion/training", test_training);
  g_test_add_func ("/slow-motion/edit", test_edit);
  g_test_add_func ("/slow-motion/wide", test_wide);
  g_test_add_func ("/slow-motion/room", test_room);
  g_test_add_func ("/slow-motion/right-to-left", test_right_to_left);
  g_test_add_func ("/slow-motion/no-states", test_no_states);
  return g_test_run ();
}
