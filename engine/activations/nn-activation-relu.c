/* Rectified linear unit (Nair and Hinton 2010). The derivative at 0 is 0, as in PyTorch. */
#include <glib/gi18n-lib.h>
#include "nn-math.h"
#include "nn-op.h"

static void
forward (const nn_real *z, nn_real *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = z[i] < 0 ? 0 : z[i];
}

static void
backward (const nn_real *s, const nn_real *dy, nn_real *dz, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dz[i] = s[i] > 0 ? dy[i] : 0;
}

static int
side (nn_real s)
{
  return s > 0;
}

const NnActivation NN_SYMBOL (nn_activation_relu) = {
  .type = { "relu", N_("ReLU"), N_("max(0, z). Cheap and does not saturate above 0; a neuron can die."),
            .formula = "z if z > 0, else 0" },
  .slope = "1 if z > 0, else 0",
  .from_output = TRUE,
  .forward = forward,
  .backward = backward,
  .side = side,
};
