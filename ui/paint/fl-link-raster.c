#include "fl-link-raster.h"

#include <math.h>
#include <string.h>

#define TABLE 512
#define MOST_PIXELS (32u * 1024 * 1024)

/* Two numbers a pixel are enough for two colours: how much is covered, and how much of that is positive (both 0 .. 1). They
 * lie column by column, because a link crosses a column in one run. */
struct _FlLinkRaster
{
  double x0, y0, scale;
  int width, height;
  float *covered, *positive;
};

/* The curve of fl_links_paint(): x = 1.5t - 1.5t² + t³ and y = 3t² - 2t³, as y and dy/dx over x. */
static float table_y[TABLE + 1], table_slope[TABLE + 1];

static void
make_table (void)
{
  for (int i = 0; i <= TABLE; i++)
    {
      double x = (double) i / TABLE, t = x;

      for (int k = 0; k < 30; k++)
        t -= (1.5 * t - 1.5 * t * t + t * t * t - x) / (1.5 - 3 * t + 3 * t * t);
      table_y[i] = (float) (3 * t * t - 2 * t * t * t);
      table_slope[i] = (float) ((6 * t - 6 * t * t) / (1.5 - 3 * t + 3 * t * t));
    }
}

FlLinkRaster *
fl_link_raster_new (double x0, double y0, double x1, double y1, double scale)
{
  static gsize ready;
  double width = ceil ((x1 - x0) * scale), height = ceil ((y1 - y0) * scale);
  FlLinkRaster *self;

  if (!(width >= 1 && height >= 1 && width <= 32000 && height <= 32000 && width * height <= MOST_PIXELS))
    return NULL;
  if (g_once_init_enter (&ready))
    {
      make_table ();
      g_once_init_leave (&ready, 1);
    }
  self = g_new0 (FlLinkRaster, 1);
  self->x0 = x0;
  self->y0 = y0;
  self->scale = scale;
  self->width = (int) width;
  self->height = (int) height;
  self->covered = g_try_malloc0_n ((gsize) width * (gsize) height, 2 * sizeof (float));
  if (self->covered == NULL)
    {
      g_free (self);
      return NULL;
    }
  self->positive = self->covered + (gsize) width * (gsize) height;
  return self;
}

/* Built for two instruction sets where the compiler can: these loops are all the time there is. */
#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__)
#define WIDE __attribute__ ((target_clones ("avx2", "default")))
#else
#define WIDE
#endif

/* One column's run of `n` pixels: coverage falls off around `middle` like a box as wide as the line, smeared over the height a
 * pixel's width spans. Plain enough for the compiler to do several pixels at once. */
static inline void
blend_run (float *restrict covered, float *restrict positive, int n, float middle, float reach, float per_pixel, float most,
           float sign)
{
  for (int j = 0; j < n; j++)
    {
      float a = (reach - fabsf ((float) j - middle)) * per_pixel;

      a = a < 0 ? 0 : a;
      a = a > most ? most : a;
      covered[j] += (1 - covered[j]) * a;
      positive[j] += (sign - positive[j]) * a;
    }
}

WIDE void
fl_link_raster_add (FlLinkRaster *self, const FlLink *link, double width, double alpha)
{
  double x0 = (link->x0 - self->x0) * self->scale, x1 = (link->x1 - self->x0) * self->scale;
  float left = (float) x0, right = (float) x1, top = (float) ((link->y0 - self->y0) * self->scale);
  float rise = (float) ((link->y1 - link->y0) * self->scale), half = (float) (width * self->scale / 2);
  float run = rise / (right - left), step = TABLE / (right - left), sign = link->weight > 0;
  float low = -1e5f, high = 1e5f, bottom = (float) self->height;

  if (!(x1 - x0 >= 1) || !(top > low && top < high && top + rise > low && top + rise < high && x0 > low && x1 < high))
    return;
  for (int i = MAX ((int) left, 0), last = MIN ((int) right + 1, self->width); i < last; i++)
    {
      float u = ((float) i + 0.5f - left) * step;
      int k = u <= 0 ? 0 : u >= TABLE ? TABLE : (int) u;
      float slope = fabsf (run * table_slope[k]), middle = top + rise * table_y[k] + (u - (float) k) / step * run * table_slope[k];
      float tall = half * sqrtf (1 + slope * slope), smear = slope > 1 ? slope : 1, reach = tall + smear / 2;
      /* The first and the last column may be covered in part. */
      float ends = MIN ((float) i + 1, right) - MAX ((float) i, left), full = (float) alpha * ends;
      float most = full * MIN (1, 2 * tall / smear), from = MAX (middle - reach, 0), to = MIN (middle + reach + 1, bottom);
      int first = (int) from, end = (int) to;
      gsize at = (gsize) i * self->height + first;

      if (end > first)
        blend_run (self->covered + at, self->positive + at, end - first, middle - 0.5f - (float) first, reach, full / smear, most,
                   sign);
    }
}

/* Turns columns of two numbers into rows of premultiplied pixels, a tile at a time for the cache's sake. */
static void
convert (const FlLinkRaster *self, guint32 *pixels, gsize stride, const FlTheme *theme)
{
  const float n[3] = { (float) theme->negative.r, theme->negative.g, theme->negative.b };
  float d[3] = { theme->positive.r - theme->negative.r, theme->positive.g - theme->negative.g, theme->positive.b - theme->negative.b };

  for (int tile_y = 0; tile_y < self->height; tile_y += 32)
    for (int tile_x = 0; tile_x < self->width; tile_x += 32)
      for (int i = tile_x; i < MIN (tile_x + 32, self->width); i++)
        {
          const float *covered = self->covered + (gsize) i * self->height, *positive = self->positive + (gsize) i * self->height;

          for (int j = tile_y; j < MIN (tile_y + 32, self->height); j++)
            {
              float a, p;

              if (covered[j] == 0)
                continue;
              a = MIN (covered[j], 1) * 255;
              p = CLAMP (positive[j] * 255, 0, a);
              pixels[j * stride + i] = (guint32) (a + 0.5f) << 24 | (guint32) (n[0] * a + d[0] * p + 0.5f) << 16
                                       | (guint32) (n[1] * a + d[1] * p + 0.5f) << 8 | (guint32) (n[2] * a + d[2] * p + 0.5f);
            }
        }
}

void
fl_link_raster_finish (FlLinkRaster *self, cairo_t *cr, const FlTheme *theme)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, self->width, self->height);

  if (cairo_surface_status (image) == CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_flush (image);
      convert (self, (guint32 *) cairo_image_surface_get_data (image), (gsize) cairo_image_surface_get_stride (image) / 4, theme);
      cairo_surface_mark_dirty (image);
      cairo_surface_set_device_scale (image, self->scale, self->scale);
      cairo_save (cr);
      cairo_set_source_surface (cr, image, self->x0, self->y0);
      cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
      cairo_paint (cr);
      cairo_restore (cr);
    }
  cairo_surface_destroy (image);
  g_free (self->covered);
  g_free (self);
}
