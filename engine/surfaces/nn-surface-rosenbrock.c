/* Rosenbrock 1960: (1 - x)^2 + 100 (y - x^2)^2 */
#include <math.h>
#include "nn-surface-type.h"

static double
value (double x, double y, double g[2])
{
  double a = 1 - x, b = y - x * x;
  g[0] = -2 * a - 400 * x * b;
  g[1] = 200 * b;
  return a * a + 100 * b * b;
}

const NnSurface nn_surface_rosenbrock = {
  .type = { "rosenbrock", N_("Rosenbrock"), N_("A bent valley, easy to find and slow to follow.") },
  .value = value,
  .box = { -2, 2, -1, 3 },
  .start = { -1.5, 2.2 },
  .n_optima = 1,
  .optima = { { 1, 1 } },
};
