#include "fl-paint-hands.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "fl-axis.h"
#include "fl-brush-paint.h"

#define ARROW 10.0      /* pixels a press of an arrow; with Shift one */
#define BIGGER 1.25     /* a press of ] */

struct _FlPaintHands
{
  GObject parent_instance;

  /* Owned */
  FlSession *session;
  FlStroke *stroke; /* under way, or NULL */
  char *done;       /* what the last stroke did, or NULL */

  GtkWidget *overlay; /* owned */
  FlBoundaryPlot *plot; /* borrowed */
  GtkEventController *controllers[3]; /* borrowed: the plot's */
  FlPaintChoice choice;
  guint64 strokes;   /* begun so far: keys the spray */
  double x, y;       /* pointer or cursor, pixels; NaN: not there */
  double press_x, press_y;
  double seen_x, seen_y; /* where the pointer itself was last, pixels */
  gboolean in_vain; /* ... was nothing */
  gboolean active, keyboard, by_keys; /* by_keys: the stroke under way is led by keys */
};

G_DEFINE_FINAL_TYPE (FlPaintHands, fl_paint_hands, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static const char *const tool_titles[FL_N_TOOLS] = { N_("Brush"), N_("Eraser"), N_("Move"), N_("Flip label"), N_("Lasso") };

const char *
fl_paint_tool_title (FlTool tool)
{
  return _(tool_titles[tool]);
}

static FlDocument *
document_of (FlPaintHands *self)
{
  return fl_session_get_document (self->session);
}

static const FlProject *
project_of (FlPaintHands *self)
{
  return fl_document_get_project (document_of (self));
}

char **
fl_paint_hands_get_classes (FlPaintHands *self, guint *n)
{
  const DsSource *source = project_of (self)->source;
  DsPrepared *data = fl_session_get_data (self->session);
  gboolean points = source->kind == DS_SOURCE_POINTS;
  char **classes = points ? source->class_names : NULL;

  if (classes == NULL && data != NULL && project_of (self)->prepare.task == DS_CLASSIFICATION)
    classes = data->class_names;
  else if (classes == NULL && points && source->n_points == 0 && project_of (self)->prepare.task == DS_CLASSIFICATION)
    classes = fl_paint_first_classes (); /* an empty list without names: what painting will call them */
  *n = classes != NULL ? g_strv_length (classes) : 0;
  return classes;
}

/* ---- what is seen ---- */

static FlColor
value_color (FlPaintHands *self, const FlTheme *theme)
{
  DsPrepared *data = fl_session_get_data (self->session);
  double low = data != NULL ? data->y_min : -1, high = data != NULL ? data->y_max : 1;
  double t = high > low ? 2 * (self->choice.value - low) / (high - low) - 1 : 0;
  guint32 argb = fl_theme_diverging (theme, t);

  return (FlColor){ (argb >> 16 & 255) / 255.0, (argb >> 8 & 255) / 255.0, (argb & 255) / 255.0 };
}

/* The loop of a lasso in pixels. Caller unrefs. */
static GArray *
loop_pixels (FlPaintHands *self)
{
  GArray *pixels = g_array_new (FALSE, FALSE, sizeof (double));
  guint n = 0;
  const double *loop = self->stroke != NULL ? fl_stroke_get_loop (self->stroke, &n) : NULL;

  for (guint i = 0; i < n; i++)
    {
      double at[2];

      if (fl_boundary_plot_to_pixel (self->plot, loop[2 * i], loop[2 * i + 1], &at[0], &at[1]))
        g_array_append_vals (pixels, at, 2);
    }
  if (n > 0 && self->by_keys) /* the next corner would be here */
    g_array_append_vals (pixels, (double[]){ self->x, self->y }, 2);
  return pixels;
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  FlPaintHands *self = data;
  const FlTheme *theme = fl_plot_theme ();
  g_autoptr (GArray) loop = NULL;
  gboolean gives = self->choice.tool == FL_TOOL_BRUSH || self->choice.tool == FL_TOOL_FLIP;
  FlBrush brush = { .x = self->x, .y = self->y, .keyboard = self->keyboard, .marker = -1, .has_color = gives };
  guint n;

  if (!self->active)
    return;
  loop = loop_pixels (self);
  brush.radius = self->choice.tool == FL_TOOL_LASSO ? 0 : self->choice.size / 2;
  brush.loop = (const double *) (gpointer) loop->data;
  brush.n_loop = loop->len / 2;
  if (fl_paint_hands_get_classes (self, &n) == NULL)
    brush.color = value_color (self, theme);
  else
    {
      brush.color = theme->classes[self->choice.class_index % 10];
      brush.marker = (int) fl_class_marker (self->choice.class_index);
    }
  fl_brush_paint (cr, theme, &brush);
}

static void
show_brush (FlPaintHands *self)
{
  if (self->overlay != NULL)
    gtk_widget_queue_draw (self->overlay);
}

/* What was done is still the last thing that was: it has not been undone. */
static gboolean
done_stands (FlPaintHands *self)
{
  return self->done != NULL && (self->in_vain || g_strcmp0 (self->done, fl_document_undo_label (document_of (self))) == 0);
}

static gboolean
is_full (FlPaintHands *self)
{
  const DsSource *source = project_of (self)->source;

  return source->kind == DS_SOURCE_POINTS && source->n_points >= FL_PAINT_MAX_POINTS;
}

char *
fl_paint_hands_status (FlPaintHands *self)
{
  const FlPaintChoice *choice = &self->choice;
  GString *text = g_string_new (fl_paint_tool_title (choice->tool));
  char number[32];
  guint n;
  char **classes = fl_paint_hands_get_classes (self, &n);

  if (self->stroke != NULL && self->by_keys)
    {
      g_string_append (text, choice->tool == FL_TOOL_LASSO ? _(" · Space: corner, Enter: close") : _(" · arrows move, Space puts down"));
      return g_string_free (text, FALSE);
    }
  if (choice->tool == FL_TOOL_BRUSH && is_full (self))
    {
      g_string_assign (text, _("Full: 20,000 points are the most. Erase some"));
      return g_string_free (text, FALSE);
    }
  if (choice->tool == FL_TOOL_BRUSH || choice->tool == FL_TOOL_FLIP)
    {
      if (classes == NULL)
        g_string_append_printf (text, _(" · value %s"), fl_format_number (choice->value, number, sizeof number));
      else if (choice->class_index < n)
        g_string_append_printf (text, _(" · class %s"), classes[choice->class_index]);
    }
  if (choice->tool == FL_TOOL_LASSO)
    g_string_append (text, choice->part == DS_PART_VALIDATION ? _(" · to validation") : _(" · to training"));
  else
    g_string_append_printf (text, _(" · size %.0f"), choice->size);
  if (done_stands (self))
    g_string_append_printf (text, " · %s", self->done);
  return g_string_free (text, FALSE);
}

static void
changed (FlPaintHands *self)
{
  show_brush (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- strokes ---- */

static gboolean
tool_settings (FlPaintHands *self, FlToolSettings *settings)
{
  const FlPaintChoice *choice = &self->choice;
  double x0, y0, x1, y1;
  guint n;
  char **classes = fl_paint_hands_get_classes (self, &n);

  if (!fl_boundary_plot_to_data (self->plot, 0, 0, &x0, &y0)
      || !fl_boundary_plot_to_data (self->plot, choice->size / 2, choice->size / 2, &x1, &y1))
    return FALSE;
  *settings = (FlToolSettings){ choice->tool, fabs (x1 - x0), fabs (y1 - y0), choice->density, choice->jitter,
                                classes != NULL ? (float) choice->class_index : (float) choice->value, choice->part };
  fl_boundary_plot_get_limits (self->plot, settings->low, settings->high);
  return settings->rx > 0 && settings->ry > 0;
}

static void
begin (FlPaintHands *self, gboolean by_keys)
{
  FlToolSettings settings;
  double x, y;

  g_clear_pointer (&self->done, g_free);
  /* rows on their way may be others than those that are seen */
  if (fl_session_is_loading (self->session) && project_of (self)->source->kind != DS_SOURCE_POINTS)
    return;
  if (self->stroke != NULL || !tool_settings (self, &settings) || !fl_boundary_plot_to_data (self->plot, self->x, self->y, &x, &y))
    return;
  self->by_keys = by_keys;
  self->stroke = fl_stroke_begin (document_of (self), fl_session_get_data (self->session), &settings, self->strokes++, x, y);
  changed (self);
}

static void
go_on (FlPaintHands *self)
{
  double x, y;

  if (self->stroke != NULL && fl_boundary_plot_to_data (self->plot, self->x, self->y, &x, &y))
    fl_stroke_to (self->stroke, x, y);
}

static void
finish (FlPaintHands *self)
{
  FlStroke *stroke = g_steal_pointer (&self->stroke);

  if (stroke == NULL)
    return;
  g_free (self->done);
  self->in_vain = fl_stroke_end (stroke) == 0;
  self->done = g_strdup (self->in_vain ? _("nothing here") : fl_document_undo_label (document_of (self)));
  changed (self);
}

/* ---- the pointer ---- */

static void
motion_cb (FlPaintHands *self, double x, double y)
{
  gboolean rests = x == self->seen_x && y == self->seen_y; /* only what lies below it has changed */

  self->seen_x = x;
  self->seen_y = y;
  if (!self->active || self->by_keys || (self->keyboard && rests))
    return;
  self->x = x;
  self->y = y;
  self->keyboard = FALSE;
  show_brush (self);
}

static void
leave_cb (FlPaintHands *self)
{
  if (!self->active || self->keyboard || self->stroke != NULL)
    return;
  self->x = self->y = NAN;
  show_brush (self);
}

static void
drag_begin_cb (FlPaintHands *self, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self->plot));
  g_clear_pointer (&self->stroke, fl_stroke_drop); /* one by keys gives way */
  self->by_keys = self->keyboard = FALSE;
  self->x = self->press_x = x;
  self->y = self->press_y = y;
  begin (self, FALSE);
}

static void
drag_update_cb (FlPaintHands *self, double dx, double dy)
{
  self->x = self->press_x + dx;
  self->y = self->press_y + dy;
  go_on (self);
  show_brush (self);
}

static void
drag_end_cb (FlPaintHands *self)
{
  finish (self);
}

/* ---- keys ---- */

static void
move_cursor (FlPaintHands *self, double right, double down, gboolean little)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->plot)), height = gtk_widget_get_height (GTK_WIDGET (self->plot));
  double step = little ? 1 : ARROW;

  if (!isfinite (self->x) || !isfinite (self->y))
    {
      self->x = width / 2.0;
      self->y = height / 2.0;
      right = down = 0; /* the first press shows where it is */
    }
  self->x = CLAMP (self->x + right * step, 0, width);
  self->y = CLAMP (self->y + down * step, 0, height);
  self->keyboard = TRUE;
  if (self->stroke != NULL && self->choice.tool == FL_TOOL_MOVE)
    go_on (self);
  show_brush (self);
}

