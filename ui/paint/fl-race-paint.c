#include "fl-race-paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-field-private.h"
#include "fl-part.h"
#include "fl-text-private.h"

#define RISE 0.5      /* above the start, of what lies below it: so much of a run that diverges is in the picture */
#define RISE_LOG 50.0 /* times the start, on a logarithmic axis */
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
  g_free (scene->values);
  g_free (scene->x_label);
  g_free (scene->y_label);
  g_free (scene);
}

static void
axes (cairo_t *cr, const FlTheme *theme, double width, double height, Frame *at, const double range[4], gboolean log, const char *x_label, const char *y_label)
{
  FlTextStyle style = { 10, PANGO_WEIGHT_NORMAL, 1, 0.5 };
  double widest = 0;
  char text[32];

  at->top = 6;
  at->height = MAX (height - at->top - 3 - fl_em (theme, x_label != NULL ? 29 : 15), 1);
  fl_part_axis (fl_part_y (theme), &at->y, range[2], range[3], at->top + at->height, at->top, log, (guint) CLAMP (at->height / fl_em (theme, 36), 2, 6));
  for (guint i = 0; i < at->y.n_ticks; i++)
    widest = MAX (widest, fl_text_width (cr, theme, style, fl_axis_label (&at->y, at->y.ticks[i], text, sizeof text)));
  at->left = widest + 10 + (y_label != NULL ? fl_em (theme, 18) : 0);
  at->width = MAX (width - at->left - 8, 1);
  fl_part_axis (fl_part_x (theme), &at->x, range[0], range[1], at->left, at->left + at->width, FALSE,
                (guint) CLAMP (at->width / fl_em (theme, 70), 2, 6));
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
    fl_draw_text_full (cr, theme, theme->dim, style, at->left + at->width / 2, at->top + at->height + 3 + fl_em (theme, 13), x_label, at->width, 0);
  if (y_label != NULL)
    fl_draw_text_up (cr, theme, theme->dim, style, fl_em (theme, 9), at->top + at->height / 2, y_label, at->height);
  cairo_rectangle (cr, at->left, at->top, at->width, at->height);
  cairo_clip (cr);
}

static void
curves_range (const FlRaceScene *scene, double range[4])
{
  double start = -INFINITY;

  range[0] = 0;
  range[1] = MAX (scene->steps, 1);
  range[2] = INFINITY;
  range[3] = -INFINITY;
  for (guint l = 0; l < scene->n_lines; l++)
    for (guint i = 0; scene->lines[l].values != NULL && i < scene->lines[l].n; i++)
      {
        double v = scene->log ? MAX (scene->lines[l].values[i], FLOOR) : scene->lines[l].values[i];

        range[2] = MIN (range[2], v);
        if (i == 0)
          start = MAX (start, v);
        range[3] = MAX (range[3], v);
      }
  /* One that diverges is to be seen to rise, but must not flatten the others: what counts is where all start. */
  range[3] = MIN (range[3], scene->log ? RISE_LOG * start : start + RISE * (start - range[2]));
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
  axes (cr, theme, width, height, &at, range, scene.log, NULL, NULL);
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

/* Round all points. */
static void
fit_range (const FlRaceScene *scene, double range[4])
{
  double margin;

  range[0] = range[2] = INFINITY;
  range[1] = range[3] = -INFINITY;
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
}

/* -1 .. 1: which colour a prediction has. */
static double
position (const FlRaceScene *scene, double z)
{
  if (scene->logistic)
    return 2 / (1 + exp (-z)) - 1;
  return (z - (scene->low + scene->high) / 2) / MAX ((scene->high - scene->low) / 2, 1e-12);
}

static void
paint_field (cairo_t *cr, const FlTheme *theme, const FlRaceScene *scene, const Frame *at)
{
  const FlRaceLine *line = &scene->lines[scene->chosen];
  const guint32 *table = fl_theme_diverging_table (theme);
  double sx = 1, sy = 1;
  cairo_surface_t *image;
  guint32 *pixels;
  int w, h;

  if (scene->chosen >= scene->n_lines || !isfinite (line->w) || !isfinite (line->b))
    return;
  cairo_surface_get_device_scale (cairo_get_target (cr), &sx, &sy);
  w = (int) ceil (at->width * sx);
  h = (int) ceil (at->height * sy);
  image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, w, h);
  if (cairo_surface_status (image) == CAIRO_STATUS_SUCCESS)
    {
      pixels = (guint32 *) cairo_image_surface_get_data (image);
      for (int j = 0; j < h; j++)
        for (int i = 0; i < w; i++)
          {
            double x = fl_axis_value (&at->x, at->left + (i + 0.5) / sx), y = fl_axis_value (&at->y, at->top + (j + 0.5) / sy);
            double t = CLAMP (position (scene, line->w * x + line->b * y + line->c), -1, 1) * FL_FIELD_STRENGTH (theme);

            pixels[(gsize) j * (gsize) cairo_image_surface_get_stride (image) / 4 + (gsize) i] = table[(int) ((t + 1) / 2 * 255 + 0.5)];
          }
      cairo_surface_mark_dirty (image);
      cairo_surface_set_device_scale (image, sx, sy);
      cairo_set_source_surface (cr, image, at->left, at->top);
      cairo_rectangle (cr, at->left, at->top, at->width, at->height);
      cairo_fill (cr);
    }
  cairo_surface_destroy (image);
}

