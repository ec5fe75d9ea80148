#include <glib/gi18n-lib.h>
#include "fl-view.h"

#define FL_VIEW(id, title, icon, create) { id, title, icon, create },
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

const FlViewType *const *
fl_views (guint *n)
{
  static const FlViewType *list[G_N_ELEMENTS (types)];

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    list[i] = &types[i];
  *n = G_N_ELEMENTS (types);
  return list;
}
