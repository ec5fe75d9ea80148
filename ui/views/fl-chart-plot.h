/* FlChartPlot: what the charts of losses have in common. A person may zoom and move them (fl-plot-hands.h); what is shown then stays
 * until it is fitted or the chart becomes another one. A read-out follows the pointer, or Shift with the arrows; by keys it is also
 * what the plot's description says. Abstract; UI thread.
 *
 * Signal "zoomed" (gboolean zoomed): what is shown is no longer, or again, everything. */
#pragma once
#include "fl-curve-paint.h"
#include "fl-plot.h"

G_BEGIN_DECLS

#define FL_TYPE_CHART_PLOT (fl_chart_plot_get_type ())
G_DECLARE_DERIVABLE_TYPE (FlChartPlot, fl_chart_plot, FL, CHART_PLOT, FlPlot)

struct _FlChartPlotClass
{
  FlPlotClass parent_class;
};

/* What a scene needs to know of it. */
typedef struct
{
  gboolean log_y, zoomed;
  FlRange shown;  /* while zoomed */
  double hover_x; /* pixel, or NaN */
} FlChartLook;

FlChartLook fl_chart_plot_look (FlChartPlot *self);
/* Where the picture about to be shown has its axes: from done(). */
void fl_chart_plot_set_layout (FlChartPlot *self, const FlChartLayout *layout);
const FlChartLayout *fl_chart_plot_get_layout (FlChartPlot *self); /* borrowed; NULL before the first */
/* The axes as they are to be now, which is ahead of the picture on the screen. FALSE: there are none yet. */
gboolean fl_chart_plot_get_axes (FlChartPlot *self, FlAxis *x, FlAxis *y);
void fl_chart_plot_set_log (FlChartPlot *self, gboolean log);
void fl_chart_plot_show_all (FlChartPlot *self);
/* The description, but while a person reads values by keys, who has these instead. */
void fl_chart_plot_describe (FlChartPlot *self, const char *text);

/* For the hands (fl-plot-hands.h) of subclasses. */
void fl_chart_plot_grip (FlPlot *plot);
void fl_chart_plot_move (FlPlot *plot, double dx, double dy);
void fl_chart_plot_zoom (FlPlot *plot, double px, double py, double factor);
void fl_chart_plot_fit (FlPlot *plot);
gboolean fl_chart_plot_read (FlPlot *plot, int direction);

G_END_DECLS
