/* The way of the keyboard between the panes of the window: header bar, side panel, view, time strip, and the tabs of a narrow window.
 * F6 goes to the next one, Shift+F6 to the one before; each takes the focus back to where it was in it. */
#include "fl-window-private.h"
#include "fl-view.h"

#define MAX_PANES 5
#define LAST_FOCUS "fl-last-focus" /* of a pane: where the focus was in it, weak */
#define VISITED "fl-visited"       /* of a view that has been on show */

static GtkWidget *
visible_view (FlWindow *self)
{
  return adw_view_stack_get_visible_child (ADW_VIEW_STACK (self->stack));
}

/* As they are read. */
static guint
list_panes (FlWindow *self, GtkWidget *panes[MAX_PANES])
{
  GtkWidget *strip = self->train_view != NULL ? fl_train_view_get_strip (self->train_view) : NULL;
  guint n = 0;

  panes[n++] = gtk_widget_get_parent (self->header);
  if (adw_flap_get_reveal_flap (ADW_FLAP (self->flap)))
    panes[n++] = adw_flap_get_flap (ADW_FLAP (self->flap));
  panes[n++] = visible_view (self);
  if (strip != NULL && gtk_widget_get_mapped (strip))
    panes[n++] = strip;
  if (gtk_widget_get_visible (self->tabs_bar))
    panes[n++] = self->tabs_bar;
  return n;
}

/* The strip is part of a view: the innermost pane counts. -1: the focus is in none. */
static int
pane_of (GtkWidget *const *panes, guint n, GtkWidget *focus)
{
  int found = -1;

  for (guint i = 0; focus != NULL && i < n; i++)
    if ((focus == panes[i] || gtk_widget_is_ancestor (focus, panes[i])) &&
        (found < 0 || gtk_widget_is_ancestor (panes[i], panes[found])))
      found = (int) i;
  return found;
}

static gboolean
back_to_last (GtkWidget *pane)
{
  GWeakRef *last = g_object_get_data (G_OBJECT (pane), LAST_FOCUS);
  g_autoptr (GtkWidget) widget = last != NULL ? g_weak_ref_get (last) : NULL;

  return widget != NULL && gtk_widget_get_mapped (widget) && gtk_widget_is_ancestor (widget, pane) && gtk_widget_grab_focus (widget);
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static gboolean
enter (FlWindow *self, GtkWidget *pane)
{
  if (back_to_last (pane))
    return TRUE;
  return pane == visible_view (self) ? fl_view_enter (pane) : gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD);
}

void
fl_window_focus_pane (FlWindow *self, gboolean next)
{
  GtkWidget *panes[MAX_PANES], *focus = gtk_window_get_focus (GTK_WINDOW (self));
  int n = (int) list_panes (self, panes), by = next ? 1 : n - 1, at = pane_of (panes, (guint) n, focus);

  if (focus != NULL && gtk_widget_get_native (focus) != GTK_NATIVE (self))
    return; /* an open menu keeps the keyboard */
  if (at < 0)
    at = next ? n - 1 : 0;
  gtk_window_set_focus_visible (GTK_WINDOW (self), TRUE);
  for (int i = 1; i < n; i++)
    if (enter (self, panes[(at + i * by) % n]))
      return;
}

static void
remember (GtkWidget *pane, GtkWidget *focus)
{
  GWeakRef *last = g_object_get_data (G_OBJECT (pane), LAST_FOCUS);

  if (last == NULL)
    {
      last = g_new0 (GWeakRef, 1);
      g_weak_ref_init (last, NULL);
      g_object_set_data_full (G_OBJECT (pane), LAST_FOCUS, last, weak_ref_free);
    }
  g_weak_ref_set (last, focus);
}

static void
focus_cb (FlWindow *self)
{
  GtkWidget *panes[MAX_PANES], *focus = gtk_window_get_focus (GTK_WINDOW (self));
  int at;

  if (focus == NULL || gtk_widget_get_native (focus) != GTK_NATIVE (self))
    return;
  at = pane_of (panes, list_panes (self, panes), focus);
  if (at >= 0)
    remember (panes[at], focus);
}

/* A view that takes the focus over from another one has given it to its first button, which Space would press in place of Train. */
static void
view_cb (FlWindow *self)
{
  GtkWidget *view = visible_view (self), *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus != NULL && gtk_widget_is_ancestor (focus, view) && g_object_get_data (G_OBJECT (view), VISITED) == NULL)
    fl_view_enter (view);
  g_object_set_data (G_OBJECT (view), VISITED, view);
}

void
fl_window_focus_view (FlWindow *self)
{
  GtkWidget *view = visible_view (self), *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus != NULL && gtk_widget_is_ancestor (focus, view))
    return;
  enter (self, view);
}

static gboolean
kept_cb (gpointer data)
{
  FlWindow *self = data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    enter (self, visible_view (self));
  return G_SOURCE_REMOVE;
}

void
fl_window_focus_kept (FlWindow *self)
{
  g_idle_add_full (G_PRIORITY_LOW, kept_cb, g_object_ref (self), g_object_unref);
}

void
fl_window_focus_start (FlWindow *self)
{
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_cb), NULL);
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (view_cb), self, G_CONNECT_SWAPPED);
}

void
fl_window_focus_end (FlWindow *self)
{
  g_signal_handlers_disconnect_by_func (self, focus_cb, NULL);
}
