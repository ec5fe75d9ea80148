/* Identity. */
#include <glib/gi18n-lib.h>
#include "nn-math.h"
#include "nn-op.h"

static void
forward (const nn_real *z, nn_real *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = z[i];
}

static void
backward (const nn_real *s, const nn_real *dy, nn_real *dz, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dz[i] = dy[i];
}

const NnActivation NN_SYMBOL (nn_activation_linear) = {
  .type = { "linear", N_("Linear"), N_("y = z. Any number; the choice for regression outputs."),
            .formula = "z" },
  .slope = "1",
  .from_output = TRUE,
  .forward = forward,
  .backward = backward,
};
