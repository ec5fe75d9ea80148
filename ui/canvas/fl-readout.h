/* FlReadout: the little card beside the pointer: an enlarged map and a few words. Never takes the pointer. */
#pragma once
#include <gtk/gtk.h>
#include "fl-theme.h"

G_BEGIN_DECLS

#define FL_TYPE_READOUT (fl_readout_get_type ())
G_DECLARE_FINAL_TYPE (FlReadout, fl_readout, FL, READOUT, GtkWidget)

GtkWidget *fl_readout_new (void);
/* title: one line. detail: more lines, or "". map: (map_size, map_size) floats, copied, or NULL. */
void fl_readout_set (FlReadout *self, const char *title, const char *detail, const float *map, guint map_size, double range);
/* Marks a place of the map, (0, 0) being its top left and (1, 1) its bottom right corner; NaN: none. */
void fl_readout_point (FlReadout *self, double x, double y);

G_END_DECLS
