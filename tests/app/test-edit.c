/* The edits a person makes: what they change, what they leave alone, and that each is one undo step. */
#include "fl-edit.h"
#include "fl-edit-two.h"

#include <string.h>

static FlDocument *
document_with (const char *generator)
{
  g_autofree char *text = g_strdup_printf (
      "{\"fallline\": 1, \"data\": {\"source\": {\"type\": \"generator\", \"name\": \"%s\"}, \"features\": [\"x1\", \"x2\", \"x1*x2\"]},"
      " \"network\": [{\"type\": \"dense\", \"units\": 6, \"activation\": \"relu\"}, {\"type\": \"dropout\", \"rate\": 0.2}, {\"type\": \"dense\", \"units\": \"auto\"}],"
      " \"training\": {\"loss\": \"binary_cross_entropy\", \"optimizer\": {\"type\": \"adam\", \"learning_rate\": 0.05}}}",
      generator);
  g_autoptr (GError) error = NULL;
  g_autoptr (FlProject) project = fl_project_parse (text, strlen (text), "e.fallline", &error);

  g_assert_no_error (error);
  return fl_document_new (project);
}

static const NnSpec *
spec (FlDocument *document)
{
  return fl_document_get_project (document)->spec;
}

static char *
shape (FlDocument *document)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < spec (document)->n_layers; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? " " : "", spec (document)->layers[i].type->id);
  return g_string_free (out, FALSE);
}

static void
assert_shape (FlDocument *document, const char *expected)
{
  g_autofree char *found = shape (document);

  g_assert_cmpstr (found, ==, expected);
}

static const char *
output_activation (FlDocument *document)
{
  return ds_item_choice (&spec (document)->layers[spec (document)->n_layers - 1], "activation")->id;
}

static void
test_layers (void)
{
  g_autoptr (FlDocument) document = document_with ("spirals");
  DsItem dense = fl_edit_new_layer (document, "dense"), activation = fl_edit_new_layer (document, "activation");

  g_assert_cmpfloat (ds_item_get (&dense, "units"), ==, 8);
  g_assert_cmpstr (ds_item_choice (&dense, "activation")->id, ==, "relu"); /* as its neighbour */

  g_assert_true (fl_edit_insert_layer (document, 99, &activation)); /* never behind the output */
  assert_shape (document, "dense dropout activation dense");
  g_assert_nonnull (fl_document_undo_label (document));
  g_assert_true (fl_edit_insert_layer (document, 0, &dense));
  assert_shape (document, "dense dense dropout activation dense");
  fl_document_undo (document);
  assert_shape (document, "dense dropout activation dense");

  g_assert_false (fl_edit_remove_layer (document, 3)); /* the output stays */
  g_assert_false (fl_edit_remove_layer (document, 4));
  g_assert_true (fl_edit_move_layer (document, 2, 0));
  assert_shape (document, "activation dense dropout dense");
  g_assert_false (fl_edit_move_layer (document, 0, 0));
  g_assert_false (fl_edit_move_layer (document, 3, 0));
  g_assert_true (fl_edit_move_layer (document, 0, 99));
  assert_shape (document, "dense dropout activation dense");
  g_assert_true (fl_edit_remove_layer (document, 2));
  assert_shape (document, "dense dropout dense");
  while (fl_edit_remove_layer (document, 0))
    ;
  assert_shape (document, "dense");
  while (fl_edit_insert_layer (document, 0, &dense))
    ;
  g_assert_cmpuint (spec (document)->n_layers, ==, NN_MAX_LAYERS);
}

