/* Terrain for the pictures: from formulas. */
#include "fl-scenes.h"

#include <math.h>

#include "fl-race-paint.h"

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
  fl_terrain_add_arrow (terrain, -3, 3, -1.6, 1.6, 2, FL_ARROW_WHOLE, "step");
  fl_terrain_add_arrow (terrain, -3, 3, -1.5, 2.6, 2, FL_ARROW_DASHED, "batch");
  fl_terrain_add_arrow (terrain, -3, 3, -2.6, 1.4, 2, FL_ARROW_FAINT, "all rows");
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

  fl_surface_paint (cr, theme, width, height, terrain, &camera, FL_LEGEND_ALWAYS, NULL);
  fl_terrain_unref (terrain);
}

void
fl_scene_surface_linear (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  FlTerrain *terrain = terrain_of (FALSE, 17);
  FlCamera camera = { -2.4, 0.9, 1.2 };

  fl_surface_paint (cr, theme, width, height, terrain, &camera, FL_LEGEND_ALWAYS, NULL);
  fl_terrain_unref (terrain);
}

/* From straight above: the rim is nearer than the floor, and seen outside it; labels stand beside the rim, long ones too. */
void
fl_scene_surface_above (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  FlTerrain *terrain = terrain_of (FALSE, 65);
  FlCamera camera = { 1.2, G_PI_2, 1 };

  g_free (terrain->x_label);
  terrain->x_label = g_strdup ("0.weight[0, 0]");
  fl_surface_paint (cr, theme, width, height, terrain, &camera, FL_LEGEND_ALWAYS, NULL);
  fl_terrain_unref (terrain);
}

static FlRaceScene *
race_of (gboolean log, gboolean logistic)
{
  FlRaceScene *scene = g_new0 (FlRaceScene, 1);

  scene->steps = 60;
  scene->shown = 22;
  scene->log = log;
  scene->logistic = logistic;
  scene->x_label = g_strdup ("x");
  for (guint r = 0; r < 3; r++)
    {
      FlRaceLine *line = &scene->lines[scene->n_lines++];

      *line = (FlRaceLine){ r, r == 2 ? 20 : 61, g_new (double, 61), 0.5 + 0.4 * r, 0.3 - 0.2 * r };
      for (guint i = 0; i < 61; i++)
        line->values[i] = r == 2 ? 3 * pow (1.3, i) : 3 * pow (0.9 - 0.1 * r, i) * (1.2 + sin (i * 0.6 * r)) + 0.01;
    }
  scene->points = g_new (FlSpot, 40);
  for (guint i = 0; i < 40; i++, scene->n_points++)
    {
      double x = -2 + i * 0.1, y = 0.8 * x + 0.2 * sin (i * 2.4);

      scene->points[i] = (FlSpot){ x, logistic ? y > 0 : y };
    }
  return scene;
}

void
fl_scene_race_curves (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  FlRaceScene *scene = race_of (TRUE, FALSE);

  fl_race_curves_paint (cr, theme, width, height, scene);
  fl_race_scene_free (scene);
}

void
fl_scene_race_fit (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  FlRaceScene *scene = race_of (FALSE, FALSE);

  fl_race_fit_paint (cr, theme, width, height, scene);
  fl_race_scene_free (scene);
}

/* Two inputs: classes, or values. */
static void
plane_scene (cairo_t *cr, const FlTheme *theme, double width, double height, gboolean classes)
{
  FlRaceScene *scene = race_of (FALSE, classes);

  scene->plane = TRUE;
  scene->classes = classes;
  scene->chosen = 1;
  scene->low = classes ? 0 : -2;
  scene->high = classes ? 1 : 2;
  scene->y_label = g_strdup ("x₂");
  scene->values = g_new (double, scene->n_points);
  for (guint i = 0; i < scene->n_points; i++)
    {
      double x = 2 * sin (i * 1.7), y = 2 * sin (i * 2.9 + 1), value = 0.9 * x + 0.1 * y;

      scene->points[i] = (FlSpot){ x, y };
      scene->values[i] = classes ? value > 0 : value;
    }
  fl_race_fit_paint (cr, theme, width, height, scene);
  fl_race_scene_free (scene);
}

void
fl_scene_race_classes (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  plane_scene (cr, theme, width, height, TRUE);
}

void
fl_scene_race_plane (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  plane_scene (cr, theme, width, height, FALSE);
}

void
fl_scene_race_logistic (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  FlRaceScene *scene = race_of (FALSE, TRUE);

  fl_race_fit_paint (cr, theme, width, height, scene);
  fl_race_scene_free (scene);
}
