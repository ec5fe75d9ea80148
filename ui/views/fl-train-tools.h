/* The buttons at the head of the network's card, as floating references. The first two act through the window's actions. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *fl_add_layer_button_new (void);   /* opens the palette of layers */
GtkWidget *fl_slow_motion_button_new (void); /* a toggle */
GtkWidget *fl_fit_network_button_new (GtkWidget *network); /* to be seen while the FlNetwork is zoomed */

G_END_DECLS
