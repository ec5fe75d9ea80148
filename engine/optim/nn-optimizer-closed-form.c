/* Linear least squares solved at once: min |W x + b - t|^2 + penalty |W|^2 over all rows, by LAPACK's dgelsd (singular values, so
 * that dependent columns do no harm: the shortest solution is taken). A penalty comes as rows below the data: ridge regression,
 * with the bias left free. Learning rate 1 goes all the way; less goes that share of the way. */
#include <string.h>
#include "nn-blas.h"
#include "nn-math.h"
#include "nn-optimizer.h"

static const DsParam params[] = {
  { "learning_rate", N_("Learning rate"), NULL, N_("1 goes all the way to the solution at once; less, that share of the way."), DS_PARAM_REAL, DS_PARAM_PLAIN, 0, 1, 1, 0.1 },
};

/* Column-major a (m, n) and b (m, outputs). */
static void
fill (const NnSearch *s, double *a, double *b, int m)
{
  for (guint k = 0; k < s->inputs; k++)
    for (gsize r = 0; r < s->rows; r++)
      a[(gsize) k * m + r] = (double) s->x[k * s->ld + r];
  for (gsize r = 0; s->has_bias && r < s->rows; r++)
    a[(gsize) s->inputs * m + r] = 1;
  for (guint k = 0; s->penalty > 0 && k < s->inputs; k++)
    a[(gsize) k * m + s->rows + k] = sqrt (s->penalty);
  for (guint o = 0; o < s->outputs; o++)
    for (gsize r = 0; r < s->rows; r++)
      b[(gsize) o * m + r] = (double) s->target[o * s->ld + r];
}

/* Solves in place: the first n rows of b become the solution. FALSE if memory is out, or LAPACK is not there or does not converge. */
static gboolean
solve (double *a, double *b, int m, int ldb, int n, int outputs)
{
  const NnBlas *blas = nn_blas ();
  int rank, info, lwork = -1, integers = 0;
  double rcond = -1, best = 0;
  g_autofree double *singular = g_try_new (double, MIN (m, n));
  if (blas == NULL)
    return FALSE;
  blas->dgelsd (&m, &n, &outputs, a, &m, b, &ldb, singular, &rcond, &rank, &best, &lwork, &integers, &info);
  lwork = (int) best;
  g_autofree double *work = g_try_new (double, MAX (lwork, 1));
  g_autofree int *iwork = g_try_new (int, MAX (integers, 1));
  if (singular == NULL || work == NULL || iwork == NULL)
    return FALSE;
  blas->dgelsd (&m, &n, &outputs, a, &m, b, &ldb, singular, &rcond, &rank, work, &lwork, iwork, &info);
  return info == 0;
}

static void
search (const NnUpdate *u, NnSearch *s)
{
  int n = (int) (s->inputs + (s->has_bias ? 1 : 0)), m = (int) (s->rows + (s->penalty > 0 ? s->inputs : 0)), ldb = MAX (m, n);
  g_autofree double *a = g_try_new0 (double, (gsize) m * n);
  g_autofree double *b = g_try_new0 (double, (gsize) m * s->outputs);
  g_autofree double *solution = g_try_new0 (double, (gsize) ldb * s->outputs);
  if (a == NULL || b == NULL || solution == NULL)
    return;
  fill (s, a, b, m);
  for (guint o = 0; o < s->outputs; o++)
    memcpy (solution + (gsize) o * ldb, b + (gsize) o * m, (gsize) m * sizeof (double));
  if (!solve (a, solution, m, ldb, n, (int) s->outputs))
    return;
  nn_real share = (nn_real) u->learning_rate;
  for (guint o = 0; o < s->outputs; o++)
    for (int k = 0; k < n; k++)
      {
        nn_real *w = k < (int) s->inputs ? s->w + (gsize) o * s->inputs + k : s->w + (gsize) s->outputs * s->inputs + o;
        *w += share * ((nn_real) solution[(gsize) o * ldb + k] - *w);
      }
}

const NnOptimizer NN_SYMBOL (nn_optimizer_closed_form) = {
  .type = { "closed_form", N_("Closed form"), N_("Solves linear least squares in one step, without descent."), NULL, params, G_N_ELEMENTS (params) },
  .full_batch = TRUE,
  .least_squares = TRUE,
  .search = search,
};
