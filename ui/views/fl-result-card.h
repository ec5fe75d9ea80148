/* FlResultCard: what the network makes of the data, on one card with a page for each way to look at it. The decision boundary is
 * the first page. A page brings tools of its own for the head of the card. */
#pragma once
#include "fl-boundary-view.h"

G_BEGIN_DECLS

#define FL_TYPE_RESULT_CARD (fl_result_card_get_type ())
G_DECLARE_FINAL_TYPE (FlResultCard, fl_result_card, FL, RESULT_CARD, GtkBox)

GtkWidget *fl_result_card_new (FlSession *session);
FlBoundaryView *fl_result_card_get_boundary (FlResultCard *self); /* borrowed */
void fl_result_card_sync (FlResultCard *self);                    /* the session's data or plan may differ */

/* "boundary", "scores" ... */
void fl_result_card_show_page (FlResultCard *self, const char *id);
const char *fl_result_card_get_page (FlResultCard *self);

G_END_DECLS
