/* The Landscape view in a real window: it shows the network's loss while it trains, and races. Needs a display. */
#include <adwaita.h>
#include <string.h>

#include "fl-comparison.h"
#include "fl-edit.h"
#include "fl-number-field.h"
#include "fl-race-list.h"
#include "fl-terrain-plot.h"
#include "fl-view.h"

typedef struct
{
  FlDocument *document;
  FlSession *session;
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

static gboolean
stage_open (Stage *stage)
{
  g_autoptr (FlProject) project = NULL;

  if (!displayed)
    {
      g_test_skip ("no display");
      return FALSE;
    }
  project = fl_project_default ();
  stage->document = fl_document_new (project);
  stage->session = fl_session_new (stage->document);
  stage->view = fl_landscape_view_new (stage->session);
  stage->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (stage->window), 1100, 800);
  gtk_window_set_child (GTK_WINDOW (stage->window), stage->view);
  gtk_window_present (GTK_WINDOW (stage->window));
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

/* The n-th descendant of a type that is mapped, in the order they are in. */
static GtkWidget *
find (GtkWidget *widget, GType type, guint *n)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && gtk_widget_get_mapped (widget) && (*n)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, n);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
nth (Stage *stage, GType type, guint n)
{
  return find (stage->view, type, &n);
}

static GtkWidget *
label_with (GtkWidget *widget, const char *part)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), part) != NULL)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = label_with (child, part);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
await (Stage *stage, const char *words)
{
  for (guint i = 0; i < 2000 && label_with (stage->view, words) == NULL; i++)
    run_for (10);
  g_assert_nonnull (label_with (stage->view, words));
}

static void
show_page (Stage *stage, guint page)
{
  GtkWidget *stack = nth (stage, GTK_TYPE_STACK, 0);
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (GTK_STACK (stack));

  gtk_selection_model_select_item (pages, page, TRUE);
  run_for (50);
}

/* What nobody has looked at is not built, for it would hold up the window. */
static void
test_pages (void)
{
  Stage stage;
  GtkWidget *stack;
  guint n = 0;

  if (!stage_open (&stage))
    return;
  await (&stage, "Plane");
  stack = nth (&stage, GTK_TYPE_STACK, 0);
  for (guint pass = 1; pass <= 3; pass++, n = 0)
    {
      show_page (&stage, pass - 1);
      for (GtkWidget *page = gtk_widget_get_first_child (stack); page != NULL; page = gtk_widget_get_next_sibling (page))
        n += gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (page)) != NULL;
      g_assert_cmpuint (n, ==, pass);
    }
  stage_close (&stage);
}

static void
test_network (void)
{
  Stage stage;
  FlRange range;
  GtkWidget *levels;

  if (!stage_open (&stage))
    return;
  await (&stage, "129 × 129");
  await (&stage, "two random directions");
  await (&stage, "step 0");
  levels = nth (&stage, FL_TYPE_TERRAIN_PLOT, 0);
  g_assert_false (fl_terrain_plot_get_range (FL_TERRAIN_PLOT (levels), &range));
  g_assert_cmpfloat (range.x0, ==, -1);

  /* Training goes on while it is looked at, and its components are found. */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (nth (&stage, GTK_TYPE_DROP_DOWN, 0)), 1);
  fl_session_play (stage.session);
  await (&stage, "principal components of");
  fl_session_pause (stage.session);
  run_for (300);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (nth (&stage, GTK_TYPE_DROP_DOWN, 0)), 2);
  await (&stage, "4.weight[0, 0] and 4.weight[0, 1]");
  /* Any weight, by its layer and its numbers; the same on both axes is none, they change places. */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (nth (&stage, GTK_TYPE_DROP_DOWN, 1)), 2);
  fl_number_field_choose (nth (&stage, GTK_TYPE_SPIN_BUTTON, 0), 7);
  fl_number_field_choose (nth (&stage, GTK_TYPE_SPIN_BUTTON, 1), 3);
  await (&stage, "2.weight[7, 3] and 4.weight[0, 1]");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (nth (&stage, GTK_TYPE_DROP_DOWN, 2)), 2);
  fl_number_field_choose (nth (&stage, GTK_TYPE_SPIN_BUTTON, 3), 3);
  fl_number_field_choose (nth (&stage, GTK_TYPE_SPIN_BUTTON, 2), 7);
  await (&stage, "2.weight[0, 3] and 2.weight[7, 3]");
  stage_close (&stage);
}

