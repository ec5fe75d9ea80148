/* He et al. 2015, equation 10. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-init.h"

static void
fill (double *w, guint out, guint in, DsRng *rng)
{
  double sigma = sqrt (2.0 / in);
  for (gsize i = 0; i < (gsize) out * in; i++)
    w[i] = ds_rng_normal (rng) * sigma;
}

const NnInitializer nn_initializer_he_normal = {
  .type = { "he_normal", N_("He normal"), N_("Normal with variance 2/in: made for ReLU and its kin.") },
  .fill = fill,
};
