/* What the files of FlNetwork share. */
#pragma once
#include "fl-layer-header.h"
#include "fl-network-scene.h"
#include "fl-network.h"
#include "fl-neuron-editor.h"
#include "fl-neuron.h"
#include "fl-readout.h"

G_BEGIN_DECLS

typedef struct
{
  GtkWidget *header;
  GtkWidget *card;    /* slim or folded columns; else NULL */
  GPtrArray *neurons; /* FlNeuron of the others */
  GtkWidget *insert;  /* between this column and the next; NULL for the last */
} FlColumnView;

struct _FlNetwork
{
  FlPlot parent_instance;

  /* Owned */
  FlSession *session;
  FlTopology *topology;
  FlTopology *frame_topology; /* of the frame's spec and data; NULL without a frame */
  NnFrame *frame;
  NnPicture *picture;
  GPtrArray *columns; /* FlColumnView */
  FlReadout *readout; /* child */
  FlNeuronEditor *editor; /* child; made when first needed */

  FlPlaces places;
  int selected;       /* layer, or -1 */
  FlHit hover;
  double pointer_x, pointer_y;
  gint64 read;        /* monotonic µs of the readout's last text */
};

/* fl-network-edit.c */
void fl_network_select (FlNetwork *self, int layer); /* and says so */
void fl_network_change_units (FlNetwork *self, int layer, int delta);
void fl_network_remove (FlNetwork *self, int layer);
void fl_network_insert (FlNetwork *self, guint index);
/* Opens the editor at a neuron; source: at the weight from there, or -1: at its bias. */
void fl_network_edit_neuron (FlNetwork *self, guint column, guint unit, int source);
void fl_network_add_keys (FlNetwork *self);

/* fl-network-hover.c */
void fl_network_add_pointer (FlNetwork *self);
void fl_network_refresh_hover (FlNetwork *self);
void fl_network_snapshot_hover (FlNetwork *self, GtkSnapshot *snapshot);
void fl_network_place_readout (FlNetwork *self);

G_END_DECLS
