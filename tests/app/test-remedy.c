/* Every complaint about an impossible network a person can come to by editing has a way out that works, and one undo step leads
 * back. */
#include "fl-remedy.h"

#include <math.h>

#include "fl-edit.h"

static const NnProblem two_classes = { .inputs = 2, .n_classes = 2, .rows = 300 }, three_classes = { .inputs = 4, .n_classes = 3, .rows = 150 },
                       numbers = { .inputs = 1, .targets = 1, .rows = 100 };

static DsItem
dense (double units)
{
  DsItem item = ds_item (nn_registry_find (NN_LAYERS, "dense"));

  g_assert_true (ds_item_set (&item, "units", units, NULL));
  return item;
}

/* Two layers: 8 neurons and an output layer. */
static void
start (NnSpec *spec, const char *loss)
{
  nn_spec_defaults (spec);
  spec->n_layers = 2;
  spec->layers[0] = dense (8);
  spec->layers[1] = dense (0);
  spec->loss = ds_item (nn_registry_find (NN_LOSSES, loss));
}

/* One remedy with this button, after which nothing is wrong; *layer: the one complained about. */
static FlRemedy *
remedy_for (const NnSpec *spec, const NnProblem *problem, int *layer)
{
  FlRemedy *remedy = fl_remedy_find (spec, problem);
  g_autoptr (GError) error = NULL;
  g_autoptr (NnPlan) bad = nn_plan_new (spec, problem, layer, NULL);
  g_autoptr (NnPlan) plan = NULL;

  g_assert_null (bad);
  g_assert_nonnull (remedy);
  plan = nn_plan_new (remedy->spec, problem, NULL, &error);
  g_assert_no_error (error);
  return remedy;
}

static void
test_nothing_wrong (void)
{
  NnSpec spec;

  start (&spec, "binary_cross_entropy");
  g_assert_null (fl_remedy_find (&spec, &two_classes));
  g_assert_null (fl_remedy_find (&spec, &(NnProblem){ 0 })); /* no inputs: nothing a network could do */
}

static void
test_hidden_auto (void)
{
  g_autoptr (FlRemedy) remedy = NULL;
  NnSpec spec;
  int layer;

  start (&spec, "binary_cross_entropy");
  spec.layers[0] = dense (0);
  remedy = remedy_for (&spec, &two_classes, &layer);
  g_assert_cmpint (layer, ==, 0);
  g_assert_cmpstr (remedy->button, ==, "Make it 8 neurons");
}

