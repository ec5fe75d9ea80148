/* log (cosh (y - t)) over all elements, as |r| + log (1 + e^(-2|r|)) - log 2, which does not overflow. The derivative is tanh (r). */
#include <glib/gi18n-lib.h>
#include "nn-loss-elements.h"
#include "nn-math.h"

static inline nn_real
log_cosh (nn_real r)
{
  nn_real a = nn_abs (r);
  return a + nn_log1p_unit (nn_exp (-2 * a)) - NN_R (0.69314718055994530942);
}

static void
evaluate (const NnLossPass *pass)
{
  NN_FOR_ELEMENTS (pass, log_cosh (y - t), nn_tanh (y - t));
}

const NnLoss NN_SYMBOL (nn_loss_log_cosh) = {
  .type = { "log_cosh", N_("Log-cosh"), N_("Like the squared error for small differences and like the absolute one for large ones, smooth throughout."),
            .formula = "L = mean of log(cosh(y − t))" },
  .slope = "tanh(y − t) / n",
  .prediction = NN_PREDICT_VALUE,
  .target = NN_TARGET_VALUES,
  .regression = TRUE,
  .per_element = TRUE,
  .evaluate = evaluate,
};
