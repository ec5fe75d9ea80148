/* Gaussian error linear unit (Hendrycks and Gimpel 2016), exact by erf as PyTorch's default. */
#include <glib/gi18n-lib.h>
#include "nn-math.h"
#include "nn-op.h"

static void
forward (const nn_real *z, nn_real *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = z[i] * NN_R (0.5) * (1 + nn_erf (z[i] * NN_R (0.70710678118654752440)));
}

static void
backward (const nn_real *s, const nn_real *dy, nn_real *dz, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      nn_real cdf = NN_R (0.5) * (1 + nn_erf (s[i] * NN_R (0.70710678118654752440)));
      nn_real pdf = nn_exp (NN_R (-0.5) * s[i] * s[i]) * NN_R (0.39894228040143267794);
      dz[i] = dy[i] * (cdf + s[i] * pdf);
    }
}

const NnActivation NN_SYMBOL (nn_activation_gelu) = {
  .type = { "gelu", N_("GELU"), N_("z Φ(z) with the normal distribution function Φ: a smooth ReLU."),
            .formula = "z · Φ(z), Φ(z) = (1 + erf(z / √2)) / 2" },
  .slope = "Φ(z) + z · e^(−z²/2) / √(2π)",
  .from_output = FALSE,
  .forward = forward,
  .backward = backward,
};
