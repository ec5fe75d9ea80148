/* The canvas larger than its card: a canvas with more room has larger maps and wider gaps, while words and buttons stay as they are, so
 * that nothing is blurred. Ctrl+wheel, pinching, Ctrl++ and Ctrl+- zoom; dragging moves; a double click on empty ground or Ctrl+0 fits. */
#include "fl-network-private.h"

#include <math.h>

#define MOST 3.0            /* times as large as the card */
#define MOST_PIXELS 16e6    /* of the picture */
#define WHEEL 1.25          /* a notch of the wheel, a press of + */
#define SLACK 4.0           /* pixels before a press becomes a drag */

static GtkAdjustment *
adjustment_of (FlNetwork *self, GtkOrientation orientation)
{
  GtkWidget *scroll = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);

  if (scroll == NULL)
    return NULL;
  return orientation == GTK_ORIENTATION_HORIZONTAL ? gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scroll))
                                                   : gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroll));
}

void
fl_network_get_visible (FlNetwork *self, graphene_rect_t *area)
{
  GtkAdjustment *across = adjustment_of (self, GTK_ORIENTATION_HORIZONTAL), *down = adjustment_of (self, GTK_ORIENTATION_VERTICAL);
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)));

  *area = all;
  if (across != NULL && gtk_adjustment_get_page_size (across) > 0 && gtk_adjustment_get_page_size (down) > 0)
    *area = GRAPHENE_RECT_INIT (gtk_adjustment_get_value (across), gtk_adjustment_get_value (down),
                                gtk_adjustment_get_page_size (across), gtk_adjustment_get_page_size (down));
  if (!graphene_rect_intersection (area, &all, area))
    *area = all;
}

gboolean
fl_network_is_seen (FlNetwork *self, const graphene_rect_t *box)
{
  graphene_rect_t seen;

  fl_network_get_visible (self, &seen);
  return graphene_rect_intersection (&seen, box, NULL);
}

void
fl_network_point (FlNetwork *self, GtkWidget *popover, const graphene_rect_t *box)
{
  graphene_rect_t seen, part;

  fl_network_get_visible (self, &seen);
  if (!graphene_rect_intersection (&seen, box, &part))
    part = GRAPHENE_RECT_INIT (CLAMP (box->origin.x, seen.origin.x, seen.origin.x + seen.size.width - 1),
                               CLAMP (box->origin.y, seen.origin.y, seen.origin.y + seen.size.height - 1), 1, 1);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &(GdkRectangle){ (int) part.origin.x, (int) part.origin.y,
                                                                       MAX (1, (int) part.size.width), MAX (1, (int) part.size.height) });
}

void
fl_network_zoom_minimum (FlNetwork *self, int *width, int *height)
{
  if (self->zoom.factor == 1)
    return;
  *width = MAX (*width, (int) round (self->zoom.width * self->zoom.factor));
  *height = MAX (*height, (int) round (self->zoom.height * self->zoom.factor));
}

#define AROUND 8 /* pixels to be seen around what has the focus */

/* In the viewport's place, which would go to wherever it takes the contents of an open popover to be. */
static void
parent_cb (FlNetwork *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (GTK_IS_VIEWPORT (parent))
    gtk_viewport_set_scroll_to_focus (GTK_VIEWPORT (parent), FALSE);
}

void
fl_network_follow_focus (FlNetwork *self, GtkWidget *child)
{
  GtkAdjustment *across = adjustment_of (self, GTK_ORIENTATION_HORIZONTAL), *down = adjustment_of (self, GTK_ORIENTATION_VERTICAL);
  graphene_rect_t box;

  if (across == NULL || child == NULL || GTK_IS_NATIVE (child) || !gtk_widget_compute_bounds (child, GTK_WIDGET (self), &box))
    return;
  graphene_rect_inset (&box, -AROUND, -AROUND);
  gtk_adjustment_clamp_page (across, box.origin.x, box.origin.x + box.size.width);
  gtk_adjustment_clamp_page (down, box.origin.y, box.origin.y + box.size.height);
}

static gboolean
reveal_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  FlNetwork *self = FL_NETWORK (widget);
  GtkAdjustment *across = adjustment_of (self, GTK_ORIENTATION_HORIZONTAL);
  guint column = (guint) (self->selected + 1);
  graphene_rect_t box;

  if (--self->zoom.reveal_frames > 0)
    return G_SOURCE_CONTINUE;
  self->zoom.reveal = 0;
  if (across != NULL && self->selected >= 0 && column < self->columns->len
      && gtk_widget_compute_bounds (((FlColumnView *) g_ptr_array_index (self->columns, column))->header, widget, &box))
    gtk_adjustment_clamp_page (across, box.origin.x - AROUND, box.origin.x + box.size.width + AROUND);
  return G_SOURCE_REMOVE;
}

