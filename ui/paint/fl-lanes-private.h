/* What the two files that paint the chart of a race share. */
#pragma once
#include "fl-lanes-paint.h"

G_BEGIN_DECLS

#define FL_LANES_LABEL_SIZE 11.0

typedef struct
{
  cairo_t *cr;
  const FlTheme *theme;
  const FlLanesChart *chart;
  double width, height;
  FlChartLayout at;
  gboolean empty;
} FlLanesPainter;

gboolean fl_lanes_is_hovered (const FlLanesPainter *p);

/* fl-lanes-crossings.c: marks all crossings, and names as many as there is room for. */
void fl_lanes_paint_crossings (FlLanesPainter *p);
/* Where a crossing is on the chart. FALSE: not in the part that is shown. */
gboolean fl_lanes_place_crossing (const FlLanesPainter *p, const NnCrossing *c, double *x, double *y);
/* "RMSprop passes Adam" and "epoch 61.1, loss 0.32". Caller frees both. */
void fl_lanes_crossing_words (const FlLanesPainter *p, const NnCrossing *c, char **title, char **text);

G_END_DECLS
