/* A tilted plane over (x1, x2). */
#include "ds-generator.h"

#include <glib/gi18n-lib.h>

static const DsParam params[] = {
  DS_GENERATOR_PARAMS,
  { "slope1", N_ ("Slope along x₁"), NULL, N_ ("Rise of y per unit of x₁"), DS_PARAM_REAL, DS_PARAM_PLAIN, -2, 2, 0.3, 0.1 },
  { "slope2", N_ ("Slope along x₂"), NULL, N_ ("Rise of y per unit of x₂"), DS_PARAM_REAL, DS_PARAM_PLAIN, -2, 2, 0.2, 0.1 },
  { "intercept", N_ ("Intercept"), NULL, N_ ("y in the middle"), DS_PARAM_REAL, DS_PARAM_PLAIN, -2, 2, 0, 0.1 },
};

static void
fill (const DsItem *item, guint64 seed, gsize rows, float *values)
{
  double noise = ds_item_get (item, "noise"), intercept = ds_item_get (item, "intercept");
  double slope1 = ds_item_get (item, "slope1"), slope2 = ds_item_get (item, "slope2");

  for (gsize row = 0; row < rows; row++)
    {
      DsRng rng = ds_generator_row (seed, row);
      double u, v;
      ds_generator_even_square (seed, 0, row, &rng, &u, &v);
      double x1 = DS_EXTENT * (2 * u - 1), x2 = DS_EXTENT * (2 * v - 1);
      values[3 * row] = x1;
      values[3 * row + 1] = x2;
      values[3 * row + 2] = slope1 * x1 + slope2 * x2 + intercept + noise * ds_rng_normal (&rng);
    }
}

const DsGenerator ds_generator_plane = {
  .type = { "plane", N_ ("Plane"), N_ ("A tilted plane: one neuron with two inputs is enough"), NULL, params, G_N_ELEMENTS (params) },
  .task = DS_REGRESSION,
  .inputs = 2,
  .fill = fill,
};
