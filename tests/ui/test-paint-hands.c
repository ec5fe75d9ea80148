/* Painting in a real window: the bar above the boundary, the tools by keys, and what they make of the document. Needs a display. */
#include "stage.h"

#include <string.h>

#include "fl-edit.h"
#include "fl-paint-bar.h"
#include "fl-paint.h"
#include "fl-view.h"

typedef struct
{
  FlDocument *document;
  FlSession *session;
  GtkWidget *window, *plot, *bar;
  FlPaintHands *hands;
} Hands;

static const DsSource *
source_of (const Hands *s)
{
  return fl_document_get_project (s->document)->source;
}

/* A handful of points of two classes on both sides, or values where classes is FALSE. */
static FlProject *
some_points (gboolean classes)
{
  static const DsPoint points[] = { { -1, -1, 0 }, { -0.9f, -1.1f, 0 }, { -1.1f, -0.9f, 0 }, { 1, 1, 1 }, { 1.1f, 0.9f, 1 }, { 0.9f, 1.1f, 1 } };
  g_autoptr (FlProject) given = fl_project_default ();
  g_autoptr (FlDocument) document = fl_document_new (given);
  DsSource values = { .kind = DS_SOURCE_POINTS, .points = (DsPoint *) points, .n_points = G_N_ELEMENTS (points) };
  g_autoptr (DsSource) source = ds_source_new (&values);

  fl_edit_set_source (document, source, classes ? DS_CLASSIFICATION : DS_REGRESSION, "Some points");
  return fl_project_ref (fl_document_get_project (document));
}

static gboolean
is_ready (Hands *s)
{
  double x, y;

  fl_boundary_plot_sync (FL_BOUNDARY_PLOT (s->plot));
  return fl_boundary_plot_to_data (FL_BOUNDARY_PLOT (s->plot), 10, 10, &x, &y);
}

static gboolean
open_stage (Hands *s, gboolean classes)
{
  g_autoptr (FlProject) project = NULL;
  GtkWidget *box, *overlay;

  if (!stage_ready ())
    return FALSE;
  project = some_points (classes);
  s->document = fl_document_new (project);
  s->session = fl_session_new (s->document);
  s->plot = fl_boundary_plot_new (s->session);
  s->hands = fl_paint_hands_new (s->session, FL_BOUNDARY_PLOT (s->plot));
  s->bar = fl_paint_bar_new (s->session, s->hands);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (overlay), s->plot);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), fl_paint_hands_get_overlay (s->hands));
  gtk_widget_set_vexpand (overlay, TRUE);
  gtk_box_append (GTK_BOX (box), s->bar);
  gtk_box_append (GTK_BOX (box), overlay);
  s->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (s->window), 500, 500);
  gtk_window_set_child (GTK_WINDOW (s->window), box);
  gtk_window_present (GTK_WINDOW (s->window));
  WAIT_FOR (fl_session_get_data (s->session) != NULL);
  WAIT_FOR (gtk_widget_get_width (s->plot) > 300);
  WAIT_FOR (is_ready (s));
  return TRUE;
}

static void
close_stage (Hands *s)
{
  gtk_window_destroy (GTK_WINDOW (s->window));
  g_clear_object (&s->hands);
  g_clear_object (&s->session);
  g_clear_object (&s->document);
}

/* As the window hands a key to the plot that has the keyboard. The last controller with keys is the hands'. */
static gboolean
takes_key (Hands *s, guint keyval, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (s->plot);
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0u, state, &taken);
    }
  return taken;
}

static void
key (Hands *s, guint keyval, GdkModifierType state)
{
  g_assert_true (takes_key (s, keyval, state));
}

/* The pointer moves within the plot. */
static void
point_at (Hands *s, double x, double y)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (s->plot);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        g_signal_emit_by_name (controller, "motion", x, y);
    }
}

