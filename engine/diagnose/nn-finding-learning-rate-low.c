/* Steps so short that nothing has happened yet. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-finding.h"

/* No layer's |update| / |weights| reaches this, while there is still a way to go: */
#define RATIO NN_UPDATE_RATIO_LOW
/* the loss is still this share of the first one, */
#define LOSS 0.8
/* and falls, if slowly. */
#define MIN_EPOCHS 5
#define MIN_STEPS 50

/* First the power of ten that brings the fastest layer's steps nearest to the middle of the healthy band; steps grow with the rate, so
 * that a fixed ten times would leave a rate of 1e-6 as good as it was. Then a tenth of that, or ten times where that is the least. */
static void
add_remedies (NnFinding *finding, const NnEvidence *evidence, double ratio)
{
  double middle = sqrt (NN_UPDATE_RATIO_LOW * NN_UPDATE_RATIO_HIGH);
  double factor = pow (10, CLAMP (round (log10 (middle / ratio)), 1, 4));

  nn_remedy_learning_rate (finding, evidence, factor, NN_REMEDY_GOES_ON);
  nn_remedy_learning_rate (finding, evidence, factor > 10 ? factor / 10 : 10 * factor, NN_REMEDY_GOES_ON);
}

static gboolean
check (const NnEvidence *evidence, NnFinding *finding)
{
  double highest, base, loss;
  guint n = evidence->n_buckets;

  if (ds_type_find_param (evidence->spec->optimizer.type, "learning_rate") < 0 || evidence->epochs < MIN_EPOCHS
      || evidence->frame->step < MIN_STEPS || n < 2 || evidence->diverged)
    return FALSE;
  base = ds_item_get (&evidence->spec->optimizer, "learning_rate");
  if (evidence->frame->learning_rate < 0.5 * base)
    return FALSE; /* the schedule has it small for now */
  highest = nn_evidence_update_ratio (evidence, NULL);
  loss = evidence->train[n - 1];
  if (!(highest > 0 && highest < RATIO) || !(loss > LOSS * evidence->initial_loss) || !(loss < evidence->initial_loss) || evidence->explained > 0.5)
    return FALSE;
  finding->severity = NN_FINDING_WARNING;
  finding->measured = highest;
  finding->threshold = RATIO;
  finding->title = g_strdup_printf (_("Learning rate too low: after %s epochs the loss has fallen by %s %% only."), NN_COUNT (evidence->epochs),
                                    NN_WORD (100 * (1 - loss / evidence->initial_loss)));
  finding->evidence = g_strdup_printf (_("A step changes no layer by more than %s of its weights (healthy: %s to %s). Training loss %s at the start, %s now, and still falling."),
                                       NN_WORD (highest), NN_WORD (NN_UPDATE_RATIO_LOW), NN_WORD (NN_UPDATE_RATIO_HIGH),
                                       NN_WORD (evidence->initial_loss), NN_WORD (loss));
  add_remedies (finding, evidence, highest);
  return TRUE;
}

const NnFindingCheck nn_finding_learning_rate_low = {
  .type = { "learning-rate-low", N_("Learning rate too low"), N_("Karpathy, cs231n notes “Neural networks 3” (2015): update/weight ratios far below 1e-3 say that the learning rate might be too low.") },
  .unless = { "exploding-gradient" },
  .check = check,
};
