/* Links between neurons, drawn behind the neuron widgets and in pictures. */
#pragma once
#include "fl-theme.h"

G_BEGIN_DECLS

typedef struct
{
  double x0, y0, x1, y1; /* right middle of the source, left middle of the target */
  float weight;
} FlLink;

/* Bézier links: width by |weight| relative to `scale` (the largest |weight| shown), colour by sign, faint ones first. */
void fl_links_paint (cairo_t *cr, const FlTheme *theme, const FlLink *links, guint n, double scale);

G_END_DECLS
