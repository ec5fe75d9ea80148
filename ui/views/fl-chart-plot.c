#include "fl-chart-plot.h"

#include <math.h>

#define READ_STEPS 120 /* presses of an arrow from one end of the axis to the other */

typedef struct
{
  FlChartLayout layout;
  gboolean laid_out, log, zoomed;
  FlRange shown;         /* while zoomed */
  FlAxis grip_x, grip_y; /* what was shown when a drag began */
  double hover_x;
  gboolean reads;        /* hover_x was set by keys */
} FlChartPlotPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (FlChartPlot, fl_chart_plot, FL_TYPE_PLOT)

static guint zoomed_signal;

static FlChartPlotPrivate *
private_of (gpointer self)
{
  return fl_chart_plot_get_instance_private (FL_CHART_PLOT (self));
}

/* --- what is shown ---------------------------------------------------------------------------------- */

FlChartLook
fl_chart_plot_look (FlChartPlot *self)
{
  const FlChartPlotPrivate *own = private_of (self);

  return (FlChartLook){ own->log, own->zoomed, own->shown, own->hover_x };
}

void
fl_chart_plot_describe (FlChartPlot *self, const char *text)
{
  const FlChartPlotPrivate *own = private_of (self);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  own->reads && own->layout.read[0] != '\0' ? own->layout.read : text, -1);
}

void
fl_chart_plot_set_layout (FlChartPlot *self, const FlChartLayout *layout)
{
  FlChartPlotPrivate *own = private_of (self);
  gboolean says = own->reads && layout->read[0] != '\0' && !g_str_equal (layout->read, own->layout.read);

  own->layout = *layout;
  own->laid_out = TRUE;
  if (says)
    fl_chart_plot_describe (self, layout->read);
}

const FlChartLayout *
fl_chart_plot_get_layout (FlChartPlot *self)
{
  const FlChartPlotPrivate *own = private_of (self);

  return own->laid_out ? &own->layout : NULL;
}

gboolean
fl_chart_plot_get_axes (FlChartPlot *self, FlAxis *x, FlAxis *y)
{
  const FlChartPlotPrivate *own = private_of (self);
  const FlRange *range = own->zoomed ? &own->shown : &own->layout.fit;

  if (!own->laid_out || own->layout.y.log != own->log)
    return FALSE;
  fl_axis_init (x, range->x0, range->x1, own->layout.x.from, own->layout.x.to, FALSE, 2);
  fl_axis_init (y, range->y0, range->y1, own->layout.y.from, own->layout.y.to, own->log, 2);
  return TRUE;
}

static void
set_zoomed (FlChartPlot *self, gboolean zoomed)
{
  FlChartPlotPrivate *own = private_of (self);

  if (zoomed == own->zoomed)
    return;
  own->zoomed = zoomed;
  own->grip_x.to = own->grip_x.from; /* a drag under way ends here */
  g_signal_emit (self, zoomed_signal, 0, zoomed);
}

void
fl_chart_plot_show_all (FlChartPlot *self)
{
  set_zoomed (self, FALSE);
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
}

void
fl_chart_plot_set_log (FlChartPlot *self, gboolean log)
{
  FlChartPlotPrivate *own = private_of (self);

  if (log != own->log)
    set_zoomed (self, FALSE);
  own->log = log;
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
}

/* --- hands ------------------------------------------------------------------------------------------ */

void
fl_chart_plot_grip (FlPlot *plot)
{
  FlChartPlotPrivate *own = private_of (plot);
  FlAxis x, y;

  if (!fl_chart_plot_get_axes (FL_CHART_PLOT (plot), &x, &y))
    {
      own->grip_x.to = own->grip_x.from;
      return;
    }
  set_zoomed (FL_CHART_PLOT (plot), TRUE);
  own->grip_x = x;
  own->grip_y = y;
  own->shown = (FlRange){ x.min, x.max, y.min, y.max };
}

void
fl_chart_plot_move (FlPlot *plot, double dx, double dy)
{
  FlChartPlotPrivate *own = private_of (plot);

  if (own->grip_x.to == own->grip_x.from)
    return;
  fl_zoom_shift (&own->grip_x, dx, &own->shown.x0, &own->shown.x1);
  fl_zoom_shift (&own->grip_y, dy, &own->shown.y0, &own->shown.y1);
  fl_plot_queue (plot, FL_PLOT_NOW);
}

void
fl_chart_plot_zoom (FlPlot *plot, double px, double py, double factor)
{
  FlChartPlotPrivate *own = private_of (plot);
  const FlRange *fit = &own->layout.fit;
  FlAxis x, y;

  if (!fl_chart_plot_get_axes (FL_CHART_PLOT (plot), &x, &y))
    return;
  fl_zoom_about (&x, px, factor, fit->x0, fit->x1, &own->shown.x0, &own->shown.x1);
  fl_zoom_about (&y, py, factor, fit->y0, fit->y1, &own->shown.y0, &own->shown.y1);
  set_zoomed (FL_CHART_PLOT (plot), TRUE);
  fl_plot_queue (plot, FL_PLOT_NOW);
}

void
fl_chart_plot_fit (FlPlot *plot)
{
  fl_chart_plot_show_all (FL_CHART_PLOT (plot));
}

/* --- reading ---------------------------------------------------------------------------------------- */

static void
hover (FlChartPlot *self, double x, gboolean reads)
{
  FlChartPlotPrivate *own = private_of (self);

  own->hover_x = x;
  own->reads = reads;
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
}

/* Begins at the end that the arrow leads away from. direction 0 ends it; FALSE: there was nothing to end. */
gboolean
fl_chart_plot_read (FlPlot *plot, int direction)
{
  FlChartPlotPrivate *own = private_of (plot);
  double left, right, step;
  FlAxis x, y;

  if (direction == 0)
    {
      if (!own->reads)
        return FALSE;
      hover (FL_CHART_PLOT (plot), NAN, FALSE);
      return TRUE;
    }
  if (!fl_chart_plot_get_axes (FL_CHART_PLOT (plot), &x, &y))
    return TRUE;
  left = MIN (x.from, x.to);
  right = MAX (x.from, x.to);
  step = MAX (1, (right - left) / READ_STEPS);
  if (isnan (own->hover_x))
    hover (FL_CHART_PLOT (plot), direction > 0 ? left : right, TRUE);
  else
    hover (FL_CHART_PLOT (plot), CLAMP (own->hover_x + direction * step, left, right), TRUE);
  return TRUE;
}

static void
motion_cb (FlChartPlot *self, double x, double y)
{
  hover (self, x, FALSE);
}

static void
leave_cb (FlChartPlot *self)
{
  if (!((FlChartPlotPrivate *) private_of (self))->reads)
    hover (self, NAN, FALSE);
}

static void
unfocus_cb (FlChartPlot *self)
{
  fl_chart_plot_read (FL_PLOT (self), 0);
}

/* --- the widget ------------------------------------------------------------------------------------- */

static void
fl_chart_plot_class_init (FlChartPlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  zoomed_signal = g_signal_new ("zoomed", FL_TYPE_CHART_PLOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  gtk_widget_class_set_css_name (widget_class, "losscurve");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
fl_chart_plot_init (FlChartPlot *self)
{
  FlChartPlotPrivate *own = private_of (self);
  GtkEventController *motion = gtk_event_controller_motion_new (), *focus = gtk_event_controller_focus_new ();

  own->hover_x = NAN;
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (unfocus_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}
