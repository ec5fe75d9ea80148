/* All zeros: every neuron of a layer stays the same for ever, which is worth seeing once. */
#include <glib/gi18n-lib.h>
#include "nn-init.h"

static void
fill (double *w, guint out, guint in, DsRng *rng)
{
  for (gsize i = 0; i < (gsize) out * in; i++)
    w[i] = 0;
}

const NnInitializer nn_initializer_zeros = {
  .type = { "zeros", N_("Zeros"), N_("All zero: the neurons of a layer can never become different from one another.") },
  .fill = fill,
};
