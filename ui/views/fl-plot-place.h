/* A place on a plot that a person points at: a single click, or Shift and the arrows and then Enter. UI thread. */
#pragma once
#include "fl-axis.h"
#include "fl-plot.h"

G_BEGIN_DECLS

typedef struct
{
  /* The axes in pixels of the widget; FALSE while there are none. */
  gboolean (*axes) (FlPlot *plot, FlAxis *x, FlAxis *y);
  /* The place is another one, moved by keys to these pixels. */
  void (*moved) (FlPlot *plot, double px, double py);
  /* The place is chosen: clicked, or Enter. Enter without a place: `nowhere`. */
  void (*chosen) (FlPlot *plot);
  void (*nowhere) (FlPlot *plot);
} FlPlotPlaceHands;

/* Fields are the plot's to read. */
typedef struct
{
  gboolean placed;
  double x, y; /* in data units */
} FlPlotPlace;

/* hands: static. Comes after fl_plot_hands_attach(), whose arrows it takes where Shift is held. The result lives as long as the plot. */
FlPlotPlace *fl_plot_place_attach (FlPlot *plot, const FlPlotPlaceHands *hands);

G_END_DECLS
