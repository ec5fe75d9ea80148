#include "fl-data-paint.h"

#include <math.h>

#include "fl-part.h"
#include "fl-text-private.h"

#define TEXT 11.0

static guint64
tallest (const FlHistogramScene *h)
{
  guint64 most = 1;

  for (guint bin = 0; bin < h->n_bins; bin++)
    {
      guint64 sum = 0;

      for (guint g = 0; g < h->n_groups; g++)
        sum += h->counts[(gsize) g * h->n_bins + bin];
      most = MAX (most, sum);
    }
  return most;
}

static void
paint_bars (cairo_t *cr, const FlTheme *theme, const FlHistogramScene *h, const FlAxis *bins, const FlAxis *y)
{
  double gap = fl_axis_pixel (bins, 1) - fl_axis_pixel (bins, 0) >= 4 ? 1 : 0;

  for (guint bin = 0; bin < h->n_bins; bin++)
    {
      guint64 below = 0;
      double x0 = round (fl_axis_pixel (bins, bin)), x1 = MAX (round (fl_axis_pixel (bins, bin + 1)) - gap, x0 + 1);

      for (guint g = 0; g < h->n_groups; g++)
        {
          guint64 count = h->counts[(gsize) g * h->n_bins + bin];
          double bottom = fl_axis_pixel (y, (double) below), top = fl_axis_pixel (y, (double) (below + count));

          if (count == 0)
            continue;
          fl_set_source (cr, h->n_groups > 1 ? theme->classes[g % 10] : theme->accent, 1);
          cairo_rectangle (cr, x0, top, x1 - x0, MAX (bottom - top, 0.75));
          cairo_fill (cr);
          below += count;
        }
    }
}

static void
paint_bin_names (cairo_t *cr, const FlTheme *theme, const FlHistogramScene *h, const FlAxis *bins, double y)
{
  double bin_width = fl_axis_pixel (bins, 1) - fl_axis_pixel (bins, 0);
  FlTextStyle below = { TEXT, PANGO_WEIGHT_NORMAL, 0.5, 0 };
  guint each = MAX (1, (guint) ceil (fl_em (theme, 16) / bin_width));

  for (guint i = 0; i < h->n_bins; i += each)
    if (i + 0.5 >= bins->min && i + 0.5 <= bins->max)
      fl_draw_text_full (cr, theme, theme->dim, below, fl_axis_pixel (bins, i + 0.5), y, h->bin_names[i], each * bin_width - 4, 0);
}

void
fl_histogram_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlHistogramScene *h)
{
  FlTextStyle below = { TEXT, PANGO_WEIGHT_NORMAL, 0.5, 0 }, beside = { TEXT, PANGO_WEIGHT_NORMAL, 1, 0.5 };
  FlTextStyle title = { TEXT, PANGO_WEIGHT_NORMAL, 0.5, 1 };
  double top = 8, bottom = height - 2 * ceil (fl_em (theme, TEXT * 1.6)), left = 6, right = width - 8;
  FlAxis bins, x, y;
  char text[32];

  if (h->n_bins == 0 || bottom - top < 10)
    return;
  fl_part_axis (fl_part_y (theme), &y, 0, (double) tallest (h) * 1.04, bottom, top, FALSE, (guint) CLAMP ((bottom - top) / fl_em (theme, 40), 2, 6));
  for (guint i = 0; i < y.n_ticks; i++)
    left = MAX (left, fl_text_width (cr, theme, beside, fl_axis_label (&y, y.ticks[i], text, sizeof text)) + 8);
  left = ceil (left);
  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < y.n_ticks; i++)
    {
      double at = floor (fl_axis_pixel (&y, y.ticks[i])) + 0.5;

      fl_set_source (cr, theme->grid, 1);
      cairo_move_to (cr, left, at);
      cairo_line_to (cr, right, at);
      cairo_stroke (cr);
      if (y.ticks[i] == floor (y.ticks[i])) /* half a row is none */
        fl_draw_text (cr, theme, theme->dim, beside, left - 5, at, fl_axis_label (&y, y.ticks[i], text, sizeof text));
    }
  fl_part_axis (fl_part_x (theme), &bins, 0, h->n_bins, left, right, FALSE, 2);
  cairo_save (cr);
  cairo_rectangle (cr, left, top, right - left, bottom - top);
  cairo_clip (cr);
  paint_bars (cr, theme, h, &bins, &y);
  cairo_restore (cr);
  if (h->bin_names != NULL)
    paint_bin_names (cr, theme, h, &bins, bottom + 3);
  else
    {
      fl_part_axis (fl_part_x (theme), &x, h->low, h->high, left, right, FALSE, (guint) CLAMP ((right - left) / fl_em (theme, 60), 2, 8));
      for (guint i = 0; i < x.n_ticks; i++)
        {
          const char *label = fl_axis_label (&x, x.ticks[i], text, sizeof text);
          double half = fl_text_width (cr, theme, below, label) / 2;

          fl_draw_text (cr, theme, theme->dim, below, CLAMP (fl_axis_pixel (&x, x.ticks[i]), half, width - half), bottom + 3, label);
        }
    }
  fl_draw_text_full (cr, theme, theme->text, title, (left + right) / 2, height, h->name, right - left, 0);
}
