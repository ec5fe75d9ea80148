/* Rows that validate although they were trained on: the validation loss then praises memory. */
#include <glib/gi18n-lib.h>
#include "nn-finding.h"

#define SHARE 0.05
#define MIN_ROWS 5

static gboolean
check (const NnEvidence *evidence, NnFinding *finding)
{
  const NnFacts *facts = evidence->facts;
  const DsPrepared *data = evidence->data;
  double share = (double) facts->repeated / MAX ((double) data->n_validation, 1);
  DsPrepareOptions prepare = data->options;

  if (facts->repeated < MIN_ROWS || !(share > SHARE))
    return FALSE;
  finding->severity = NN_FINDING_WARNING;
  finding->measured = share;
  finding->threshold = SHARE;
  finding->title = g_strdup_printf (_("Leak: %.0f %% of the validation rows are copies of training rows."), 100 * share);
  finding->evidence = g_strdup_printf (_("%s of %s validation rows have the same inputs and the same target as a training row; row %s repeats row %s (healthy: below %.0f %%). The validation loss then looks better than it will be on new data."),
                                       NN_COUNT (facts->repeated), NN_COUNT (data->n_validation), NN_COUNT (facts->first_repeated + 1),
                                       NN_COUNT (facts->first_original + 1), 100 * SHARE);
  if (facts->contradicting > 0)
    {
      g_autofree char *repeats = finding->evidence;

      finding->evidence = g_strdup_printf (_("%s Besides, %s rows have the inputs of others and another target: these stay."), repeats, NN_COUNT (facts->contradicting));
    }
  prepare.unique_rows = TRUE;
  nn_finding_add_remedy (finding, evidence, g_strdup (_("Leave repeated rows out")), evidence->spec, &prepare, NN_REMEDY_STARTS_ANEW);
  return TRUE;
}

const NnFindingCheck nn_finding_leak = {
  .type = { "leak", N_("Leak between equal rows"), N_("Kaufman, Rosset and Perlich 2012, “Leakage in data mining”. A few equal rows are chance (iris has one pair in 150): up to a twentieth is let pass.") },
  .check = check,
};
