/* The stages of one step on the canvas: a small network's third step with Adam, and a wide one's. */
#include "fl-scenes.h"

#include "ds-source.h"
#include "fl-slow-paint.h"
#include "nn-trainer.h"

static DsPrepared *
moons (void)
{
  guint n;
  const DsType *const *all = ds_generators (&n);
  DsSource source = { .kind = DS_SOURCE_GENERATOR, .generator = ds_item (ds_type_find (all, n, "moons")) };
  DsPrepareOptions options = { .task = DS_CLASSIFICATION, .features = DS_FEATURE_X1 | DS_FEATURE_X2, .standardize = TRUE, .validation_share = 0.25 };
  DsDataset *dataset;
  DsPrepared *data;

  g_assert_true (ds_item_set (&source.generator, "samples", 60, NULL));
  dataset = ds_source_load (&source, DS_CLASSIFICATION, NULL, 5, NULL, NULL, NULL);
  data = ds_prepare (dataset, &options, 5, NULL);
  ds_dataset_unref (dataset);
  return data;
}

static NnSpec *
network (guint units)
{
  NnSpec values;

  nn_spec_defaults (&values);
  values.n_layers = 3;
  values.layers[0] = values.layers[1] = values.layers[2] = ds_item (nn_registry_find (NN_LAYERS, "dense"));
  g_assert_true (ds_item_set (&values.layers[0], "units", units, NULL));
  g_assert_true (ds_item_set (&values.layers[1], "units", 3, NULL));
  g_assert_true (ds_item_set (&values.layers[2], "units", 1, NULL));
  values.loss = ds_item (nn_registry_find (NN_LOSSES, "binary_cross_entropy"));
  values.optimizer = ds_item (nn_registry_find (NN_OPTIMIZERS, "adam"));
  values.batch_size = 8;
  values.seed = 3;
  return nn_spec_new (&values);
}

static void
paint (cairo_t *cr, const FlTheme *theme, double width, double height, guint units, guint stage, int column, int unit)
{
  g_autoptr (NnSpec) spec = network (units);
  DsPrepared *data = moons ();
  NnTrainer *trainer = nn_trainer_new (spec, data, 1, NULL);
  g_autoptr (FlTopology) topology = fl_topology_new (spec, data);
  g_autoptr (NnCheckpoint) state = NULL;
  g_autoptr (NnStepWalk) walk = NULL;
  FlPlaces places;

  nn_trainer_step (trainer);
  nn_trainer_step (trainer);
  state = nn_trainer_capture (trainer, NULL);
  walk = nn_step_walk_new (state, 1, NULL);
  fl_places_compute (&places, topology, theme->text_scale, width, height);
  g_assert_true (fl_slow_paint (cr, theme, topology, &places, &(FlSlow){ walk, stage, column, unit }));
  nn_trainer_free (trainer);
  ds_prepared_unref (data);
}

void
fl_scene_slow_forward (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  paint (cr, theme, width, height, 4, 1, 2, 1);
}

void
fl_scene_slow_backward (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  paint (cr, theme, width, height, 4, 5, 2, 0);
}

void
fl_scene_slow_update (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  paint (cr, theme, width, height, 4, 7, 2, 2);
}

void
fl_scene_slow_wide (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  paint (cr, theme, width, height, 40, 0, 1, 0);
}
