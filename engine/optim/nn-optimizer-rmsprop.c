/* RMSprop (Tieleman and Hinton 2012): v = alpha v + (1 - alpha) g^2; w -= learning_rate g / (sqrt (v) + epsilon), with momentum on the
 * quotient. PyTorch: optim.RMSprop, not centered. */
#include <math.h>
#include "nn-math.h"
#include "nn-optimizer.h"

enum
{
  LEARNING_RATE,
  ALPHA,
  EPSILON,
  MOMENTUM,
};

static const DsParam params[] = {
  NN_LEARNING_RATE_PARAM (0.01),
  NN_DECAY_PARAM ("alpha", N_("Alpha"), N_("How long squared gradients are remembered."), 0.99),
  NN_EPSILON_PARAM (1e-8),
  NN_MOMENTUM_PARAM,
};

static void
update (const NnUpdate *u, nn_real *restrict w, const nn_real *restrict g, nn_real *const *moments, gsize n)
{
  nn_real rate = (nn_real) u->learning_rate, epsilon = (nn_real) u->item->values[EPSILON];
  nn_real alpha = (nn_real) u->item->values[ALPHA], fresh = (nn_real) (1 - u->item->values[ALPHA]);
  nn_real momentum = (nn_real) u->item->values[MOMENTUM];
  nn_real *restrict v = moments[0], *restrict b = moments[1];
  if (momentum == 0)
    for (gsize i = 0; i < n; i++)
      {
        v[i] = alpha * v[i] + fresh * g[i] * g[i];
        w[i] -= rate * g[i] / (nn_sqrt (v[i]) + epsilon);
      }
  else
    for (gsize i = 0; i < n; i++)
      {
        v[i] = alpha * v[i] + fresh * g[i] * g[i];
        b[i] = momentum * b[i] + g[i] / (nn_sqrt (v[i]) + epsilon);
        w[i] -= rate * b[i];
      }
}

static double
change (const NnUpdate *u, const NnOneWeight *one)
{
  if (u->item->values[MOMENTUM] != 0)
    return -u->learning_rate * one->after[1];
  return -u->learning_rate * one->g / (sqrt (one->after[0]) + u->item->values[EPSILON]);
}

static const char *
velocity_formula (const DsItem *item)
{
  return item->values[MOMENTUM] != 0 ? "b ← μ b + g / (√v + ε)" : NULL;
}

static const char *
change_formula (const DsItem *item)
{
  return item->values[MOMENTUM] != 0 ? "−η b" : "−η g / (√v + ε)";
}

static const NnQuantity quantities[] = {
  { "v", N_("mean squared gradient"), "v ← α v + (1 − α) g²", NULL, NULL },
  { "b", N_("velocity"), NULL, velocity_formula, NULL },
};

static const NnQuantity terms[] = {
  { "Δw", NULL, NULL, change_formula, change },
};

const NnOptimizer NN_SYMBOL (nn_optimizer_rmsprop) = {
  .type = { "rmsprop", N_("RMSprop"), N_("Divides by a running root mean square of the gradient."), NULL, params, G_N_ELEMENTS (params) },
  .n_moments = 2,
  .update = update,
  .moments = quantities,
  .terms = terms,
  .n_terms = G_N_ELEMENTS (terms),
};
