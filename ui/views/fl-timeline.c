#include "fl-timeline.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-axis.h"
#include "fl-timeline-menu.h"
#include "fl-timeline-paint.h"
#include "fl-timeline-part.h"
#include "fl-tooltip.h"

#define MOST_MARKS 64
#define WHEEL 1.25 /* a notch of the wheel, a press of + */
#define GRAB 12.0 /* pixels from a loop's end that still take hold of it */

typedef enum
{
  HOLD_NONE,
  HOLD_POSITION,
  HOLD_FROM,
  HOLD_TO,
  HOLD_PART
} Hold;

typedef struct
{
  double step;
  gboolean branch; /* else an edit */
} Mark;

struct _FlTimeline
{
  GtkWidget parent_instance;
  NnHistory *history; /* owned ref; NULL: nothing to go back to */
  guint64 last, at;
  gboolean live, loop;
  double from, to;    /* of the loop: shares of the whole run */
  FlTimelinePart part;
  Hold hold;
  gboolean doubled;    /* pressed for the second time, and what is dragged with that is not meant */
  FlTimelinePart held; /* the part, where a drag of it began */
  double pointer;      /* pixels, or NaN */
  Mark marks[MOST_MARKS];
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

/* Of the whole run. */
static double
share_of (FlTimeline *self, guint64 step)
{
  double first = (double) first_step (self), last = (double) self->last;

  return last > first ? CLAMP (((double) step - first) / (last - first), 0, 1) : 1;
}

static FlTimelinePart
shown_part (FlTimeline *self)
{
  return fl_timeline_part (&self->part, (double) first_step (self), (double) self->last);
}

/* Of what is shown; below 0 or above 1 where the step is not. */
static double
shown_share (FlTimeline *self, double step)
{
  FlTimelinePart part = shown_part (self);

  return part.to > part.from ? (step - part.from) / (part.to - part.from) : 1;
}

static double
whole_step (FlTimeline *self, double share)
{
  double first = (double) first_step (self);

  return first + share * MAX ((double) self->last - first, 0);
}

static guint64
step_at (FlTimeline *self, double share)
{
  return (guint64) round (whole_step (self, share));
}

static gboolean
is_rtl (FlTimeline *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

/* The step below a place of the widget. */
static double
step_below (FlTimeline *self, double x)
{
  FlTimelinePart part = shown_part (self);

  return part.from + fl_timeline_share (gtk_widget_get_width (GTK_WIDGET (self)), is_rtl (self), x) * (part.to - part.from);
}

static double
pixel_of (FlTimeline *self, double step)
{
  return fl_timeline_pixel (gtk_widget_get_width (GTK_WIDGET (self)), is_rtl (self), shown_share (self, step));
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
  FlTimelinePart part = shown_part (self);
  FlTimelineMark marks[MOST_MARKS];
  FlTimelinePicture picture = { .first = part.from, .last = part.to, .at = shown_share (self, (double) self->at),
                                .live = self->live, .loop = self->loop && self->history != NULL, .rtl = is_rtl (self),
                                .from = shown_share (self, whole_step (self, self->from)),
                                .to = shown_share (self, whole_step (self, self->to)), .marks = marks, .n_marks = self->n_marks };
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  for (guint i = 0; i < self->n_marks; i++)
    marks[i] = (FlTimelineMark){ shown_share (self, self->marks[i].step), self->marks[i].branch };
  if (part.zoomed)
    {
      picture.part_from = share_of (self, (guint64) part.from);
      picture.part_to = share_of (self, (guint64) part.to);
      picture.whole_at = share_of (self, self->at);
    }
  fl_timeline_paint (cr, fl_theme_get (adw_style_manager_get_dark (style), adw_style_manager_get_high_contrast (style)), width, height,
                     &picture);
  cairo_destroy (cr);
}

/* --- what is shown ------------------------------------------------------------------------------- */

/* The part has another place, or is all of the run. */
static void
part_changed (FlTimeline *self)
{
  FlTimelinePart part = shown_part (self);
  g_autofree char *from = fl_format_whole ((guint64) round (part.from)), *to = fl_format_whole ((guint64) round (part.to));
  g_autofree char *text = part.zoomed ? g_strdup_printf (_("Steps %s to %s are shown"), from, to) : NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : gtk_widget_get_tooltip_text (GTK_WIDGET (self)), -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* factor > 1: closer, about a place of the widget; NaN: about the position, where it is to be seen. */
static void
zoom (FlTimeline *self, double x, double factor)
{
  FlTimelinePart part = shown_part (self);
  double at = CLAMP ((double) self->at, part.from, part.to);

  if (self->history == NULL)
    return;
  if (isfinite (x) && fabs (x - pixel_of (self, (double) self->at)) > GRAB) /* on the knob: about it, also where it moves */
    at = step_below (self, x);
  fl_timeline_part_zoom (&self->part, (double) first_step (self), (double) self->last, at, factor);
  part_changed (self);
}

static void
shift (FlTimeline *self, double steps)
{
  fl_timeline_part_shift (&self->part, (double) first_step (self), (double) self->last, steps);
  part_changed (self);
}

void
fl_timeline_fit (FlTimeline *self)
{
  self->part.zoomed = FALSE;
  part_changed (self);
}

void
fl_timeline_get_shown (FlTimeline *self, double *from, double *to)
{
  FlTimelinePart part = shown_part (self);

  *from = part.from;
  *to = part.to;
}

static void
find_marks (FlTimeline *self)
{
  self->n_marks = 0;
  for (guint i = 0; self->history != NULL && i < nn_history_length (self->history) && self->n_marks < MOST_MARKS; i++)
    {
      const NnMoment *moment = nn_history_get (self->history, i);
      NnMomentMark mark = nn_moment_mark (moment);

      if (mark != NN_MOMENT_KEPT)
        self->marks[self->n_marks++] = (Mark){ (double) nn_moment_step (moment), mark == NN_MOMENT_BRANCH };
    }
}

/* A part that reaches up to the present stays there, and one where the position was goes to where it is put. */
static void
move_part (FlTimeline *self, guint64 was_last, guint64 was_at, gboolean was_live)
{
  double first = (double) first_step (self);

  if (!self->part.zoomed)
    return;
  fl_timeline_part_grow (&self->part, first, (double) was_last, (double) self->last);
  if (self->at != was_at && !(self->live && was_live) && self->hold == HOLD_NONE)
    fl_timeline_part_reach (&self->part, first, (double) self->last, (double) self->at);
  part_changed (self);
}

void
fl_timeline_show (FlTimeline *self, NnHistory *history, guint64 last, guint64 at, gboolean live)
{
  guint64 was_last = self->last, was_at = self->at;
  gboolean was_live = self->live;

  if (history == self->history && last == self->last && at == self->at && live == self->live)
    return;
  if (history != NULL)
    nn_history_ref (history);
  nn_history_unref (self->history);
  self->history = history;
  self->last = last;
  self->at = at;
  self->live = live;
  if (history == NULL)
    self->part.zoomed = FALSE;
  move_part (self, was_last, was_at, was_live);
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
  FlTimelinePart part = shown_part (self);
  double first = (double) first_step (self), length = (double) self->last - first, quarter = (part.to - part.from) / 4;

  self->loop = loop;
  /* a range is begun where it can be seen */
  if (loop && part.zoomed && length > 0 && (shown_share (self, whole_step (self, self->to)) < 0 ||
                                            shown_share (self, whole_step (self, self->from)) > 1))
    {
      self->from = (part.from + quarter - first) / length;
      self->to = (part.to - quarter - first) / length;
    }
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
  double knob = fabs (pixel_of (self, (double) self->at) - x);
  double from = fabs (pixel_of (self, whole_step (self, self->from)) - x), to = fabs (pixel_of (self, whole_step (self, self->to)) - x);

  if (!self->loop || MIN (from, to) > GRAB || knob < MIN (from, to))
    return HOLD_POSITION;
  return from < to ? HOLD_FROM : HOLD_TO;
}

/* What the hold is of goes to x. */
static void
move_to (FlTimeline *self, double x, gboolean exact)
{
  double step = step_below (self, x), share = share_of (self, (guint64) round (step));

  if (self->hold == HOLD_FROM)
    self->from = MIN (share, self->to);
  else if (self->hold == HOLD_TO)
    self->to = MAX (share, self->from);
  else
    seek (self, (guint64) round (step), exact);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The part goes with the pointer. */
static void
drag_part (FlTimeline *self, double dx)
{
  double steps = (self->held.to - self->held.from) / fl_timeline_length (gtk_widget_get_width (GTK_WIDGET (self)));

  if (!self->held.zoomed)
    return;
  self->part = self->held;
  shift (self, (is_rtl (self) ? dx : -dx) * steps);
}

static void
drag_begin_cb (FlTimeline *self, double x, double y, GtkGesture *gesture)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  gboolean middle = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_MIDDLE;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->held = self->part;
  self->hold = HOLD_NONE;
  if (self->doubled)
    return;
  self->hold = middle || (self->part.zoomed && (state & GDK_SHIFT_MASK)) ? HOLD_PART : hold_at (self, x);
  if (self->hold != HOLD_PART)
    move_to (self, x, FALSE);
}

static void
drag_update_cb (FlTimeline *self, double dx, double dy, GtkGestureDrag *gesture)
{
  double x, y;

  if (self->hold == HOLD_PART)
    drag_part (self, dx);
  else if (self->hold != HOLD_NONE && gtk_gesture_drag_get_start_point (gesture, &x, &y))
    move_to (self, x + dx, FALSE);
}

static void
drag_end_cb (FlTimeline *self, double dx, double dy, GtkGestureDrag *gesture)
{
  double x, y;

  if (self->hold == HOLD_POSITION && gtk_gesture_drag_get_start_point (gesture, &x, &y))
    move_to (self, x + dx, TRUE);
  self->hold = HOLD_NONE;
  self->doubled = FALSE;
}

/* Ctrl and the wheel zoom; sideways, or with Shift, it moves what is zoomed. */
static gboolean
scroll_cb (FlTimeline *self, double dx, double dy, GtkEventController *scroll)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (scroll);
  double unit = gtk_event_controller_scroll_get_unit (GTK_EVENT_CONTROLLER_SCROLL (scroll)) == GDK_SCROLL_UNIT_SURFACE ? 40 : 1;
  double along = (state & GDK_SHIFT_MASK) && dx == 0 ? dy : dx;

  if (state & GDK_CONTROL_MASK)
    zoom (self, self->pointer, pow (WHEEL, CLAMP (-dy / unit, -8, 8)));
  else if (self->part.zoomed && along != 0)
    shift (self, (is_rtl (self) ? -1 : 1) * along / unit * (self->part.to - self->part.from) / 10);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
motion_cb (FlTimeline *self, double x)
{
  self->pointer = x;
}

static void
leave_cb (FlTimeline *self)
{
  self->pointer = NAN;
}

static void
click_cb (FlTimeline *self, int n_press)
{
  if (n_press != 2)
    return;
  self->hold = HOLD_NONE; /* the drag may have heard of the press before, or hears of it next */
  self->doubled = TRUE;
  if (self->part.zoomed)
    fl_timeline_fit (self);
  else
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

/* As at plots: + and - zoom, 0 fits, Shift and an arrow moves what is zoomed. */
static gboolean
zoom_key (FlTimeline *self, guint key, GdkModifierType state)
{
  double tenth = (self->part.to - self->part.from) / 10 * (is_rtl (self) ? -1 : 1);

  switch (key)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add: zoom (self, NAN, WHEEL); return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_underscore:
    case GDK_KEY_KP_Subtract: zoom (self, NAN, 1 / WHEEL); return TRUE;
    case GDK_KEY_0:
    case GDK_KEY_KP_0: fl_timeline_fit (self); return TRUE;
    case GDK_KEY_Left:
    case GDK_KEY_Right:
      if (!self->part.zoomed || (state & GDK_SHIFT_MASK) == 0)
        return FALSE;
      shift (self, key == GDK_KEY_Left ? -tenth : tenth);
      return TRUE;
    default: return FALSE;
    }
}

static gboolean
key_cb (FlTimeline *self, guint key, guint code, GdkModifierType state)
{
  FlTimelinePart part = shown_part (self);
  gint64 page = MAX (1, (gint64) (part.to - part.from) / 10);
  const char *step = NULL;

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK))
    return GDK_EVENT_PROPAGATE;
  if ((state & GDK_SHIFT_MASK) && self->loop && (key == GDK_KEY_Home || key == GDK_KEY_End))
    {
      set_end (self, key == GDK_KEY_Home);
      return GDK_EVENT_STOP;
    }
  if (zoom_key (self, key, state))
    return GDK_EVENT_STOP;
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

static GtkGesture *
drag_new (FlTimeline *self, guint button)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), button);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  return drag;
}

static void
add_hands (FlTimeline *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = drag_new (self, GDK_BUTTON_PRIMARY), *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new (), *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  drag_new (self, GDK_BUTTON_MIDDLE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (click_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, motion);
  fl_timeline_menu_attach (self);
  gtk_gesture_group (drag, click); /* the drag claims the press, and the second one is still heard of */
}

static void
fl_timeline_init (FlTimeline *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->from = 0.25;
  self->to = 0.75;
  self->live = TRUE;
  self->pointer = NAN;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_sensitive (widget, FALSE);
  fl_set_tooltip (widget, _("Drag to see any moment of the run again; arrows go by a step. Ctrl+wheel zooms, the middle button or Shift "
                            "moves. A double click shows all of the run, or else returns to the present"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Time travel"), -1);
  add_hands (self);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
fl_timeline_new (void)
{
  return g_object_new (FL_TYPE_TIMELINE, NULL);
}
