/* Focal loss of logits (Lin et al. 2017, equation 4), in its softmax form: -(1 - p)^gamma log p for the probability p of the right
 * class, mean over rows (weighed by class: their sum over that of the
 * weights, alpha of equation 5). With gamma 0 it is cross-entropy. d/dy_k = (p_k - t_k) ((1 - p)^gamma - gamma p (1 - p)^(gamma - 1) log p). */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-class-weight.h"
#include "nn-loss.h"
#include "nn-math.h"
#include "nn-softmax.h"

enum
{
  GAMMA,
  CLASS_WEIGHT
};

static const DsParam params[] = {
  { "gamma", N_("Gamma"), NULL, N_("How strongly samples that are already right are played down."), DS_PARAM_REAL, DS_PARAM_PLAIN, 0, 10, 2, 0.5 },
  NN_CLASS_WEIGHT_PARAM,
};

/* The loss of one sample, and the factor of its softmax gradient. */
static nn_real
focal (nn_real log_p, double gamma, nn_real *factor)
{
  double p = exp ((double) log_p), left = MAX (-expm1 ((double) log_p), 0);
  double power = pow (left, gamma), slope = gamma > 0 && left > 0 ? gamma * p * pow (left, gamma - 1) * (double) log_p : 0;
  *factor = (nn_real) (power - slope);
  return (nn_real) (-power * (double) log_p);
}

static void
evaluate (const NnLossPass *pass)
{
  nn_real max[NN_SOFTMAX_BLOCK], sum[NN_SOFTMAX_BLOCK], factor[NN_SOFTMAX_BLOCK] = { 0 };
  for (gsize l = pass->l0; l < pass->l1; l += NN_SOFTMAX_BLOCK)
    {
      gsize n = MIN (NN_SOFTMAX_BLOCK, pass->l1 - l), real = pass->rows > l ? MIN (n, pass->rows - l) : 0;
      nn_softmax_max_and_sum (pass->y, pass->outputs, pass->ld, l, n, max, sum);
      for (gsize i = 0; i < real; i++)
        {
          nn_real log_p = pass->y[(gsize) pass->target[l + i] * pass->ld + l + i] - max[i] - nn_log (sum[i]);
          pass->lane_loss[l + i] = focal (log_p, pass->item->values[GAMMA], &factor[i]);
        }
      for (guint o = 0; pass->dy != NULL && o < pass->outputs; o++)
        for (gsize i = 0; i < n; i++)
          {
            gsize at = o * pass->ld + l + i;
            nn_real target = i < real && (guint) pass->target[l + i] == o ? 1 : 0;
            pass->dy[at] = i < real ? (nn_exp (pass->y[at] - max[i]) / sum[i] - target) * factor[i] * pass->scale : 0;
          }
    }
  nn_loss_weigh (pass);
}

const NnLoss NN_SYMBOL (nn_loss_focal) = {
  .type = { "focal", N_("Focal"), N_("Cross-entropy that looks at the samples still wrong: for classes of unequal size."), NULL, params, G_N_ELEMENTS (params),
            .formula = "L = −(1 − p)^gamma · log p, p = e^y / (e^(y₁) + e^(y₂) + …) of the right class" },
  .slope = "(p_k − t_k) · ((1 − p)^gamma − gamma · p · (1 − p)^(gamma − 1) · log p)",
  .prediction = NN_PREDICT_PROBABILITY,
  .target = NN_TARGET_CLASS,
  .unit_a_class = TRUE,
  .weighted_mean = TRUE,
  .evaluate = evaluate,
  .predict = nn_softmax_predict,
};
