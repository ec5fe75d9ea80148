/* Rastrigin 1974: 20 + sum of x^2 - 10 cos (2 pi x) */
#include <math.h>
#include "nn-surface-type.h"

static double
value (double x, double y, double g[2])
{
  g[0] = 2 * x + 20 * G_PI * sin (2 * G_PI * x);
  g[1] = 2 * y + 20 * G_PI * sin (2 * G_PI * y);
  return 20 + x * x - 10 * cos (2 * G_PI * x) + y * y - 10 * cos (2 * G_PI * y);
}

const NnSurface nn_surface_many_minima = {
  .type = { "many_minima", N_("Many minima"), N_("A bowl full of dents: most ways down end in one of them.") },
  .value = value,
  .box = { -3, 3, -3, 3 },
  .start = { -2.3, 1.7 },
  .n_optima = 1,
  .optima = { { 0, 0 } },
};
