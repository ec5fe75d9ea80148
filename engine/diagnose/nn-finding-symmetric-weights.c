/* A layer whose neurons all have the same weights: they get the same gradient and stay the same for ever. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-finding.h"

/* Differences that rounding alone makes. */
#define SAME 1e-6

static gboolean
rows_are_same (const NnTensor *tensor, const float *weights)
{
  const float *first = weights + tensor->offset;

  for (guint r = 1; r < tensor->rows; r++)
    for (guint c = 0; c < tensor->cols; c++)
      if (!(fabs ((double) first[(gsize) r * tensor->cols + c] - (double) first[c]) <= SAME * (1e-3 + fabs ((double) first[c]))))
        return FALSE;
  return TRUE;
}

/* The neurons may still differ by what they are started with: their biases. */
static gboolean
layer_is_same (const NnEvidence *evidence, guint layer)
{
  const NnLayerShape *shape = &evidence->plan->layers[layer];
  const float *bias;

  if (shape->weight < 0 || shape->out < 2 || !rows_are_same (&evidence->plan->tensors[shape->weight], evidence->frame->weights))
    return FALSE;
  if (shape->bias < 0)
    return TRUE;
  bias = evidence->frame->weights + evidence->plan->tensors[shape->bias].offset;
  for (guint i = 1; i < shape->out; i++)
    if (!(fabs ((double) bias[i] - (double) bias[0]) <= SAME * (1e-3 + fabs ((double) bias[0]))))
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
        nn_remedy_activation (finding, evidence, "tanh", "glorot_uniform", _("Random weights: Glorot with tanh"));
        nn_remedy_activation (finding, evidence, "relu", "he_uniform", _("Random weights: He with ReLU"));
        return TRUE;
      }
  return FALSE;
}

const NnFindingCheck nn_finding_symmetric_weights = {
  .type = { "symmetric-weights", N_("Symmetric weights"), N_("Rumelhart, Hinton and Williams 1986: equal weights never part; only a random start breaks the symmetry.") },
  .check = check,
};
