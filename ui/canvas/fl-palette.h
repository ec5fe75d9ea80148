/* FlPalette: every layer the registry knows, by groups, with a line of help; to be chosen with Enter or a click, or dragged.
 * A layer type that is nothing but a choice (an activation) stands there once for each of its choices. Typing searches.
 *
 * Signal "chosen" (string): an id as fl_edit_new_layer() takes it. The palette has closed by then. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_PALETTE (fl_palette_get_type ())
G_DECLARE_FINAL_TYPE (FlPalette, fl_palette, FL, PALETTE, GtkPopover)

GtkWidget *fl_palette_new (void);

G_END_DECLS
