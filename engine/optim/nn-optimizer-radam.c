/* Rectified Adam (Liu et al. 2020, algorithm 2): momentum alone while rho_t <= 5. PyTorch: optim.RAdam, epsilon added before the bias
 * correction of the root. */
#include <math.h>
#include "nn-math.h"
#include "nn-optimizer.h"

enum
{
  LEARNING_RATE,
  BETA1,
  BETA2,
  EPSILON,
};

static const DsParam params[] = {
  NN_LEARNING_RATE_PARAM (0.001),
  NN_BETA1_PARAM,
  NN_BETA2_PARAM,
  NN_EPSILON_PARAM (1e-8),
};

/* r_t sqrt (1 - beta2^t), or 0 while the variance of the mean square is not tractable. */
static double
rectification (double beta2, double t)
{
  double power = pow (beta2, t), limit = 2 / (1 - beta2) - 1, rho = limit - 2 * t * power / (1 - power);
  if (rho <= 5)
    return 0;
  return sqrt ((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho)) * sqrt (1 - power);
}

static void
update (const NnUpdate *u, nn_real *restrict w, const nn_real *restrict g, nn_real *const *moments, gsize n)
{
  double beta1 = u->item->values[BETA1], beta2 = u->item->values[BETA2], t = (double) u->t;
  nn_real b1 = (nn_real) beta1, f1 = (nn_real) (1 - beta1), b2 = (nn_real) beta2, f2 = (nn_real) (1 - beta2);
  nn_real rate = (nn_real) (u->learning_rate / (1 - pow (beta1, t)));
  nn_real factor = (nn_real) rectification (beta2, t), epsilon = (nn_real) u->item->values[EPSILON];
  nn_real *restrict m = moments[0], *restrict v = moments[1];
  for (gsize i = 0; i < n; i++)
    {
      m[i] = b1 * m[i] + f1 * g[i];
      v[i] = b2 * v[i] + f2 * g[i] * g[i];
      w[i] -= factor > 0 ? rate * m[i] * factor / (nn_sqrt (v[i]) + epsilon) : rate * m[i];
    }
}

static double
factor_of (const NnUpdate *u, const NnOneWeight *one)
{
  return rectification (u->item->values[BETA2], (double) u->t);
}

static double
change (const NnUpdate *u, const NnOneWeight *one)
{
  double factor = factor_of (u, one), m_hat = nn_adam_m_hat (u, one);
  return -u->learning_rate * (factor > 0 ? m_hat * factor / (sqrt (one->after[1]) + u->item->values[EPSILON]) : m_hat);
}

static const NnQuantity quantities[] = {
  NN_ADAM_M,
  NN_ADAM_V,
};

static const NnQuantity terms[] = {
  NN_ADAM_M_HAT,
  { "r", NULL, "rₜ √(1 − β₂ᵗ), or 0 while ρₜ ≤ 5", NULL, factor_of },
  { "Δw", NULL, "−η m̂ r / (√v + ε), or −η m̂ while r = 0", NULL, change },
};

const NnOptimizer NN_SYMBOL (nn_optimizer_radam) = {
  .type = { "radam", N_("RAdam"), N_("Adam that waits until its mean square can be trusted."), NULL, params, G_N_ELEMENTS (params) },
  .n_moments = 2,
  .update = update,
  .moments = quantities,
  .terms = terms,
  .n_terms = G_N_ELEMENTS (terms),
};
