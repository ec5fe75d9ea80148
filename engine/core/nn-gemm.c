/* Compiled once per backend.
 *
 * The blocks keep 4 outputs (or inputs) times 16 lanes in registers and run down the inner dimension; the weight is a
 * broadcast, the lanes are a vector. GCC's vector extension lowers nn_lanes to whatever the backend's instruction set has. */
#include <cblas.h>
#include "nn-gemm.h"

#define BLOCK 4
/* Multiply-adds from which packing a product for OpenBLAS pays. */
#define BLAS_WORK 200000

static inline gboolean
large (gsize m, gsize n, gsize k)
{
  return nn_gemm_use_blas && m >= 8 && n >= 8 && k >= 8 && (double) m * (double) n * (double) k >= BLAS_WORK;
}

#ifdef NN_DOUBLE
#define GEMM cblas_dgemm
#else
#define GEMM cblas_sgemm
#endif

#define LANES(pointer) (*(nn_lanes *) (pointer))
#define CONST_LANES(pointer) (*(const nn_lanes *) (pointer))

/* Lanes l .. l+15 of outputs o .. o+n-1. */
static inline void __attribute__ ((always_inline))
forward_block (const nn_real *w, const nn_real *b, const nn_real *x, nn_real *y, guint o, guint n, guint in, gsize ld, gsize l)
{
  nn_lanes acc[BLOCK];
  for (guint i = 0; i < n; i++)
    acc[i] = (nn_lanes) { 0 } + (b != NULL ? b[o + i] : 0);
  for (guint k = 0; k < in; k++)
    {
      nn_lanes v = CONST_LANES (x + k * ld + l);
      for (guint i = 0; i < n; i++)
        acc[i] += w[(gsize) (o + i) * in + k] * v;
    }
  for (guint i = 0; i < n; i++)
    LANES (y + (o + i) * ld + l) = acc[i];
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
  for (gsize l = l0; l < l1; l += NN_LANES)
    {
      guint o = 0;
      for (; o + BLOCK <= out; o += BLOCK)
        forward_block (w, b, x, y, o, BLOCK, in, ld, l);
      for (; o < out; o++)
        forward_block (w, b, x, y, o, 1, in, ld, l);
    }
}

/* Lanes l .. l+15 of inputs k .. k+n-1. */
static inline void __attribute__ ((always_inline))
backward_block (const nn_real *w, const nn_real *dy, nn_real *dx, guint k, guint n, guint out, guint in, gsize ld, gsize l)
{
  nn_lanes acc[BLOCK];
  for (guint i = 0; i < n; i++)
    acc[i] = (nn_lanes) { 0 };
  for (guint o = 0; o < out; o++)
    {
      nn_lanes v = CONST_LANES (dy + o * ld + l);
      for (guint i = 0; i < n; i++)
        acc[i] += w[(gsize) o * in + k + i] * v;
    }
  for (guint i = 0; i < n; i++)
    LANES (dx + (k + i) * ld + l) = acc[i];
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
  for (gsize l = l0; l < l1; l += NN_LANES)
    {
      guint k = 0;
      for (; k + BLOCK <= in; k += BLOCK)
        backward_block (w, dy, dx, k, BLOCK, out, in, ld, l);
      for (; k < in; k++)
        backward_block (w, dy, dx, k, 1, out, in, ld, l);
    }
}

/* The sum of 16 lanes, always in the same tree. */
static inline nn_real __attribute__ ((always_inline))
sum_lanes (nn_lanes v)
{
  nn_real s8[8], s4[4];
  for (int i = 0; i < 8; i++)
    s8[i] = v[i] + v[i + 8];
  for (int i = 0; i < 4; i++)
    s4[i] = s8[i] + s8[i + 4];
  return (s4[0] + s4[2]) + (s4[1] + s4[3]);
}

static inline void __attribute__ ((always_inline))
gradient_block (const nn_real *dy, const nn_real *x, nn_real *gw, guint o, guint k, guint n, guint in, gsize ld, gsize lanes)
{
  nn_lanes acc[BLOCK];
  for (guint i = 0; i < n; i++)
    acc[i] = (nn_lanes) { 0 };
  for (gsize l = 0; l < lanes; l += NN_LANES)
    {
      nn_lanes v = CONST_LANES (dy + o * ld + l);
      for (guint i = 0; i < n; i++)
        acc[i] += v * CONST_LANES (x + (k + i) * ld + l);
    }
  for (guint i = 0; i < n; i++)
    gw[(gsize) o * in + k + i] = sum_lanes (acc[i]);
}

void
nn_gemm_gradient (const nn_real *dy, const nn_real *x, nn_real *gw, nn_real *gb, guint o0, guint o1, guint in, gsize ld,
                  gsize rows)
{
  gsize lanes = NN_ROUND_UP (rows);
  for (guint o = o0; gb != NULL && o < o1; o++)
    {
      nn_lanes acc = { 0 };
      for (gsize l = 0; l < lanes; l += NN_LANES)
        acc += CONST_LANES (dy + o * ld + l);
      gb[o] = sum_lanes (acc);
    }
  if (large (o1 - o0, in, rows))
    {
      GEMM (CblasRowMajor, CblasNoTrans, CblasTrans, (int) (o1 - o0), (int) in, (int) rows, 1, dy + o0 * ld, (int) ld, x,
            (int) ld, 0, gw + (gsize) o0 * in, (int) in);
      return;
    }
  for (guint o = o0; o < o1; o++)
    {
      guint k = 0;
      for (; k + BLOCK <= in; k += BLOCK)
        gradient_block (dy, x, gw, o, k, BLOCK, in, ld, lanes);
      for (; k < in; k++)
        gradient_block (dy, x, gw, o, k, 1, in, ld, lanes);
    }
}
