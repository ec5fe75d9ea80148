/* Compiled once per backend.
 *
 * One kernel serves all three products: C (m, n) = A (m, k) B (k, n), where B and C lie in vectors along n and elements of A are
 * broadcast. A block of up to MB rows times one or two groups of 16 columns of C stays in registers down the whole of k. Forward: A = w, B = x.
 * Backward: A = w^T, B = dy. Gradient: A = dy, B = xt, the layer's inputs row by row, so that no sum runs across a vector. GCC's
 * vector extension makes nn_vector what the backend's instruction set has. */
#include "nn-gemm.h"

#include <string.h>
#include "nn-blas.h"

/* Vectors to a group of 16 columns; rows and vectors of the largest block, so that it fits the registers (32 of them with AVX-512,
 * else 16). */
#define GROUP (NN_LANES / NN_VECTOR)
#if defined(__AVX512F__)
#define MB 8
#define NB (2 * GROUP)
#elif defined(__AVX__)
#define MB 4
#define NB GROUP
#else
#define MB 2
#define NB GROUP
#endif

/* Multiply-adds from which OpenBLAS, with its packing, is faster than the kernel below. With AVX-512 the kernel keeps up until the
 * operands no longer fit the second-level cache. */
#if defined(__AVX512F__)
#define BLAS_WORK 1e9
#else
#define BLAS_WORK 4e5
#endif

static inline gboolean
large (gsize m, gsize n, gsize k)
{
  return nn_gemm_use_blas && m >= 8 && n >= 8 && k >= 8 && (double) m * (double) n * (double) k >= BLAS_WORK
         && nn_blas () != NULL;
}

#ifdef NN_DOUBLE
#define GEMM nn_blas ()->dgemm
#else
#define GEMM nn_blas ()->sgemm
#endif

/* Rows of a gradient begin anywhere. */
typedef nn_real nn_unaligned __attribute__ ((vector_size (NN_VECTOR_BYTES), may_alias, aligned (sizeof (nn_real))));
#define UNALIGNED(pointer) (*(nn_unaligned *) (pointer))
#define CONST_VECTOR(pointer) (*(const nn_vector *) (pointer))

/* Element (i, p) of A is a[i * rows + p * columns]. bias: (m), what C starts from, or NULL. */
typedef struct
{
  const nn_real *a;
  gsize rows, columns;
  const nn_real *b;
  gsize ldb;
  nn_real *c;
  gsize ldc;
  const nn_real *bias;
  gsize k;
} Product;

static inline void __attribute__ ((always_inline))
block (const Product *q, gsize i0, gsize n0, const int mb, const int nb)
{
  nn_vector acc[MB][NB];
  const nn_real *a = q->a + i0 * q->rows, *b = q->b + n0;
#pragma GCC unroll 8
  for (int i = 0; i < mb; i++)
#pragma GCC unroll 8
    for (int j = 0; j < nb; j++)
      acc[i][j] = (nn_vector) { 0 } + (q->bias != NULL ? q->bias[i0 + i] : 0);
  for (gsize p = 0; p < q->k; p++)
    {
      nn_vector v[NB];
#pragma GCC unroll 8
      for (int j = 0; j < nb; j++)
        v[j] = CONST_VECTOR (b + p * q->ldb + j * NN_VECTOR);
#pragma GCC unroll 8
      for (int i = 0; i < mb; i++)
#pragma GCC unroll 8
        for (int j = 0; j < nb; j++)
          acc[i][j] += a[i * q->rows + p * q->columns] * v[j];
    }
#pragma GCC unroll 8
  for (int i = 0; i < mb; i++)
#pragma GCC unroll 8
    for (int j = 0; j < nb; j++)
      UNALIGNED (q->c + (i0 + i) * q->ldc + n0 + j * NN_VECTOR) = acc[i][j];
}

/* All m rows of nb vectors from column n0. */
static inline void __attribute__ ((always_inline))
column (const Product *q, gsize m, gsize n0, const int nb)
{
  gsize i = 0;
  for (; i + MB <= m; i += MB)
    block (q, i, n0, MB, nb);
  for (; i + 2 <= m; i += 2)
    block (q, i, n0, 2, nb);
  for (; i < m; i++)
    block (q, i, n0, 1, nb);
}

static void
multiply (const Product *q, gsize m, gsize n)
{
  gsize at = 0;
  for (; at + NB * NN_VECTOR <= n; at += NB * NN_VECTOR)
    column (q, m, at, NB);
  for (; at < n; at += NN_LANES)
    column (q, m, at, GROUP);
}

