/* Linear least squares solved at once: min |W x + b - t|^2 + penalty |W|^2 over all rows, in double precision by LAPACK: the QR
 * decomposition of the rows, then the singular values of its R (Golub and Van Loan, "Matrix Computations", 5.5). Dependent columns do
 * no harm: of all solutions the shortest is taken. Inputs are numbers of 24 bits, and of two that depend on each other (degrees Celsius
 * and Fahrenheit) rounding leaves a difference of some 1e-8 of their size: a direction that weighs no more than that is none. A penalty
 * comes as rows below the data: ridge regression, with the bias left free. Learning rate 1 goes all the way; less goes that share of it. */
#include <float.h>
#include <math.h>
#include <string.h>
#include "nn-blas.h"
#include "nn-math.h"
#include "nn-optimizer.h"

/* Of the largest singular value of columns of length 1: some twenty times what rounding them to float leaves of none. */
#define SMALLEST_SHARE (4 * FLT_EPSILON)

static const DsParam params[] = {
  { "learning_rate", N_("Learning rate"), NULL, N_("1 goes all the way to the solution at once; less, that share of the way."), DS_PARAM_REAL, DS_PARAM_PLAIN, 0, 1, 1, 0.1 },
};

/* Column-major a (m, n + outputs): the inputs, 1 for the bias, and then the targets; the rest of it is zero. */
static void
fill (const NnSearch *s, double *a, int m, int n)
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
      a[(gsize) (n + o) * m + r] = (double) s->target[o * s->ld + r];
}

/* Columns to length 1, so that what rounding has left of a dependence is told from a small unit. */
static void
scale_columns (double *a, int m, int n, double *length)
{
  for (int k = 0; k < n; k++)
    {
      double *column = a + (gsize) k * m, sum = 0;
      for (int r = 0; r < m; r++)
        sum += column[r] * column[r];
      length[k] = sum > 0 ? sqrt (sum) : 1;
      for (int r = 0; r < m; r++)
        column[r] /= length[k];
    }
}

/* a (m, columns) becomes R of its QR decomposition, the targets with it. */
static gboolean
triangulate (double *a, int m, int columns)
{
  int info, lwork = -1;
  double best = 0;
  g_autofree double *tau = g_try_new (double, columns);
  nn_blas ()->dgeqrf (&m, &columns, a, &m, tau, &best, &lwork, &info);
  lwork = (int) best;
  g_autofree double *work = g_try_new (double, MAX (lwork, 1));
  if (tau == NULL || work == NULL)
    return FALSE;
  nn_blas ()->dgeqrf (&m, &columns, a, &m, tau, work, &lwork, &info);
  return info == 0;
}

/* u (n, n) in place to its left singular vectors; values descend. */
static gboolean
decompose (double *u, int n, double *values, double *vt)
{
  int info, lwork = -1, one = 1;
  double best = 0, unused;
  nn_blas ()->dgesvd ("O", "A", &n, &n, u, &n, values, &unused, &one, vt, &n, &best, &lwork, &info);
  lwork = (int) best;
  g_autofree double *work = g_try_new (double, MAX (lwork, 1));
  if (work == NULL)
    return FALSE;
  nn_blas ()->dgesvd ("O", "A", &n, &n, u, &n, values, &unused, &one, vt, &n, work, &lwork, &info);
  return info == 0;
}

static double
dot (const double *a, const double *b, int n)
{
  double sum = 0;
  for (int i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* Takes from v what it has along `count` orthonormal vectors; twice over, so that rounding does not spoil it. */
static void
take_out (double *v, const double *basis, int count, int n)
{
  for (int pass = 0; pass < 2; pass++)
    for (int k = 0; k < count; k++)
      {
        double share = dot (v, basis + (gsize) k * n, n);
        for (int i = 0; i < n; i++)
          v[i] -= share * basis[(gsize) k * n + i];
      }
}

/* The directions in which nothing changes, rows [rank, n) of vt, orthonormal in the unscaled weights; into vt from its start. What is
 * noise in them would grow with the units: an input of thousandths would seem to depend on one of millions. */
static void
find_null_space (double *vt, int rank, int n, const double *length)
{
  g_autofree double *basis = g_new (double, (gsize) (n - rank) * n + 1);
  for (int k = 0; k < n - rank; k++)
    {
      double *v = basis + (gsize) k * n;
      for (int i = 0; i < n; i++)
        v[i] = fabs (vt[(gsize) i * n + rank + k]) > SMALLEST_SHARE ? vt[(gsize) i * n + rank + k] / length[i] : 0;
      take_out (v, basis, k, n);
      double norm = sqrt (dot (v, v, n));
      for (int i = 0; i < n; i++)
        v[i] /= norm > 0 ? norm : 1;
    }
  memcpy (vt, basis, (gsize) (n - rank) * n * sizeof (double));
}

/* The shortest of the best weights, (outputs, n), from a as triangulate() leaves it. */
static gboolean
solve (const double *a, int m, int n, guint outputs, const double *length, double *solution)
{
  g_autofree double *u = g_try_new0 (double, (gsize) n * n);
  g_autofree double *vt = g_try_new (double, (gsize) n * n);
  g_autofree double *values = g_try_new (double, n);
  int rank = 0;
  if (u == NULL || vt == NULL || values == NULL)
    return FALSE;
  for (int k = 0; k < n; k++)
    memcpy (u + (gsize) k * n, a + (gsize) k * m, (gsize) (k + 1) * sizeof (double));
  if (!decompose (u, n, values, vt))
    return FALSE;
  while (rank < n && values[rank] > SMALLEST_SHARE * values[0])
    rank++;
  for (guint o = 0; o < outputs; o++)
    for (int i = 0; i < rank; i++)
      {
        double share = dot (u + (gsize) i * n, a + (gsize) (n + o) * m, n) / values[i];
        for (int k = 0; k < n; k++)
          solution[(gsize) o * n + k] += share * vt[(gsize) k * n + i] / length[k];
      }
  find_null_space (vt, rank, n, length);
  for (guint o = 0; o < outputs; o++)
    take_out (solution + (gsize) o * n, vt, n - rank, n);
  return TRUE;
}

static void
search (const NnUpdate *u, NnSearch *s)
{
  int n = (int) (s->inputs + (s->has_bias ? 1 : 0)), m = (int) (s->rows + (s->penalty > 0 ? s->inputs : 0));
  m = MAX (m, n);
  g_autofree double *a = g_try_new0 (double, (gsize) m * (n + s->outputs));
  g_autofree double *solution = g_try_new0 (double, (gsize) n * s->outputs);
  g_autofree double *length = g_try_new (double, n);
  if (a == NULL || solution == NULL || length == NULL || nn_blas () == NULL)
    return;
  fill (s, a, m, n);
  scale_columns (a, m, n, length);
  if (!triangulate (a, m, n + (int) s->outputs) || !solve (a, m, n, s->outputs, length, solution))
    return;
  nn_real share = (nn_real) u->learning_rate;
  for (guint o = 0; o < s->outputs; o++)
    for (int k = 0; k < n; k++)
      {
        nn_real *w = k < (int) s->inputs ? s->w + (gsize) o * s->inputs + k : s->w + (gsize) s->outputs * s->inputs + o;
        *w += share * ((nn_real) solution[(gsize) o * n + k] - *w);
      }
}

const NnOptimizer NN_SYMBOL (nn_optimizer_closed_form) = {
  .type = { "closed_form", N_("Closed form"), N_("Solves linear least squares in one step, without descent."), NULL, params, G_N_ELEMENTS (params) },
  .full_batch = TRUE,
  .least_squares = TRUE,
  .search = search,
};
