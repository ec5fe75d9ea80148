/* AdamW (Loshchilov and Hutter 2019): w -= learning_rate weight_decay w, apart from the moments, then Adam. As in PyTorch's
 * optim.AdamW the decay acts on every parameter, biases too. */
#include <math.h>
#include <glib/gi18n-lib.h>
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
  { "learning_rate", N_("Learning rate"), NULL, N_("How far one step goes along the gradient."), DS_PARAM_REAL, DS_PARAM_LOG, 0, 1e9, 0.001 },
  { "beta1", N_("Beta 1"), NULL, N_("How long gradients are remembered."), DS_PARAM_REAL, DS_PARAM_PLAIN, 0, 0.999999, 0.9, 0.001 },
  { "beta2", N_("Beta 2"), NULL, N_("How long squared gradients are remembered."), DS_PARAM_REAL, DS_PARAM_PLAIN, 0, 0.999999, 0.999, 0.001 },
  { "epsilon", N_("Epsilon"), NULL, N_("Keeps the division safe; added outside the root."), DS_PARAM_REAL, DS_PARAM_LOG, 0, 1, 1e-8 },
  { "weight_decay", N_("Weight decay"), NULL, N_("The share of each parameter that one step takes away, times the learning rate."), DS_PARAM_REAL, DS_PARAM_LOG, 0, 100, 0.01 },
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

const NnOptimizer NN_SYMBOL (nn_optimizer_adamw) = {
  .type = { "adamw", N_("AdamW"), N_("Adam with weight decay that does not pass through the moments."), NULL, params, G_N_ELEMENTS (params) },
  .n_moments = 2,
  .update = update,
};
