/* Strokes of a pen as pixels of an image like those of a table. Cairo alone; any thread. */
#pragma once
#include <cairo.h>
#include "ds-image.h"

G_BEGIN_DECLS

typedef struct
{
  double x, y;    /* 0 .. 1 of the pad */
  gboolean start; /* the pen was put down here */
} FlInkPoint;

/* Width of the pen, in pixels of the image: as the strokes of the digits that are often learned from. */
double fl_ink_pen (const DsImageHabit *habit);

/* A path through the points, smooth between them; the caller strokes. (x, y) of the pad lands at (left + x width, top + y height). */
void fl_ink_path (cairo_t *cr, const FlInkPoint *points, guint n, double left, double top, double width, double height);

/* values (height, width) get the ground and the strokes, anti-aliased. fit: the drawing is scaled to the mean box of the images, in
 * proportion, and moved to where they lie (ds_image_anchor()); else it stays where it was drawn and what is in `values`
 * already shows through. */
void fl_ink_render (const DsImageHabit *habit, const FlInkPoint *points, guint n, gboolean fit, float *values);

G_END_DECLS
