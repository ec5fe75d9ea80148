/* Heights, values between places, levels; and what the surface and the level lines do with holes. */
#include "fl-terrain.h"

#include <math.h>
#include <string.h>

#define N 33

static FlTerrain *
terrain_of (double (*value) (double x, double y), gboolean log)
{
  FlTerrain *terrain = fl_terrain_new ();
  FlRange box = { -2, 2, -1, 3 };
  float values[N * N];

  for (guint j = 0; j < N; j++)
    for (guint i = 0; i < N; i++)
      values[j * N + i] = (float) value (-2 + 4.0 * i / (N - 1), 3 - 4.0 * j / (N - 1));
  fl_terrain_set_grid (terrain, &box, N, values, log);
  return terrain;
}

static double
slope (double x, double y)
{
  return 1 + x + 2 + 10 * (y + 1); /* 1 .. 45 */
}

static double
decades (double x, double y)
{
  return pow (10, x);
}

static double
negative (double x, double y)
{
  return x * x - y * y;
}

static double
with_holes (double x, double y)
{
  return x > 1 ? NAN : y > 2.5 ? INFINITY : x * x + y * y;
}

/* Bilinear: exact for a plane, NaN outside, row 0 on top. */
static void
test_value (void)
{
  FlTerrain *terrain = terrain_of (slope, FALSE);

  for (double x = -2; x <= 2; x += 0.37)
    for (double y = -1; y <= 3; y += 0.41)
      g_assert_cmpfloat_with_epsilon (fl_terrain_value (terrain, x, y), slope (x, y), 1e-4);
  g_assert_true (isnan (fl_terrain_value (terrain, 2.01, 0)));
  g_assert_true (isnan (fl_terrain_value (terrain, 0, -1.01)));
  fl_terrain_unref (terrain);
}

static void
test_height (void)
{
  FlTerrain *linear = terrain_of (slope, FALSE), *log = terrain_of (decades, TRUE), *below = terrain_of (negative, TRUE);

  g_assert_cmpfloat (fl_terrain_height (linear, linear->low), ==, 0);
  g_assert_cmpfloat (fl_terrain_height (linear, linear->high), ==, 1);
  g_assert_cmpfloat (fl_terrain_height (linear, 1e9), ==, 1);
  g_assert_true (isnan (fl_terrain_height (linear, NAN)));
  /* Equal ratios, equal heights. */
  g_assert_cmpfloat_with_epsilon (fl_terrain_height (log, 1) - fl_terrain_height (log, 0.1), fl_terrain_height (log, 10) - fl_terrain_height (log, 1), 1e-9);
  /* Below zero, too, higher is higher. */
  for (double v = -8.9; v < 3.5; v += 0.5)
    g_assert_cmpfloat (fl_terrain_height (below, v + 0.5), >, fl_terrain_height (below, v));
  fl_terrain_unref (linear);
  fl_terrain_unref (log);
  fl_terrain_unref (below);
}

static void
test_levels (void)
{
  double (*const values[]) (double, double) = { slope, decades, negative, with_holes };

  for (guint k = 0; k < G_N_ELEMENTS (values); k++)
    for (guint log = 0; log < 2; log++)
      {
        FlTerrain *terrain = terrain_of (values[k], log != 0);
        double levels[16];
        guint n = fl_terrain_levels (terrain, levels);

        g_assert_cmpuint (n, >=, 3);
        g_assert_cmpuint (n, <=, 16);
        for (guint i = 1; i < n; i++)
          g_assert_cmpfloat (levels[i], >, levels[i - 1]);
        fl_terrain_unref (terrain);
      }
}

/* Holes, tiny and odd sizes, a camera from anywhere: nothing breaks, and something is drawn. */
static void
test_paints_anything (void)
{
  FlTerrain *terrain = terrain_of (with_holes, TRUE);
  FlSpot *spots = g_new (FlSpot, 4);
  FlContourMap map = { .terrain = terrain, .shown = { -5, 1, -2, 9 }, .hover_x = 40, .hover_y = 50 };

  spots[0] = (FlSpot){ 0, 0 };
  spots[1] = (FlSpot){ 1e300, 2 };
  spots[2] = (FlSpot){ NAN, 1 };
  spots[3] = (FlSpot){ -1, 1 };
  fl_terrain_add_path (terrain, "wild", 3, spots, 4, 4);
  for (guint k = 0; k < 40; k++)
    {
      int w = k < 4 ? (int) k * 30 + 1 : 200, h = k < 4 ? 160 - (int) k * 50 : 150;
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, w, h);
      cairo_t *cr = cairo_create (surface);
      FlCamera camera = { k * 0.7, MIN (k * 0.04, G_PI_2), 0.3 + 0.3 * k };

      fl_surface_paint (cr, fl_theme_get (k % 2, FALSE), w, h, terrain, &camera, FL_LEGEND_ALWAYS, "empty");
      fl_contour_map_paint (cr, fl_theme_get (k % 2, FALSE), w, h, &map, NULL);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
  fl_terrain_unref (terrain);
}