/* While there is a race its lanes' paths are shown, until the session's run goes on. */
static void
test_race (void)
{
  Stage stage;
  FlComparison *race;
  g_autoptr (GError) error = NULL;

  if (!stage_open (&stage))
    return;
  await (&stage, "two random directions");
  g_assert_null (label_with (stage.view, "Paths of the race"));
  race = fl_session_get_comparison (stage.session);
  fl_comparison_race_optimizers (race, &error);
  g_assert_no_error (error);
  fl_comparison_play (race);
  await (&stage, "Paths of the race, in its colours: SGD, Momentum, AdaGrad, RMSprop, Adam.");
  /* The plane moves with the first of them. */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (nth (&stage, GTK_TYPE_DROP_DOWN, 0)), 1);
  await (&stage, "principal components of");
  fl_comparison_pause (race);
  run_for (500);
  g_assert_nonnull (label_with (stage.view, "Paths of the race"));
  fl_session_play (stage.session);
  for (guint i = 0; i < 1000 && label_with (stage.view, "Paths of the race") != NULL; i++)
    run_for (10);
  g_assert_null (label_with (stage.view, "Paths of the race"));
  fl_session_pause (stage.session);
  run_for (100);
  stage_close (&stage);
}

static void
click (Stage *stage, const char *label)
{
  g_signal_emit_by_name (gtk_widget_get_ancestor (label_with (stage->view, label), GTK_TYPE_BUTTON), "clicked");
}

/* What is cancelled stays cancelled while training goes on, until it is asked for again. */
static void
test_cancel (void)
{
  Stage stage;

  if (!stage_open (&stage))
    return;
  await (&stage, "129 × 129");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (nth (&stage, GTK_TYPE_DROP_DOWN, 2)), 4);
  await (&stage, "Cancel");
  click (&stage, "Cancel");
  await (&stage, "Left as coarse as it was");
  fl_session_play (stage.session);
  run_for (1700); /* more than a plane is laid anew after */
  g_assert_nonnull (label_with (stage.view, "Left as coarse as it was"));
  fl_session_pause (stage.session);
  run_for (300);
  g_assert_nonnull (label_with (stage.view, "Left as coarse as it was"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (nth (&stage, GTK_TYPE_DROP_DOWN, 2)), 0);
  await (&stage, "17 × 17");
  for (guint i = 0; i < 1000 && label_with (stage.view, "Left as coarse as it was") != NULL; i++)
    run_for (10);
  g_assert_null (label_with (stage.view, "Left as coarse as it was"));
  stage_close (&stage);
}

/* Where there is nothing to learn from, no picture of what was there before stays; undo brings it back. */
static void
test_nothing (void)
{
  Stage stage;
  g_autoptr (DsSource) none = ds_source_new (&(DsSource){ .kind = DS_SOURCE_POINTS });
  GtkWidget *remark;

  if (!stage_open (&stage))
    return;
  await (&stage, "two random directions");
  g_assert_true (fl_edit_set_points (stage.document, none, DS_CLASSIFICATION, 2, "take all points away", NULL));
  await (&stage, "There are no points yet");
  remark = gtk_widget_get_last_child (gtk_widget_get_parent (label_with (stage.view, "Loss landscape")));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_stack_get_visible_child (GTK_STACK (remark)))), ==, "");
  show_page (&stage, 1);
  await (&stage, "There are no points yet");
  await (&stage, "Logistic regression on two clouds");
  show_page (&stage, 0);
  fl_document_undo (stage.document);
  await (&stage, "two random directions");
  stage_close (&stage);
}

static void
test_surfaces (void)
{
  Stage stage;
  GtkWidget *racers;
  DsItem items[FL_RACERS];

  if (!stage_open (&stage))
    return;
  show_page (&stage, 2);
  await (&stage, "there in");
  g_assert_nonnull (label_with (stage.view, "SGD · η 0.02 · β 0.9"));
  /* Racers come and go: never more than eight, never none. */
  racers = gtk_widget_get_parent (nth (&stage, GTK_TYPE_LIST_BOX, 0));
  for (guint i = 0; i < 10; i++)
    g_signal_emit_by_name (gtk_widget_get_ancestor (label_with (racers, "Add"), GTK_TYPE_BUTTON), "clicked");
  g_assert_cmpuint (fl_race_list_get (racers, items), ==, FL_RACERS);
  run_for (100);
  for (guint i = 0; i < 10; i++)
    g_signal_emit_by_name (gtk_widget_get_ancestor (label_with (racers, "Remove"), GTK_TYPE_BUTTON), "clicked");
  g_assert_cmpuint (fl_race_list_get (racers, items), ==, 1);
  run_for (200);
  /* A click starts the race from there. */
  g_signal_emit_by_name (nth (&stage, FL_TYPE_TERRAIN_PLOT, 0), "picked", 1.5, -0.75);
  await (&stage, "step 1");
  stage_close (&stage);
}

