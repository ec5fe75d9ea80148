#include "fl-tooltip.h"

#define QUIET "fl-tooltip-quiet"

static gboolean
query_cb (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *popover = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) : NULL;

  if (popover != NULL && gtk_widget_get_visible (popover) && gtk_widget_is_ancestor (popover, widget))
    g_signal_stop_emission_by_name (widget, "query-tooltip");
  return FALSE;
}

void
fl_set_tooltip (GtkWidget *widget, const char *text)
{
  gboolean aside = gtk_widget_get_root (widget) == NULL && gtk_widget_get_visible (widget);

  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0)
    return;
  if (g_object_get_data (G_OBJECT (widget), QUIET) == NULL)
    {
      g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_cb), NULL);
      g_object_set_data (G_OBJECT (widget), QUIET, widget);
    }
  /* GTK asks for visible widgets only. */
  if (aside)
    gtk_widget_set_visible (widget, FALSE);
  gtk_widget_set_tooltip_text (widget, text);
  if (aside)
    gtk_widget_set_visible (widget, TRUE);
}
