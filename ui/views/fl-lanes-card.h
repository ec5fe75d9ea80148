/* FlLanesCard: the chart of a race under its title, with the choice of axes, scale and smoothing. */
#pragma once
#include "fl-lanes-plot.h"

G_BEGIN_DECLS

GtkWidget *fl_lanes_card_new (FlLanesPlot *plot);

G_END_DECLS
