/* Inputs of very different or very large scale: the loss is a narrow ravine, and one learning rate cannot fit all weights. */
#include <math.h>
#include <glib/gi18n-lib.h>
#include "nn-finding.h"

/* Largest against smallest standard deviation, and largest deviation or mean by itself. */
#define FACTOR 20
#define LARGEST 10

static gboolean
check (const NnEvidence *evidence, NnFinding *finding)
{
  const NnFacts *facts = evidence->facts;
  const DsPrepared *data = evidence->data;
  double factor = facts->high_scale / facts->low_scale, largest = MAX (facts->high_scale, facts->high_mean);
  DsPrepareOptions prepare = data->options;

  if (data->options.standardize || !isfinite (facts->low_scale) || (!(factor > FACTOR) && !(largest > LARGEST)))
    return FALSE;
  finding->severity = NN_FINDING_WARNING;
  finding->measured = factor > FACTOR ? factor : largest;
  finding->threshold = factor > FACTOR ? FACTOR : LARGEST;
  if (factor > FACTOR)
    {
      const char *high = data->input_names[facts->high_input], *low = data->input_names[facts->low_input];

      finding->title = g_strdup_printf (_("Unscaled inputs: %s spreads %s times as wide as %s."), high, NN_WORD (factor), low);
      finding->evidence = g_strdup_printf (_("Standard deviation %s against %s (healthy: within a factor of %d). One learning rate cannot suit both."),
                                           NN_WORD (facts->high_scale), NN_WORD (facts->low_scale), FACTOR);
    }
  else
    {
      finding->title = g_strdup_printf (_("Unscaled inputs: values of about %s."), NN_WORD (largest));
      finding->evidence = g_strdup_printf (_("Largest mean %s, largest standard deviation %s (healthy: about 0 and 1, up to %d). Inputs that large press the first layer against its ends."),
                                           NN_WORD (facts->high_mean), NN_WORD (facts->high_scale), LARGEST);
    }
  prepare.standardize = TRUE;
  nn_finding_add_remedy (finding, evidence, g_strdup (_("Standardize the inputs")), evidence->spec, &prepare, NN_REMEDY_STARTS_ANEW);
  return TRUE;
}

const NnFindingCheck nn_finding_unscaled_inputs = {
  .type = { "unscaled-inputs", N_("Unscaled inputs"), N_("LeCun, Bottou, Orr and Müller 1998, “Efficient BackProp”, section 4.3: inputs should have mean 0 and equal variances. The factors are rules of this program.") },
  .check = check,
};
