/* The tool in a painting hand: its circle, its cross, the loop of a lasso. Cairo alone; a few strokes, cheap on any thread. */
#pragma once
#include "fl-theme.h"

G_BEGIN_DECLS

typedef struct
{
  double x, y;        /* pixels, or NaN: no tool is to be seen, but its loop may be */
  double radius;      /* pixels; 0: a cross alone */
  gboolean keyboard;  /* moved by keys: a cross marks the middle */
  gboolean has_color;
  FlColor color;      /* what it gives: a class's or a value's */
  int marker;         /* an FlMarker to show beside the circle, or -1 */
  const double *loop; /* (n_loop) corners x, y in pixels, or NULL */
  guint n_loop;
} FlBrush;

void fl_brush_paint (cairo_t *cr, const FlTheme *theme, const FlBrush *brush);

G_END_DECLS
