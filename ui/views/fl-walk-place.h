/* FlWalkPlace: a place a person points at on the decision boundary. */
#pragma once
#include "ds-prepared.h"

G_BEGIN_DECLS

typedef struct
{
  guint axis_x, axis_y;    /* raw inputs; axis_y NN_PROBE_NO_AXIS for one input */
  double x, y;             /* in the data's units */
  double reach_x, reach_y; /* how far from a row is still on it, likewise; 0: rows do not count */
} FlWalkPlace;

/* FALSE: it is a place of other data. Pure, as all here; any thread. */
gboolean fl_walk_place_fits (const DsPrepared *data, const FlWalkPlace *place);
/* The row that lies there, or -1. */
gssize fl_walk_place_row (const DsPrepared *data, const FlWalkPlace *place);
/* (targets) the answer supposed there: that of the nearest row; where the plot has an axis of answers, the value pointed at. NULL: there is
 * none. Caller frees. */
float *fl_walk_place_answer (const DsPrepared *data, const FlWalkPlace *place);
/* (raw_inputs): inputs that the plot does not show stand at their mean. Caller frees. */
float *fl_walk_place_raw (const DsPrepared *data, const FlWalkPlace *place);
char *fl_walk_place_describe (const DsPrepared *data, const FlWalkPlace *place); /* "x₁ = 0.5, x₂ = 1"; caller frees */
char *fl_walk_row_describe (const DsPrepared *data, gsize row); /* "training row, class A", "test row, y = 1.5"; caller frees */

G_END_DECLS
