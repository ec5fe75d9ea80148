/* The loss chart: grid and curves. */
#include "fl-curve-private.h"
#include "fl-text-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LABEL_SIZE 11.0

static const FlTextStyle right_label = { LABEL_SIZE, PANGO_WEIGHT_NORMAL, 1, 0.5 };

typedef struct
{
  cairo_t *cr;
  const FlTheme *theme;
  const FlChart *chart;
  FlChartLayout at;
  double width, height;
  gboolean empty;
} Painter;

const FlCurve *
fl_chart_curve (const FlChart *chart, guint i)
{
  return i == 0 ? chart->train : i == 1 ? chart->validation : chart->batch;
}

static const FlChartSteps *
steps_of (const FlChart *chart, guint i)
{
  return i == 2 ? &chart->batch_x : NULL;
}

FlColor
fl_chart_color (const FlTheme *theme, guint i)
{
  return i == 0 ? theme->train : i == 1 ? theme->validation : theme->dim;
}

const char *
fl_chart_name (guint i)
{
  return i == 0 ? _("training") : i == 1 ? _("validation") : _("batch");
}

/* What the axes must show. Single batches are noisy: they may leave the picture unless there is nothing else. */
static gboolean
data_range (const FlChart *chart, double *x_max, double *y_min, double *y_max, double *positive)
{
  gboolean any = FALSE;

  *x_max = 0;
  *y_min = *positive = INFINITY;
  *y_max = -INFINITY;
  for (guint i = 0; i < 3; i++)
    {
      const FlCurve *curve = i < 2 && chart->raw[i] != NULL ? chart->raw[i] : fl_chart_curve (chart, i);
      double last, low, high, least;

      if (curve == NULL || !fl_curve_range (curve, NULL, &last, &low, &high, &least))
        continue;
      *x_max = MAX (*x_max, fl_chart_steps_x (steps_of (chart, i), last));
      if (i == 2 && any && (*y_max > *y_min || *x_max < 0.5))
        continue;
      any = TRUE;
      *y_min = MIN (*y_min, low);
      *y_max = MAX (*y_max, high);
      if (least > 0)
        *positive = MIN (*positive, least);
    }
  if (any)
    fl_chart_others_range (chart, x_max, y_min, y_max, positive);
  return any;
}

/* The next 1, 2, 5 (on a log axis 1, 3) from `value` outward: bounds that stay still while a curve grows. */
static double
round_outward (double value, gboolean up, gboolean log)
{
  static const double fine[] = { 1, 1.5, 2, 3, 4, 5, 6, 8, 10 }, coarse[] = { 1, 3, 10 };
  const double *steps = log ? coarse : fine;
  guint n = log ? G_N_ELEMENTS (coarse) : G_N_ELEMENTS (fine);
  double power = pow (10, floor (log10 (value) + 1e-12)), f = value / power;

  if (up)
    {
      for (guint i = 0; i < n; i++)
        if (steps[i] >= f * (1 - 1e-9))
          return steps[i] * power;
      return 10 * power;
    }
  for (guint i = n; i-- > 0;)
    if (steps[i] <= f * (1 + 1e-9))
      return steps[i] * power;
  return power;
}

static void
value_range (const FlChart *chart, double *low, double *high, double positive)
{
  if (chart->log_y)
    {
      if (!(positive > 0) || !isfinite (positive))
        positive = *high > 0 ? *high / 10 : 0.1;
      *high = MAX (*high, positive);
      *low = round_outward (CLAMP (positive, 1e-290, 1e290), FALSE, TRUE);
      *high = round_outward (CLAMP (*high, 1e-290, 1e290), TRUE, TRUE);
      if (*high <= *low * 1.01)
        *high = *low * 10;
      return;
    }
  if (*low >= 0)
    {
      *low = 0;
      *high = *high > 0 ? round_outward (CLAMP (*high, 1e-290, 1e290), TRUE, FALSE) : 1;
    }
  else
    {
      double margin = (*high - *low) * 0.05;

      *low -= margin;
      *high += margin;
    }
}

static double
label_room (Painter *p, const FlAxis *y)
{
  char text[32];
  double most = 0;

  for (guint i = 0; i < y->n_ticks; i++)
    most = MAX (most, fl_text_width (p->cr, p->theme, right_label, fl_axis_label (y, y->ticks[i], text, sizeof text)));
  return MAX (ceil (most) + 10, fl_em (p->theme, 26));
}

