/* AdaGrad (Duchi et al. 2011): s += g^2; w -= learning_rate g / (sqrt (s) + epsilon). PyTorch: optim.Adagrad. */
#include <math.h>
#include "nn-math.h"
#include "nn-optimizer.h"

enum
{
  LEARNING_RATE,
  EPSILON,
};

static const DsParam params[] = {
  NN_LEARNING_RATE_PARAM (0.01),
  NN_EPSILON_PARAM (1e-10),
};

static void
update (const NnUpdate *u, nn_real *restrict w, const nn_real *restrict g, nn_real *const *moments, gsize n)
{
  nn_real rate = (nn_real) u->learning_rate, epsilon = (nn_real) u->item->values[EPSILON];
  nn_real *restrict s = moments[0];
  for (gsize i = 0; i < n; i++)
    {
      s[i] += g[i] * g[i];
      w[i] -= rate * g[i] / (nn_sqrt (s[i]) + epsilon);
    }
}

static double
change (const NnUpdate *u, const NnOneWeight *one)
{
  return -u->learning_rate * one->g / (sqrt (one->after[0]) + u->item->values[EPSILON]);
}

static const NnQuantity quantities[] = {
  { "s", N_("sum of squared gradients"), "s ← s + g²", NULL, NULL },
};

static const NnQuantity terms[] = {
  { "Δw", NULL, "−η g / (√s + ε)", NULL, change },
};

const NnOptimizer NN_SYMBOL (nn_optimizer_adagrad) = {
  .type = { "adagrad", N_("AdaGrad"), N_("Divides by the root of the sum of all squared gradients: rare features keep large steps."), NULL, params, G_N_ELEMENTS (params) },
  .n_moments = 1,
  .update = update,
  .moments = quantities,
  .terms = terms,
  .n_terms = G_N_ELEMENTS (terms),
};
