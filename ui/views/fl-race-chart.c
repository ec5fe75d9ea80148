#include "fl-race-chart.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-plot-hands.h"

struct _FlRaceChart
{
  FlPlot parent_instance;
  FlRaceChartKind kind;
  FlRaceScene *(*make) (gpointer user_data);
  gpointer user_data;
};

typedef struct
{
  FlRaceChartKind kind;
  FlRaceScene *race; /* owned */
} Scene;

G_DEFINE_FINAL_TYPE (FlRaceChart, fl_race_chart, FL_TYPE_PLOT)

static gpointer
chart_begin (FlPlot *plot)
{
  FlRaceChart *self = FL_RACE_CHART (plot);
  FlRaceScene *race = self->make != NULL ? self->make (self->user_data) : NULL;
  Scene *scene;

  if (race == NULL)
    return NULL;
  scene = g_new (Scene, 1);
  *scene = (Scene){ self->kind, race };
  return scene;
}

static void
chart_paint (gpointer data, cairo_t *cr, const FlTheme *theme, double width, double height)
{
  const Scene *scene = data;

  if (scene->kind == FL_RACE_FIT)
    fl_race_fit_paint (cr, theme, width, height, scene->race);
  else
    fl_race_curves_paint (cr, theme, width, height, scene->race);
}

static void
chart_scene_free (gpointer data)
{
  Scene *scene = data;

  fl_race_scene_free (scene->race);
  g_free (scene);
}

/* Values */

static gpointer
values_begin (FlPlot *plot)
{
  return chart_begin (plot);
}

static void
append (GString *text, double value, char end)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, "%s%c", g_ascii_formatd (buffer, sizeof buffer, "%.9g", value), end);
}

static char *
values_make (gpointer data, GError **error)
{
  const Scene *scene = data;
  const FlRaceScene *race = scene->race;
  GString *text = g_string_new (scene->kind == FL_RACE_FIT ? "x,y\n" : "racer,step,loss\n");

  for (guint i = 0; scene->kind == FL_RACE_FIT && i < race->n_points; i++)
    {
      append (text, race->points[i].x, ',');
      append (text, race->points[i].y, '\n');
    }
  for (guint l = 0; scene->kind == FL_RACE_CURVES && l < race->n_lines; l++)
    for (guint i = 0; i < race->lines[l].n; i++)
      {
        g_string_append_printf (text, "%u,%u,", l + 1, i);
        append (text, race->lines[l].values[i], '\n');
      }
  return g_string_free (text, FALSE);
}

static const FlPlotHands hands = {
  .file = N_("race"),
  .table = N_("Race"),
  .copied = N_("Values copied"),
  .values_begin = values_begin,
  .values_make = values_make,
  .values_end = chart_scene_free,
};

static void
fl_race_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 120 : 110;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 260 : 160;
}

static void
fl_race_chart_class_init (FlRaceChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FlPlotClass *plot_class = FL_PLOT_CLASS (klass);

  widget_class->measure = fl_race_chart_measure;
  plot_class->begin = chart_begin;
  plot_class->paint = chart_paint;
  plot_class->scene_free = chart_scene_free;
  gtk_widget_class_set_css_name (widget_class, "terrain");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
fl_race_chart_init (FlRaceChart *self)
{
  fl_plot_hands_attach (FL_PLOT (self), &hands);
}

GtkWidget *
fl_race_chart_new (FlRaceChartKind kind, const char *accessible_name)
{
  FlRaceChart *self = g_object_new (FL_TYPE_RACE_CHART, NULL);

  self->kind = kind;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, accessible_name, -1);
  return GTK_WIDGET (self);
}

void
fl_race_chart_set_source (FlRaceChart *self, FlRaceScene *(*make) (gpointer user_data), gpointer user_data)
{
  self->make = make;
  self->user_data = user_data;
  fl_plot_queue (FL_PLOT (self), FL_PLOT_NOW);
}
