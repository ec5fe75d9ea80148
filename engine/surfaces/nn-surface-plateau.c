/* 1 - exp (-r^2 / 2) + 0.002 r^2 */
#include <math.h>
#include "nn-surface-type.h"

static double
value (double x, double y, double g[2])
{
  double r = x * x + y * y, e = exp (-r / 2);
  g[0] = x * e + 0.004 * x;
  g[1] = y * e + 0.004 * y;
  return 1 - e + 0.002 * r;
}

const NnSurface nn_surface_plateau = {
  .type = { "plateau", N_("Plateau"), N_("Almost no slope far out: optimizers that scale their steps get away first.") },
  .value = value,
  .box = { -5, 5, -5, 5 },
  .start = { -3.4, 2.2 },
  .n_optima = 1,
  .optima = { { 0, 0 } },
};
