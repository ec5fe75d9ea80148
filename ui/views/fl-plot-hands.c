#include "fl-plot-hands.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include "fl-tooltip.h"

#define WHEEL 1.25 /* a notch of the wheel, a press of + */
#define ARROW 32.0 /* pixels a press of an arrow */
#define SLACK 4.0  /* pixels before a press becomes a drag */

typedef struct
{
  FlPlot *plot; /* borrowed: owns this */
  const FlPlotHands *hands;
  FlPlotHands does; /* grip, move, zoom and fit alone: the hands', or those of a part */
  double x, y;  /* pointer, or NaN */
  gboolean dragging, caught;
  double from_x, from_y; /* where the drag began */
} Hold;

static void
motion_cb (Hold *hold, double x, double y)
{
  hold->x = x;
  hold->y = y;
}

static void
leave_cb (Hold *hold)
{
  hold->x = hold->y = NAN;
}

static gboolean
scroll_cb (Hold *hold, double dx, double dy, GtkEventController *scroll)
{
  double lines = gtk_event_controller_scroll_get_unit (GTK_EVENT_CONTROLLER_SCROLL (scroll)) == GDK_SCROLL_UNIT_SURFACE ? dy / 40 : dy;

  if ((gtk_event_controller_get_current_event_state (scroll) & GDK_CONTROL_MASK) == 0)
    return GDK_EVENT_PROPAGATE;
  hold->does.zoom (hold->plot, hold->x, hold->y, pow (WHEEL, CLAMP (-lines, -8, 8)));
  return GDK_EVENT_STOP;
}

static void
drag_begin_cb (Hold *hold, double x, double y, GtkGestureSingle *gesture)
{
  hold->dragging = FALSE;
  hold->from_x = x;
  hold->from_y = y;
  hold->caught = hold->hands->catch != NULL && gtk_gesture_single_get_button (gesture) == GDK_BUTTON_PRIMARY &&
                 hold->hands->catch (hold->plot, x, y);
  gtk_widget_grab_focus (GTK_WIDGET (hold->plot));
}

static void
drag_update_cb (Hold *hold, double dx, double dy, GtkGesture *gesture)
{
  if (!hold->dragging)
    {
      if (hypot (dx, dy) < SLACK)
        return;
      hold->dragging = TRUE;
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
      gtk_widget_set_cursor_from_name (GTK_WIDGET (hold->plot), hold->caught && hold->hands->sliding != NULL ? hold->hands->sliding : "grabbing");
      if (!hold->caught)
        hold->does.grip (hold->plot);
    }
  if (hold->caught)
    hold->hands->slide (hold->plot, hold->from_x + dx, hold->from_y + dy, FALSE);
  else
    hold->does.move (hold->plot, dx, dy);
}

static void
drag_end_cb (Hold *hold, double dx, double dy)
{
  if (hold->dragging && hold->caught)
    hold->hands->slide (hold->plot, hold->from_x + dx, hold->from_y + dy, TRUE);
  hold->dragging = hold->caught = FALSE;
  gtk_widget_set_cursor (GTK_WIDGET (hold->plot), NULL);
}

static void
click_cb (Hold *hold, int n_press, double x, double y, GtkGesture *gesture)
{
  if (n_press != 2)
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  hold->does.fit (hold->plot);
}

static void
released_cb (Hold *hold, int n_press, double x, double y)
{
  if (n_press == 1 && !hold->dragging && hold->hands->click != NULL)
    hold->hands->click (hold->plot, x, y);
}

static void
menu_click_cb (Hold *hold, int n_press, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (hold->plot));
  fl_plot_menu_popup (hold->plot, x, y);
}

/* The view goes where the arrow points, so what is shown goes the other way. */
static void
go (Hold *hold, double right, double down)
{
  if (hold->dragging)
    return;
  hold->does.grip (hold->plot);
  hold->does.move (hold->plot, -right * ARROW, -down * ARROW);
}

/* Shift and an arrow moves the read-out of values, Escape ends it. */
static gboolean
read_key (Hold *hold, guint key, GdkModifierType state)
{
  gboolean left = key == GDK_KEY_Left || key == GDK_KEY_KP_Left, right = key == GDK_KEY_Right || key == GDK_KEY_KP_Right;

  if (hold->hands->read == NULL)
    return FALSE;
  if (key == GDK_KEY_Escape)
    return hold->hands->read (hold->plot, 0);
  return (state & GDK_SHIFT_MASK) != 0 && (left || right) && hold->hands->read (hold->plot, left ? -1 : 1);
}

