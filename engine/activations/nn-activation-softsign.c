/* Softsign (Turian et al. 2009). The derivative is (1 - |y|)^2. */
#include <glib/gi18n-lib.h>
#include "nn-math.h"
#include "nn-op.h"

static void
forward (const nn_real *z, nn_real *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = z[i] / (1 + nn_abs (z[i]));
}

static void
backward (const nn_real *s, const nn_real *dy, nn_real *dz, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      nn_real left = 1 - nn_abs (s[i]);
      dz[i] = dy[i] * left * left;
    }
}

const NnActivation NN_SYMBOL (nn_activation_softsign) = {
  .type = { "softsign", N_("Softsign"), N_("z / (1 + |z|): like tanh, but slower to saturate."),
            .formula = "z / (1 + |z|)" },
  .slope = "(1 − |a|)²",
  .from_output = TRUE,
  .forward = forward,
  .backward = backward,
};
