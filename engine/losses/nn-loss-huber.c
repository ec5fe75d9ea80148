/* Huber 1964: r^2/2 up to |r| = delta, then delta (|r| - delta/2). PyTorch: HuberLoss. */
#include <glib/gi18n-lib.h>
#include "nn-loss-elements.h"
#include "nn-math.h"

static const DsParam params[] = {
  { "delta", N_("Delta"), NULL, N_("Where the parabola becomes a straight line."), DS_PARAM_REAL, DS_PARAM_LOG, 1e-6, 1e6, 1 },
};

static void
evaluate (const NnLossPass *pass)
{
  nn_real delta = (nn_real) pass->item->values[0];
  NN_FOR_ELEMENTS (pass,
                   nn_abs (y - t) <= delta ? NN_R (0.5) * (y - t) * (y - t) : delta * (nn_abs (y - t) - NN_R (0.5) * delta),
                   (y - t) > delta ? delta : (y - t) < -delta ? -delta : (y - t));
}

/* The slope is continuous there, but its own slope is not. */
static int
side (const DsItem *item, nn_real y, nn_real target)
{
  nn_real delta = (nn_real) item->values[0];
  return y - target > delta ? 2 : y - target < -delta ? 0 : 1;
}

const NnLoss NN_SYMBOL (nn_loss_huber) = {
  .type = { "huber", N_("Huber"), N_("Squared for small differences, absolute for large ones."), NULL, params, G_N_ELEMENTS (params),
            .formula = "L = mean of (y − t)² / 2 if |y − t| ≤ delta, else delta · (|y − t| − delta / 2)" },
  .slope = "(y − t) / n, but at most ±delta / n",
  .prediction = NN_PREDICT_VALUE,
  .target = NN_TARGET_VALUES,
  .regression = TRUE,
  .per_element = TRUE,
  .evaluate = evaluate,
  .side = side,
};
