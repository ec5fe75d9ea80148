/* Links: into an image as fast as may be, into files of vectors as paths. */
#include "fl-link-raster.h"

#include <math.h>
#include <stdlib.h>

#define BINS 24        /* steps of width and strength, drawn from faint to strong */
#define FAINTEST 0.012 /* weaker than this share of the strongest: not seen anyway */
#define CROWD 400      /* with more links than this the weak ones are but a haze, and left out */

static void
link_path (cairo_t *cr, const FlLink *link)
{
  double bend = (link->x1 - link->x0) * 0.5;

  cairo_move_to (cr, link->x0, link->y0);
  cairo_curve_to (cr, link->x0 + bend, link->y0, link->x1 - bend, link->y1, link->x1, link->y1);
}

/* The bin of a link, strongest last; -1 where it is too faint. */
static int
bin_of (const FlLink *link, double scale, double faintest)
{
  double strength = fabs (link->weight) / scale;

  if (!(strength >= faintest)) /* NaN too */
    return -1;
  return MIN ((int) (MIN (strength, 1) * BINS), BINS - 1);
}

static double
width_of (double strength)
{
  return 0.5 + 5.5 * MIN (strength, 1);
}

static double
alpha_of (double strength, gboolean contrast)
{
  return MIN (1, (contrast ? 0.25 : 0.08) + 0.95 * pow (strength, 0.7));
}

/* Indices from faint to strong; returns how many are seen. Caller frees. */
static guint
sort_links (const FlLink *links, guint n, double scale, guint32 **order)
{
  guint starts[BINS + 1] = { 0 }, filled[BINS] = { 0 };
  double faintest = FAINTEST * (n > CROWD ? MIN (1 + (n - CROWD) / 450.0, 6) : 1);

  *order = g_try_new (guint32, n);
  if (*order == NULL)
    return 0;
  for (guint i = 0; i < n; i++)
    {
      int bin = bin_of (&links[i], scale, faintest);

      if (bin >= 0)
        starts[bin + 1]++;
    }
  for (guint b = 0; b < BINS; b++)
    starts[b + 1] += starts[b];
  for (guint i = 0; i < n; i++)
    {
      int bin = bin_of (&links[i], scale, faintest);

      if (bin >= 0)
        (*order)[starts[bin] + filled[bin]++] = i;
    }
  return starts[BINS];
}

static void
paint_paths (cairo_t *cr, const FlTheme *theme, const FlLink *links, const guint32 *order, guint n, double scale)
{
  cairo_new_path (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  for (guint k = 0; k < n; k++)
    {
      const FlLink *link = &links[order[k]];
      double strength = fabs (link->weight) / scale;

      link_path (cr, link);
      fl_set_source (cr, link->weight > 0 ? theme->positive : theme->negative, alpha_of (strength, theme->contrast));
      cairo_set_line_width (cr, width_of (strength));
      cairo_stroke (cr);
    }
}

/* Device pixels a unit, and the device place of the drawing's origin; 0 where the target is not made of pixels, or turned. */
static double
raster_scale (cairo_t *cr, double origin[2])
{
  cairo_surface_t *target = cairo_get_group_target (cr);
  cairo_matrix_t m;
  double sx, sy;

  cairo_get_matrix (cr, &m);
  if (cairo_surface_get_type (target) != CAIRO_SURFACE_TYPE_IMAGE || m.xy != 0 || m.yx != 0 || m.xx <= 0 || m.xx != m.yy)
    return 0;
  cairo_surface_get_device_scale (target, &sx, &sy);
  origin[0] = m.x0 * sx;
  origin[1] = m.y0 * sy;
  return sx == sy ? sx * m.xx : 0;
}

/* Only what can be seen: the links' own bounds inside the clip, on whole device pixels. */
static FlLinkRaster *
make_raster (cairo_t *cr, const FlLink *links, const guint32 *order, guint n, double device, const double origin[2])
{
  double x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY, cx0, cy0, cx1, cy1;

  for (guint k = 0; k < n; k++)
    {
      const FlLink *link = &links[order[k]];

      x0 = MIN (x0, link->x0);
      x1 = MAX (x1, link->x1);
      y0 = MIN (y0, MIN (link->y0, link->y1) - 4);
      y1 = MAX (y1, MAX (link->y0, link->y1) + 4);
    }
  cairo_clip_extents (cr, &cx0, &cy0, &cx1, &cy1);
  x0 = MAX (x0, cx0);
  y0 = MAX (y0, cy0);
  x1 = MIN (x1, cx1);
  y1 = MIN (y1, cy1);
  if (!(x1 > x0 && y1 > y0))
    return NULL;
  x0 = (floor (x0 * device + origin[0]) - origin[0]) / device;
  y0 = (floor (y0 * device + origin[1]) - origin[1]) / device;
  return fl_link_raster_new (x0, y0, x1, y1, device);
}

void
fl_links_paint (cairo_t *cr, const FlTheme *theme, const FlLink *links, guint n, double scale)
{
  g_autofree guint32 *order = NULL;
  double origin[2] = { 0, 0 }, device = raster_scale (cr, origin);
  FlLinkRaster *raster;
  guint seen;

  if (!(scale > 0) || n == 0 || (seen = sort_links (links, n, scale, &order)) == 0)
    return;
  cairo_save (cr);
  if (device > 0)
    {
      raster = make_raster (cr, links, order, seen, device, origin);
      for (guint k = 0; raster != NULL && k < seen; k++)
        {
          double strength = fabs (links[order[k]].weight) / scale;

          fl_link_raster_add (raster, &links[order[k]], width_of (strength), alpha_of (strength, theme->contrast));
        }
      if (raster != NULL)
        fl_link_raster_finish (raster, cr, theme);
    }
  else
    paint_paths (cr, theme, links, order, seen, scale);
  cairo_restore (cr);
}
