/* Mean absolute error over all elements: |y - t|; the derivative at 0 is 0. PyTorch: L1Loss. */
#include <glib/gi18n-lib.h>
#include "nn-loss-elements.h"
#include "nn-math.h"

static void
evaluate (const NnLossPass *pass)
{
  NN_FOR_ELEMENTS (pass, nn_abs (y - t), (nn_real) ((y > t) - (y < t)));
}

static int
side (const DsItem *item, nn_real y, nn_real target)
{
  return y > target;
}

const NnLoss NN_SYMBOL (nn_loss_mae) = {
  .type = { "mae", N_("Mean absolute error"), N_("The mean of absolute differences: outliers count no more than others."),
            .formula = "L = mean of |y − t|" },
  .slope = "1 / n if y > t, −1 / n if y < t",
  .prediction = NN_PREDICT_VALUE,
  .target = NN_TARGET_VALUES,
  .regression = TRUE,
  .per_element = TRUE,
  .evaluate = evaluate,
  .side = side,
};
