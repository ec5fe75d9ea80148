/* The way of the keyboard between the parts of the whole window. Needs a display. */
#include "feel-stage.h"

#include "fl-network-private.h"
#include "fl-project.h"
#include "fl-view.h"

static GtkWidget *
focus_of (Stage *stage)
{
  return gtk_window_get_focus (GTK_WINDOW (stage->window));
}

static void
act (Stage *stage, const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (stage->window), action, NULL);
  run_for (50);
}

static void
show (Stage *stage, const char *view)
{
  g_action_group_activate_action (G_ACTION_GROUP (stage->window), "view", g_variant_new_string (view));
  run_for (400);
}

/* Whether the focus is in a widget of this CSS name; NULL: there is none. */
static gboolean
is_in (Stage *stage, const char *css_name)
{
  for (GtkWidget *at = focus_of (stage); at != NULL; at = gtk_widget_get_parent (at))
    if (g_str_equal (gtk_widget_get_css_name (at), css_name))
      return TRUE;
  return FALSE;
}

static gboolean
in_panel (Stage *stage)
{
  for (GtkWidget *at = focus_of (stage); at != NULL; at = gtk_widget_get_parent (at))
    if (gtk_widget_has_css_class (at, "fl-panel"))
      return TRUE;
  return FALSE;
}

static void
test_panes (void)
{
  Stage stage;
  GtkWidget *panel;

  if (!stage_open_at (&stage, 1440, 900))
    return;
  gtk_window_set_focus (GTK_WINDOW (stage.window), NULL);
  act (&stage, "next-pane");
  g_assert_true (is_in (&stage, "headerbar"));
  act (&stage, "next-pane");
  g_assert_true (in_panel (&stage));
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (stage.window), GTK_DIR_TAB_FORWARD));
  panel = focus_of (&stage);
  g_assert_true (in_panel (&stage));
  act (&stage, "next-pane");
  g_assert_true (is_in (&stage, "network"));
  act (&stage, "next-pane");
  g_assert_true (is_in (&stage, "timestrip"));
  act (&stage, "next-pane");
  g_assert_true (is_in (&stage, "headerbar"));
  for (guint i = 0; i < 3; i++)
    act (&stage, "previous-pane");
  g_assert_true (focus_of (&stage) == panel); /* where it was */
  act (&stage, "toggle-panel");
  run_for (600);
  gtk_window_set_focus (GTK_WINDOW (stage.window), NULL);
  act (&stage, "next-pane");
  act (&stage, "next-pane");
  g_assert_true (is_in (&stage, "network")); /* a hidden panel is passed by */
  stage_close (&stage);
}

/* A view that is gone to by key has the focus, in a place where Space still trains; and gets it back where it was. */
static void
test_views (void)
{
  Stage stage;
  GtkWidget *was;
  guint n;
  const FlViewType *const *views = fl_views (&n);

  if (!stage_open (&stage))
    return;
  gtk_window_set_focus (GTK_WINDOW (stage.window), NULL);
  for (guint i = 0; i < n; i++)
    {
      show (&stage, views[i]->id);
      g_test_message ("%s: %s", views[i]->id, focus_of (&stage) != NULL ? gtk_widget_get_css_name (focus_of (&stage)) : "none");
      g_assert_true (is_in (&stage, "stack") && !GTK_IS_SCROLLED_WINDOW (focus_of (&stage)));
      /* An empty race has nothing but the buttons that fill it. */
      g_assert_true (GTK_IS_BUTTON (focus_of (&stage)) == g_str_equal (views[i]->id, FL_COMPARE_VIEW_ID));
    }
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (focus_of (&stage))), ==, "Race optimizers");
  show (&stage, "landscape");
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (stage.window), GTK_DIR_TAB_FORWARD));
  was = focus_of (&stage);
  show (&stage, "train");
  g_assert_true (is_in (&stage, "trainview"));
  show (&stage, "landscape");
  g_assert_true (focus_of (&stage) == was);
  act (&stage, "next-pane");
  g_assert_true (is_in (&stage, "headerbar"));
  show (&stage, "landscape");
  g_assert_true (focus_of (&stage) == was);
  stage_close (&stage);
}

