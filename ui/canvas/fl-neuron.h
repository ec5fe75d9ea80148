/* FlNeuron: the widget over one neuron's map (or one layer's card): what keyboard, pointer and assistive technology meet.
 * The map itself is painted by the canvas. Signal "activate": Enter, or an assistive technology's action. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_NEURON (fl_neuron_get_type ())
G_DECLARE_FINAL_TYPE (FlNeuron, fl_neuron, FL, NEURON, GtkWidget)

/* unit: -1 for the card of a whole layer. */
GtkWidget *fl_neuron_new (int column, int unit);
int fl_neuron_get_column (FlNeuron *self);
int fl_neuron_get_unit (FlNeuron *self);
void fl_neuron_set_name (FlNeuron *self, const char *name); /* accessible */

G_END_DECLS
