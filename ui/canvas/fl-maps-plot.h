/* FlMapsPlot: a page of the maps of one wide layer, or of the pictures a network looks at; painted on the plots' worker. The
 * arrow keys and the pointer lead from map to map; the tooltip and the description name the one at hand.
 *
 * Signals: "chosen" (guint unit): Enter or a click on a neuron's map. "page" (int delta): the keys ask for another page. */
#pragma once
#include "fl-plot.h"
#include "fl-topology.h"
#include "nn-probe.h"

G_BEGIN_DECLS

#define FL_MAPS_SIDE 8
#define FL_MAPS_PAGE (FL_MAPS_SIDE * FL_MAPS_SIDE)

#define FL_TYPE_MAPS_PLOT (fl_maps_plot_get_type ())
G_DECLARE_FINAL_TYPE (FlMapsPlot, fl_maps_plot, FL, MAPS_PLOT, FlPlot)

GtkWidget *fl_maps_plot_new (void);
/* first: of the page. picture may be NULL; both are ref'd. */
void fl_maps_plot_set (FlMapsPlot *self, FlTopology *topology, NnPicture *picture, guint column, guint first);

/* Does the column show pictures of its data instead of maps? */
gboolean fl_maps_are_images (const FlTopology *topology, guint column, guint *width, guint *height);
/* How many there are to be shown. */
guint fl_maps_count (const FlTopology *topology, const NnPicture *picture, guint column);

G_END_DECLS
