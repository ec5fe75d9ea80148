/* Mean squared error over all elements: (y - t)^2. PyTorch: MSELoss. */
#include <glib/gi18n-lib.h>
#include "nn-loss-elements.h"
#include "nn-math.h"

static void
evaluate (const NnLossPass *pass)
{
  NN_FOR_ELEMENTS (pass, (y - t) * (y - t), 2 * (y - t));
}

const NnLoss NN_SYMBOL (nn_loss_mse) = {
  .type = { "mse", N_("Mean squared error"), N_("The mean of squared differences: large errors count most."),
            .formula = "L = mean of (y − t)²" },
  .slope = "2 · (y − t) / n",
  .prediction = NN_PREDICT_VALUE,
  .target = NN_TARGET_VALUES,
  .regression = TRUE,
  .per_element = TRUE,
  .evaluate = evaluate,
};
