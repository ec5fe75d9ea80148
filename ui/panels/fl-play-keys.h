/* The keys that need no Ctrl: Space plays and pauses, "." and "," step, R resets. In the main window, and in a window that belongs to
 * it and shows what it does. UI thread. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whatever has the focus may use them first: an entry, a list, a button that was walked to by key under Space. The actions are those of
 * the window, or of the one it is transient for. */
void fl_play_keys_add (GtkWindow *window);

G_END_DECLS
