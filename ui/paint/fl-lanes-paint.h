/* The chart of a race: a curve for each lane, named at its end, and where they cross. Pure; any thread. */
#pragma once
#include "fl-curve-paint.h"
#include "nn-race.h"

G_BEGIN_DECLS

typedef struct
{
  const FlCurve *curve, *raw; /* raw: what curve smooths, kept faint behind; NULL: nothing is smoothed */
  const char *name;
  guint color;                /* see fl_lane_color() */
} FlLaneLine;

typedef struct
{
  guint n;
  FlLaneLine lines[NN_RACE_LANES];
  gboolean log_y;
  double hover_x;             /* pixel, or NaN */
  const char *x_title, *x_word; /* "steps", "step" */
  gboolean zoomed;            /* shown is what the axes show, instead of everything */
  FlRange shown;
  gboolean numbered;          /* crossings are listed beside, numbered from 1: where there is no room for words, the number stands */
  guint n_crossings;
  NnCrossing crossings[NN_RACE_LANES * (NN_RACE_LANES - 1) / 2]; /* winner and loser: indices of lines */
} FlLanesChart;

/* The colour of lane `number`. */
FlColor fl_lane_color (const FlTheme *theme, guint number);

/* layout may be NULL. */
void fl_lanes_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlLanesChart *chart, FlChartLayout *layout);

G_END_DECLS
