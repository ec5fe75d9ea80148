/* FlLanePlot: the small decision boundary of a lane, painted on the plots' worker. Always shows everything. */
#pragma once
#include "fl-plot.h"
#include "nn-probe.h"

G_BEGIN_DECLS

#define FL_TYPE_LANE_PLOT (fl_lane_plot_get_type ())
G_DECLARE_FINAL_TYPE (FlLanePlot, fl_lane_plot, FL, LANE_PLOT, FlPlot)

GtkWidget *fl_lane_plot_new (void);
void fl_lane_plot_set_frame (FlLanePlot *self, NnFrame *frame); /* its data say what there is to see; NULL: nothing yet */
void fl_lane_plot_take (FlLanePlot *self, NnPicture *picture);  /* ref'd */
NnPicture *fl_lane_plot_get_picture (FlLanePlot *self); /* borrowed; NULL before the first */
/* What is to be asked of a probe; FALSE while nothing is shown. */
gboolean fl_lane_plot_get_request (FlLanePlot *self, NnProbeRequest *request);

G_END_DECLS
