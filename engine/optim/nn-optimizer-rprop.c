/* Resilient backpropagation (Riedmiller and Braun 1993): the step grows by 1.2 while the sign stays and halves when it turns, between
 * 1e-6 and 50; a turn is not followed. PyTorch: optim.Rprop; the learning rate is the first step. */
#include <math.h>
#include "nn-math.h"
#include "nn-optimizer.h"

static const DsParam params[] = {
  NN_LEARNING_RATE_PARAM (0.01),
};

static void
update (const NnUpdate *u, nn_real *restrict w, const nn_real *restrict g, nn_real *const *moments, gsize n)
{
  nn_real *restrict last = moments[0], *restrict size = moments[1];
  for (gsize i = 0; i < n; i++)
    {
      nn_real step = u->t == 1 ? (nn_real) u->learning_rate : size[i], turn = g[i] * last[i];
      step *= turn > 0 ? NN_R (1.2) : turn < 0 ? NN_R (0.5) : 1;
      step = step < NN_R (1e-6) ? NN_R (1e-6) : step > 50 ? 50 : step;
      nn_real followed = turn < 0 ? 0 : g[i];
      w[i] -= step * (nn_real) ((followed > 0) - (followed < 0));
      /* A gradient that is not a number must not be taken for one that is 0. */
      w[i] += followed - followed;
      last[i] = followed;
      size[i] = step;
    }
}

static double
change (const NnUpdate *u, const NnOneWeight *one)
{
  return -one->after[1] * (double) ((one->after[0] > 0) - (one->after[0] < 0));
}

static const NnQuantity quantities[] = {
  { "g′", N_("gradient followed"), "g′ ← g, or 0 where g has turned", NULL, NULL },
  { "Δ", N_("size of the step"), "Δ ← 1.2 Δ while the sign of g stays, Δ / 2 where it turns", NULL, NULL },
};

static const NnQuantity terms[] = {
  { "Δw", NULL, "−Δ sign g′", NULL, change },
};

const NnOptimizer NN_SYMBOL (nn_optimizer_rprop) = {
  .type = { "rprop", N_("Rprop"), N_("Steps by the sign of the gradient alone, with a size of its own for every weight. For full batches."), NULL, params, G_N_ELEMENTS (params) },
  .n_moments = 2,
  .update = update,
  .moments = quantities,
  .terms = terms,
  .n_terms = G_N_ELEMENTS (terms),
};
