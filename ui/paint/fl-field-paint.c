/* Floats to colours: the decision field and neuron maps. */
#include "fl-field-private.h"
#include "fl-contour.h"
#include "fl-text-private.h"

#include <math.h>
#include <string.h>

#define CONTOUR_GRID 512

void
fl_field_scale_init (FlFieldScale *scale, const DsPrepared *data, const NnPicture *picture)
{
  if (picture != NULL && picture->data != NULL)
    data = picture->data;
  *scale = (FlFieldScale){ FL_FIELD_VALUE, picture ? picture->outputs : 1, -1, 1 };
  if (data == NULL)
    return;
  if (data->options.task == DS_REGRESSION)
    {
      scale->low = data->y_min;
      scale->high = data->y_max > data->y_min ? data->y_max : data->y_min + 1;
      return;
    }
  if (scale->outputs > 2 || data->n_classes > 2)
    {
      scale->kind = FL_FIELD_WINNER;
      scale->low = 0;
      return;
    }
  scale->kind = scale->outputs == 2 ? FL_FIELD_PAIR : FL_FIELD_ONE_UNIT;
  if (scale->kind == FL_FIELD_ONE_UNIT && picture != NULL && picture->spec != NULL)
    {
      NnProblem problem = nn_problem (data);
      g_autoptr (NnPlan) plan = nn_plan_new (picture->spec, &problem, NULL, NULL);

      if (plan != NULL && plan->target_high > plan->target_low)
        {
          scale->low = plan->target_low;
          scale->high = plan->target_high;
        }
    }
}

gboolean
fl_field_is_diverging (const FlFieldScale *scale)
{
  return scale->kind != FL_FIELD_WINNER;
}

double
fl_field_position (const FlFieldScale *scale, double value)
{
  return 2 * (value - scale->low) / (scale->high - scale->low) - 1;
}

/* What is shown for place `i` of the field; diverging kinds only. */
static float
shown_value (const FlFieldScale *scale, const NnPicture *picture, gsize i)
{
  gsize area = (gsize) picture->width * picture->height;

  return scale->kind == FL_FIELD_PAIR ? picture->field[area + i] - picture->field[i] : picture->field[i];
}

FlColor
fl_color_unpack (guint32 argb)
{
  return (FlColor){ (argb >> 16 & 255) / 255.0, (argb >> 8 & 255) / 255.0, (argb & 255) / 255.0 };
}

static guint32
pack (FlColor c)
{
  return 0xff000000u | (guint32) (c.r * 255 + 0.5) << 16 | (guint32) (c.g * 255 + 0.5) << 8 | (guint32) (c.b * 255 + 0.5);
}

static void
fill_diverging (guint32 *out, gsize stride, const FlTheme *theme, const NnPicture *picture, const FlFieldScale *scale)
{
  const guint32 *table = fl_theme_diverging_table (theme), hole = fl_theme_diverging (theme, NAN);
  float k = (float) (FL_FIELD_STRENGTH (theme) * 255 / (scale->high - scale->low));
  float middle = (float) ((scale->low + scale->high) / 2), most = (float) (127.5 * FL_FIELD_STRENGTH (theme));
  gsize area = (gsize) picture->width * picture->height;

  for (guint j = 0; j < picture->height; j++)
    {
      const float *a = picture->field + (gsize) j * picture->width;
      const float *b = scale->kind == FL_FIELD_PAIR ? a + area : NULL;
      guint32 *row = out + j * stride;

      for (guint i = 0; i < picture->width; i++)
        {
          float v = ((b ? b[i] - a[i] : a[i]) - middle) * k;

          row[i] = v != v ? hole : table[(int) (128.f + (v > most ? most : v < -most ? -most : v))];
        }
    }
}

#define LEADS 64

static void
fill_winners (guint32 *out, gsize stride, const FlTheme *theme, const NnPicture *picture)
{
  guint32 table[10][LEADS], hole = fl_theme_diverging (theme, NAN);
  gsize area = (gsize) picture->width * picture->height;

  for (guint c = 0; c < 10; c++)
    for (guint l = 0; l < LEADS; l++)
      table[c][l] = pack (fl_color_mix (theme->neutral, theme->classes[c], 0.12 + (FL_FIELD_STRENGTH (theme) - 0.12) * l / (LEADS - 1)));
  for (guint j = 0; j < picture->height; j++)
    for (guint i = 0; i < picture->width; i++)
      {
        const float *f = picture->field + (gsize) j * picture->width + i;
        float best = f[0], second = -INFINITY;
        guint winner = 0;

        for (guint k = 1; k < picture->outputs; k++)
          {
            float v = f[k * area];

            if (v > best)
              {
                second = best;
                best = v;
                winner = k;
              }
            else if (v > second)
              second = v;
          }
        float lead = best - second;

        out[j * stride + i] = lead >= 0 ? table[winner % 10][(int) (MIN (lead, 1.f) * (LEADS - 1) + 0.5f)] : hole;
      }
}

