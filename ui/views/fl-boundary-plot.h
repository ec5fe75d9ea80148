/* FlBoundaryPlot: the decision boundary, painted on the plots' worker from the newest picture of a probe. Accessible name
 * "Decision boundary".
 *
 * A person may zoom and move it (fl-plot-hands.h); the rectangle then stays until it is fitted, or another dataset or axis
 * comes.
 * Signal "request-changed": another field is wanted (size, rectangle, axes or data changed).
 * Signal "place" (FlWalkPlace *place, gboolean open): a person clicked a place or pressed Enter (open), or moved the place that is
 * marked with Shift and the arrows.
 * Signal "pointed" (double x, double y): the pointer, or the marked place, is over that place of the data; NaN: over none.
 * Signal "zoomed" (gboolean zoomed): what is shown is no longer, or again, everything. */
#pragma once
#include "fl-plot.h"
#include "fl-session.h"
#include "fl-walk-place.h"
#include "nn-probe.h"

G_BEGIN_DECLS

#define FL_TYPE_BOUNDARY_PLOT (fl_boundary_plot_get_type ())
G_DECLARE_FINAL_TYPE (FlBoundaryPlot, fl_boundary_plot, FL, BOUNDARY_PLOT, FlPlot)

GtkWidget *fl_boundary_plot_new (FlSession *session);
void fl_boundary_plot_sync (FlBoundaryPlot *self); /* the session's data or plan may differ */
void fl_boundary_plot_take (FlBoundaryPlot *self, NnPicture *picture); /* ref'd; NULL: none */

/* Field and rectangle, at exactly the pixels seen; maps are left alone. FALSE while nothing is shown yet. */
gboolean fl_boundary_plot_get_request (FlBoundaryPlot *self, NnProbeRequest *request);

void fl_boundary_plot_get_axes (FlBoundaryPlot *self, guint *x, guint *y);
void fl_boundary_plot_set_axes (FlBoundaryPlot *self, guint x, guint y);

/* Marks a place; NULL: none. Only x and y count. */
void fl_boundary_plot_set_place (FlBoundaryPlot *self, const FlWalkPlace *place);
/* While somebody paints, the rectangle holds still under the hand whatever becomes of the data, and there is no read-out. */
void fl_boundary_plot_set_painting (FlBoundaryPlot *self, gboolean painting);
/* Pixels of the widget to units of the data; FALSE while nothing is shown yet. */
gboolean fl_boundary_plot_to_data (FlBoundaryPlot *self, double px, double py, double *x, double *y);
/* What the rectangle shows, in units of the data; FALSE while nothing is shown yet. */
gboolean fl_boundary_plot_get_limits (FlBoundaryPlot *self, double low[2], double high[2]);
gboolean fl_boundary_plot_to_pixel (FlBoundaryPlot *self, double x, double y, double *px, double *py);

G_END_DECLS
