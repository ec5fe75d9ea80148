/* What Adam's family makes of its moments, one weight at a time and in double precision: to be looked at. Compiled once. */
#include <math.h>
#include "nn-optimizer.h"

static double
corrected (const NnUpdate *u, const char *beta, double moment)
{
  return moment / (1 - pow (ds_item_get (u->item, beta), (double) u->t));
}

double
nn_adam_m_hat (const NnUpdate *u, const NnOneWeight *one)
{
  return corrected (u, "beta1", one->after[0]);
}

double
nn_adam_v_hat (const NnUpdate *u, const NnOneWeight *one)
{
  return corrected (u, "beta2", one->after[1]);
}

double
nn_adam_direction (const NnUpdate *u, const NnOneWeight *one)
{
  return nn_adam_m_hat (u, one) / (sqrt (nn_adam_v_hat (u, one)) + ds_item_get (u->item, "epsilon"));
}
