/* (x^2 + 25 y^2) / 2: condition number 25 */
#include <math.h>
#include "nn-surface-type.h"

static double
value (double x, double y, double g[2])
{
  g[0] = x;
  g[1] = 25 * y;
  return (x * x + 25 * y * y) / 2;
}

const NnSurface nn_surface_ravine = {
  .type = { "ravine", N_("Ravine"), N_("25 times steeper across than along: plain descent swings from wall to wall.") },
  .value = value,
  .box = { -4, 4, -2.5, 2.5 },
  .start = { -3.4, 1.6 },
  .n_optima = 1,
  .optima = { { 0, 0 } },
};
