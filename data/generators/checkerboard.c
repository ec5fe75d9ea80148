/* A board of cells x cells squares in two colours. */
#include "ds-generator.h"

#include <glib/gi18n-lib.h>

#define GAP 0.06 /* share of a cell left free at each edge, without noise */
#define SPREAD 0.6

static const DsParam params[] = {
  DS_GENERATOR_PARAMS,
  { "cells", N_ ("Cells"), NULL, N_ ("Squares along an edge of the board"), DS_PARAM_INT, DS_PARAM_PLAIN, 2, 8, 4, 1 },
};

static guint
common_divisor (guint a, guint b)
{
  while (b)
    {
      guint rest = a % b;
      a = b;
      b = rest;
    }
  return a;
}

/* A stride that visits all n squares, one far from the next, so that few points already cover the board. */
static guint
find_stride (guint n)
{
  guint stride = MAX (1, 0.618 * n);

  while (common_divisor (n, stride) != 1)
    stride++;
  return stride;
}

static void
fill (const DsItem *item, guint64 seed, gsize rows, float *values)
{
  double noise = SPREAD * ds_item_get (item, "noise");
  guint cells = ds_item_get (item, "cells");
  double size = 2 * DS_EXTENT / cells;

  for (gsize row = 0; row < rows; row++)
    {
      guint class = row % 2;
      gsize index = row / 2;
      guint squares = (cells * cells + (class == 0)) / 2; /* the corner's colour has one more on an odd board */
      guint square = 2 * (index % squares * find_stride (squares) % squares) + class; /* every other one along the rows ... */
      guint y = square / cells, x = square % cells;
      if (cells % 2 == 0 && y % 2 == 1)
        x ^= 1; /* ... which on an even board would line up in columns */
      DsRng rng = ds_generator_row (seed, row);
      double u, v;
      ds_generator_even_square (seed, square, index / squares, &rng, &u, &v);
      double dx = ds_rng_normal (&rng), dy = ds_rng_normal (&rng);
      values[3 * row] = -DS_EXTENT + size * (x + GAP + (1 - 2 * GAP) * u) + noise * dx;
      values[3 * row + 1] = -DS_EXTENT + size * (y + GAP + (1 - 2 * GAP) * v) + noise * dy;
      values[3 * row + 2] = class;
    }
}

const DsGenerator ds_generator_checkerboard = {
  .type = { "checkerboard", N_ ("Checkers"), N_ ("Squares in two colours: many boundaries at once"), NULL, params,
            G_N_ELEMENTS (params) },
  .task = DS_CLASSIFICATION,
  .inputs = 2,
  .n_classes = 2,
  .fill = fill,
};
