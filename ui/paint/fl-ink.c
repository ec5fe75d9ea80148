#include "fl-ink.h"

#include <math.h>

#define LEAST_SPAN 0.12 /* of the pad: a dot is not blown up to the size of a digit */

typedef struct
{
  double left, top, width, height; /* of the whole pad, in pixels of the image */
} Place;

double
fl_ink_pen (const DsImageHabit *habit)
{
  return 1 + MIN (habit->width, habit->height) / 16.0;
}

void
fl_ink_path (cairo_t *cr, const FlInkPoint *points, guint n, double left, double top, double width, double height)
{
  for (guint i = 0; i < n; i++)
    {
      double x = left + points[i].x * width, y = top + points[i].y * height;
      gboolean last = i + 1 == n || points[i + 1].start;

      if (points[i].start)
        {
          cairo_move_to (cr, x, y);
          if (last) /* a dot */
            cairo_line_to (cr, x + 0.01, y);
        }
      else if (last)
        cairo_line_to (cr, x, y);
      else /* through the middles, round at the points */
        {
          double nx = left + points[i + 1].x * width, ny = top + points[i + 1].y * height, px, py;

          cairo_get_current_point (cr, &px, &py);
          cairo_curve_to (cr, px + (x - px) * 2 / 3, py + (y - py) * 2 / 3, (x + nx) / 2 + (x - (x + nx) / 2) * 2 / 3,
                          (y + ny) / 2 + (y - (y + ny) / 2) * 2 / 3, (x + nx) / 2, (y + ny) / 2);
        }
    }
}

static void
draw (const DsImageHabit *habit, const FlInkPoint *points, guint n, const Place *place, gboolean keep, float *values)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, (int) habit->width, (int) habit->height);
  cairo_t *cr = cairo_create (surface);
  const guint8 *bytes;
  int stride;

  cairo_set_antialias (cr, CAIRO_ANTIALIAS_BEST);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, fl_ink_pen (habit));
  cairo_set_source_rgba (cr, 0, 0, 0, 1);
  fl_ink_path (cr, points, n, place->left, place->top, place->width, place->height);
  cairo_stroke (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface);
  for (guint y = 0; y < habit->height; y++)
    for (guint x = 0; x < habit->width; x++)
      {
        float *value = &values[y * habit->width + x];
        double ink = bytes != NULL ? bytes[(gsize) y * stride + x] / 255.0 : 0;
        double from = keep ? (double) *value : habit->ground;

        *value = (float) (from + ink * (habit->ink - from));
      }
  cairo_surface_destroy (surface);
}

static Place
fitted (const DsImageHabit *habit, const FlInkPoint *points, guint n)
{
  double x0 = INFINITY, x1 = -INFINITY, y0 = INFINITY, y1 = -INFINITY, scale, pen = fl_ink_pen (habit);
  Place place;

  for (guint i = 0; i < n; i++)
    {
      x0 = fmin (x0, points[i].x);
      x1 = fmax (x1, points[i].x);
      y0 = fmin (y0, points[i].y);
      y1 = fmax (y1, points[i].y);
    }
  /* Pixels a pad: whichever side fills its box first. */
  scale = fmin (fmax (habit->box_width - pen, 1) / fmax (x1 - x0, LEAST_SPAN), fmax (habit->box_height - pen, 1) / fmax (y1 - y0, LEAST_SPAN));
  place.width = place.height = scale;
  place.left = habit->width / 2.0 - scale * (x0 + x1) / 2;
  place.top = habit->height / 2.0 - scale * (y0 + y1) / 2;
  return place;
}

void
fl_ink_render (const DsImageHabit *habit, const FlInkPoint *points, guint n, gboolean fit, float *values)
{
  Place place = { 0, 0, habit->width, habit->height };
  DsImageInk ink;
  double x, y;

  if (!fit || n == 0)
    {
      draw (habit, points, n, &place, !fit, values);
      return;
    }
  place = fitted (habit, points, n);
  draw (habit, points, n, &place, FALSE, values);
  if (!ds_image_measure (habit, values, &ink))
    return;
  ds_image_anchor (habit, &ink, &x, &y);
  place.left += habit->center_x - x;
  place.top += habit->center_y - y;
  draw (habit, points, n, &place, FALSE, values);
}
