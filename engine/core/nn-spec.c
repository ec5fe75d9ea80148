#include <math.h>
#include <string.h>
#include "nn-channel.h"
#include "nn-spec.h"

/* The shared value: the fields that people see first, the count behind them. */
typedef struct
{
  NnSpec values;
  NnRefs refs;
} Shared;

void
nn_spec_defaults (NnSpec *values)
{
  *values = (NnSpec) { .n_layers = 1,
                       .loss = ds_item (nn_registry_find (NN_LOSSES, "mse")),
                       .optimizer = ds_item (nn_registry_find (NN_OPTIMIZERS, "sgd")),
                       .schedule = ds_item (nn_registry_find (NN_SCHEDULES, "constant")),
                       .seed = 1,
                       .batch_size = 16,
                       .shuffle = TRUE,
                       .clip_norm = NAN,
                       .batch_growth = 1,
                       .batch_growth_every = 50,
                       .batch_growth_limit = 1024,
                       .stop_epochs = 500,
                       .stop_loss_below = NAN };
  values->layers[0] = ds_item (nn_registry_find (NN_LAYERS, "dense"));
  ds_item_set (&values->layers[0], "units", 0, NULL);
}

NnSpec *
nn_spec_new (const NnSpec *values)
{
  g_assert (values->n_layers <= NN_MAX_LAYERS);
  Shared *shared = g_new0 (Shared, 1);
  shared->values = *values;
  for (guint i = 0; i < NN_MAX_LAYERS; i++)
    {
      gboolean there = i < values->n_layers;

      shared->values.frozen[i] = there ? nn_frozen_ref (values->frozen[i]) : NULL;
      shared->values.ids[i] = !there ? 0 : values->ids[i] != 0 ? values->ids[i] : nn_serial ();
    }
  nn_refs_init (&shared->refs);
  return &shared->values;
}

NnSpec *
nn_spec_ref (const NnSpec *spec)
{
  Shared *shared = (Shared *) spec;
  nn_refs_inc (&shared->refs);
  return &shared->values;
}

void
nn_spec_unref (NnSpec *spec)
{
  Shared *shared = (Shared *) spec;
  if (shared == NULL || !nn_refs_dec (&shared->refs))
    return;
  for (guint i = 0; i < shared->values.n_layers; i++)
    nn_frozen_unref (shared->values.frozen[i]);
  g_free (shared);
}

static gboolean
same (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

gboolean
nn_spec_equal (const NnSpec *a, const NnSpec *b)
{
  if (a == b)
    return TRUE;
  if (a->n_layers != b->n_layers)
    return FALSE;
  for (guint i = 0; i < a->n_layers; i++)
    if (!ds_item_equal (&a->layers[i], &b->layers[i]) || !nn_frozen_equal (a->frozen[i], b->frozen[i]))
      return FALSE;
  return ds_item_equal (&a->loss, &b->loss) && ds_item_equal (&a->optimizer, &b->optimizer)
         && ds_item_equal (&a->schedule, &b->schedule) && a->seed == b->seed && same (a->l1, b->l1) && same (a->l2, b->l2)
         && a->batch_size == b->batch_size && a->shuffle == b->shuffle && same (a->clip_norm, b->clip_norm)
         && same (a->gradient_noise, b->gradient_noise) && same (a->batch_growth, b->batch_growth)
         && a->batch_growth_every == b->batch_growth_every && a->batch_growth_limit == b->batch_growth_limit
         && a->stop_epochs == b->stop_epochs && same (a->stop_loss_below, b->stop_loss_below)
         && a->stop_patience == b->stop_patience;
}

gboolean
nn_spec_same_places (const NnSpec *a, const NnSpec *b)
{
  for (guint i = 0; i < a->n_layers; i++)
    for (guint j = 0; j < b->n_layers; j++)
      if (i != j && a->ids[i] == b->ids[j])
        return FALSE;
  return TRUE;
}

NnProblem
nn_problem (const DsPrepared *data)
{
  return (NnProblem) { .inputs = data->inputs, .targets = data->targets, .n_classes = data->n_classes, .rows = data->n_train,
                        .class_rows = data->class_rows };
}
