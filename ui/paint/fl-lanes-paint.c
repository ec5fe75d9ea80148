#include "fl-lanes-paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-curve-private.h"
#include "fl-lanes-private.h"
#include "fl-text-private.h"

#define LABEL_SIZE FL_LANES_LABEL_SIZE
#define NEAR 6.0       /* pixels: crossings so near to the pointer are read out */
#define MOST_READ 4    /* of them */
#define FAR 3.0        /* what rises above so many times the first loss has diverged, and must not flatten the others */

static const FlTextStyle readout_style = { LABEL_SIZE, PANGO_WEIGHT_MEDIUM, 0, 0.5 };

FlColor
fl_lane_color (const FlTheme *theme, guint number)
{
  return theme->classes[number % G_N_ELEMENTS (theme->classes)];
}

static void
set_dash (cairo_t *cr, guint number)
{
  static const double dashes[][4] = { { 0 }, { 7, 3 }, { 1.5, 3 }, { 8, 3, 2, 3 } };
  static const int n[] = { 0, 2, 2, 4 };

  cairo_set_dash (cr, dashes[number % 4], n[number % 4], 0);
}

/* Colours that are clear enough for lines are made clear enough for letters. */
static FlColor
name_color (const FlTheme *theme, guint number)
{
  return fl_color_mix (fl_lane_color (theme, number), theme->text, 0.3);
}

static double
snap (double v)
{
  return floor (v) + 0.5;
}

/* --- layout ---------------------------------------------------------------------------------------- */

static FlRange
range_of (FlLanesPainter *p)
{
  FlRange r = { INFINITY, -INFINITY, INFINITY, -INFINITY };
  double positive = INFINITY, first = 0;

  p->empty = TRUE;
  for (guint i = 0; i < p->chart->n; i++)
    {
      const FlCurve *curve = p->chart->lines[i].curve;
      double x0, x1, y0, y1, above;
      guint n;

      if (curve == NULL || !fl_curve_range (curve, &x0, &x1, &y0, &y1, &above))
        continue;
      p->empty = p->empty && !(x1 > x0);
      r = (FlRange){ MIN (r.x0, x0), MAX (r.x1, x1), MIN (r.y0, y0), MAX (r.y1, y1) };
      if (above > 0)
        positive = MIN (positive, above);
      first = MAX (first, fl_curve_buckets (curve, &n)[0].y_first);
    }
  if (first > 0)
    r.y1 = MIN (r.y1, FAR * first);
  if (!(r.x1 > r.x0))
    r = (FlRange){ 0, 10, 0.01, 1 };
  if (p->chart->log_y)
    {
      r.y0 = isfinite (positive) && positive < r.y1 ? MAX (positive, r.y1 * 1e-8) : r.y1 * 0.01;
      r.y0 *= 0.9;
      r.y1 *= 1.1;
    }
  else
    {
      double margin = 0.04 * (r.y1 - r.y0);

      r.y0 = r.y0 >= 0 ? MAX (0, r.y0 - margin) : r.y0 - margin;
      r.y1 += margin;
    }
  return r;
}

static double
name_room (FlLanesPainter *p)
{
  FlTextStyle style = { LABEL_SIZE, PANGO_WEIGHT_SEMIBOLD, 0, 0.5 };
  double most = 0;

  for (guint i = 0; i < p->chart->n; i++)
    most = MAX (most, fl_text_width (p->cr, p->theme, style, p->chart->lines[i].name));
  return MIN (ceil (most) + 14, p->width * 0.3);
}

