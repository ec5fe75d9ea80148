/* Making pictures. Private to the engine. */
#pragma once
#include "nn-probe.h"

G_BEGIN_DECLS

/* Room for a picture of `request` at its edge divided by `divisor` (at least one pixel): one reference, fields set but for run
 * and step, arrays not filled in. NULL with an error if it would take too much memory. */
NnPicture *nn_picture_new (const NnSpec *spec, DsPrepared *data, const NnPlan *plan, const NnProbeRequest *request, guint divisor,
                           GError **error);

/* The maps of another picture of the same request. */
void nn_picture_copy_maps (NnPicture *picture, const NnPicture *from);

G_END_DECLS
