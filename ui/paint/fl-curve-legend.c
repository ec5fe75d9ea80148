/* The legend of the loss chart, above it at its right. */
#include "fl-curve-private.h"
#include "fl-text-private.h"

#include <math.h>

/* What a curve's entry in the legend says, in the order in which it gives way where there is no room for all. */
typedef struct
{
  gboolean dash, name, value;
} Entry;

static const Entry entries[] = { { TRUE, TRUE, TRUE }, { FALSE, TRUE, TRUE }, { TRUE, TRUE, FALSE }, { FALSE, TRUE, FALSE } };

static const FlTextStyle name_style = { FL_CHART_LEGEND_SIZE, PANGO_WEIGHT_NORMAL, 1, 0.5 };
static const FlTextStyle value_style = { FL_CHART_LEGEND_SIZE, PANGO_WEIGHT_SEMIBOLD, 1, 0.5 };

/* Of training or validation, unsmoothed; FALSE: no such curve. */
static gboolean
newest (const FlChart *chart, guint i, char *text, gsize size)
{
  const FlCurve *curve = chart->raw[i] != NULL ? chart->raw[i] : fl_chart_curve (chart, i);
  double x, y;

  if (curve == NULL || !fl_curve_last (curve, &x, &y))
    return FALSE;
  fl_format_number (y, text, size);
  return TRUE;
}

/* Paints curve i's entry to the left of x, or only measures it; its width. */
static double
legend_entry (cairo_t *cr, const FlTheme *theme, guint i, const Entry *entry, const char *value, double x, double y, gboolean paint)
{
  double from = x;

  if (entry->value)
    {
      if (paint)
        fl_draw_text (cr, theme, fl_chart_color (theme, i), value_style, x, y, value);
      x -= fl_text_width (cr, theme, value_style, value) + (entry->name ? 5 : 0);
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

void
fl_chart_legend_paint (cairo_t *cr, const FlTheme *theme, const FlChart *chart, double right)
{
  double y = fl_em (theme, 11), gap = fl_em (theme, 16);
  gboolean there[2];
  char value[2][32];

  for (guint i = 0; i < 2; i++)
    there[i] = newest (chart, i, value[i], sizeof value[i]);
  for (guint e = 0; e < G_N_ELEMENTS (entries); e++)
    {
      double all = 0, x = right;

      for (guint i = 0; i < 2; i++)
        if (there[i])
          all += (all > 0 ? gap : 0) + legend_entry (cr, theme, i, &entries[e], value[i], 0, 0, FALSE);
      if (all > right && e + 1 < G_N_ELEMENTS (entries))
        continue;
      for (guint i = 2; i-- > 0;)
        if (there[i])
          x -= legend_entry (cr, theme, i, &entries[e], value[i], x, y, TRUE) + gap;
      return;
    }
}
