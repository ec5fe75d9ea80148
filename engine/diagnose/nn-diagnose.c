/* Runs every check of findings.inc and puts what they found in order. */
#include "nn-evidence.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define NN_ROW(id) extern const NnFindingCheck nn_finding_##id;
#include "findings.inc"
#undef NN_ROW

static const NnFindingCheck *const checks[] = {
#define NN_ROW(id) &nn_finding_##id,
#include "findings.inc"
#undef NN_ROW
};

static void
finding_clear (NnFinding *finding)
{
  g_free (finding->title);
  g_free (finding->evidence);
  for (guint i = 0; i < finding->n_remedies; i++)
    {
      g_free (finding->remedies[i].title);
      nn_spec_unref (finding->remedies[i].spec);
    }
  memset (finding, 0, sizeof *finding);
}

/* Stable, so that findings of one gravity keep the order of the table: causes first. */
static void
insert (NnDiagnosis *diagnosis, NnFinding finding)
{
  guint at = diagnosis->n;

  while (at > 0 && diagnosis->findings[at - 1].severity < finding.severity)
    at--;
  memmove (&diagnosis->findings[at + 1], &diagnosis->findings[at], (diagnosis->n - at) * sizeof finding);
  diagnosis->findings[at] = finding;
  diagnosis->n++;
}

static gboolean
is_explained (const NnDiagnosis *diagnosis, const NnFindingCheck *check)
{
  for (guint i = 0; i < G_N_ELEMENTS (check->unless); i++)
    if (check->unless[i] != NULL && nn_diagnosis_find (diagnosis, check->unless[i]) != NULL)
      return TRUE;
  return check->symptom && diagnosis->n > 0 && diagnosis->findings[0].severity == NN_FINDING_SERIOUS;
}

NnDiagnosis *
nn_diagnose (NnFrame *frame, const NnDataFacts *facts)
{
  NnDiagnosis *diagnosis = g_new0 (NnDiagnosis, 1);
  NnProblem problem = nn_problem (frame->data);
  g_autoptr (NnPlan) plan = nn_plan_new (frame->spec, &problem, NULL, NULL);
  NnEvidence evidence;

  diagnosis->findings = g_new0 (NnFinding, G_N_ELEMENTS (checks) + 1);
  diagnosis->explained = NAN;
  if (plan == NULL || nn_data_facts_data (facts) != frame->data || frame->layer_series == NULL)
    return diagnosis;
  nn_evidence_gather (&evidence, frame, facts, plan);
  diagnosis->explained = evidence.explained;
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      NnFinding finding = { .type = &checks[i]->type, .layer = -1 };

      if (!is_explained (diagnosis, checks[i]) && checks[i]->check (&evidence, &finding))
        insert (diagnosis, finding);
      else
        finding_clear (&finding);
    }
  return diagnosis;
}

void
nn_diagnosis_free (NnDiagnosis *diagnosis)
{
  if (diagnosis == NULL)
    return;
  for (guint i = 0; i < diagnosis->n; i++)
    finding_clear (&diagnosis->findings[i]);
  g_free (diagnosis->findings);
  g_free (diagnosis);
}

const NnFinding *
nn_diagnosis_find (const NnDiagnosis *diagnosis, const char *id)
{
  for (guint i = 0; i < diagnosis->n; i++)
    if (strcmp (diagnosis->findings[i].type->id, id) == 0)
      return &diagnosis->findings[i];
  return NULL;
}
