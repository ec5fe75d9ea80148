/* Lion (Chen et al. 2023, algorithm 2): w -= learning_rate (sign (beta1 m + (1 - beta1) g) + weight_decay w);
 * m = beta2 m + (1 - beta2) g. */
#include <math.h>
#include "nn-math.h"
#include "nn-optimizer.h"

enum
{
  LEARNING_RATE,
  BETA1,
  BETA2,
  WEIGHT_DECAY,
};

static const DsParam params[] = {
  NN_LEARNING_RATE_PARAM (0.0001),
  NN_DECAY_PARAM ("beta1", N_("Beta 1"), N_("How much of the momentum goes into a step."), 0.9),
  NN_DECAY_PARAM ("beta2", N_("Beta 2"), N_("How long gradients are remembered."), 0.99),
  NN_WEIGHT_DECAY_PARAM (0),
};

static void
update (const NnUpdate *u, nn_real *restrict w, const nn_real *restrict g, nn_real *const *moments, gsize n)
{
  nn_real rate = (nn_real) u->learning_rate, keep = (nn_real) (1 - u->learning_rate * u->item->values[WEIGHT_DECAY]);
  nn_real b1 = (nn_real) u->item->values[BETA1], f1 = (nn_real) (1 - u->item->values[BETA1]);
  nn_real b2 = (nn_real) u->item->values[BETA2], f2 = (nn_real) (1 - u->item->values[BETA2]);
  nn_real *restrict m = moments[0];
  for (gsize i = 0; i < n; i++)
    {
      nn_real c = b1 * m[i] + f1 * g[i];
      /* c - c is 0, or NaN where c is. */
      w[i] = w[i] * keep - rate * (nn_real) ((c > 0) - (c < 0)) + (c - c);
      m[i] = b2 * m[i] + f2 * g[i];
    }
}

static double
blend (const NnUpdate *u, const NnOneWeight *one)
{
  return u->item->values[BETA1] * one->before[0] + (1 - u->item->values[BETA1]) * one->g;
}

static double
change (const NnUpdate *u, const NnOneWeight *one)
{
  double c = blend (u, one);
  return -u->learning_rate * ((double) ((c > 0) - (c < 0)) + u->item->values[WEIGHT_DECAY] * one->w);
}

static const NnQuantity quantities[] = {
  { "m", N_("mean gradient"), "m ← β₂ m + (1 − β₂) g", NULL, NULL },
};

static const NnQuantity terms[] = {
  { "c", NULL, "β₁ m + (1 − β₁) g, with the m from before", NULL, blend },
  { "Δw", NULL, "−η (sign c + λ w)", NULL, change },
};

const NnOptimizer NN_SYMBOL (nn_optimizer_lion) = {
  .type = { "lion", N_("Lion"), N_("Steps by the sign of a momentum: every weight moves equally far."), NULL, params, G_N_ELEMENTS (params) },
  .n_moments = 1,
  .update = update,
  .moments = quantities,
  .terms = terms,
  .n_terms = G_N_ELEMENTS (terms),
};
