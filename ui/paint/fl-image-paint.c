#include "fl-data-paint.h"

#include <math.h>

static guint32
shade (const FlTheme *theme, double t)
{
  FlColor c = fl_color_mix (theme->card, theme->text, isnan (t) ? 0 : CLAMP (t, 0, 1));

  return 0xff000000u | (guint32) (c.r * 255 + 0.5) << 16 | (guint32) (c.g * 255 + 0.5) << 8 | (guint32) (c.b * 255 + 0.5);
}

cairo_surface_t *
fl_image_surface (const FlTheme *theme, const float *values, guint width, guint height, double low, double high, guint zoom)
{
  cairo_surface_t *out = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (width * zoom), (int) (height * zoom));
  guint8 *bytes = cairo_image_surface_get_data (out);
  int stride = cairo_image_surface_get_stride (out);

  if (bytes == NULL)
    return out;
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        guint32 color = shade (theme, high > low ? (values[y * width + x] - low) / (high - low) : 0);

        for (guint v = 0; v < zoom; v++)
          for (guint u = 0; u < zoom; u++)
            ((guint32 *) (bytes + (gsize) (y * zoom + v) * stride))[x * zoom + u] = color;
      }
  cairo_surface_mark_dirty (out);
  return out;
}

void
fl_image_paint (cairo_t *cr, const FlTheme *theme, double x, double y, double size, const float *values, guint width, guint height,
                double low, double high)
{
  cairo_surface_t *surface = fl_image_surface (theme, values, width, height, low, high, 1);
  double scale = size / MAX (width, height), w = width * scale, h = height * scale;

  cairo_save (cr);
  cairo_translate (cr, x + (size - w) / 2, y + (size - h) / 2);
  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_rectangle (cr, 0.5, 0.5, w - 1, h - 1);
  fl_set_source (cr, theme->border, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}
