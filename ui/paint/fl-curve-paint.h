/* The loss chart. FlCurve accumulates a series into at most 4096 min/max buckets, so that drawing costs the same after
 * ten rows and after ten million; the painter strokes them. */
#pragma once
#include "fl-axis.h"
#include "fl-zoom.h"
#include "nn-series.h"

G_BEGIN_DECLS

typedef struct _FlCurve FlCurve;

/* x_column and y_column of the series are followed; the series is ref'd. */
FlCurve *fl_curve_new (NnSeries *series, guint x_column, guint y_column);
/* The same, and y smoothed exponentially row by row: each row counts (1 - weight), what came before it `weight`, 0 .. 1, with the
 * start corrected so that the first row is itself (Kingma and Ba 2015, section 3). Weight 0 smooths nothing. */
FlCurve *fl_curve_new_smooth (NnSeries *series, guint x_column, guint y_column, double weight);
/* The same, over x_column of another series whose rows go with those of series (both ref'd). */
FlCurve *fl_curve_new_over (NnSeries *x_series, guint x_column, NnSeries *series, guint y_column, double weight);
void fl_curve_free (FlCurve *curve);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlCurve, fl_curve_free)
/* Takes at most max_rows new rows (0: all); TRUE if anything is new. */
gboolean fl_curve_update (FlCurve *curve, guint64 max_rows);
gboolean fl_curve_range (const FlCurve *curve, double *x_min, double *x_max, double *y_min, double *y_max, double *y_min_positive);
/* The finite value nearest to x; FALSE if there is none. */
gboolean fl_curve_nearest (const FlCurve *curve, double x, double *at_x, double *y);
gboolean fl_curve_last (const FlCurve *curve, double *x, double *y);

/* Steps as epochs (nn-epochs.h). steps_per_epoch 0: a step is shown as a step. */
typedef struct
{
  const NnSeries *epochs; /* borrowed; may be NULL */
  double steps_per_epoch;
} FlChartSteps;

/* Another run, thin behind the one shown. */
#define FL_CHART_OTHERS 6
typedef struct
{
  FlCurve *train, *validation; /* validation may be NULL */
  guint number;                /* of the run: its colour is fl_lane_color()'s */
  char name[32];
} FlChartOther;

typedef struct
{
  FlCurve *train, *validation, *batch; /* each may be NULL; batch is drawn faint behind */
  gboolean log_y;
  double hover_x;         /* pixel, or NaN */
  const char *x_title;    /* _("epochs"), _("steps") or _("seconds") */
  FlChartSteps batch_x;   /* what batch's steps are on the axis */
  FlCurve *raw[2];        /* what train and validation smooth, kept faint behind; NULL where they are as they are */
  gboolean zoomed;        /* shown is what the axes show, instead of everything */
  FlRange shown;
  gboolean marked;        /* a moment is looked at: at mark_x, in units of the axis */
  double mark_x;
  double mark_row_x, mark_y[2]; /* the last row at or before it, and what training and validation were there: NaN where they were not */
  FlChartOther others[FL_CHART_OTHERS];
  guint n_others;
} FlChart;

typedef struct
{
  double left, top, width, height; /* plot area */
  FlAxis x, y;
  FlRange fit; /* what the axes show, or would show if not zoomed */
  char read[1024]; /* the read-out in words; empty: none is shown */
} FlChartLayout;

void fl_chart_layout_add_word (FlChartLayout *layout, const char *text); /* to what it reads; cut where it is too long */

/* Draws into (0, 0, width, height). layout may be NULL; filled for hit tests. With no rows: axes and a line that says what will
 * appear here. */
void fl_chart_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlChart *chart, FlChartLayout *layout);

G_END_DECLS
