#include "fl-range-paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-part.h"
#include "fl-text-private.h"

#define LABEL 11.0

/* Of the smoothed curve with a margin: where the loss blows up it leaves the picture. */
static gboolean
loss_range (const NnRangeTest *test, double *low, double *high)
{
  double first = NAN;

  *low = INFINITY;
  *high = -INFINITY;
  for (guint i = 0; i < test->n; i++)
    if (isfinite (test->smoothed[i]))
      {
        first = isnan (first) ? test->smoothed[i] : first;
        *low = MIN (*low, test->smoothed[i]);
        *high = MAX (*high, test->smoothed[i]);
      }
  if (isnan (first))
    return FALSE;
  if (isfinite (test->end_loss))
    *high = MAX (*high, test->end_loss);
  *high = MIN (*high, first + 1.0 * MAX (first - *low, 0.1 * fabs (first)));
  *low = MIN (*low, *high);
  double margin = MAX (0.08 * (*high - *low), 1e-9);
  *low -= margin;
  *high += margin;
  return TRUE;
}

static void
paint_curve (cairo_t *cr, const FlRangeScene *scene, const double *values)
{
  gboolean pen = FALSE;

  cairo_new_path (cr);
  for (guint i = 0; i < scene->test->n; i++)
    {
      double x = fl_axis_pixel (&scene->x, scene->test->learning_rate[i]), y = fl_axis_pixel (&scene->y, values[i]);

      if (!isfinite (y))
        {
          pen = FALSE;
          continue;
        }
      y = CLAMP (y, scene->top - 400, scene->top + scene->height + 400);
      if (pen)
        cairo_line_to (cr, x, y);
      else
        cairo_move_to (cr, x, y);
      pen = TRUE;
    }
  cairo_stroke (cr);
}

/* From the last point of the curve to what ended the test: out of the picture where the loss was no number any more. */
static void
paint_end (cairo_t *cr, const FlRangeScene *scene)
{
  const NnRangeTest *test = scene->test;
  double top = scene->top - 400, from = fl_axis_pixel (&scene->y, test->smoothed[test->n - 1]);

  if (!test->blew_up || !isfinite (from))
    return;
  cairo_move_to (cr, fl_axis_pixel (&scene->x, test->learning_rate[test->n - 1]), MAX (from, top));
  cairo_line_to (cr, fl_axis_pixel (&scene->x, test->end_rate), isfinite (test->end_loss) ? MAX (fl_axis_pixel (&scene->y, test->end_loss), top) : top);
  cairo_stroke (cr);
}

/* A line at a learning rate with its words beside the top. */
static void
paint_mark (cairo_t *cr, const FlTheme *theme, const FlRangeScene *scene, double rate, FlColor color, const char *words, guint line)
{
  FlTextStyle style = { LABEL, PANGO_WEIGHT_BOLD, 0, 0 };
  double x = fl_axis_pixel (&scene->x, rate), w = fl_text_width (cr, theme, style, words);

  if (!isfinite (x) || x < scene->left - 1 || x > scene->left + scene->width + 1)
    return;
  fl_set_source (cr, color, 1);
  cairo_set_line_width (cr, 1.5);
  cairo_move_to (cr, round (x) + 0.5, scene->top);
  cairo_line_to (cr, round (x) + 0.5, scene->top + scene->height);
  cairo_stroke (cr);
  fl_draw_text_full (cr, theme, color, style, x + 6 + w < scene->left + scene->width ? x + 6 : x - 6 - w,
                     scene->top + 2 + line * fl_em (theme, LABEL * 1.5), words, 0, 0.9);
}

