/* Hyperbolic tangent. */
#include <glib/gi18n-lib.h>
#include "nn-math.h"
#include "nn-op.h"

static void
forward (const nn_real *z, nn_real *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = nn_tanh (z[i]);
}

static void
backward (const nn_real *s, const nn_real *dy, nn_real *dz, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dz[i] = dy[i] * (1 - s[i] * s[i]);
}

const NnActivation NN_SYMBOL (nn_activation_tanh) = {
  .type = { "tanh", N_("Tanh"), N_("Hyperbolic tangent: between −1 and 1, centred on 0. Saturates on both sides."),
            .formula = "tanh(z)" },
  .slope = "1 − a²",
  .from_output = TRUE,
  .forward = forward,
  .backward = backward,
};
