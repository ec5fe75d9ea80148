/* y = slope x + intercept. */
#include "ds-generator.h"

#include <glib/gi18n-lib.h>

static const DsParam params[] = {
  DS_GENERATOR_PARAMS,
  { "slope", N_ ("Slope"), NULL, N_ ("Rise of y per unit of x"), DS_PARAM_REAL, DS_PARAM_PLAIN, -2, 2, 0.5, 0.1 },
  { "intercept", N_ ("Intercept"), NULL, N_ ("y at x = 0"), DS_PARAM_REAL, DS_PARAM_PLAIN, -2, 2, 0.2, 0.1 },
};

static void
fill (const DsItem *item, guint64 seed, gsize rows, float *values)
{
  double noise = ds_item_get (item, "noise"), slope = ds_item_get (item, "slope"), intercept = ds_item_get (item, "intercept");

  for (gsize row = 0; row < rows; row++)
    {
      DsRng rng = ds_generator_row (seed, row);
      double x = DS_EXTENT * (2 * ds_generator_even (seed, 0, row) - 1);
      values[2 * row] = x;
      values[2 * row + 1] = slope * x + intercept + noise * ds_rng_normal (&rng);
    }
}

const DsGenerator ds_generator_line = {
  .type = { "line", N_ ("Line"), N_ ("A straight line: one neuron is enough"), NULL, params, G_N_ELEMENTS (params) },
  .task = DS_REGRESSION,
  .inputs = 1,
  .fill = fill,
};
