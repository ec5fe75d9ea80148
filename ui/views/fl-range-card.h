/* FlRangeCard: the learning-rate range test as a chart. It runs on a thread of its own, with progress, and can be cancelled; a click
 * on the chart, or the button, sets the learning rate (one undo step). */
#pragma once
#include <gtk/gtk.h>
#include "fl-session.h"

G_BEGIN_DECLS

#define FL_TYPE_RANGE_CARD (fl_range_card_get_type ())
G_DECLARE_FINAL_TYPE (FlRangeCard, fl_range_card, FL, RANGE_CARD, GtkBox)

GtkWidget *fl_range_card_new (FlSession *session);
void fl_range_card_run (FlRangeCard *self);

G_END_DECLS
