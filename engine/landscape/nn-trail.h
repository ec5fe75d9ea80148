/* One state of a run, wherever its weights are kept. Values; the references are what keeps the weights. */
#pragma once
#include "nn-history.h"
#include "nn-landscape.h"

typedef struct
{
  guint64 step;
  gsize n;
  const float *weights; /* (n) */
  NnFrame *frame;       /* owned, or NULL */
  NnMoment *moment;     /* owned, or NULL */
} NnWaypoint;

/* Of NnWaypoint, by step, the newest last, at most 256: what the newest frame's history kept, and the frames of the trail. Only states of
 * n weights. */
GArray *nn_trail_states (const NnTrail *trail, gsize n);
NnFrame *nn_trail_newest (const NnTrail *trail); /* borrowed */