/* Brings the tool to a place by arrows, first by whole steps and then by small ones. */
static void
go_to (Hands *s, double x, double y)
{
  double px, py;
  int width = gtk_widget_get_width (s->plot), height = gtk_widget_get_height (s->plot);

  g_assert_true (fl_boundary_plot_to_pixel (FL_BOUNDARY_PLOT (s->plot), x, y, &px, &py));
  for (int i = 0; i < width / 10 + 2; i++)
    key (s, GDK_KEY_Left, 0);
  for (int i = 0; i < height / 10 + 2; i++)
    key (s, GDK_KEY_Up, 0);
  for (int i = 0; i < (int) px / 10; i++)
    key (s, GDK_KEY_Right, 0);
  for (int i = 0; i < (int) py / 10; i++)
    key (s, GDK_KEY_Down, 0);
  for (int i = 0; i < (int) px % 10; i++)
    key (s, GDK_KEY_Right, GDK_SHIFT_MASK);
  for (int i = 0; i < (int) py % 10; i++)
    key (s, GDK_KEY_Down, GDK_SHIFT_MASK);
}

static guint
count_label (Hands *s, float label)
{
  guint n = 0;

  for (gsize i = 0; i < source_of (s)->n_points; i++)
    n += source_of (s)->points[i].label == label;
  return n;
}

static void
undo (Hands *s)
{
  g_assert_true (fl_document_can_undo (s->document));
  fl_document_undo (s->document);
  g_assert_false (fl_document_can_undo (s->document));
}

static void
test_bar (void)
{
  static const struct
  {
    guint key;
    const char *start;
    FlTool tool;
  } tools[] = { { GDK_KEY_e, "Eraser", FL_TOOL_ERASER }, { GDK_KEY_m, "Move", FL_TOOL_MOVE }, { GDK_KEY_F, "Flip label", FL_TOOL_FLIP },
                { GDK_KEY_l, "Lasso", FL_TOOL_LASSO }, { GDK_KEY_b, "Brush", FL_TOOL_BRUSH } };
  Hands s;
  double size;

  if (!open_stage (&s, TRUE))
    return;
  g_assert_false (gtk_widget_get_visible (s.bar));
  fl_paint_hands_set_active (s.hands, TRUE);
  g_assert_true (gtk_widget_get_visible (s.bar));
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      GtkWidget *button = with_tooltip (s.bar, tools[i].start);

      key (&s, tools[i].key, 0);
      g_assert_cmpint (fl_paint_hands_get_choice (s.hands)->tool, ==, tools[i].tool);
      g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
      g_assert_cmpint (gtk_widget_get_visible (gtk_widget_get_parent (with_tooltip (s.bar, "Points in the loop"))), ==,
                       tools[i].tool == FL_TOOL_LASSO);
    }
  /* And the other way round: the button chooses. */
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (with_tooltip (s.bar, "Eraser")), TRUE);
  g_assert_cmpint (fl_paint_hands_get_choice (s.hands)->tool, ==, FL_TOOL_ERASER);

  size = fl_paint_hands_get_choice (s.hands)->size;
  key (&s, GDK_KEY_bracketright, 0);
  g_assert_cmpfloat (fl_paint_hands_get_choice (s.hands)->size, >, size);
  g_assert_cmpfloat_with_epsilon (gtk_range_get_value (GTK_RANGE (with_tooltip (s.bar, "Size of the tool"))),
                                  fl_paint_hands_get_choice (s.hands)->size, 1);
  for (int i = 0; i < 40; i++)
    key (&s, GDK_KEY_bracketleft, 0);
  g_assert_cmpfloat (fl_paint_hands_get_choice (s.hands)->size, ==, FL_PAINT_LEAST_SIZE);
  key (&s, GDK_KEY_Escape, 0);
  g_assert_false (fl_paint_hands_is_active (s.hands));
  g_assert_false (gtk_widget_get_visible (s.bar));
  g_assert_false (fl_document_can_undo (s.document)); /* choosing is no edit */
  close_stage (&s);
}

/* Said before somebody wonders why nothing comes. */
static void
test_full (void)
{
  Hands s;
  g_autofree char *before = NULL, *status = NULL;
  g_autofree DsPoint *points = g_new0 (DsPoint, FL_PAINT_MAX_POINTS);
  g_autoptr (DsSource) source = NULL;
  DsSource values;

  if (!open_stage (&s, TRUE))
    return;
  fl_paint_hands_set_active (s.hands, TRUE);
  before = fl_paint_hands_status (s.hands);
  g_assert_null (strstr (before, "20,000"));
  values = *source_of (&s);
  for (guint i = 0; i < FL_PAINT_MAX_POINTS; i++)
    points[i] = (DsPoint) { (float) (i % 100), (float) (i % 7), (float) (i % 2) };
  values.points = points;
  values.n_points = FL_PAINT_MAX_POINTS;
  source = ds_source_new (&values);
  g_assert_true (fl_edit_set_source (s.document, source, DS_CLASSIFICATION, "full"));
  status = fl_paint_hands_status (s.hands);
  g_assert_nonnull (strstr (status, "20,000"));
  close_stage (&s);
}

