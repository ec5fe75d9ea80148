/* LeCun et al. 1998, "Efficient BackProp", section 4.6. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-init.h"

static void
fill (double *w, guint out, guint in, DsRng *rng)
{
  double limit = sqrt (3.0 / in);
  for (gsize i = 0; i < (gsize) out * in; i++)
    w[i] = ds_rng_uniform (rng) * 2 * limit - limit;
}

const NnInitializer nn_initializer_lecun_uniform = {
  .type = { "lecun_uniform", N_("LeCun uniform"), N_("Uniform within ±√(3/in): variance 1/in.") },
  .fill = fill,
};
