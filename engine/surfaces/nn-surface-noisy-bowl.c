/* (x^2 + 4 y^2) / 2, the gradient with noise */
#include <math.h>
#include "nn-surface-type.h"

static double
value (double x, double y, double g[2])
{
  g[0] = x;
  g[1] = 4 * y;
  return (x * x + 4 * y * y) / 2;
}

const NnSurface nn_surface_noisy_bowl = {
  .type = { "noisy_bowl", N_("Noisy bowl"), N_("Every gradient is off by chance, as with small batches: a constant learning rate never comes to rest.") },
  .value = value,
  .box = { -4, 4, -4, 4 },
  .start = { -3.2, 2.4 },
  .n_optima = 1,
  .optima = { { 0, 0 } },
  .noise = 2,
};