static void
use_tool (FlPaintHands *self)
{
  gboolean lasting = self->choice.tool == FL_TOOL_MOVE || self->choice.tool == FL_TOOL_LASSO;

  move_cursor (self, 0, 0, TRUE);
  if (self->stroke == NULL)
    begin (self, TRUE);
  else if (self->choice.tool == FL_TOOL_LASSO)
    {
      go_on (self); /* a corner */
      show_brush (self);
      return;
    }
  else
    {
      finish (self);
      self->by_keys = FALSE;
      return;
    }
  if (lasting && self->stroke != NULL)
    return;
  finish (self);
  self->by_keys = FALSE;
}

static void
choose_tool (FlPaintHands *self, FlTool tool)
{
  FlPaintChoice choice = self->choice;

  choice.tool = tool;
  fl_paint_hands_set_choice (self, &choice);
}

static gboolean
letter_key (FlPaintHands *self, guint key)
{
  static const char letters[] = "bemfl";
  const char *at = key < 128 && key > 0 ? strchr (letters, (int) gdk_keyval_to_lower (key)) : NULL;
  FlPaintChoice choice = self->choice;
  guint n;

  if (at != NULL)
    {
      choose_tool (self, (FlTool) (at - letters));
      return GDK_EVENT_STOP;
    }
  if (key >= GDK_KEY_1 && key <= GDK_KEY_9 && fl_paint_hands_get_classes (self, &n) != NULL && key - GDK_KEY_1 < n)
    choice.class_index = key - GDK_KEY_1;
  else if (key == GDK_KEY_bracketleft)
    choice.size /= BIGGER;
  else if (key == GDK_KEY_bracketright)
    choice.size *= BIGGER;
  else
    return key >= GDK_KEY_1 && key <= GDK_KEY_9 ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
  fl_paint_hands_set_choice (self, &choice);
  return GDK_EVENT_STOP;
}

