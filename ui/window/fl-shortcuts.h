/* The window of all keys there are, grouped, with a search. UI thread. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Of a window of the application, made when it is first asked for; owned by that window. */
GtkWindow *fl_shortcuts_window (GtkWindow *parent);

G_END_DECLS
