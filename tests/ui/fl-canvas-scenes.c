/* The canvas with a wide layer folded into a card, one that passes its inputs on, and one drawn neuron by neuron; and padlocks on
 * what a person froze. */
#include "fl-scenes.h"

#include <math.h>

#include "fl-network-scene.h"

#define MAP 16
#define MAPS 24

static FlTopology *
topology (void)
{
  NnSpec values;
  g_autoptr (NnSpec) spec = NULL;

  nn_spec_defaults (&values);
  values.n_layers = 4;
  values.layers[0] = ds_item (nn_registry_find (NN_LAYERS, "dense"));
  values.layers[1] = ds_item (nn_registry_find (NN_LAYERS, "dropout"));
  values.layers[2] = values.layers[3] = values.layers[0];
  g_assert_true (ds_item_set (&values.layers[0], "units", 512, NULL));
  g_assert_true (ds_item_set (&values.layers[2], "units", 5, NULL));
  g_assert_true (ds_item_set (&values.layers[3], "units", 1, NULL));
  spec = nn_spec_new (&values);
  return fl_topology_new (spec, NULL);
}

void
fl_scene_canvas_folded (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  g_autoptr (FlTopology) network = topology ();
  g_autofree float *maps = g_new (float, MAPS * MAP * MAP);
  NnPicture picture = { .n_layers = 4, .map_size = MAP, .map_units = { MAPS, MAPS, 5, 1 }, .maps = { maps, maps, maps, maps } };
  FlNetworkScene scene = { .topology = network, .picture = &picture, .selected = 0 };

  for (guint u = 0; u < MAPS; u++)
    for (guint i = 0; i < MAP * MAP; i++)
      {
        double x = (i % MAP) / 8.0 - 1, y = (double) (i / MAP) / 8.0 - 1, angle = u * 0.8;

        maps[u * MAP * MAP + i] = (float) tanh (2 * (x * cos (angle) + y * sin (angle)));
      }
  fl_places_compute (&scene.places, network, theme->text_scale, width, height);
  fl_network_scene_paint (&scene, cr, theme);
}

/* A single weight and two biases are held. */
void
fl_scene_canvas_frozen (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  static const NnFrozenEntry held[] = { { NN_FROZEN_WEIGHT, 1, 0 }, { NN_FROZEN_BIAS, 2, -1 }, { NN_FROZEN_BIAS, 0, -1 } };
  NnSpec values;
  g_autoptr (NnSpec) spec = NULL;
  g_autoptr (NnFrozen) first = nn_frozen_toggle (NULL, &held[0]), both = nn_frozen_toggle (first, &held[1]);
  g_autoptr (NnFrozen) last = nn_frozen_toggle (NULL, &held[2]);
  g_autoptr (FlTopology) network = NULL;
  float weights[13];
  NnFrame frame = { .n_weights = G_N_ELEMENTS (weights), .weights = weights };
  FlNetworkScene scene = { .frame = &frame, .selected = -1 };

  nn_spec_defaults (&values);
  values.n_layers = 2;
  values.layers[0] = values.layers[1] = ds_item (nn_registry_find (NN_LAYERS, "dense"));
  g_assert_true (ds_item_set (&values.layers[0], "units", 3, NULL));
  g_assert_true (ds_item_set (&values.layers[1], "units", 1, NULL));
  values.frozen[0] = both;
  values.frozen[1] = last;
  spec = nn_spec_new (&values);
  network = fl_topology_new (spec, NULL);
  network->columns[0].units = 2; /* as on data of two inputs */
  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    weights[i] = (float) sin (1.7 * i + 0.4);
  for (guint c = 1; c < network->n_columns; c++)
    {
      network->columns[c].linked = network->columns[c].biased = TRUE;
      network->columns[c].weight_offset = c == 1 ? 0 : 9;
      network->columns[c].bias_offset = c == 1 ? 6 : 12;
    }
  scene.topology = scene.frame_topology = network;
  fl_places_compute (&scene.places, network, theme->text_scale, width, height);
  fl_network_scene_paint (&scene, cr, theme);
}
