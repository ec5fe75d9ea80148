#include <glib/gi18n-lib.h>
#include <math.h>
#include "fl-view.h"

#define FL_VIEW(id, title, icon) { #id, title, icon, fl_##id##_view_new },
static const FlViewType types[] = {
#include "views.inc"
};
#undef FL_VIEW

#define START "fl-view-start"

void
fl_view_start_at (GtkWidget *widget)
{
  g_object_set_data (G_OBJECT (widget), START, widget);
}

static GtkWidget *
find_start (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (g_object_get_data (G_OBJECT (widget), START) != NULL)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_start (child);
  return found;
}

gboolean
fl_view_enter (GtkWidget *view)
{
  GtkWidget *start = find_start (view);

  if (start != NULL && (gtk_widget_grab_focus (start) || gtk_widget_child_focus (start, GTK_DIR_TAB_FORWARD)))
    return TRUE;
  /* With the focus within, this would lead on to the second widget. */
  return gtk_widget_get_focus_child (view) != NULL || gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD);
}

static gboolean
wheel_cb (GtkEventControllerScroll *wheel, double dx, double dy, gpointer data)
{
  GtkEventController *controller = GTK_EVENT_CONTROLLER (wheel);
  GtkWidget *page = gtk_widget_get_ancestor (gtk_widget_get_parent (gtk_event_controller_get_widget (controller)), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;
  double step;

  if (page == NULL || dy == 0 || (gtk_event_controller_get_current_event_state (controller) & GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (page));
  /* as GTK's own scroller: a notch is the page's height to the power of two thirds */
  step = gtk_event_controller_scroll_get_unit (wheel) == GDK_SCROLL_UNIT_SURFACE ? 1 : pow (gtk_adjustment_get_page_size (adjustment), 2.0 / 3);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + dy * step);
  return GDK_EVENT_STOP;
}

void
fl_view_let_wheel_through (GtkWidget *scrolled_window)
{
  GtkEventController *wheel = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  gtk_event_controller_set_propagation_phase (wheel, GTK_PHASE_CAPTURE);
  g_signal_connect (wheel, "scroll", G_CALLBACK (wheel_cb), NULL);
  gtk_widget_add_controller (scrolled_window, wheel);
}

const FlViewType *const *
fl_views (guint *n)
{
  static const FlViewType *list[G_N_ELEMENTS (types)];

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    list[i] = &types[i];
  *n = G_N_ELEMENTS (types);
  return list;
}
