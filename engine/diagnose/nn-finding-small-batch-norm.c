/* Batch norm that normalizes by the mean and spread of a handful of samples. */
#include <glib/gi18n-lib.h>
#include "nn-finding.h"
#include "nn-tables.h"

#define SAMPLES 8

/* The first layer that looks at the whole batch, or -1. */
static int
batch_layer (const NnEvidence *evidence)
{
  for (guint i = 0; i < evidence->spec->n_layers; i++)
    {
      const NnLayerType *type = (const NnLayerType *) evidence->spec->layers[i].type;
      NnModules modules = { 0 };

      type->expand (&evidence->spec->layers[i], evidence->plan->layers[i].in, evidence->plan->layers[i].out, &modules);
      for (guint m = 0; m < modules.n; m++)
        if (modules.modules[m].op->whole_batch)
          return (int) i;
    }
  return -1;
}

static gboolean
check (const NnEvidence *evidence, NnFinding *finding)
{
  const DsType *other = nn_registry_find (NN_LAYERS, "layer_norm");
  NnSpec values = *evidence->spec;
  guint64 batch = values.batch_size > 0 ? MIN (values.batch_size, evidence->data->n_train) : evidence->data->n_train;
  int layer = batch < SAMPLES ? batch_layer (evidence) : -1;

  if (layer < 0)
    return FALSE;
  finding->severity = NN_FINDING_WARNING;
  finding->layer = layer;
  finding->measured = (double) batch;
  finding->threshold = SAMPLES;
  finding->title = g_strdup_printf (_("Batch too small for batch norm: it normalizes over %u samples."), (guint) batch);
  finding->evidence = g_strdup_printf (_("Mean and spread of %u samples are mostly chance, and differ from the running ones used afterwards (healthy: %d samples or more)."), (guint) batch, SAMPLES);
  values.batch_size = 32;
  nn_finding_add_remedy (finding, evidence, g_strdup (_("Batches of 32")), &values, NULL, NN_REMEDY_GOES_ON);
  if (other != NULL)
    {
      values = *evidence->spec;
      for (guint i = 0; i < values.n_layers; i++)
        if (values.layers[i].type == values.layers[layer].type && (int) i != layer)
          values.layers[i] = ds_item (other);
      values.layers[layer] = ds_item (other);
      nn_finding_add_remedy (finding, evidence, g_strdup (_("Layer norm instead")), &values, NULL, NN_REMEDY_STARTS_ANEW);
    }
  return TRUE;
}

const NnFindingCheck nn_finding_small_batch_norm = {
  .type = { "small-batch-norm", N_("Batch too small for batch norm"), N_("Wu and He 2018, “Group normalization”, figure 1: the error of batch norm rises quickly below 8 samples a batch.") },
  .check = check,
};
