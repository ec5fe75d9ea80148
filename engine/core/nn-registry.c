/* The catalogues as other floors see them: the descriptors of the "ref" backend, which is always there. */
#include "nn-registry.h"
#include "nn-tables.h"

extern const NnTables nn_tables_ref;

#define NN_ROW(id) extern const NnInitializer nn_initializer_##id;
#include "initializers.inc"
#undef NN_ROW
#define NN_ROW(id) extern const NnSchedule nn_schedule_##id;
#include "schedules.inc"
#undef NN_ROW

const NnInitializer *const nn_initializers[] = {
#define NN_ROW(id) &nn_initializer_##id,
#include "initializers.inc"
#undef NN_ROW
  NULL
};

const NnSchedule *const nn_schedules[] = {
#define NN_ROW(id) &nn_schedule_##id,
#include "schedules.inc"
#undef NN_ROW
  NULL
};

/* Every descriptor begins with its DsType, so each table is a list of types. */
static const DsType *const *
table (NnRegistry registry)
{
  switch (registry)
    {
    case NN_LAYERS: return (const DsType *const *) nn_tables_ref.layers;
    case NN_ACTIVATIONS: return (const DsType *const *) nn_tables_ref.activations;
    case NN_LOSSES: return (const DsType *const *) nn_tables_ref.losses;
    case NN_OPTIMIZERS: return (const DsType *const *) nn_tables_ref.optimizers;
    case NN_SCHEDULES: return (const DsType *const *) nn_schedules;
    case NN_INITIALIZERS: return (const DsType *const *) nn_initializers;
    case NN_N_REGISTRIES: break;
    }
  g_assert_not_reached ();
}

const DsType *const *
nn_registry (NnRegistry registry, guint *n)
{
  const DsType *const *types = table (registry);
  guint count = 0;
  while (types[count] != NULL)
    count++;
  if (n != NULL)
    *n = count;
  return types;
}

const DsType *
nn_registry_find (NnRegistry registry, const char *id)
{
  guint n;
  const DsType *const *types = nn_registry (registry, &n);
  return ds_type_find (types, n, id);
}

guint
nn_registry_index (NnRegistry registry, const DsType *type)
{
  const DsType *const *types = table (registry);
  for (guint i = 0; types[i] != NULL; i++)
    if (types[i] == type)
      return i;
  g_assert_not_reached ();
}

const char *
nn_registry_name (NnRegistry registry)
{
  static const char *const names[NN_N_REGISTRIES] = { "layers", "activations", "losses", "optimizers", "schedules", "initializers" };
  return names[registry];
}

NnPrediction
nn_loss_prediction (const DsType *loss)
{
  return ((const NnLoss *) loss)->prediction;
}

gboolean
nn_loss_for_regression (const DsType *loss)
{
  return ((const NnLoss *) loss)->regression;
}

gboolean
nn_layer_has_chance (const DsType *layer)
{
  return ((const NnLayerType *) layer)->has_chance;
}

double
nn_activation_value (const DsType *activation, double z)
{
  nn_real in = (nn_real) z, out;
  ((const NnActivation *) activation)->forward (&in, &out, 1);
  return out;
}
