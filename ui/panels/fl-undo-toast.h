/* What takes something away at once, unasked, and offers to take that back. */
#pragma once
#include <gtk/gtk.h>

#include "fl-document.h"

G_BEGIN_DECLS

/* Says what has just been done to the document, with a button that undoes it. The offer goes with the next edit, undo or redo, so that
 * the button never takes back anything else. widget: in the window where it is said; without a place for toasts nothing is. */
void fl_offer_undo (GtkWidget *widget, FlDocument *document, const char *text);

/* A way back of another kind than undo. */
typedef struct
{
  const char *text; /* what has been done */
  guint seconds;    /* the offer lasts; 0: as long as any */
  gboolean (*holds) (gpointer data); /* can it still be taken back? NULL: until the next edit, undo or redo */
  void (*undo) (gpointer data);
  void (*over) (gpointer data); /* the offer is gone, taken or not; or NULL */
  gpointer data;
  GDestroyNotify free; /* of data, which is taken */
} FlWayBack;

/* As fl_offer_undo(), with that way back. The same offer while it is there is not made anew. */
void fl_offer_way_back (GtkWidget *widget, FlDocument *document, const FlWayBack *back);
/* Something else than the document has changed: an offer that does not hold any more goes. */
void fl_offer_check (GtkWidget *toasts);

/* Removes the layer and offers it back. FALSE: it cannot go, and stays. */
gboolean fl_remove_layer (GtkWidget *widget, FlDocument *document, guint layer);

G_END_DECLS
