/* Two square plots: predicted against true values, and ROC curves. */
#include "fl-score-paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-part.h"
#include "fl-text-private.h"

#define TEXT 11.0
#define LEFT 58.0   /* goes with text */
#define BOTTOM 36.0 /* likewise */

typedef struct
{
  double left, top, size;
  FlAxis x, y;
} Square;

/* What is drawn next stays within the square. */
static void
paint_square (cairo_t *cr, const FlTheme *theme, double width, double height, double low, double high, const char *x_title,
              const char *y_title, Square *at)
{
  FlTextStyle below = { TEXT, PANGO_WEIGHT_NORMAL, 0.5, 0 }, beside = { TEXT, PANGO_WEIGHT_NORMAL, 1, 0.5 };
  FlTextStyle title = { TEXT, PANGO_WEIGHT_NORMAL, 0.5, 1 };
  guint ticks;
  double left = fl_em (theme, LEFT), bottom = fl_em (theme, BOTTOM);
  char text[32];

  at->size = MAX (floor (MIN (width - left - 12, height - bottom - 8)), 20);
  at->left = left + floor (MAX (width - left - 12 - at->size, 0) / 2);
  at->top = 8;
  ticks = (guint) CLAMP (at->size / fl_em (theme, 40), 2, 4);
  fl_part_axis (fl_part_x (theme), &at->x, low, high, at->left, at->left + at->size, FALSE, ticks);
  fl_part_axis (fl_part_y (theme), &at->y, low, high, at->top + at->size, at->top, FALSE, ticks);
  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < at->x.n_ticks; i++)
    {
      double x = floor (fl_axis_pixel (&at->x, at->x.ticks[i])) + 0.5;

      fl_set_source (cr, theme->grid, 1);
      cairo_move_to (cr, x, at->top);
      cairo_line_to (cr, x, at->top + at->size);
      cairo_stroke (cr);
      fl_draw_text (cr, theme, theme->dim, below, x, at->top + at->size + 3, fl_axis_label (&at->x, at->x.ticks[i], text, sizeof text));
    }
  for (guint i = 0; i < at->y.n_ticks; i++)
    {
      double y = floor (fl_axis_pixel (&at->y, at->y.ticks[i])) + 0.5;

      fl_set_source (cr, theme->grid, 1);
      cairo_move_to (cr, at->left, y);
      cairo_line_to (cr, at->left + at->size, y);
      cairo_stroke (cr);
      fl_draw_text (cr, theme, theme->dim, beside, at->left - 5, y, fl_axis_label (&at->y, at->y.ticks[i], text, sizeof text));
    }
  fl_draw_text_full (cr, theme, theme->text, title, at->left + at->size / 2, at->top + at->size + bottom - 2, x_title, width - left, 0);
  fl_draw_text_up (cr, theme, theme->text, title, at->left - left + fl_em (theme, 10), at->top + at->size / 2, y_title, at->size);
  cairo_rectangle (cr, at->left - 1, at->top - 1, at->size + 2, at->size + 2); /* a line along the edge is seen whole */
  cairo_clip (cr);
  fl_set_source (cr, theme->dim, 0.8);
  cairo_set_dash (cr, (double[]){ 4, 4 }, 2, 0);
  cairo_move_to (cr, fl_axis_pixel (&at->x, low), fl_axis_pixel (&at->y, low));
  cairo_line_to (cr, fl_axis_pixel (&at->x, high), fl_axis_pixel (&at->y, high));
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

void
fl_scatter_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlScatter *s)
{
  double low = INFINITY, high = -INFINITY, margin, r = s->n > 1500 ? 1.6 : s->n > 300 ? 2.2 : 3;
  g_autofree char *x_title = g_strdup_printf (_("%s, true"), s->name), *y_title = g_strdup_printf (_("%s, predicted"), s->name);
  Square at;

  for (gsize i = 0; i < s->n; i++)
    if (isfinite (s->truth[i]) && isfinite (s->predicted[i]))
      {
        low = fmin (low, fmin (s->truth[i], s->predicted[i]));
        high = fmax (high, fmax (s->truth[i], s->predicted[i]));
      }
  if (!(low <= high))
    low = 0, high = 1;
  margin = high > low ? 0.05 * (high - low) : 0.5;
  cairo_save (cr);
  paint_square (cr, theme, width, height, low - margin, high + margin, x_title, y_title, &at);
  fl_set_source (cr, theme->accent, s->n > 1500 ? 0.55 : 0.8);
  for (gsize i = 0; i < s->n; i++)
    {
      cairo_arc (cr, fl_axis_pixel (&at.x, s->truth[i]), fl_axis_pixel (&at.y, s->predicted[i]), r, 0, 2 * G_PI);
      cairo_fill (cr);
    }
  cairo_restore (cr);
}

void
fl_roc_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlRocCurve *curves, guint n)
{
  Square at;

  cairo_save (cr);
  paint_square (cr, theme, width, height, 0, 1, _("false positive rate"), _("true positive rate"), &at);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, 2);
  for (guint k = 0; k < n; k++)
    {
      for (guint i = 0; i < curves[k].n_points; i++)
        cairo_line_to (cr, fl_axis_pixel (&at.x, curves[k].x[i]), fl_axis_pixel (&at.y, curves[k].y[i]));
      fl_set_source (cr, theme->classes[curves[k].class_index % 10], 1);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}
