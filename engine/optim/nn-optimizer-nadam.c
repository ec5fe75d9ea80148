/* NAdam (Dozat 2016) with the momentum schedule mu_t = beta1 (1 - 0.96^(t decay) / 2). As PyTorch 1.13's
 * optim.NAdam has it, the product of all mu up to the next step counts this step's mu twice; the published form counts it once. */
#include <math.h>
#include "nn-math.h"
#include "nn-optimizer.h"

enum
{
  LEARNING_RATE,
  BETA1,
  BETA2,
  EPSILON,
  MOMENTUM_DECAY,
};

static const DsParam params[] = {
  NN_LEARNING_RATE_PARAM (0.002),
  NN_BETA1_PARAM,
  NN_BETA2_PARAM,
  NN_EPSILON_PARAM (1e-8),
  { "momentum_decay", N_("Momentum decay"), NULL, N_("How fast the momentum approaches beta 1."), DS_PARAM_REAL, DS_PARAM_LOG, 0, 1, 0.004 },
};

/* In the scalars: the product of all mu so far, this step's and the next one's. */
enum
{
  PRODUCT,
  NOW,
  NEXT
};

static double
mu (const NnUpdate *u, double t)
{
  return u->item->values[BETA1] * (1 - 0.5 * pow (0.96, t * u->item->values[MOMENTUM_DECAY]));
}

static void
begin (const NnUpdate *u, double *scalars)
{
  scalars[NOW] = mu (u, (double) u->t);
  scalars[NEXT] = mu (u, (double) u->t + 1);
  scalars[PRODUCT] = (u->t == 1 ? 1 : scalars[PRODUCT]) * scalars[NOW];
}

static void
update (const NnUpdate *u, nn_real *restrict w, const nn_real *restrict g, nn_real *const *moments, gsize n)
{
  double beta2 = u->item->values[BETA2], product = u->scalars[PRODUCT], now = u->scalars[NOW], next = u->scalars[NEXT];
  nn_real b1 = (nn_real) u->item->values[BETA1], f1 = (nn_real) (1 - u->item->values[BETA1]);
  nn_real b2 = (nn_real) beta2, f2 = (nn_real) (1 - beta2);
  nn_real from_g = (nn_real) (u->learning_rate * (1 - now) / (1 - product));
  nn_real from_m = (nn_real) (u->learning_rate * next / (1 - product * now * next));
  nn_real root = (nn_real) (1 / sqrt (1 - pow (beta2, (double) u->t)));
  nn_real epsilon = (nn_real) u->item->values[EPSILON];
  nn_real *restrict m = moments[0], *restrict v = moments[1];
  for (gsize i = 0; i < n; i++)
    {
      m[i] = b1 * m[i] + f1 * g[i];
      v[i] = b2 * v[i] + f2 * g[i] * g[i];
      w[i] -= (from_g * g[i] + from_m * m[i]) / (nn_sqrt (v[i]) * root + epsilon);
    }
}

static double
share_of_g (const NnUpdate *u, const NnOneWeight *one)
{
  return u->learning_rate * (1 - u->scalars[NOW]) / (1 - u->scalars[PRODUCT]);
}

static double
share_of_m (const NnUpdate *u, const NnOneWeight *one)
{
  return u->learning_rate * u->scalars[NEXT] / (1 - u->scalars[PRODUCT] * u->scalars[NOW] * u->scalars[NEXT]);
}

static double
change (const NnUpdate *u, const NnOneWeight *one)
{
  return -(share_of_g (u, one) * one->g + share_of_m (u, one) * one->after[0]) / (sqrt (nn_adam_v_hat (u, one)) + u->item->values[EPSILON]);
}

static const NnQuantity quantities[] = {
  NN_ADAM_M,
  NN_ADAM_V,
};

static const NnQuantity terms[] = {
  { "a", NULL, "η (1 − μₜ) / (1 − Πμ)", NULL, share_of_g },
  { "b", NULL, "η μₜ₊₁ / (1 − Πμ μₜ μₜ₊₁)", NULL, share_of_m },
  NN_ADAM_V_HAT,
  { "Δw", NULL, "−(a g + b m) / (√v̂ + ε)", NULL, change },
};

const NnOptimizer NN_SYMBOL (nn_optimizer_nadam) = {
  .type = { "nadam", N_("NAdam"), N_("Adam that looks ahead along its momentum."), NULL, params, G_N_ELEMENTS (params) },
  .n_moments = 2,
  .begin = begin,
  .update = update,
  .moments = quantities,
  .terms = terms,
  .n_terms = G_N_ELEMENTS (terms),
};
