/* FlRaceChart: the curves or the fit of a race, painted on the plots' worker. Right button, Shift+F10: pictures and values. */
#pragma once
#include "fl-plot.h"
#include "fl-race-paint.h"

G_BEGIN_DECLS

typedef enum
{
  FL_RACE_CURVES,
  FL_RACE_FIT
} FlRaceChartKind;

#define FL_TYPE_RACE_CHART (fl_race_chart_get_type ())
G_DECLARE_FINAL_TYPE (FlRaceChart, fl_race_chart, FL, RACE_CHART, FlPlot)

GtkWidget *fl_race_chart_new (FlRaceChartKind kind, const char *accessible_name);
/* make gives the scene to paint (UI thread; NULL: nothing); called when a picture is due. */
void fl_race_chart_set_source (FlRaceChart *self, FlRaceScene *(*make) (gpointer user_data), gpointer user_data);

G_END_DECLS