static void
test_brush_and_eraser (void)
{
  Hands s;
  g_autofree char *status = NULL;

  if (!open_stage (&s, TRUE))
    return;
  fl_paint_hands_set_active (s.hands, TRUE);
  go_to (&s, 0.3, 0.2);
  key (&s, GDK_KEY_2, 0);
  key (&s, GDK_KEY_space, 0);
  g_assert_cmpuint (source_of (&s)->n_points, ==, 6 + fl_paint_hands_get_choice (s.hands)->density);
  g_assert_cmpuint (count_label (&s, 1), ==, 3 + fl_paint_hands_get_choice (s.hands)->density);
  for (gsize i = 6; i < source_of (&s)->n_points; i++)
    {
      g_assert_cmpfloat_with_epsilon (source_of (&s)->points[i].x1, 0.3, 0.4);
      g_assert_cmpfloat_with_epsilon (source_of (&s)->points[i].x2, 0.2, 0.4);
    }
  status = fl_paint_hands_status (s.hands);
  g_assert_nonnull (strstr (status, "paint 3 points"));
  undo (&s);
  g_free (status);
  status = fl_paint_hands_status (s.hands);
  g_assert_null (strstr (status, "paint 3 points")); /* no longer */

  key (&s, GDK_KEY_e, 0);
  go_to (&s, -1, -1);
  for (int i = 0; i < 4; i++)
    key (&s, GDK_KEY_bracketright, 0);
  key (&s, GDK_KEY_space, 0);
  g_assert_cmpuint (source_of (&s)->n_points, ==, 3);
  g_assert_cmpuint (count_label (&s, 1), ==, 3);
  undo (&s);
  g_assert_cmpuint (source_of (&s)->n_points, ==, 6);
  close_stage (&s);
}

/* Space belongs to Train while the pointer has the tool, and to the tool once an arrow has brought it there. */
static void
test_space (void)
{
  Hands s;

  if (!open_stage (&s, TRUE))
    return;
  gtk_window_set_focus_visible (GTK_WINDOW (s.window), FALSE);
  fl_paint_hands_set_active (s.hands, TRUE);
  point_at (&s, 200, 200);
  g_assert_false (takes_key (&s, GDK_KEY_space, 0));
  g_assert_cmpuint (source_of (&s)->n_points, ==, 6);
  go_to (&s, 0.3, 0.2);
  point_at (&s, 200, 200); /* the plot has been laid out anew below a pointer that rests */
  key (&s, GDK_KEY_space, 0);
  g_assert_cmpuint (source_of (&s)->n_points, ==, 6 + fl_paint_hands_get_choice (s.hands)->density);
  undo (&s);
  point_at (&s, 220, 200);
  g_assert_false (takes_key (&s, GDK_KEY_space, 0));

  /* Who came by keys has a cursor at once. */
  fl_paint_hands_set_active (s.hands, FALSE);
  gtk_window_set_focus_visible (GTK_WINDOW (s.window), TRUE);
  fl_paint_hands_set_active (s.hands, TRUE);
  key (&s, GDK_KEY_space, 0);
  g_assert_cmpuint (source_of (&s)->n_points, ==, 6 + fl_paint_hands_get_choice (s.hands)->density);
  undo (&s);
  close_stage (&s);
}

