/* One suite over every row of every catalogue: what each layer, activation, loss, optimizer, schedule and initializer must stand,
 * whatever it computes. A type that is added later is tested here without a line. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "nn-check.h"
#include "nn-network.h"
#include "nn-predict.h"
#include "nn-test-run.h"
#include "nn-weights.h"

#include "../sanitized.h"

typedef struct
{
  char *name;   /* "optimizer adam" */
  NnRegistry registry;
  const DsType *type;
  NnSpec *spec; /* the type in a network that it can be in */
  guint n_classes; /* of the data; 0: regression */
} Row;

static void
clear_row (Row *row)
{
  g_free (row->name);
  nn_spec_unref (row->spec);
}

/* A layer, activation or initializer stands in the middle of a small network. */
static void
place_type (NnSpec *values, NnRegistry registry, const DsType *type)
{
  switch (registry)
    {
    case NN_LAYERS: values->layers[1] = ds_item (type); break;
    case NN_ACTIVATIONS: g_assert_true (ds_item_set_choice (&values->layers[0], "activation", type->id, NULL)); break;
    case NN_INITIALIZERS: g_assert_true (ds_item_set_choice (&values->layers[0], "init", type->id, NULL)); break;
    case NN_LOSSES: values->loss = ds_item (type); break;
    case NN_OPTIMIZERS: values->optimizer = ds_item (type); break;
    case NN_SCHEDULES: values->schedule = ds_item (type); break;
    case NN_N_REGISTRIES:
    default: g_assert_not_reached ();
    }
}

static Row
make_row (NnRegistry registry, const DsType *type)
{
  g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 6 tanh; dense 5; dense auto", "cross_entropy", "sgd", 0.01), 8, TRUE, 0);
  Row row = { g_strdup_printf ("%s %s", nn_registry_name (registry), type->id), registry, type, NULL, 2 };
  NnSpec values = *spec;
  NnProblem three = { .inputs = 3, .targets = 1, .n_classes = 3, .rows = 20 };

  place_type (&values, registry, type);
  {
    g_autoptr (NnPlan) plan = nn_plan_new (&values, &three, NULL, NULL);

    if (plan != NULL)
      row.n_classes = 3;
  }
  if (registry == NN_OPTIMIZERS && ((const NnOptimizer *) type)->least_squares)
    {
      nn_test_layers (&values, "dense auto");
      values.loss = ds_item (nn_registry_find (NN_LOSSES, "mse"));
      row.n_classes = 0;
    }
  row.spec = nn_spec_new (&values);
  return row;
}

/* `each` runs on every row of every catalogue. */
static void
for_each_row (void (*each) (const Row *row))
{
  for (guint registry = 0; registry < NN_N_REGISTRIES; registry++)
    {
      guint n;
      const DsType *const *types = nn_registry (registry, &n);

      g_assert_cmpuint (n, >, 0);
      for (guint i = 0; i < n; i++)
        {
          Row row = make_row (registry, types[i]);

          g_test_message ("%s", row.name);
          each (&row);
          clear_row (&row);
        }
    }
}

/* --- Data ---------------------------------------------------------------------------------------------------- */

static DsPrepared *
data_for (const Row *row, guint rows)
{
  return nn_test_table (rows, 3, row->n_classes, 1, 0, 11);
}

