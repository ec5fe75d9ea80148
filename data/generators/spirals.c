/* Interleaved spiral arms, one a class (after Lang and Witbrock 1988, "Learning to tell two spirals apart"). */
#include "ds-generator.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define INNER 0.1  /* radius of the inner end, as a share: arms that met would not be separable */
#define SPREAD 0.8 /* standard deviation at full noise */

static const DsParam params[] = {
  DS_GENERATOR_PARAMS,
  { "classes", N_ ("Arms"), NULL, N_ ("One class an arm"), DS_PARAM_INT, DS_PARAM_PLAIN, 2, 5, 2, 1 },
  { "turns", N_ ("Turns"), NULL, N_ ("How often an arm winds around the centre"), DS_PARAM_REAL, DS_PARAM_PLAIN, 0.25, 3, 1.5, 0.25 },
};

static void
fill (const DsItem *item, guint64 seed, gsize rows, float *values)
{
  double noise = SPREAD * ds_item_get (item, "noise"), turns = ds_item_get (item, "turns");
  guint classes = ds_item_get (item, "classes");

  for (gsize row = 0; row < rows; row++)
    {
      guint arm = row % classes;
      DsRng rng = ds_generator_row (seed, row);
      /* Length grows with the square of the radius; the exponent keeps the outer winding from thinning out. */
      double share = pow (ds_generator_even (seed, arm, row / classes), 0.6);
      double radius = DS_EXTENT * (INNER + (1 - INNER) * share);
      double angle = 2 * G_PI * (turns * share + (double) arm / classes);
      double dx = ds_rng_normal (&rng), dy = ds_rng_normal (&rng);
      values[3 * row] = radius * sin (angle) + noise * dx;
      values[3 * row + 1] = radius * cos (angle) + noise * dy;
      values[3 * row + 2] = arm;
    }
}

const DsGenerator ds_generator_spirals = {
  .type = { "spirals", N_ ("Spirals"), N_ ("Arms winding around each other: not separable without hidden layers"), NULL, params,
            G_N_ELEMENTS (params) },
  .task = DS_CLASSIFICATION,
  .inputs = 2,
  .classes_param = "classes",
  .fill = fill,
};
