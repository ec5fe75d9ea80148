/* Test surfaces: a function of two weights with its gradient. One file in this folder, one row in surfaces.inc. */
#pragma once
#include <glib/gi18n-lib.h>
#include "nn-surface.h"

#define NN_MAX_OPTIMA 4

typedef struct
{
  DsType type;
  /* The value at (x, y), and its gradient in g. */
  double (*value) (double x, double y, double g[2]);
  double box[4];   /* x0, x1, y0, y1: what is worth seeing */
  double start[2];
  guint n_optima;
  double optima[NN_MAX_OPTIMA][2];
  double noise;    /* standard deviation of each component of the gradient an optimizer sees */
} NnSurface;
