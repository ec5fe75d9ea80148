/* One class outnumbers another so far that a network does well by forgetting the small one. */
#include <glib/gi18n-lib.h>
#include "nn-finding.h"

#define FACTOR 9 /* 90 to 10 */

/* The loss as it is with every class counting alike; one that was not made for classes gives way to cross-entropy. */
static void
add_remedies (NnFinding *finding, const NnEvidence *evidence)
{
  NnSpec values = *evidence->spec;
  guint output = nn_evidence_output (evidence);

  if (ds_type_find_param (values.loss.type, "class_weight") >= 0)
    {
      ds_item_set_choice (&values.loss, "class_weight", "balanced", NULL);
      nn_finding_add_remedy (finding, evidence, g_strdup (_("Balanced class weights")), &values, NULL, NN_REMEDY_GOES_ON);
      return;
    }
  values.loss = ds_item (nn_registry_find (NN_LOSSES, "cross_entropy"));
  ds_item_set_choice (&values.loss, "class_weight", "balanced", NULL);
  if (output < values.n_layers && ds_type_find_param (values.layers[output].type, "units") >= 0)
    {
      ds_item_set (&values.layers[output], "units", 0, NULL);
      ds_item_set_choice (&values.layers[output], "activation", "linear", NULL);
    }
  nn_finding_add_remedy (finding, evidence, g_strdup (_("Cross-entropy, balanced class weights")), &values, NULL, NN_REMEDY_STARTS_ANEW);
}

static gboolean
check (const NnEvidence *evidence, NnFinding *finding)
{
  const NnFacts *facts = evidence->facts;
  gsize most = 0, fewest = 0;
  guint64 rows = 0;

  if (facts->n_classes < 2 || nn_loss_weighs_classes (&evidence->spec->loss))
    return FALSE; /* or it is seen to already */
  for (gsize c = 0; c < facts->n_classes; c++)
    {
      most = facts->counts[c] > facts->counts[most] ? c : most;
      fewest = facts->counts[c] < facts->counts[fewest] ? c : fewest;
      rows += facts->counts[c];
    }
  double factor = (double) facts->counts[most] / (double) MAX (facts->counts[fewest], 1);
  if (!(factor >= FACTOR))
    return FALSE;
  finding->severity = NN_FINDING_WARNING;
  finding->measured = factor;
  finding->threshold = FACTOR;
  finding->title = g_strdup_printf (_("Class imbalance: %s stands in %s times as many rows as %s."), evidence->data->class_names[most], NN_WORD (factor),
                                    evidence->data->class_names[fewest]);
  finding->evidence = g_strdup_printf (_("%s of %s training rows are %s and %s are %s (healthy: within a factor of %d). Always answering %s is right in %.0f %% of them."),
                                       NN_COUNT (facts->counts[most]), NN_COUNT (rows), evidence->data->class_names[most],
                                       NN_COUNT (facts->counts[fewest]),
                                       evidence->data->class_names[fewest], FACTOR, evidence->data->class_names[most],
                                       100.0 * (double) facts->counts[most] / (double) rows);
  add_remedies (finding, evidence);
  return TRUE;
}

const NnFindingCheck nn_finding_class_imbalance = {
  .type = { "class-imbalance", N_("Class imbalance"), N_("He and Garcia 2009, “Learning from imbalanced data”: accuracy misleads from about 90 to 10; King and Zeng 2001 for class weights. Race it by balanced accuracy: the mean share right of each class.") },
  .check = check,
};