/* Beside the picture there is nothing to paint on: nobody would see those points. */
static void
test_beside (void)
{
  Hands s;
  double low[2], high[2];

  if (!open_stage (&s, TRUE))
    return;
  g_assert_true (fl_boundary_plot_get_limits (FL_BOUNDARY_PLOT (s.plot), low, high));
  fl_paint_hands_set_active (s.hands, TRUE);
  go_to (&s, high[0] + 0.3 * (high[0] - low[0]), high[1]);
  key (&s, GDK_KEY_space, 0);
  g_assert_cmpuint (source_of (&s)->n_points, ==, 6);
  go_to (&s, 0, high[1]);
  for (int i = 0; i < 12; i++)
    key (&s, GDK_KEY_space, 0);
  g_assert_cmpuint (source_of (&s)->n_points, >, 6);
  for (gsize i = 6; i < source_of (&s)->n_points; i++)
    g_assert_cmpfloat (source_of (&s)->points[i].x2, <=, high[1]);
  close_stage (&s);
}

static void
test_flip_and_move (void)
{
  Hands s;
  float was;

  if (!open_stage (&s, TRUE))
    return;
  fl_paint_hands_set_active (s.hands, TRUE);
  for (int i = 0; i < 5; i++)
    key (&s, GDK_KEY_bracketright, 0);
  key (&s, GDK_KEY_f, 0);
  key (&s, GDK_KEY_2, 0);
  go_to (&s, -1, -1);
  key (&s, GDK_KEY_space, 0);
  g_assert_cmpuint (count_label (&s, 1), ==, 6);
  undo (&s);
  g_assert_cmpuint (count_label (&s, 1), ==, 3);

  was = source_of (&s)->points[0].x1;
  key (&s, GDK_KEY_m, 0);
  key (&s, GDK_KEY_space, 0); /* takes up */
  key (&s, GDK_KEY_Right, 0);
  key (&s, GDK_KEY_Right, 0);
  key (&s, GDK_KEY_space, 0); /* puts down */
  g_assert_cmpfloat (source_of (&s)->points[0].x1, >, was);
  g_assert_cmpfloat (source_of (&s)->points[3].x1, ==, 1); /* the others stay */
  undo (&s);
  g_assert_cmpfloat (source_of (&s)->points[0].x1, ==, was);

  key (&s, GDK_KEY_space, 0);
  key (&s, GDK_KEY_Escape, 0); /* lets go of what it has taken up, and goes on painting */
  g_assert_true (fl_paint_hands_is_active (s.hands));
  g_assert_false (fl_document_can_undo (s.document));
  close_stage (&s);
}

static void
test_lasso (void)
{
  static const double corners[][2] = { { 0.6, 0.6 }, { 1.2, 0.6 }, { 1.2, 1.2 }, { 0.6, 1.2 } };
  Hands s;

  if (!open_stage (&s, TRUE))
    return;
  fl_paint_hands_set_active (s.hands, TRUE);
  key (&s, GDK_KEY_l, 0);
  for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
    {
      go_to (&s, corners[i][0], corners[i][1]);
      key (&s, GDK_KEY_space, 0);
    }
  g_assert_false (fl_document_can_undo (s.document)); /* it acts when it is closed */
  key (&s, GDK_KEY_Return, 0);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpint (source_of (&s)->points[i].part, ==, i < 3 ? DS_PART_DRAWN : DS_PART_VALIDATION);
  undo (&s);
  close_stage (&s);
}

/* Values instead of classes: the field of the bar gives them, and 1 to 9 choose nothing. */
static void
test_values (void)
{
  Hands s;
  FlPaintChoice choice;

  if (!open_stage (&s, FALSE))
    return;
  fl_paint_hands_set_active (s.hands, TRUE);
  choice = *fl_paint_hands_get_choice (s.hands);
  choice.value = -2.5;
  fl_paint_hands_set_choice (s.hands, &choice);
  g_assert_true (gtk_widget_get_visible (gtk_widget_get_parent (with_tooltip (s.bar, "What the brush and flipping"))));
  go_to (&s, 0, 0);
  key (&s, GDK_KEY_3, 0);
  key (&s, GDK_KEY_space, 0);
  g_assert_cmpuint (count_label (&s, -2.5f), ==, fl_paint_hands_get_choice (s.hands)->density);
  undo (&s);
  close_stage (&s);
}