static void
escape (FlPaintHands *self)
{
  if (self->stroke == NULL)
    {
      fl_paint_hands_set_active (self, FALSE);
      return;
    }
  g_clear_pointer (&self->stroke, fl_stroke_drop);
  self->by_keys = FALSE;
  changed (self);
}

static gboolean
key_cb (FlPaintHands *self, guint key, guint code, GdkModifierType state)
{
  gboolean little = (state & GDK_SHIFT_MASK) != 0;

  if (!self->active || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK)))
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      move_cursor (self, -1, 0, little);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      move_cursor (self, 1, 0, little);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_cursor (self, 0, -1, little);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_cursor (self, 0, 1, little);
      return GDK_EVENT_STOP;
    case GDK_KEY_space:
      if (!self->keyboard && self->stroke == NULL)
        return GDK_EVENT_PROPAGATE; /* the pointer has the tool: Space trains and pauses, as everywhere */
      use_tool (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (self->stroke == NULL)
        return GDK_EVENT_PROPAGATE;
      go_on (self);
      finish (self);
      self->by_keys = FALSE;
      show_brush (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      escape (self);
      return GDK_EVENT_STOP;
    default:
      return letter_key (self, key);
    }
}

/* ---- the object ---- */

GtkWidget *
fl_paint_hands_get_overlay (FlPaintHands *self)
{
  return self->overlay;
}

