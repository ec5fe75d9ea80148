/* Steps and epochs, turned into one another. Another batch size, or other data, changes how many steps an epoch has: so no single
 * factor does. */
#pragma once
#include "nn-series.h"

G_BEGIN_DECLS

/* epochs: the epoch series; NULL: every epoch has steps_per_epoch steps. Between two rows steps lie evenly; past the last one, where
 * an epoch has not ended yet, steps_per_epoch (> 0) of them make an epoch. Any thread. */
double nn_epochs_of_step (const NnSeries *epochs, double steps_per_epoch, double step);
/* The other way round. */
double nn_epochs_step_of (const NnSeries *epochs, double steps_per_epoch, double epoch);

G_END_DECLS