/* Which layer is which is known wherever it goes, and a new one is nobody else. */
static void
test_layer_ids (void)
{
  g_autoptr (FlDocument) document = document_with ("spirals");
  guint64 first = spec (document)->ids[0], second = spec (document)->ids[1], output = spec (document)->ids[2];

  g_assert_cmpuint (first, !=, second);
  g_assert_true (fl_edit_duplicate_layer (document, 0));
  g_assert_cmpuint (spec (document)->ids[0], ==, first);
  g_assert_cmpuint (spec (document)->ids[1], !=, first);
  g_assert_cmpuint (spec (document)->ids[2], ==, second);
  g_assert_true (fl_edit_move_layer (document, 1, 0)); /* alike in everything but what they learn */
  g_assert_cmpuint (spec (document)->ids[1], ==, first);
  g_assert_cmpstr (fl_document_undo_label (document), ==, "move layer");
  fl_document_undo (document);
  g_assert_cmpuint (spec (document)->ids[0], ==, first);
  g_assert_true (fl_edit_remove_layer (document, 0));
  g_assert_cmpuint (spec (document)->ids[1], ==, second);
  g_assert_cmpuint (spec (document)->ids[2], ==, output);
}

static void
test_set_layer (void)
{
  g_autoptr (FlDocument) document = document_with ("spirals");
  DsItem layer = spec (document)->layers[0], output = spec (document)->layers[2], dropout = spec (document)->layers[1];

  for (int units = 1; units <= 5; units++) /* a drag */
    {
      ds_item_set (&layer, "units", units, NULL);
      g_assert_true (fl_edit_set_layer (document, 0, &layer, "units"));
    }
  g_assert_false (fl_edit_set_layer (document, 0, &layer, "units"));
  g_assert_cmpfloat (ds_item_get (&spec (document)->layers[0], "units"), ==, 5);
  fl_document_undo (document);
  g_assert_cmpfloat (ds_item_get (&spec (document)->layers[0], "units"), ==, 6);
  g_assert_false (fl_document_can_undo (document));

  ds_item_set (&output, "units", 7, NULL);
  g_assert_false (fl_edit_set_layer (document, 2, &output, "units")); /* the data say how many */
  g_assert_false (fl_edit_set_layer (document, 2, &dropout, NULL));
  g_assert_false (fl_edit_set_layer (document, 3, &layer, "units"));
}

static gboolean
is_frozen (FlDocument *document, guint layer, NnFrozenEntry entry)
{
  return nn_frozen_has (spec (document)->frozen[layer], &entry);
}

/* What is frozen goes with its layer, through every edit, into the file and back; each freezing is one undo step. */
static void
test_frozen (void)
{
  static const NnFrozenEntry last = { NN_FROZEN_WEIGHT, 5, 2 }, bias = { NN_FROZEN_BIAS, 0, NN_FROZEN_VECTOR }, out = { NN_FROZEN_WEIGHT, 0, 5 };
  g_autoptr (FlDocument) document = document_with ("spirals");
  g_autoptr (FlProject) read = NULL;
  g_autofree char *before = fl_project_to_json (fl_document_get_project (document)), *text = NULL, *after = NULL;
  DsItem dense = fl_edit_new_layer (document, "dense"), first = spec (document)->layers[0];
  DsItem mse = ds_item (nn_registry_find (NN_LOSSES, "mse"));
  DsPrepareOptions prepare = fl_document_get_project (document)->prepare;
  guint steps = 0;

  g_assert_true (fl_edit_toggle_frozen (document, 0, &last));
  g_assert_cmpstr (fl_document_undo_label (document), ==, "freeze weight");
  g_assert_true (fl_edit_toggle_frozen (document, 0, &bias));
  g_assert_cmpstr (fl_document_undo_label (document), ==, "freeze bias");
  g_assert_true (fl_edit_toggle_frozen (document, 2, &out));
  g_assert_false (fl_edit_toggle_frozen (document, 3, &out));
  text = fl_project_to_json (fl_document_get_project (document));
  g_assert_nonnull (strstr (text, "\"frozen\": [\"weight[5,2]\", \"bias[0]\"]"));
  read = fl_project_parse (text, strlen (text), "frozen.fallline", NULL);
  g_assert_true (fl_project_equal (read, fl_document_get_project (document)));

  g_assert_true (fl_edit_insert_layer (document, 0, &dense)); /* the layer moves: it takes its own along */
  g_assert_true (is_frozen (document, 1, last) && is_frozen (document, 1, bias) && is_frozen (document, 3, out));
  g_assert_null (spec (document)->frozen[0]);
  g_assert_true (fl_edit_move_layer (document, 1, 0));
  g_assert_true (is_frozen (document, 0, bias) && spec (document)->frozen[1] == NULL);
  g_assert_true (fl_edit_remove_layer (document, 0));
  g_assert_true (spec (document)->frozen[0] == NULL && is_frozen (document, 2, out));
  for (guint i = 0; i < 3; i++)
    fl_document_undo (document);
  g_assert_true (is_frozen (document, 0, last) && is_frozen (document, 0, bias) && is_frozen (document, 2, out));

  ds_item_set (&first, "units", 5, NULL); /* a neuron less: what it was told and what it told are gone */
  g_assert_true (fl_edit_set_layer (document, 0, &first, "units"));
  g_assert_false (is_frozen (document, 0, last) || is_frozen (document, 2, out));
  g_assert_true (is_frozen (document, 0, bias));
  fl_document_undo (document);
  g_assert_true (is_frozen (document, 0, last) && is_frozen (document, 2, out));

  prepare.features = DS_FEATURE_X1 | DS_FEATURE_X2; /* two inputs where there were three */
  g_assert_true (fl_edit_set_prepare (document, &prepare, "features", NULL));
  g_assert_false (is_frozen (document, 0, last));
  g_assert_true (is_frozen (document, 0, bias));
  fl_document_undo (document);
  g_assert_true (fl_edit_set_loss (document, &mse, NULL));
  g_assert_true (is_frozen (document, 2, out)); /* there is always a first output */

  for (; fl_document_can_undo (document); steps++)
    fl_document_undo (document);
  g_assert_cmpuint (steps, ==, 4);
  after = fl_project_to_json (fl_document_get_project (document));
  g_assert_cmpstr (before, ==, after);
}

