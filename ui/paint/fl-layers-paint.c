#include "fl-layers-paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-part.h"
#include "fl-text-private.h"

#define LABEL 11.0
#define LEADER 8 /* pixels from a curve's end to its name */
#define REACH 48 /* a curve's length over half of the window that smoothes it */

float
fl_layer_number (const NnLayerNumbers *numbers, FlLayerMeasure measure)
{
  switch (measure)
    {
    case FL_LAYERS_GRADIENT: return numbers->gradient_norm;
    case FL_LAYERS_UPDATE: return numbers->update_ratio;
    case FL_LAYERS_ACTIVATION: return numbers->activation_mean;
    case FL_LAYERS_DEAD: return numbers->dead;
    case FL_LAYERS_SATURATED: return numbers->saturated;
    case FL_N_LAYER_MEASURES:
    default: return NAN;
    }
}

static FlColor
layer_color (const FlTheme *theme, guint layer, guint n_layers)
{
  return fl_color_mix (theme->classes[0], theme->classes[1], n_layers > 1 ? layer / (n_layers - 1.0) : 0);
}

static gboolean
is_log (const FlLayersScene *scene)
{
  return scene->measure == FL_LAYERS_GRADIENT || scene->measure == FL_LAYERS_UPDATE;
}

/* Rows of the moment shown. */
static guint64
rows_until (const NnLayerSeries *series, guint64 until)
{
  guint64 n = series != NULL ? nn_layer_series_length (series) : 0;

  while (n > 0 && nn_layer_series_row (series, n - 1)->step > until)
    n--;
  return n;
}

const NnLayerRow *
fl_layers_row_near (const NnLayerSeries *series, guint64 until, double step)
{
  guint64 low = 0, high = rows_until (series, until), n = high;

  if (n == 0)
    return NULL;
  while (low < high)
    {
      guint64 middle = (low + high) / 2;

      if ((double) nn_layer_series_row (series, middle)->step < step)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == n || (low > 0 && step - (double) nn_layer_series_row (series, low - 1)->step
                                < (double) nn_layer_series_row (series, low)->step - step))
    low--;
  return nn_layer_series_row (series, low);
}

static void
include (double value, gboolean log, double *low, double *high)
{
  if (!isfinite (value) || (log && value <= 0))
    return;
  *low = MIN (*low, value);
  *high = MAX (*high, value);
}

static double smoothed (const FlLayersScene *scene, guint64 n, guint64 row, guint layer);

/* Of the layers that are not selected only the mean curve is seen, which single batches leave far behind. */
static void
include_smoothed (const FlLayersScene *scene, guint64 n, double *low, double *high)
{
  for (guint64 r = 0; r < n; r += MAX (n / (2 * REACH), 1))
    for (guint i = 0; i < nn_layer_series_n_layers (scene->series); i++)
      include (smoothed (scene, n, r, i), FALSE, low, high);
}

/* The range of all there is to see; FALSE: nothing. */
static gboolean
value_range (const FlLayersScene *scene, guint64 n, double *low, double *high)
{
  gboolean log = is_log (scene);

  *low = INFINITY;
  *high = -INFINITY;
  if (scene->measure == FL_LAYERS_ACTIVATION)
    include_smoothed (scene, n, low, high);
  for (guint64 r = 0; r < n; r++)
    {
      const NnLayerRow *row = nn_layer_series_row (scene->series, r);

      for (guint i = 0; i < nn_layer_series_n_layers (scene->series); i++)
        {
          const NnLayerNumbers *numbers = &row->layers[i];
          double value = (double) fl_layer_number (numbers, scene->measure);

          if (scene->measure != FL_LAYERS_ACTIVATION || (int) i == scene->selected)
            include (value, log, low, high);
          if (scene->measure == FL_LAYERS_ACTIVATION && (int) i == scene->selected)
            {
              include (value - (double) numbers->activation_std, FALSE, low, high);
              include (value + (double) numbers->activation_std, FALSE, low, high);
            }
        }
    }
  return *low <= *high;
}