static void
lay_out (FlLanesPainter *p)
{
  FlTextStyle style = { LABEL_SIZE, PANGO_WEIGHT_NORMAL, 1, 0.5 };
  FlRange r = range_of (p);
  double right = name_room (p), widest = 0, em = p->theme->text_scale;
  char text[32];

  p->at.fit = r;
  if (p->chart->zoomed)
    r = p->chart->shown;
  p->at.top = 8;
  p->at.height = MAX (floor (p->height - p->at.top - 6 - 32 * em), 8);
  fl_axis_init (&p->at.y, r.y0, r.y1, p->at.top + p->at.height, p->at.top, p->chart->log_y, (guint) CLAMP (p->at.height / (40 * em), 2, 7));
  for (guint i = 0; i < p->at.y.n_ticks; i++)
    widest = MAX (widest, fl_text_width (p->cr, p->theme, style, fl_axis_label (&p->at.y, p->at.y.ticks[i], text, sizeof text)));
  p->at.left = ceil (widest) + 12;
  p->at.width = MAX (floor (p->width - p->at.left - right), 8);
  fl_axis_init (&p->at.x, r.x0, r.x1, p->at.left, p->at.left + p->at.width, FALSE, (guint) CLAMP (p->at.width / (70 * em), 2, 9));
}

static void
paint_grid (FlLanesPainter *p)
{
  FlTextStyle right = { LABEL_SIZE, PANGO_WEIGHT_NORMAL, 1, 0.5 }, below = { LABEL_SIZE, PANGO_WEIGHT_NORMAL, 0.5, 0 };
  double bottom = p->at.top + p->at.height;
  char text[32];

  cairo_set_line_width (p->cr, 1);
  fl_set_source (p->cr, p->theme->grid, 1);
  for (guint i = 0; i < p->at.y.n_ticks; i++)
    {
      double y = snap (fl_axis_pixel (&p->at.y, p->at.y.ticks[i]));

      cairo_move_to (p->cr, p->at.left, y);
      cairo_line_to (p->cr, p->at.left + p->at.width, y);
    }
  cairo_stroke (p->cr);
  cairo_move_to (p->cr, p->at.left, snap (bottom));
  cairo_line_to (p->cr, p->at.left + p->at.width, snap (bottom));
  fl_set_source (p->cr, p->theme->border, 1);
  cairo_stroke (p->cr);
  for (guint i = 0; i < p->at.y.n_ticks; i++)
    fl_draw_text (p->cr, p->theme, p->theme->dim, right, p->at.left - 7, fl_axis_pixel (&p->at.y, p->at.y.ticks[i]),
                  fl_axis_label (&p->at.y, p->at.y.ticks[i], text, sizeof text));
  for (guint i = 0; i < p->at.x.n_ticks; i++)
    fl_draw_text (p->cr, p->theme, p->theme->dim, below, fl_axis_pixel (&p->at.x, p->at.x.ticks[i]), bottom + 5,
                  fl_axis_label (&p->at.x, p->at.x.ticks[i], text, sizeof text));
  fl_draw_text_full (p->cr, p->theme, p->theme->dim, below, p->at.left + p->at.width / 2, bottom + 5 + fl_em (p->theme, 15), p->chart->x_title, p->at.width, 0);
}

/* --- curves ---------------------------------------------------------------------------------------- */

static void
stroke (FlLanesPainter *p, const FlCurve *curve)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (double));

  fl_curve_thin (curve, NULL, p->at.x.min, p->at.x.max, (p->at.x.max - p->at.x.min) / p->at.width * 0.5, points);
  for (guint k = 0; k < points->len; k += 2)
    {
      double x = fl_axis_pixel (&p->at.x, g_array_index (points, double, k));
      double y = fl_axis_pixel (&p->at.y, g_array_index (points, double, k + 1));

      cairo_line_to (p->cr, CLAMP (x, p->at.left - 1e5, p->at.left + p->at.width + 1e5),
                     CLAMP (y, p->at.top - 2000, p->at.top + p->at.height + 2000));
    }
  cairo_stroke (p->cr);
}

