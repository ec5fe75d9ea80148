/* Round clouds on a circle, one a class. */
#include "ds-generator.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define RADIUS 1.9
#define CORE 0.28  /* standard deviation without noise: a cloud, not a dot */
#define SPREAD 1.6 /* added at full noise */
#define FIRST_ANGLE (G_PI / 4)

static const DsParam params[] = {
  DS_GENERATOR_PARAMS,
  { "clusters", N_ ("Clusters"), NULL, N_ ("One class a cluster"), DS_PARAM_INT, DS_PARAM_PLAIN, 2, 6, 2, 1 },
};

static void
fill (const DsItem *item, guint64 seed, gsize rows, float *values)
{
  double spread = CORE + SPREAD * ds_item_get (item, "noise");
  guint clusters = ds_item_get (item, "clusters");

  for (gsize row = 0; row < rows; row++)
    {
      guint cluster = row % clusters;
      DsRng rng = ds_generator_row (seed, row);
      double angle = FIRST_ANGLE + 2 * G_PI * cluster / clusters;
      double dx = ds_rng_normal (&rng), dy = ds_rng_normal (&rng);
      values[3 * row] = RADIUS * cos (angle) + spread * dx;
      values[3 * row + 1] = RADIUS * sin (angle) + spread * dy;
      values[3 * row + 2] = cluster;
    }
}

const DsGenerator ds_generator_gaussians = {
  .type = { "gaussians", N_ ("Clusters"), N_ ("Round clouds: a single layer separates them"), NULL, params, G_N_ELEMENTS (params) },
  .task = DS_CLASSIFICATION,
  .inputs = 2,
  .classes_param = "clusters",
  .fill = fill,
};
