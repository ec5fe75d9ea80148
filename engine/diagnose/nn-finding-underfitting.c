/* The loss has come to rest, and the network still knows little: it is too small, or held back. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-flat.h"

#define EXPLAINED 0.5
#define FLAT 0.01

static gboolean
check (const NnEvidence *evidence, NnFinding *finding)
{
  NnFlat flat;

  if (!(evidence->explained < EXPLAINED) || !nn_evidence_is_flat (evidence, FLAT, &flat))
    return FALSE;
  finding->severity = NN_FINDING_WARNING;
  finding->measured = evidence->explained;
  finding->threshold = EXPLAINED;
  finding->title = evidence->data->n_classes > 0
                     ? g_strdup_printf (_("Underfitting: only %.0f %% of the training rows are right, and it does not get better."), 100 * evidence->frame->train_accuracy)
                     : g_strdup_printf (_("Underfitting: the network explains only %.0f %% of the target’s variance, and it does not get better."), 100 * MAX (evidence->explained, 0));
  finding->evidence = g_strdup_printf (_("Training loss %s, %s %s epochs ago; of what a constant answer leaves open %.0f %% is explained (healthy: %.0f %% or more). The network may be too small, its penalties too strong, or the inputs may not say more."),
                                       NN_WORD (flat.now), NN_WORD (flat.then), NN_COUNT (flat.epochs), 100 * MAX (evidence->explained, 0),
                                       100 * EXPLAINED);
  nn_remedy_deeper (finding, evidence);
  nn_remedy_wider (finding, evidence);
  if (evidence->spec->l1 > 0 || evidence->spec->l2 > 0)
    {
      NnSpec values = *evidence->spec;

      values.l1 = values.l2 = 0;
      nn_finding_add_remedy (finding, evidence, g_strdup (_("No L1 and L2 penalty")), &values, NULL, NN_REMEDY_GOES_ON);
    }
  return TRUE;
}

const NnFindingCheck nn_finding_underfitting = {
  .type = { "underfitting", N_("Underfitting"), N_("Goodfellow, Bengio and Courville 2016, section 5.2: the training error stays high. Half of what a constant answer leaves open is a rule of this program.") },
  .symptom = TRUE,
  .check = check,
};
