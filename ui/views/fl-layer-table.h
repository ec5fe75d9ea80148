/* FlLayerTable: the newest numbers of every layer, a row each; choosing a row selects the layer.
 *
 * Signal "layer-selected" (int layer): a person chose a row. */
#pragma once
#include <gtk/gtk.h>
#include "fl-layers-paint.h"
#include "nn-frame.h"

G_BEGIN_DECLS

#define FL_TYPE_LAYER_TABLE (fl_layer_table_get_type ())
G_DECLARE_FINAL_TYPE (FlLayerTable, fl_layer_table, FL, LAYER_TABLE, GtkBox)

/* What the numbers of a measure are, in a sentence, translated (NnLayerStats says it at length). */
const char *fl_layer_measure_meaning (FlLayerMeasure measure);

GtkWidget *fl_layer_table_new (void);
void fl_layer_table_take (FlLayerTable *self, const NnFrame *frame); /* NULL: no rows */
void fl_layer_table_select (FlLayerTable *self, int layer);

G_END_DECLS
