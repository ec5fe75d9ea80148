/* AdamW (Loshchilov and Hutter 2019): w -= learning_rate weight_decay w, apart from the moments, then Adam. As in PyTorch's
 * optim.AdamW the decay acts on every parameter, biases too. */
#include <math.h>
#include "nn-math.h"
#include "nn-optimizer.h"

enum
{
  LEARNING_RATE,
  BETA1,
  BETA2,
  EPSILON,
  WEIGHT_DECAY,
};

static const DsParam params[] = {
  NN_LEARNING_RATE_PARAM (0.001),
  NN_BETA1_PARAM,
  NN_BETA2_PARAM,
  NN_EPSILON_PARAM (1e-8),
  NN_WEIGHT_DECAY_PARAM (0.01),
};

static void
update (const NnUpdate *u, nn_real *restrict w, const nn_real *restrict g, nn_real *const *moments, gsize n)
{
  double beta1 = u->item->values[BETA1], beta2 = u->item->values[BETA2];
  nn_real b1 = (nn_real) beta1, f1 = (nn_real) (1 - beta1), b2 = (nn_real) beta2, f2 = (nn_real) (1 - beta2);
  nn_real rate = (nn_real) (u->learning_rate / (1 - pow (beta1, (double) u->t)));
  nn_real root = (nn_real) (1 / sqrt (1 - pow (beta2, (double) u->t)));
  nn_real epsilon = (nn_real) u->item->values[EPSILON];
  nn_real keep = (nn_real) (1 - u->learning_rate * u->item->values[WEIGHT_DECAY]);
  nn_real *restrict m = moments[0], *restrict v = moments[1];
  for (gsize i = 0; i < n; i++)
    {
      m[i] = b1 * m[i] + f1 * g[i];
      v[i] = b2 * v[i] + f2 * g[i] * g[i];
      w[i] = w[i] * keep - rate * m[i] / (nn_sqrt (v[i]) * root + epsilon);
    }
}

static double
change (const NnUpdate *u, const NnOneWeight *one)
{
  return -u->learning_rate * (u->item->values[WEIGHT_DECAY] * one->w + nn_adam_direction (u, one));
}

static const NnQuantity quantities[] = {
  NN_ADAM_M,
  NN_ADAM_V,
};

static const NnQuantity terms[] = {
  NN_ADAM_M_HAT,
  NN_ADAM_V_HAT,
  { "Δw", NULL, "−η m̂ / (√v̂ + ε) − η λ w", NULL, change },
};

const NnOptimizer NN_SYMBOL (nn_optimizer_adamw) = {
  .type = { "adamw", N_("AdamW"), N_("Adam with weight decay that does not pass through the moments."), NULL, params, G_N_ELEMENTS (params) },
  .n_moments = 2,
  .update = update,
  .moments = quantities,
  .terms = terms,
  .n_terms = G_N_ELEMENTS (terms),
};