static void
decision_path (cairo_t *cr, const float *grid, guint w, guint h, float level, const double at[4])
{
  FlContour contour;

  fl_contour_trace (&contour, grid, w, h, level);
  fl_contour_path (cr, &contour, at[0], at[1], at[2], at[3]);
  fl_contour_clear (&contour);
}

static void
stroke_decision (cairo_t *cr, const FlTheme *theme)
{
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, theme->contrast ? 2 : 1.3);
  if (theme->dark)
    cairo_set_source_rgba (cr, 1, 1, 1, theme->contrast ? 1 : 0.9);
  else
    cairo_set_source_rgba (cr, 0.1, 0.1, 0.12, theme->contrast ? 1 : 0.8);
  cairo_stroke (cr);
}

typedef struct
{
  double x[16], y[16];
  guint n;
} Labels;

static gboolean
is_free (const Labels *labels, const FlTheme *theme, double x, double y)
{
  for (guint i = 0; i < labels->n; i++)
    if (fabs (labels->x[i] - x) < fl_em (theme, 34) && fabs (labels->y[i] - y) < fl_em (theme, 18))
      return FALSE;
  return TRUE;
}

/* A level's value, on its longest line where neither the frame nor another label is in the way. */
static void
label_level (cairo_t *cr, const FlTheme *theme, const FlContour *contour, const double at[4], const double frame[4],
             const char *text, Labels *labels)
{
  FlTextStyle style = { 10, PANGO_WEIGHT_MEDIUM, 0.5, 0.5 };
  double half = fl_em (theme, 18), line = fl_em (theme, 10);
  guint best = 0, length = 0;

  for (guint l = 0; l < contour->n_lines; l++)
    if (contour->starts[l + 1] - contour->starts[l] > length)
      {
        best = l;
        length = contour->starts[l + 1] - contour->starts[l];
      }
  if (length * fabs (at[2]) < 2 * half)
    return;
  for (guint k = 0; k < 5; k++)
    {
      static const double places[5] = { 0.5, 0.38, 0.62, 0.25, 0.75 };
      FlContourPoint p = contour->points[contour->starts[best] + (guint) (places[k] * (length - 1))];
      double x = at[0] + p.x * at[2], y = at[1] + p.y * at[3];

      if (x < frame[0] + half || x > frame[0] + frame[2] - half || y < frame[1] + line || y > frame[1] + frame[3] - line
          || !is_free (labels, theme, x, y))
        continue;
      labels->x[labels->n] = x;
      labels->y[labels->n++] = y;
      fl_draw_text_full (cr, theme, theme->text, style, x, y, text, 0, 0.85);
      return;
    }
}

static void
level_lines (cairo_t *cr, const FlTheme *theme, const FlFieldScale *scale, const float *grid, guint w, guint h, const double at[4],
             const double frame[4])
{
  FlContour contours[16];
  Labels labels = { .n = 0 };
  FlAxis axis;
  char text[32];

  fl_axis_init (&axis, scale->low, scale->high, 0, 1, FALSE, 7);
  for (guint i = 0; i < axis.n_ticks; i++)
    {
      fl_contour_trace (&contours[i], grid, w, h, (float) axis.ticks[i]);
      fl_contour_path (cr, &contours[i], at[0], at[1], at[2], at[3]);
    }
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, 1);
  fl_set_source (cr, theme->text, theme->contrast ? 0.9 : 0.45);
  cairo_stroke (cr);
  for (guint i = 0; i < axis.n_ticks; i++)
    {
      if (MIN (frame[2], frame[3]) > 120)
        label_level (cr, theme, &contours[i], at, frame, fl_axis_label (&axis, axis.ticks[i], text, sizeof text), &labels);
      fl_contour_clear (&contours[i]);
    }
}

/* Of every place of the grid: the winner, its value and the runner-up's. */
static void
find_winners (const NnPicture *picture, guint step, guint w, guint h, guint16 *winner, float *first, float *second)
{
  gsize area = (gsize) picture->width * picture->height;

  for (guint j = 0; j < h; j++)
    for (guint i = 0; i < w; i++)
      {
        const float *f = picture->field + (gsize) j * step * picture->width + i * step;
        gsize at = (gsize) j * w + i;

        winner[at] = 0;
        first[at] = f[0];
        second[at] = -INFINITY;
        for (guint k = 1; k < picture->outputs; k++)
          {
            float v = f[k * area];

            if (v > first[at])
              {
                second[at] = first[at];
                first[at] = v;
                winner[at] = (guint16) k;
              }
            else if (v > second[at])
              second[at] = v;
          }
      }
}

