/* x^2 / 2 - y^2 / 2 + y^4 / 8: a saddle at the origin, minima at y = ±sqrt 2 */
#include <math.h>
#include "nn-surface-type.h"

static double
value (double x, double y, double g[2])
{
  g[0] = x;
  g[1] = -y + y * y * y / 2;
  return x * x / 2 - y * y / 2 + y * y * y * y / 8;
}

const NnSurface nn_surface_saddle = {
  .type = { "saddle", N_("Saddle"), N_("Down to the middle, then nearly flat: momentum and noise help to leave it.") },
  .value = value,
  .box = { -2.5, 2.5, -2.5, 2.5 },
  .start = { -2, 0.01 },
  .n_optima = 2,
  .optima = { { 0, 1.4142135623730951 }, { 0, -1.4142135623730951 } },
};
