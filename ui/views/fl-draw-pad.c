#include "fl-draw-pad.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-data-paint.h"
#include "fl-plot.h"
#include "fl-tooltip.h"

#define STEP 0.04        /* of the pad: a press of an arrow */
#define MOST_POINTS 20000
#define MOST_BACK 50 /* strokes and clearings that can be taken back */

/* What lies on the pad. */
typedef struct
{
  GArray *points; /* owned, of FlInkPoint */
  float *image;   /* owned, or NULL */
} Sheet;

struct _FlDrawPad
{
  GtkWidget parent_instance;
  DsImageHabit habit;
  GArray *points;  /* owned, of FlInkPoint */
  float *image;    /* owned, or NULL */
  GPtrArray *past; /* owned, of Sheet *: what was there before each stroke and each clearing */
  double x, y;     /* the keyboard's pen */
  gboolean down;   /* ... is on the sheet */
  gboolean keys;   /* ... is shown: keys were used */
};

G_DEFINE_FINAL_TYPE (FlDrawPad, fl_draw_pad, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* The sheet: a square in the middle. */
static double
sheet (FlDrawPad *self, double *left, double *top)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self)), side = MIN (width, height);

  *left = floor ((width - side) / 2);
  *top = floor ((height - side) / 2);
  return MAX (side, 1);
}

