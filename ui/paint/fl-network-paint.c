/* Links. Equal looks share a path, so that thousands of links are a few dozen strokes. */
#include "fl-network-paint.h"

#include <math.h>
#include <stdlib.h>

#define BINS 24          /* steps of width and strength, a sign each */
#define FAINTEST 0.012   /* weaker than this share of the strongest: not seen anyway */

static void
link_path (cairo_t *cr, const FlLink *link)
{
  double bend = (link->x1 - link->x0) * 0.5;

  cairo_move_to (cr, link->x0, link->y0);
  cairo_curve_to (cr, link->x0 + bend, link->y0, link->x1 - bend, link->y1, link->x1, link->y1);
}

/* Bin of a link, strongest last; -1 where it is too faint. */
static int
bin_of (const FlLink *link, double scale)
{
  double strength = fabs (link->weight) / scale;

  if (!(strength >= FAINTEST)) /* NaN too */
    return -1;
  return MIN ((int) (MIN (strength, 1) * BINS), BINS - 1);
}

static double
width_of (double strength)
{
  return 0.5 + 5.5 * strength;
}

static double
alpha_of (double strength, gboolean contrast)
{
  return MIN (1, (contrast ? 0.25 : 0.14) + 0.9 * pow (strength, 0.6));
}

void
fl_links_paint (cairo_t *cr, const FlTheme *theme, const FlLink *links, guint n, double scale)
{
  guint counts[BINS + 1] = { 0 }, filled[BINS] = { 0 };
  guint32 *order;

  if (!(scale > 0) || n == 0 || (order = g_try_new (guint32, n)) == NULL)
    return;
  for (guint i = 0; i < n; i++)
    {
      int bin = bin_of (&links[i], scale);

      if (bin >= 0)
        counts[bin + 1]++;
    }
  for (guint b = 0; b < BINS; b++)
    counts[b + 1] += counts[b];
  for (guint i = 0; i < n; i++)
    {
      int bin = bin_of (&links[i], scale);

      if (bin >= 0)
        order[counts[bin] + filled[bin]++] = i;
    }

  cairo_save (cr);
  cairo_new_path (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  for (guint b = 0; b < BINS; b++)
    for (guint sign = 0; sign < 2; sign++)
      {
        double strength = (b + 0.5) / BINS;

        for (guint k = counts[b]; k < counts[b + 1]; k++)
          if ((links[order[k]].weight > 0) == sign)
            link_path (cr, &links[order[k]]);
        fl_set_source (cr, sign ? theme->positive : theme->negative, alpha_of (strength, theme->contrast));
        cairo_set_line_width (cr, width_of (strength));
        cairo_stroke (cr);
      }
  cairo_restore (cr);
  g_free (order);
}