static void
test_outputs (void)
{
  static const struct
  {
    const char *loss, *button;
    const NnProblem *problem;
    double units;
  } rows[] = {
    { "cross_entropy", "Make it 3 neurons", &three_classes, 5 },
    { "mse", "Make it 3 neurons", &three_classes, 2 },
    { "binary_cross_entropy", "Make it 1 neuron", &two_classes, 3 },
    { "mse", "Make it 1 neuron", &numbers, 4 },
    { "binary_cross_entropy", "Use cross-entropy", &three_classes, 0 },
    { "binary_cross_entropy", "Use cross-entropy", &three_classes, 1 },
    { "cross_entropy", "Use mean squared error", &numbers, 0 },
    { "cross_entropy", "Use mean squared error", &numbers, 3 },
    { "hinge", "Use mean squared error", &numbers, 0 },
    { "kl_divergence", "Use mean squared error", &numbers, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (FlRemedy) remedy = NULL;
      NnSpec spec;
      int layer;

      if (nn_registry_find (NN_LOSSES, rows[i].loss) == NULL)
        continue;
      start (&spec, rows[i].loss);
      spec.layers[1] = dense (rows[i].units);
      remedy = remedy_for (&spec, rows[i].problem, &layer);
      g_assert_cmpint (layer, ==, 1);
      g_assert_cmpstr (remedy->button, ==, rows[i].button);
    }
}

/* Several things wrong: each remedy mends one, until nothing is. */
static void
test_step_by_step (void)
{
  NnSpec spec;
  guint steps = 0;

  start (&spec, "binary_cross_entropy");
  spec.n_layers = 3;
  spec.layers[0] = spec.layers[1] = dense (0);
  spec.layers[2] = dense (7);
  for (;; steps++)
    {
      g_autoptr (FlRemedy) remedy = fl_remedy_find (&spec, &three_classes);
      g_autoptr (NnPlan) plan = nn_plan_new (&spec, &three_classes, NULL, NULL);

      g_assert_true ((remedy == NULL) == (plan != NULL));
      if (remedy == NULL)
        break;
      spec = *remedy->spec;
      g_assert_cmpuint (steps, <, 4);
    }
  g_assert_cmpuint (steps, ==, 3);
}

static void
test_closed_form (void)
{
  g_autoptr (FlRemedy) remedy = NULL;
  const DsType *closed = nn_registry_find (NN_OPTIMIZERS, "closed_form");
  NnSpec spec;
  int layer;

  start (&spec, "mse");
  g_assert_nonnull (closed);
  spec.optimizer = ds_item (closed);
  remedy = remedy_for (&spec, &numbers, &layer);
  g_assert_cmpint (layer, ==, -1);
  g_assert_cmpstr (remedy->button, ==, "Use Adam");
}

/* One row at a time, batch norm leaves nothing of it: said at the layer, and mended by larger batches. */
static void
test_batch_norm_of_one (void)
{
  g_autoptr (FlRemedy) remedy = NULL;
  NnSpec spec;
  int layer;

  start (&spec, "mse");
  spec.n_layers = 3;
  spec.layers[2] = spec.layers[1];
  spec.layers[1] = ds_item (nn_registry_find (NN_LAYERS, "batch_norm"));
  spec.batch_size = 1;
  remedy = remedy_for (&spec, &numbers, &layer);
  g_assert_cmpint (layer, ==, 1);
  g_assert_cmpstr (remedy->button, ==, "Use batches of 32");
  g_assert_cmpuint (remedy->spec->batch_size, ==, 32);
}

/* Of a single value layer norm makes 0 and softmax 1, whatever it is: nothing behind them learns. */
static void
test_single_value (void)
{
  static const char *const types[] = { "layer_norm", "softmax" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (FlRemedy) remedy = NULL;
      NnSpec spec;
      int layer;

      start (&spec, "mse");
      spec.n_layers = 3;
      spec.layers[2] = spec.layers[1];
      spec.layers[1] = ds_item (nn_registry_find (NN_LAYERS, types[i]));
      g_assert_null (fl_remedy_find (&spec, &numbers));
      spec.layers[0] = dense (1);
      remedy = remedy_for (&spec, &numbers, &layer);
      g_assert_cmpint (layer, ==, 1);
      g_assert_cmpstr (remedy->button, ==, "Remove this layer");
      g_assert_cmpuint (remedy->spec->n_layers, ==, 2);
    }
}

static void
test_too_big (void)
{
  g_autoptr (FlRemedy) remedy = NULL, batch = NULL, all = NULL;
  g_autoptr (NnPlan) plan = NULL;
  NnProblem many = { .inputs = 2, .n_classes = 2, .rows = G_GUINT64_CONSTANT (1000000000000) };
  NnSpec spec;
  int layer;

  start (&spec, "binary_cross_entropy");
  spec.n_layers = 3;
  spec.layers[0] = spec.layers[1] = dense (65536); /* 17 GB of weights alone */
  spec.layers[2] = dense (0);
  remedy = remedy_for (&spec, &two_classes, &layer);
  g_assert_cmpint (layer, ==, 1);
  g_assert_true (g_str_has_prefix (remedy->button, "Make it "));
  plan = nn_plan_new (remedy->spec, &two_classes, NULL, NULL);
  g_assert_nonnull (plan);
  g_assert_cmpuint (plan->bytes, <=, G_GUINT64_CONSTANT (1) << 30); /* not what just about fits */

  start (&spec, "binary_cross_entropy");
  spec.batch_size = 0; /* all rows at once */
  batch = remedy_for (&spec, &many, &layer);
  g_assert_true (g_str_has_prefix (batch->button, "Use batches of "));

  start (&spec, "binary_cross_entropy");
  spec.n_layers = 5;
  for (guint i = 0; i < 4; i++)
    spec.layers[i] = dense (65536);
  spec.layers[4] = dense (0);
  all = remedy_for (&spec, &two_classes, &layer);
  g_assert_cmpstr (all->button, ==, "Make wide layers 64 neurons");
}

/* What only a file can bring. */
static void
test_strange_values (void)
{
  g_autoptr (FlRemedy) rate = NULL, penalty = NULL, none = NULL, alone = NULL;
  NnSpec spec;
  int layer;

  start (&spec, "binary_cross_entropy");
  spec.layers[0] = ds_item (nn_registry_find (NN_LAYERS, "dropout"));
  spec.layers[0].values[0] = 7;
  rate = remedy_for (&spec, &two_classes, &layer);
  g_assert_cmpint (layer, ==, 0);
  g_assert_cmpstr (rate->button, ==, "Set Rate to 0.95");

  start (&spec, "binary_cross_entropy");
  spec.l2 = NAN;
  penalty = remedy_for (&spec, &two_classes, &layer);
  g_assert_cmpfloat (penalty->spec->l2, ==, 0);

  start (&spec, "binary_cross_entropy");
  spec.n_layers = 0;
  none = remedy_for (&spec, &two_classes, &layer);
  g_assert_cmpuint (none->spec->n_layers, ==, 1);

  start (&spec, "cross_entropy");
  spec.n_layers = 1;
  spec.layers[0] = ds_item (nn_registry_find (NN_LAYERS, "activation"));
  alone = remedy_for (&spec, &three_classes, &layer);
  g_assert_cmpstr (alone->button, ==, "Add an output layer");
}

static void
test_apply (void)
{
  g_autoptr (FlProject) given = fl_project_default (), project = NULL;
  g_autoptr (FlDocument) document = NULL;
  g_autoptr (FlRemedy) remedy = NULL;
  g_autoptr (NnSpec) bad = NULL;
  NnSpec values = *given->spec;

  values.layers[0] = dense (0);
  bad = nn_spec_new (&values);
  project = fl_project_with_spec (given, bad);
  document = fl_document_new (project);
  remedy = fl_remedy_find (bad, &two_classes);
  g_assert_nonnull (remedy);
  g_assert_true (fl_remedy_apply (remedy, document));
  g_assert_cmpfloat (ds_item_get (&fl_document_get_project (document)->spec->layers[0], "units"), ==, 8);
  g_assert_cmpstr (fl_document_undo_label (document), ==, remedy->label);
  g_assert_false (fl_remedy_apply (remedy, document));
  fl_document_undo (document);
  g_assert_true (nn_spec_equal (fl_document_get_project (document)->spec, bad));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remedy/nothing-wrong", test_nothing_wrong);
  g_test_add_func ("/remedy/hidden-auto", test_hidden_auto);
  g_test_add_func ("/remedy/outputs", test_outputs);
  g_test_add_func ("/remedy/step-by-step", test_step_by_step);
  g_test_add_func ("/remedy/batch-norm-of-one", test_batch_norm_of_one);
  g_test_add_func ("/remedy/single-value", test_single_value);
  g_test_add_func ("/remedy/closed-form", test_closed_form);
  g_test_add_func ("/remedy/too-big", test_too_big);
  g_test_add_func ("/remedy/strange-values", test_strange_values);
  g_test_add_func ("/remedy/apply", test_apply);
  return g_test_run ();
}
