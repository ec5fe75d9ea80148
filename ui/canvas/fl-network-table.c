/* The canvas as a plot like the others: its picture to copy and save, its weights as a table. */
#include "fl-network-private.h"

#include <glib/gi18n-lib.h>

#include "fl-network-values.h"
#include "fl-plot-hands.h"

/* What is on show, or NULL before the first frame of this network. */
static FlNetworkValues *
weights_of (FlNetwork *self)
{
  if (self->frame == NULL || self->topology == NULL || self->frame_topology->n_weights != self->frame->n_weights)
    return NULL;
  return fl_network_values_new (self->frame_topology, self->frame, NULL);
}

static gpointer
values_begin (FlPlot *plot)
{
  return weights_of (FL_NETWORK (plot));
}

void
fl_network_show_weights (FlNetwork *self, int layer)
{
  FlNetworkValues *values = weights_of (self);

  if (values != NULL)
    values->layer = layer;
  fl_plot_show_table (GTK_WIDGET (self), self->topology->columns[layer + 1].name, values, fl_network_weights_csv, fl_network_values_free);
}

gboolean
fl_network_has_maps (FlNetwork *self, int layer)
{
  const NnPicture *picture = self->picture;

  return picture != NULL && layer >= 0 && picture->n_layers + 1 == self->topology->n_columns && picture->maps[layer] != NULL;
}

void
fl_network_show_maps (FlNetwork *self, int layer)
{
  FlNetworkValues *values;

  if (!fl_network_has_maps (self, layer))
    return;
  values = fl_network_values_new (self->topology, NULL, self->picture);
  values->column = (guint) layer + 1;
  values->n = MIN (self->picture->map_units[layer], self->topology->columns[layer + 1].units);
  fl_plot_show_table (GTK_WIDGET (self), self->topology->columns[layer + 1].name, values, fl_network_maps_csv, fl_network_values_free);
}

/* A header has a menu of its own. */
static void
menu_click_cb (FlNetwork *self, int presses, double x, double y)
{
  GtkWidget *under = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  if (under == NULL || gtk_widget_get_ancestor (under, FL_TYPE_LAYER_HEADER) != NULL)
    return;
  if (FL_IS_NEURON (under))
    gtk_widget_grab_focus (under);
  fl_plot_menu_popup (FL_PLOT (self), x, y);
}

static void
fit_cb (FlPlot *plot)
{
  fl_network_fit (FL_NETWORK (plot));
}

void
fl_network_add_hands (FlNetwork *self)
{
  static const FlPlotHands hands = { .file = N_("network"), .table = N_("Weights of the network"), .copied = N_("Weights copied"),
                                     .values_begin = values_begin, .values_make = fl_network_weights_csv,
                                     .values_end = fl_network_values_free };
  GtkGesture *click = gtk_gesture_click_new ();

  fl_plot_menu_install (FL_PLOT (self), &hands, fit_cb);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (menu_click_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}
