/* The buckets of a curve, for its painter and its test. */
#pragma once
#include "fl-curve-paint.h"

G_BEGIN_DECLS

#define FL_CURVE_BUCKETS 4096

/* Neighbouring rows: their ends and their extremes, each with its place. */
typedef struct
{
  double x_first, y_first, x_last, y_last;
  double x_min, y_min, x_max, y_max;
} FlBucket;

const FlBucket *fl_curve_buckets (const FlCurve *curve, guint *n);

/* The points to stroke, thinned to the extremes of every `column` wide stretch of x, in order of x: at most 4 a column.
 * Appends x, y pairs of doubles. steps: what the curve's x, if it is in steps, is on the axis; NULL: itself. */
void fl_curve_thin (const FlCurve *curve, const FlChartSteps *steps, double x_min, double x_max, double column, GArray *points);

double fl_chart_steps_x (const FlChartSteps *steps, double step);

/* Of a chart: 0 training, 1 validation, 2 single batches. */
const FlCurve *fl_chart_curve (const FlChart *chart, guint i);
FlColor fl_chart_color (const FlTheme *theme, guint i);
const char *fl_chart_name (guint i);

/* A curve as a path in pixels, at most four points every `column` of x; `below`: how far it may leave the plot downwards. FALSE: no path. */
gboolean fl_chart_curve_path (cairo_t *cr, const FlChartLayout *at, const FlCurve *curve, const FlChartSteps *steps, double column,
                              double below, double *first_x, double *last_x);
void fl_chart_dot_paint (cairo_t *cr, const FlTheme *theme, const FlChart *chart, const FlChartLayout *at, guint i, double x, double y,
                         double radius);
const char *fl_chart_unit_word (const char *x_title); /* "epoch" of "epochs" */
/* A line and a box with what the curves are there; in words in at->read. */
void fl_chart_read_paint (cairo_t *cr, const FlTheme *theme, const FlChart *chart, double width, FlChartLayout *at);
/* The other runs: what they ask of the axes, their curves, and what each was at x, in words; FALSE: nothing. */
void fl_chart_others_range (const FlChart *chart, double *x_max, double *y_min, double *y_max, double *positive);
void fl_chart_others_paint (cairo_t *cr, const FlTheme *theme, const FlChart *chart, const FlChartLayout *at);
gboolean fl_chart_other_read (const FlChartOther *other, double x, char *text, gsize size);
FlColor fl_chart_other_color (const FlTheme *theme, const FlChartOther *other); /* clear enough for letters */

#define FL_CHART_LEGEND_SIZE 12.0

/* A dash in a curve's colour, its name and its newest value, as much of it as there is room for up to `right`. */
void fl_chart_legend_paint (cairo_t *cr, const FlTheme *theme, const FlChart *chart, double right);

G_END_DECLS