static void
test_duplicate (void)
{
  g_autoptr (FlDocument) document = document_with ("spirals");

  g_assert_true (fl_edit_duplicate_layer (document, 0));
  assert_shape (document, "dense dense dropout dense");
  g_assert_cmpfloat (ds_item_get (&spec (document)->layers[1], "units"), ==, 6);
  g_assert_cmpstr (fl_document_undo_label (document), ==, "duplicate dense layer");
  g_assert_false (fl_edit_duplicate_layer (document, 3)); /* a network has one output layer */
  g_assert_false (fl_edit_duplicate_layer (document, 4));
  while (fl_edit_duplicate_layer (document, 0))
    ;
  g_assert_cmpuint (spec (document)->n_layers, ==, NN_MAX_LAYERS);
}

static void
test_change_units (void)
{
  g_autoptr (FlDocument) document = document_with ("spirals");

  g_assert_true (fl_edit_change_units (document, 0, 1));
  g_assert_true (fl_edit_change_units (document, 0, 1));
  g_assert_cmpfloat (ds_item_get (&spec (document)->layers[0], "units"), ==, 8);
  g_assert_cmpstr (fl_document_undo_label (document), ==, "add neurons");
  fl_document_undo (document); /* one step */
  g_assert_cmpfloat (ds_item_get (&spec (document)->layers[0], "units"), ==, 6);
  g_assert_true (fl_edit_change_units (document, 0, -100));
  g_assert_cmpfloat (ds_item_get (&spec (document)->layers[0], "units"), ==, 1);
  g_assert_false (fl_edit_change_units (document, 0, -1));
  g_assert_false (fl_edit_change_units (document, 1, 1)); /* dropout has none */
  g_assert_false (fl_edit_change_units (document, 2, 1)); /* the data say how many */
  g_assert_false (fl_edit_change_units (document, 3, 1));
}

static void
test_freeze (void)
{
  g_autoptr (FlDocument) document = document_with ("spirals");

  g_assert_false (fl_layer_is_frozen (&spec (document)->layers[0]));
  g_assert_true (fl_edit_set_trainable (document, 0, FALSE));
  g_assert_true (fl_layer_is_frozen (&spec (document)->layers[0]));
  g_assert_cmpstr (fl_document_undo_label (document), ==, "freeze layer");
  g_assert_false (fl_edit_set_trainable (document, 0, FALSE));
  g_assert_true (fl_edit_set_trainable (document, 0, TRUE));
  g_assert_cmpstr (fl_document_undo_label (document), ==, "unfreeze layer");
  g_assert_true (fl_edit_set_trainable (document, 2, FALSE)); /* the output too */
  g_assert_false (fl_layer_can_freeze (&spec (document)->layers[1])); /* dropout */
  g_assert_false (fl_edit_set_trainable (document, 1, FALSE));
  g_assert_false (fl_edit_set_trainable (document, 3, FALSE));
}

