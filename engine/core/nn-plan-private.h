/* What a plan knows beyond its public face. */
#pragma once
#include "nn-op.h"

/* Fills w (plan->n_weights) with the initial values of seed. Each tensor draws from a stream of its own, keyed by its layer.
 * scratch: room for as many doubles, which are overwritten. */
void nn_plan_initialize (const NnPlan *plan, guint64 seed, float *w, double *scratch);

/* Lanes of the batch buffers: what one step takes at most. */
gsize nn_plan_batch_rows (const NnSpec *spec, const NnProblem *problem);

/* Expands layer `i` by the backend of `tables`. */
void nn_plan_modules (const NnTables *tables, const NnSpec *spec, const NnPlan *plan, guint layer, NnModules *modules);
