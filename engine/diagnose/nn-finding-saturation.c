/* Sigmoid-like neurons pressed against their ends, where their slope is next to nothing. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-finding.h"

#define SHARE 0.75

static gboolean
check (const NnEvidence *evidence, NnFinding *finding)
{
  double highest = 0;
  guint worst = 0;

  if (evidence->explained >= NN_EVIDENCE_RIGHT)
    return FALSE; /* a network that is right may be as sure of it as it likes */
  for (guint i = 0; i < nn_evidence_output (evidence); i++)
    if (nn_activation_saturates (nn_evidence_activation (evidence->spec, i)))
      {
        double saturated = nn_evidence_median (evidence, i, NN_NUMBER_SATURATED);

        if (saturated > highest)
          {
            highest = saturated;
            worst = i;
          }
      }
  if (!(highest >= SHARE))
    return FALSE;
  g_autofree char *name = nn_layer_name (evidence->spec, (int) worst);
  finding->severity = NN_FINDING_WARNING;
  finding->layer = (int) worst;
  finding->measured = highest;
  finding->threshold = SHARE;
  finding->title = g_strdup_printf (_("Saturation: %.0f %% of the values of %s lie at the ends of its activation."), 100 * highest, name);
  finding->evidence = g_strdup_printf (_("There the slope is below a twentieth of its slope at 0; median of the last quarter of the steps (healthy: below %.0f %%). Saturated neurons hardly change any more."), 100 * SHARE);
  nn_remedy_activation (finding, evidence, "tanh", "glorot_uniform", _("tanh + Glorot"));
  nn_remedy_activation (finding, evidence, "relu", "he_uniform", _("ReLU + He"));
  return TRUE;
}

const NnFindingCheck nn_finding_saturation = {
  .type = { "saturation", N_("Saturation"), N_("Glorot and Bengio 2010, section 3: layers that saturate early stop learning. The share is a rule of this program; a network that is right already may saturate, as logits grow with certainty.") },
  .unless = { "unscaled-inputs", "learning-rate-high" },
  .check = check,
};