static void
paint_curves (FlLanesPainter *p)
{
  cairo_save (p->cr);
  cairo_rectangle (p->cr, p->at.left, p->at.top - 3, p->at.width + 4, p->at.height + 4);
  cairo_clip (p->cr);
  cairo_set_line_join (p->cr, CAIRO_LINE_JOIN_ROUND);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < p->chart->n; i++)
      {
        const FlLaneLine *line = &p->chart->lines[i];
        const FlCurve *curve = pass == 0 ? line->raw : line->curve;

        if (curve == NULL)
          continue;
        fl_set_source (p->cr, fl_lane_color (p->theme, line->color), pass == 0 ? 0.25 : 1);
        cairo_set_line_width (p->cr, pass == 0 ? 1 : p->theme->contrast ? 2.6 : 2);
        if (pass == 1)
          set_dash (p->cr, line->color);
        stroke (p, curve);
        cairo_set_dash (p->cr, NULL, 0, 0);
      }
  cairo_restore (p->cr);
}

/* Names stand beside the ends of their curves, pushed apart where these are close. */
static void
paint_names (FlLanesPainter *p)
{
  FlTextStyle style = { LABEL_SIZE, PANGO_WEIGHT_SEMIBOLD, 0, 0.5 };
  double line = fl_em (p->theme, LABEL_SIZE * 1.35), at[NN_RACE_LANES], top = p->at.top + line / 2, bottom = p->at.top + p->at.height - line / 2;
  guint order[NN_RACE_LANES], n = 0;

  for (guint i = 0; i < p->chart->n; i++)
    {
      double x, y;

      if (p->chart->lines[i].curve == NULL || !fl_curve_last (p->chart->lines[i].curve, &x, &y))
        continue;
      y = CLAMP (fl_axis_pixel (&p->at.y, y), top, MAX (top, bottom));
      guint k = n++;
      for (; k > 0 && at[k - 1] > y; k--)
        {
          at[k] = at[k - 1];
          order[k] = order[k - 1];
        }
      at[k] = y;
      order[k] = i;
    }
  for (guint k = 1; k < n; k++)
    at[k] = MAX (at[k], at[k - 1] + line);
  for (guint k = n; k-- > 0;) /* and back up from the bottom */
    at[k] = MIN (at[k], k + 1 < n ? at[k + 1] - line : MAX (bottom, top + line * (n - 1)));
  for (guint k = 0; k < n; k++)
    {
      const FlLaneLine *own = &p->chart->lines[order[k]];

      fl_draw_text_full (p->cr, p->theme, name_color (p->theme, own->color), style, p->at.left + p->at.width + 8, at[k], own->name,
                         p->width - p->at.left - p->at.width - 8, 0);
    }
}

/* --- read-out --------------------------------------------------------------------------------------- */

gboolean
fl_lanes_is_hovered (const FlLanesPainter *p)
{
  return p->chart->hover_x >= p->at.left && p->chart->hover_x <= p->at.left + p->at.width; /* NaN is not */
}

typedef struct
{
  guint n;
  char text[NN_RACE_LANES + 1 + 2 * MOST_READ][160];
  FlColor color[NN_RACE_LANES + 1 + 2 * MOST_READ];
} Readout;

static void
read_lanes (FlLanesPainter *p, double x, Readout *out)
{
  char number[32];

  for (guint i = 0; i < p->chart->n; i++)
    {
      const FlLaneLine *own = &p->chart->lines[i];
      double at_x, at_y;

      if (own->curve == NULL || !fl_curve_nearest (own->curve, x, &at_x, &at_y))
        continue;
      cairo_arc (p->cr, fl_axis_pixel (&p->at.x, at_x), CLAMP (fl_axis_pixel (&p->at.y, at_y), p->at.top, p->at.top + p->at.height), 3.5, 0,
                 2 * G_PI);
      fl_set_source (p->cr, fl_lane_color (p->theme, own->color), 1);
      cairo_fill (p->cr);
      out->color[out->n] = name_color (p->theme, own->color);
      g_snprintf (out->text[out->n++], sizeof out->text[0], "%s %s", own->name, fl_format_number (at_y, number, sizeof number));
    }
}

