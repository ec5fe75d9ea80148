/* FlLossView: the card with the loss chart and the line of numbers under it. The chart's accessible name is "Loss curve". */
#pragma once
#include "fl-loss-plot.h"
#include "fl-session.h"

G_BEGIN_DECLS

#define FL_TYPE_LOSS_VIEW (fl_loss_view_get_type ())
G_DECLARE_FINAL_TYPE (FlLossView, fl_loss_view, FL, LOSS_VIEW, GtkBox)

GtkWidget *fl_loss_view_new (void);
/* The moment that is looked at; NULL: the present, which needs no mark. */
void fl_loss_view_mark (FlLossView *self, const NnFrame *frame);
/* Where a mark is moved to. */
FlLossPlot *fl_loss_view_get_plot (FlLossView *self);
/* The session's other runs, behind the current one; call it when they may differ. */
void fl_loss_view_sync (FlLossView *self, FlSession *session);
void fl_loss_view_take (FlLossView *self, NnFrame *frame);
/* No run is to be shown. */
void fl_loss_view_forget (FlLossView *self);
/* The line of numbers; the caller keeps it to ten times a second. */
void fl_loss_view_refresh (FlLossView *self, const NnFrame *frame);
/* What assistive technology reads; the caller keeps it to once a second. */
void fl_loss_view_describe (FlLossView *self, const NnFrame *frame);

G_END_DECLS
