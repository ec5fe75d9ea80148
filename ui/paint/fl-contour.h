/* Level lines of a grid, by marching squares, joined to smooth polylines. Pure; any thread. */
#pragma once
#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  float x, y; /* in grid cells: 0 .. width - 1, 0 .. height - 1 */
} FlContourPoint;

typedef struct
{
  FlContourPoint *points; /* (n_points), line after line */
  guint n_points;
  guint *starts;          /* (n_lines + 1) */
  guint n_lines;
} FlContour;

/* values: (height, width), row-major. Cells with a corner that is not finite are left out. A grid that crosses the level almost
 * everywhere (noise) gives no lines, which bounds the time. */
void fl_contour_trace (FlContour *contour, const float *values, guint width, guint height, float level);
void fl_contour_clear (FlContour *contour);

/* Appends the lines to the path; grid point (i, j) is drawn at (x + i * dx, y + j * dy). */
void fl_contour_path (cairo_t *cr, const FlContour *contour, double x, double y, double dx, double dy);

G_END_DECLS
