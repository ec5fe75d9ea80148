/* Class weights against their formulas, worked out here from the raw outputs; balanced accuracy against the metrics' recalls.
 * The gradients are in test-gradients.c, training beside PyTorch in parity/. */
#include <math.h>

#include "nn-class-weight.h"
#include "nn-metrics.h"
#include "nn-test-run.h"
#include "nn-test-util.h"

#define ROWS 47

/* Sets each class's weight, and counts on the data's classes being of unequal size. */
static void
weigh (const DsPrepared *data, double *weights)
{
  g_assert_cmpuint (data->class_rows[0], !=, data->class_rows[data->n_classes - 1]);
  for (guint c = 0; c < data->n_classes; c++)
    weights[c] = (double) data->n_train / (data->n_classes * (double) data->class_rows[c]);
}

static void
test_weights (void)
{
  const guint64 rows[] = { 90, 0, 10 };
  NnProblem problem = { .inputs = 2, .targets = 1, .n_classes = 3, .rows = 100, .class_rows = rows };
  DsItem loss = ds_item (nn_registry_find (NN_LOSSES, "cross_entropy")), other = ds_item (nn_registry_find (NN_LOSSES, "mse"));
  double weights[3] = { 0 };

  g_assert_false (nn_class_weights (&loss, &problem, weights)); /* none, unless asked for */
  g_assert_false (nn_loss_weighs_classes (&loss));
  g_assert_true (ds_item_set_choice (&loss, "class_weight", "balanced", NULL));
  g_assert_true (nn_loss_weighs_classes (&loss));
  g_assert_true (nn_class_weights (&loss, &problem, weights));
  g_assert_cmpfloat_with_epsilon (weights[0], 100.0 / (2 * 90), 1e-12); /* scikit-learn counts the classes that are there */
  g_assert_cmpfloat (weights[1], ==, 1);
  g_assert_cmpfloat_with_epsilon (weights[2], 100.0 / (2 * 10), 1e-12);
  problem.n_classes = 0;
  g_assert_false (nn_class_weights (&loss, &problem, weights));
  g_assert_false (nn_loss_weighs_classes (&other));
}

/* One row's loss by the book, from its raw outputs; *divisor: what it counts in the mean's divisor. */
static double
by_the_book (const char *id, const float *y, guint n, guint right, const double *w, double smoothing, double *divisor)
{
  double sum = 0, loss = 0, p;

  *divisor = w[right];
  for (guint k = 0; k < n; k++)
    sum += exp ((double) y[k]);
  p = right < n ? exp ((double) y[right]) / sum : NAN; /* one unit has no output for the second class */
  if (g_str_equal (id, "focal"))
    return -w[right] * (1 - p) * (1 - p) * log (p);
  if (g_str_equal (id, "cross_entropy"))
    {
      for (guint k = 0; k < n; k++)
        loss -= w[k] * (smoothing / n + (k == right ? 1 - smoothing : 0)) * log (exp ((double) y[k]) / sum);
      return loss;
    }
  *divisor = 1;
  if (g_str_equal (id, "binary_cross_entropy"))
    return w[right] * log1p (exp (right == 1 ? -(double) y[0] : (double) y[0]));
  for (guint k = 0; k < n; k++) /* hinge */
    loss += MAX (0, 1 - (double) y[k] * ((n == 1 ? right == 1 : k == right) ? 1 : -1)) / n;
  return w[right] * loss;
}

static void
check_loss (const char *id, guint classes, double smoothing)
{
  g_autofree char *words = g_strconcat (id, " balanced", NULL);
  g_autoptr (DsPrepared) data = nn_test_table (ROWS, 3, classes, 1, 0.3, 8);
  g_autoptr (NnSpec) plain = nn_test_spec ("dense 4 tanh; dense auto", words, "sgd", 0.1);
  NnSpec values = *plain;
  g_autoptr (NnSpec) spec = NULL;
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPredictor) predictor = NULL;
  g_autoptr (NnFrame) frame = NULL;
  double weights[8], sum = 0, divisor = 0, loss, accuracy;
  guint outputs;

  if (smoothing > 0)
    g_assert_true (ds_item_set (&values.loss, "label_smoothing", smoothing, NULL));
  values.stop_epochs = 5;
  spec = nn_spec_new (&values);
  frame = nn_test_train (spec, data, 1);
  predictor = nn_predictor_new (spec, &problem, NULL);
  outputs = nn_predictor_plan (predictor)->outputs;
  g_autofree float *y = g_new (float, ROWS * outputs);
  nn_predictor_run (predictor, frame->weights, data->x, ROWS, NN_OUTPUT_RAW, y);
  weigh (data, weights);
  for (gsize r = 0; r < data->n_train; r++)
    {
      double part;

      sum += by_the_book (id, y + r * outputs, outputs, (guint) data->y[r], weights, smoothing, &part);
      divisor += part;
    }
  g_test_message ("%s, %u classes: %g", words, classes, frame->train_loss);
  g_assert_cmpfloat_with_epsilon (frame->train_loss, sum / divisor, 1e-5);
  sum = divisor = 0;
  for (gsize r = data->n_train; r < data->n_train + data->n_validation; r++) /* by the training rows' weights */
    {
      double part;

      sum += by_the_book (id, y + r * outputs, outputs, (guint) data->y[r], weights, smoothing, &part);
      divisor += part;
    }
  g_assert_cmpfloat_with_epsilon (frame->validation_loss, sum / divisor, 1e-5);
  nn_predictor_score (predictor, frame->weights, data->x, data->y, data->n_train, &loss, &accuracy);
  g_assert_cmpfloat_with_epsilon (loss, frame->train_loss, 1e-6);
  g_assert_cmpfloat (accuracy, ==, frame->train_accuracy);
}