/* Every layer of the registry, and every choice of those that are nothing but a choice. */
static void
test_new_layer (void)
{
  g_autoptr (FlDocument) document = document_with ("spirals");
  DsItem item = fl_edit_new_layer (document, "activation:gelu");

  g_assert_cmpstr (item.type->id, ==, "activation");
  g_assert_cmpstr (ds_item_choice (&item, "function")->id, ==, "gelu");
  g_assert_true (fl_edit_knows_layer ("dense"));
  g_assert_true (fl_edit_knows_layer ("activation:gelu"));
  g_assert_false (fl_edit_knows_layer ("no-such-layer"));
  g_assert_false (fl_edit_knows_layer ("activation:no-such-function"));
  g_assert_false (fl_edit_knows_layer ("dropout:gelu"));
  g_assert_false (fl_edit_knows_layer ("softmax:gelu"));
}

static void
test_optimizer_and_loss (void)
{
  g_autoptr (FlDocument) document = document_with ("spirals");
  DsItem sgd = ds_item (nn_registry_find (NN_OPTIMIZERS, "sgd")), adam = ds_item (nn_registry_find (NN_OPTIMIZERS, "adam"));
  DsItem mse = ds_item (nn_registry_find (NN_LOSSES, "mse")), bce = ds_item (nn_registry_find (NN_LOSSES, "binary_cross_entropy"));
  DsItem output;

  g_assert_true (fl_edit_set_optimizer (document, &sgd, NULL)); /* 0.05 was set by hand: it stays */
  g_assert_cmpfloat (ds_item_get (&spec (document)->optimizer, "learning_rate"), ==, 0.05);
  g_assert_true (fl_edit_set_optimizer (document, &sgd, "learning_rate")); /* back to its default */
  g_assert_true (fl_edit_set_optimizer (document, &adam, NULL));
  g_assert_cmpfloat (ds_item_get (&spec (document)->optimizer, "learning_rate"), ==, ds_item_get (&adam, "learning_rate"));

  g_assert_true (fl_edit_set_loss (document, &mse, NULL));
  output = spec (document)->layers[2];
  ds_item_set_choice (&output, "activation", "sigmoid", NULL);
  g_assert_true (fl_edit_set_layer (document, 2, &output, "activation"));
  g_assert_true (fl_edit_set_loss (document, &bce, NULL)); /* it brings its own sigmoid */
  g_assert_cmpstr (output_activation (document), ==, "linear");
  g_assert_false (fl_edit_set_loss (document, &bce, NULL));

  g_assert_true (fl_edit_set_seed (document, 99));
  g_assert_cmpuint (spec (document)->seed, ==, 99);
  g_assert_true (fl_edit_set_seed (document, G_MAXUINT64)); /* what a file can hold */
  g_assert_cmpuint (spec (document)->seed, ==, G_MAXINT64);
}

static gboolean
set_generator (FlDocument *document, const char *id)
{
  guint n;
  const DsType *const *types = ds_generators (&n);
  DsItem item = ds_item (ds_type_find (types, n, id));

  return fl_edit_set_generator (document, &item, NULL);
}

