/* What the canvas's pictures say, in numbers: every weight, and what the maps show, as CSV text. Made on the UI thread, written on any. */
#pragma once
#include "fl-topology.h"
#include "nn-probe.h"

G_BEGIN_DECLS

/* Owned refs; frame and picture may be NULL, and what is asked for need not be of their network's shape: then there are no values. */
typedef struct
{
  FlTopology *topology;
  NnFrame *frame;
  NnPicture *picture;
  int layer;           /* of the weights: the layer, or -1: all */
  guint column, first, n; /* of the maps: which column, and its units from first on */
} FlNetworkValues;

FlNetworkValues *fl_network_values_new (FlTopology *topology, NnFrame *frame, NnPicture *picture);
void fl_network_values_free (gpointer values);

/* A row a parameter: its layer, what it is, its neuron, where it comes from, its value, whether training leaves it alone. values: an
 * FlNetworkValues. Caller frees. Errors: NN_ERROR. */
char *fl_network_weights_csv (gpointer values, GError **error);
/* A row a neuron: the least, the mean and the largest value of its map, and where the least and the largest are; for inputs that are
 * pictures a row a picture: its class and its mean brightness. Caller frees. */
char *fl_network_maps_csv (gpointer values, GError **error);

G_END_DECLS
