/* What the files of FlNetwork share. */
#pragma once
#include "fl-layer-header.h"
#include "fl-maps.h"
#include "fl-network-scene.h"
#include "fl-network.h"
#include "fl-neuron-editor.h"
#include "fl-neuron.h"
#include "fl-palette.h"
#include "fl-problem-card.h"
#include "fl-readout.h"
#include "fl-slow-paint.h"

G_BEGIN_DECLS

typedef struct
{
  GtkWidget *header;
  GtkWidget *card;    /* slim or folded columns; else NULL */
  GPtrArray *neurons; /* FlNeuron of the others */
  GtkWidget *facts;   /* label below: shape, parameters, memory */
  GtkWidget *insert;  /* between this column and the next; NULL for the last */
} FlColumnView;

typedef struct
{
  double factor;        /* of the canvas over its card; 1: it fits */
  double width, height; /* of the canvas as it fits */
  double x, y;          /* the pointer, or NaN */
  double pinched;       /* factor when the fingers were put down */
  double grip_x, grip_y, grip_left, grip_top; /* of a drag: where on the card it began, and what was shown then */
  gboolean gripped;     /* it is a drag, not a click */
  gboolean pending;     /* not yet laid out */
  guint reveal;         /* tick callback: the selected column is to be seen, once it is laid out */
  guint reveal_frames;  /* until then */
} FlNetworkZoom;

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

  GtkWidget *problem; /* child; made when first needed */
  GtkWidget *palette, *menu, *maps; /* children; made when first needed */
  guint palette_gap;  /* where the palette's choice comes to stand */
  int mark;           /* gap a dragged layer would be dropped into, or -1 */

  FlPlaces places;
  FlNetworkZoom zoom;
  int selected;       /* layer, or -1 */
  FlHit hover;
  double pointer_x, pointer_y;
  double place_x, place_y; /* pointed at on the decision boundary, or NaN */
  FlHit clicked;      /* what the editor was opened at with the pointer... */
  gint64 click_time;  /* ...and when, monotonic µs */
  FlSlow slow;        /* its walk owned; NULL: no slow motion */
  gint64 read;        /* monotonic µs of the readout's last text */
};

/* fl-network.c */
int fl_network_column_of (FlNetwork *self, GtkWidget *part); /* a header's or insert button's; -1: none */

void fl_network_want_picture (FlNetwork *self); /* says that another one would be welcome */
/* In slow motion the neuron is the one whose numbers are shown; FALSE otherwise. */
gboolean fl_network_pick (FlNetwork *self, int column, int unit);

/* fl-network-columns.c */
GPtrArray *fl_network_columns_new (void); /* of FlColumnView */
void fl_network_sync_columns (FlNetwork *self); /* the topology is another */

/* fl-network-focus.c; the first is for the widget class */
gboolean fl_network_focus (GtkWidget *widget, GtkDirectionType direction);
/* Where the keyboard goes on after an edit that may have taken away what had the focus. */
void fl_network_focus_header (FlNetwork *self, int layer);

/* fl-network-drag.c */
void fl_network_add_drop (FlNetwork *self);
void fl_network_make_draggable (FlNetwork *self, GtkWidget *title);
void fl_network_snapshot_mark (FlNetwork *self, GtkSnapshot *snapshot);

/* fl-network-menu.c */
void fl_network_install_actions (GtkWidgetClass *klass);
void fl_network_update_actions (FlNetwork *self);
void fl_network_open_menu (FlNetwork *self, int layer);
void fl_network_open_palette (FlNetwork *self, guint gap);
void fl_network_open_maps (FlNetwork *self, guint column); /* of a folded column; of others nothing happens */

/* fl-network-table.c: what the canvas shows as pictures and as tables */
void fl_network_add_hands (FlNetwork *self);
void fl_network_show_weights (FlNetwork *self, int layer);
void fl_network_show_maps (FlNetwork *self, int layer);
gboolean fl_network_has_maps (FlNetwork *self, int layer);

/* fl-network-edit.c */
void fl_network_select (FlNetwork *self, int layer); /* and says so */
void fl_network_change_units (FlNetwork *self, int layer, int delta);
void fl_network_remove (FlNetwork *self, int layer);
void fl_network_insert (FlNetwork *self, guint index, const char *id); /* id: as fl_edit_new_layer() takes it */
gboolean fl_network_move (FlNetwork *self, int from, int to);
void fl_network_mend (FlNetwork *self); /* applies the remedy on show */
/* Opens the editor at a neuron; source: at the weight from there, or -1: at its bias. */
void fl_network_edit_neuron (FlNetwork *self, guint column, guint unit, int source);
void fl_network_add_keys (FlNetwork *self);

/* fl-network-zoom.c */
void fl_network_add_zoom (FlNetwork *self);
void fl_network_zoom (FlNetwork *self, double x, double y, double factor); /* about a place of the canvas; NaN: the middle of what is seen */
void fl_network_fit (FlNetwork *self);
void fl_network_zoom_minimum (FlNetwork *self, int *width, int *height); /* raises them to what the zoom asks for */
void fl_network_get_visible (FlNetwork *self, graphene_rect_t *area); /* of the canvas, in its card */
gboolean fl_network_is_seen (FlNetwork *self, const graphene_rect_t *box); /* some of it is */
void fl_network_follow_focus (FlNetwork *self, GtkWidget *child); /* moves the canvas so that it is seen */
void fl_network_reveal (FlNetwork *self); /* moves the canvas along to the selected column, once that has its place */
/* At what is seen of a box of the canvas, or at the edge nearest to it: beyond the screen nothing can be pointed at. */
void fl_network_point (FlNetwork *self, GtkWidget *popover, const graphene_rect_t *box);

/* fl-network-hover.c */
void fl_network_add_pointer (FlNetwork *self);
void fl_network_editor_closed (FlNetwork *self);
void fl_network_refresh_hover (FlNetwork *self);
void fl_network_snapshot_slow (FlNetwork *self, GtkSnapshot *snapshot);
void fl_network_snapshot_hover (FlNetwork *self, GtkSnapshot *snapshot);
void fl_network_place_readout (FlNetwork *self);
gboolean fl_network_read_focused (FlNetwork *self); /* shows the readout at the focused neuron; FALSE: none has the focus */
void fl_network_stop_reading (FlNetwork *self);

G_END_DECLS
