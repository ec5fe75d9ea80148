/* Two half circles reaching into each other. */
#include "ds-generator.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define RADIUS 1.8
#define SPREAD 1.0

static const DsParam params[] = { DS_GENERATOR_PARAMS };

static void
fill (const DsItem *item, guint64 seed, gsize rows, float *values)
{
  double noise = SPREAD * ds_item_get (item, "noise");

  for (gsize row = 0; row < rows; row++)
    {
      guint moon = row % 2;
      DsRng rng = ds_generator_row (seed, row);
      double angle = G_PI * ds_generator_even (seed, moon, row / 2);
      double x = cos (angle) - 0.5, y = sin (angle) - 0.25; /* centred with its mirror image */
      double dx = ds_rng_normal (&rng), dy = ds_rng_normal (&rng);
      values[3 * row] = RADIUS * (moon ? -x : x) + noise * dx;
      values[3 * row + 1] = RADIUS * (moon ? -y : y) + noise * dy;
      values[3 * row + 2] = moon;
    }
}

const DsGenerator ds_generator_moons = {
  .type = { "moons", N_ ("Moons"), N_ ("Two half circles reaching into each other"), NULL, params, G_N_ELEMENTS (params) },
  .task = DS_CLASSIFICATION,
  .inputs = 2,
  .n_classes = 2,
  .fill = fill,
};
