/* A sine wave. */
#include "ds-generator.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const DsParam params[] = {
  DS_GENERATOR_PARAMS,
  { "waves", N_ ("Waves"), NULL, N_ ("Full waves from the left edge to the right"), DS_PARAM_REAL, DS_PARAM_PLAIN, 0.25, 6, 1.5, 0.25 },
};

static void
fill (const DsItem *item, guint64 seed, gsize rows, float *values)
{
  double noise = ds_item_get (item, "noise"), waves = ds_item_get (item, "waves");

  for (gsize row = 0; row < rows; row++)
    {
      DsRng rng = ds_generator_row (seed, row);
      double x = DS_EXTENT * (2 * ds_generator_even (seed, 0, row) - 1);
      values[2 * row] = x;
      values[2 * row + 1] = sin (G_PI * waves * x / DS_EXTENT) + noise * ds_rng_normal (&rng);
    }
}

const DsGenerator ds_generator_sine = {
  .type = { "sine", N_ ("Sine"), N_ ("A wave: how well can the network bend?"), NULL, params, G_N_ELEMENTS (params) },
  .task = DS_REGRESSION,
  .inputs = 1,
  .fill = fill,
};
