/* The keys that need no Ctrl: Space plays and pauses, "." and "," step, R resets. In the main window, in a window that belongs to it
 * and shows what it does, and in a popover with settings, which hears of keys in the window's place while it is open. UI thread. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* widget: a window or popover. Whatever has the focus may use them first: an entry, a list, a button that was walked to by key under
 * Space. The actions are those of its window, or of the one this is transient for. */
void fl_play_keys_add (GtkWidget *widget);

G_END_DECLS
