/* Softmax cross-entropy of logits, mean over rows: log sum_k e^(y_k) - sum_k t_k y_k, where t is 1 - smoothing for the right class
 * plus smoothing / K for each (Szegedy et al. 2016). With class weights w each term t_k y_k
 * counts w_k times and the mean divides by the sum of the right classes' weights. PyTorch: CrossEntropyLoss (weight, label_smoothing). */
#include <glib/gi18n-lib.h>
#include "nn-class-weight.h"
#include "nn-loss.h"
#include "nn-math.h"
#include "nn-softmax.h"

enum
{
  LABEL_SMOOTHING,
  CLASS_WEIGHT
};

static const DsParam params[] = {
  { "label_smoothing", N_("Label smoothing"), NULL, N_("How much of each label is spread evenly over all classes."), DS_PARAM_REAL, DS_PARAM_PLAIN, 0, 0.99, 0, 0.05 },
  NN_CLASS_WEIGHT_PARAM,
};

static nn_real
weight_of (const NnLossPass *pass, guint class_index)
{
  return pass->class_weight != NULL ? pass->class_weight[class_index] : 1;
}

/* What p_k is multiplied by in the gradient of n samples from lane l: the weights of all terms of their sums; 1 where all count alike. */
static void
block_masses (const NnLossPass *pass, gsize l, gsize n, nn_real smoothing, nn_real *mass)
{
  nn_real all = 0;
  for (guint o = 0; o < pass->outputs; o++)
    all += weight_of (pass, o);
  for (gsize i = 0; i < n; i++)
    mass[i] = pass->lane_weight == NULL ? 1 : (1 - smoothing) * pass->lane_weight[l + i] + smoothing / (nn_real) pass->outputs * all;
}

/* The losses of n samples from lane l. */
static void
block_losses (const NnLossPass *pass, gsize l, gsize n, const nn_real *max, const nn_real *sum, nn_real smoothing)
{
  for (gsize i = 0; i < n; i++)
    {
      guint c = (guint) pass->target[l + i];
      nn_real normalizer = nn_log (sum[i]) + max[i];
      nn_real loss = (1 - smoothing) * weight_of (pass, c) * (normalizer - pass->y[c * pass->ld + l + i]);
      for (guint o = 0; smoothing > 0 && o < pass->outputs; o++)
        loss += smoothing / (nn_real) pass->outputs * weight_of (pass, o) * (normalizer - pass->y[o * pass->ld + l + i]);
      pass->lane_loss[l + i] = loss;
    }
}

static void
evaluate (const NnLossPass *pass)
{
  nn_real max[NN_SOFTMAX_BLOCK], sum[NN_SOFTMAX_BLOCK], mass[NN_SOFTMAX_BLOCK];
  nn_real smoothing = (nn_real) pass->item->values[LABEL_SMOOTHING];
  for (gsize l = pass->l0; l < pass->l1; l += NN_SOFTMAX_BLOCK)
    {
      gsize n = MIN (NN_SOFTMAX_BLOCK, pass->l1 - l), real = pass->rows > l ? MIN (n, pass->rows - l) : 0;
      nn_softmax_max_and_sum (pass->y, pass->outputs, pass->ld, l, n, max, sum);
      block_losses (pass, l, real, max, sum, smoothing);
      if (pass->dy == NULL)
        continue;
      block_masses (pass, l, n, smoothing, mass);
      for (guint o = 0; o < pass->outputs; o++)
        {
          nn_real spread = smoothing / (nn_real) pass->outputs * weight_of (pass, o);
          nn_real *dy = pass->dy + o * pass->ld + l;
          const nn_real *y = pass->y + o * pass->ld + l;
          for (gsize i = 0; i < n; i++)
            dy[i] = i < real ? (nn_exp (y[i] - max[i]) / sum[i] * mass[i] - spread) * pass->scale : 0;
        }
      for (gsize i = 0; i < real; i++)
        pass->dy[(gsize) pass->target[l + i] * pass->ld + l + i] -= (1 - smoothing) * weight_of (pass, (guint) pass->target[l + i]) * pass->scale;
    }
}

const NnLoss NN_SYMBOL (nn_loss_cross_entropy) = {
  .type = { "cross_entropy", N_("Cross-entropy"),
            N_("For two or more classes: minus the log of the probability (softmax) given to the right one."), NULL, params,
            G_N_ELEMENTS (params),
            .formula = "L = −(t₁ · log p₁ + t₂ · log p₂ + …), p_k = e^(y_k) / (e^(y₁) + e^(y₂) + …), "
                       "t_k = 1 − label_smoothing for the right class, else 0, and label_smoothing / n more for each of n" },
  .slope = "p_k − t_k",
  .prediction = NN_PREDICT_PROBABILITY,
  .target = NN_TARGET_CLASS,
  .unit_a_class = TRUE,
  .weighted_mean = TRUE,
  .evaluate = evaluate,
  .predict = nn_softmax_predict,
};