/* Three inputs, times a factor and plus an offset, not standardized; with a factor of 0 the middle one stays as it is. */
static DsPrepared *
raw_data (const Row *row, guint rows, float factor, float offset)
{
  g_autoptr (DsPrepared) tame = data_for (row, rows);
  DsColumn *columns = nn_test_columns (3, 1, row->n_classes);
  float *values = g_new (float, (gsize) rows * 4);
  DsPrepareOptions options = { .task = row->n_classes > 0 ? DS_CLASSIFICATION : DS_REGRESSION };
  g_autoptr (DsDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  DsPrepared *data;

  for (guint r = 0; r < rows; r++)
    {
      for (guint c = 0; c < 3; c++)
        values[4 * r + c] = tame->x[3 * r + c] * factor + offset;
      values[4 * r + 1] = factor == 0 ? tame->x[3 * r + 1] : values[4 * r + 1];
      values[4 * r + 3] = tame->y[r];
    }
  dataset = ds_dataset_new_take (rows, 4, columns, values, "raw table");
  data = ds_prepare (dataset, &options, 1, &error);
  g_assert_no_error (error);
  return data;
}

static void
assert_finite_weights (const Row *row, const NnFrame *frame)
{
  for (gsize i = 0; i < frame->n_weights; i++)
    if (!isfinite (frame->weights[i]))
      g_error ("%s: weight %zu is %g after %" G_GUINT64_FORMAT " steps", row->name, i, (double) frame->weights[i], frame->step);
}

static NnFrame *
steps_of (const NnSpec *values, DsPrepared *data, guint threads, guint steps)
{
  g_autoptr (NnSpec) spec = nn_spec_new (values);
  g_autoptr (NnTrainer) trainer = nn_test_start (spec, data, threads);

  for (guint i = 0; i < steps; i++)
    nn_trainer_step (trainer);
  return nn_test_settle (trainer);
}

/* --- The checks ---------------------------------------------------------------------------------------------- */

static void
check_shapes (const Row *row)
{
  g_autoptr (DsPrepared) data = data_for (row, 20);
  NnProblem problem = nn_problem (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (NnPredictor) predictor = nn_predictor_new (row->spec, &problem, &error);
  g_autofree float *weights = nn_weights_initial (row->spec, &problem, NULL);
  const NnPlan *plan;
  guint64 end = 0;

  g_assert_no_error (error);
  plan = nn_predictor_plan (predictor);
  g_assert_cmpuint (plan->inputs, ==, 3);
  g_assert_cmpuint (plan->n_layers, ==, row->spec->n_layers);
  g_assert_cmpuint (plan->layers[plan->n_layers - 1].out, ==, plan->outputs);
  for (guint i = 1; i < plan->n_layers; i++)
    g_assert_cmpuint (plan->layers[i].in, ==, plan->layers[i - 1].out);
  for (guint i = 0; i < plan->n_tensors; i++)
    {
      g_assert_cmpuint (plan->tensors[i].offset, ==, end);
      end += (guint64) plan->tensors[i].rows * MAX (plan->tensors[i].cols, 1);
    }
  g_assert_cmpuint (end, ==, plan->n_weights);
  for (gsize rows = 0; rows <= 20; rows += 5) /* no rows at all, too */
    {
      g_autofree float *out = g_new (float, 20 * plan->outputs + 1);
      double loss, accuracy;

      out[rows * plan->outputs] = 1234;
      nn_predictor_run (predictor, weights, data->x, rows, NN_OUTPUT_PREDICTION, out);
      for (gsize i = 0; i < rows * plan->outputs; i++)
        g_assert_true (isfinite (out[i]));
      g_assert_cmpfloat (out[rows * plan->outputs], ==, 1234);
      nn_predictor_score (predictor, weights, data->x, data->y, rows, &loss, &accuracy);
      g_assert_true (rows > 0 ? isfinite (loss) : isnan (loss));
    }
}

static void
test_shapes (void)
{
  for_each_row (check_shapes);
}

static void
check_gradient (const Row *row)
{
  g_autoptr (DsPrepared) data = data_for (row, 12);
  g_autoptr (GError) error = NULL;
  g_autoptr (NnCheck) check = NULL;

  if (row->registry == NN_OPTIMIZERS || row->registry == NN_SCHEDULES)
    return; /* nothing that has a gradient */
  check = nn_check_gradients (row->spec, data, 12, 40, &error);
  g_assert_no_error (error);
  if (!(check->max_error <= 1e-6))
    g_error ("%s: the gradient is off by %g", row->name, check->max_error);
}

static void
test_gradients (void)
{
  for_each_row (check_gradient);
}

/* Every layer takes memory, a sample's inputs take the same whatever the layers are, and together it is what the plan says; least squares
 * take room of their own besides. */
static void
check_memory (const Row *row)
{
  g_autoptr (DsPrepared) data = data_for (row, 20);
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPlan) plan = nn_plan_new (row->spec, &problem, NULL, NULL);
  guint64 sum = 0;

  g_assert_nonnull (plan);
  for (guint i = 0; i < plan->n_layers; i++)
    {
      g_assert_cmpuint (plan->layers[i].bytes, >=, 4 * (5 * plan->layers[i].parameters + 3 * plan->layers[i].out * problem.rows));
      sum += plan->layers[i].bytes;
    }
  g_assert_cmpuint (plan->bytes, >, sum);
  if (!((const NnOptimizer *) row->spec->optimizer.type)->least_squares)
    g_assert_cmpuint ((plan->bytes - sum) % (4 * plan->inputs), ==, 0);
}

static void
test_memory (void)
{
  for_each_row (check_memory);
}

static void
check_file (const Row *row)
{
  g_autoptr (DsPrepared) data = data_for (row, 20);
  g_autoptr (NnFrame) frame = steps_of (row->spec, data, 1, 7);
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPlan) plan = nn_plan_new (row->spec, &problem, NULL, NULL);
  g_autofree char *path = NULL;
  g_autofree float *loaded = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("conformance-XXXXXX.safetensors", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_cmpuint (frame->step, ==, 7);
  g_assert_true (nn_weights_save (path, plan, frame->weights, NULL, &error));
  g_assert_no_error (error);
  loaded = nn_weights_load (path, plan, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (loaded, plan->n_weights * sizeof (float), frame->weights, frame->n_weights * sizeof (float));
  g_unlink (path);
}

static void
test_files (void)
{
  for_each_row (check_file);
}

/* Twice the same, and on any number of threads; the network is large enough to be spread. */
static void
check_determinism (const Row *row)
{
  g_autoptr (DsPrepared) data = data_for (row, 300);
  g_autoptr (NnFrame) first = NULL;
  NnSpec values = *row->spec;

  if (values.n_layers == 3)
    {
      ds_item_set (&values.layers[0], "units", 210, NULL);
      if (row->registry != NN_LAYERS || ds_type_find_param (row->type, "units") >= 0)
        ds_item_set (&values.layers[1], "units", 130, NULL);
    }
  values.batch_size = 140; /* three tiles, the last one not full; and a smaller last batch of 20 */
  first = steps_of (&values, data, 1, 4);
  g_assert_cmpuint (first->step, ==, 4);
  for (guint threads = SANITIZED ? 4 : 1; threads <= (SANITIZED ? 4 : 8); threads *= 2)
    {
      g_autoptr (NnFrame) again = steps_of (&values, data, threads, 4);

      nn_test_assert_same_weights (first, again);
      nn_test_assert_same_curves (first->steps, again->steps, NN_STEP_COLUMNS, -1);
      nn_test_assert_same_curves (first->epochs, again->epochs, NN_EPOCH_COLUMNS, NN_SECONDS);
    }
}

static void
test_determinism (void)
{
  for_each_row (check_determinism);
}

/* TRUE: with batches of one row this is refused before it trains. It says so in words, and what looks at whole batches alone may. */
static gboolean
refuses_single_rows (const NnSpec *values, DsPrepared *data)
{
  g_autoptr (NnSpec) spec = nn_spec_new (values);
  NnProblem problem = nn_problem (data);
  g_autoptr (GError) error = NULL;
  NnPlan *plan = nn_plan_new (spec, &problem, NULL, &error);
  gboolean refused = plan == NULL;

  nn_plan_free (plan);
  if (refused)
    {
      g_assert_cmpuint (values->batch_size, ==, 1);
      g_assert_nonnull (strstr (error->message, "batch norm"));
    }
  return refused;
}

/* A batch of one row, a smaller last batch, a batch that is more than there is. */
static void
check_batches (const Row *row)
{
  static const guint64 batches[] = { 1, 8, 22, 23, 1000, 0 };
  g_autoptr (DsPrepared) data = data_for (row, 23);

  for (guint i = 0; i < G_N_ELEMENTS (batches); i++)
    {
      NnSpec values = *row->spec;
      g_autoptr (NnFrame) frame = NULL;

      values.batch_size = batches[i];
      if (refuses_single_rows (&values, data))
        continue;
      frame = steps_of (&values, data, 1, 25);
      assert_finite_weights (row, frame);
      g_assert_cmpuint (frame->step, ==, 25);
      g_assert_true (isfinite (frame->batch_loss) && isfinite (frame->train_loss));
      if (!((const NnOptimizer *) values.optimizer.type)->full_batch)
        g_assert_cmpuint (frame->steps_per_epoch, ==, batches[i] == 0 || batches[i] > 23 ? 1 : (23 + batches[i] - 1) / batches[i]);
    }
}

static void
test_batches (void)
{
  for_each_row (check_batches);
}

/* A single row is little, but it is data; none is refused with a word. */
static void
check_few_rows (const Row *row)
{
  g_autoptr (DsPrepared) data = data_for (row, MAX (row->n_classes, 1));
  g_autoptr (NnFrame) frame = steps_of (row->spec, data, 1, 3);
  NnProblem none = nn_problem (data);
  g_autoptr (GError) error = NULL;
  NnPlan *plan;

  assert_finite_weights (row, frame);
  none.rows = 0;
  plan = nn_plan_new (row->spec, &none, NULL, &error);
  if (plan == NULL)
    g_assert_cmpuint (strlen (error->message), >, 10);
  nn_plan_free (plan);
}

static void
test_few_rows (void)
{
  DsPrepareOptions options = { .task = DS_CLASSIFICATION };
  DsColumn *columns = g_new0 (DsColumn, 2);
  g_autoptr (DsDataset) empty = NULL;
  g_autoptr (GError) error = NULL;

  columns[0].name = g_strdup ("a");
  columns[1] = (DsColumn) { .name = g_strdup ("b"), .role = DS_ROLE_TARGET, .kind = DS_COLUMN_CLASS, .n_classes = 1 };
  columns[1].classes = g_strsplit ("only", ",", -1);
  empty = ds_dataset_new_take (0, 2, columns, g_new0 (float, 1), "empty table");
  g_assert_null (ds_prepare (empty, &options, 1, &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
  g_test_message ("%s", error->message);
  for_each_row (check_few_rows);
}

/* A number that is none, in one cell: the run stops, keeps weights that are numbers and never calls a loss finite. */
static void
check_not_a_number (const Row *row)
{
  static const float wild[] = { NAN, INFINITY, -INFINITY };

  for (guint i = 0; i < G_N_ELEMENTS (wild); i++)
    {
      g_autoptr (DsPrepared) data = data_for (row, 23);
      NnSpec values = *row->spec;
      g_autoptr (NnSpec) spec = NULL;
      g_autoptr (NnFrame) frame = NULL;

      ((float *) data->x)[3 * 12 + 1] = wild[i];
      values.stop_epochs = 40;
      spec = nn_spec_new (&values);
      frame = nn_test_train (spec, data, 1);
      assert_finite_weights (row, frame);
      if (isnan (wild[i]) && (frame->stop != NN_STOP_DIVERGED || frame->epoch > 1))
        g_error ("%s: stopped by %s in epoch %" G_GUINT64_FORMAT " with %g in the inputs, training loss %g", row->name, nn_stop_name (frame->stop),
                 frame->epoch, (double) wild[i], frame->train_loss);
      if (isnan (wild[i]) && isfinite (frame->train_loss))
        g_error ("%s: the training loss is %g with %g in the inputs", row->name, frame->train_loss, (double) wild[i]);
      g_assert_true (frame->stop != NN_STOP_DIVERGED || strlen (frame->message) > 20);
    }
}

static void
test_not_a_number (void)
{
  for_each_row (check_not_a_number);
}

/* Columns of zeros, or all the same: nothing to learn from, nothing to fall over. */
static void
check_zeros (const Row *row)
{
  static const float offsets[] = { 0, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      g_autoptr (DsPrepared) data = raw_data (row, 23, 0, offsets[i]);
      g_autoptr (NnFrame) frame = NULL;

      g_assert_cmpfloat (data->x[0], ==, offsets[i]);
      frame = steps_of (row->spec, data, 1, 9);
      assert_finite_weights (row, frame);
      g_assert_true (isfinite (frame->train_loss));
      g_assert_cmpint (frame->stop, ==, NN_STOP_NONE);
    }
}

static void
test_zeros (void)
{
  for_each_row (check_zeros);
}

/* Inputs as large as 1e30: it may diverge, it must say so, and weights stay numbers. */
static void
check_huge (const Row *row)
{
  static const float factors[] = { 1e5f, 1e10f, 1e30f, 1e38f };

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    {
      g_autoptr (DsPrepared) data = raw_data (row, 23, factors[i], 0);
      NnSpec values = *row->spec;
      g_autoptr (NnSpec) spec = NULL;
      g_autoptr (NnFrame) frame = NULL;

      values.stop_epochs = 10;
      spec = nn_spec_new (&values);
      frame = nn_test_train (spec, data, 1);
      assert_finite_weights (row, frame);
      if (frame->stop != NN_STOP_DIVERGED && !isfinite (frame->train_loss))
        g_error ("%s: stopped by %s with a training loss of %g", row->name, nn_stop_name (frame->stop), frame->train_loss);
    }
}

static void
test_huge (void)
{
  for_each_row (check_huge);
}

/* Each parameter at both ends of what it may be: trained or refused, weights stay numbers. */
static void
check_ends_of (const Row *row, gsize place)
{
  const DsItem *item = (const DsItem *) ((const char *) row->spec + place);

  for (guint p = 0; p < 2 * item->type->n_params; p++)
    {
      const DsParam *param = &item->type->params[p / 2];
      g_autoptr (DsPrepared) data = data_for (row, 23);
      g_autoptr (GError) error = NULL;
      g_autoptr (NnTrainer) trainer = NULL;
      g_autoptr (NnSpec) spec = NULL;
      g_autoptr (NnFrame) frame = NULL;
      NnSpec values = *row->spec;
      double end = p % 2 == 0 ? param->min : param->max;

      if (param->kind == DS_PARAM_CHOICE)
        continue; /* a catalogue of its own */
      if (!ds_item_set ((DsItem *) ((char *) &values + place), param->id, end, &error))
        g_error ("%s: its own end %g of %s is refused: %s", row->name, end, param->id, error->message);
      spec = nn_spec_new (&values);
      trainer = nn_trainer_new (spec, data, 1, &error);
      if (trainer == NULL)
        {
          g_assert_cmpuint (strlen (error->message), >, 10);
          continue;
        }
      nn_trainer_set_frame_rate (trainer, 0);
      for (guint i = 0; i < 7 && (frame == NULL || frame->stop == NN_STOP_NONE); i++)
        {
          nn_frame_unref (frame);
          nn_trainer_step (trainer);
          frame = nn_test_settle (trainer);
        }
      for (gsize i = 0; i < frame->n_weights; i++)
        if (!isfinite (frame->weights[i]))
          g_error ("%s: with %s at %g weight %zu is %g", row->name, param->id, end, i, (double) frame->weights[i]);
      g_assert_true (frame->stop == NN_STOP_DIVERGED || frame->step == 7);
    }
}

static void
check_ends (const Row *row)
{
  switch (row->registry)
    {
    case NN_LAYERS: check_ends_of (row, G_STRUCT_OFFSET (NnSpec, layers) + sizeof (DsItem)); break;
    case NN_LOSSES: check_ends_of (row, G_STRUCT_OFFSET (NnSpec, loss)); break;
    case NN_OPTIMIZERS: check_ends_of (row, G_STRUCT_OFFSET (NnSpec, optimizer)); break;
    case NN_SCHEDULES: check_ends_of (row, G_STRUCT_OFFSET (NnSpec, schedule)); break;
    case NN_ACTIVATIONS:
    case NN_INITIALIZERS:
    case NN_N_REGISTRIES:
    default: break; /* no parameters */
    }
}

static void
test_ends (void)
{
  for_each_row (check_ends);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conformance/shapes", test_shapes);
  g_test_add_func ("/conformance/gradients", test_gradients);
  g_test_add_func ("/conformance/memory", test_memory);
  g_test_add_func ("/conformance/files", test_files);
  g_test_add_func ("/conformance/determinism", test_determinism);
  g_test_add_func ("/conformance/batches", test_batches);
  g_test_add_func ("/conformance/few-rows", test_few_rows);
  g_test_add_func ("/conformance/not-a-number", test_not_a_number);
  g_test_add_func ("/conformance/zeros", test_zeros);
  g_test_add_func ("/conformance/huge", test_huge);
  g_test_add_func ("/conformance/ends", test_ends);
  return g_test_run ();
}
