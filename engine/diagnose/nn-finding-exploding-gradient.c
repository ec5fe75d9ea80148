/* Gradients many times as large as the weights they are to correct. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-finding.h"

/* Gradient norm against weight norm of a layer. */
#define FACTOR 100
#define SERIOUS 10000

static gboolean
check (const NnEvidence *evidence, NnFinding *finding)
{
  double highest = 0, gradient = 0, weight = 0;
  guint worst = 0;

  for (guint i = 0; i < evidence->plan->n_layers; i++)
    {
      double g = nn_evidence_trains (evidence, i) ? nn_evidence_median (evidence, i, NN_NUMBER_GRADIENT) : NAN;
      double w = nn_evidence_median (evidence, i, NN_NUMBER_WEIGHT);

      if (!isnan (g) && g / MAX (w, 1) > highest)
        {
          highest = g / MAX (w, 1);
          gradient = g;
          weight = w;
          worst = i;
        }
    }
  if (!(highest > FACTOR))
    return FALSE;
  g_autofree char *name = nn_layer_name (evidence->spec, (int) worst);
  finding->severity = highest > SERIOUS || evidence->diverged ? NN_FINDING_SERIOUS : NN_FINDING_WARNING;
  finding->layer = (int) worst;
  finding->measured = highest;
  finding->threshold = FACTOR;
  finding->title = g_strdup_printf (_("Exploding gradient: in %s it is %s times as large as the weights."), name, NN_WORD (highest));
  finding->evidence = g_strdup_printf (_("Gradient norm %s against weight norm %s, median of the last quarter of the steps (healthy: below %d times). One step can throw all weights far away."),
                                       NN_WORD (gradient), NN_WORD (weight), FACTOR);
  if (nn_evidence_output (evidence) > 0)
    nn_remedy_activation (finding, evidence, "tanh", "glorot_uniform", _("tanh + Glorot"));
  /* shorter steps are no help where an optimizer that goes by signs takes short ones anyway */
  if (finding->n_remedies == 0 || !(nn_evidence_update_ratio (evidence, NULL) < NN_UPDATE_RATIO_HIGH))
    {
      nn_remedy_clip (finding, evidence);
      nn_remedy_learning_rate (finding, evidence, 0.1, NN_REMEDY_STARTS_ANEW);
    }
  return TRUE;
}

const NnFindingCheck nn_finding_exploding_gradient = {
  .type = { "exploding-gradient", N_("Exploding gradient"), N_("Pascanu, Mikolov and Bengio 2013: gradients grow by a factor a layer; clipping bounds the step. The bound of 100 weight norms is a rule of this program: healthy samples stay below 10.") },
  .check = check,
};
