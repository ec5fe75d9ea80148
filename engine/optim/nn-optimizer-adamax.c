/* Adamax (Kingma and Ba 2015, algorithm 2): u = max (beta2 u, |g| + epsilon). PyTorch: optim.Adamax. */
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
  NN_LEARNING_RATE_PARAM (0.002),
  NN_BETA1_PARAM,
  NN_DECAY_PARAM ("beta2", N_("Beta 2"), N_("How long the largest gradient is remembered."), 0.999),
  { "epsilon", N_("Epsilon"), NULL, N_("Keeps the division safe; added to the gradient’s size."), DS_PARAM_REAL, DS_PARAM_LOG, 0, 1, 1e-8 },
};

static void
update (const NnUpdate *u, nn_real *restrict w, const nn_real *restrict g, nn_real *const *moments, gsize n)
{
  double beta1 = u->item->values[BETA1];
  nn_real b1 = (nn_real) beta1, f1 = (nn_real) (1 - beta1), b2 = (nn_real) u->item->values[BETA2];
  nn_real rate = (nn_real) (u->learning_rate / (1 - pow (beta1, (double) u->t)));
  nn_real epsilon = (nn_real) u->item->values[EPSILON];
  nn_real *restrict m = moments[0], *restrict largest = moments[1];
  for (gsize i = 0; i < n; i++)
    {
      m[i] = b1 * m[i] + f1 * g[i];
      nn_real faded = b2 * largest[i], fresh = nn_abs (g[i]) + epsilon;
      largest[i] = faded > fresh ? faded : fresh;
      w[i] -= rate * m[i] / largest[i];
    }
}

static double
change (const NnUpdate *u, const NnOneWeight *one)
{
  return -u->learning_rate * nn_adam_m_hat (u, one) / one->after[1];
}

static const NnQuantity quantities[] = {
  NN_ADAM_M,
  { "u", N_("largest recent gradient"), "u ← max (β₂ u, |g| + ε)", NULL, NULL },
};

static const NnQuantity terms[] = {
  NN_ADAM_M_HAT,
  { "Δw", NULL, "−η m̂ / u", NULL, change },
};

const NnOptimizer NN_SYMBOL (nn_optimizer_adamax) = {
  .type = { "adamax", N_("Adamax"), N_("Adam with the largest recent gradient instead of the mean square."), NULL, params, G_N_ELEMENTS (params) },
  .n_moments = 2,
  .update = update,
  .moments = quantities,
  .terms = terms,
  .n_terms = G_N_ELEMENTS (terms),
};
