/* NnSampler: fills pictures. Keeps its predictor and the points of the last grids from one picture to the next, because while a
 * network trains only the weights change. For one thread at a time. Private to the engine. */
#pragma once
#include "nn-probe.h"

G_BEGIN_DECLS

typedef struct _NnSampler NnSampler;

NnSampler *nn_sampler_new (void);
void nn_sampler_free (NnSampler *sampler);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnSampler, nn_sampler_free)

/* Asked before each chunk of at most 4096 points: TRUE ends the work. */
typedef gboolean (*NnSamplerStop) (gpointer user_data);

/* Turns to this frame's network; frame and request are checked. */
gboolean nn_sampler_prepare (NnSampler *sampler, const NnFrame *frame, const NnProbeRequest *request, GError **error);

/* After a prepare of the same frame and request. field: the picture's edge is the request's divided by divisor. maps: a
 * picture to take the maps from, or NULL to evaluate them. NULL without an error: stopped. stop may be NULL. */
NnPicture *nn_sampler_picture (NnSampler *sampler, const NnFrame *frame, const NnProbeRequest *request, guint divisor,
                               const NnPicture *maps, NnSamplerStop stop, gpointer user_data, GError **error);

/* What a point of a field has cost of late with this network; 0: not known yet. */
double nn_sampler_seconds_per_point (const NnSampler *sampler);

G_END_DECLS