gboolean
fl_paint_hands_is_active (FlPaintHands *self)
{
  return self->active;
}

void
fl_paint_hands_set_active (FlPaintHands *self, gboolean active)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->plot));

  active = active && fl_paint_refusal (project_of (self), fl_session_get_data (self->session)) == NULL;
  if (active == self->active)
    return;
  g_clear_pointer (&self->stroke, fl_stroke_drop);
  g_clear_pointer (&self->done, g_free);
  self->by_keys = self->keyboard = FALSE;
  self->x = self->y = NAN;
  self->active = active;
  for (guint i = 0; i < G_N_ELEMENTS (self->controllers); i++)
    gtk_event_controller_set_propagation_phase (self->controllers[i], active ? GTK_PHASE_CAPTURE : GTK_PHASE_NONE);
  fl_boundary_plot_set_painting (self->plot, active);
  if (active)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->plot));
      if (root != NULL && gtk_window_get_focus_visible (GTK_WINDOW (root)))
        move_cursor (self, 0, 0, TRUE); /* who came by keys sees where they are */
    }
  changed (self);
}

const FlPaintChoice *
fl_paint_hands_get_choice (FlPaintHands *self)
{
  return &self->choice;
}

void
fl_paint_hands_set_choice (FlPaintHands *self, const FlPaintChoice *choice)
{
  guint n;

  if (self->stroke != NULL && choice->tool != self->choice.tool)
    g_clear_pointer (&self->stroke, fl_stroke_drop);
  self->choice = *choice;
  self->choice.size = CLAMP (choice->size, FL_PAINT_LEAST_SIZE, FL_PAINT_MOST_SIZE);
  self->choice.density = CLAMP (choice->density, 1, 20);
  self->choice.jitter = CLAMP (choice->jitter, 0, 1);
  if (fl_paint_hands_get_classes (self, &n) != NULL)
    self->choice.class_index = MIN (choice->class_index, MAX (n, 1) - 1);
  g_clear_pointer (&self->done, g_free);
  changed (self);
}

/* Another document, or data that cannot be painted on, end the painting; classes may have gone. */
static void
session_changed_cb (FlPaintHands *self)
{
  guint n;

  if (self->active && fl_paint_refusal (project_of (self), fl_session_get_data (self->session)) != NULL
      && !fl_session_is_loading (self->session))
    fl_paint_hands_set_active (self, FALSE);
  if (fl_paint_hands_get_classes (self, &n) != NULL)
    self->choice.class_index = MIN (self->choice.class_index, MAX (n, 1) - 1);
  changed (self);
}

static void
fl_paint_hands_dispose (GObject *object)
{
  FlPaintHands *self = FL_PAINT_HANDS (object);

  g_clear_pointer (&self->stroke, fl_stroke_drop);
  if (self->overlay != NULL)
    gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->overlay), NULL, NULL, NULL);
  g_clear_object (&self->overlay);
  g_clear_object (&self->session);
  g_clear_pointer (&self->done, g_free);
  G_OBJECT_CLASS (fl_paint_hands_parent_class)->dispose (object);
}

static void
fl_paint_hands_class_init (FlPaintHandsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_paint_hands_dispose;
  signals[CHANGED] = g_signal_new ("changed", FL_TYPE_PAINT_HANDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_paint_hands_init (FlPaintHands *self)
{
  self->choice = (FlPaintChoice){ FL_TOOL_BRUSH, 32, 3, 1, 0, 1, DS_PART_VALIDATION };
  self->x = self->y = NAN;
}

FlPaintHands *
fl_paint_hands_new (FlSession *session, FlBoundaryPlot *plot)
{
  FlPaintHands *self = g_object_new (FL_TYPE_PAINT_HANDS, NULL);
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->session = g_object_ref (session);
  self->plot = plot;
  self->overlay = g_object_ref_sink (gtk_drawing_area_new ());
  gtk_widget_set_can_target (self->overlay, FALSE);
  gtk_widget_add_css_class (self->overlay, "boundary-brush");
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->overlay), draw_cb, self, NULL);
  self->controllers[0] = motion;
  self->controllers[1] = keys;
  self->controllers[2] = GTK_EVENT_CONTROLLER (drag);
  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "enter", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_update_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (drag_end_cb), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (self->controllers); i++)
    {
      gtk_event_controller_set_propagation_phase (self->controllers[i], GTK_PHASE_NONE);
      gtk_widget_add_controller (GTK_WIDGET (plot), self->controllers[i]);
    }
  g_signal_connect_object (session, "changed", G_CALLBACK (session_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}
