/* Terrain for the pictures: from formulas. */
#include "fl-scenes.h"

#include <math.h>

#include "fl-terrain.h"

/* Himmelblau's valleys, with two paths into them. */
static FlTerrain *
terrain_of (gboolean log, guint size)
{
  FlTerrain *terrain = fl_terrain_new ();
  FlRange box = { -5, 5, -5, 5 };
  float *values = g_new (float, (gsize) size * size);

  for (guint j = 0; j < size; j++)
    for (guint i = 0; i < size; i++)
      {
        double x = -5 + 10.0 * i / (size - 1), y = 5 - 10.0 * j / (size - 1);

        values[j * size + i] = (float) (pow (x * x + y - 11, 2) + pow (x + y * y - 7, 2) + 0.1);
      }
  fl_terrain_set_grid (terrain, &box, size, values, log);
  g_free (values);
  terrain->x_label = g_strdup ("x");
  terrain->y_label = g_strdup ("y");
  for (guint p = 0; p < 2; p++)
    {
      FlSpot *spots = g_new (FlSpot, 40);

      for (guint i = 0; i < 40; i++)
        {
          double s = 1 - pow (0.86, i), wave = (p == 0 ? 0.3 : -0.6) * sin (i * 0.7) * (1 - s);

          spots[i] = (FlSpot){ -0.5 + s * 3.5 + wave, -1.5 + s * 3.5 - wave };
        }
      fl_terrain_add_path (terrain, p == 0 ? "SGD" : "Adam", p, spots, 40, 40);
    }
  fl_terrain_add_mark (terrain, FL_MARK_START, -0.5, -1.5, "start");
  fl_terrain_add_mark (terrain, FL_MARK_OPTIMUM, 3, 2, "3 · 2");
  fl_terrain_add_arrow (terrain, -3, 3, -1.6, 1.6, 2, FALSE, "step");
  return terrain;
}

static void
contour_scene (cairo_t *cr, const FlTheme *theme, double width, double height, gboolean log)
{
  FlTerrain *terrain = terrain_of (log, 65);
  FlContourMap map = { .terrain = terrain, .shown = { -5, 5, -5, 5 }, .hover_x = log ? NAN : width * 0.7, .hover_y = height * 0.7 };

  fl_contour_map_paint (cr, theme, width, height, &map, NULL);
  fl_terrain_unref (terrain);
}

void
fl_scene_contour_log (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  contour_scene (cr, theme, width, height, TRUE);
}

void
fl_scene_contour_linear (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  contour_scene (cr, theme, width, height, FALSE);
}

void
fl_scene_surface_log (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  FlTerrain *terrain = terrain_of (TRUE, 65);
  FlCamera camera = { 0.6, 0.6, 1 };

  fl_surface_paint (cr, theme, width, height, terrain, &camera, NULL);
  fl_terrain_unref (terrain);
}

void
fl_scene_surface_linear (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  FlTerrain *terrain = terrain_of (FALSE, 17);
  FlCamera camera = { -2.4, 0.9, 1.2 };

  fl_surface_paint (cr, theme, width, height, terrain, &camera, NULL);
  fl_terrain_unref (terrain);
}
