/* Stochastic gradient descent with momentum (Polyak 1964) and Nesterov's form of it (Sutskever et al. 2013), without dampening:
 * v = momentum v + g; w -= learning_rate v, or learning_rate (g + momentum v). PyTorch: optim.SGD. */
#include <math.h>
#include "nn-math.h"
#include "nn-optimizer.h"

enum
{
  LEARNING_RATE,
  MOMENTUM,
  NESTEROV,
};

static const DsParam params[] = {
  NN_LEARNING_RATE_PARAM (0.03),
  NN_MOMENTUM_PARAM,
  { "nesterov", N_("Nesterov"), NULL, N_("Looks ahead along the momentum before it measures the slope."), DS_PARAM_BOOL, DS_PARAM_PLAIN, 0, 1, 0 },
};

static void
update (const NnUpdate *u, nn_real *restrict w, const nn_real *restrict g, nn_real *const *moments, gsize n)
{
  nn_real rate = (nn_real) u->learning_rate, momentum = (nn_real) u->item->values[MOMENTUM];
  nn_real *restrict v = moments[0];
  if (momentum == 0)
    for (gsize i = 0; i < n; i++)
      w[i] -= rate * g[i];
  else if (u->item->values[NESTEROV] != 0)
    for (gsize i = 0; i < n; i++)
      {
        v[i] = momentum * v[i] + g[i];
        w[i] -= rate * (g[i] + momentum * v[i]);
      }
  else
    for (gsize i = 0; i < n; i++)
      {
        v[i] = momentum * v[i] + g[i];
        w[i] -= rate * v[i];
      }
}

const NnOptimizer NN_SYMBOL (nn_optimizer_sgd) = {
  .type = { "sgd", N_("SGD"), N_("Straight down the gradient, with momentum if wanted."), NULL, params, G_N_ELEMENTS (params) },
  .n_moments = 1,
  .update = update,
};
