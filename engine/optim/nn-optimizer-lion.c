/* Lion (Chen et al. 2023, algorithm 2): w -= learning_rate (sign (beta1 m + (1 - beta1) g) + weight_decay w);
 * m = beta2 m + (1 - beta2) g. */
#include <math.h>
#include <glib/gi18n-lib.h>
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
  { "learning_rate", N_("Learning rate"), NULL, N_("How far one step goes along the gradient."), DS_PARAM_REAL, DS_PARAM_LOG, 0, 1e9, 0.0001 },
  { "beta1", N_("Beta 1"), NULL, N_("How much of the momentum goes into a step."), DS_PARAM_REAL, DS_PARAM_PLAIN, 0, 0.999999, 0.9, 0.001 },
  { "beta2", N_("Beta 2"), NULL, N_("How long gradients are remembered."), DS_PARAM_REAL, DS_PARAM_PLAIN, 0, 0.999999, 0.99, 0.001 },
  { "weight_decay", N_("Weight decay"), NULL, N_("The share of each parameter that one step takes away, times the learning rate."), DS_PARAM_REAL, DS_PARAM_LOG, 0, 100, 0 },
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

const NnOptimizer NN_SYMBOL (nn_optimizer_lion) = {
  .type = { "lion", N_("Lion"), N_("Steps by the sign of a momentum: every weight moves equally far."), NULL, params, G_N_ELEMENTS (params) },
  .n_moments = 1,
  .update = update,
};