void
fl_network_reveal (FlNetwork *self)
{
  self->zoom.reveal_frames = 2; /* what has just been put in is laid out in the first */
  if (self->zoom.reveal == 0)
    self->zoom.reveal = gtk_widget_add_tick_callback (GTK_WIDGET (self), reveal_cb, NULL, NULL);
}

static double
most_zoom (FlNetwork *self)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  return MAX (1, MIN (MOST, sqrt (MOST_PIXELS / (self->zoom.width * self->zoom.height * scale * scale))));
}

/* What was at `at` of the canvas stays where it is on the screen, and so does what is below the pointer. The room to scroll in is given
 * at once, before the layout, which then finds the place it is to keep. */
static void
keep_place (GtkAdjustment *adjustment, double at, double before, double after, double *pointer)
{
  double page = gtk_adjustment_get_page_size (adjustment), from = gtk_adjustment_get_value (adjustment), to;

  before = MAX (before, page);
  after = MAX (after, page);
  to = CLAMP (at * after / before - (at - from), 0, after - page);
  gtk_adjustment_configure (adjustment, to, 0, after, gtk_adjustment_get_step_increment (adjustment),
                            gtk_adjustment_get_page_increment (adjustment), page);
  *pointer += to - from;
}

/* Only what is seen is drawn, so another part of it is another drawing. */
static void
watch (FlNetwork *self, GtkAdjustment *adjustment)
{
  if (!g_signal_handler_find (adjustment, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, gtk_widget_queue_draw, NULL))
    g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static void
set_zoom (FlNetwork *self, double zoom, double x, double y)
{
  GtkAdjustment *across = adjustment_of (self, GTK_ORIENTATION_HORIZONTAL), *down = adjustment_of (self, GTK_ORIENTATION_VERTICAL);
  FlNetworkZoom *now = &self->zoom;
  double was = now->factor;

  if (across == NULL || gtk_widget_get_width (GTK_WIDGET (self)) < 1)
    return;
  if (was == 1 && !now->pending)
    {
      now->width = gtk_widget_get_width (GTK_WIDGET (self));
      now->height = gtk_widget_get_height (GTK_WIDGET (self));
      watch (self, across);
      watch (self, down);
    }
  zoom = CLAMP (zoom, 1, most_zoom (self));
  now->factor = zoom < 1.02 ? 1 : zoom;
  if (now->factor == was)
    return;
  now->pending = TRUE;
  keep_place (across, x, now->width * was, now->width * now->factor, &now->x);
  keep_place (down, y, now->height * was, now->height * now->factor, &now->y);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  fl_network_want_picture (self); /* larger maps have more to show */
  if ((was > 1) != (now->factor > 1))
    g_signal_emit_by_name (self, "zoomed", now->factor > 1);
}

void
fl_network_zoom (FlNetwork *self, double x, double y, double factor)
{
  graphene_rect_t seen;

  fl_network_get_visible (self, &seen);
  if (isnan (x) || isnan (y))
    {
      x = seen.origin.x + seen.size.width / 2;
      y = seen.origin.y + seen.size.height / 2;
    }
  set_zoom (self, self->zoom.factor * factor, x, y);
}

void
fl_network_fit (FlNetwork *self)
{
  set_zoom (self, 1, 0, 0);
}

/* The pointer */

static gboolean
scroll_cb (FlNetwork *self, double dx, double dy, GtkEventController *scroll)
{
  double lines = gtk_event_controller_scroll_get_unit (GTK_EVENT_CONTROLLER_SCROLL (scroll)) == GDK_SCROLL_UNIT_SURFACE ? dy / 40 : dy;

  if ((gtk_event_controller_get_current_event_state (scroll) & GDK_CONTROL_MASK) == 0)
    return GDK_EVENT_PROPAGATE;
  fl_network_zoom (self, self->zoom.x, self->zoom.y, pow (WHEEL, CLAMP (-lines, -8, 8)));
  return GDK_EVENT_STOP;
}

static void
motion_cb (FlNetwork *self, double x, double y)
{
  self->zoom.x = x;
  self->zoom.y = y;
}

static void
pinch_begin_cb (FlNetwork *self)
{
  self->zoom.pinched = self->zoom.factor;
}

static void
pinch_cb (FlNetwork *self, double scale, GtkGesture *pinch)
{
  double x = NAN, y = NAN;

  gtk_gesture_get_bounding_box_center (pinch, &x, &y);
  fl_network_zoom (self, x, y, self->zoom.pinched * scale / self->zoom.factor);
}

/* A header is dragged to another place, and a button is a button. */
static gboolean
is_ground (FlNetwork *self, double x, double y)
{
  GtkWidget *under = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  return under == GTK_WIDGET (self) || FL_IS_NEURON (under);
}

static gboolean
can_move (GtkAdjustment *adjustment)
{
  return adjustment != NULL && gtk_adjustment_get_upper (adjustment) > gtk_adjustment_get_page_size (adjustment) + 1;
}

static void
drag_begin_cb (FlNetwork *self, double x, double y, GtkGesture *drag)
{
  GtkAdjustment *across = adjustment_of (self, GTK_ORIENTATION_HORIZONTAL), *down = adjustment_of (self, GTK_ORIENTATION_VERTICAL);
  double left, top;

  self->zoom.gripped = FALSE;
  if (!is_ground (self, x, y) || (!can_move (across) && !can_move (down)))
    {
      gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  left = gtk_adjustment_get_value (across);
  top = gtk_adjustment_get_value (down);
  self->zoom.grip_x = x - left;
  self->zoom.grip_y = y - top;
  self->zoom.grip_left = left;
  self->zoom.grip_top = top;
}

/* The canvas moves below the pointer, and the offsets are the canvas's: measured anew on the card. */
static void
drag_update_cb (FlNetwork *self, double dx, double dy, GtkGesture *drag)
{
  GtkAdjustment *across = adjustment_of (self, GTK_ORIENTATION_HORIZONTAL), *down = adjustment_of (self, GTK_ORIENTATION_VERTICAL);
  double x, y;

  if (across == NULL || !gtk_gesture_get_point (drag, NULL, &x, &y))
    return;
  dx = x - gtk_adjustment_get_value (across) - self->zoom.grip_x;
  dy = y - gtk_adjustment_get_value (down) - self->zoom.grip_y;
  if (!self->zoom.gripped && hypot (dx, dy) < SLACK)
    return;
  if (!self->zoom.gripped)
    {
      self->zoom.gripped = TRUE;
      gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_CLAIMED);
      gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
      fl_network_stop_reading (self);
    }
  gtk_adjustment_set_value (across, self->zoom.grip_left - dx);
  gtk_adjustment_set_value (down, self->zoom.grip_top - dy);
}

static void
drag_end_cb (FlNetwork *self)
{
  self->zoom.gripped = FALSE;
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
}

static void
click_cb (FlNetwork *self, int presses, double x, double y)
{
  if (presses == 2 && is_ground (self, x, y) && fl_places_hit (&self->places, self->topology, x, y).column < 0)
    fl_network_fit (self);
}

static GtkGesture *
drag_new (FlNetwork *self, guint button)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), button);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  return drag;
}

