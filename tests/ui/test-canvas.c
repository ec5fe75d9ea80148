/* The canvas without a window: columns, places and hits of random networks; names as the contract has them. */
#include <math.h>
#include <string.h>

#include "fl-places.h"
#include "fl-project.h"

static DsPrepared *
prepare (void)
{
  g_autoptr (FlProject) project = fl_project_default ();
  g_autoptr (GError) error = NULL;
  DsPrepared *data = fl_project_prepare (project, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return data;
}

static DsItem
dense (guint units)
{
  DsItem item = ds_item (nn_registry_find (NN_LAYERS, "dense"));

  g_assert_true (ds_item_set (&item, "units", units, NULL));
  g_assert_true (ds_item_set_choice (&item, "activation", "tanh", NULL));
  return item;
}

/* hidden: units a layer, 0 for a dropout layer; ends with 0 layers at -1. */
static FlTopology *
topology_of (DsPrepared *data, const int *hidden)
{
  NnSpec values;
  g_autoptr (NnSpec) spec = NULL;

  nn_spec_defaults (&values);
  values.n_layers = 0;
  for (; *hidden >= 0; hidden++)
    values.layers[values.n_layers++] = *hidden == 0 ? ds_item (nn_registry_find (NN_LAYERS, "dropout")) : dense (*hidden);
  values.layers[values.n_layers] = ds_item (nn_registry_find (NN_LAYERS, "dense"));
  g_assert_true (ds_item_set (&values.layers[values.n_layers++], "units", 0, NULL));
  values.loss = ds_item (nn_registry_find (NN_LOSSES, "binary_cross_entropy"));
  spec = nn_spec_new (&values);
  return fl_topology_new (spec, data);
}

static void
test_names (void)
{
  g_autoptr (DsPrepared) data = prepare ();
  g_autoptr (FlTopology) topology = topology_of (data, (int[]){ 8, 0, 5, -1 });
  g_autofree char *neuron = fl_topology_unit_name (topology, 3, 2);
  g_autofree char *input = fl_topology_unit_name (topology, 0, 0);

  g_assert_cmpuint (topology->n_columns, ==, 5);
  g_assert_cmpstr (topology->columns[1].description, ==, "Dense layer 1, 8 neurons, tanh");
  g_assert_cmpstr (topology->columns[1].title, ==, "Dense 8 · tanh");
  g_assert_true (topology->columns[2].slim);
  g_assert_cmpstr (topology->columns[3].name, ==, "Dense layer 2");
  g_assert_cmpuint (topology->columns[3].source, ==, 1);
  g_assert_true (topology->columns[3].linked);
  g_assert_cmpstr (topology->columns[4].title, ==, "Output · sigmoid");
  g_assert_cmpstr (neuron, ==, "Neuron 3 of dense layer 2");
  g_assert_cmpstr (input, ==, data->input_names[0]);
}

static void
test_shapes (void)
{
  g_autoptr (DsPrepared) data = prepare ();
  g_autoptr (FlTopology) a = topology_of (data, (int[]){ 8, 5, -1 });
  g_autoptr (FlTopology) b = topology_of (data, (int[]){ 8, 5, -1 });
  g_autoptr (FlTopology) c = topology_of (data, (int[]){ 8, 6, -1 });
  g_autoptr (FlTopology) d = topology_of (NULL, (int[]){ 8, 5, -1 });

  g_assert_true (fl_topology_same_shape (a, b));
  g_assert_false (fl_topology_same_shape (a, c));
  g_assert_cmpuint (a->n_weights, ==, 2 * 8 + 8 + 8 * 5 + 5 + 5 + 1);
  g_assert_cmpuint (d->n_weights, ==, 0); /* no data: shown, but nothing of a frame fits */
  g_assert_cmpuint (d->columns[1].units, ==, 8);
}

/* What stands below a column, and what a frozen layer is called. */
static void
test_facts (void)
{
  g_autoptr (DsPrepared) data = prepare ();
  g_autoptr (FlTopology) topology = topology_of (data, (int[]){ 8, 0, -1 });
  g_autoptr (FlTopology) blind = topology_of (NULL, (int[]){ 8, -1 });
  g_autoptr (FlTopology) cold = NULL;
  g_autoptr (NnSpec) spec = NULL;
  NnSpec values = *topology->spec;

  g_assert_true (g_str_has_prefix (topology->columns[1].facts, "2 → 8\n24 params\n"));
  g_assert_true (g_str_has_suffix (topology->columns[1].facts, "kB"));
  g_assert_true (g_str_has_prefix (topology->columns[2].facts, "8 → 8\n"));
  g_assert_null (strstr (topology->columns[2].facts, "param")); /* dropout learns nothing */
  g_assert_nonnull (strstr (topology->columns[2].facts_in_words, "nothing to learn"));
  g_assert_cmpstr (blind->columns[1].facts, ==, "");
  g_assert_cmpstr (topology->columns[1].head, ==, "Dense 8\ntanh");
  g_assert_null (topology->problem);

  g_assert_true (ds_item_set (&values.layers[0], "trainable", 0, NULL));
  spec = nn_spec_new (&values);
  cold = fl_topology_new (spec, data);
  g_assert_true (cold->columns[1].frozen);
  g_assert_cmpstr (cold->columns[1].description, ==, "Dense layer 1, 8 neurons, tanh, frozen");
}

/* The column concerned, in words, and what mends it. */
static void
test_problem (void)
{
  g_autoptr (DsPrepared) data = prepare ();
  g_autoptr (FlTopology) fine = topology_of (data, (int[]){ 8, 5, -1 });
  g_autoptr (FlTopology) topology = NULL;
  g_autoptr (NnSpec) spec = NULL;
  NnSpec values = *fine->spec;

  g_assert_true (ds_item_set (&values.layers[1], "units", 0, NULL));
  spec = nn_spec_new (&values);
  topology = fl_topology_new (spec, data);
  g_assert_nonnull (topology->problem);
  g_assert_cmpint (topology->problem_column, ==, 2);
  g_assert_nonnull (topology->remedy);
  g_assert_cmpstr (topology->remedy->button, ==, "Make it 8 neurons");
}

/* Pixels are shown as the pictures they make, not as maps. */
static void
test_pictures (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "data", "samples", "digits.fallline", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (FlProject) project = fl_project_load (path, &error);
  g_autofree char *dir = g_path_get_dirname (path);
  g_autoptr (DsPrepared) data = NULL;
  g_autoptr (FlTopology) topology = NULL;
  FlPlaces places;
  double x, y, width, height;

  g_assert_no_error (error);
  data = fl_project_prepare (project, dir, NULL, NULL, &error);
  g_assert_no_error (error);
  topology = fl_topology_new (project->spec, data);
  g_assert_true (topology->columns[0].folded);
  g_assert_cmpuint (topology->columns[0].image_width, ==, 8);
  g_assert_cmpuint (topology->columns[0].image_height, ==, 8);
  g_assert_cmpuint (topology->columns[1].image_width, ==, 0);
  fl_places_compute (&places, topology, 1, 800, 600);
  fl_places_card (&places, 0, &x, &y, &width, &height);
  g_assert_cmpint (fl_places_hit (&places, topology, x + width / 3, y + height / 3).unit, ==, -1);
  g_assert_cmpuint (places.columns[1].shown, ==, 24);
}

/* Every neuron inside the canvas, clear of its neighbours, and found where it stands. */
static void
check_places (const FlTopology *topology, double text_scale, double width, double height)
{
  FlPlaces places;

  fl_places_compute (&places, topology, text_scale, width, height);
  for (guint c = 0; c < topology->n_columns; c++)
    {
      double below = 0;

      if (c > 0)
        g_assert_cmpfloat (places.columns[c].left + 1, >=, places.columns[c - 1].left + places.columns[c - 1].width);
      for (guint u = 0; u < places.columns[c].shown; u++)
        {
          double x, y, size;
          FlHit hit;

          g_assert_true (fl_places_unit (&places, topology, c, u, &x, &y, &size));
          g_assert_cmpfloat (x, >=, 0);
          g_assert_cmpfloat (x + size, <=, width);
          g_assert_cmpfloat (y, >=, places.top - 1);
          g_assert_cmpfloat (y + size, <=, height - places.bottom + 6);
          if (!topology->columns[c].folded)
            {
              g_assert_cmpfloat (y, >=, below);
              below = y + size;
            }
          hit = fl_places_hit (&places, topology, x + size / 2, y + size / 2);
          g_assert_cmpint (hit.column, ==, c);
          g_assert_cmpint (hit.unit, ==, u);
          g_assert_cmpint (hit.source_unit, ==, -1);
        }
    }
}

static void
test_places (void)
{
  g_autoptr (DsPrepared) data = prepare ();

  for (guint i = 0; i < 300; i++)
    {
      int hidden[12], n = g_test_rand_int_range (0, 10), width, height;
      double text_scale = 1 + i % 5 * 0.25;
      g_autoptr (FlTopology) topology = NULL;

      for (int k = 0; k < n; k++)
        hidden[k] = g_test_rand_int_range (0, 3) == 0 ? g_test_rand_int_range (0, 60000) : g_test_rand_int_range (0, 20);
      hidden[n] = -1;
      topology = topology_of (data, hidden);
      fl_places_minimum (topology, text_scale, &width, &height);
      check_places (topology, text_scale, width, height);
      check_places (topology, text_scale, width + g_test_rand_int_range (0, 900), height + g_test_rand_int_range (0, 700));
    }
}

/* Six layers of eight, with input and output, are seen whole in a window of 1440 x 900. */
static void
test_six_layers (void)
{
  g_autoptr (DsPrepared) data = prepare ();
  g_autoptr (FlTopology) topology = topology_of (data, (int[]){ 8, 8, 8, 8, 8, 8, -1 });
  int width, height;

  fl_places_minimum (topology, 1, &width, &height);
  g_assert_cmpint (width, <=, 690);
}

static void
test_link_hit (void)
{
  g_autoptr (DsPrepared) data = prepare ();
  g_autoptr (FlTopology) topology = topology_of (data, (int[]){ 2, -1 });
  FlPlaces places;
  FlSegment link;
  FlHit hit;

  fl_places_compute (&places, topology, 1, 600, 400);
  g_assert_true (fl_places_link (&places, topology, 1, 1, 0, &link));
  /* a quarter of the way the curve has done 5/32 of its height */
  hit = fl_places_hit (&places, topology, link.x0 + (link.x1 - link.x0) * (1.5 * 0.25 * 0.75 + 0.015625),
                       link.y0 + (link.y1 - link.y0) * 0.15625);
  g_assert_cmpint (hit.column, ==, 1);
  g_assert_cmpint (hit.unit, ==, 1);
  g_assert_cmpint (hit.source_unit, ==, 0);
  hit = fl_places_hit (&places, topology, link.x0 + 20, 10);
  g_assert_cmpint (hit.column, ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/canvas/names", test_names);
  g_test_add_func ("/canvas/shapes", test_shapes);
  g_test_add_func ("/canvas/facts", test_facts);
  g_test_add_func ("/canvas/problem", test_problem);
  g_test_add_func ("/canvas/pictures", test_pictures);
  g_test_add_func ("/canvas/places", test_places);
  g_test_add_func ("/canvas/six-layers", test_six_layers);
  g_test_add_func ("/canvas/link-hit", test_link_hit);
  return g_test_run ();
}
