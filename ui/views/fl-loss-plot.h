/* FlLossPlot: the loss chart of one run, painted on the plots' worker. */
#pragma once
#include "fl-plot.h"
#include "nn-frame.h"

G_BEGIN_DECLS

#define FL_TYPE_LOSS_PLOT (fl_loss_plot_get_type ())
G_DECLARE_FINAL_TYPE (FlLossPlot, fl_loss_plot, FL, LOSS_PLOT, FlPlot)

GtkWidget *fl_loss_plot_new (void);
/* Follows the frame's series; another run starts new curves. */
void fl_loss_plot_take (FlLossPlot *self, NnFrame *frame);
void fl_loss_plot_set_log (FlLossPlot *self, gboolean log);

G_END_DECLS
