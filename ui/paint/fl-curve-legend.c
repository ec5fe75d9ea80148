/* The legend of the loss chart, above it at its right. */
#include "fl-curve-private.h"
#include "fl-lanes-paint.h"
#include "fl-text-private.h"

#include <math.h>

typedef enum
{
  OTHERS_NAMED,
  OTHERS_NUMBERED,
  OTHERS_NONE
} Others;

/* What a curve's entry in the legend says, and the other runs' entries, in the order in which they give way where there is no room. */
typedef struct
{
  gboolean dash, name, value;
  Others others;
} Entry;

static const Entry entries[] = {
  { TRUE, TRUE, TRUE, OTHERS_NAMED },  { TRUE, TRUE, TRUE, OTHERS_NUMBERED },  { FALSE, TRUE, TRUE, OTHERS_NUMBERED },
  { TRUE, TRUE, TRUE, OTHERS_NONE },   { FALSE, TRUE, TRUE, OTHERS_NONE },     { TRUE, TRUE, FALSE, OTHERS_NONE },
  { FALSE, TRUE, FALSE, OTHERS_NONE },
};

#define ROOM "0.0000" /* of most losses on their way down */

static const FlTextStyle name_style = { FL_CHART_LEGEND_SIZE, PANGO_WEIGHT_NORMAL, 1, 0.5 };
static const FlTextStyle value_style = { FL_CHART_LEGEND_SIZE, PANGO_WEIGHT_SEMIBOLD, 1, 0.5 };

/* Of training or validation, unsmoothed: at the moment looked at, else the newest. FALSE: no such curve. */
static gboolean
value_of (const FlChart *chart, guint i, char *text, gsize size)
{
  const FlCurve *curve = chart->raw[i] != NULL ? chart->raw[i] : fl_chart_curve (chart, i);
  double x, y;

  if (curve == NULL || !fl_curve_last (curve, &x, &y))
    return FALSE;
  if (chart->marked)
    y = chart->mark_y[i];
  fl_format_live (y, text, size);
  return TRUE;
}

/* Paints curve i's entry to the left of x, or only measures it; its width. */
static double
legend_entry (cairo_t *cr, const FlTheme *theme, guint i, const Entry *entry, const char *value, double x, double y, gboolean paint)
{
  double from = x;

  if (entry->value)
    {
      double own = fl_text_width (cr, theme, value_style, value), room = MAX (own, fl_text_width (cr, theme, value_style, ROOM));

      if (paint) /* at the left of its room: it stays beside its name while it gains and loses a digit */
        fl_draw_text (cr, theme, fl_chart_color (theme, i), value_style, x - (room - own), y, value);
      x -= room + (entry->name ? 5 : 0);
    }
  if (entry->name)
    {
      if (paint)
        fl_draw_text (cr, theme, fl_chart_color (theme, i), name_style, x, y, fl_chart_name (i));
      x -= fl_text_width (cr, theme, name_style, fl_chart_name (i));
    }
  if (entry->dash)
    {
      x -= 20;
      if (paint)
        {
          fl_rounded_path (cr, floor (x), y - 1.5, 14, 3, 1.5);
          fl_set_source (cr, fl_chart_color (theme, i), 1);
          cairo_fill (cr);
        }
    }
  return from - x;
}

/* The same of another run. */
static double
other_entry (cairo_t *cr, const FlTheme *theme, const FlChartOther *other, Others how, double x, double y, gboolean paint)
{
  char number[16];
  const char *text = how == OTHERS_NAMED ? other->name : number;
  double width;

  g_snprintf (number, sizeof number, "%u", other->number);
  width = fl_text_width (cr, theme, name_style, text);
  if (paint)
    {
      fl_draw_text (cr, theme, fl_chart_other_color (theme, other), name_style, x, y, text);
      fl_set_source (cr, fl_lane_color (theme, other->number), 0.8);
      cairo_set_line_width (cr, 1.5);
      cairo_move_to (cr, floor (x - width) - 18, floor (y) + 0.5);
      cairo_rel_line_to (cr, 12, 0);
      cairo_stroke (cr);
    }
  return width + 18;
}

/* All of the legend to the left of `right`, or only its width. */
static double
legend (cairo_t *cr, const FlTheme *theme, const FlChart *chart, const Entry *entry, const gboolean *there, char (*values)[32], double right,
        gboolean paint)
{
  double x = right, y = fl_em (theme, 11), gap = fl_em (theme, 16);

  for (guint i = 2; i-- > 0;)
    if (there[i])
      x -= legend_entry (cr, theme, i, entry, values[i], x, y, paint) + gap;
  for (guint i = entry->others != OTHERS_NONE ? chart->n_others : 0; i-- > 0;)
    x -= other_entry (cr, theme, &chart->others[i], entry->others, x, y, paint) + gap * 0.75;
  return right - x - gap;
}

void
fl_chart_legend_paint (cairo_t *cr, const FlTheme *theme, const FlChart *chart, double right)
{
  gboolean there[2];
  char values[2][32];

  for (guint i = 0; i < 2; i++)
    there[i] = value_of (chart, i, values[i], sizeof values[i]);
  for (guint e = 0; e < G_N_ELEMENTS (entries); e++)
    if (e + 1 == G_N_ELEMENTS (entries) || legend (cr, theme, chart, &entries[e], there, values, right, FALSE) <= right)
      {
        legend (cr, theme, chart, &entries[e], there, values, right, TRUE);
        return;
      }
}
