/* Hard tanh (Collobert 2004): z clamped to [-1, 1]; the derivative is 0 outside and at the corners. PyTorch: Hardtanh. */
#include <glib/gi18n-lib.h>
#include "nn-math.h"
#include "nn-op.h"

static void
forward (const nn_real *z, nn_real *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = z[i] < -1 ? -1 : z[i] > 1 ? 1 : z[i];
}

static void
backward (const nn_real *s, const nn_real *dy, nn_real *dz, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dz[i] = s[i] > -1 && s[i] < 1 ? dy[i] : 0;
}

static int
side (nn_real s)
{
  return (s > -1) + (s >= 1);
}

const NnActivation NN_SYMBOL (nn_activation_hard_tanh) = {
  .type = { "hard_tanh", N_("Hard tanh"), N_("z between −1 and 1, and no further: a tanh made of straight lines."),
            .formula = "z, but at least −1 and at most 1" },
  .slope = "1 if −1 < z < 1, else 0",
  .from_output = TRUE,
  .forward = forward,
  .backward = backward,
  .side = side,
};
