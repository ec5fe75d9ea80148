/* Optimizers. One file in this folder, one row in optimizers.inc. */
#pragma once
#include "nn-real.h"
#include "ds-type.h"

#define NN_MAX_MOMENTS 3
#define NN_MAX_SCALARS 4

/* What one update knows besides the arrays. */
typedef struct
{
  const DsItem *item;
  double learning_rate; /* the schedule's value; the other parameters come from item */
  guint64 t;            /* updates since the moments were zero, from 1 */
  const double *scalars; /* (NN_MAX_SCALARS) as begin() left them */
} NnUpdate;

typedef struct
{
  DsType type;
  guint n_moments; /* flat arrays the size of the weights, zero at start */
  /* Once a step, before the updates: what depends on t alone. scalars are zero before t = 1. May be NULL. */
  void (*begin) (const NnUpdate *u, double *scalars);
  /* One update of n weights, elementwise: w, g and moments[i] are (n). Called for pieces of the weights, in any order. */
  void (*update) (const NnUpdate *u, nn_real *restrict w, const nn_real *restrict g, nn_real *const *moments, gsize n);
} NnOptimizer;
