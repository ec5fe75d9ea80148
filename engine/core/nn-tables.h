/* The catalogues of one backend, and what all backends share. */
#pragma once
#include "nn-op.h"
#include "nn-loss.h"
#include "nn-optimizer.h"
#include "nn-schedule.h"

struct _NnTables
{
  const NnLayerType *const *layers;
  const NnActivation *const *activations;
  const NnLoss *const *losses;
  const NnOptimizer *const *optimizers;
};

extern const NnInitializer *const nn_initializers[];
extern const NnSchedule *const nn_schedules[];

/* Position of a type in its registry: the same in every backend's tables. */
guint nn_registry_index (NnRegistry registry, const DsType *type);
