#include "fl-tooltip.h"

#define QUIET "fl-tooltip-quiet"

static gboolean
query_cb (GtkWidget *button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (button));

  if (popover != NULL && gtk_widget_get_visible (GTK_WIDGET (popover)))
    g_signal_stop_emission_by_name (button, "query-tooltip");
  return FALSE;
}

void
fl_set_tooltip (GtkWidget *widget, const char *text)
{
  gboolean aside = gtk_widget_get_root (widget) == NULL && gtk_widget_get_visible (widget);

  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0)
    return;
  if (GTK_IS_MENU_BUTTON (widget) && g_object_get_data (G_OBJECT (widget), QUIET) == NULL)
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
