/* FlLossView: the card with the loss chart and the line of numbers under it. The chart's accessible name is "Loss curve". */
#pragma once
#include "fl-plot.h"
#include "fl-session.h"

G_BEGIN_DECLS

#define FL_TYPE_LOSS_VIEW (fl_loss_view_get_type ())
G_DECLARE_FINAL_TYPE (FlLossView, fl_loss_view, FL, LOSS_VIEW, GtkBox)

GtkWidget *fl_loss_view_new (void);
void fl_loss_view_take (FlLossView *self, NnFrame *frame);
/* The line of numbers; the caller keeps it to ten times a second. */
void fl_loss_view_refresh (FlLossView *self, const NnFrame *frame);
/* What assistive technology reads; the caller keeps it to once a second. */
void fl_loss_view_describe (FlLossView *self, const NnFrame *frame);

G_END_DECLS