/* Bounds that stay still while curves grow: whole powers of ten; shares from 0 to 1. */
static void
choose_bounds (const FlLayersScene *scene, double *low, double *high)
{
  double margin;

  if (is_log (scene))
    {
      if (scene->band_low > 0)
        {
          *low = MIN (*low, scene->band_low);
          *high = MAX (*high, scene->band_high);
        }
      *low = MAX (pow (10, floor (log10 (*low))), *high * 1e-14);
      *high = pow (10, ceil (log10 (*high) + 1e-9));
      return;
    }
  if (scene->measure != FL_LAYERS_ACTIVATION)
    {
      *low = 0;
      *high = 1;
      return;
    }
  margin = MAX (0.08 * (*high - *low), 1e-6);
  *low = MIN (*low - margin, 0);
  *high = MAX (*high + margin, 0);
}

static void
paint_grid (cairo_t *cr, const FlTheme *theme, const FlLayersScene *scene)
{
  FlTextStyle beside = { LABEL, PANGO_WEIGHT_NORMAL, 1, 0.5 }, below = { LABEL, PANGO_WEIGHT_NORMAL, 0.5, 0 };
  char text[32];

  if (scene->band_low > 0)
    {
      double below_all = scene->top + scene->height, top = CLAMP (fl_axis_pixel (&scene->y, scene->band_high), scene->top, below_all);
      double bottom = CLAMP (fl_axis_pixel (&scene->y, scene->band_low), scene->top, below_all);

      fl_set_source (cr, theme->classes[2], theme->contrast ? 0.25 : 0.13);
      cairo_rectangle (cr, scene->left, top, scene->width, bottom - top);
      cairo_fill (cr);
    }
  for (guint i = 0; i < scene->y.n_ticks; i++)
    {
      double y = round (fl_axis_pixel (&scene->y, scene->y.ticks[i])) + 0.5;

      fl_set_source (cr, theme->grid, 1);
      cairo_set_line_width (cr, 1);
      cairo_move_to (cr, scene->left, y);
      cairo_line_to (cr, scene->left + scene->width, y);
      cairo_stroke (cr);
      if (scene->measure == FL_LAYERS_DEAD || scene->measure == FL_LAYERS_SATURATED)
        g_snprintf (text, sizeof text, "%.0f %%", 100 * scene->y.ticks[i]);
      else
        fl_axis_label (&scene->y, scene->y.ticks[i], text, sizeof text);
      fl_draw_text (cr, theme, theme->dim, beside, scene->left - 6, y, text);
    }
  for (guint i = 0; i < scene->x.n_ticks; i++)
    {
      double x = fl_axis_pixel (&scene->x, scene->x.ticks[i]), left = scene->left + fl_em (theme, 6);

      fl_axis_label (&scene->x, scene->x.ticks[i], text, sizeof text);
      fl_draw_text (cr, theme, theme->dim, below, CLAMP (x, left, MAX (left, scene->left + scene->width - fl_em (theme, 10))),
                    scene->top + scene->height + 4, text);
    }
}

/* Mean ± standard deviation of the selected layer. */
static void
paint_spread (cairo_t *cr, const FlTheme *theme, const FlLayersScene *scene, guint64 n)
{
  guint n_layers = nn_layer_series_n_layers (scene->series);
  gboolean any = FALSE;

  if (scene->measure != FL_LAYERS_ACTIVATION || scene->selected < 0 || scene->selected >= (int) n_layers)
    return;
  cairo_new_path (cr);
  for (guint64 i = 0; i < 2 * n; i++)
    {
      const NnLayerRow *row = nn_layer_series_row (scene->series, i < n ? i : 2 * n - 1 - i);
      const NnLayerNumbers *numbers = &row->layers[scene->selected];
      double value = (double) numbers->activation_mean + (i < n ? 1 : -1) * (double) numbers->activation_std, y = fl_axis_pixel (&scene->y, value);

      if (!isfinite (value))
        continue;
      cairo_line_to (cr, fl_axis_pixel (&scene->x, (double) row->step), y);
      any = TRUE;
    }
  if (!any)
    return;
  fl_set_source (cr, layer_color (theme, (guint) scene->selected, n_layers), theme->contrast ? 0.35 : 0.2);
  cairo_fill (cr);
}

