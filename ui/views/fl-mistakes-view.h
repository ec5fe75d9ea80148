/* FlMistakesView: the rows the network gets wrong, greatest loss first; for values, all by their loss. The row chosen here is the
 * session's row: every plot points it out. Follows the training while it is shown. */
#pragma once
#include <gtk/gtk.h>
#include "fl-scorer.h"

G_BEGIN_DECLS

#define FL_TYPE_MISTAKES_VIEW (fl_mistakes_view_get_type ())
G_DECLARE_FINAL_TYPE (FlMistakesView, fl_mistakes_view, FL, MISTAKES_VIEW, GtkBox)

GtkWidget *fl_mistakes_view_new (FlSession *session);
GtkWidget *fl_mistakes_view_get_tools (FlMistakesView *self); /* borrowed; for the head of the card */
void fl_mistakes_view_sync (FlMistakesView *self);

G_END_DECLS
