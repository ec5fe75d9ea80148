/* The loss has stopped falling although it is not low. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-flat.h"

/* Below half it is underfitting; above this share there is little left to win. */
#define LEAST 0.5
#define ENOUGH 0.85
#define FLAT 0.01
/* The middle of the healthy band of |update| / |weights|. */
#define STEPS 1e-3

static gboolean
check (const NnEvidence *evidence, NnFinding *finding)
{
  const DsType *schedule = nn_registry_find (NN_SCHEDULES, "reduce_on_plateau");
  NnSpec values = *evidence->spec;
  NnFlat flat;

  if (!(evidence->explained >= LEAST && evidence->explained < ENOUGH) || !nn_evidence_is_flat (evidence, FLAT, &flat))
    return FALSE;
  finding->severity = NN_FINDING_NOTE;
  finding->measured = 1 - flat.now / flat.then;
  finding->threshold = FLAT;
  finding->title = g_strdup_printf (_("Plateau: the training loss has not fallen for %s epochs."), NN_COUNT (flat.epochs));
  finding->evidence = g_strdup_printf (_("Training loss %s, and %s %s epochs ago (healthy: at least %.0f %% less); %.0f %% explained. Smaller steps may find the way down; or the data hold no more."),
                                       NN_WORD (flat.now), NN_WORD (flat.then), NN_COUNT (flat.epochs), 100 * FLAT, 100 * evidence->explained);
  nn_remedy_deeper (finding, evidence);
  /* where steps are short already, shorter ones change nothing */
  if (schedule != NULL && values.schedule.type != schedule && nn_evidence_update_ratio (evidence, NULL) > STEPS)
    {
      values.schedule = ds_item (schedule);
      nn_finding_add_remedy (finding, evidence, g_strdup (_("Lower the rate on plateaus")), &values, NULL, NN_REMEDY_GOES_ON);
    }
  return TRUE;
}

const NnFindingCheck nn_finding_plateau = {
  .type = { "plateau", N_("Loss plateau"), N_("Bengio 2012, “Practical recommendations for gradient-based training”, section 3.1. The shares are rules of this program.") },
  .symptom = TRUE,
  .check = check,
};
