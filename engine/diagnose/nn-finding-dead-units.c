/* ReLU neurons that answer 0 to everything: their slope is 0, so nothing brings them back. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-finding.h"

#define SHARE 0.4
#define SERIOUS 0.8
/* A step of half a layer's weights. */
#define LEAP 0.5
/* In a layer of four two are half of it, and may be chance; unless the whole layer is silent. */
#define FEWEST 3

static gboolean
check (const NnEvidence *evidence, NnFinding *finding)
{
  double highest = 0;
  guint worst = 0, silent = 0;
  gsize rows = 0;

  if (evidence->explained >= NN_EVIDENCE_RIGHT)
    return FALSE; /* it can spare them */
  for (guint i = 0; i < nn_evidence_output (evidence); i++)
    if (nn_activation_can_die (nn_evidence_activation (evidence->spec, i)))
      {
        gsize looked_at = 0;
        /* who is dead is so in every batch: the lowest share bounds it from above, and only then all rows are worth a look */
        guint n = nn_evidence_lowest (evidence, i, NN_NUMBER_DEAD) >= SHARE ? nn_evidence_silent (evidence, i, &looked_at) : 0;
        double dead = (double) n / evidence->plan->layers[i].out;

        if (dead > highest && (n >= FEWEST || dead == 1))
          {
            highest = dead;
            worst = i;
            silent = n;
            rows = looked_at;
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
  finding->evidence = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                    "%u of its %u neurons is silent for all %u training rows looked at (healthy: below %.0f %%). Where a ReLU is flat no gradient passes, and it cannot recover.",
                                                    "%u of its %u neurons are silent for all %u training rows looked at (healthy: below %.0f %%). Where a ReLU is flat no gradient passes, and it cannot recover.", silent),
                                       silent, evidence->plan->layers[worst].out, (guint) rows, 100 * SHARE);
  if (nn_evidence_longest_step (evidence, NULL) > LEAP)
    nn_remedy_learning_rate (finding, evidence, 0.1, NN_REMEDY_STARTS_ANEW); /* that is what killed them */
  nn_remedy_activation (finding, evidence, "leaky_relu", "he_uniform", _("Leaky ReLU + He"));
  nn_remedy_learning_rate (finding, evidence, 0.1, NN_REMEDY_STARTS_ANEW);
  return TRUE;
}

const NnFindingCheck nn_finding_dead_units = {
  .type = { "dead-units", N_("Dead neurons"), N_("Karpathy, cs231n notes “Neural networks 1” (2015): with too high a learning rate “as much as 40 %” of a network can be dead; Maas, Hannun and Ng 2013 for the leaky remedy.") },
  .check = check,
};