/* Which way an arrow points; FALSE: it is no arrow. */
static gboolean
arrow_of (guint key, int *right, int *up)
{
  gboolean left = key == GDK_KEY_Left || key == GDK_KEY_KP_Left, down = key == GDK_KEY_Down || key == GDK_KEY_KP_Down;

  *right = left ? -1 : key == GDK_KEY_Right || key == GDK_KEY_KP_Right;
  *up = down ? -1 : key == GDK_KEY_Up || key == GDK_KEY_KP_Up;
  return *right != 0 || *up != 0;
}

/* Alt and an arrow moves what the pointer could drag. */
static gboolean
nudge_key (Hold *hold, guint key, GdkModifierType state)
{
  double part = (state & GDK_SHIFT_MASK) != 0 ? 0.1 : 1;
  int right, up;

  if (hold->hands->nudge == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK)) != GDK_ALT_MASK
      || !arrow_of (key, &right, &up))
    return FALSE;
  if (!hold->dragging)
    hold->hands->nudge (hold->plot, part * right, part * up);
  return TRUE;
}

static gboolean
key_cb (Hold *hold, guint key, guint code, GdkModifierType state)
{
  int right, up;

  if ((key == GDK_KEY_F10 && (state & GDK_SHIFT_MASK)) || key == GDK_KEY_Menu)
    {
      fl_plot_menu_popup (hold->plot, NAN, NAN);
      return GDK_EVENT_STOP;
    }
  if (nudge_key (hold, key, state))
    return GDK_EVENT_STOP;
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK))
    return GDK_EVENT_PROPAGATE;
  if (read_key (hold, key, state))
    return GDK_EVENT_STOP;
  if (arrow_of (key, &right, &up))
    {
      go (hold, right, -up);
      return GDK_EVENT_STOP;
    }
  switch (key)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      hold->does.zoom (hold->plot, NAN, NAN, WHEEL);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_underscore:
    case GDK_KEY_KP_Subtract:
      hold->does.zoom (hold->plot, NAN, NAN, 1 / WHEEL);
      return GDK_EVENT_STOP;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      hold->does.fit (hold->plot);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
add (Hold *hold, gpointer controller)
{
  gtk_widget_add_controller (GTK_WIDGET (hold->plot), controller);
}

void
fl_plot_hands_attach (FlPlot *plot, const FlPlotHands *hands)
{
  static const FlPlotHands part = { fl_plot_part_grip, fl_plot_part_move, fl_plot_part_zoom, fl_plot_part_fit };
  Hold *hold = g_new0 (Hold, 1);
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *middle = gtk_gesture_drag_new ();
  GtkGesture *drag = gtk_gesture_drag_new (), *click = gtk_gesture_click_new (), *menu = gtk_gesture_click_new ();

  *hold = (Hold){ .plot = plot, .hands = hands, .does = hands->zoom != NULL ? *hands : part, .x = NAN, .y = NAN };
  g_object_set_data_full (G_OBJECT (plot), "fl-plot-hold", hold, g_free);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), hold);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), hold);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), hold);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), hold);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), hold);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), hold);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), hold);
  /* the middle button moves too, also while the first has something else to do */
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (middle), GDK_BUTTON_MIDDLE);
  g_signal_connect_swapped (middle, "drag-begin", G_CALLBACK (drag_begin_cb), hold);
  g_signal_connect_swapped (middle, "drag-update", G_CALLBACK (drag_update_cb), hold);
  g_signal_connect_swapped (middle, "drag-end", G_CALLBACK (drag_end_cb), hold);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (click_cb), hold);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), hold);
  g_signal_connect_swapped (menu, "pressed", G_CALLBACK (menu_click_cb), hold);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), hold);
  add (hold, motion);
  add (hold, scroll);
  add (hold, drag);
  add (hold, middle);
  add (hold, click);
  add (hold, menu);
  add (hold, keys);
  gtk_widget_set_focusable (GTK_WIDGET (plot), TRUE);
  fl_plot_menu_install (plot, hands, hold->does.fit);
}

const char *
fl_plot_hands_hint (void)
{
  return _("Ctrl+wheel zooms, dragging moves, a double click shows everything; the right button has more");
}

static void
fit_cb (GtkWidget *plot)
{
  gtk_widget_activate_action (plot, "plot.fit", NULL);
  gtk_widget_grab_focus (plot);
}

GtkWidget *
fl_plot_hands_fit_button (FlPlot *plot)
{
  GtkWidget *button = gtk_button_new_with_label (_("Show all"));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "card-toggle");
  fl_set_tooltip (button, _("Show everything again (double click, or 0)"));
  gtk_widget_set_visible (button, FALSE);
  g_signal_connect_object (button, "clicked", G_CALLBACK (fit_cb), plot, G_CONNECT_SWAPPED);
  return button;
}
