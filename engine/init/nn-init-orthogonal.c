/* Orthogonal (Saxe, McClelland and Ganguli 2014): a Gaussian matrix made orthonormal along its shorter side by Gram-Schmidt, twice
 * over, so that rounding does not spoil it. PyTorch: nn.init.orthogonal_ with gain 1 (there by QR). */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-init.h"

/* n vectors of `length`, element j of vector i at w[i * step + j * stride]. */
static void
orthonormalize (double *w, guint n, guint length, gsize step, gsize stride)
{
  for (guint i = 0; i < n; i++)
    {
      double *v = w + i * step, norm = 0;
      for (guint pass = 0; pass < 2; pass++)
        for (guint k = 0; k < i; k++)
          {
            const double *q = w + k * step;
            double dot = 0;
            for (guint j = 0; j < length; j++)
              dot += q[j * stride] * v[j * stride];
            for (guint j = 0; j < length; j++)
              v[j * stride] -= dot * q[j * stride];
          }
      for (guint j = 0; j < length; j++)
        norm += v[j * stride] * v[j * stride];
      for (guint j = 0; j < length; j++)
        v[j * stride] /= sqrt (norm);
    }
}

static void
fill (double *w, guint out, guint in, DsRng *rng)
{
  for (gsize i = 0; i < (gsize) out * in; i++)
    w[i] = ds_rng_normal (rng);
  if (out <= in)
    orthonormalize (w, out, in, in, 1);
  else
    orthonormalize (w, in, out, 1, in);
}

const NnInitializer nn_initializer_orthogonal = {
  .type = { "orthogonal", N_("Orthogonal"), N_("Random rotations: lengths pass through unchanged, however deep the network.") },
  .fill = fill,
};
