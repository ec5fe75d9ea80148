/* Glorot and Bengio 2010. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-init.h"

static void
fill (double *w, guint out, guint in, DsRng *rng)
{
  double sigma = sqrt (2.0 / ((double) in + out));
  for (gsize i = 0; i < (gsize) out * in; i++)
    w[i] = ds_rng_normal (rng) * sigma;
}

const NnInitializer nn_initializer_glorot_normal = {
  .type = { "glorot_normal", N_("Glorot normal"), N_("Normal with variance 2/(in+out).") },
  .fill = fill,
};
