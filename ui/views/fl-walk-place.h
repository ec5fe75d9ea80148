/* FlWalkPlace: a place a person points at on the decision boundary. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint axis_x, axis_y;    /* raw inputs; axis_y NN_PROBE_NO_AXIS for one input */
  double x, y;             /* in the data's units */
  double reach_x, reach_y; /* how far from a row is still on it, likewise; 0: rows do not count */
} FlWalkPlace;

G_END_DECLS
