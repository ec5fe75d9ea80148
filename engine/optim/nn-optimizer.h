/* Optimizers. One file in this folder, one row in optimizers.inc. */
#pragma once
#include "nn-real.h"
#include "ds-type.h"

typedef struct
{
  DsType type;
  guint n_moments; /* flat arrays the size of the weights, zero at start */
  /* One update of n weights, elementwise: w, g and moments[i] are (n). t counts updates since the moments were zero, from 1.
   * learning_rate is the schedule's value; other parameters come from item. */
  void (*update) (const DsItem *item, double learning_rate, guint64 t, nn_real *restrict w, const nn_real *restrict g,
                  nn_real *const *moments, gsize n);
} NnOptimizer;
#define NN_MAX_MOMENTS 3