static void
press (GtkWidget *plot, guint key, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (plot);
  gboolean used = FALSE;

  for (guint i = 0; !used && i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, state, &used);
    }
  g_assert_true (used);
}

/* The start moves by keyboard too: presses that come faster than races add up, and arrows alone move the view. */
static void
test_nudge (void)
{
  Stage stage;
  GtkWidget *levels, *x, *y;
  double from_x, from_y, step;
  FlRange range;

  if (!stage_open (&stage))
    return;
  show_page (&stage, 2);
  await (&stage, "there in");
  levels = nth (&stage, FL_TYPE_TERRAIN_PLOT, 0);
  x = nth (&stage, GTK_TYPE_SPIN_BUTTON, 2);
  y = nth (&stage, GTK_TYPE_SPIN_BUTTON, 3);
  from_x = fl_number_field_get (x);
  from_y = fl_number_field_get (y);
  fl_terrain_plot_get_range (FL_TERRAIN_PLOT (levels), &range);
  step = (range.x1 - range.x0) / 50;
  for (guint i = 0; i < 5; i++)
    press (levels, GDK_KEY_Right, GDK_ALT_MASK);
  g_assert_cmpfloat_with_epsilon (fl_number_field_get (x), from_x + 5 * step, 0.25 * step);
  g_assert_cmpfloat (fl_number_field_get (y), ==, from_y);
  g_assert_cmpstr (fl_document_undo_label (stage.document), ==, "move start");
  press (levels, GDK_KEY_Down, GDK_ALT_MASK);
  g_assert_cmpfloat (fl_number_field_get (y), <, from_y);
  press (levels, GDK_KEY_Left, GDK_ALT_MASK | GDK_SHIFT_MASK);
  g_assert_cmpfloat (fl_number_field_get (x), <, from_x + 5 * step);
  g_assert_cmpfloat (fl_number_field_get (x), >, from_x + 4.5 * step);
  g_assert_false (fl_terrain_plot_get_range (FL_TERRAIN_PLOT (levels), &range));
  fl_document_undo (stage.document);
  g_assert_cmpfloat (fl_number_field_get (x), ==, from_x);
  for (guint i = 0; i < 500 && !fl_terrain_plot_get_range (FL_TERRAIN_PLOT (levels), &range); i++) /* nothing moves before it is painted */
    {
      press (levels, GDK_KEY_Right, 0);
      run_for (10);
    }
  g_assert_true (fl_terrain_plot_get_range (FL_TERRAIN_PLOT (levels), &range));
  g_assert_cmpfloat (fl_number_field_get (x), ==, from_x);
  stage_close (&stage);
}

/* What is set up on a page is undone there, in its turn with the project's edits. */
static void
test_undo (void)
{
  Stage stage;
  GtkWidget *racers;
  DsItem items[FL_RACERS];
  guint64 seed;
  const guint start = 2; /* behind learning rate and momentum */

  if (!stage_open (&stage))
    return;
  show_page (&stage, 2);
  await (&stage, "there in");
  racers = gtk_widget_get_parent (nth (&stage, GTK_TYPE_LIST_BOX, 0));
  seed = fl_document_get_project (stage.document)->spec->seed;
  fl_edit_set_seed (stage.document, seed + 1);
  g_signal_emit_by_name (gtk_widget_get_ancestor (label_with (racers, "Add"), GTK_TYPE_BUTTON), "clicked");
  g_assert_cmpstr (fl_document_undo_label (stage.document), ==, "add racer");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (nth (&stage, GTK_TYPE_DROP_DOWN, 0)), 4);
  await (&stage, "Beale");
  g_signal_emit_by_name (nth (&stage, FL_TYPE_TERRAIN_PLOT, 0), "picked", 1.5, -0.75);
  g_signal_emit_by_name (nth (&stage, FL_TYPE_TERRAIN_PLOT, 0), "picked", 1.75, -0.5); /* the same drag */
  g_assert_cmpstr (fl_document_undo_label (stage.document), ==, "move start");
  g_assert_cmpfloat (fl_number_field_get (nth (&stage, GTK_TYPE_SPIN_BUTTON, start)), ==, 1.75);
  fl_document_undo (stage.document);
  g_assert_cmpfloat (fl_number_field_get (nth (&stage, GTK_TYPE_SPIN_BUTTON, start)), !=, 1.5);
  g_assert_cmpstr (fl_document_undo_label (stage.document), ==, "change surface");
  show_page (&stage, 0);
  fl_document_undo (stage.document);
  g_assert_nonnull (label_with (stage.view, "Ravine")); /* the page whose it is comes to sight */
  g_assert_cmpuint (fl_race_list_get (racers, items), ==, 4);
  fl_document_undo (stage.document);
  g_assert_cmpuint (fl_race_list_get (racers, items), ==, 3);
  fl_document_undo (stage.document);
  g_assert_cmpuint (fl_document_get_project (stage.document)->spec->seed, ==, seed);
  g_assert_cmpuint (fl_race_list_get (racers, items), ==, 3);
  for (guint i = 0; i < 4; i++)
    fl_document_redo (stage.document);
  g_assert_cmpuint (fl_race_list_get (racers, items), ==, 4);
  g_assert_cmpfloat (fl_number_field_get (nth (&stage, GTK_TYPE_SPIN_BUTTON, start)), ==, 1.75);
  stage_close (&stage);
}

