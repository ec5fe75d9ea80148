#include "nn-surface-type.h"

#include <math.h>

#define NN_ROW(id) extern const NnSurface nn_surface_##id;
#include "surfaces.inc"
#undef NN_ROW

static const DsType *const surfaces[] = {
#define NN_ROW(id) &nn_surface_##id.type,
#include "surfaces.inc"
#undef NN_ROW
};

const DsType *const *
nn_surfaces (guint *n)
{
  *n = G_N_ELEMENTS (surfaces);
  return surfaces;
}

double
nn_surface_value (const DsType *surface, double x, double y, double gradient[2])
{
  double unused[2];
  return ((const NnSurface *) surface)->value (x, y, gradient != NULL ? gradient : unused);
}

void
nn_surface_box (const DsType *surface, double box[4])
{
  for (guint i = 0; i < 4; i++)
    box[i] = ((const NnSurface *) surface)->box[i];
}

void
nn_surface_start (const DsType *surface, double start[2])
{
  start[0] = ((const NnSurface *) surface)->start[0];
  start[1] = ((const NnSurface *) surface)->start[1];
}

guint
nn_surface_optima (const DsType *surface, const double (**optima)[2])
{
  *optima = ((const NnSurface *) surface)->optima;
  return ((const NnSurface *) surface)->n_optima;
}

int
nn_descent_reaches (const NnDescent *descent, const double (*optima)[2], guint n_optima, double near)
{
  for (guint i = 0; i < descent->n; i++)
    for (guint k = 0; k < n_optima; k++)
      if (hypot (descent->points[i].x - optima[k][0], descent->points[i].y - optima[k][1]) <= near)
        return (int) i;
  return -1;
}

void
nn_eigenvalues2 (const double hessian[3], double values[2])
{
  double middle = (hessian[0] + hessian[2]) / 2, half = hypot ((hessian[0] - hessian[2]) / 2, hessian[1]);
  values[0] = middle + half;
  values[1] = middle - half;
}
