/* Forward passes in blocks of rows, on a network of its own that evaluates with weights bound to it. */
#include <math.h>
#include "nn-loss.h"
#include "nn-network.h"
#include "nn-predict-private.h"

#define BLOCK_ROWS 512

struct _NnPredictor
{
  const NnBackend *backend;
  NnNetwork *network; /* owned */
};

NnPredictor *
nn_predictor_new (const NnSpec *spec, const NnProblem *problem, GError **error)
{
  const NnBackend *backend = nn_backend ();
  NnNetwork *network = backend->new_ (spec, problem, BLOCK_ROWS, NN_NETWORK_EVALUATE, NULL, error);
  if (network == NULL)
    return NULL;
  NnPredictor *self = g_new0 (NnPredictor, 1);
  self->backend = backend;
  self->network = network;
  return self;
}

void
nn_predictor_free (NnPredictor *self)
{
  if (self == NULL)
    return;
  self->backend->free (self->network);
  g_free (self);
}

const NnPlan *
nn_predictor_plan (const NnPredictor *self)
{
  return self->network->plan;
}

/* The value of each layer is its last op's. */
static void
copy_maps (const NnNetwork *network, float *const *maps, gsize from, gsize n, gsize rows)
{
  for (guint i = 0; i < network->n_ops; i++)
    {
      const NnOp *op = &network->ops[i];
      gboolean last = i + 1 == network->n_ops || network->ops[i + 1].layer != op->layer;
      if (!last || maps[op->layer] == NULL)
        continue;
      for (guint o = 0; o < op->out; o++)
        for (gsize l = 0; l < n; l++)
          maps[op->layer][o * rows + from + l] = op->y[o * op->ld + l];
    }
}

void
nn_predictor_maps (NnPredictor *self, const float *weights, const float *x, gsize rows, NnOutput output, float *out,
                   float *const *maps)
{
  NnNetwork *network = self->network;
  guint inputs = network->plan->inputs, outputs = network->plan->outputs;
  self->backend->bind (network, (nn_real *) weights);
  for (gsize from = 0; from < rows; from += BLOCK_ROWS)
    {
      gsize n = MIN (BLOCK_ROWS, rows - from);
      self->backend->load (network, x + from * inputs, NULL, NULL, n);
      self->backend->forward (network, NN_EVALUATE, 0);
      if (maps != NULL)
        copy_maps (network, maps, from, n, rows);
      if (out == NULL)
        continue;
      if (output == NN_OUTPUT_PREDICTION)
        self->backend->predict (network);
      for (gsize l = 0; l < n; l++)
        for (guint o = 0; o < outputs; o++)
          out[(from + l) * outputs + o] = network->y[o * network->ld + l];
    }
}

void
nn_predictor_run (NnPredictor *self, const float *weights, const float *x, gsize rows, NnOutput output, float *out)
{
  nn_predictor_maps (self, weights, x, rows, output, out, NULL);
}

guint
nn_predictor_class (const NnPredictor *self, const float *prediction)
{
  const NnPlan *plan = self->network->plan;
  if (plan->outputs == 1)
    return (double) prediction[0] > (plan->target_low + plan->target_high) / 2;
  guint best = 0;
  for (guint o = 1; o < plan->outputs; o++)
    if (prediction[o] > prediction[best])
      best = o;
  return best;
}

void
nn_predictor_tally (NnPredictor *self, const float *weights, const float *x, const float *y, gsize rows, NnTally *tally)
{
  NnNetwork *network = self->network;
  guint inputs = network->plan->inputs, targets = network->problem.n_classes > 0 ? 1 : network->problem.targets;
  self->backend->bind (network, (nn_real *) weights);
  for (gsize from = 0; from < rows; from += BLOCK_ROWS)
    {
      self->backend->load (network, x + from * inputs, y + from * targets, NULL, MIN (BLOCK_ROWS, rows - from));
      self->backend->forward (network, NN_EVALUATE, 0);
      self->backend->score (network, tally);
    }
}

void
nn_predictor_score (NnPredictor *self, const float *weights, const float *x, const float *y, gsize rows, double *loss,
                    double *accuracy)
{
  NnTally tally = { 0 };
  nn_predictor_tally (self, weights, x, y, rows, &tally);
  *loss = rows > 0 ? tally.loss / tally.divisor : NAN;
  *accuracy = rows > 0 && self->network->problem.n_classes > 0 ? (double) tally.right / (double) rows : NAN;
}

void
nn_predictor_rows (NnPredictor *self, const float *weights, const float *x, const float *y, gsize rows, float *predictions,
                   float *losses)
{
  NnNetwork *network = self->network;
  guint inputs = network->plan->inputs, outputs = network->plan->outputs;
  guint targets = network->problem.n_classes > 0 ? 1 : network->problem.targets;
  float divisor = network->loss->per_element ? (float) outputs : 1;
  self->backend->bind (network, (nn_real *) weights);
  for (gsize from = 0; from < rows; from += BLOCK_ROWS)
    {
      gsize n = MIN (BLOCK_ROWS, rows - from);
      NnTally tally = { 0 };
      self->backend->load (network, x + from * inputs, y + from * targets, NULL, n);
      self->backend->forward (network, NN_EVALUATE, 0);
      self->backend->score (network, &tally);
      for (gsize l = 0; l < n; l++)
        losses[from + l] = (float) network->lane_loss[l] / divisor;
      self->backend->predict (network);
      for (gsize l = 0; l < n; l++)
        for (guint o = 0; o < outputs; o++)
          predictions[(from + l) * outputs + o] = network->y[o * network->ld + l];
    }
}
