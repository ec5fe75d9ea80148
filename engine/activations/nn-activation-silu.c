/* Sigmoid-weighted linear unit (Elfwing et al. 2017). */
#include <glib/gi18n-lib.h>
#include "nn-math.h"
#include "nn-op.h"

static void
forward (const nn_real *z, nn_real *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = z[i] * nn_sigmoid (z[i]);
}

static void
backward (const nn_real *s, const nn_real *dy, nn_real *dz, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      nn_real q = nn_sigmoid (s[i]);
      dz[i] = dy[i] * q * (1 + s[i] * (1 - q));
    }
}

const NnActivation NN_SYMBOL (nn_activation_silu) = {
  .type = { "silu", N_("SiLU"), N_("z times sigmoid(z), also called swish: smooth and slightly below 0 for small z."),
            .formula = "z / (1 + e^(−z))" },
  .slope = "s · (1 + z · (1 − s)), s = 1 / (1 + e^(−z))",
  .from_output = FALSE,
  .forward = forward,
  .backward = backward,
};
