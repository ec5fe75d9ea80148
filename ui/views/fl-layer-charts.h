/* FlLayerCharts: small multiples of what each layer did over a run, with one step under the pointer for all of them, and the selected
 * layer's histograms over time.
 *
 * Signal "layer-selected" (int layer): a person chose another layer. */
#pragma once
#include <gtk/gtk.h>
#include "nn-frame.h"

G_BEGIN_DECLS

#define FL_TYPE_LAYER_CHARTS (fl_layer_charts_get_type ())
G_DECLARE_FINAL_TYPE (FlLayerCharts, fl_layer_charts, FL, LAYER_CHARTS, GtkWidget)

GtkWidget *fl_layer_charts_new (void);
void fl_layer_charts_take (FlLayerCharts *self, NnFrame *frame); /* ref'd; NULL: none */
void fl_layer_charts_select (FlLayerCharts *self, int layer);

G_END_DECLS
