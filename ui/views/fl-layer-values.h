/* The menu of a chart of layers, and of the range test: its picture and the numbers behind it, copied or saved. UI thread. */
#pragma once
#include "fl-plot.h"
#include "nn-layer-series.h"
#include "nn-range-test.h"

G_BEGIN_DECLS

/* The right button, Shift+F10 and the menu key open it. */
void fl_layer_values_attach (FlPlot *plot);
void fl_layer_values_set (FlPlot *plot, NnLayerSeries *series, guint64 until); /* ref'd; NULL: nothing yet */

void fl_range_values_attach (FlPlot *plot);
void fl_range_values_set (FlPlot *plot, const NnRangeTest *test); /* what is copied is made at once */

/* "step,epoch,layer,gradient_norm,...": a row a layer and step. Any thread; caller frees. */
char *fl_layer_values_csv (const NnLayerSeries *series, guint64 until);

G_END_DECLS
