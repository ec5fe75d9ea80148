/* Hinge loss (Cortes and Vapnik 1995): max (0, 1 - t y), mean over all elements. Several classes are one-hot in -1/+1: one margin a
 * class against the rest. The comparison is written so that NaN stays NaN. */
#include <glib/gi18n-lib.h>
#include "nn-class-weight.h"
#include "nn-loss-elements.h"
#include "nn-math.h"

static const DsParam params[] = { NN_CLASS_WEIGHT_PARAM };

static void
evaluate (const NnLossPass *pass)
{
  NN_FOR_ELEMENTS (pass, 1 - t * y < 0 ? 0 : 1 - t * y, 1 - t * y > 0 ? -t : 0);
  nn_loss_weigh (pass);
}

static int
side (const DsItem *item, nn_real y, nn_real target)
{
  return 1 - target * y > 0;
}

const NnLoss NN_SYMBOL (nn_loss_hinge) = {
  .type = { "hinge", N_("Hinge"), N_("For classes: right by a margin of 1 costs nothing. The loss of support vector machines."), NULL, params,
            G_N_ELEMENTS (params), .formula = "L = mean of max(0, 1 − t · y)" },
  .slope = "−t / n if t · y < 1, else 0",
  .prediction = NN_PREDICT_SIGN,
  .target = NN_TARGET_VALUES,
  .per_element = TRUE,
  .evaluate = evaluate,
  .side = side,
};
