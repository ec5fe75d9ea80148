/* Beale 1958: (1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2 */
#include <math.h>
#include "nn-surface-type.h"

static double
value (double x, double y, double g[2])
{
  double a = 1.5 - x + x * y, b = 2.25 - x + x * y * y, c = 2.625 - x + x * y * y * y;
  g[0] = 2 * a * (y - 1) + 2 * b * (y * y - 1) + 2 * c * (y * y * y - 1);
  g[1] = 2 * a * x + 4 * b * x * y + 6 * c * x * y * y;
  return a * a + b * b + c * c;
}

const NnSurface nn_surface_beale = {
  .type = { "beale", N_("Beale"), N_("Flat in the middle, with steep walls at the corners.") },
  .value = value,
  .box = { -4.5, 4.5, -4.5, 4.5 },
  .start = { -1, -1.5 },
  .n_optima = 1,
  .optima = { { 3, 0.5 } },
};
