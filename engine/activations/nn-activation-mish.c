/* Mish (Misra 2019). The derivative is tanh (p) + z (1 - tanh (p)^2) sigmoid (z), p = softplus (z). */
#include <glib/gi18n-lib.h>
#include "nn-math.h"
#include "nn-op.h"

static void
forward (const nn_real *z, nn_real *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = z[i] * nn_tanh (nn_softplus (z[i]));
}

static void
backward (const nn_real *s, const nn_real *dy, nn_real *dz, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      nn_real t = nn_tanh (nn_softplus (s[i]));
      dz[i] = dy[i] * (t + s[i] * (1 - t * t) * nn_sigmoid (s[i]));
    }
}

const NnActivation NN_SYMBOL (nn_activation_mish) = {
  .type = { "mish", N_("Mish"), N_("z tanh(softplus(z)): smooth, slightly below 0 for small z."),
            .formula = "z · tanh(log(1 + e^z))" },
  .slope = "t + z · (1 − t²) / (1 + e^(−z)), t = a / z",
  .from_output = FALSE,
  .forward = forward,
  .backward = backward,
};
