/* A stage of a step on the canvas: each neuron's number on a tile of its colour, what goes along the links, and for one chosen neuron
 * the numbers at its links. Painted over the finished picture, which shows through faintly. Values alone; any thread. */
#pragma once
#include "fl-places.h"
#include "fl-theme.h"
#include "nn-step-walk.h"

G_BEGIN_DECLS

typedef struct
{
  NnStepWalk *walk;  /* borrowed */
  guint stage;
  int column, unit;  /* the chosen neuron; column: of the stage, in the update any; unit -1: none */
} FlSlow;

/* FALSE: the walk is of another network, and nothing is painted. */
gboolean fl_slow_paint (cairo_t *cr, const FlTheme *theme, const FlTopology *topology, const FlPlaces *places, const FlSlow *slow);
/* The column that the stage is about; -1: the loss, or all of them. */
int fl_slow_column (const NnStepWalk *walk, guint stage);

G_END_DECLS
