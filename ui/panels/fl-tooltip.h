/* Tooltips without their price: gtk_widget_set_tooltip_text () of GTK 4.8 asks the display server each time where the pointer is, in case
 * the text is being shown just now, and waits for the answer: 0.2 ms under X, for every button there is. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A widget in no window yet is not asked about, nor is the same text again. text: NULL for none. While a popover is
 * open, what it belongs to keeps its tooltip away, and so do the boxes around that: it would lie over what has been opened. */
void fl_set_tooltip (GtkWidget *widget, const char *text);

G_END_DECLS
