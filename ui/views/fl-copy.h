/* Text for other programs: what "Copy" means everywhere. UI thread. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Puts text on the clipboard of widget's display. It may be long: gdk_clipboard_set_text is not for that, since on X11 GTK 4.8
 * waits for the other program within the main thread when it hands over more than fits into one property, and never wakes. */
void fl_copy_text (GtkWidget *widget, const char *text);

G_END_DECLS
