/* Thousands of links into an image, many times faster than a general path renderer: every link is the same S curve, so a
 * table gives its middle and slope in each column of pixels. */
#pragma once
#include "fl-network-paint.h"

G_BEGIN_DECLS

typedef struct _FlLinkRaster FlLinkRaster;

/* For (x0, y0) .. (x1, y1) of the drawing, `scale` device pixels a unit; NULL if that is too much memory. */
FlLinkRaster *fl_link_raster_new (double x0, double y0, double x1, double y1, double scale);
/* Over what is there; width in units, alpha 0..1. x1 > x0 or the link is left out. */
void fl_link_raster_add (FlLinkRaster *raster, const FlLink *link, double width, double alpha);
/* Paints the image and frees the raster. */
void fl_link_raster_finish (FlLinkRaster *raster, cairo_t *cr, const FlTheme *theme);

G_END_DECLS
