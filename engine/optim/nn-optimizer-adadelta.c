/* Adadelta (Zeiler 2012): s = rho s + (1 - rho) g^2; d = g sqrt (a + epsilon) / sqrt (s + epsilon); a = rho a + (1 - rho) d^2;
 * w -= learning_rate d. PyTorch: optim.Adadelta. */
#include <math.h>
#include "nn-math.h"
#include "nn-optimizer.h"

enum
{
  LEARNING_RATE,
  RHO,
  EPSILON,
};

static const DsParam params[] = {
  NN_LEARNING_RATE_PARAM (1),
  NN_DECAY_PARAM ("rho", N_("Rho"), N_("How long squared gradients and steps are remembered."), 0.9),
  { "epsilon", N_("Epsilon"), NULL, N_("Keeps the roots safe; added inside them."), DS_PARAM_REAL, DS_PARAM_LOG, 0, 1, 1e-6 },
};

static void
update (const NnUpdate *u, nn_real *restrict w, const nn_real *restrict g, nn_real *const *moments, gsize n)
{
  nn_real rate = (nn_real) u->learning_rate, epsilon = (nn_real) u->item->values[EPSILON];
  nn_real rho = (nn_real) u->item->values[RHO], fresh = (nn_real) (1 - u->item->values[RHO]);
  nn_real *restrict s = moments[0], *restrict a = moments[1];
  for (gsize i = 0; i < n; i++)
    {
      s[i] = rho * s[i] + fresh * g[i] * g[i];
      nn_real d = nn_sqrt (a[i] + epsilon) / nn_sqrt (s[i] + epsilon) * g[i];
      a[i] = rho * a[i] + fresh * d * d;
      w[i] -= rate * d;
    }
}

static double
direction (const NnUpdate *u, const NnOneWeight *one)
{
  return one->g * sqrt (one->before[1] + u->item->values[EPSILON]) / sqrt (one->after[0] + u->item->values[EPSILON]);
}

static double
change (const NnUpdate *u, const NnOneWeight *one)
{
  return -u->learning_rate * direction (u, one);
}

static const NnQuantity quantities[] = {
  { "s", N_("mean squared gradient"), "s ← ρ s + (1 − ρ) g²", NULL, NULL },
  { "a", N_("mean squared step"), "a ← ρ a + (1 − ρ) d²", NULL, NULL },
};

static const NnQuantity terms[] = {
  { "d", NULL, "g √(a + ε) / √(s + ε), with the a from before", NULL, direction },
  { "Δw", NULL, "−η d", NULL, change },
};

const NnOptimizer NN_SYMBOL (nn_optimizer_adadelta) = {
  .type = { "adadelta", N_("Adadelta"), N_("Sets its own step size from the ratio of past steps to past gradients."), NULL, params, G_N_ELEMENTS (params) },
  .n_moments = 2,
  .update = update,
  .moments = quantities,
  .terms = terms,
  .n_terms = G_N_ELEMENTS (terms),
};
