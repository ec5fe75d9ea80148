/* The other runs in a chart of losses: thin, behind, each in its run's colour; training as a line, validation in dashes. */
#include "fl-curve-private.h"
#include "fl-lanes-paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* How far above all of the run shown another one may carry the axis: one that blew up would flatten it. */
#define FAR 3

void
fl_chart_others_range (const FlChart *chart, double *x_max, double *y_min, double *y_max, double *positive)
{
  double most = FAR * *y_max;

  for (guint i = 0; i < chart->n_others; i++)
    for (guint k = 0; k < 2; k++)
      {
        const FlCurve *curve = k == 0 ? chart->others[i].train : chart->others[i].validation;
        double last, low, high, least;

        if (curve == NULL || !fl_curve_range (curve, NULL, &last, &low, &high, &least))
          continue;
        *x_max = MAX (*x_max, last);
        *y_min = MIN (*y_min, low);
        *y_max = MAX (*y_max, MIN (high, most));
        if (least > 0)
          *positive = MIN (*positive, least);
      }
}

void
fl_chart_others_paint (cairo_t *cr, const FlTheme *theme, const FlChart *chart, const FlChartLayout *at)
{
  static const double dash[] = { 4, 3 };
  double column = (at->x.max - at->x.min) / at->width * 0.5, first, last;

  for (guint i = 0; i < chart->n_others; i++)
    for (guint k = 2; k-- > 0;)
      {
        cairo_new_path (cr);
        if (!fl_chart_curve_path (cr, at, k == 0 ? chart->others[i].train : chart->others[i].validation, NULL, column,
                                  chart->zoomed ? 2000 : 0, &first, &last))
          continue;
        fl_set_source (cr, fl_lane_color (theme, chart->others[i].number), theme->contrast ? 0.9 : 0.65);
        cairo_set_line_width (cr, theme->contrast ? 1.6 : 1.2);
        cairo_set_dash (cr, dash, k == 1 ? 2 : 0, 0);
        cairo_stroke (cr);
      }
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_new_path (cr);
}

gboolean
fl_chart_other_read (const FlChartOther *other, double x, char *text, gsize size)
{
  char train[32], validation[32];
  double end, at, y;

  if (!fl_curve_last (other->train, &end, &y) || x > end || !fl_curve_nearest (other->train, x, &at, &y))
    return FALSE;
  fl_format_number (y, train, sizeof train);
  if (other->validation != NULL && fl_curve_nearest (other->validation, at, NULL, &y))
    /* Translators: a run's name, its training loss, its validation loss */
    g_snprintf (text, size, _("%s: training %s, validation %s"), other->name, train, fl_format_number (y, validation, sizeof validation));
  else
    g_snprintf (text, size, _("%s: training %s"), other->name, train);
  return TRUE;
}

FlColor
fl_chart_other_color (const FlTheme *theme, const FlChartOther *other)
{
  return fl_color_mix (fl_lane_color (theme, other->number), theme->text, 0.3);
}