static void
test_generators (void)
{
  g_autoptr (FlDocument) document = document_with ("spirals");
  DsItem spirals = fl_document_get_project (document)->source->generator;

  g_assert_false (set_generator (document, "spirals"));
  g_assert_true (set_generator (document, "circles"));
  g_assert_cmpstr (spec (document)->loss.type->id, ==, "binary_cross_entropy");
  g_assert_cmpuint (fl_document_get_project (document)->prepare.features, !=, 0); /* two inputs still */
  assert_shape (document, "dense dropout dense");

  g_assert_true (set_generator (document, "plane")); /* regression, two inputs */
  g_assert_cmpint (fl_document_get_project (document)->prepare.task, ==, DS_REGRESSION);
  g_assert_cmpstr (spec (document)->loss.type->id, ==, "mse");
  g_assert_cmpstr (output_activation (document), ==, "linear");
  g_assert_cmpuint (fl_document_get_project (document)->prepare.features, !=, 0);

  g_assert_true (set_generator (document, "line")); /* one input */
  g_assert_cmpuint (fl_document_get_project (document)->prepare.features, ==, 0);

  g_assert_true (set_generator (document, "gaussians"));
  g_assert_cmpint (fl_document_get_project (document)->prepare.task, ==, DS_CLASSIFICATION);
  g_assert_true (set_generator (document, "spirals"));
  g_assert_cmpstr (spec (document)->loss.type->id, ==, "binary_cross_entropy");

  for (int classes = 3; classes <= 5; classes++)
    {
      ds_item_set (&spirals, "classes", classes, NULL);
      g_assert_true (fl_edit_set_generator (document, &spirals, "classes"));
      g_assert_cmpstr (spec (document)->loss.type->id, ==, "cross_entropy");
    }
  ds_item_set (&spirals, "classes", 2, NULL);
  g_assert_true (fl_edit_set_generator (document, &spirals, "classes"));
  g_assert_cmpstr (spec (document)->loss.type->id, ==, "binary_cross_entropy");
}

/* A loss chosen by hand survives what it fits. */
static void
test_generator_keeps_choice (void)
{
  g_autoptr (FlDocument) document = document_with ("spirals");
  DsItem hinge = ds_item (nn_registry_find (NN_LOSSES, "hinge"));
  DsItem spirals = fl_document_get_project (document)->source->generator;

  g_assert_true (fl_edit_set_loss (document, &hinge, NULL));
  ds_item_set (&spirals, "noise", 0.3, NULL);
  g_assert_true (fl_edit_set_generator (document, &spirals, "noise"));
  g_assert_true (set_generator (document, "moons"));
  g_assert_cmpstr (spec (document)->loss.type->id, ==, "hinge");
}

/* From any generator to any other, the network can train at once. */
static void
test_any_to_any (void)
{
  guint n;
  const DsType *const *types = ds_generators (&n);

  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < n; k++)
      {
        g_autoptr (FlDocument) document = document_with ("spirals");
        g_autoptr (DsPrepared) data = NULL;
        g_autoptr (NnPlan) plan = NULL;
        g_autoptr (GError) error = NULL;
        NnProblem problem;

        set_generator (document, types[i]->id);
        set_generator (document, types[k]->id);
        data = fl_project_prepare (fl_document_get_project (document), NULL, NULL, NULL, &error);
        g_assert_no_error (error);
        problem = nn_problem (data);
        plan = nn_plan_new (spec (document), &problem, NULL, &error);
        if (error != NULL)
          g_error ("%s, then %s: %s", types[i]->id, types[k]->id, error->message);
      }
}

static void
test_source_and_prepare (void)
{
  g_autoptr (FlDocument) document = document_with ("spirals");
  DsPoint points[] = { { 0, 0, 0 }, { 1, 1, 1 }, { 2, 2, 2 } };
  DsSource csv = { .kind = DS_SOURCE_CSV, .path = (char *) "iris.csv", .header = -1 };
  DsSource painted = { .kind = DS_SOURCE_POINTS, .points = points, .n_points = 3 };
  g_autoptr (DsSource) a = ds_source_new (&csv), b = ds_source_new (&painted);
  DsPrepareOptions prepare;

  g_assert_true (fl_edit_set_source (document, b, DS_CLASSIFICATION, "Painted"));
  g_assert_cmpstr (spec (document)->loss.type->id, ==, "cross_entropy");
  g_assert_cmpstr (fl_document_get_project (document)->name, ==, "Painted");
  g_assert_cmpuint (fl_document_get_project (document)->prepare.features, !=, 0);
  g_assert_true (fl_edit_set_source (document, a, DS_REGRESSION, "Iris"));
  g_assert_cmpstr (fl_document_undo_label (document), ==, "choose Iris"); /* the menu says what Undo leaves */
  g_assert_cmpstr (spec (document)->loss.type->id, ==, "mse");
  g_assert_cmpuint (fl_document_get_project (document)->prepare.features, ==, 0);
  g_assert_true (fl_document_get_project (document)->task_given);
  g_assert_false (fl_edit_set_source (document, a, DS_REGRESSION, "Iris"));

  prepare = fl_document_get_project (document)->prepare;
  g_assert_false (fl_edit_set_prepare (document, &prepare, "nothing", NULL));
  prepare.validation_share = 0.5;
  g_assert_true (fl_edit_set_prepare (document, &prepare, "change share", "share"));
  g_assert_cmpstr (fl_document_undo_label (document), ==, "change share");
}

