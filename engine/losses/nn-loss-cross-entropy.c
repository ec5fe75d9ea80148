/* Softmax cross-entropy of logits: log sum_k e^(y_k) - y_c, mean over rows; the largest logit is taken out first so that
 * nothing overflows. PyTorch: CrossEntropyLoss. */
#include <glib/gi18n-lib.h>
#include "nn-loss.h"
#include "nn-math.h"

/* Lanes are worked on in blocks that live on the stack. */
#define BLOCK 64

static void
max_and_sum (const nn_real *y, guint outputs, gsize ld, gsize l0, gsize n, nn_real *restrict max, nn_real *restrict sum)
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

static void
evaluate (const NnLossPass *pass)
{
  nn_real max[BLOCK], sum[BLOCK];
  for (gsize l = pass->l0; l < pass->l1; l += BLOCK)
    {
      gsize n = MIN (BLOCK, pass->l1 - l), real = pass->rows > l ? MIN (n, pass->rows - l) : 0;
      max_and_sum (pass->y, pass->outputs, pass->ld, l, n, max, sum);
      for (gsize i = 0; i < real; i++)
        {
          guint c = (guint) pass->target[l + i];
          pass->lane_loss[l + i] = nn_log (sum[i]) + max[i] - pass->y[c * pass->ld + l + i];
        }
      if (pass->dy == NULL)
        continue;
      for (guint o = 0; o < pass->outputs; o++)
        {
          nn_real *dy = pass->dy + o * pass->ld + l;
          const nn_real *y = pass->y + o * pass->ld + l;
          for (gsize i = 0; i < n; i++)
            dy[i] = i < real ? nn_exp (y[i] - max[i]) / sum[i] * pass->scale : 0;
        }
      for (gsize i = 0; i < real; i++)
        pass->dy[(gsize) pass->target[l + i] * pass->ld + l + i] -= pass->scale;
    }
}

static void
predict (nn_real *y, guint outputs, gsize ld, gsize l0, gsize l1)
{
  nn_real max[BLOCK], sum[BLOCK];
  for (gsize l = l0; l < l1; l += BLOCK)
    {
      gsize n = MIN (BLOCK, l1 - l);
      max_and_sum (y, outputs, ld, l, n, max, sum);
      for (guint o = 0; o < outputs; o++)
        for (gsize i = 0; i < n; i++)
          y[o * ld + l + i] = nn_exp (y[o * ld + l + i] - max[i]) / sum[i];
    }
}

const NnLoss NN_SYMBOL (nn_loss_cross_entropy) = {
  .type = { "cross_entropy", N_("Cross-entropy"),
            N_("For two or more classes: minus the log of the probability (softmax) given to the right one.") },
  .prediction = NN_PREDICT_PROBABILITY,
  .target = NN_TARGET_CLASS,
  .evaluate = evaluate,
  .predict = predict,
};
