/* FlNetwork: the network as columns of neurons with their maps and links, to be looked at and edited. Accessible name
 * "Network". Follows the document; frames and pictures are handed to it.
 *
 * Signals: "layer-selected" (int layer, -1: none): a person selected a layer. "picture-wanted": get_map_units() is another.
 * "neuron-picked" (int column, int unit): in slow motion a neuron is chosen, in place of being edited, or the first one of
 * a layer that is. */
#pragma once
#include "fl-plot.h"
#include "fl-session.h"
#include "nn-step-walk.h"
#include "nn-probe.h"

G_BEGIN_DECLS

#define FL_TYPE_NETWORK (fl_network_get_type ())
G_DECLARE_FINAL_TYPE (FlNetwork, fl_network, FL, NETWORK, FlPlot)

GtkWidget *fl_network_new (FlSession *session);

/* The document or its data changed. */
void fl_network_sync (FlNetwork *self);
/* Something new to show; NULL: nothing new. Both are ref'd; what does not fit the document's network is not shown. */
void fl_network_take (FlNetwork *self, NnFrame *frame, NnPicture *picture);
void fl_network_forget (FlNetwork *self); /* neither any more: the network as the document has it */

void fl_network_set_selected (FlNetwork *self, int layer); /* -1: none; does not emit */

/* A place of the plane, in the units of the picture's axes: every neuron shows its value there. NaN: none. */
void fl_network_set_place (FlNetwork *self, double x, double y);

/* Slow motion: a stage of a step is shown over the picture (see fl-slow-paint.h). walk is ref'd; NULL: none, the picture alone. */
void fl_network_set_slow (FlNetwork *self, NnStepWalk *walk, guint stage, int column, int unit);

/* What to ask of a probe: the edge of a map in device pixels, and how many maps a layer can show. */
guint fl_network_get_map_size (FlNetwork *self);
guint fl_network_get_map_units (FlNetwork *self);

/* Keyboard order of a container's children as given, whatever their places: for the `focus` of a widget class.
 * children: borrowed widgets. */
gboolean fl_focus_in_order (GtkWidget *container, GtkDirectionType direction, GtkWidget *const *children, guint n);

G_END_DECLS