static void
changed (FlDrawPad *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
sheet_free (gpointer data)
{
  Sheet *old = data;

  g_array_unref (old->points);
  g_free (old->image);
  g_free (old);
}

static gsize
image_bytes (FlDrawPad *self)
{
  return (gsize) self->habit.width * self->habit.height * sizeof (float);
}

/* Before anything on the pad changes. */
static void
remember (FlDrawPad *self)
{
  Sheet *old = g_new0 (Sheet, 1);

  old->points = g_array_copy (self->points);
  old->image = self->image != NULL ? g_memdup2 (self->image, image_bytes (self)) : NULL;
  if (self->past->len >= MOST_BACK)
    g_ptr_array_remove_index (self->past, 0);
  g_ptr_array_add (self->past, old);
}

static void
add_point (FlDrawPad *self, double x, double y, gboolean start)
{
  FlInkPoint point = { CLAMP (x, 0, 1), CLAMP (y, 0, 1), start || self->points->len == 0 };

  if (self->points->len >= MOST_POINTS)
    return;
  if (point.start)
    remember (self);
  g_array_append_val (self->points, point);
  changed (self);
}

/* ---- drawing it ---- */

static void
paint_pen (FlDrawPad *self, cairo_t *cr, const FlTheme *theme, double left, double top, double side)
{
  double x = left + self->x * side, y = top + self->y * side;

  cairo_arc (cr, x, y, 6, 0, 2 * G_PI);
  fl_set_source (cr, theme->accent, 1);
  cairo_set_line_width (cr, 2);
  if (self->down)
    cairo_fill (cr);
  else
    cairo_stroke (cr);
}

static void
fl_draw_pad_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FlDrawPad *self = FL_DRAW_PAD (widget);
  const FlTheme *theme = fl_plot_theme ();
  double left, top, side = sheet (self, &left, &top);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) left, (float) top, (float) side, (float) side));

  fl_set_source (cr, theme->card, 1);
  cairo_paint (cr);
  if (self->image != NULL)
    fl_image_paint (cr, theme, left, top, side, self->image, self->habit.width, self->habit.height, MIN (self->habit.ground, self->habit.ink),
                    MAX (self->habit.ground, self->habit.ink));
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, fl_ink_pen (&self->habit) * side / MAX (self->habit.width, 1));
  fl_set_source (cr, theme->text, 1);
  fl_ink_path (cr, (const FlInkPoint *) self->points->data, self->points->len, left, top, side, side);
  cairo_stroke (cr);
  if (self->keys && gtk_widget_has_focus (widget))
    paint_pen (self, cr, theme, left, top, side);
  cairo_rectangle (cr, left + 0.5, top + 0.5, side - 1, side - 1);
  fl_set_source (cr, theme->border, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

/* ---- hands ---- */

static void
drag_begin_cb (FlDrawPad *self, double x, double y)
{
  double left, top, side = sheet (self, &left, &top);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->keys = FALSE;
  add_point (self, (x - left) / side, (y - top) / side, TRUE);
}

static void
drag_update_cb (FlDrawPad *self, double dx, double dy, GtkGestureDrag *drag)
{
  double left, top, side = sheet (self, &left, &top), x, y;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  add_point (self, (x + dx - left) / side, (y + dy - top) / side, FALSE);
}

static gboolean
key_cb (FlDrawPad *self, guint key, guint code, GdkModifierType modifiers)
{
  int dx = key == GDK_KEY_Left || key == GDK_KEY_KP_Left ? -1 : key == GDK_KEY_Right || key == GDK_KEY_KP_Right;
  int dy = key == GDK_KEY_Up || key == GDK_KEY_KP_Up ? -1 : key == GDK_KEY_Down || key == GDK_KEY_KP_Down;

  if (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Escape || key == GDK_KEY_Delete)
    {
      fl_draw_pad_clear (self);
      return GDK_EVENT_STOP;
    }
  if (key == GDK_KEY_BackSpace)
    {
      fl_draw_pad_take_back (self);
      return GDK_EVENT_STOP;
    }
  if (key == GDK_KEY_space || key == GDK_KEY_KP_Space)
    {
      self->keys = TRUE;
      self->down = !self->down;
      if (self->down)
        add_point (self, self->x, self->y, TRUE);
    }
  else if (dx != 0 || dy != 0)
    {
      self->keys = TRUE;
      self->x = CLAMP (self->x + dx * STEP, 0, 1);
      self->y = CLAMP (self->y + dy * STEP, 0, 1);
      if (self->down)
        add_point (self, self->x, self->y, FALSE);
    }
  else
    return GDK_EVENT_PROPAGATE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return GDK_EVENT_STOP;
}

static void
focus_cb (FlDrawPad *self)
{
  self->down = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- what is on it ---- */

void
fl_draw_pad_clear (FlDrawPad *self)
{
  if (!fl_draw_pad_is_empty (self))
    remember (self);
  g_array_set_size (self->points, 0);
  g_clear_pointer (&self->image, g_free);
  self->down = FALSE;
  self->x = self->y = 0.5;
  changed (self);
}

void
fl_draw_pad_take_back (FlDrawPad *self)
{
  Sheet *old;

  if (self->past->len == 0)
    return;
  old = g_ptr_array_steal_index (self->past, self->past->len - 1);
  g_array_unref (self->points);
  g_free (self->image);
  self->points = g_steal_pointer (&old->points);
  self->image = g_steal_pointer (&old->image);
  g_free (old);
  self->down = FALSE;
  changed (self);
}

gboolean
fl_draw_pad_has_past (FlDrawPad *self)
{
  return self->past->len > 0;
}

void
fl_draw_pad_set_habit (FlDrawPad *self, const DsImageHabit *habit)
{
  fl_draw_pad_clear (self);
  /* Images of another size are no drawing of this one. */
  g_ptr_array_set_size (self->past, 0);
  self->habit = *habit;
  changed (self);
}

void
fl_draw_pad_set_image (FlDrawPad *self, const float *values)
{
  remember (self);
  g_array_set_size (self->points, 0);
  g_free (self->image);
  self->image = g_memdup2 (values, image_bytes (self));
  self->down = FALSE;
  changed (self);
}

const float *
fl_draw_pad_get_image (FlDrawPad *self)
{
  return self->image;
}

const FlInkPoint *
fl_draw_pad_get_points (FlDrawPad *self, guint *n)
{
  *n = self->points->len;
  return (const FlInkPoint *) self->points->data;
}

gboolean
fl_draw_pad_is_empty (FlDrawPad *self)
{
  return self->points->len == 0 && self->image == NULL;
}

static void
fl_draw_pad_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                     int *natural_baseline)
{
  *minimum = 84;
  *natural = 200;
}

static void
fl_draw_pad_finalize (GObject *object)
{
  FlDrawPad *self = FL_DRAW_PAD (object);

  g_array_unref (self->points);
  g_ptr_array_unref (self->past);
  g_free (self->image);
  G_OBJECT_CLASS (fl_draw_pad_parent_class)->finalize (object);
}

static void
fl_draw_pad_class_init (FlDrawPadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = fl_draw_pad_finalize;
  widget_class->snapshot = fl_draw_pad_snapshot;
  widget_class->measure = fl_draw_pad_measure;
  signals[CHANGED] = g_signal_new ("changed", FL_TYPE_DRAW_PAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "drawpad");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
fl_draw_pad_init (FlDrawPad *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new (), *focus = gtk_event_controller_focus_new ();
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->points = g_array_new (FALSE, FALSE, sizeof (FlInkPoint));
  self->past = g_ptr_array_new_with_free_func (sheet_free);
  self->x = self->y = 0.5;
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "crosshair");
  fl_set_tooltip (GTK_WIDGET (self), _("Draw with the mouse; or move with the arrow keys and put the pen down with Space. Backspace takes a stroke back, Escape clears"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Drawing pad"), -1);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
fl_draw_pad_new (void)
{
  return g_object_new (FL_TYPE_DRAW_PAD, NULL);
}
