/* ReLU neurons that answer 0 to everything: their slope is 0, so nothing brings them back. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-finding.h"

#define SHARE 0.4
#define SERIOUS 0.8

static gboolean
check (const NnEvidence *evidence, NnFinding *finding)
{
  double highest = 0;
  guint worst = 0;

  for (guint i = 0; i < nn_evidence_output (evidence); i++)
    if (nn_activation_can_die (nn_evidence_activation (evidence->spec, i)))
      {
        /* who is dead is so in every batch: the lowest share bounds it from above */
        double dead = nn_evidence_lowest (evidence, i, NN_NUMBER_DEAD);

        if (dead > highest)
          {
            highest = dead;
            worst = i;
          }
      }
  if (!(highest >= SHARE))
    return FALSE;
  g_autofree char *name = nn_layer_name (evidence->spec, (int) worst);
  finding->severity = highest >= SERIOUS ? NN_FINDING_SERIOUS : NN_FINDING_WARNING;
  finding->layer = (int) worst;
  finding->measured = highest;
  finding->threshold = SHARE;
  finding->title = g_strdup_printf (_("Dead neurons: %.0f %% of %s answer 0 to everything."), 100 * highest, name);
  finding->evidence = g_strdup_printf (_("%.0f %% of its %u neurons or more were silent for every sample, in each of the %u batches measured in the last quarter of the steps (healthy: below %.0f %%). Where a ReLU is flat no gradient passes, and it cannot recover."),
                                       100 * highest, evidence->plan->layers[worst].out, (guint) (evidence->length - evidence->first), 100 * SHARE);
  nn_remedy_activation (finding, evidence, "leaky_relu", "he_uniform", _("Leaky ReLU + He"));
  nn_remedy_learning_rate (finding, evidence, 0.1, NN_REMEDY_STARTS_ANEW);
  nn_remedy_activation (finding, evidence, "tanh", "glorot_uniform", _("tanh + Glorot"));
  return TRUE;
}

const NnFindingCheck nn_finding_dead_units = {
  .type = { "dead-units", N_("Dead neurons"), N_("Karpathy, cs231n notes “Neural networks 1” (2015): with too high a learning rate “as much as 40 %” of a network can be dead; Maas, Hannun and Ng 2013 for the leaky remedy.") },
  .check = check,
};
