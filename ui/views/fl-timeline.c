#include "fl-timeline.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-timeline-menu.h"
#include "fl-timeline-paint.h"
#include "fl-tooltip.h"

#define MOST_MARKS 64
#define GRAB 12.0 /* pixels from a loop's end that still take hold of it */

typedef enum
{
  HOLD_NONE,
  HOLD_POSITION,
  HOLD_FROM,
  HOLD_TO
} Hold;

struct _FlTimeline
{
  GtkWidget parent_instance;
  NnHistory *history; /* owned ref; NULL: nothing to go back to */
  guint64 last, at;
  gboolean live, loop;
  double from, to;    /* shares */
  Hold hold;
  FlTimelineMark marks[MOST_MARKS];
  guint n_marks;
};

G_DEFINE_FINAL_TYPE (FlTimeline, fl_timeline, GTK_TYPE_WIDGET)

enum
{
  SEEK,
  LIVE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static guint64
first_step (FlTimeline *self)
{
  return self->history != NULL ? nn_moment_step (nn_history_get (self->history, 0)) : 0;
}

static double
share_of (FlTimeline *self, guint64 step)
{
  guint64 first = first_step (self);

  if (self->last <= first)
    return 1;
  return CLAMP (((double) step - (double) first) / (double) (self->last - first), 0, 1);
}

static guint64
step_at (FlTimeline *self, double share)
{
  guint64 first = first_step (self);

  return first + (guint64) round (share * (double) (self->last > first ? self->last - first : 0));
}

static gboolean
is_rtl (FlTimeline *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

static void
seek (FlTimeline *self, guint64 step, gboolean exact)
{
  if (self->history == NULL)
    return;
  if (step >= self->last)
    g_signal_emit (self, signals[LIVE], 0);
  else
    g_signal_emit (self, signals[SEEK], 0, MAX (step, first_step (self)), exact);
}

/* --- drawing ------------------------------------------------------------------------------------- */

static void
fl_timeline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FlTimeline *self = FL_TIMELINE (widget);
  AdwStyleManager *style = adw_style_manager_get_default ();
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  FlTimelinePicture picture = { .first = (double) first_step (self), .last = (double) self->last, .at = share_of (self, self->at),
                                .live = self->live, .loop = self->loop && self->history != NULL, .rtl = is_rtl (self),
                                .from = self->from, .to = self->to, .marks = self->marks, .n_marks = self->n_marks };
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  fl_timeline_paint (cr, fl_theme_get (adw_style_manager_get_dark (style), adw_style_manager_get_high_contrast (style)), width, height,
                     &picture);
  cairo_destroy (cr);
}

/* --- what is shown ------------------------------------------------------------------------------- */

static void
find_marks (FlTimeline *self)
{
  self->n_marks = 0;
  for (guint i = 0; self->history != NULL && i < nn_history_length (self->history) && self->n_marks < MOST_MARKS; i++)
    {
      const NnMoment *moment = nn_history_get (self->history, i);
      NnMomentMark mark = nn_moment_mark (moment);

      if (mark != NN_MOMENT_KEPT)
        self->marks[self->n_marks++] = (FlTimelineMark){ share_of (self, nn_moment_step (moment)), mark == NN_MOMENT_BRANCH };
    }
}

void
fl_timeline_show (FlTimeline *self, NnHistory *history, guint64 last, guint64 at, gboolean live)
{
  if (history == self->history && last == self->last && at == self->at && live == self->live)
    return;
  if (history != NULL)
    nn_history_ref (history);
  nn_history_unref (self->history);
  self->history = history;
  self->last = last;
  self->at = at;
  self->live = live;
  find_marks (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self), history != NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

NnHistory *
fl_timeline_get_history (FlTimeline *self)
{
  return self->history;
}

void
fl_timeline_describe (FlTimeline *self, const char *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, (double) first_step (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) self->last, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  (double) self->at, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

void
fl_timeline_set_loop (FlTimeline *self, gboolean loop)
{
  self->loop = loop;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
fl_timeline_get_range (FlTimeline *self, guint64 *from, guint64 *to)
{
  *from = self->loop ? step_at (self, self->from) : first_step (self);
  *to = self->loop ? step_at (self, self->to) : self->last;
}

/* --- hands --------------------------------------------------------------------------------------- */

static Hold
hold_at (FlTimeline *self, double x)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double knob = fabs (fl_timeline_pixel (width, is_rtl (self), share_of (self, self->at)) - x);
  double from = fabs (fl_timeline_pixel (width, is_rtl (self), self->from) - x);
  double to = fabs (fl_timeline_pixel (width, is_rtl (self), self->to) - x);

  if (!self->loop || MIN (from, to) > GRAB || knob < MIN (from, to))
    return HOLD_POSITION;
  return from < to ? HOLD_FROM : HOLD_TO;
}

static void
move_to (FlTimeline *self, double x, gboolean exact)
{
  double share = fl_timeline_share (gtk_widget_get_width (GTK_WIDGET (self)), is_rtl (self), x);

  if (self->hold == HOLD_FROM)
    self->from = MIN (share, self->to);
  else if (self->hold == HOLD_TO)
    self->to = MAX (share, self->from);
  else
    seek (self, step_at (self, share), exact);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_begin_cb (FlTimeline *self, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->hold = hold_at (self, x);
  move_to (self, x, FALSE);
}

static void
drag_update_cb (FlTimeline *self, double dx, double dy, GtkGestureDrag *gesture)
{
  double x, y;

  if (self->hold != HOLD_NONE && gtk_gesture_drag_get_start_point (gesture, &x, &y))
    move_to (self, x + dx, FALSE);
}

static void
drag_end_cb (FlTimeline *self, double dx, double dy, GtkGestureDrag *gesture)
{
  double x, y;

  if (self->hold == HOLD_POSITION && gtk_gesture_drag_get_start_point (gesture, &x, &y))
    move_to (self, x + dx, TRUE);
  self->hold = HOLD_NONE;
}

static void
click_cb (FlTimeline *self, int n_press)
{
  if (n_press != 2)
    return;
  self->hold = HOLD_NONE; /* what follows of the drag that the second press began is not meant */
  seek (self, self->last, TRUE);
}

static void
go (FlTimeline *self, gint64 steps)
{
  guint64 first = first_step (self);

  if (steps < 0)
    seek (self, self->at > first + (guint64) -steps ? self->at - (guint64) -steps : first, TRUE);
  else
    seek (self, self->at + (guint64) steps, TRUE);
}

/* Of the loop: begins, or ends, at what is shown. */
static void
set_end (FlTimeline *self, gboolean first)
{
  double at = share_of (self, self->at);

  if (first)
    self->from = MIN (at, self->to);
  else
    self->to = MAX (at, self->from);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
key_cb (FlTimeline *self, guint key, guint code, GdkModifierType state)
{
  gint64 page = MAX (1, (gint64) (self->last - first_step (self)) / 10);
  const char *step = NULL;

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK))
    return GDK_EVENT_PROPAGATE;
  if ((state & GDK_SHIFT_MASK) && self->loop && (key == GDK_KEY_Home || key == GDK_KEY_End))
    {
      set_end (self, key == GDK_KEY_Home);
      return GDK_EVENT_STOP;
    }
  switch (key)
    {
    case GDK_KEY_Left: step = is_rtl (self) ? "win.step-forward" : "win.step-back"; break;
    case GDK_KEY_Right: step = is_rtl (self) ? "win.step-back" : "win.step-forward"; break;
    case GDK_KEY_Down: step = "win.step-back"; break;
    case GDK_KEY_Up: step = "win.step-forward"; break;
    case GDK_KEY_Page_Down: go (self, -page); return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up: go (self, page); return GDK_EVENT_STOP;
    case GDK_KEY_Home: seek (self, first_step (self), TRUE); return GDK_EVENT_STOP;
    case GDK_KEY_End: seek (self, self->last, TRUE); return GDK_EVENT_STOP;
    default: return GDK_EVENT_PROPAGATE;
    }
  gtk_widget_activate_action (GTK_WIDGET (self), step, NULL);
  return GDK_EVENT_STOP;
}

/* --- life ---------------------------------------------------------------------------------------- */

static void
fl_timeline_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                     int *natural_baseline)
{
  /* What is left beside the buttons' words is its own, too: it expands. */
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 132 : 38;
}

static void
fl_timeline_dispose (GObject *object)
{
  g_clear_pointer (&FL_TIMELINE (object)->history, nn_history_unref);
  G_OBJECT_CLASS (fl_timeline_parent_class)->dispose (object);
}

static void
fl_timeline_class_init (FlTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fl_timeline_dispose;
  widget_class->measure = fl_timeline_measure;
  widget_class->snapshot = fl_timeline_snapshot;
  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
  signals[SEEK] = g_signal_new ("seek", FL_TYPE_TIMELINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT64,
                                G_TYPE_BOOLEAN);
  signals[LIVE] = g_signal_new ("live", FL_TYPE_TIMELINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_timeline_init (FlTimeline *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new (), *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->from = 0.25;
  self->to = 0.75;
  self->live = TRUE;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_sensitive (widget, FALSE);
  fl_set_tooltip (widget, _("Drag to see any moment of the run again; arrows go by a step, a double click returns to the present"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Time travel"), -1);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (click_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, keys);
  fl_timeline_menu_attach (self);
  gtk_gesture_group (drag, click); /* the drag claims the press, and the second one is still heard of */
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
fl_timeline_new (void)
{
  return g_object_new (FL_TYPE_TIMELINE, NULL);
}
