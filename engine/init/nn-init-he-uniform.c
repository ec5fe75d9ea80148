/* He et al. 2015, with gain √2 and fan-in. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-init.h"

static void
fill (double *w, guint out, guint in, DsRng *rng)
{
  double limit = sqrt (6.0 / in);
  for (gsize i = 0; i < (gsize) out * in; i++)
    w[i] = ds_rng_uniform (rng) * 2 * limit - limit;
}

const NnInitializer nn_initializer_he_uniform = {
  .type = { "he_uniform", N_("He uniform"), N_("Uniform within ±√(6/in): made for ReLU and its kin.") },
  .fill = fill,
};
