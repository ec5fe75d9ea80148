/* Himmelblau 1972: (x^2 + y - 11)^2 + (x + y^2 - 7)^2 */
#include <math.h>
#include "nn-surface-type.h"

static double
value (double x, double y, double g[2])
{
  double a = x * x + y - 11, b = x + y * y - 7;
  g[0] = 4 * x * a + 2 * b;
  g[1] = 2 * a + 4 * y * b;
  return a * a + b * b;
}

const NnSurface nn_surface_himmelblau = {
  .type = { "himmelblau", N_("Himmelblau"), N_("Four minima of the same depth: where one starts decides.") },
  .value = value,
  .box = { -5, 5, -5, 5 },
  .start = { -0.5, -1 },
  .n_optima = 4,
  .optima = { { 3, 2 }, { -2.805118086952745, 3.131312518250573 }, { -3.779310253377747, -3.28318599128617 }, { 3.584428340330492, -1.848126526964404 } },
};
