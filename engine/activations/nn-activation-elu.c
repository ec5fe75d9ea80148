/* Exponential linear unit (Clevert et al. 2015) with alpha 1. Below 0 the derivative e^z is y + 1. */
#include <glib/gi18n-lib.h>
#include "nn-math.h"
#include "nn-op.h"

static void
forward (const nn_real *z, nn_real *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = z[i] > 0 ? z[i] : nn_expm1 (z[i]);
}

static void
backward (const nn_real *s, const nn_real *dy, nn_real *dz, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dz[i] = s[i] > 0 ? dy[i] : dy[i] * (s[i] + 1);
}

/* The slope is continuous at 0, but its own slope is not. */
static int
side (nn_real s)
{
  return s > 0;
}

const NnActivation NN_SYMBOL (nn_activation_elu) = {
  .type = { "elu", N_("ELU"), N_("z above 0, e^z − 1 below: smooth, with outputs around 0."),
            .formula = "z if z > 0, else e^z − 1" },
  .slope = "1 if z > 0, else a + 1",
  .from_output = TRUE,
  .forward = forward,
  .backward = backward,
  .side = side,
};
