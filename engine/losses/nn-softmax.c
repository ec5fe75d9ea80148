#include "nn-softmax.h"
#include "nn-math.h"

void
nn_softmax_max_and_sum (const nn_real *y, guint outputs, gsize ld, gsize l0, gsize n, nn_real *restrict max, nn_real *restrict sum)
{
  for (gsize i = 0; i < n; i++)
    {
      max[i] = y[l0 + i];
      sum[i] = 0;
    }
  for (guint o = 1; o < outputs; o++)
    for (gsize i = 0; i < n; i++)
      max[i] = y[o * ld + l0 + i] > max[i] ? y[o * ld + l0 + i] : max[i];
  for (guint o = 0; o < outputs; o++)
    for (gsize i = 0; i < n; i++)
      sum[i] += nn_exp (y[o * ld + l0 + i] - max[i]);
}

void
nn_softmax_predict (nn_real *y, guint outputs, gsize ld, gsize l0, gsize l1)
{
  nn_real max[NN_SOFTMAX_BLOCK], sum[NN_SOFTMAX_BLOCK];
  for (gsize l = l0; l < l1; l += NN_SOFTMAX_BLOCK)
    {
      gsize n = MIN (NN_SOFTMAX_BLOCK, l1 - l);
      nn_softmax_max_and_sum (y, outputs, ld, l, n, max, sum);
      for (guint o = 0; o < outputs; o++)
        for (gsize i = 0; i < n; i++)
          y[o * ld + l + i] = nn_exp (y[o * ld + l + i] - max[i]) / sum[i];
    }
}