/* An empty list of points that names no classes, as a file may hold it: classes are painted, not values. */
static void
test_no_names (void)
{
  static const char text[] = "{\"fallline\": 1, \"data\": {\"source\": {\"type\": \"points\", \"points\": []}, \"task\": \"classification\"},"
                             " \"network\": [{\"type\": \"dense\", \"units\": \"auto\"}]}";
  g_autoptr (FlProject) empty = fl_project_parse (text, strlen (text), "test", NULL);
  char **classes;
  guint n = 0;
  Hands s;

  g_assert_nonnull (empty);
  if (!open_stage (&s, TRUE))
    return;
  fl_document_edit (s.document, empty, "Empty", NULL);
  classes = fl_paint_hands_get_classes (s.hands, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (classes[1], ==, "B");
  close_stage (&s);
}

static gboolean
is_status (GtkWidget *widget, gconstpointer start)
{
  return GTK_IS_INSCRIPTION (widget) && g_str_has_prefix (gtk_inscription_get_text (GTK_INSCRIPTION (widget)), start);
}

/* Whether the place it has holds all of a text. */
static gboolean
holds (GtkWidget *widget, const char *text)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  int height;

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, gtk_widget_get_width (widget) * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, NULL, &height);
  return height <= gtk_widget_get_height (widget) + 1;
}

/* What the tool is set to can be read in a narrow card, and with type twice as large: then it has a line of its own. */
static void
test_status (void)
{
  Hands s;
  GtkSettings *settings;
  int dpi;

  if (!open_stage (&s, TRUE))
    return;
  settings = gtk_settings_get_default ();
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  for (int times = 1; times <= 2; times++)
    {
      g_object_set (settings, "gtk-xft-dpi", (dpi > 0 ? dpi : 96 * 1024) * times, NULL);
      gtk_widget_set_size_request (s.window, 100, -1);
      stage_resize (s.window, times == 1 ? 260 : 350, 500);
      fl_paint_hands_set_active (s.hands, TRUE);
      WAIT_FOR (gtk_widget_get_width (s.bar) > 0 && gtk_widget_get_width (s.bar) <= 360);
      GtkWidget *status = await_shown (s.bar, is_status, "Brush · class ");
      WAIT_FOR (holds (status, gtk_inscription_get_text (GTK_INSCRIPTION (status))));
      WAIT_FOR (times == 1 || holds (status, "Brush · class A · size 20 · paint 20 points"));
    }
  gtk_settings_reset_property (settings, "gtk-xft-dpi");
  close_stage (&s);
}

/* Data that cannot be painted on end it; so does the bar's clearing leave the classes. */
static void
test_another_document (void)
{
  Hands s;
  guint n, n_types;
  const DsType *const *types = ds_generators (&n_types);
  DsItem sine;

  if (!open_stage (&s, TRUE))
    return;
  fl_paint_hands_set_active (s.hands, TRUE);
  g_assert_true (gtk_widget_activate_action (s.bar, "paint.clear", NULL));
  g_assert_cmpuint (source_of (&s)->n_points, ==, 0);
  g_assert_nonnull (fl_paint_hands_get_classes (s.hands, &n));
  g_assert_cmpuint (n, ==, 2);
  undo (&s);
  sine = ds_item (ds_type_find (types, n_types, "sine"));
  g_assert_true (fl_edit_set_generator (s.document, &sine, NULL));
  WAIT_FOR (!fl_paint_hands_is_active (s.hands));
  fl_paint_hands_set_active (s.hands, TRUE);
  g_assert_false (fl_paint_hands_is_active (s.hands)); /* one input alone is no plane */
  close_stage (&s);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv);
  g_test_add_func ("/paint-hands/bar", test_bar);
  g_test_add_func ("/paint-hands/full", test_full);
  g_test_add_func ("/paint-hands/brush-and-eraser", test_brush_and_eraser);
  g_test_add_func ("/paint-hands/space", test_space);
  g_test_add_func ("/paint-hands/beside", test_beside);
  g_test_add_func ("/paint-hands/flip-and-move", test_flip_and_move);
  g_test_add_func ("/paint-hands/lasso", test_lasso);
  g_test_add_func ("/paint-hands/values", test_values);
  g_test_add_func ("/paint-hands/no-names", test_no_names);
  g_test_add_func ("/paint-hands/status", test_status);
  g_test_add_func ("/paint-hands/another-document", test_another_document);
  return g_test_run ();
}