/* Single batches are noisy: the mean over so many rows on either side, of logarithms where the axis is one. */
static double
smoothed (const FlLayersScene *scene, guint64 n, guint64 row, guint layer)
{
  guint64 reach = n / REACH, from = row > reach ? row - reach : 0, to = MIN (row + reach, n - 1);
  gboolean log = is_log (scene);
  double sum = 0;
  guint count = 0;

  for (guint64 r = from; r <= to; r++)
    {
      double value = (double) fl_layer_number (&nn_layer_series_row (scene->series, r)->layers[layer], scene->measure);

      if (!isfinite (value) || (log && value <= 0))
        continue;
      sum += log ? log10 (value) : value;
      count++;
    }
  return count == 0 ? NAN : log ? pow (10, sum / count) : sum / count;
}

static void
stroke_curve (cairo_t *cr, const FlLayersScene *scene, guint64 n, guint layer, gboolean smooth)
{
  gboolean pen = FALSE, log = is_log (scene);
  double last = 0;

  cairo_new_path (cr);
  for (guint64 r = 0; r < n; r++)
    {
      const NnLayerRow *row = nn_layer_series_row (scene->series, r);
      double x = fl_axis_pixel (&scene->x, (double) row->step), value, y;

      if (smooth && pen && x - last < 0.6 && r + 1 < n)
        continue; /* nobody sees more than a point a pixel, and each is a mean of many */
      value = smooth ? smoothed (scene, n, r, layer) : (double) fl_layer_number (&row->layers[layer], scene->measure);
      if (!isfinite (value) || (log && value <= 0))
        {
          pen = FALSE;
          continue;
        }
      y = CLAMP (fl_axis_pixel (&scene->y, value), scene->top - 1e4, scene->top + 1e4);
      if (pen)
        cairo_line_to (cr, x, y);
      else
        cairo_move_to (cr, x, y);
      pen = TRUE;
      last = x;
    }
  cairo_stroke (cr);
}

/* The selected layer's curve as it is lies faintly behind. */
static void
paint_curve (cairo_t *cr, const FlTheme *theme, const FlLayersScene *scene, guint64 n, guint layer)
{
  gboolean chosen = (int) layer == scene->selected;
  FlColor color = layer_color (theme, layer, nn_layer_series_n_layers (scene->series));

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (chosen)
    {
      fl_set_source (cr, color, 0.35);
      cairo_set_line_width (cr, 1);
      stroke_curve (cr, scene, n, layer, FALSE);
    }
  fl_set_source (cr, color, chosen || theme->contrast ? 1 : 0.8);
  cairo_set_line_width (cr, chosen ? 2.6 : 1.5);
  stroke_curve (cr, scene, n, layer, TRUE);
}

typedef struct
{
  guint layer;
  double end, y; /* of the curve; of its name */
} Name;

static int
by_height (gconstpointer a, gconstpointer b)
{
  const Name *one = a, *other = b;

  return one->end < other->end ? -1 : one->end > other->end ? 1 : (int) one->layer - (int) other->layer;
}

/* One below the other, between pushing all that touch down and pushing them up. They have room. */
static void
spread (Name *names, guint n, double label, double low, double high)
{
  double down = low - label / 2, up = high + label / 2;

  for (guint k = 0; k < n; k++)
    names[k].y = down = MAX (names[k].end, down + label);
  for (guint k = n; k-- > 0;)
    {
      up = MIN (names[k].end, up - label);
      names[k].y = (names[k].y + up) / 2;
    }
  for (guint k = 0; k < n; k++)
    names[k].y = MAX (names[k].y, (k > 0 ? names[k - 1].y : low - label / 2) + label);
  for (guint k = n; k-- > 0;)
    names[k].y = MIN (names[k].y, (k + 1 < n ? names[k + 1].y : high + label / 2) - label);
}

