/* FlMaps: a wide layer opened: all its maps, a page at a time, in a popover; or the pictures a network looks at.
 *
 * Signal "chosen" (guint column, guint unit): a person wants that neuron. */
#pragma once
#include "fl-maps-plot.h"

G_BEGIN_DECLS

#define FL_TYPE_MAPS (fl_maps_get_type ())
G_DECLARE_FINAL_TYPE (FlMaps, fl_maps, FL, MAPS, GtkPopover)

GtkWidget *fl_maps_new (void);
/* Opens it at the first page. */
void fl_maps_open (FlMaps *self, FlTopology *topology, NnPicture *picture, guint column);
/* Something new to show, if it is open; closes where the column is folded no more. */
void fl_maps_follow (FlMaps *self, FlTopology *topology, NnPicture *picture);
int fl_maps_get_column (FlMaps *self); /* -1: it is closed */

G_END_DECLS
