/* A layer whose neurons all have the same weights, those that lead out of them too: they get the same gradient and stay the same for
 * ever. Zeros alone are not enough: different weights behind them tell them apart at the first step. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-finding.h"

/* Differences that rounding alone makes. */
#define SAME 1e-6

static gboolean
differ (double a, double b)
{
  return !(fabs (a - b) <= SAME * (1e-3 + fabs (a)));
}

static gboolean
rows_are_same (const NnTensor *tensor, const float *weights)
{
  const float *first = weights + tensor->offset;

  for (guint r = 1; r < tensor->rows; r++)
    for (guint c = 0; c < tensor->cols; c++)
      if (differ ((double) first[c], (double) first[(gsize) r * tensor->cols + c]))
        return FALSE;
  return TRUE;
}

/* What leads out of the layer: the columns of the next one's weights. */
static gboolean
columns_are_same (const NnEvidence *evidence, guint layer, guint units)
{
  for (guint next = layer + 1; next < evidence->plan->n_layers; next++)
    {
      int weight = evidence->plan->layers[next].weight;
      const NnTensor *tensor = weight >= 0 ? &evidence->plan->tensors[weight] : NULL;

      if (tensor == NULL || tensor->cols == 0)
        continue;
      for (guint r = 0; tensor->cols == units && r < tensor->rows; r++)
        for (guint c = 1; c < units; c++)
          {
            const float *row = evidence->frame->weights + tensor->offset + (gsize) r * units;

            if (differ ((double) row[0], (double) row[c]))
              return FALSE;
          }
      return tensor->cols == units;
    }
  return FALSE;
}

/* The neurons may still differ by what they are started with: their biases. */
static gboolean
layer_is_same (const NnEvidence *evidence, guint layer)
{
  const NnLayerShape *shape = &evidence->plan->layers[layer];
  const float *bias;

  if (shape->weight < 0 || shape->out < 2 || !rows_are_same (&evidence->plan->tensors[shape->weight], evidence->frame->weights)
      || !columns_are_same (evidence, layer, shape->out))
    return FALSE;
  if (shape->bias < 0)
    return TRUE;
  bias = evidence->frame->weights + evidence->plan->tensors[shape->bias].offset;
  for (guint i = 1; i < shape->out; i++)
    if (differ ((double) bias[0], (double) bias[i]))
      return FALSE;
  return TRUE;
}

static gboolean
check (const NnEvidence *evidence, NnFinding *finding)
{
  guint output = nn_evidence_output (evidence);

  for (guint i = 0; i < output; i++)
    if (nn_evidence_trains (evidence, i) && layer_is_same (evidence, i))
      {
        g_autofree char *name = nn_layer_name (evidence->spec, (int) i);
        guint units = evidence->plan->layers[i].out;

        finding->severity = NN_FINDING_SERIOUS;
        finding->layer = (int) i;
        finding->measured = units;
        finding->threshold = 2;
        finding->title = g_strdup_printf (_("Symmetric weights: the %u neurons of %s are all the same."), units, name);
        finding->evidence = g_strdup_printf (_("Every neuron there has the same weights and gets the same gradient, so they stay the same for ever: %u neurons do the work of one. Weights must start at random; healthy: no two alike."), units);
        nn_remedy_activation (finding, evidence, "tanh", "glorot_uniform", _("Random start: tanh + Glorot"));
        nn_remedy_activation (finding, evidence, "relu", "he_uniform", _("Random start: ReLU + He"));
        return TRUE;
      }
  return FALSE;
}

const NnFindingCheck nn_finding_symmetric_weights = {
  .type = { "symmetric-weights", N_("Symmetric weights"), N_("Rumelhart, Hinton and Williams 1986: equal weights never part; only a random start breaks the symmetry.") },
  .check = check,
};
