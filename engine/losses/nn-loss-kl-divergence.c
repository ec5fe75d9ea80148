/* Kullback-Leibler divergence of softmax (y) from the target distribution: sum_k t_k (log t_k - log softmax (y)_k), mean over rows,
 * 0 log 0 being 0. Targets are distributions (several target columns that add up to 1), or classes as one-hot. PyTorch:
 * KLDivLoss (reduction="batchmean") of log_softmax. */
#include <glib/gi18n-lib.h>
#include "nn-loss.h"
#include "nn-math.h"
#include "nn-softmax.h"

static void
evaluate (const NnLossPass *pass)
{
  nn_real max[NN_SOFTMAX_BLOCK], sum[NN_SOFTMAX_BLOCK];
  for (gsize l = pass->l0; l < pass->l1; l += NN_SOFTMAX_BLOCK)
    {
      gsize n = MIN (NN_SOFTMAX_BLOCK, pass->l1 - l), real = pass->rows > l ? MIN (n, pass->rows - l) : 0;
      nn_softmax_max_and_sum (pass->y, pass->outputs, pass->ld, l, n, max, sum);
      for (gsize i = 0; i < n; i++)
        {
          nn_real loss = 0, mass = 0, normalizer = nn_log (sum[i]) + max[i];
          for (guint o = 0; i < real && o < pass->outputs; o++)
            {
              nn_real t = pass->target[o * pass->ld + l + i];
              loss += (t > 0 ? t * nn_log (t) : 0) + t * (normalizer - pass->y[o * pass->ld + l + i]);
              mass += t;
            }
          pass->lane_loss[l + i] = loss;
          for (guint o = 0; pass->dy != NULL && o < pass->outputs; o++)
            {
              gsize at = o * pass->ld + l + i;
              pass->dy[at] = i < real ? (mass * nn_exp (pass->y[at] - normalizer) - pass->target[at]) * pass->scale : 0;
            }
        }
    }
}

const NnLoss NN_SYMBOL (nn_loss_kl_divergence) = {
  .type = { "kl_divergence", N_("KL divergence"), N_("How far the predicted distribution (softmax) is from the target distribution."),
            .formula = "L = t₁ · log(t₁ / p₁) + t₂ · log(t₂ / p₂) + …, p_k = e^(y_k) / (e^(y₁) + e^(y₂) + …)" },
  .slope = "p_k − t_k",
  .prediction = NN_PREDICT_PROBABILITY,
  .target = NN_TARGET_VALUES,
  .regression = TRUE,
  .unit_a_class = TRUE,
  .evaluate = evaluate,
  .predict = nn_softmax_predict,
};
