/* The canvas with a wide layer folded into a card, one that passes its inputs on, and one drawn neuron by neuron. */
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
  fl_places_compute (&scene.places, network, width, height);
  fl_network_scene_paint (&scene, cr, theme);
}
