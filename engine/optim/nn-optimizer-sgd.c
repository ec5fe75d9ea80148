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

static double
change (const NnUpdate *u, const NnOneWeight *one)
{
  double momentum = u->item->values[MOMENTUM];
  if (momentum == 0)
    return -u->learning_rate * one->g;
  return -u->learning_rate * (u->item->values[NESTEROV] != 0 ? one->g + momentum * one->after[0] : one->after[0]);
}

/* Polyak 1964. The error e and v of a weight go through a matrix of 2 x 2 each step; as the rate grows an eigenvalue passes -1 first: there
 * 2 (1 + momentum) = rate, or rate (1 + 2 momentum) where momentum looks ahead. */
static double
stable_rate (const DsItem *item)
{
  double momentum = item->values[MOMENTUM];
  return 2 * (1 + momentum) / (item->values[NESTEROV] != 0 ? 1 + 2 * momentum : 1);
}

static const char *
velocity_formula (const DsItem *item)
{
  return item->values[MOMENTUM] != 0 ? "v ← μ v + g" : NULL;
}

static const char *
change_formula (const DsItem *item)
{
  if (item->values[MOMENTUM] == 0)
    return "−η g";
  return item->values[NESTEROV] != 0 ? "−η (g + μ v)" : "−η v";
}

static const NnQuantity quantities[] = {
  { "v", N_("velocity"), NULL, velocity_formula, NULL },
};

static const NnQuantity terms[] = {
  { "Δw", NULL, NULL, change_formula, change },
};

const NnOptimizer NN_SYMBOL (nn_optimizer_sgd) = {
  .type = { "sgd", N_("SGD"), N_("Straight down the gradient, with momentum if wanted."), NULL, params, G_N_ELEMENTS (params) },
  .n_moments = 1,
  .update = update,
  .stable_rate = stable_rate,
  .moments = quantities,
  .terms = terms,
  .n_terms = G_N_ELEMENTS (terms),
};
