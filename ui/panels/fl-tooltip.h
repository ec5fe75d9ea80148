#ifndef FL_TOOLTIP_H
#define FL_TOOLTIP_H

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* gtk_widget_set_tooltip_text () without its price: GTK 4.8 asks the display server each time where the pointer is, in case the text is
 * being shown just now, and waits for the answer: 0.2 ms under X. A widget in no window yet is not asked about, nor the same text again. */
void fl_set_tooltip (GtkWidget *widget, const char *text);

G_END_DECLS

#endif
