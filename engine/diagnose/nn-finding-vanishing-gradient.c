/* The gradient shrinks from the output towards the inputs, so that the first layers hardly learn. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-finding.h"

/* Gradient of the output layer against that of the weakest hidden layer. */
#define FACTOR 100
#define SERIOUS 1000

static gboolean
check (const NnEvidence *evidence, NnFinding *finding)
{
  guint output = nn_evidence_output (evidence), weakest = 0;
  double last = nn_evidence_median (evidence, output, NN_NUMBER_GRADIENT), lowest = INFINITY;

  if (!(last > 0) || !isfinite (last) || evidence->diverged || evidence->explained >= NN_EVIDENCE_RIGHT)
    return FALSE;
  for (guint i = 0; i < output; i++)
    {
      double norm = nn_evidence_trains (evidence, i) ? nn_evidence_median (evidence, i, NN_NUMBER_GRADIENT) : NAN;

      /* nothing at all comes from dead units or equal weights, which are findings of their own */
      if (norm > 0 && norm < lowest)
        {
          lowest = norm;
          weakest = i;
        }
    }
  if (!(last / lowest > FACTOR))
    return FALSE;
  g_autofree char *first_name = nn_layer_name (evidence->spec, (int) weakest), *last_name = nn_layer_name (evidence->spec, (int) output);
  finding->severity = last / lowest > SERIOUS ? NN_FINDING_SERIOUS : NN_FINDING_WARNING;
  finding->layer = (int) weakest;
  finding->measured = last / lowest;
  finding->threshold = FACTOR;
  finding->title = g_strdup_printf (_("Vanishing gradient: %s gets a gradient %s times weaker than %s."),
  first_name, NN_WORD (last / lowest), last_name);
  finding->evidence = g_strdup_printf (_("Gradient norm %s in %s against %s in %s, median of the last quarter of the steps (healthy: within a factor of %d). Each layer multiplies the gradient by the slope of its activation: at most 0.25 for a sigmoid, 0 for a ReLU that is silent."),
                                       NN_WORD (lowest), first_name, NN_WORD (last), last_name, FACTOR);
  nn_remedy_activation (finding, evidence, "tanh", "glorot_uniform", _("tanh + Glorot"));
  nn_remedy_activation (finding, evidence, "relu", "he_uniform", _("ReLU + He"));
  return TRUE;
}

const NnFindingCheck nn_finding_vanishing_gradient = {
  .type = { "vanishing-gradient", N_("Vanishing gradient"), N_("Hochreiter 1991; Glorot and Bengio 2010, figure 7: in networks that train well the layers’ gradients stay within two orders of magnitude.") },
  .unless = { "learning-rate-high", "small-batch-norm" },
  .check = check,
};
