/* The buttons at the head of the network's card. Both are floating references, and act through the window's actions. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *fl_add_layer_button_new (void);   /* opens the palette of layers */
GtkWidget *fl_slow_motion_button_new (void); /* a toggle */

G_END_DECLS
