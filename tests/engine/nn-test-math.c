#include "nn-test-math.h"

#include "nn-math.h"

#define OVER(name_, expression_)                        \
  static void name_ (const float *xs, float *ys, gsize n) \
  {                                                     \
    for (gsize i = 0; i < n; i++)                       \
      {                                                 \
        float x = xs[i];                                \
        ys[i] = expression_;                            \
      }                                                 \
  }

OVER (run_exp, nn_exp (x))
OVER (run_tanh, nn_tanh (x))
OVER (run_sigmoid, nn_sigmoid (x))
OVER (run_softplus, nn_softplus (x))
OVER (run_log, nn_log (x))
OVER (run_log1p, nn_log1p (x))
OVER (run_expm1, nn_expm1 (x))
OVER (run_erf, nn_erf (x))

static double
exact_sigmoid (double x)
{
  return 1 / (1 + exp (-x));
}

static double
exact_softplus (double x)
{
  return x > 0 ? x + log1p (exp (-x)) : log1p (exp (x));
}

static const NnTestFunction functions[] = {
  { "exp", run_exp, exp, 2 },       { "tanh", run_tanh, tanh, 2 },
  { "log", run_log, log, 2 },       { "log1p", run_log1p, log1p, 2 },
  { "expm1", run_expm1, expm1, 2 }, { "erf", run_erf, erf, 2 },
  /* Made of the others: their errors add up. */
  { "sigmoid", run_sigmoid, exact_sigmoid, 4, TRUE },
  { "softplus", run_softplus, exact_softplus, 4 },
  { NULL }
};

const NnTestMath NN_SYMBOL (nn_test_math) = { G_STRINGIFY (NN_BACKEND), functions };
