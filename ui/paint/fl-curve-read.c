/* The read-out of the loss chart: what the curves are under the pointer, or at the moment looked at. */
#include "fl-curve-private.h"
#include "fl-text-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  cairo_t *cr;
  const FlTheme *theme;
  const FlChart *chart;
  FlChartLayout *at;
  double width;
} Painter;

void
fl_chart_layout_add_word (FlChartLayout *layout, const char *text)
{
  char *end;

  g_strlcat (layout->read, layout->read[0] != '\0' ? ", " : "", sizeof layout->read);
  g_strlcat (layout->read, text, sizeof layout->read);
  g_utf8_validate (layout->read, -1, (const char **) &end);
  *end = '\0'; /* what was cut off ends with a letter */
}

const char *
fl_chart_unit_word (const char *x_title)
{
  if (x_title == NULL || strcmp (x_title, "epochs") == 0 || strcmp (x_title, _("epochs")) == 0)
    return _("epoch");
  if (strcmp (x_title, "steps") == 0 || strcmp (x_title, _("steps")) == 0)
    return _("step");
  if (strcmp (x_title, "seconds") == 0 || strcmp (x_title, _("seconds")) == 0)
    return _("second");
  return x_title;
}

#define READ_LINES (3 + FL_CHART_OTHERS)

typedef struct
{
  char text[READ_LINES][128];
  FlColor color[READ_LINES];
  guint n, n_own; /* n_own: of the run shown */
} ReadOut;

/* raw: what a smoothed value is really; NaN where it is not smoothed. */
static void
read_out_add (ReadOut *r, FlColor color, const char *name, double value, double raw)
{
  char number[32], real[32];

  fl_format_number (value, number, sizeof number);
  if (isnan (raw))
    g_snprintf (r->text[r->n], sizeof r->text[0], "%s %s", name, number);
  else
    g_snprintf (r->text[r->n], sizeof r->text[0], _("%s %s (unsmoothed %s)"), name, number, fl_format_number (raw, real, sizeof real));
  r->color[r->n++] = color;
}

/* The run shown in one line where it fits, else one line each; the others below, each in a line. */
static void
paint_read_out (Painter *p, const ReadOut *r, double at)
{
  FlTextStyle style = { FL_CHART_LEGEND_SIZE, PANGO_WEIGHT_MEDIUM, 0, 0.5 };
  double w[READ_LINES], sum = 0, most = 0, dot = fl_text_width (p->cr, p->theme, style, " · "), box_w, box_h, x, y, line = fl_em (p->theme, 18);
  double tx;
  gboolean one;

  for (guint i = 0; i < r->n; i++)
    {
      w[i] = fl_text_width (p->cr, p->theme, style, r->text[i]);
      sum += i < r->n_own ? w[i] + (i ? dot : 0) : 0;
      most = MAX (most, w[i]);
    }
  one = sum + 20 <= p->at->width;
  for (guint i = r->n_own; one && i < r->n; i++)
    sum = MAX (sum, w[i]);
  box_w = ceil ((one ? sum : most) + 20);
  box_h = 8 + line * (one ? 1 + r->n - r->n_own : r->n);
  x = at + 12 + box_w <= p->at->left + p->at->width ? at + 12 : at - 12 - box_w;
  x = round (CLAMP (x, 2, MAX (2, p->width - box_w - 2)));
  y = p->at->top + 6;
  fl_rounded_path (p->cr, x + 0.5, y + 2, box_w, box_h, 7);
  cairo_set_source_rgba (p->cr, 0, 0, 0, 0.14);
  cairo_fill (p->cr);
  fl_rounded_path (p->cr, x + 0.5, y + 0.5, box_w, box_h, 7);
  fl_set_source (p->cr, p->theme->card, 0.97);
  cairo_fill_preserve (p->cr);
  fl_set_source (p->cr, p->theme->border, 1);
  cairo_set_line_width (p->cr, 1);
  cairo_stroke (p->cr);
  tx = x + 10.5;
  y += 4 + line / 2;
  for (guint i = 0; i < r->n; i++)
    {
      fl_draw_text (p->cr, p->theme, r->color[i], style, tx, y, r->text[i]);
      if (one && i + 1 < r->n_own)
        {
          fl_draw_text (p->cr, p->theme, p->theme->dim, style, tx + w[i], y, " · ");
          tx += w[i] + dot;
          continue;
        }
      tx = x + 10.5;
      y += line;
    }
}

