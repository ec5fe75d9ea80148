/* NnProbe: the thread behind the pictures. It evaluates a frame's weights over a rectangle of two inputs as batched matrix
 * products, coarse first and then fine; a newer request replaces one not finished. Nothing here blocks. */
#pragma once
#include "nn-frame.h"

G_BEGIN_DECLS

typedef struct _NnProbe NnProbe;

#define NN_PROBE_NO_AXIS G_MAXUINT

typedef struct
{
  guint axis_x, axis_y;     /* raw inputs; axis_y = NN_PROBE_NO_AXIS for one input (the field is then one row: a curve) */
  double x0, x1, y0, y1;    /* the rectangle in the data's own units; row 0 of the field is at y1 (top) */
  guint width, height;      /* of the decision field, device pixels; values are taken at the middle of each */
  guint map_size;           /* edge of each neuron's map; 0: no maps */
  guint max_map_units;      /* layers with more units give maps of their first max_map_units units */
} NnProbeRequest;

typedef struct
{
  NnProbeRequest request;   /* what was asked (width, height replaced by what is here) */
  guint64 run, step;
  NnFrame *frame;           /* owned ref: whose weights it shows; NULL from nn_probe_evaluate() */
  NnSpec *spec;             /* owned refs */
  DsPrepared *data;
  gboolean fine;            /* FALSE: a coarse field (half or a quarter of the edge); the fine one follows unless a newer request came */
  guint width, height, outputs;
  float *field;             /* (outputs, height, width): predictions (after sigmoid/softmax), in class encoding else */
  guint n_layers;
  guint map_size;
  guint map_units[NN_MAX_LAYERS];
  float *maps[NN_MAX_LAYERS]; /* (map_units, map_size, map_size) activations of each layer; NULL where map_size is 0 */
  guint input_units;
  float *input_maps;          /* (input_units, map_size, map_size) what the network sees */
} NnPicture;

NnPicture *nn_picture_ref (NnPicture *picture);
void nn_picture_unref (NnPicture *picture); /* NULL is fine; any thread */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnPicture, nn_picture_unref)

NnProbe *nn_probe_new (void);
void nn_probe_free (NnProbe *probe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnProbe, nn_probe_free)
/* Called on the probe's thread when a picture is waiting. Set before the first request. */
void nn_probe_set_listener (NnProbe *probe, void (*wake) (gpointer user_data), gpointer user_data);
void nn_probe_request (NnProbe *probe, NnFrame *frame, const NnProbeRequest *request); /* frame is ref'd */
gboolean nn_probe_busy (NnProbe *probe);
NnPicture *nn_probe_take (NnProbe *probe); /* newest not taken yet, or NULL; caller owns */

/* The same arithmetic, blocking, fine only: for `--picture` and tests. Only weights, spec and data of the frame are used. */
NnPicture *nn_probe_evaluate (const NnFrame *frame, const NnProbeRequest *request, GError **error);

/* Sensible axes and rectangle for data: the first two inputs and their range with a margin of 8 %. */
void nn_probe_request_init (NnProbeRequest *request, const DsPrepared *data);

G_END_DECLS
