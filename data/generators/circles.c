/* A disc's rim inside another. */
#include "ds-generator.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define OUTER 2.6
#define SPREAD 1.0

static const DsParam params[] = {
  DS_GENERATOR_PARAMS,
  { "ratio", N_ ("Inner radius"), "%", N_ ("Radius of the inner circle as a share of the outer"), DS_PARAM_REAL, DS_PARAM_PLAIN, 0.1,
    0.9, 0.45, 0.05 },
};

static void
fill (const DsItem *item, guint64 seed, gsize rows, float *values)
{
  double noise = SPREAD * ds_item_get (item, "noise"), ratio = ds_item_get (item, "ratio");

  for (gsize row = 0; row < rows; row++)
    {
      guint ring = row % 2; /* 0: the inner */
      DsRng rng = ds_generator_row (seed, row);
      double angle = 2 * G_PI * ds_generator_even (seed, ring, row / 2);
      double radius = OUTER * (ring ? 1 : ratio);
      double dx = ds_rng_normal (&rng), dy = ds_rng_normal (&rng);
      values[3 * row] = radius * cos (angle) + noise * dx;
      values[3 * row + 1] = radius * sin (angle) + noise * dy;
      values[3 * row + 2] = ring;
    }
}

const DsGenerator ds_generator_circles = {
  .type = { "circles", N_ ("Circles"), N_ ("One ring around another: the squares of the inputs make it easy"), NULL, params,
            G_N_ELEMENTS (params) },
  .task = DS_CLASSIFICATION,
  .inputs = 2,
  .n_classes = 2,
  .fill = fill,
};
