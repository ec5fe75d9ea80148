/* FlNetworkScene: everything the canvas's picture needs: links, maps, biases, cards. Made on the UI thread, painted on the
 * worker; nothing in it changes in between. */
#pragma once
#include "fl-places.h"
#include "fl-theme.h"
#include "nn-probe.h"

G_BEGIN_DECLS

#define FL_IMAGES_ON_CARD 4

typedef struct
{
  FlTopology *topology; /* owned refs; frame and picture may be NULL */
  NnFrame *frame;       /* its topology has the shape of this one */
  FlTopology *frame_topology;
  NnPicture *picture;
  FlPlaces places;
  int selected;         /* layer, or -1 */
} FlNetworkScene;

/* frame_topology: of frame->spec and frame->data. A frame or a picture of another shape is left out. */
FlNetworkScene *fl_network_scene_new (FlTopology *topology, const FlPlaces *places, int selected, NnFrame *frame,
                                      FlTopology *frame_topology, NnPicture *picture);
void fl_network_scene_free (FlNetworkScene *scene);
void fl_network_scene_paint (FlNetworkScene *scene, cairo_t *cr, const FlTheme *theme);

/* One neuron's map as it is shown: (picture->map_size, picture->map_size), into values; *range its full colour. Outputs are turned into
 * what they predict. FALSE where the picture has none. */
gboolean fl_network_map (const FlTopology *topology, const NnPicture *picture, guint column, guint unit, float *values, double *range);
/* The same at one pixel, in words a person knows: activations, and for outputs what they predict. NaN where the picture has none. */
double fl_network_map_value (const FlTopology *topology, const NnPicture *picture, guint column, guint unit, guint pixel);
void fl_network_paint_map (cairo_t *cr, const FlTheme *theme, const float *values, guint map_size, double range, double x, double y,
                           double size, double radius);
/* One row of data that are pictures of (height, width) pixels, as a square of this edge. */
void fl_network_paint_image (cairo_t *cr, const FlTheme *theme, const DsPrepared *data, gsize row, guint width, guint height, double x, double y,
                             double edge);

G_END_DECLS