/* Where w x + b y + c = middle, as far as it is in sight. */
static void
level_line (cairo_t *cr, const FlRaceScene *scene, const FlRaceLine *line, const Frame *at, const double range[4])
{
  double n2 = line->w * line->w + line->b * line->b, cx = (range[0] + range[1]) / 2, cy = (range[2] + range[3]) / 2;
  double away = (scene->middle - line->c - line->w * cx - line->b * cy) / n2, x = cx + away * line->w, y = cy + away * line->b;
  double reach = 1.5 * hypot (range[1] - range[0], range[3] - range[2]), dx = -line->b / sqrt (n2) * reach, dy = line->w / sqrt (n2) * reach;

  if (!(n2 > 1e-24) || !(hypot (x - cx, y - cy) < reach))
    return;
  cairo_move_to (cr, fl_axis_pixel (&at->x, x - dx), fl_axis_pixel (&at->y, y - dy));
  cairo_line_to (cr, fl_axis_pixel (&at->x, x + dx), fl_axis_pixel (&at->y, y + dy));
}

/* Two inputs: the chosen racer's predictions as a field, the points in the colours of their targets, and a line of every racer. */
static void
paint_plane (cairo_t *cr, const FlTheme *theme, const FlRaceScene *scene, const Frame *at, const double range[4])
{
  double size = CLAMP (MIN (at->width, at->height) / 28, 4, 8);

  paint_field (cr, theme, scene, at);
  for (guint i = 0; i < scene->n_points; i++)
    {
      guint class_index = scene->classes && scene->values[i] > 0.5;
      double t = CLAMP (position (scene, scene->values[i]), -1, 1);
      FlColor color = scene->classes ? theme->classes[class_index] : fl_color_unpack (fl_theme_diverging (theme, t));

      fl_point_paint (cr, theme, fl_class_marker (class_index), color, FALSE, fl_axis_pixel (&at->x, scene->points[i].x),
                      fl_axis_pixel (&at->y, scene->points[i].y), size);
    }
  for (guint pass = 0; pass < 2; pass++)
    for (guint l = 0; l < scene->n_lines; l++)
      {
        level_line (cr, scene, &scene->lines[l], at, range);
        cairo_set_line_width (cr, pass == 0 ? 4.6 : 2.4);
        fl_set_source (cr, pass == 0 ? (FlColor){ 1, 1, 1 } : fl_theme_get (FALSE, theme->contrast)->classes[scene->lines[l].color % 10], 1);
        cairo_stroke (cr);
      }
}

static void
paint_line (cairo_t *cr, const FlTheme *theme, const FlRaceScene *scene, const Frame *at, const double range[4])
{
  fl_set_source (cr, theme->text, theme->contrast ? 0.8 : 0.45);
  for (guint i = 0; i < scene->n_points; i++)
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, fl_axis_pixel (&at->x, scene->points[i].x), fl_axis_pixel (&at->y, scene->points[i].y), 1.8, 0, 2 * G_PI);
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

          cairo_line_to (cr, fl_axis_pixel (&at->x, x), CLAMP (fl_axis_pixel (&at->y, predicted (scene, line, x)), -1e4, 1e4));
        }
      cairo_set_line_width (cr, 2.2);
      fl_set_source (cr, theme->classes[line->color % 10], 1);
      cairo_stroke (cr);
    }
}

void
fl_race_fit_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlRaceScene *scene)
{
  double range[4];
  Frame at;

  if (scene->n_points == 0 || width < 60 || height < 40)
    return;
  fit_range (scene, range);
  cairo_save (cr);
  axes (cr, theme, width, height, &at, range, FALSE, scene->x_label, scene->y_label);
  range[0] = at.x.min, range[1] = at.x.max, range[2] = at.y.min, range[3] = at.y.max; /* what is in sight */
  if (scene->plane)
    paint_plane (cr, theme, scene, &at, range);
  else
    paint_line (cr, theme, scene, &at, range);
  cairo_restore (cr);
}