/* The keyboard, wherever the focus is in the window */

static gboolean
key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  int by = g_variant_get_int32 (arguments);

  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (by == 0)
    fl_network_fit (FL_NETWORK (widget));
  else
    fl_network_zoom (FL_NETWORK (widget), NAN, NAN, by > 0 ? WHEEL : 1 / WHEEL);
  return TRUE;
}

static void
add_keys (FlNetwork *self)
{
  static const struct
  {
    guint key;
    int by;
  } keys[] = { { GDK_KEY_plus, 1 },   { GDK_KEY_equal, 1 },        { GDK_KEY_KP_Add, 1 }, { GDK_KEY_minus, -1 },
               { GDK_KEY_KP_Subtract, -1 }, { GDK_KEY_0, 0 }, { GDK_KEY_KP_0, 0 } };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), GTK_SHORTCUT_SCOPE_GLOBAL);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, GDK_CONTROL_MASK),
                                                gtk_callback_action_new (key_cb, NULL, NULL));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (keys[i].by));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

void
fl_network_add_zoom (FlNetwork *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new (), *click = gtk_gesture_click_new ();

  self->zoom = (FlNetworkZoom){ .factor = 1, .x = NAN, .y = NAN };
  g_signal_connect (self, "notify::parent", G_CALLBACK (parent_cb), NULL);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (click_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag_new (self, GDK_BUTTON_PRIMARY)));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag_new (self, GDK_BUTTON_MIDDLE)));
  add_keys (self);
}
