/* Zooming and moving along one axis: plain arithmetic on the range an axis shows, on the logarithm where the axis is
 * logarithmic. Pure; any thread. */
#pragma once
#include "fl-axis.h"

G_BEGIN_DECLS

typedef struct
{
  double x0, x1, y0, y1; /* data units */
} FlRange;

/* The range `factor` times as fine (> 1: closer), with the value at `pixel` kept where it is. What it becomes is between
 * 1/FL_ZOOM_MOST and FL_ZOOM_LEAST times the length of fit_min .. fit_max, the whole of what there is; a range already at
 * such an end stays. */
#define FL_ZOOM_MOST 5000.0
#define FL_ZOOM_LEAST 20.0
void fl_zoom_about (const FlAxis *axis, double pixel, double factor, double fit_min, double fit_max, double *min, double *max);

/* The range after what is shown was dragged by `pixels` along the axis' pixels. */
void fl_zoom_shift (const FlAxis *axis, double pixels, double *min, double *max);

G_END_DECLS