static void
test_losses (void)
{
  check_loss ("cross_entropy", 2, 0);
  check_loss ("cross_entropy", 3, 0);
  check_loss ("cross_entropy", 3, 0.2);
  check_loss ("focal", 3, 0);
  check_loss ("binary_cross_entropy", 2, 0);
  check_loss ("hinge", 2, 0);
  check_loss ("hinge", 3, 0);
}

/* Classes of one size count alike: balanced weights change nothing at all. */
static void
test_equal_classes (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("xor", 100, 0, 0, 0, 4);
  g_autoptr (NnSpec) plain = nn_test_with (nn_test_spec ("dense 4 tanh; dense auto", "cross_entropy", "sgd", 0.1), 0, FALSE, 20);
  g_autoptr (NnSpec) weighed = nn_test_with (nn_test_spec ("dense 4 tanh; dense auto", "cross_entropy balanced", "sgd", 0.1), 0, FALSE, 20);
  g_autoptr (NnFrame) a = nn_test_train (plain, data, 1), b = nn_test_train (weighed, data, 1);

  if (data->class_rows[0] != data->class_rows[1])
    g_test_skip ("the generator gives classes of unequal size");
  else
    for (gsize i = 0; i < a->n_weights; i++)
      g_assert_cmpfloat_with_epsilon ((double) a->weights[i], (double) b->weights[i], 1e-6);
}

static double
mean_recall (NnPredictor *predictor, const NnFrame *frame, NnPart part)
{
  g_autoptr (NnMetrics) metrics = nn_metrics_new (predictor, frame->weights, frame->data, part, 0, NULL);
  double sum = 0;
  guint present = 0;

  for (guint c = 0; c < metrics->n_classes; c++)
    if (metrics->classes[c].support > 0)
      {
        sum += metrics->classes[c].recall;
        present++;
      }
  return sum / present;
}

static void
test_balanced_accuracy (void)
{
  static const char *const losses[] = { "cross_entropy", "binary_cross_entropy", "mse", "hinge" };

  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      guint classes = g_str_equal (losses[i], "binary_cross_entropy") ? 2 : 3;
      g_autoptr (DsPrepared) data = nn_test_table (ROWS, 3, classes, 1, 0.3, 8), values = nn_test_table (ROWS, 3, 0, 1, 0.3, 6);
      g_autoptr (NnSpec) spec = nn_test_with (nn_test_spec ("dense 4 tanh; dense auto", losses[i], "sgd", 0.1), 0, FALSE, 7);
      g_autoptr (NnSpec) fit = nn_test_with (nn_test_spec ("dense auto", "mse", "sgd", 0.1), 0, FALSE, 2);
      g_autoptr (NnFrame) frame = nn_test_train (spec, data, 1), none = nn_test_train (fit, values, 1);
      NnProblem problem = nn_problem (data);
      g_autoptr (NnPredictor) predictor = nn_predictor_new (spec, &problem, NULL);

      g_assert_cmpfloat_with_epsilon (frame->train_balanced, mean_recall (predictor, frame, NN_PART_TRAIN), 1e-12);
      g_assert_cmpfloat_with_epsilon (frame->validation_balanced, mean_recall (predictor, frame, NN_PART_VALIDATION), 1e-12);
      g_assert_true (isnan (none->train_balanced) && isnan (none->validation_balanced));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/class-weights/weights", test_weights);
  g_test_add_func ("/class-weights/losses", test_losses);
  g_test_add_func ("/class-weights/equal-classes", test_equal_classes);
  g_test_add_func ("/class-weights/balanced-accuracy", test_balanced_accuracy);
  return g_test_run ();
}
