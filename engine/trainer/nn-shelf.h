/* NnShelf: the weights as they were before each edit that changed the network, so that an edit taken back brings back what it took
 * away: the neurons and layers that were not carried over. The trainer's thread owns it. */
#pragma once
#include "nn-spec.h"

#define NN_SHELF_PLACES 16

typedef struct
{
  struct
  {
    NnPlan *plan;   /* owned */
    float *weights; /* owned: (plan->n_weights) */
  } kept[NN_SHELF_PLACES]; /* the newest last */
  guint n;
} NnShelf;

/* Copies the weights of such a network; an older copy of the same one goes. Where there is no memory for it, nothing is kept. */
void nn_shelf_put (NnShelf *shelf, const NnSpec *spec, const NnProblem *problem, const float *weights);
/* The weights last kept of a network of these very layers and shapes; NULL: none. Borrowed. */
const float *nn_shelf_find (const NnShelf *shelf, const NnPlan *plan);
void nn_shelf_clear (NnShelf *shelf);
