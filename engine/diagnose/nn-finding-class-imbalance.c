/* One class outnumbers another so far that a network does well by forgetting the small one. */
#include <glib/gi18n-lib.h>
#include "nn-finding.h"

#define FACTOR 9 /* 90 to 10 */

static gboolean
check (const NnEvidence *evidence, NnFinding *finding)
{
  const NnFacts *facts = evidence->facts;
  NnSpec values = *evidence->spec;
  gsize most = 0, fewest = 0;
  guint64 rows = 0;

  if (facts->n_classes < 2)
    return FALSE;
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
  finding->title = g_strdup_printf (_("Class imbalance: %s stands in %s times as many rows as %s."),
  evidence->data->class_names[most], NN_WORD (factor),
                                    evidence->data->class_names[fewest]);
  finding->evidence = g_strdup_printf (_("%s of %s training rows are %s and %s are %s (healthy: within a factor of %d). Always answering %s is right in %.0f %% of them."),
                                       NN_COUNT (facts->counts[most]), NN_COUNT (rows), evidence->data->class_names[most],
                                       NN_COUNT (facts->counts[fewest]),
                                       evidence->data->class_names[fewest], FACTOR, evidence->data->class_names[most],
                                       100.0 * (double) facts->counts[most] / (double) rows);
  values.loss = ds_item (nn_registry_find (NN_LOSSES, "focal"));
  if (values.loss.type != evidence->spec->loss.type)
    nn_finding_add_remedy (finding, evidence, g_strdup (_("Focal loss")), &values, NULL, NN_REMEDY_STARTS_ANEW);
  return TRUE;
}

const NnFindingCheck nn_finding_class_imbalance = {
  .type = { "class-imbalance", N_("Class imbalance"), N_("He and Garcia 2009, “Learning from imbalanced data”: accuracy misleads from about 90 to 10; Lin and others 2017 for focal loss.") },
  .check = check,
};