void
nn_gemm_forward (const nn_real *w, const nn_real *b, const nn_real *x, nn_real *y, guint out, guint in, gsize ld, gsize l0,
                 gsize l1)
{
  if (large (out, l1 - l0, in))
    {
      for (guint o = 0; o < out; o++)
        for (gsize l = l0; l < l1; l++)
          y[o * ld + l] = b != NULL ? b[o] : 0;
      GEMM (CblasRowMajor, CblasNoTrans, CblasNoTrans, (int) out, (int) (l1 - l0), (int) in, 1, w, (int) in, x + l0, (int) ld, 1,
            y + l0, (int) ld);
      return;
    }
  Product q = { .a = w, .rows = in, .columns = 1, .b = x + l0, .ldb = ld, .c = y + l0, .ldc = ld, .bias = b, .k = in };
  multiply (&q, out, l1 - l0);
}

void
nn_gemm_backward (const nn_real *w, const nn_real *dy, nn_real *dx, guint out, guint in, gsize ld, gsize l0, gsize l1)
{
  if (large (in, l1 - l0, out))
    {
      GEMM (CblasRowMajor, CblasTrans, CblasNoTrans, (int) in, (int) (l1 - l0), (int) out, 1, w, (int) in, dy + l0, (int) ld, 0,
            dx + l0, (int) ld);
      return;
    }
  Product q = { .a = w, .rows = 1, .columns = in, .b = dy + l0, .ldb = ld, .c = dx + l0, .ldc = ld, .k = out };
  multiply (&q, in, l1 - l0);
}

gboolean
nn_gemm_wants_rows (guint out, guint in, gsize rows)
{
  return !large (out, in, rows);
}

/* The last columns, and with them the column of ones: the bias. */
static void
gradient_tail (const nn_real *dy, const nn_real *xt, nn_real *gw, nn_real *gb, guint o0, guint o1, guint in, gsize ld, gsize rows)
{
  gsize whole = in & ~(gsize) (NN_LANES - 1), rest = in - whole, width = NN_XT_WIDTH (in);
  nn_real tile[MB][NN_LANES] __attribute__ ((aligned (NN_ALIGN)));
  for (gsize o = o0; o < o1; o += MB)
    {
      gsize m = MIN ((gsize) MB, o1 - o);
      Product q = { .a = dy + o * ld, .rows = ld, .columns = 1, .b = xt + whole, .ldb = width, .c = tile[0], .ldc = NN_LANES, .k = rows };
      column (&q, m, 0, GROUP);
      for (gsize i = 0; i < m; i++)
        {
          nn_real *row = gw + (o + i) * in + whole;
          /* Whole vectors where what they write beyond the row is written again, by the rows of this block that follow. */
          if (whole == 0 && (o1 - o - i - 1) * (gsize) in + rest >= NN_LANES)
            for (int j = 0; j < GROUP; j++)
              UNALIGNED (row + j * NN_VECTOR) = CONST_VECTOR (tile[i] + j * NN_VECTOR);
          else
            for (gsize k = 0; k < rest; k++)
              row[k] = tile[i][k];
          if (gb != NULL)
            gb[o + i] = tile[i][rest];
        }
    }
}

static void
sum_rows (const nn_real *dy, nn_real *gb, guint o0, guint o1, gsize ld, gsize rows)
{
  for (guint o = o0; o < o1; o++)
    {
      nn_vector acc = { 0 };
      nn_real sum = 0;
      for (gsize l = 0; l < NN_ROUND_UP (rows); l += NN_VECTOR)
        acc += CONST_VECTOR (dy + o * ld + l);
      for (int i = 0; i < NN_VECTOR; i++)
        sum += acc[i];
      gb[o] = sum;
    }
}

void
nn_gemm_gradient (const nn_real *dy, const nn_real *x, const nn_real *xt, nn_real *gw, nn_real *gb, guint o0, guint o1, guint in,
                  gsize ld, gsize rows)
{
  if (xt != NULL)
    {
      gsize whole = in & ~(gsize) (NN_LANES - 1);
      Product q = { .a = dy + o0 * ld, .rows = ld, .columns = 1, .b = xt, .ldb = NN_XT_WIDTH (in), .c = gw + (gsize) o0 * in,
                    .ldc = in, .k = rows };
      multiply (&q, o1 - o0, whole);
      gradient_tail (dy, xt, gw, gb, o0, o1, in, ld, rows);
      return;
    }
  if (gb != NULL)
    sum_rows (dy, gb, o0, o1, ld, rows);
  GEMM (CblasRowMajor, CblasNoTrans, CblasTrans, (int) (o1 - o0), (int) in, (int) rows, 1, dy + o0 * ld, (int) ld, x, (int) ld, 0,
        gw + (gsize) o0 * in, (int) in);
}
