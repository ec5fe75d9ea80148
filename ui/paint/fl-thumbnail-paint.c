/* A dataset at a glance: its points, its curve, or its first image. */
#include "fl-field-private.h"

#include <math.h>

#define MOST_DOTS 220

/* How far apart the classes lie along an input: variance between classes over variance within. */
static double
separation (const DsPrepared *data, guint input)
{
  double sum[10] = { 0 }, squares = 0, total = 0, between = 0, mean;
  gsize count[10] = { 0 }, stride = MAX (data->rows / 500, 1), n = 0;

  for (gsize row = 0; row < data->rows; row += stride)
    {
      double v = data->raw[row * data->raw_inputs + input];
      guint c = (guint) CLAMP (data->y[row * data->targets], 0, 9);

      if (!isfinite (v))
        return 0;
      sum[c] += v;
      squares += v * v;
      total += v;
      count[c]++;
      n++;
    }
  mean = n ? total / n : 0;
  for (guint c = 0; c < 10; c++)
    if (count[c])
      between += count[c] * (sum[c] / count[c] - mean) * (sum[c] / count[c] - mean);
  return between / MAX (squares - n * mean * mean - between, 1e-12 * (1 + squares));
}

/* The two inputs that show the classes best; the first two for regression. */
static void
best_inputs (const DsPrepared *data, guint *a, guint *b)
{
  double first = -1, second = -1;

  *a = 0;
  *b = MIN (1, data->raw_inputs - 1);
  if (data->raw_inputs <= 2 || data->options.task != DS_CLASSIFICATION)
    return;
  for (guint i = 0; i < MIN (data->raw_inputs, 256); i++)
    {
      double f = separation (data, i);

      if (f > first)
        {
          second = first;
          *b = *a;
          first = f;
          *a = i;
        }
      else if (f > second)
        {
          second = f;
          *b = i;
        }
    }
}

static void
paint_glyph (cairo_t *cr, const FlTheme *theme, double size, const DsPrepared *data, guint w, guint h)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) w, (int) h);
  double low = INFINITY, high = -INFINITY, box = size * 0.74, k;
  guint32 *pixels;
  gsize stride;

  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    {
      for (gsize i = 0; i < (gsize) w * h; i++)
        {
          low = MIN (low, data->raw[i]);
          high = MAX (high, data->raw[i]);
        }
      cairo_surface_flush (surface);
      pixels = (guint32 *) cairo_image_surface_get_data (surface);
      stride = (gsize) cairo_image_surface_get_stride (surface) / 4;
      for (gsize i = 0; i < (gsize) w * h; i++)
        {
          double ink = high > low ? (data->raw[i] - low) / (high - low) : 0;
          guint a = isfinite (ink) ? (guint) (CLAMP (ink, 0, 1) * 255 + 0.5) : 0;
          guint r = (guint) (theme->text.r * a + 0.5), g = (guint) (theme->text.g * a + 0.5), b = (guint) (theme->text.b * a + 0.5);

          pixels[(i / w) * stride + i % w] = a << 24 | r << 16 | g << 8 | b;
        }
      cairo_surface_mark_dirty (surface);
      k = box / MAX (w, h);
      cairo_save (cr);
      cairo_translate (cr, (size - w * k) / 2, (size - h * k) / 2);
      cairo_scale (cr, k, k);
      cairo_set_source_surface (cr, surface, 0, 0);
      cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST); /* big pixels are what the network gets */
      cairo_paint (cr);
      cairo_restore (cr);
    }
  cairo_surface_destroy (surface);
}

static double
place (double v, double low, double high, double from, double to)
{
  return high > low ? from + (v - low) / (high - low) * (to - from) : (from + to) / 2;
}

/* As in the big picture, but values near the middle keep enough colour to be seen without an edge. */
static FlColor
dot_color (const FlTheme *theme, const DsPrepared *data, const FlFieldScale *scale, gsize row)
{
  double t;

  if (data->options.task == DS_CLASSIFICATION)
    return fl_row_color (theme, data, scale, row);
  t = fl_field_position (scale, data->y[row * data->targets]);
  t = isfinite (t) ? CLAMP (t, -1, 1) : 0;
  return fl_color_unpack (fl_theme_diverging (theme, t < 0 ? -0.4 + 0.6 * t : 0.4 + 0.6 * t));
}

void
fl_thumbnail_paint (cairo_t *cr, const FlTheme *theme, double size, const DsPrepared *data)
{
  guint width, height, a, b;
  double margin = size * 0.13, dot;
  FlFieldScale scale;
  gsize shown;

  if (data == NULL || data->rows == 0 || data->raw_inputs == 0)
    return;
  if (data->dataset != NULL && ds_dataset_image_size (data->dataset, &width, &height)
      && (gsize) width * height == data->raw_inputs)
    {
      paint_glyph (cr, theme, size, data, width, height);
      return;
    }
  fl_field_scale_init (&scale, data, NULL);
  best_inputs (data, &a, &b);
  shown = MIN (data->rows, MOST_DOTS);
  dot = CLAMP (size / (shown > 120 ? 26 : 20), 1.6, 4);
  cairo_save (cr);
  cairo_new_path (cr);
  for (gsize k = 0; k < shown; k++)
    {
      gsize row = (gsize) ((double) k * data->rows / shown);
      const float *raw = data->raw + row * data->raw_inputs;
      gboolean curve = data->raw_inputs == 1;
      double v = curve ? data->y[row * data->targets] : raw[b];
      double low = curve ? data->y_min : data->raw_min[b], high = curve ? data->y_max : data->raw_max[b], x, y;

      if (curve && data->options.task == DS_CLASSIFICATION)
        low = -0.5, high = MAX (data->n_classes, 1) - 0.5;
      x = place (raw[a], data->raw_min[a], data->raw_max[a], margin, size - margin);
      y = place (v, low, high, size - margin, margin);
      if (!isfinite (x) || !isfinite (y))
        continue;
      cairo_arc (cr, x, y, dot / 2, 0, 2 * G_PI);
      if (curve && data->options.task == DS_REGRESSION)
        fl_set_source (cr, theme->classes[0], 1); /* a curve has its height to show the value */
      else
        fl_set_source (cr, dot_color (theme, data, &scale, row), 1);
      cairo_fill (cr);
    }
  cairo_restore (cr);
}
