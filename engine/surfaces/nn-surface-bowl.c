/* (x^2 + y^2) / 2 */
#include <math.h>
#include "nn-surface-type.h"

static double
value (double x, double y, double g[2])
{
  g[0] = x;
  g[1] = y;
  return (x * x + y * y) / 2;
}

const NnSurface nn_surface_bowl = {
  .type = { "bowl", N_("Bowl"), N_("The same slope in every direction: every optimizer finds down.") },
  .value = value,
  .box = { -4, 4, -4, 4 },
  .start = { -3.2, 2.4 },
  .n_optima = 1,
  .optima = { { 0, 0 } },
};
