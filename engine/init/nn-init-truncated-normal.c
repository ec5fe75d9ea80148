/* Normal with standard deviation sqrt (1 / in), cut off at two of them by drawing again. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-init.h"

static void
fill (double *w, guint out, guint in, DsRng *rng)
{
  double sigma = sqrt (1.0 / in);
  for (gsize i = 0; i < (gsize) out * in; i++)
    {
      double z = ds_rng_normal (rng);
      while (fabs (z) > 2)
        z = ds_rng_normal (rng);
      w[i] = z * sigma;
    }
}

const NnInitializer nn_initializer_truncated_normal = {
  .type = { "truncated_normal", N_("Truncated normal"), N_("Normal with variance 1/in, drawn again beyond two standard deviations.") },
  .fill = fill,
};
