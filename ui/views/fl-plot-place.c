#include "fl-plot-place.h"

#include <math.h>

#define NUDGE 8.0 /* pixels a press of Shift and an arrow */

typedef struct
{
  FlPlotPlace place;
  FlPlot *plot; /* borrowed: owns this */
  const FlPlotPlaceHands *hands;
  guint click;  /* a timeout: a click that may still become a double click */
  double click_x, click_y;
} Hold;

static gboolean
click_cb (gpointer data)
{
  Hold *hold = data;
  FlAxis x, y;

  hold->click = 0;
  if (!hold->hands->axes (hold->plot, &x, &y))
    return G_SOURCE_REMOVE;
  hold->place.x = fl_axis_value (&x, hold->click_x);
  hold->place.y = fl_axis_value (&y, hold->click_y);
  hold->hands->chosen (hold->plot);
  return G_SOURCE_REMOVE;
}

static gboolean
between (double v, double a, double b)
{
  return v >= MIN (a, b) && v <= MAX (a, b);
}

/* A drag takes the press away from this gesture; a second press in time is a double click and fits the view. */
static void
released_cb (Hold *hold, int n_press, double px, double py)
{
  FlAxis x, y;
  int pause;

  g_clear_handle_id (&hold->click, g_source_remove);
  if (n_press != 1 || !hold->hands->axes (hold->plot, &x, &y) || !between (px, x.from, x.to) || !between (py, y.from, y.to))
    return;
  hold->click_x = px;
  hold->click_y = py;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (hold->plot)), "gtk-double-click-time", &pause, NULL);
  hold->click = g_timeout_add (CLAMP (pause, 0, 1000), click_cb, hold);
}

static void
pressed_cb (Hold *hold)
{
  g_clear_handle_id (&hold->click, g_source_remove);
}

/* By pixels, whatever the zoom; the first press puts it into the middle. */
static void
nudge (Hold *hold, double dx, double dy)
{
  FlAxis x, y;
  double px, py;

  if (!hold->hands->axes (hold->plot, &x, &y))
    return;
  px = hold->place.placed ? fl_axis_pixel (&x, hold->place.x) + dx * NUDGE : (x.from + x.to) / 2;
  py = hold->place.placed ? fl_axis_pixel (&y, hold->place.y) + dy * NUDGE : (y.from + y.to) / 2;
  px = CLAMP (px, MIN (x.from, x.to), MAX (x.from, x.to));
  py = CLAMP (py, MIN (y.from, y.to), MAX (y.from, y.to));
  hold->place = (FlPlotPlace){ TRUE, fl_axis_value (&x, px), fl_axis_value (&y, py) };
  hold->hands->moved (hold->plot, px, py);
}

static gboolean
key_cb (Hold *hold, guint key, guint code, GdkModifierType state)
{
  double right = key == GDK_KEY_Right ? 1 : key == GDK_KEY_Left ? -1 : 0, down = key == GDK_KEY_Down ? 1 : key == GDK_KEY_Up ? -1 : 0;

  state &= GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK | GDK_SUPER_MASK;
  if (state == 0 && (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter))
    {
      if (hold->place.placed)
        hold->hands->chosen (hold->plot);
      else
        hold->hands->nowhere (hold->plot);
      return GDK_EVENT_STOP;
    }
  if (state != GDK_SHIFT_MASK || (right == 0 && down == 0))
    return GDK_EVENT_PROPAGATE;
  nudge (hold, right, down);
  return GDK_EVENT_STOP;
}

static void
hold_free (gpointer data)
{
  Hold *hold = data;

  g_clear_handle_id (&hold->click, g_source_remove);
  g_free (hold);
}

FlPlotPlace *
fl_plot_place_attach (FlPlot *plot, const FlPlotPlaceHands *hands)
{
  Hold *hold = g_new0 (Hold, 1);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  hold->plot = plot;
  hold->hands = hands;
  g_object_set_data_full (G_OBJECT (plot), "fl-plot-place", hold, hold_free);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), hold);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), hold);
  gtk_widget_add_controller (GTK_WIDGET (plot), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), hold);
  gtk_widget_add_controller (GTK_WIDGET (plot), keys); /* added last, asked first */
  return &hold->place;
}
