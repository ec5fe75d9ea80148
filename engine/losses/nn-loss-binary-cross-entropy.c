/* Binary cross-entropy of a logit: log (1 + e^y) - t y, without overflow.  PyTorch: BCEWithLogitsLoss; with
 * class weights its weight= of each row (which is pos_weight = w1 / w0, times w0), so that the mean is still over rows. */
#include <glib/gi18n-lib.h>
#include "nn-class-weight.h"
#include "nn-loss-elements.h"
#include "nn-math.h"

static const DsParam params[] = { NN_CLASS_WEIGHT_PARAM };

static void
evaluate (const NnLossPass *pass)
{
  NN_FOR_ELEMENTS (pass, nn_softplus (y) - t * y, nn_sigmoid (y) - t);
  nn_loss_weigh (pass);
}

static void
predict (nn_real *y, guint outputs, gsize ld, gsize l0, gsize l1)
{
  for (guint o = 0; o < outputs; o++)
    for (gsize l = l0; l < l1; l++)
      y[o * ld + l] = nn_sigmoid (y[o * ld + l]);
}

const NnLoss NN_SYMBOL (nn_loss_binary_cross_entropy) = {
  .type = { "binary_cross_entropy", N_("Binary cross-entropy"), N_("For two classes: minus the log of the probability (sigmoid of one unit) of the right one."), NULL, params,
            G_N_ELEMENTS (params), .formula = "L = log(1 + e^y) − t · y" },
  .slope = "p − t, p = 1 / (1 + e^(−y))",
  .prediction = NN_PREDICT_PROBABILITY,
  .target = NN_TARGET_VALUES,
  .per_element = TRUE,
  .one_unit = TRUE,
  .evaluate = evaluate,
  .predict = predict,
};
