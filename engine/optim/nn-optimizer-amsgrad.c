/* AMSGrad (Reddi, Kale and Kumar 2018). PyTorch: optim.Adam with amsgrad, which keeps the largest v before the bias correction. */
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

static void
update (const NnUpdate *u, nn_real *restrict w, const nn_real *restrict g, nn_real *const *moments, gsize n)
{
  double beta1 = u->item->values[BETA1], beta2 = u->item->values[BETA2];
  nn_real b1 = (nn_real) beta1, f1 = (nn_real) (1 - beta1), b2 = (nn_real) beta2, f2 = (nn_real) (1 - beta2);
  nn_real rate = (nn_real) (u->learning_rate / (1 - pow (beta1, (double) u->t)));
  nn_real root = (nn_real) (1 / sqrt (1 - pow (beta2, (double) u->t)));
  nn_real epsilon = (nn_real) u->item->values[EPSILON];
  nn_real *restrict m = moments[0], *restrict v = moments[1], *restrict largest = moments[2];
  for (gsize i = 0; i < n; i++)
    {
      m[i] = b1 * m[i] + f1 * g[i];
      v[i] = b2 * v[i] + f2 * g[i] * g[i];
      largest[i] = v[i] > largest[i] ? v[i] : largest[i];
      w[i] -= rate * m[i] / (nn_sqrt (largest[i]) * root + epsilon);
    }
}

static double
largest_corrected (const NnUpdate *u, const NnOneWeight *one)
{
  return one->after[2] / (1 - pow (u->item->values[BETA2], (double) u->t));
}

static double
change (const NnUpdate *u, const NnOneWeight *one)
{
  return -u->learning_rate * nn_adam_m_hat (u, one) / (sqrt (largest_corrected (u, one)) + u->item->values[EPSILON]);
}

static const NnQuantity quantities[] = {
  NN_ADAM_M,
  NN_ADAM_V,
  { "v⁺", N_("largest mean squared gradient"), "v⁺ ← max (v⁺, v)", NULL, NULL },
};

static const NnQuantity terms[] = {
  NN_ADAM_M_HAT,
  { "v̂", NULL, "v⁺ / (1 − β₂ᵗ)", NULL, largest_corrected },
  { "Δw", NULL, "−η m̂ / (√v̂ + ε)", NULL, change },
};

const NnOptimizer NN_SYMBOL (nn_optimizer_amsgrad) = {
  .type = { "amsgrad", N_("AMSGrad"), N_("Adam that never forgets the largest mean square: its steps only get smaller."), NULL, params, G_N_ELEMENTS (params) },
  .n_moments = 3,
  .update = update,
  .moments = quantities,
  .terms = terms,
  .n_terms = G_N_ELEMENTS (terms),
};