/* Where a chart is low, its curves come first, then the numbers below them, then the legend. */
static gboolean
has_numbers (const Painter *p)
{
  return p->height >= 50 + fl_em (p->theme, 40);
}

static gboolean
has_legend (const Painter *p)
{
  return p->height >= 50 + fl_em (p->theme, 60);
}

static void
lay_out (Painter *p)
{
  double x_max, low, high, positive, bottom, top, right = 12, em = p->theme->text_scale;
  FlAxis y;

  p->empty = !data_range (p->chart, &x_max, &low, &high, &positive);
  if (p->empty)
    x_max = 10, low = 0.01, high = 1, positive = 0.01;
  value_range (p->chart, &low, &high, positive);
  if (!(x_max > 0))
    x_max = 1;
  p->at.fit = (FlRange){ 0, x_max, low, high };
  if (p->chart->zoomed)
    {
      low = p->chart->shown.y0;
      high = p->chart->shown.y1;
    }
  top = has_legend (p) ? 4 + 22 * em : 2 + 6 * em; /* half a label at least */
  bottom = has_numbers (p) ? 8 + 16 * em : 6 * em;
  p->at.top = top;
  p->at.height = MAX (floor (p->height - top - bottom), 8);
  fl_axis_init (&y, low, high, top + p->at.height, top, p->chart->log_y, (guint) CLAMP (p->at.height / (30 * em), 2, 7));
  p->at.left = label_room (p, &y);
  p->at.width = MAX (floor (p->width - p->at.left - right), 8);
  p->at.y = y;
  fl_axis_init (&p->at.x, p->chart->zoomed ? p->chart->shown.x0 : 0, p->chart->zoomed ? p->chart->shown.x1 : x_max, p->at.left,
                p->at.left + p->at.width, FALSE, (guint) CLAMP (p->at.width / (60 * em), 2, 9));
}

/* One crisp line: on the middle of a pixel, whatever whole device scale. */
static double
snap (double v)
{
  return floor (v) + 0.5;
}

static void
paint_grid (Painter *p)
{
  const FlAxis *x = &p->at.x, *y = &p->at.y;
  double right = p->at.left + p->at.width, bottom = p->at.top + p->at.height;
  char text[32];
  double last_end = -1e9, last_label = 1e9, label_height = 1.4 * LABEL_SIZE * p->theme->text_scale;

  cairo_set_line_width (p->cr, 1);
  for (guint i = 0; i < y->n_ticks; i++)
    {
      double at = snap (fl_axis_pixel (y, y->ticks[i]));

      cairo_move_to (p->cr, p->at.left, at);
      cairo_line_to (p->cr, right, at);
      fl_set_source (p->cr, p->theme->grid, 1);
      cairo_stroke (p->cr);
      if (fabs (at - last_label) < label_height) /* a low chart with large text */
        continue;
      last_label = at;
      fl_draw_text (p->cr, p->theme, p->theme->dim, right_label, p->at.left - 7, at,
                    fl_axis_label (y, y->ticks[i], text, sizeof text));
    }
  cairo_move_to (p->cr, p->at.left, snap (bottom));
  cairo_line_to (p->cr, right, snap (bottom));
  fl_set_source (p->cr, p->theme->border, 1);
  cairo_stroke (p->cr);
  if (!has_numbers (p))
    return;
  for (guint i = 0; i < x->n_ticks; i++)
    {
      double at = fl_axis_pixel (x, x->ticks[i]), w;
      FlTextStyle style = { LABEL_SIZE, PANGO_WEIGHT_NORMAL, 0.5, 0 };

      fl_axis_label (x, x->ticks[i], text, sizeof text);
      w = fl_text_width (p->cr, p->theme, style, text);
      if (at + w / 2 > p->width - 1)
        at = p->width - 1 - w / 2;
      if (at - w / 2 < last_end + 8)
        continue;
      last_end = at + w / 2;
      fl_draw_text (p->cr, p->theme, p->theme->dim, style, at, bottom + 6, text);
    }
}

