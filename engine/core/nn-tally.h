/* What passes over blocks of rows add up to: a mean loss, and how many rows of which class are answered right. */
#pragma once
#include <glib.h>

typedef struct
{
  double loss;            /* sum over the rows, each times the weight of its class */
  double divisor;         /* what makes it the mean that is trained: rows, or the sum of their weights (NnLoss.weighted_mean) */
  gsize right;            /* CLASSIFICATION */
  guint64 *class_rows, *class_right; /* (n_classes) borrowed, added to; NULL: not wanted */
} NnTally;