/* What the read-out is about: under the pointer the nearest row of each curve, at the mark the last row before it, which is what
 * everything else in the window tells of that moment. FALSE: there is none. */
typedef struct
{
  gboolean of_mark, have[2];
  double x[2], y[2], shown;
} Reading;

static gboolean
find_reading (Painter *p, Reading *r)
{
  double mark = fl_axis_mark (p->cr, p->theme, &p->at->x, p->chart->marked ? p->chart->mark_x : NAN, p->at->top, p->at->height);
  double at, wanted;

  *r = (Reading){ .of_mark = !isfinite (p->chart->hover_x), .shown = NAN };
  at = r->of_mark ? mark : p->chart->hover_x;
  if (!isfinite (at) || at < p->at->left - 4 || at > p->at->left + p->at->width + 4)
    return FALSE;
  wanted = r->of_mark ? p->chart->mark_row_x : fl_axis_value (&p->at->x, CLAMP (at, p->at->left, p->at->left + p->at->width));
  for (guint i = 0; i < 2; i++)
    {
      const FlCurve *curve = fl_chart_curve (p->chart, i);

      r->have[i] = curve != NULL && fl_curve_nearest (curve, wanted, &r->x[i], &r->y[i]);
      if (r->have[i] && r->of_mark && isfinite (p->chart->mark_y[i]))
        {
          r->x[i] = wanted; /* a long curve has not kept each row */
          r->y[i] = p->chart->raw[i] == NULL ? p->chart->mark_y[i] : r->y[i];
        }
      if (r->have[i] && isnan (r->shown))
        r->shown = r->x[i];
    }
  return !isnan (r->shown);
}

static double
unsmoothed (Painter *p, const Reading *reading, guint i)
{
  double raw = NAN;

  if (p->chart->raw[i] == NULL)
    return NAN;
  if (reading->of_mark && isfinite (p->chart->mark_y[i]))
    return p->chart->mark_y[i];
  fl_curve_nearest (p->chart->raw[i], reading->x[i], NULL, &raw);
  return raw;
}

static void
read_others (Painter *p, double x, ReadOut *r)
{
  guint most = (guint) MAX (0, p->at->height / fl_em (p->theme, 18) - 1); /* as many lines as the plot is high */

  for (guint i = 0; i < p->chart->n_others && r->n < MIN (most, READ_LINES); i++)
    if (fl_chart_other_read (&p->chart->others[i], x, r->text[r->n], sizeof r->text[0]))
      r->color[r->n++] = fl_chart_other_color (p->theme, &p->chart->others[i]);
}

void
fl_chart_read_paint (cairo_t *cr, const FlTheme *theme, const FlChart *chart, double width, FlChartLayout *at_plot)
{
  Painter p = { cr, theme, chart, at_plot, width };
  ReadOut r = { .n = 0 };
  Reading reading;
  double at;

  if (!find_reading (&p, &reading))
    return;
  at = fl_axis_pixel (&at_plot->x, reading.shown);
  if (!reading.of_mark) /* which has a line of its own */
    {
      cairo_move_to (cr, floor (at) + 0.5, at_plot->top);
      cairo_line_to (cr, floor (at) + 0.5, at_plot->top + at_plot->height);
      fl_set_source (cr, theme->dim, 0.7);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
  read_out_add (&r, theme->text, fl_chart_unit_word (chart->x_title), reading.shown, NAN);
  for (guint i = 0; i < 2; i++)
    if (reading.have[i])
      read_out_add (&r, fl_chart_color (theme, i), fl_chart_name (i), reading.y[i], unsmoothed (&p, &reading, i));
  r.n_own = r.n;
  read_others (&p, reading.shown, &r);
  for (guint i = 2; i-- > 0;)
    if (reading.have[i])
      fl_chart_dot_paint (cr, theme, chart, at_plot, i, reading.x[i], reading.y[i], 4);
  if (!reading.of_mark || at_plot->height >= fl_em (theme, 110)) /* in a low plot it would cover the curves, and the legend says as much */
    paint_read_out (&p, &r, at);
  for (guint i = 0; i < r.n; i++)
    fl_chart_layout_add_word (at_plot, r.text[i]);
}