static void
paint_grid (cairo_t *cr, const FlTheme *theme, const FlRangeScene *scene)
{
  FlTextStyle beside = { LABEL, PANGO_WEIGHT_NORMAL, 1, 0.5 }, below = { LABEL, PANGO_WEIGHT_NORMAL, 0.5, 0 }, title = { LABEL, PANGO_WEIGHT_NORMAL, 0.5, 0 };
  char text[32];

  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < scene->y.n_ticks; i++)
    {
      double y = round (fl_axis_pixel (&scene->y, scene->y.ticks[i])) + 0.5;

      fl_set_source (cr, theme->grid, 1);
      cairo_move_to (cr, scene->left, y);
      cairo_line_to (cr, scene->left + scene->width, y);
      cairo_stroke (cr);
      fl_draw_text (cr, theme, theme->dim, beside, scene->left - 6, y, fl_axis_label (&scene->y, scene->y.ticks[i], text, sizeof text));
    }
  for (guint i = 0; i < scene->x.n_ticks; i++)
    fl_draw_text (cr, theme, theme->dim, below, fl_axis_pixel (&scene->x, scene->x.ticks[i]), scene->top + scene->height + 4,
                  fl_axis_label (&scene->x, scene->x.ticks[i], text, sizeof text));
  fl_draw_text (cr, theme, theme->dim, title, scene->left + scene->width / 2, scene->top + scene->height + 4 + fl_em (theme, 16), _("learning rate"));
}

/* The rate under the pointer, and the smoothed loss there: what a click chooses. */
static void
paint_hover (cairo_t *cr, const FlTheme *theme, const FlRangeScene *scene)
{
  const NnRangeTest *test = scene->test;
  guint nearest = 0;
  char rate[32], loss[32];

  if (isnan (scene->hover_x) || scene->hover_x < scene->left || scene->hover_x > scene->left + scene->width)
    return;
  for (guint i = 1; i < test->n; i++)
    if (fabs (fl_axis_pixel (&scene->x, test->learning_rate[i]) - scene->hover_x)
        < fabs (fl_axis_pixel (&scene->x, test->learning_rate[nearest]) - scene->hover_x))
      nearest = i;
  fl_format_number (fl_axis_value (&scene->x, scene->hover_x), rate, sizeof rate);
  fl_format_number (test->smoothed[nearest], loss, sizeof loss);
  g_autofree char *text = g_strdup_printf (_("%s · loss %s"), rate, loss);
  paint_mark (cr, theme, scene, fl_axis_value (&scene->x, scene->hover_x), theme->text, text, 2);
}

void
fl_range_paint (cairo_t *cr, const FlTheme *theme, double width, double height, FlRangeScene *scene)
{
  FlTextStyle middle = { 12, PANGO_WEIGHT_NORMAL, 0.5, 0.5 };
  const NnRangeTest *test = scene->test;
  double low, high;

  scene->left = fl_em (theme, 52);
  scene->top = 6;
  scene->width = MAX (width - scene->left - 16, 1);
  scene->height = MAX (height - scene->top - 4 - fl_em (theme, 36), 1);
  if (test == NULL || test->n < 2 || !loss_range (test, &low, &high))
    {
      scene->x = (FlAxis){ 0 };
      fl_draw_text_full (cr, theme, theme->dim, middle, width / 2, height / 2, _("A short training while the learning rate climbs"), width - 16, 0);
      return;
    }
  fl_part_axis (fl_part_x (theme), &scene->x, test->learning_rate[0], test->blew_up ? test->end_rate : test->learning_rate[test->n - 1],
                scene->left, scene->left + scene->width, TRUE, (guint) CLAMP (scene->width / fl_em (theme, 50), 2, 6));
  fl_part_axis (fl_part_y (theme), &scene->y, low, high, scene->top + scene->height, scene->top, FALSE,
                (guint) CLAMP (scene->height / fl_em (theme, 24), 2, 4));
  paint_grid (cr, theme, scene);
  cairo_save (cr);
  cairo_rectangle (cr, scene->left, scene->top, scene->width, scene->height);
  cairo_clip (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  fl_set_source (cr, theme->train, 0.3);
  cairo_set_line_width (cr, 1);
  paint_curve (cr, scene, test->loss);
  fl_set_source (cr, theme->train, 1);
  cairo_set_line_width (cr, 2.2);
  paint_curve (cr, scene, test->smoothed);
  paint_end (cr, scene);
  cairo_restore (cr);
  paint_mark (cr, theme, scene, scene->present, theme->dim, _("now"), 1);
  if (isfinite (test->suggestion))
    paint_mark (cr, theme, scene, test->suggestion, theme->accent, _("suggested"), 0);
  paint_hover (cr, theme, scene);
}
