/* Glorot and Bengio 2010, equation 16. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-init.h"

static void
fill (double *w, guint out, guint in, DsRng *rng)
{
  double limit = sqrt (6.0 / ((double) in + out));
  for (gsize i = 0; i < (gsize) out * in; i++)
    w[i] = ds_rng_uniform (rng) * 2 * limit - limit;
}

const NnInitializer nn_initializer_glorot_uniform = {
  .type = { "glorot_uniform", N_("Glorot uniform"), N_("Uniform within ±√(6/(in+out)): keeps the spread through tanh and sigmoid layers.") },
  .fill = fill,
};
