/* NnShelf: the run as it was before each change that began its curves anew, so that a change taken back brings back what it took away.
 * A state is found again by the number of its version (a whole way back: weights, moments, curves, history), or by its network alone
 * (its weights, where a like network is put together again by hand). The trainer's thread owns it. */
#pragma once
#include "nn-history.h"
#include "nn-spec.h"

#define NN_SHELF_PLACES 128 /* as far back as undo goes; memory is what bounds it */

#define NN_SHELF_RESET G_MAXUINT64 /* the version of what a reset took away: no document comes to so many */

typedef struct
{
  guint64 version;    /* 0: found by its network alone */
  NnPlan *plan;       /* owned; NULL: found by its version alone */
  NnMoment *moment;   /* owned */
  NnHistory *history; /* owned; NULL: none was kept, or there is no room for it any more */
  gsize bytes;        /* besides those of the history */
} NnShelved;

typedef struct
{
  NnShelved kept[NN_SHELF_PLACES]; /* the newest last */
  guint n;
} NnShelf;

/* Keeps the moment and the history before it (either may be NULL; ref'd). An older state of the same version goes, and without a version
 * one of the same network. next: the data that the run is going to have, which need no memory of their own. */
void nn_shelf_put (NnShelf *shelf, guint64 version, NnMoment *moment, NnHistory *history, const DsPrepared *next);
/* Takes what was kept of the version off the shelf; the caller owns both. FALSE: nothing was. */
gboolean nn_shelf_take (NnShelf *shelf, guint64 version, NnMoment **moment, NnHistory **history);
/* The weights last kept of a network of these very layers and shapes; NULL: none. Borrowed. */
const float *nn_shelf_find (const NnShelf *shelf, const NnPlan *plan);
/* The run begins anew: what was learned before goes into no other network. */
void nn_shelf_forget_networks (NnShelf *shelf);
void nn_shelf_clear (NnShelf *shelf);