/* A project that was opened has the keyboard, where nothing else has it any more. */
static void
test_opened (void)
{
  g_autofree char *path = fl_samples_path ("iris");
  g_autoptr (GFile) iris = g_file_new_for_path (path);
  Stage stage;

  if (!stage_open (&stage))
    return;
  gtk_window_set_focus (GTK_WINDOW (stage.window), NULL);
  fl_window_open_file (stage.window, iris);
  for (guint i = 0; i < 200 && (fl_document_get_file (stage.document) == NULL || focus_of (&stage) == NULL); i++)
    run_for (20);
  g_assert_true (is_in (&stage, "network"));
  stage_close (&stage);
}

/* Whether the window takes the key, before its focus hears of it or after. */
static gboolean
takes (gpointer window, guint keyval, GtkPropagationPhase phase)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window));
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && gtk_event_controller_get_propagation_phase (controller) == phase)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0u, 0, &taken);
    }
  return taken;
}

static gboolean
takes_first (Stage *stage, guint keyval)
{
  return takes (stage->window, keyval, GTK_PHASE_CAPTURE);
}

static gboolean
trains (Stage *stage)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (stage->window), "train");

  return g_variant_get_boolean (state);
}

/* Its numbers leave to the window what those of the panel do; so does a button that was walked to, but for Space. */
static void
check_popover_keys (Stage *stage, GtkWidget *popover)
{
  GtkWidget *number = find_named (popover, "spinbutton"), *lock = find_named (popover, "button");

  g_assert_true (gtk_widget_grab_focus (number));
  g_assert_false (takes (popover, GDK_KEY_period, GTK_PHASE_CAPTURE));
  g_assert_false (trains (stage));
  g_assert_true (takes (popover, GDK_KEY_space, GTK_PHASE_CAPTURE));
  g_assert_true (trains (stage));
  g_assert_true (takes (popover, GDK_KEY_space, GTK_PHASE_CAPTURE));
  g_assert_false (trains (stage));
  g_assert_true (takes (popover, GDK_KEY_r, GTK_PHASE_CAPTURE));
  g_assert_true (gtk_widget_grab_focus (lock));
  g_assert_false (takes (popover, GDK_KEY_space, GTK_PHASE_CAPTURE));
  g_assert_true (takes (popover, GDK_KEY_r, GTK_PHASE_BUBBLE));
  g_assert_true (gtk_widget_get_visible (popover));
}

/* Tab goes through all numbers and locks of a neuron and comes back to the first; it does not leave the open editor. */
static void
test_neuron_editor (void)
{
  g_autoptr (GHashTable) visited = g_hash_table_new (NULL, NULL);
  GtkWidget *network;
  Stage stage;

  if (!stage_open (&stage))
    return;
  network = find_named (GTK_WIDGET (stage.window), "network");
  for (guint i = 0; i < 100 && FL_NETWORK (network)->frame_topology == NULL; i++)
    run_for (50);
  fl_network_edit_neuron (FL_NETWORK (network), 1, 0, -1);
  run_for (300);
  for (guint i = 0; i < 8; i++)
    {
      g_assert_true (gtk_widget_is_ancestor (focus_of (&stage), GTK_WIDGET (FL_NETWORK (network)->editor)));
      g_hash_table_add (visited, focus_of (&stage));
      gtk_widget_child_focus (GTK_WIDGET (stage.window), GTK_DIR_TAB_FORWARD);
    }
  g_assert_cmpuint (g_hash_table_size (visited), ==, 6); /* bias and two weights, and a lock each */
  check_popover_keys (&stage, GTK_WIDGET (FL_NETWORK (network)->editor));
  gtk_popover_popdown (GTK_POPOVER (FL_NETWORK (network)->editor));
  run_for (200);
  stage_close (&stage);
}

/* What no number has in it is the window's: Space trains, with the number typed so far, and R resets; digits and "." stay with it. In a
 * name they are letters. */
