/* What takes something away at once, unasked, and offers to take that back. */
#pragma once
#include <gtk/gtk.h>

#include "fl-document.h"

G_BEGIN_DECLS

/* Says what has just been done to the document, with a button that undoes it. The offer goes with the next edit, undo or redo, so that
 * the button never takes back anything else. widget: in the window where it is said; without a place for toasts nothing is. */
void fl_offer_undo (GtkWidget *widget, FlDocument *document, const char *text);

/* Removes the layer and offers it back. FALSE: it cannot go, and stays. */
gboolean fl_remove_layer (GtkWidget *widget, FlDocument *document, guint layer);

G_END_DECLS
