/* FlBoundaryView: the page with the decision boundary, and for data of more than two inputs the choice of its axes. */
#pragma once
#include "fl-boundary-plot.h"

G_BEGIN_DECLS

#define FL_TYPE_BOUNDARY_VIEW (fl_boundary_view_get_type ())
G_DECLARE_FINAL_TYPE (FlBoundaryView, fl_boundary_view, FL, BOUNDARY_VIEW, GtkBox)

GtkWidget *fl_boundary_view_new (FlSession *session);
FlBoundaryPlot *fl_boundary_view_get_plot (FlBoundaryView *self); /* borrowed */
/* What belongs beside the page's tab: hint, fit. Borrowed; without a parent until the card takes them. */
GtkWidget *fl_boundary_view_get_tools (FlBoundaryView *self);
void fl_boundary_view_sync (FlBoundaryView *self);
/* What assistive technology reads; the caller keeps it to once a second. */
void fl_boundary_view_describe (FlBoundaryView *self, const NnFrame *frame);

G_END_DECLS
