/* LeCun et al. 1998, "Efficient BackProp", equation 16. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-init.h"

static void
fill (double *w, guint out, guint in, DsRng *rng)
{
  double sigma = sqrt (1.0 / in);
  for (gsize i = 0; i < (gsize) out * in; i++)
    w[i] = ds_rng_normal (rng) * sigma;
}

const NnInitializer nn_initializer_lecun_normal = {
  .type = { "lecun_normal", N_("LeCun normal"), N_("Normal with variance 1/in.") },
  .fill = fill,
};