/* Names that are beside the picture, too, leave a small one to the paths. */
static void
test_legend (void)
{
  FlTerrain *terrain = terrain_of (slope, FALSE);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 300, 300);
  cairo_t *cr = cairo_create (surface);
  const FlTheme *theme = fl_theme_get (TRUE, TRUE);

  for (guint i = 0; i < 3; i++)
    fl_terrain_add_path (terrain, "SGD · η 0.02", i, g_new0 (FlSpot, 1), 1, 1);
  g_assert_true (fl_terrain_has_legend (cr, theme, terrain, FL_LEGEND_WHERE_ROOM, 400, 400));
  g_assert_false (fl_terrain_has_legend (cr, theme, terrain, FL_LEGEND_WHERE_ROOM, 120, 200));
  g_assert_true (fl_terrain_has_legend (cr, theme, terrain, FL_LEGEND_ALWAYS, 120, 200));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  fl_terrain_unref (terrain);
}

static void
test_clip (void)
{
  const FlRange range = { -1, 3, -2, 2 };
  FlSpot from = { -1e9, -0.5e9 }, to = { 1e9, 0.5e9 }; /* y = x / 2 */

  g_assert_true (fl_terrain_clip (&range, &from, &to));
  g_assert_cmpfloat_with_epsilon (from.x, -1, 1e-6);
  g_assert_cmpfloat_with_epsilon (from.y, -0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (to.x, 3, 1e-6);
  g_assert_cmpfloat_with_epsilon (to.y, 1.5, 1e-6);
  from = to = (FlSpot){ 0, 1 };
  g_assert_true (fl_terrain_clip (&range, &from, &to)); /* what is inside stays as it is */
  g_assert_cmpfloat (to.y, ==, 1);
  from = (FlSpot){ -5, 3 };
  to = (FlSpot){ 5, 3 };
  g_assert_false (fl_terrain_clip (&range, &from, &to));
  to = (FlSpot){ INFINITY, 0 };
  g_assert_false (fl_terrain_clip (&range, &from, &to));
}

/* A path that swings ever further along one straight line is one straight line. */
static void
test_diverging (void)
{
  FlTerrain *terrain = terrain_of (slope, FALSE), *bare = terrain_of (slope, FALSE);
  FlContourMap map = { .terrain = terrain, .shown = terrain->box, .hover_x = NAN, .hover_y = NAN };
  FlContourMap bare_map = { .terrain = bare, .shown = terrain->box, .hover_x = NAN, .hover_y = NAN };
  cairo_surface_t *with = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 400, 400), *without = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 400, 400);
  cairo_t *cr = cairo_create (with), *bare_cr = cairo_create (without);
  FlSpot *spots = g_new (FlSpot, 300);
  FlContourLayout at;
  guint differ = 0;

  for (guint i = 0; i < 300; i++)
    {
      double far = pow (-1.07, i);
      spots[i] = (FlSpot){ far, 1 + 0.02 * far };
    }
  fl_terrain_add_path (terrain, "SGD", 0, spots, 300, 300);
  fl_contour_map_paint (bare_cr, fl_theme_get (FALSE, FALSE), 400, 400, &bare_map, &at);
  fl_contour_map_paint (cr, fl_theme_get (FALSE, FALSE), 400, 400, &map, &at);
  cairo_surface_flush (with);
  cairo_surface_flush (without);
  for (guint py = 0; py < 100; py++) /* the upper part of the picture is far from that line */
    for (guint px = 0; px < (guint) at.width; px++)
      {
        gsize offset = ((gsize) at.top + py) * (gsize) cairo_image_surface_get_stride (with) + 4 * ((gsize) at.left + px);
        differ += memcmp (cairo_image_surface_get_data (with) + offset, cairo_image_surface_get_data (without) + offset, 4) != 0;
      }
  g_assert_cmpuint (differ, ==, 0);
  cairo_destroy (cr);
  cairo_destroy (bare_cr);
  cairo_surface_destroy (with);
  cairo_surface_destroy (without);
  fl_terrain_unref (terrain);
  fl_terrain_unref (bare);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terrain/value", test_value);
  g_test_add_func ("/terrain/height", test_height);
  g_test_add_func ("/terrain/levels", test_levels);
  g_test_add_func ("/terrain/legend", test_legend);
  g_test_add_func ("/terrain/clip", test_clip);
  g_test_add_func ("/terrain/diverging", test_diverging);
  g_test_add_func ("/terrain/paints-anything", test_paints_anything);
  return g_test_run ();
}
