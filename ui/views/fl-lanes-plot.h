/* FlLanesPlot: all curves of a race in one chart, painted on the plots' worker.
 *
 * Signal "followed": all crossings of the rows there are have been found. */
#pragma once
#include "fl-chart-plot.h"
#include "fl-comparison.h"

G_BEGIN_DECLS

#define FL_TYPE_LANES_PLOT (fl_lanes_plot_get_type ())
G_DECLARE_FINAL_TYPE (FlLanesPlot, fl_lanes_plot, FL, LANES_PLOT, FlChartPlot)

typedef enum
{
  FL_LANES_EPOCHS,
  FL_LANES_STEPS,
  FL_LANES_SECONDS,
  FL_LANES_EVALUATIONS,
  FL_N_LANES_UNITS
} FlLanesUnit;

GtkWidget *fl_lanes_plot_new (FlComparison *comparison);
void fl_lanes_plot_follow (FlLanesPlot *self); /* lanes may have other frames, or be others */
void fl_lanes_plot_set_unit (FlLanesPlot *self, FlLanesUnit unit);
void fl_lanes_plot_set_smoothing (FlLanesPlot *self, double weight);
void fl_lanes_plot_set_training (FlLanesPlot *self, gboolean training); /* the loss of training rows instead of validation rows */
/* All crossings found so far, a line each, in order of the horizontal axis; "": none. Caller frees. */
char *fl_lanes_plot_crossings (FlLanesPlot *self);
/* What is seen, in words: standings and crossings. Caller frees. */
char *fl_lanes_plot_describe (FlLanesPlot *self);

G_END_DECLS