/* Those that would lie on another give way, the selected one last; how many are left. */
static guint
thin_out (const FlLayersScene *scene, Name *names, guint n, double label)
{
  guint left = 0;

  for (guint k = 0; k < n; k++)
    {
      gboolean selected = (int) names[k].layer == scene->selected;

      if (left > 0 && names[k].end - names[left - 1].end < label)
        {
          if (!selected)
            continue;
          left--;
        }
      names[left++] = names[k];
    }
  return left;
}

/* "L3" where its curve ends or leaves the picture, with a line to it where names had to move. */
static void
paint_names (cairo_t *cr, const FlTheme *theme, const FlLayersScene *scene, guint64 n)
{
  FlTextStyle style = { LABEL, PANGO_WEIGHT_NORMAL, 0, 0.5 };
  guint n_layers = nn_layer_series_n_layers (scene->series), n_names = 0;
  g_autofree Name *names = g_new (Name, n_layers + 1);
  double label = fl_em (theme, LABEL), right = scene->left + scene->width;
  guint64 end = n - 1; /* what is seen last */

  while (end > 0 && (double) nn_layer_series_row (scene->series, end)->step > scene->x.max)
    end--;
  for (guint i = 0; i < n_layers; i++)
    {
      double value = smoothed (scene, n, end, i), y = isfinite (value) ? fl_axis_pixel (&scene->y, value) : NAN;

      if (y >= scene->top - label && y <= scene->top + scene->height + label)
        names[n_names++] = (Name){ i, y, y };
    }
  qsort (names, n_names, sizeof *names, by_height);
  if (n_names * label > scene->height)
    n_names = thin_out (scene, names, n_names, label);
  spread (names, n_names, label, scene->top, scene->top + scene->height);
  for (guint i = 0; i < n_names; i++)
    {
      gboolean selected = (int) names[i].layer == scene->selected;
      char text[16];

      g_snprintf (text, sizeof text, "L%u", names[i].layer + 1);
      style.weight = selected ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL;
      fl_draw_text (cr, theme, selected ? theme->text : theme->dim, style, right + LEADER, names[i].y, text);
      if (fabs (names[i].y - names[i].end) < 2)
        continue;
      fl_set_source (cr, layer_color (theme, names[i].layer, n_layers), 1);
      cairo_set_line_width (cr, 1);
      cairo_move_to (cr, right, CLAMP (names[i].end, scene->top, scene->top + scene->height));
      cairo_line_to (cr, right + LEADER - 2, names[i].y);
      cairo_stroke (cr);
    }
}

