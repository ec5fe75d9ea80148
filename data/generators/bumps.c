/* Hills and valleys: a sum of signed Gaussians over (x1, x2). */
#include "ds-generator.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const DsParam params[] = {
  DS_GENERATOR_PARAMS,
  { "bumps", N_ ("Bumps"), NULL, N_ ("Hills and valleys in turn"), DS_PARAM_INT, DS_PARAM_PLAIN, 1, 8, 4, 1 },
  { "width", N_ ("Width"), NULL, N_ ("Standard deviation of a bump; the plane is 6 wide"), DS_PARAM_REAL, DS_PARAM_PLAIN, 0.3, 2,
    0.9, 0.1 },
};

/* The landscape is the same for every seed: a seed draws points, not the truth behind them. */
static const double centres[][2] = {
  { -1.5, 1.4 }, { 1.5, 1.5 }, { 1.4, -1.5 }, { -1.6, -1.3 }, { 0, 0 }, { 2.7, 0 }, { 0, 2.7 }, { -2.7, 0 },
};

static void
fill (const DsItem *item, guint64 seed, gsize rows, float *values)
{
  double noise = ds_item_get (item, "noise"), width = ds_item_get (item, "width");
  guint bumps = ds_item_get (item, "bumps");

  for (gsize row = 0; row < rows; row++)
    {
      DsRng rng = ds_generator_row (seed, row);
      double u, v, y = 0;
      ds_generator_even_square (seed, 0, row, &rng, &u, &v);
      double x1 = DS_EXTENT * (2 * u - 1), x2 = DS_EXTENT * (2 * v - 1);
      for (guint i = 0; i < bumps; i++)
        {
          double d1 = (x1 - centres[i][0]) / width, d2 = (x2 - centres[i][1]) / width;
          y += (i % 2 ? -1 : 1) * exp (-0.5 * (d1 * d1 + d2 * d2));
        }
      values[3 * row] = x1;
      values[3 * row + 1] = x2;
      values[3 * row + 2] = y + 0.5 * noise * ds_rng_normal (&rng);
    }
}

const DsGenerator ds_generator_bumps = {
  .type = { "bumps", N_ ("Bumps"), N_ ("Hills and valleys over the plane"), NULL, params, G_N_ELEMENTS (params) },
  .task = DS_REGRESSION,
  .inputs = 2,
  .fill = fill,
};
