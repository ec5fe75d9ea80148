/* Safetensors: weights of a small network, straight from the bytes. What was read is finite, whatever type it was stored in. */
#include "fuzz.h"

#include <math.h>

#include "nn-weights.h"

static NnPlan *
plan_of_network (void)
{
  NnProblem problem = { .inputs = 2, .targets = 1, .rows = 10 };
  g_autoptr (GError) error = NULL;
  g_autoptr (NnSpec) spec = NULL;
  NnSpec values;
  NnPlan *plan;

  nn_spec_defaults (&values);
  values.layers[1] = values.layers[0];
  values.n_layers = 2;
  ds_item_set (&values.layers[0], "units", 3, NULL);
  values.loss = ds_item (nn_registry_find (NN_LOSSES, "mse"));
  spec = nn_spec_new (&values);
  plan = nn_plan_new (spec, &problem, NULL, &error);
  g_assert_no_error (error);
  return plan;
}

gboolean
fuzz_weights (const guint8 *bytes, gsize n)
{
  static NnPlan *plan;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *exact = fuzz_copy (bytes, n);
  g_autofree float *weights = NULL;

  if (plan == NULL)
    plan = plan_of_network ();
  weights = nn_weights_parse (exact, n, "fuzz.safetensors", plan, &error);
  fuzz_check_outcome (weights, error);
  for (guint64 i = 0; weights != NULL && i < plan->n_weights; i++)
    g_assert_true (isfinite (weights[i]));
  return weights != NULL;
}
