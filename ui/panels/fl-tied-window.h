/* A window that belongs to another: it stands in front of it and goes with it. UI thread. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whoever keeps a reference to such a window, as work under way does, may keep it for longer than its parent lives. GTK 4.8 destroys
 * the window with its parent, but would look for the parent once more at the very end: it is made to let go of it. parent may be NULL. */
void fl_tie_window (GtkWindow *window, GtkWindow *parent);

G_END_DECLS
