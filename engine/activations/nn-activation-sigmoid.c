/* Logistic function. */
#include <glib/gi18n-lib.h>
#include "nn-math.h"
#include "nn-op.h"

static void
forward (const nn_real *z, nn_real *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = nn_sigmoid (z[i]);
}

static void
backward (const nn_real *s, const nn_real *dy, nn_real *dz, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dz[i] = dy[i] * (s[i] * (1 - s[i]));
}

const NnActivation NN_SYMBOL (nn_activation_sigmoid) = {
  .type = { "sigmoid", N_("Sigmoid"), N_("1/(1+e^−z): between 0 and 1. Saturates on both sides."),
            .formula = "1 / (1 + e^(−z))" },
  .slope = "a · (1 − a)",
  .from_output = TRUE,
  .forward = forward,
  .backward = backward,
};