static void
test_typed_keys (void)
{
  Stage stage;
  GtkWidget *number, *name = gtk_entry_new ();

  if (!stage_open (&stage))
    return;
  number = find_named (GTK_WIDGET (stage.window), "spinbutton");
  g_assert_true (gtk_widget_grab_focus (number));
  gtk_editable_set_text (GTK_EDITABLE (number), "3");
  for (const char *c = "07.,-+eE"; *c != '\0'; c++)
    g_assert_false (takes_first (&stage, (guint) *c));
  g_assert_false (takes_first (&stage, GDK_KEY_x)); /* means nothing: refused with the number, as ever */
  g_assert_false (trains (&stage));
  g_assert_true (takes_first (&stage, GDK_KEY_space));
  g_assert_true (trains (&stage));
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (number)), ==, 3);
  g_assert_true (takes_first (&stage, GDK_KEY_space));
  g_assert_false (trains (&stage));
  g_assert_true (takes_first (&stage, GDK_KEY_r));
  gtk_box_append (GTK_BOX (gtk_widget_get_ancestor (number, GTK_TYPE_BOX)), name);
  g_assert_true (gtk_widget_grab_focus (name));
  g_assert_false (takes_first (&stage, GDK_KEY_space));
  g_assert_false (takes_first (&stage, GDK_KEY_r));
  stage_close (&stage);
}

/* The worked example is in front of the window, and its keys are the window's all the same: Space plays where nobody has walked to a
 * button. */
static void
test_worked_example (void)
{
  Stage stage;
  GtkWindow *walk;
  GtkWidget *focus;

  if (!stage_open (&stage))
    return;
  act (&stage, "explain");
  walk = newest_window ();
  g_assert_nonnull (walk);
  g_assert_cmpstr (gtk_window_get_title (walk), ==, "Worked example");
  focus = gtk_window_get_focus (walk);
  g_assert_true (GTK_IS_SCROLLED_WINDOW (focus));
  g_assert_false (takes (walk, GDK_KEY_space, GTK_PHASE_CAPTURE));
  g_assert_true (takes (walk, GDK_KEY_space, GTK_PHASE_BUBBLE));
  g_assert_true (trains (&stage));
  g_assert_true (takes (walk, GDK_KEY_space, GTK_PHASE_BUBBLE));
  g_assert_false (trains (&stage));
  g_assert_false (takes (walk, GDK_KEY_Tab, GTK_PHASE_CAPTURE));
  gtk_widget_child_focus (GTK_WIDGET (walk), GTK_DIR_TAB_BACKWARD);
  g_assert_true (gtk_window_get_focus (walk) != focus);
  g_assert_false (takes (walk, GDK_KEY_space, GTK_PHASE_CAPTURE)); /* the button's */
  stage_close (&stage);
}

static gboolean
await_toast (Stage *stage, gboolean there)
{
  for (guint i = 0; i < 150 && (find_named (GTK_WIDGET (stage->window), "toast") != NULL) != there; i++)
    run_for (20);
  return (find_named (GTK_WIDGET (stage->window), "toast") != NULL) == there;
}

/* What is offered about a branch goes with it: where an undo leads back to before it, there is nothing left to take back. */
static void
test_branch_undone (void)
{
  Stage stage;

  if (!stage_open (&stage))
    return;
  g_action_group_activate_action (G_ACTION_GROUP (stage.window), "add-layer", g_variant_new_string ("dense"));
  for (guint i = 0; i < 200 && !g_action_group_get_action_enabled (G_ACTION_GROUP (stage.window), "branch"); i++)
    run_for (20);
  run_for (500);
  act (&stage, "step");
  run_for (500);
  act (&stage, "branch");
  g_assert_true (await_toast (&stage, TRUE));
  run_for (900); /* in view */
  act (&stage, "undo");
  g_assert_true (await_toast (&stage, FALSE)); /* before it would go by itself */
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  feel_stage_init ();
  g_test_add_func ("/focus/panes", test_panes);
  g_test_add_func ("/focus/views", test_views);
  g_test_add_func ("/focus/neuron-editor", test_neuron_editor);
  g_test_add_func ("/focus/opened", test_opened);
  g_test_add_func ("/focus/typed-keys", test_typed_keys);
  g_test_add_func ("/focus/worked-example", test_worked_example);
  g_test_add_func ("/focus/branch-undone", test_branch_undone);
  status = g_test_run ();
  g_clear_object (&application);
  return status;
}
