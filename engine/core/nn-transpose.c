/* Compiled once per backend: between samples in rows, as data come, and samples in lanes, as networks want them. */
#include "nn-gemm.h"

#if defined(__AVX512F__) && !defined(NN_DOUBLE)
#define NN_BLOCKS
typedef int nn_mask __attribute__ ((vector_size (NN_VECTOR_BYTES)));
typedef nn_real nn_unaligned __attribute__ ((vector_size (NN_VECTOR_BYTES), may_alias, aligned (4)));

/* 16 x 16 in registers: four rounds that swap ever larger halves. */
static inline void __attribute__ ((always_inline))
transpose_block (nn_vector *r, nn_real *to, gsize to_stride)
{
  const nn_mask low[4] = { { 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30 },
                           { 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29 },
                           { 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27 },
                           { 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23 } };
  const nn_mask high[4] = { { 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31 },
                            { 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31 },
                            { 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31 },
                            { 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31 } };
#pragma GCC unroll 4
  for (guint round = 0; round < 4; round++)
#pragma GCC unroll 16
    for (guint i = 0; i < NN_LANES; i++)
      if ((i >> round) % 2 == 0)
        {
          guint j = i + (1u << round);
          nn_vector a = r[i], b = r[j];
          r[i] = __builtin_shuffle (a, b, low[round]);
          r[j] = __builtin_shuffle (a, b, high[round]);
        }
#pragma GCC unroll 16
  for (guint i = 0; i < NN_LANES; i++)
    *(nn_vector *) (to + i * to_stride) = r[i];
}

static inline nn_vector __attribute__ ((always_inline))
unaligned (const nn_real *from)
{
  return *(const nn_unaligned *) from;
}
#endif

void
nn_gemm_transpose (const nn_real *x, nn_real *xt, guint n, gsize ld, gsize width, gsize l0, gsize l1)
{
#ifdef NN_BLOCKS
  for (guint k = 0; k < n; k += NN_LANES)
    for (gsize l = l0; l < l1; l += NN_LANES)
      {
        nn_vector r[NN_LANES];
#pragma GCC unroll 16
        for (guint i = 0; i < NN_LANES; i++)
          if (k + i < n)
            r[i] = unaligned (x + (k + i) * ld + l);
          else
            r[i] = (nn_vector) { 0 } + (nn_real) (k + i == n);
        transpose_block (r, xt + l * width + k, width);
      }
#else
  for (guint k = 0; k < n; k++)
    for (gsize l = l0; l < l1; l++)
      xt[l * width + k] = x[k * ld + l];
#endif
}

void
nn_gemm_gather (const float *x, const guint32 *rows, gsize n, guint inputs, nn_real *to, gsize ld, gsize l0, gsize l1)
{
  for (gsize l = l0; l < l1; l += NN_LANES)
    {
      guint k = 0;
#ifdef NN_BLOCKS
      for (; k + NN_LANES <= inputs; k += NN_LANES)
        {
          nn_vector r[NN_LANES];
#pragma GCC unroll 16
          for (guint i = 0; i < NN_LANES; i++)
            r[i] = l + i < n ? unaligned (x + (gsize) (rows != NULL ? rows[l + i] : l + i) * inputs + k) : (nn_vector) { 0 };
          transpose_block (r, to + k * ld + l, ld);
        }
#endif
      for (; k < inputs; k++)
        for (gsize i = l; i < l + NN_LANES; i++)
          to[k * ld + i] = i < n ? (nn_real) x[(gsize) (rows != NULL ? rows[i] : i) * inputs + k] : 0;
    }
}
