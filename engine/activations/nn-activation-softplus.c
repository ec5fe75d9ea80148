/* Softplus (Dugas et al. 2001), beta 1; exactly z above 20, as PyTorch's threshold has it. */
#include <glib/gi18n-lib.h>
#include "nn-math.h"
#include "nn-op.h"

static void
forward (const nn_real *z, nn_real *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = z[i] > 20 ? z[i] : nn_softplus (z[i]);
}

static void
backward (const nn_real *s, const nn_real *dy, nn_real *dz, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dz[i] = s[i] > 20 ? dy[i] : dy[i] * nn_sigmoid (s[i]);
}

const NnActivation NN_SYMBOL (nn_activation_softplus) = {
  .type = { "softplus", N_("Softplus"), N_("log(1 + e^z): a smooth ReLU that is always positive."),
            .formula = "log(1 + e^z)" },
  .slope = "1 / (1 + e^(−z))",
  .from_output = FALSE,
  .forward = forward,
  .backward = backward,
};
