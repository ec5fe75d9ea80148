/* Exclusive or: opposite quadrants share a class. */
#include "ds-generator.h"

#include <glib/gi18n-lib.h>

#define GAP 0.15 /* between a quadrant and the axes, without noise */
#define SPREAD 0.8

static const DsParam params[] = { DS_GENERATOR_PARAMS };

static void
fill (const DsItem *item, guint64 seed, gsize rows, float *values)
{
  double noise = SPREAD * ds_item_get (item, "noise");

  for (gsize row = 0; row < rows; row++)
    {
      guint class = row % 2, right = row / 2 % 2;
      DsRng rng = ds_generator_row (seed, row);
      double u, v;
      ds_generator_even_square (seed, row % 4, row / 4, &rng, &u, &v);
      u = GAP + (DS_EXTENT - GAP) * u;
      v = GAP + (DS_EXTENT - GAP) * v;
      double dx = ds_rng_normal (&rng), dy = ds_rng_normal (&rng);
      values[3 * row] = (right ? u : -u) + noise * dx;
      values[3 * row + 1] = (right != class ? v : -v) + noise * dy;
      values[3 * row + 2] = class;
    }
}

const DsGenerator ds_generator_xor = {
  .type = { "xor", N_ ("XOR"), N_ ("Opposite quadrants share a class: the product of the inputs makes it easy"), NULL, params,
            G_N_ELEMENTS (params) },
  .task = DS_CLASSIFICATION,
  .inputs = 2,
  .n_classes = 2,
  .fill = fill,
};
