/* What GTK's popovers leave to be desired. UI thread. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Pops up, and when the popover closes, the focus goes back to what had it before; GTK passes it on to whatever comes next. */
void fl_popover_popup (GtkPopover *popover);

/* From now on no popover of the process, GTK's own included, swallows the first press after it has closed. To be called when GTK has
 * been initialized; more than once does no harm. */
void fl_popovers_hush_hidden (void);

G_END_DECLS