/* Batches lie dense: their spread, pixel by pixel, as an area. FALSE where they are few enough for a line. */
static gboolean
batch_band (Painter *p)
{
  const FlCurve *curve = p->chart->batch;
  double bottom = p->at.top + p->at.height;
  guint n, inside = 0, columns = (guint) p->at.width + 2;
  const FlBucket *b = curve ? fl_curve_buckets (curve, &n) : NULL;
  g_autofree float *low = NULL, *high = NULL;

  if (b == NULL || n < columns)
    return FALSE;
  low = g_new (float, columns);
  high = g_new (float, columns);
  for (guint i = 0; i < columns; i++)
    {
      low[i] = -INFINITY; /* pixels: the lowest place is the largest number */
      high[i] = INFINITY;
    }
  for (guint i = 0; i < n; i++)
    {
      double x = fl_axis_pixel (&p->at.x, fl_chart_steps_x (&p->chart->batch_x, b[i].x_first)) - p->at.left;
      guint c;

      if (!(x >= -1 && x < columns))
        continue;
      c = (guint) MAX (x, 0);
      inside++;
      low[c] = MAX (low[c], (float) MIN (fl_axis_pixel (&p->at.y, b[i].y_min), bottom + 4));
      high[c] = MIN (high[c], (float) MAX (fl_axis_pixel (&p->at.y, b[i].y_max), p->at.top - 4));
    }
  if (inside < columns)
    return FALSE;
  for (guint i = 0; i < columns; i++)
    if (isfinite (low[i]))
      cairo_line_to (p->cr, p->at.left + i + 0.5, MAX (low[i], high[i] + 0.8f));
  for (guint i = columns; i-- > 0;)
    if (isfinite (low[i]))
      cairo_line_to (p->cr, p->at.left + i + 0.5, high[i]);
  cairo_close_path (p->cr);
  return TRUE;
}

gboolean
fl_chart_curve_path (cairo_t *cr, const FlChartLayout *at, const FlCurve *curve, const FlChartSteps *steps, double column,
                     double below, double *first_x, double *last_x)
{
  g_autoptr (GArray) points = NULL;
  double floor_y = at->top + at->height;

  if (curve == NULL)
    return FALSE;
  points = g_array_new (FALSE, FALSE, sizeof (double));
  fl_curve_thin (curve, steps, at->x.min, at->x.max, column, points);
  if (points->len < 4)
    return FALSE;
  for (guint k = 0; k < points->len; k += 2)
    {
      double x = fl_axis_pixel (&at->x, g_array_index (points, double, k));
      double y = fl_axis_pixel (&at->y, g_array_index (points, double, k + 1));

      y = CLAMP (y, at->top - 2000, floor_y + below); /* losses of 0 lie on the floor of a log axis */
      x = CLAMP (x, at->left - 1e5, at->left + at->width + 1e5);
      if (k == 0)
        *first_x = x;
      *last_x = x;
      cairo_line_to (cr, x, y);
    }
  return TRUE;
}

static gboolean
curve_path (Painter *p, const FlCurve *curve, guint i, double *first_x, double *last_x)
{
  double column = (p->at.x.max - p->at.x.min) / p->at.width * (i == 2 ? 1 : 0.5);

  return fl_chart_curve_path (p->cr, &p->at, curve, steps_of (p->chart, i), column, i == 2 || p->chart->zoomed ? 2000 : 0, first_x, last_x);
}

static void
paint_area (Painter *p)
{
  double first, last, bottom = p->at.top + p->at.height;
  cairo_pattern_t *fade;
  FlColor c = p->theme->train;

  if (p->theme->contrast || !curve_path (p, p->chart->train, 0, &first, &last))
    {
      cairo_new_path (p->cr);
      return;
    }
  cairo_line_to (p->cr, last, bottom);
  cairo_line_to (p->cr, first, bottom);
  cairo_close_path (p->cr);
  fade = cairo_pattern_create_linear (0, p->at.top, 0, bottom);
  cairo_pattern_add_color_stop_rgba (fade, 0, c.r, c.g, c.b, p->theme->dark ? 0.16 : 0.13);
  cairo_pattern_add_color_stop_rgba (fade, 1, c.r, c.g, c.b, 0.02);
  cairo_set_source (p->cr, fade);
  cairo_fill (p->cr);
  cairo_pattern_destroy (fade);
}