static void
test_two (void)
{
  Stage stage;

  if (!stage_open (&stage))
    return;
  /* The default project has more than two parameters: it says what is needed. */
  show_page (&stage, 1);
  await (&stage, "two parameters");
  await (&stage, "line through points");
  /* And gives it at a click: the data stay, as they have two classes. */
  g_signal_emit_by_name (gtk_widget_get_ancestor (label_with (stage.view, "Logistic regression on these data"), GTK_TYPE_BUTTON), "clicked");
  await (&stage, "where the decision turns");
  await (&stage, "Exact");
  g_assert_nonnull (nth (&stage, FL_TYPE_TERRAIN_PLOT, 1));
  /* On which side of its limit the chosen racer is; of what adapts its steps nothing can be said. */
  await (&stage, "SGD · η 0.02 is below its limit of");
  gtk_list_box_select_row (GTK_LIST_BOX (nth (&stage, GTK_TYPE_LIST_BOX, 0)), gtk_list_box_get_row_at_index (GTK_LIST_BOX (nth (&stage, GTK_TYPE_LIST_BOX, 0)), 2));
  run_for (50);
  g_assert_null (label_with (stage.view, "its limit of"));
  g_assert_nonnull (label_with (stage.view, "Plain descent finds no rest there above"));
  fl_document_undo (stage.document);
  await (&stage, "line through points");
  stage_close (&stage);
}

/* Three parameters: two are chosen, the third is held and said to be. */
static void
test_slice (void)
{
  static const char text[] = "{\"fallline\":1,\"data\":{\"source\":{\"type\":\"generator\",\"name\":\"gaussians\",\"samples\":200,\"noise\":0.6,"
                             "\"clusters\":2},\"task\":\"classification\"},\"network\":[{\"type\":\"dense\",\"units\":\"auto\","
                             "\"activation\":\"linear\"}],\"training\":{\"loss\":\"binary_cross_entropy\",\"regularization\":{\"l2\":0.01}}}";
  Stage stage;
  g_autoptr (FlProject) project = NULL;

  if (!stage_open (&stage))
    return;
  project = fl_project_parse (text, strlen (text), "slice", NULL);
  fl_document_edit (stage.document, project, "another project", NULL);
  show_page (&stage, 1);
  await (&stage, "A slice: two of 3 parameters. The others stay where the loss of all is lowest");
  await (&stage, "where the decision turns");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (nth (&stage, GTK_TYPE_DROP_DOWN, 0)), 2);
  run_for (300);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (nth (&stage, GTK_TYPE_DROP_DOWN, 0))), ==, 2);
  /* The same on both axes is none: they change places. */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (nth (&stage, GTK_TYPE_DROP_DOWN, 1)), 2);
  run_for (1000);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (nth (&stage, GTK_TYPE_DROP_DOWN, 0))), ==, 1);
  await (&stage, "Eigenvalues of the Hessian");
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  displayed = gtk_init_check ();
  if (displayed)
    adw_init ();
  g_test_add_func ("/landscape-view/pages", test_pages);
  g_test_add_func ("/landscape-view/network", test_network);
  g_test_add_func ("/landscape-view/nothing", test_nothing);
  g_test_add_func ("/landscape-view/cancel", test_cancel);
  g_test_add_func ("/landscape-view/race", test_race);
  g_test_add_func ("/landscape-view/surfaces", test_surfaces);
  g_test_add_func ("/landscape-view/nudge", test_nudge);
  g_test_add_func ("/landscape-view/undo", test_undo);
  g_test_add_func ("/landscape-view/two", test_two);
  g_test_add_func ("/landscape-view/slice", test_slice);
  return g_test_run ();
}
