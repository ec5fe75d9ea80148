/* Uniform in [-0.5, 0.5). */
#include <glib/gi18n-lib.h>
#include "nn-init.h"

static void
fill (double *w, guint out, guint in, DsRng *rng)
{
  for (gsize i = 0; i < (gsize) out * in; i++)
    w[i] = ds_rng_uniform (rng) - 0.5;
}

const NnInitializer nn_initializer_uniform = {
  .type = { "uniform", N_("Uniform"), N_("Uniform within ±0.5, whatever the layer’s size.") },
  .fill = fill,
};