static void
paint_curves (Painter *p)
{
  static const guint order[] = { 2, 1, 0 };
  double first, last;
  guint from = 0;

  cairo_save (p->cr);
  cairo_rectangle (p->cr, p->at.left, p->at.top - 3, p->at.width + 6, p->at.height + 4);
  cairo_clip (p->cr);
  paint_area (p);
  cairo_set_line_join (p->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (p->cr, CAIRO_LINE_CAP_ROUND);
  if (batch_band (p))
    {
      fl_set_source (p->cr, p->theme->train, p->theme->contrast ? 0.4 : p->theme->dark ? 0.24 : 0.2);
      cairo_fill (p->cr);
      from = 1;
    }
  fl_chart_others_paint (p->cr, p->theme, p->chart, &p->at);
  for (guint k = from; k < 3; k++)
    {
      guint i = order[k];

      cairo_new_path (p->cr);
      if (i < 2 && curve_path (p, p->chart->raw[i], i, &first, &last))
        {
          fl_set_source (p->cr, fl_chart_color (p->theme, i), p->theme->contrast ? 0.45 : 0.3);
          cairo_set_line_width (p->cr, 1.2);
          cairo_stroke (p->cr);
        }
      cairo_new_path (p->cr);
      if (curve_path (p, fl_chart_curve (p->chart, i), i, &first, &last))
        {
          fl_set_source (p->cr, i == 2 ? p->theme->train : fl_chart_color (p->theme, i), i == 2 ? (p->theme->contrast ? 0.45 : 0.26) : 1);
          cairo_set_line_width (p->cr, i == 2 ? 1 : p->theme->contrast ? 2.4 : 1.9);
          cairo_stroke (p->cr);
        }
    }
  cairo_new_path (p->cr);
  cairo_restore (p->cr);
}

void
fl_chart_dot_paint (cairo_t *cr, const FlTheme *theme, const FlChart *chart, const FlChartLayout *at, guint i, double x, double y, double radius)
{
  double px = fl_axis_pixel (&at->x, x), py = fl_axis_pixel (&at->y, y);

  if (px < at->left - 1 || px > at->left + at->width + 1)
    return;
  if (!chart->zoomed)
    py = MIN (py, at->top + at->height);
  if (py < at->top - 3 || py > at->top + at->height + 3)
    return;
  cairo_arc (cr, px, py, radius + 1.5, 0, 2 * G_PI);
  fl_set_source (cr, theme->card, 1);
  cairo_fill (cr);
  cairo_arc (cr, px, py, radius, 0, 2 * G_PI);
  fl_set_source (cr, fl_chart_color (theme, i), 1);
  cairo_fill (cr);
}

static void
paint_ends (Painter *p)
{
  for (guint i = 2; i-- > 0;)
    {
      const FlCurve *curve = fl_chart_curve (p->chart, i);
      double x, y;

      if (curve != NULL && fl_curve_last (curve, &x, &y))
        fl_chart_dot_paint (p->cr, p->theme, p->chart, &p->at, i, x, y, 3);
    }
}

/* Epochs are what the axis shows unless it says otherwise. */
static void
paint_unit (Painter *p)
{
  FlTextStyle style = { LABEL_SIZE, PANGO_WEIGHT_NORMAL, 1, 1 };
  const char *unit = p->chart->x_title;

  if (unit == NULL || g_str_equal (fl_chart_unit_word (unit), _("epoch")) || !has_numbers (p))
    return;
  fl_draw_text_full (p->cr, p->theme, p->theme->text, style, p->at.left + p->at.width - 4, p->at.top + p->at.height - 3, unit, 0, 0.9);
}

static void
paint_empty (Painter *p)
{
  FlTextStyle style = { 13, PANGO_WEIGHT_NORMAL, 0.5, 0.5 };
  const char *text = _("The loss appears here once you press Train");
  double x = p->at.left + p->at.width / 2, y = p->at.top + p->at.height / 2, room = MAX (p->at.width - 24, 40);
  double w = MIN (fl_text_width (p->cr, p->theme, style, text), room) + 20;

  cairo_rectangle (p->cr, x - w / 2, y - fl_em (p->theme, 11), w, fl_em (p->theme, 22)); /* no grid line through the words */
  fl_set_source (p->cr, p->theme->card, 1);
  cairo_fill (p->cr);
  fl_draw_text_full (p->cr, p->theme, p->theme->dim, style, x, y, text, room, 0);
}

void
fl_chart_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlChart *chart, FlChartLayout *layout)
{
  Painter p = { .cr = cr, .theme = theme, .chart = chart, .width = width, .height = height };

  cairo_save (cr);
  cairo_new_path (cr);
  lay_out (&p);
  paint_grid (&p);
  if (p.empty)
    paint_empty (&p);
  else
    {
      paint_curves (&p);
      paint_unit (&p);
      paint_ends (&p);
      if (has_legend (&p))
        fl_chart_legend_paint (cr, theme, chart, p.at.left + p.at.width);
      fl_chart_read_paint (cr, theme, chart, width, &p.at);
    }
  cairo_restore (cr);
  if (layout)
    *layout = p.at;
}
