/* Data as pictures: one column's histogram, one row's image. Cairo and Pango only; any thread. */
#pragma once
#include "fl-axis.h"

G_BEGIN_DECLS

typedef struct
{
  double low, high;
  guint n_bins, n_groups;  /* groups: classes, or 1 */
  const guint64 *counts;   /* (n_groups, n_bins) */
  const char *name;        /* of the column */
  const char *const *bin_names; /* (n_bins) of class columns, or NULL: numbers from low to high */
} FlHistogramScene;

/* Stacked bars, a colour a group. */
void fl_histogram_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlHistogramScene *histogram);

/* (height, width) values between low and high as an image surface `zoom` pixels a value, device scale 1: what is low has the
 * colour of the card, what is high that of text. Caller owns. */
cairo_surface_t *fl_image_surface (const FlTheme *theme, const float *values, guint width, guint height, double low, double high,
                                   guint zoom);
/* The same, as large as fits into the rectangle, sharp-edged, with a thin frame. */
void fl_image_paint (cairo_t *cr, const FlTheme *theme, double x, double y, double size, const float *values, guint width,
                     guint height, double low, double high);

G_END_DECLS
