#include "fl-race-paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-text-private.h"

#define FLOOR 1e-12 /* of a logarithmic axis: what a float cannot tell from 0 */

typedef struct
{
  double left, top, width, height;
  FlAxis x, y;
} Frame;

void
fl_race_scene_free (FlRaceScene *scene)
{
  for (guint i = 0; i < scene->n_lines; i++)
    g_free (scene->lines[i].values);
  g_free (scene->points);
  g_free (scene->x_label);
  g_free (scene->y_label);
  g_free (scene);
}

static void
axes (cairo_t *cr, const FlTheme *theme, double width, double height, Frame *at, const double range[4], gboolean log, const char *x_label)
{
  FlTextStyle style = { 10, PANGO_WEIGHT_NORMAL, 1, 0.5 };
  double widest = 0;
  char text[32];

  at->top = 6;
  at->height = MAX (height - at->top - (x_label != NULL ? 32 : 18), 1);
  fl_axis_init (&at->y, range[2], range[3], at->top + at->height, at->top, log, (guint) CLAMP (at->height / 36, 2, 6));
  for (guint i = 0; i < at->y.n_ticks; i++)
    widest = MAX (widest, fl_text_width (cr, theme, style, fl_axis_label (&at->y, at->y.ticks[i], text, sizeof text)));
  at->left = widest + 10;
  at->width = MAX (width - at->left - 8, 1);
  fl_axis_init (&at->x, range[0], range[1], at->left, at->left + at->width, FALSE, (guint) CLAMP (at->width / 70, 2, 6));
  cairo_set_line_width (cr, 1);
  fl_set_source (cr, theme->grid, 1);
  for (guint i = 0; i < at->y.n_ticks; i++)
    {
      double y = round (fl_axis_pixel (&at->y, at->y.ticks[i])) + 0.5;

      cairo_move_to (cr, at->left, y);
      cairo_line_to (cr, at->left + at->width, y);
    }
  cairo_stroke (cr);
  for (guint i = 0; i < at->y.n_ticks; i++)
    fl_draw_text (cr, theme, theme->dim, style, at->left - 5, fl_axis_pixel (&at->y, at->y.ticks[i]),
                  fl_axis_label (&at->y, at->y.ticks[i], text, sizeof text));
  style.halign = 0.5;
  style.valign = 0;
  for (guint i = 0; i < at->x.n_ticks; i++)
    fl_draw_text (cr, theme, theme->dim, style, fl_axis_pixel (&at->x, at->x.ticks[i]), at->top + at->height + 3,
                  fl_axis_label (&at->x, at->x.ticks[i], text, sizeof text));
  if (x_label != NULL)
    fl_draw_text_full (cr, theme, theme->dim, style, at->left + at->width / 2, at->top + at->height + 16, x_label, at->width, 0);
  cairo_rectangle (cr, at->left, at->top, at->width, at->height);
  cairo_clip (cr);
}

static void
curves_range (const FlRaceScene *scene, double range[4])
{
  range[0] = 0;
  range[1] = MAX (scene->steps, 1);
  range[2] = INFINITY;
  range[3] = -INFINITY;
  for (guint l = 0; l < scene->n_lines; l++)
    for (guint i = 0; scene->lines[l].values != NULL && i < scene->lines[l].n; i++)
      {
        double v = scene->log ? MAX (scene->lines[l].values[i], FLOOR) : scene->lines[l].values[i];

        range[2] = MIN (range[2], v);
        /* One that diverges must not flatten the others: what counts is where all start. */
        if (i == 0)
          range[3] = MAX (range[3], v);
      }
  if (!(range[3] > range[2]))
    range[3] = range[2] + 1;
  if (scene->log)
    {
      range[2] /= 2;
      range[3] *= 2;
      return;
    }
  range[2] -= 0.04 * (range[3] - range[2]);
  range[3] += 0.08 * (range[3] - range[2]);
}

static gboolean
has_negative (const FlRaceScene *scene)
{
  for (guint l = 0; l < scene->n_lines; l++)
    for (guint i = 0; scene->lines[l].values != NULL && i < scene->lines[l].n; i++)
      if (scene->lines[l].values[i] < 0)
        return TRUE;
  return FALSE;
}

void
fl_race_curves_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlRaceScene *given)
{
  FlRaceScene scene = *given;
  double range[4], x;
  Frame at;

  if (scene.n_lines == 0 || width < 60 || height < 40)
    return;
  scene.log = scene.log && !has_negative (given);
  curves_range (&scene, range);
  cairo_save (cr);
  axes (cr, theme, width, height, &at, range, scene.log, NULL);
  x = round (fl_axis_pixel (&at.x, scene.shown)) + 0.5;
  cairo_move_to (cr, x, at.top);
  cairo_line_to (cr, x, at.top + at.height);
  fl_set_source (cr, theme->dim, 0.6);
  cairo_stroke (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint l = 0; l < scene.n_lines; l++)
    {
      const FlRaceLine *line = &scene.lines[l];
      guint every = line->n / 2000 + 1;

      for (guint i = 0; line->values != NULL && i < line->n; i += every)
        cairo_line_to (cr, fl_axis_pixel (&at.x, i), CLAMP (fl_axis_pixel (&at.y, scene.log ? MAX (line->values[i], FLOOR) : line->values[i]), -1e4, 1e4));
      cairo_set_line_width (cr, 1.8);
      fl_set_source (cr, theme->classes[line->color % 10], 1);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}

static double
predicted (const FlRaceScene *scene, const FlRaceLine *line, double x)
{
  double z = line->w * x + line->b;

  return scene->logistic ? 1 / (1 + exp (-z)) : z;
}

void
fl_race_fit_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlRaceScene *scene)
{
  double range[4] = { INFINITY, -INFINITY, INFINITY, -INFINITY }, margin;
  Frame at;

  if (scene->n_points == 0 || width < 60 || height < 40)
    return;
  for (guint i = 0; i < scene->n_points; i++)
    {
      range[0] = MIN (range[0], scene->points[i].x);
      range[1] = MAX (range[1], scene->points[i].x);
      range[2] = MIN (range[2], scene->points[i].y);
      range[3] = MAX (range[3], scene->points[i].y);
    }
  margin = 0.06 * MAX (range[1] - range[0], 1e-9);
  range[0] -= margin;
  range[1] += margin;
  margin = 0.12 * MAX (range[3] - range[2], 1e-9);
  range[2] -= margin;
  range[3] += margin;
  cairo_save (cr);
  axes (cr, theme, width, height, &at, range, FALSE, scene->x_label);
  fl_set_source (cr, theme->text, theme->contrast ? 0.8 : 0.45);
  for (guint i = 0; i < scene->n_points; i++)
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, fl_axis_pixel (&at.x, scene->points[i].x), fl_axis_pixel (&at.y, scene->points[i].y), 1.8, 0, 2 * G_PI);
    }
  cairo_fill (cr);
  for (guint l = 0; l < scene->n_lines; l++)
    {
      const FlRaceLine *line = &scene->lines[l];

      if (!isfinite (line->w) || !isfinite (line->b))
        continue;
      for (guint i = 0; i <= 60; i++)
        {
          double x = range[0] + (range[1] - range[0]) * i / 60;

          cairo_line_to (cr, fl_axis_pixel (&at.x, x), CLAMP (fl_axis_pixel (&at.y, predicted (scene, line, x)), -1e4, 1e4));
        }
      cairo_set_line_width (cr, 2.2);
      fl_set_source (cr, theme->classes[line->color % 10], 1);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}
