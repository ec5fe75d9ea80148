/* Binary cross-entropy of a logit: log (1 + e^y) - t y, without overflow. PyTorch: BCEWithLogitsLoss. */
#include <glib/gi18n-lib.h>
#include "nn-loss-elements.h"
#include "nn-math.h"

static void
evaluate (const NnLossPass *pass)
{
  NN_FOR_ELEMENTS (pass, nn_softplus (y) - t * y, nn_sigmoid (y) - t);
}

static void
predict (nn_real *y, guint outputs, gsize ld, gsize l0, gsize l1)
{
  for (guint o = 0; o < outputs; o++)
    for (gsize l = l0; l < l1; l++)
      y[o * ld + l] = nn_sigmoid (y[o * ld + l]);
}

const NnLoss NN_SYMBOL (nn_loss_binary_cross_entropy) = {
  .type = { "binary_cross_entropy", N_("Binary cross-entropy"), N_("For two classes: minus the log of the probability (sigmoid of one unit) of the right one."),
            .formula = "L = log(1 + e^y) − t · y" },
  .slope = "p − t, p = 1 / (1 + e^(−y))",
  .prediction = NN_PREDICT_PROBABILITY,
  .target = NN_TARGET_VALUES,
  .per_element = TRUE,
  .one_unit = TRUE,
  .evaluate = evaluate,
  .predict = predict,
};
