/* Steps so long that the loss jumps instead of falling. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-finding.h"

/* |update| / |weights| of a step: ten times the upper end of the healthy band. */
#define RATIO (10 * NN_UPDATE_RATIO_HIGH)
/* The loss of the recent epochs against the lowest there was, and as much as they may sway. */
#define RISEN 2
#define FLOOR 0.05
#define MIN_EPOCHS 4

/* The highest median over the layers that train. */
static double
update_ratio (const NnEvidence *evidence, guint *layer)
{
  double highest = NAN;

  for (guint i = 0; i < evidence->plan->n_layers; i++)
    {
      double ratio = nn_evidence_trains (evidence, i) ? nn_evidence_median (evidence, i, NN_NUMBER_UPDATE) : NAN;

      if (!isnan (ratio) && !(ratio <= highest))
        {
          highest = ratio;
          *layer = i;
        }
    }
  return highest;
}

static gboolean
check (const NnEvidence *evidence, NnFinding *finding)
{
  guint layer = 0, n = evidence->n_buckets;
  double ratio = update_ratio (evidence, &layer), lowest = evidence->initial_loss, recent = NAN;

  for (guint i = 0; i < n; i++)
    lowest = fmin (lowest, evidence->train[i]);
  for (guint i = n - MIN (n, MAX (n / 4, 1)); i < n; i++)
    recent = isnan (recent) ? evidence->train[i] : MIN (recent, evidence->train[i]); /* even the best of the recent ones */
  gboolean risen = evidence->epochs >= MIN_EPOCHS && recent > RISEN * lowest && recent - lowest > FLOOR * evidence->initial_loss;
  if (!evidence->diverged && !(ratio > RATIO && (risen || !(evidence->explained > 0.5))) && !(risen && ratio > NN_UPDATE_RATIO_HIGH))
    return FALSE;
  if (evidence->diverged && !(ratio > NN_UPDATE_RATIO_HIGH))
    return FALSE;
  g_autofree char *name = nn_layer_name (evidence->spec, (int) layer);
  finding->severity = evidence->diverged || ratio > RATIO ? NN_FINDING_SERIOUS : NN_FINDING_WARNING;
  finding->layer = (int) layer;
  finding->measured = ratio;
  finding->threshold = RATIO;
  finding->title = g_strdup_printf (_("Learning rate too high: each step changes %s by %s %% of its weights."), name, NN_WORD (100 * ratio));
  finding->evidence = risen ? g_strdup_printf (_("Update/weight ratio %s (healthy: %s to %s), and the training loss, now at least %s, had been as low as %s."),
                                               NN_WORD (ratio), NN_WORD (NN_UPDATE_RATIO_LOW), NN_WORD (NN_UPDATE_RATIO_HIGH), NN_WORD (recent), NN_WORD (lowest))
                            : g_strdup_printf (_("Update/weight ratio %s (healthy: %s to %s), and the loss does not come down: the steps leap over the minimum."),
                                               NN_WORD (ratio), NN_WORD (NN_UPDATE_RATIO_LOW), NN_WORD (NN_UPDATE_RATIO_HIGH));
  nn_remedy_learning_rate (finding, evidence, 0.1, NN_REMEDY_STARTS_ANEW);
  nn_remedy_learning_rate (finding, evidence, 0.01, NN_REMEDY_STARTS_ANEW);
  return TRUE;
}

const NnFindingCheck nn_finding_learning_rate_high = {
  .type = { "learning-rate-high", N_("Learning rate too high"), N_("Karpathy, cs231n notes “Neural networks 3” (2015): about 1e-3 is healthy; ten times the upper end of the band that this program shows, with a loss that does not fall, is too much.") },
  .check = check,
};