static DsPrepared *
data_of (FlDocument *document)
{
  g_autoptr (GError) error = NULL;
  DsPrepared *data = fl_project_prepare (fl_document_get_project (document), NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return data;
}

/* Whatever the project is: one call and its network has two parameters, and one undo brings it back. */
static void
test_make_two (void)
{
  static const char *const generators[] = { "spirals", "plane", "line", "sine" };

  for (guint g = 0; g < G_N_ELEMENTS (generators); g++)
    for (FlTwoKind kind = FL_TWO_LINEAR; kind <= FL_TWO_LOGISTIC; kind++)
      {
        g_autoptr (FlDocument) document = document_with ("spirals");
        g_autoptr (FlProject) before = NULL;
        g_autoptr (DsPrepared) data = NULL, made = NULL;
        g_autoptr (NnPlan) plan = NULL;
        g_autoptr (GError) error = NULL;
        gboolean fits = (g == 0) == (kind == FL_TWO_LOGISTIC);
        NnProblem problem;

        if (g > 0)
          set_generator (document, generators[g]);
        before = fl_project_ref (fl_document_get_project (document));
        data = data_of (document);
        g_assert_true (fl_two_keeps_data (kind, data) == fits);
        g_assert_true (fl_edit_make_two (document, kind, data));
        g_assert_true (ds_source_equal (before->source, fl_document_get_project (document)->source) == fits);
        made = data_of (document);
        problem = nn_problem (made);
        plan = nn_plan_new (spec (document), &problem, NULL, &error);
        g_assert_no_error (error);
        g_assert_cmpuint (plan->n_parameters, ==, 2);
        g_assert_cmpuint (plan->outputs, ==, 1);
        g_assert_false (fl_edit_make_two (document, kind, made));
        fl_document_undo (document);
        g_assert_true (fl_project_equal (before, fl_document_get_project (document)));
      }
}

/* Without data, too. */
static void
test_make_two_of_nothing (void)
{
  g_autoptr (FlDocument) document = document_with ("spirals");

  g_assert_false (fl_two_keeps_data (FL_TWO_LOGISTIC, NULL));
  g_assert_true (fl_edit_make_two (document, FL_TWO_LOGISTIC, NULL));
  g_assert_cmpstr (fl_document_get_project (document)->source->generator.type->id, ==, "gaussians");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edit/layers", test_layers);
  g_test_add_func ("/edit/layer-ids", test_layer_ids);
  g_test_add_func ("/edit/set-layer", test_set_layer);
  g_test_add_func ("/edit/frozen", test_frozen);
  g_test_add_func ("/edit/duplicate", test_duplicate);
  g_test_add_func ("/edit/change-units", test_change_units);
  g_test_add_func ("/edit/freeze", test_freeze);
  g_test_add_func ("/edit/new-layer", test_new_layer);
  g_test_add_func ("/edit/optimizer-and-loss", test_optimizer_and_loss);
  g_test_add_func ("/edit/generators", test_generators);
  g_test_add_func ("/edit/generator-keeps-choice", test_generator_keeps_choice);
  g_test_add_func ("/edit/any-to-any", test_any_to_any);
  g_test_add_func ("/edit/source-and-prepare", test_source_and_prepare);
  g_test_add_func ("/edit/make-two", test_make_two);
  g_test_add_func ("/edit/make-two-of-nothing", test_make_two_of_nothing);
  return g_test_run ();
}