/* The lines between winners. Every line belongs to two classes: with the last class left out each is still drawn. */
static void
winner_paths (cairo_t *cr, const NnPicture *picture, guint step, guint w, guint h, const double at[4])
{
  gsize n = (gsize) w * h, area = (gsize) picture->width * picture->height;
  g_autofree float *memory = g_try_malloc_n (n, 3 * sizeof (float));
  g_autofree guint16 *winner = g_try_malloc_n (n, sizeof (guint16));
  float *lead = memory, *first = memory + n, *second = memory + 2 * n;

  if (memory == NULL || winner == NULL)
    return;
  find_winners (picture, step, w, h, winner, first, second);
  for (guint k = 0; k + 1 < picture->outputs; k++)
    {
      for (guint j = 0; j < h; j++)
        {
          const float *f = picture->field + k * area + (gsize) j * step * picture->width;

          for (guint i = 0; i < w; i++)
            {
              gsize p = (gsize) j * w + i;

              lead[p] = winner[p] == k ? first[p] - second[p] : f[i * step] - first[p];
            }
        }
      decision_path (cr, lead, w, h, 0, at);
    }
}

void
fl_field_contours (cairo_t *cr, const FlTheme *theme, const NnPicture *picture, double x, double y, double width, double height)
{
  guint step = (MAX (picture->width, picture->height) + CONTOUR_GRID - 1) / CONTOUR_GRID;
  guint w = step ? (picture->width - 1) / step + 1 : 0, h = step ? (picture->height - 1) / step + 1 : 0;
  double dx = width / picture->width, dy = height / picture->height; /* a value stands for the middle of its pixel */
  double at[4] = { x + dx / 2, y + dy / 2, dx * step, dy * step }, frame[4] = { x, y, width, height };
  FlFieldScale scale;
  float *grid;

  if (w < 2 || h < 2 || picture->field == NULL || (grid = g_try_malloc_n ((gsize) w * h, sizeof (float))) == NULL)
    return;
  fl_field_scale_init (&scale, NULL, picture);
  cairo_save (cr);
  cairo_new_path (cr);
  if (scale.kind == FL_FIELD_WINNER)
    {
      winner_paths (cr, picture, step, w, h, at);
      stroke_decision (cr, theme);
    }
  else
    {
      for (guint j = 0; j < h; j++)
        for (guint i = 0; i < w; i++)
          grid[(gsize) j * w + i] = shown_value (&scale, picture, (gsize) j * step * picture->width + i * step);
      if (scale.kind == FL_FIELD_VALUE)
        level_lines (cr, theme, &scale, grid, w, h, at, frame);
      else
        {
          decision_path (cr, grid, w, h, (float) ((scale.low + scale.high) / 2), at);
          stroke_decision (cr, theme);
        }
    }
  cairo_restore (cr);
  g_free (grid);
}

cairo_surface_t *
fl_field_surface (const FlTheme *theme, const NnPicture *picture, double scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) picture->width, (int) picture->height);
  FlFieldScale field;

  if (!(scale > 0))
    scale = 1;
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS || picture->field == NULL || picture->width == 0)
    return surface;
  fl_field_scale_init (&field, NULL, picture);
  cairo_surface_flush (surface);
  guint32 *pixels = (guint32 *) cairo_image_surface_get_data (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface) / 4;

  if (fl_field_is_diverging (&field))
    fill_diverging (pixels, stride, theme, picture, &field);
  else
    fill_winners (pixels, stride, theme, picture);
  cairo_surface_mark_dirty (surface);
  cairo_surface_set_device_scale (surface, scale, scale);
  if (picture->fine) /* lines of a coarse field would be thick and rough: the boundary's painter draws them sharp */
    {
      cairo_t *cr = cairo_create (surface);

      fl_field_contours (cr, theme, picture, 0, 0, picture->width / scale, picture->height / scale);
      cairo_destroy (cr);
    }
  return surface;
}

cairo_surface_t *
fl_map_surface (const FlTheme *theme, const float *map, guint size, double range, double scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) size, (int) size);
  const guint32 *table = fl_theme_diverging_table (theme), hole = fl_theme_diverging (theme, NAN);
  gsize n = (gsize) size * size, stride;
  guint32 *pixels;
  float most = 0, k;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS || map == NULL || size == 0)
    return surface;
  if (!(range > 0))
    {
      for (gsize i = 0; i < n; i++)
        if (isfinite (map[i]) && fabsf (map[i]) > most)
          most = fabsf (map[i]);
      range = most;
    }
  k = range > 0 ? (float) (127.4 / range) : 0;
  cairo_surface_flush (surface);
  pixels = (guint32 *) cairo_image_surface_get_data (surface);
  stride = (gsize) cairo_image_surface_get_stride (surface) / 4;
  for (guint j = 0; j < size; j++)
    for (guint i = 0; i < size; i++)
      {
        float v = map[(gsize) j * size + i] * k;

        pixels[j * stride + i] = v != v ? hole : table[(int) (128.f + (v > 127.4f ? 127.4f : v < -127.4f ? -127.4f : v))];
      }
  cairo_surface_mark_dirty (surface);
  if (scale > 0)
    cairo_surface_set_device_scale (surface, scale, scale);
  return surface;
}
