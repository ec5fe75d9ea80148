/* Scaled exponential linear unit (Klambauer et al. 2017), with their two constants. Below 0 the derivative is y + scale * alpha. */
#include <glib/gi18n-lib.h>
#include "nn-math.h"
#include "nn-op.h"

#define ALPHA NN_R (1.6732632423543772848170429916717)
#define SCALE NN_R (1.0507009873554804934193349852946)

static void
forward (const nn_real *z, nn_real *y, gsize n)
{
  for (gsize i = 0; i < n; i++)
    y[i] = z[i] > 0 ? SCALE * z[i] : SCALE * ALPHA * nn_expm1 (z[i]);
}

static void
backward (const nn_real *s, const nn_real *dy, nn_real *dz, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dz[i] = s[i] > 0 ? dy[i] * SCALE : dy[i] * (s[i] + SCALE * ALPHA);
}

static int
side (nn_real s)
{
  return s > 0;
}

const NnActivation NN_SYMBOL (nn_activation_selu) = {
  .type = { "selu", N_("SELU"), N_("A scaled ELU that keeps mean 0 and variance 1 from layer to layer, with LeCun normal weights."),
            .formula = "1.0507 · z if z > 0, else 1.0507 · 1.67326 · (e^z − 1)" },
  .slope = "1.0507 if z > 0, else a + 1.0507 · 1.67326",
  .from_output = TRUE,
  .forward = forward,
  .backward = backward,
  .side = side,
};
