/* The validation loss has turned upwards, or has long stayed far behind, while the training loss still falls. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-finding.h"

/* Generalization loss: the validation loss now against its lowest. */
#define RISEN 1.3
/* What the rise must be worth: a share of the first loss, so that nobody minds 1e-5 becoming 2e-5. */
#define FLOOR 0.1
/* Or it rises less, but is so many times the training loss, nothing better was found for that share of the run, and the gap is worth
 * that share of the first loss. */
#define APART 2.0
#define WAITED 0.25
#define GAP_FLOOR 0.25

#define MIN_EPOCHS 10
#define MIN_ROWS 10

/* Mean over bucket i and its neighbours: one lucky epoch is no minimum. */
static double
smoothed (const double *values, guint n, guint i)
{
  double sum = 0;
  guint from = i > 2 ? i - 2 : 0, to = MIN (i + 2, n - 1);

  for (guint k = from; k <= to; k++)
    sum += values[k];
  return sum / (to - from + 1);
}

static void
add_remedies (const NnEvidence *evidence, NnFinding *finding, double best_epoch)
{
  NnSpec values = *evidence->spec;
  const DsType *dropout = nn_registry_find (NN_LAYERS, "dropout");
  guint n = 0, output = nn_evidence_output (evidence);

  values.l2 = MAX (1e-2, 10 * values.l2);
  nn_finding_add_remedy (finding, evidence, g_strdup_printf (_("L2 penalty %s"), NN_WORD (values.l2)), &values, NULL, NN_REMEDY_STARTS_ANEW);
  values = *evidence->spec;
  for (guint i = 0; i < evidence->spec->n_layers && n + 2 <= NN_MAX_LAYERS; i++)
    {
      values.layers[n++] = evidence->spec->layers[i];
      if (i < output && evidence->plan->layers[i].weight >= 0 && evidence->spec->layers[i + 1].type != dropout
          && ds_type_find_param (evidence->spec->layers[i].type, "units") >= 0)
        values.layers[n++] = ds_item (dropout);
    }
  values.n_layers = n;
  nn_finding_add_remedy (finding, evidence, g_strdup (_("Add dropout")), &values, NULL, NN_REMEDY_STARTS_ANEW);
  values = *evidence->spec;
  values.stop_patience = (guint64) MAX (MIN_EPOCHS, best_epoch / 5);
  nn_finding_add_remedy (finding, evidence, g_strdup_printf (_("Stop early, after %u epochs"), (guint) values.stop_patience), &values, NULL,
                         NN_REMEDY_STARTS_ANEW);
}

/* What the curves say: smoothed losses at the lowest validation loss and now. */
typedef struct
{
  double lowest, now, train_then, train_now;
  double epoch, since; /* of the lowest; epochs that have passed since */
} Curves;

static Curves
read_curves (const NnEvidence *evidence)
{
  guint n = evidence->n_buckets, best = 0;
  Curves curves = { .lowest = INFINITY };

  for (guint i = 0; i < n; i++)
    if (smoothed (evidence->validation, n, i) < curves.lowest)
      {
        curves.lowest = smoothed (evidence->validation, n, i);
        best = i;
      }
  curves.now = smoothed (evidence->validation, n, n - 1);
  curves.train_then = smoothed (evidence->train, n, best);
  curves.train_now = smoothed (evidence->train, n, n - 1);
  curves.epoch = evidence->bucket_epoch[best];
  curves.since = evidence->epochs - curves.epoch;
  return curves;
}

static gboolean
check_rise (const NnEvidence *evidence, const Curves *curves, NnFinding *finding)
{
  double now = curves->now, lowest = curves->lowest, error;

  if (!(now > RISEN * lowest) || !(now - lowest > FLOOR * evidence->initial_loss) || !(now > curves->train_now))
    return FALSE;
  error = nn_evidence_validation_error (evidence);
  if (!(now - lowest > error))
    return FALSE; /* a few rows may do as much by chance */
  finding->measured = now / lowest;
  finding->threshold = RISEN;
  finding->title = g_strdup_printf (_("Overfitting: the validation loss has been rising for %s epochs while the training loss falls."),
                                    NN_COUNT (curves->since));
  finding->evidence = g_strdup_printf (_("Validation loss %s now (± %s from row to row) against %s at epoch %s, %.0f %% more (healthy: up to %.0f %%); training loss %s now against %s then. The network learns its rows by heart."),
                                       NN_WORD (now), NN_WORD (error), NN_WORD (lowest), NN_COUNT (curves->epoch), 100 * (now / lowest - 1),
                                       100 * (RISEN - 1), NN_WORD (curves->train_now), NN_WORD (curves->train_then));
  return TRUE;
}

static gboolean
check_gap (const NnEvidence *evidence, const Curves *curves, NnFinding *finding)
{
  double now = curves->now, gap = now - curves->train_now, error;

  if (!(now > APART * curves->train_now) || !(gap > GAP_FLOOR * evidence->initial_loss) || curves->since < WAITED * evidence->epochs)
    return FALSE;
  error = nn_evidence_validation_error (evidence);
  if (!(gap > error))
    return FALSE;
  finding->measured = now / curves->train_now;
  finding->threshold = APART;
  finding->title = g_strdup_printf (_("Overfitting: for %s epochs only the training loss has been falling."), NN_COUNT (curves->since));
  finding->evidence = g_strdup_printf (_("Validation loss %s now (± %s from row to row), %.1f times the training loss of %s (healthy: up to %.0f times). At epoch %s they were %s and %s: what has been learned since holds for the training rows alone. The network learns them by heart."),
                                       NN_WORD (now), NN_WORD (error), now / curves->train_now, NN_WORD (curves->train_now), APART, NN_COUNT (curves->epoch),
                                       NN_WORD (curves->lowest), NN_WORD (curves->train_then));
  return TRUE;
}

static gboolean
check (const NnEvidence *evidence, NnFinding *finding)
{
  Curves curves;

  if (evidence->data->n_validation < MIN_ROWS || evidence->epochs < 2 * MIN_EPOCHS || evidence->n_buckets < MIN_EPOCHS || evidence->diverged)
    return FALSE;
  curves = read_curves (evidence);
  if (curves.since < MIN_EPOCHS || !(curves.train_now < curves.train_then))
    return FALSE;
  if (!check_rise (evidence, &curves, finding) && !check_gap (evidence, &curves, finding))
    return FALSE;
  finding->severity = NN_FINDING_WARNING;
  add_remedies (evidence, finding, curves.epoch);
  return TRUE;
}

const NnFindingCheck nn_finding_overfitting = {
  .type = { "overfitting", N_("Overfitting"), N_("Prechelt 1998, “Early stopping – but when?”: generalization loss, the rise of the validation loss over its lowest value, and the gap to the training loss; Breiman and others 1984 for one standard error as the least difference that counts.") },
  .symptom = TRUE,
  .check = check,
};
