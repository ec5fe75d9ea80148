/* Principal components of states by the Gram matrix: with m states of n weights, m much smaller than n, the eigenvectors u of the
 * centred (m, m) Gram matrix give the directions X' u / |X' u| (Turk and Pentland 1991). In double precision, by blocks of
 * weights, with BLAS and LAPACK of OpenBLAS. */
#include <math.h>
#include <string.h>
#include "nn-blas.h"
#include "nn-plane.h"

#define BLOCK 4096

/* Weights [from, to) of every state less their mean, into (m, BLOCK). */
static void
centred_block (const NnWaypoint *states, guint m, gsize from, gsize to, double *block)
{
  for (gsize i = from; i < to; i++)
    {
      double mean = 0;
      for (guint k = 0; k < m; k++)
        mean += (double) states[k].weights[i];
      mean /= m;
      for (guint k = 0; k < m; k++)
        block[(gsize) k * BLOCK + i - from] = (double) states[k].weights[i] - mean;
    }
}

/* Calls for blocks of what is trained. */
typedef void (*BlockFunc) (gpointer data, const double *block, gsize from, gsize n);

static gboolean
for_blocks (const NnPlan *plan, const NnWaypoint *states, guint m, BlockFunc func, gpointer data, NnStopFunc stop, gpointer stop_data)
{
  g_autofree double *block = g_try_new (double, (gsize) m * BLOCK);
  if (block == NULL)
    return FALSE;
  for (guint t = 0; t < plan->n_tensors; t++)
    {
      const NnTensor *tensor = &plan->tensors[t];
      gsize end = tensor->offset + (gsize) tensor->rows * MAX (tensor->cols, 1);
      for (gsize from = tensor->offset; tensor->trainable && from < end; from += BLOCK)
        {
          gsize to = MIN (from + BLOCK, end);
          if (stop != NULL && stop (stop_data))
            return FALSE;
          centred_block (states, m, from, to, block);
          func (data, block, from, to - from);
        }
    }
  return TRUE;
}

typedef struct
{
  guint m;
  double *gram;
  const double *u1, *u2; /* (m) */
  float *d1, *d2;
} Pca;

static void
add_gram (gpointer data, const double *block, gsize from, gsize n)
{
  Pca *pca = data;
  nn_blas ()->dsyrk (CblasRowMajor, CblasLower, CblasNoTrans, (int) pca->m, (int) n, 1, block, BLOCK, 1, pca->gram, (int) pca->m);
}

static void
combine (gpointer data, const double *block, gsize from, gsize n)
{
  Pca *pca = data;
  for (gsize i = 0; i < n; i++)
    {
      double a = 0, b = 0;
      for (guint k = 0; k < pca->m; k++)
        {
          a += pca->u1[k] * block[(gsize) k * BLOCK + i];
          b += pca->u2[k] * block[(gsize) k * BLOCK + i];
        }
      pca->d1[from + i] = (float) a;
      pca->d2[from + i] = (float) b;
    }
}

static gboolean
eigen (double *gram, int m, double *values)
{
  int lwork = 34 * m, info;
  g_autofree double *work = g_new (double, lwork);
  /* The row-major lower triangle is the column-major upper one. */
  nn_blas ()->dsyev ("V", "U", &m, gram, &m, values, work, &lwork, &info);
  return info == 0;
}

static void
to_unit (float *d, gsize n, double length)
{
  for (gsize i = 0; i < n; i++)
    d[i] = (float) ((double) d[i] / length);
}

gboolean
nn_principal_directions (const NnPlan *plan, const NnWaypoint *states, guint n_states, float *d1, float *d2, double variance[2],
                         NnStopFunc stop, gpointer stop_data)
{
  guint m = n_states;
  if (m < 3 || nn_blas () == NULL)
    return FALSE;
  g_autofree double *gram = g_new0 (double, (gsize) m * m);
  g_autofree double *values = g_new0 (double, m);
  Pca pca = { .m = m, .gram = gram, .d1 = d1, .d2 = d2 };
  if (!for_blocks (plan, states, m, add_gram, &pca, stop, stop_data))
    return FALSE;
  double trace = 0;
  for (guint k = 0; k < m; k++)
    trace += gram[(gsize) k * m + k];
  if (!isfinite (trace) || trace <= 0 || !eigen (gram, (int) m, values))
    return FALSE;
  /* Eigenvalues ascend; eigenvector k lies in column k of the column-major matrix. A second one in the noise spans nothing. */
  double first = values[m - 1], second = values[m - 2];
  if (!(second > 1e-10 * first))
    return FALSE;
  pca.u1 = gram + (gsize) (m - 1) * m;
  pca.u2 = gram + (gsize) (m - 2) * m;
  if (!for_blocks (plan, states, m, combine, &pca, stop, stop_data))
    return FALSE;
  to_unit (d1, plan->n_weights, sqrt (first));
  to_unit (d2, plan->n_weights, sqrt (second));
  variance[0] = first / trace;
  variance[1] = second / trace;
  return TRUE;
}
