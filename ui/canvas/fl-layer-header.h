/* FlLayerHeader: above each column of the canvas: its title (a click selects the layer) and, where they make sense, buttons
 * for fewer and more neurons and to remove the layer.
 *
 * Signals: "selected", "count" (int: +1 or -1), "removed", "menu" (a person asked for everything that can be done to it). */
#pragma once
#include <gtk/gtk.h>
#include "fl-topology.h"

G_BEGIN_DECLS

#define FL_TYPE_LAYER_HEADER (fl_layer_header_get_type ())
G_DECLARE_FINAL_TYPE (FlLayerHeader, fl_layer_header, FL, LAYER_HEADER, GtkBox)

GtkWidget *fl_layer_header_new (void);
void fl_layer_header_set_column (FlLayerHeader *self, const FlColumn *column);
void fl_layer_header_set_selected (FlLayerHeader *self, gboolean selected);
void fl_layer_header_set_problem (FlLayerHeader *self, gboolean problem); /* the network cannot be trained because of this layer */
GtkWidget *fl_layer_header_get_title (FlLayerHeader *self);               /* borrowed: what takes the focus and can be dragged */

G_END_DECLS
