/* FlLayerHeader: above each column of the canvas: its title (a click selects the layer) and, where they make sense, buttons
 * for fewer and more neurons and to remove the layer.
 *
 * Signals: "selected", "count" (int: +1 or -1), "removed". */
#pragma once
#include <gtk/gtk.h>
#include "fl-topology.h"

G_BEGIN_DECLS

#define FL_TYPE_LAYER_HEADER (fl_layer_header_get_type ())
G_DECLARE_FINAL_TYPE (FlLayerHeader, fl_layer_header, FL, LAYER_HEADER, GtkBox)

GtkWidget *fl_layer_header_new (void);
void fl_layer_header_set_column (FlLayerHeader *self, const FlColumn *column);
void fl_layer_header_set_selected (FlLayerHeader *self, gboolean selected);

G_END_DECLS
