/* Remedies that several findings share: each is the project's spec with a few values changed. */
#include "nn-finding.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

void
nn_finding_add_remedy (NnFinding *finding, const NnEvidence *evidence, char *title, const NnSpec *values,
                       const DsPrepareOptions *prepare, NnRemedyStart start)
{
  NnProblem problem = nn_problem (evidence->data);
  const DsPrepareOptions *options = prepare != NULL ? prepare : &evidence->data->options;
  g_autoptr (NnPlan) plan = nn_plan_new (values, &problem, NULL, NULL);
  g_autofree char *owned = title;

  if (plan == NULL || finding->n_remedies == NN_MAX_REMEDIES)
    return;
  for (guint i = 0; i < finding->n_remedies; i++)
    if (nn_spec_equal (values, finding->remedies[i].spec) && ds_prepare_options_equal (options, &finding->remedies[i].prepare))
      return; /* offered already */
  if (nn_spec_equal (values, evidence->spec) && ds_prepare_options_equal (options, &evidence->data->options))
    return;
  finding->remedies[finding->n_remedies++] =
    (NnRemedy) { g_steal_pointer (&owned), nn_spec_new (values), *options, start == NN_REMEDY_STARTS_ANEW };
}

void
nn_remedy_activation (NnFinding *finding, const NnEvidence *evidence, const char *activation, const char *init, const char *title)
{
  NnSpec values = *evidence->spec;
  guint output = nn_evidence_output (evidence);

  for (guint i = 0; i < output; i++)
    {
      DsItem *layer = &values.layers[i];

      if (ds_type_find_param (layer->type, "activation") >= 0)
        ds_item_set_choice (layer, "activation", activation, NULL);
      else if (ds_type_find_param (layer->type, "function") >= 0)
        ds_item_set_choice (layer, "function", activation, NULL);
      if (ds_type_find_param (layer->type, "init") >= 0)
        ds_item_set_choice (layer, "init", init, NULL);
    }
  if (output < values.n_layers && ds_type_find_param (values.layers[output].type, "init") >= 0)
    ds_item_set_choice (&values.layers[output], "init", "glorot_uniform", NULL);
  nn_finding_add_remedy (finding, evidence, g_strdup (title), &values, NULL, NN_REMEDY_STARTS_ANEW);
}

void
nn_remedy_learning_rate (NnFinding *finding, const NnEvidence *evidence, double factor, NnRemedyStart start)
{
  NnSpec values = *evidence->spec;
  double rate;

  if (ds_type_find_param (values.optimizer.type, "learning_rate") < 0)
    return;
  rate = ds_item_get (&values.optimizer, "learning_rate") * factor;
  if (factor < 1)
    rate = MIN (rate, factor); /* from 1e6 no tenth leads back within a lesson */
  if (ds_item_set (&values.optimizer, "learning_rate", rate, NULL))
    nn_finding_add_remedy (finding, evidence, g_strdup_printf (_("Learning rate %s"), NN_WORD (rate)), &values, NULL, start);
}

void
nn_remedy_clip (NnFinding *finding, const NnEvidence *evidence)
{
  NnSpec values = *evidence->spec;

  if (isfinite (values.clip_norm) && values.clip_norm <= 1)
    return;
  values.clip_norm = 1;
  nn_finding_add_remedy (finding, evidence, g_strdup (_("Clip gradients at norm 1")), &values, NULL, NN_REMEDY_GOES_ON);
}

void
nn_remedy_wider (NnFinding *finding, const NnEvidence *evidence)
{
  NnSpec values = *evidence->spec;
  guint output = nn_evidence_output (evidence);
  gboolean any = FALSE;

  for (guint i = 0; i < output; i++)
    if (evidence->plan->layers[i].weight >= 0 && ds_type_find_param (values.layers[i].type, "units") >= 0)
      any = ds_item_set (&values.layers[i], "units", 2.0 * evidence->plan->layers[i].out, NULL) || any;
  if (any)
    nn_finding_add_remedy (finding, evidence, g_strdup (_("Twice the neurons")), &values, NULL, NN_REMEDY_STARTS_ANEW);
}

void
nn_remedy_deeper (NnFinding *finding, const NnEvidence *evidence)
{
  NnSpec values = *evidence->spec;
  guint output = nn_evidence_output (evidence);
  DsItem layer = ds_item (nn_registry_find (NN_LAYERS, "dense"));

  if (values.n_layers + 1 > NN_MAX_LAYERS)
    return;
  ds_item_set (&layer, "units", 8, NULL);
  ds_item_set_choice (&layer, "activation", "tanh", NULL);
  for (guint i = output; i > 0; i--) /* as the hidden layer nearest to the output */
    if (ds_type_find_param (values.layers[i - 1].type, "units") >= 0)
      {
        layer = values.layers[i - 1];
        break;
      }
  memmove (&values.layers[output + 1], &values.layers[output], (values.n_layers - output) * sizeof (DsItem));
  values.layers[output] = layer;
  values.n_layers++;
  nn_finding_add_remedy (finding, evidence, g_strdup (_("One more hidden layer")), &values, NULL, NN_REMEDY_STARTS_ANEW);
}
