#include "fl-tooltip.h"

void
fl_set_tooltip (GtkWidget *widget, const char *text)
{
  gboolean aside = gtk_widget_get_root (widget) == NULL && gtk_widget_get_visible (widget);

  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0)
    return;
  /* GTK asks for visible widgets only. */
  if (aside)
    gtk_widget_set_visible (widget, FALSE);
  gtk_widget_set_tooltip_text (widget, text);
  if (aside)
    gtk_widget_set_visible (widget, TRUE);
}