/* The step under the pointer, and what the selected layer did there. */
static void
paint_hover (cairo_t *cr, const FlTheme *theme, const FlLayersScene *scene)
{
  FlTextStyle style = { LABEL, PANGO_WEIGHT_BOLD, 0, 0 };
  const NnLayerRow *row = isnan (scene->hover_step) ? NULL : fl_layers_row_near (scene->series, scene->until, scene->hover_step);
  guint n_layers = nn_layer_series_n_layers (scene->series);
  char number[32], step[32];
  g_autofree char *text = NULL;

  double x = row != NULL ? fl_axis_pixel (&scene->x, (double) row->step) : NAN;
  if (!(x >= scene->left - 1 && x <= scene->left + scene->width + 1))
    return;
  fl_set_source (cr, theme->dim, 0.8);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, round (x) + 0.5, scene->top);
  cairo_line_to (cr, round (x) + 0.5, scene->top + scene->height);
  cairo_stroke (cr);
  for (guint i = 0; i < n_layers; i++)
    {
      double value = (double) fl_layer_number (&row->layers[i], scene->measure), y = fl_axis_pixel (&scene->y, value);

      if (!isfinite (value) || (is_log (scene) && value <= 0) || y < scene->top - 1 || y > scene->top + scene->height + 1)
        continue;
      fl_set_source (cr, layer_color (theme, i, n_layers), 1);
      cairo_arc (cr, x, y, (int) i == scene->selected ? 3.5 : 2, 0, 2 * G_PI);
      cairo_fill (cr);
    }
  fl_format_number ((double) row->step, step, sizeof step);
  if (scene->selected >= 0 && scene->selected < (int) n_layers)
    {
      double value = (double) fl_layer_number (&row->layers[scene->selected], scene->measure);

      if (isnan (value))
        g_strlcpy (number, "–", sizeof number);
      else if (scene->measure == FL_LAYERS_DEAD || scene->measure == FL_LAYERS_SATURATED)
        g_snprintf (number, sizeof number, "%.0f %%", 100 * value);
      else
        fl_format_number (value, number, sizeof number);
      text = g_strdup_printf (_("step %s · L%d: %s"), step, scene->selected + 1, number);
    }
  else
    text = g_strdup_printf (_("step %s"), step);
  double w = fl_text_width (cr, theme, style, text);
  double at = x + 8 + w < scene->left + scene->width ? x + 8 : MAX (x - 8 - w, scene->left);

  at = MAX (MIN (at, scene->left + scene->width + fl_em (theme, 24) - w), 0); /* rather over the numbers than cut */
  fl_draw_text_full (cr, theme, theme->text, style, at, scene->top + 2, text, 0, 0.9);
}

void
fl_layers_paint (cairo_t *cr, const FlTheme *theme, double width, double height, FlLayersScene *scene)
{
  FlTextStyle middle = { 12, PANGO_WEIGHT_NORMAL, 0.5, 0.5 };
  guint64 n = rows_until (scene->series, scene->until);
  double low, high, last;

  scene->left = fl_em (theme, 52);
  scene->top = 6;
  scene->width = MAX (width - scene->left - LEADER - 1 - fl_em (theme, 24), 1);
  scene->height = MAX (height - scene->top - 4 - fl_em (theme, 18), 1);
  if (n == 0 || !value_range (scene, n, &low, &high))
    {
      fl_axis_init (&scene->x, 0, 1, scene->left, scene->left + scene->width, FALSE, 3);
      fl_axis_init (&scene->y, 0, 1, scene->top + scene->height, scene->top, FALSE, 3);
      fl_draw_text_full (cr, theme, theme->dim, middle, width / 2, height / 2,
                         n == 0 ? _("Train to see each layer over time") : _("No layer of this network has this measure"), width - 16, 0);
      return;
    }
  last = (double) nn_layer_series_row (scene->series, n - 1)->step;
  choose_bounds (scene, &low, &high);
  fl_part_axis (fl_part_x (theme), &scene->x, 0, MAX (last, 1), scene->left, scene->left + scene->width, FALSE,
                (guint) CLAMP (scene->width / fl_em (theme, 40), 2, 4));
  fl_part_axis (fl_part_y (theme), &scene->y, low, high, scene->top + scene->height, scene->top, is_log (scene),
                (guint) CLAMP (scene->height / fl_em (theme, 22), 2, 5));
  paint_grid (cr, theme, scene);
  cairo_save (cr);
  cairo_rectangle (cr, scene->left - 2, scene->top - 3, scene->width + 4, scene->height + 6);
  cairo_clip (cr);
  paint_spread (cr, theme, scene, n);
  for (guint i = 0; i < nn_layer_series_n_layers (scene->series); i++)
    if ((int) i != scene->selected)
      paint_curve (cr, theme, scene, n, i);
  if (scene->selected >= 0 && scene->selected < (int) nn_layer_series_n_layers (scene->series))
    paint_curve (cr, theme, scene, n, (guint) scene->selected);
  cairo_restore (cr);
  paint_names (cr, theme, scene, n);
  paint_hover (cr, theme, scene);
}