static void
read_crossings (FlLanesPainter *p, double hover, Readout *out)
{
  double x, y;
  guint n = 0;

  for (guint i = 0; i < p->chart->n_crossings && n < MOST_READ; i++)
    {
      g_autofree char *title = NULL, *text = NULL;

      if (!fl_lanes_place_crossing (p, &p->chart->crossings[i], &x, &y) || fabs (x - hover) > NEAR)
        continue;
      fl_lanes_crossing_words (p, &p->chart->crossings[i], &title, &text);
      out->color[out->n] = out->color[out->n + 1] = p->theme->text;
      g_strlcpy (out->text[out->n++], title, sizeof out->text[0]);
      g_strlcpy (out->text[out->n++], text, sizeof out->text[0]);
      n++;
    }
}

/* In lines below one another, beside the pointer. */
static void
paint_readout (FlLanesPainter *p, double hover, const Readout *out)
{
  double width = 0, line = fl_em (p->theme, 17), x, y, h;

  for (guint i = 0; i < out->n; i++)
    {
      width = MAX (width, fl_text_width (p->cr, p->theme, readout_style, out->text[i]));
      fl_chart_layout_add_word (&p->at, out->text[i]);
    }
  width += 20;
  line = MIN (line, (p->height - 10) / out->n); /* a low chart still shows all of them */
  h = line * out->n + 8;
  x = hover + 12 + width <= p->at.left + p->at.width ? hover + 12 : hover - 12 - width;
  x = round (CLAMP (x, 2, MAX (2, p->width - width - 2)));
  y = MAX (1, MIN (p->at.top + 4, p->height - h - 1));
  fl_rounded_path (p->cr, x + 0.5, y + 0.5, width, h, 7);
  fl_set_source (p->cr, p->theme->card, 0.97);
  cairo_fill_preserve (p->cr);
  fl_set_source (p->cr, p->theme->border, 1);
  cairo_set_line_width (p->cr, 1);
  cairo_stroke (p->cr);
  for (guint i = 0; i < out->n; i++)
    fl_draw_text (p->cr, p->theme, out->color[i], readout_style, x + 10, y + 4 + line * (i + 0.5), out->text[i]);
}

static void
paint_hover (FlLanesPainter *p)
{
  Readout out = { .n = 1, .color = { p->theme->text } };
  double hover = p->chart->hover_x, wanted;
  char number[32];

  if (!fl_lanes_is_hovered (p))
    return;
  wanted = fl_axis_value (&p->at.x, hover);
  g_snprintf (out.text[0], sizeof out.text[0], "%s %s", p->chart->x_word, fl_format_number (wanted, number, sizeof number));
  cairo_move_to (p->cr, snap (hover), p->at.top);
  cairo_line_to (p->cr, snap (hover), p->at.top + p->at.height);
  fl_set_source (p->cr, p->theme->dim, 0.7);
  cairo_set_line_width (p->cr, 1);
  cairo_stroke (p->cr);
  read_lanes (p, wanted, &out);
  read_crossings (p, hover, &out);
  paint_readout (p, hover, &out);
}

static void
paint_empty (FlLanesPainter *p)
{
  FlTextStyle style = { 13, PANGO_WEIGHT_NORMAL, 0.5, 0.5 };

  fl_draw_text_full (p->cr, p->theme, p->theme->dim, style, p->at.left + p->at.width / 2, p->at.top + p->at.height / 2,
                     _("The curves begin here with the first epoch of the race"), MAX (p->at.width - 20, 40), 1);
}

void
fl_lanes_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlLanesChart *chart, FlChartLayout *layout)
{
  FlLanesPainter p = { .cr = cr, .theme = theme, .chart = chart, .width = width, .height = height };

  cairo_save (cr);
  cairo_new_path (cr);
  lay_out (&p);
  paint_grid (&p);
  if (p.empty)
    paint_empty (&p);
  else
    {
      paint_curves (&p);
      paint_names (&p);
      fl_lanes_paint_crossings (&p);
      paint_hover (&p);
    }
  cairo_restore (cr);
  if (layout != NULL)
    *layout = p.at;
}
