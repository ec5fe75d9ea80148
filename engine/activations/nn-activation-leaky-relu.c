/* Leaky rectifier (Maas et al. 2013) with slope 0.01, PyTorch's default. */
#include <glib/gi18n-lib.h>
#include "nn-math.h"
#include "nn-op.h"

static void
forward (const nn_real *z, nn_real *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = z[i] > 0 ? z[i] : z[i] * NN_R (0.01);
}

static void
backward (const nn_real *s, const nn_real *dy, nn_real *dz, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dz[i] = s[i] > 0 ? dy[i] : dy[i] * NN_R (0.01);
}

static int
side (nn_real s)
{
  return s > 0;
}

const NnActivation NN_SYMBOL (nn_activation_leaky_relu) = {
  .type = { "leaky_relu", N_("Leaky ReLU"), N_("z above 0, 0.01 z below: a ReLU that cannot die."),
            .formula = "z if z > 0, else 0.01 · z" },
  .slope = "1 if z > 0, else 0.01",
  .from_output = TRUE,
  .forward = forward,
  .backward = backward,
  .side = side,
};
