/* Steps so long that the loss jumps instead of falling. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-finding.h"

/* |update| / |weights| of a step: ten times the upper end of the healthy band. */
#define RATIO (10 * NN_UPDATE_RATIO_HIGH)
/* The loss of the recent epochs against the lowest there was, and as much as they may sway. */
#define RISEN 2
#define WORSE 1.1 /* than untrained; a start close to guessing sways by a few hundredths */
#define SWAY 1.3
#define FLOOR 0.05
#define MIN_EPOCHS 4
#define LEAST_KNOWN 0.1

/* How the training loss of the last quarter of the epochs compares with what was before. */
typedef struct
{
  double lowest;           /* ever */
  double best, worst;      /* of late */
  gboolean risen, swaying; /* even the best of late is far above the lowest, or above the first; the worst is far above the best */
  gboolean worse;          /* even the best of late is above the loss of the first weights */
} Course;

static Course
course_of (const NnEvidence *evidence)
{
  guint n = evidence->n_buckets;
  Course course = { .lowest = evidence->initial_loss, .best = INFINITY };

  for (guint i = 0; i < n; i++)
    course.lowest = fmin (course.lowest, evidence->train[i]);
  for (guint i = n - MIN (n, MAX (n / 4, 1)); i < n; i++)
    {
      course.best = fmin (course.best, evidence->train[i]);
      course.worst = fmax (course.worst, evidence->train[i]);
    }
  if (evidence->epochs < MIN_EPOCHS)
    return course;
  course.worse = course.best > WORSE * evidence->initial_loss;
  course.risen = course.worse
                 || (course.best > RISEN * course.lowest && course.best - course.lowest > FLOOR * evidence->initial_loss);
  course.swaying = course.worst > SWAY * course.best && !(evidence->explained > 0.5);
  return course;
}

static gboolean
is_too_high (const NnEvidence *evidence, double ratio, const Course *course)
{
  if (evidence->diverged)
    return ratio > NN_UPDATE_RATIO_HIGH;
  /* weights that have run away make long steps look short; a network that sways and knows nothing gives it away */
  return (course->risen && ratio > NN_UPDATE_RATIO_HIGH)
         || (course->swaying && ratio > (evidence->explained <= LEAST_KNOWN ? NN_UPDATE_RATIO_HIGH : RATIO));
}

static gboolean
check (const NnEvidence *evidence, NnFinding *finding)
{
  guint layer = 0;
  double ratio = nn_evidence_update_ratio (evidence, &layer);
  Course course = course_of (evidence);

  if (course.worse && !evidence->diverged)
    ratio = nn_evidence_longest_step (evidence, &layer); /* where weights have run away steps look short again */
  if (!is_too_high (evidence, ratio, &course))
    return FALSE;
  g_autofree char *name = nn_layer_name (evidence->spec, (int) layer);
  finding->severity = evidence->diverged || ratio > RATIO ? NN_FINDING_SERIOUS : NN_FINDING_WARNING;
  finding->layer = (int) layer;
  finding->measured = ratio;
  finding->threshold = RATIO;
  finding->title = g_strdup_printf (course.worse && !evidence->diverged ? _("Learning rate too high: a step changed %s by %s %% of its weights.")
                                                                         : _("Learning rate too high: each step changes %s by %s %% of its weights."),
                                    name, NN_WORD (100 * ratio));
  finding->evidence = course.risen ? g_strdup_printf (_("Update/weight ratio %s (healthy: %s to %s), and the training loss, now at least %s, had been as low as %s."),
                                               NN_WORD (ratio), NN_WORD (NN_UPDATE_RATIO_LOW), NN_WORD (NN_UPDATE_RATIO_HIGH),
                                               NN_WORD (course.best), NN_WORD (course.lowest))
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
