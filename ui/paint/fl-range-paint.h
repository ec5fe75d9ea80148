/* The learning-rate range test as a chart: loss against learning rate (logarithmic), with what is suggested. Cairo and Pango only; any
 * thread. */
#pragma once
#include "fl-axis.h"
#include "nn-range-test.h"

G_BEGIN_DECLS

typedef struct
{
  const NnRangeTest *test; /* or NULL: nothing yet */
  double present;          /* the project's learning rate, or NaN */
  double hover_x;          /* pixel, or NaN */

  /* What the painting found out, for clicks. */
  double left, top, width, height;
  FlAxis x, y;
} FlRangeScene;

void fl_range_paint (cairo_t *cr, const FlTheme *theme, double width, double height, FlRangeScene *scene);

G_END_DECLS
