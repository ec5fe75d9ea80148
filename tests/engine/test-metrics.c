/* Metrics against numbers worked out once with scikit-learn 1.2.1 (confusion_matrix, precision_recall_fscore_support with
 * zero_division=0, roc_curve, roc_auc_score, top_k_accuracy_score, r2_score ...).
 *
 * The networks are the identity, so that the predictions are the inputs. */
#include <math.h>

#include "nn-metrics.h"
#include "nn-test-util.h"

#define EPSILON 1e-12

/* Rows of n_inputs inputs and n_targets targets, all of them validation rows behind one training row of zeros. */
static DsPrepared *
make_data (const double *x, guint n_inputs, const double *y, guint n_targets, guint n_classes, gsize rows)
{
  guint n_columns = n_inputs + n_targets;
  DsColumn *columns = nn_test_columns (n_inputs, n_targets, n_classes);
  float *values = g_new0 (float, (rows + 1) * n_columns);
  g_autofree guint32 *order = g_new (guint32, rows + 1);
  DsPrepareOptions options = { .task = n_classes > 0 ? DS_CLASSIFICATION : DS_REGRESSION };
  g_autoptr (DsDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  DsPrepared *data;

  order[0] = rows;
  for (gsize row = 0; row < rows; row++)
    {
      order[row + 1] = row;
      for (guint i = 0; i < n_inputs; i++)
        values[row * n_columns + i] = (float) x[row * n_inputs + i];
      for (guint t = 0; t < n_targets; t++)
        values[row * n_columns + n_inputs + t] = (float) y[row * n_targets + t];
    }
  dataset = ds_dataset_new_take (rows + 1, n_columns, columns, values, "test table");
  data = ds_prepare_rows (dataset, &options, order, 1, rows, 0, &error);
  g_assert_no_error (error);
  return data;
}

static NnMetrics *
measure (const DsPrepared *data, const char *loss, const float *weights, NnPart part, guint top_k, GError **error)
{
  g_autoptr (NnSpec) spec = nn_test_spec ("dense auto linear", loss, "sgd", 0.1);
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPredictor) predictor = nn_predictor_new (spec, &problem, NULL);

  g_assert_nonnull (predictor);
  return nn_metrics_new (predictor, weights, data, part, top_k, error);
}

static void
assert_list (const double *found, const double *expected, guint n)
{
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (found[i], expected[i], 1e-7); /* thresholds went through float */
}

/* --- four classes, one of them never there, scores with many ties ------------------------------------------------------ */

static const double classes_y[24] = { 0, 2, 0, 1, 2, 2, 0, 1, 0, 0, 0, 2, 0, 0, 2, 0, 0, 0, 0, 1, 1, 0, 0, 0 };
static const double classes_x[24][4] = {
  { 0.9, 0.2, 0.9, 0.0 }, { 0.4, 0.3, 1.1, 0.3 }, { 1.1, 0.3, 0.3, 0.0 },  { 0.3, 0.6, 0.2, 0.7 },  { 1.0, 0.2, 0.5, -0.1 }, { 0.7, 0.8, 0.5, 0.3 },
  { 0.5, 0.5, 0.6, 0.7 }, { 0.3, 1.3, 0.9, 0.6 }, { 0.5, 0.5, 1.0, 0.1 },  { 1.3, 0.5, 0.8, 0.2 },  { 0.5, 0.1, 0.1, 0.0 },  { 1.0, 0.6, 1.3, 0.3 },
  { 1.1, 0.8, 0.9, 0.6 }, { 1.3, 0.1, 0.4, -0.3 }, { 0.5, 0.8, 0.6, -0.1 }, { 0.9, 0.2, 0.8, 0.1 },  { 1.1, 0.5, 0.6, 0.6 },  { 1.4, 0.1, 0.8, 0.0 },
  { 0.6, 0.4, 0.5, 0.7 }, { 0.4, 0.5, 0.9, -0.2 }, { 0.5, 1.3, 0.5, 0.1 },  { 1.3, 0.0, 0.6, 0.1 },  { 1.5, 0.8, 0.1, -0.1 }, { 1.0, 0.7, 0.3, 0.1 }
};
static const float identity4[20] = { 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0 };

static DsPrepared *
four_classes (void)
{
  return make_data (&classes_x[0][0], 4, classes_y, 1, 4, 24);
}

static void
test_confusion (void)
{
  static const guint64 confusion[16] = { 12, 0, 1, 2, 0, 2, 1, 1, 1, 2, 2, 0, 0, 0, 0, 0 };
  static const double precision[] = { 0.9230769230769231, 0.5, 0.5, 0 }, recall[] = { 0.8, 0.5, 0.4, NAN };
  static const double f1[] = { 0.8571428571428571, 0.5, 0.4444444444444445, 0 };
  static const guint64 support[] = { 15, 4, 5, 0 };
  g_autoptr (DsPrepared) data = four_classes ();
  g_autoptr (NnMetrics) metrics = measure (data, "mse", identity4, NN_PART_VALIDATION, 0, NULL);

  g_assert_nonnull (metrics);
  g_assert_cmpuint (metrics->rows, ==, 24);
  g_assert_cmpmem (metrics->confusion, sizeof confusion, confusion, sizeof confusion);
  g_assert_cmpfloat_with_epsilon (metrics->accuracy, 0.6666666666666666, EPSILON);
  for (guint c = 0; c < 4; c++)
    {
      const NnClassMetrics *it = &metrics->classes[c];

      g_assert_cmpuint (it->support, ==, support[c]);
      g_assert_cmpfloat_with_epsilon (it->precision, precision[c], EPSILON);
      g_assert_cmpfloat_with_epsilon (it->f1, f1[c], EPSILON);
      if (isnan (recall[c]))
        g_assert_true (isnan (it->recall));
      else
        g_assert_cmpfloat_with_epsilon (it->recall, recall[c], EPSILON);
    }
  g_assert_cmpfloat_with_epsilon (metrics->macro.precision, 0.4807692307692308, EPSILON);
  g_assert_cmpfloat_with_epsilon (metrics->macro.recall, 0.425, EPSILON);
  g_assert_cmpfloat_with_epsilon (metrics->macro.f1, 0.4503968253968254, EPSILON);
  g_assert_cmpfloat_with_epsilon (metrics->weighted.precision, 0.764423076923077, EPSILON);
  g_assert_cmpfloat_with_epsilon (metrics->weighted.recall, 0.6666666666666666, EPSILON);
  g_assert_cmpfloat_with_epsilon (metrics->weighted.f1, 0.7116402116402116, EPSILON);
}

/* Of equal scores the lower class comes first, as in accuracy (numpy's argmax, and a stable argsort of the negative scores;
 * scikit-learn's top_k_accuracy_score takes the higher one, and so differs from its own accuracy_score where scores tie). */
static void
test_top_k (void)
{
  static const double expected[] = { NAN, 0.6666666666666666, 0.9166666666666666, 1, 1 };
  g_autoptr (DsPrepared) data = four_classes ();

  for (guint k = 1; k <= 4; k++)
    {
      g_autoptr (NnMetrics) metrics = measure (data, "mse", identity4, NN_PART_VALIDATION, k, NULL);

      g_assert_cmpuint (metrics->top_k, ==, k);
      g_assert_cmpfloat_with_epsilon (metrics->top_k_accuracy, expected[k], EPSILON);
    }
  {
    g_autoptr (NnMetrics) chosen = measure (data, "mse", identity4, NN_PART_VALIDATION, 0, NULL);
    g_autoptr (NnMetrics) most = measure (data, "mse", identity4, NN_PART_VALIDATION, 99, NULL);

    g_assert_cmpuint (chosen->top_k, ==, 3);
    g_assert_cmpuint (most->top_k, ==, 4);
  }
}

static void
test_roc (void)
{
  static const double auc[] = { 0.8518518518518519, 0.83125, 0.6473684210526316 };
  static const double fpr[] = { 0, 0, 0, 0, 2 / 9., 2 / 9., 3 / 9., 3 / 9., 5 / 9., 1 };
  static const double tpr[] = { 0, 1 / 15., 2 / 15., 8 / 15., 9 / 15., 11 / 15., 11 / 15., 12 / 15., 1, 1 };
  static const double threshold[] = { 1.5, 1.4, 1.1, 1.0, 0.9, 0.7, 0.6, 0.5, 0.3 };
  g_autoptr (DsPrepared) data = four_classes ();
  g_autoptr (NnMetrics) metrics = measure (data, "mse", identity4, NN_PART_VALIDATION, 0, NULL);
  const NnRoc *roc = &metrics->classes[0].roc;

  for (guint c = 0; c < 3; c++)
    g_assert_cmpfloat_with_epsilon (metrics->classes[c].roc.auc, auc[c], EPSILON);
  g_assert_cmpuint (roc->n, ==, 10);
  assert_list (roc->false_positive_rate, fpr, 10);
  assert_list (roc->true_positive_rate, tpr, 10);
  g_assert_true (isinf (roc->threshold[0]));
  assert_list (roc->threshold + 1, threshold, 9);
  g_assert_cmpuint (metrics->classes[1].roc.n, ==, 10);
  g_assert_cmpuint (metrics->classes[2].roc.n, ==, 12);
  /* the class that is never there has no curve, and does not count in the mean */
  g_assert_cmpuint (metrics->classes[3].roc.n, ==, 0);
  g_assert_true (isnan (metrics->classes[3].roc.auc));
  g_assert_cmpfloat_with_epsilon (metrics->macro.auc, (auc[0] + auc[1] + auc[2]) / 3, EPSILON);
  g_assert_cmpfloat_with_epsilon (metrics->weighted.auc, (15 * auc[0] + 4 * auc[1] + 5 * auc[2]) / 24, EPSILON);
}

/* --- two classes on one unit ------------------------------------------------------------------------------------------- */

static void
test_two_classes (void)
{
  static const double y[] = { 0, 0, 1, 1, 0, 1, 1, 0, 1, 0 }, x[] = { -2, -1, -1, 0.5, 0.5, 0.5, 2, -3, 1, 1 };
  static const guint64 confusion[] = { 3, 2, 1, 4 };
  static const float identity[] = { 1, 0 };
  static const double fpr[] = { 0, 0, 0.2, 0.4, 0.6, 1 }, tpr[] = { 0, 0.2, 0.4, 0.8, 1, 1 }, logits[] = { 2, 1, 0.5, -1, -3 };
  static const double mirrored[] = { 3, 2, 1, -0.5, -1, -2 };
  g_autoptr (DsPrepared) data = make_data (x, 1, y, 1, 2, 10);
  g_autoptr (NnMetrics) metrics = measure (data, "binary_cross_entropy", identity, NN_PART_VALIDATION, 0, NULL);
  const NnRoc *roc = &metrics->classes[1].roc;

  g_assert_cmpmem (metrics->confusion, sizeof confusion, confusion, sizeof confusion);
  g_assert_cmpfloat_with_epsilon (metrics->loss, 0.5477721076272898, 1e-7);
  g_assert_cmpfloat_with_epsilon (metrics->classes[0].f1, 0.6666666666666665, EPSILON);
  g_assert_cmpfloat_with_epsilon (metrics->classes[1].f1, 0.7272727272727272, EPSILON);
  g_assert_cmpfloat_with_epsilon (metrics->classes[0].roc.auc, 0.76, EPSILON); /* the mirror image */
  g_assert_cmpfloat_with_epsilon (roc->auc, 0.76, EPSILON);
  g_assert_cmpuint (metrics->top_k, ==, 1);
  g_assert_cmpfloat_with_epsilon (metrics->top_k_accuracy, 0.7, EPSILON);
  g_assert_cmpuint (roc->n, ==, 6);
  assert_list (roc->false_positive_rate, fpr, 6);
  assert_list (roc->true_positive_rate, tpr, 6);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpfloat_with_epsilon (roc->threshold[i + 1], 1 / (1 + exp (-logits[i])), 1e-6);
  g_assert_cmpuint (metrics->classes[0].roc.n, ==, 7);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpfloat_with_epsilon (metrics->classes[0].roc.threshold[i + 1], 1 / (1 + exp (-mirrored[i])), 1e-6);
}

static void
test_cross_entropy_uses_probabilities (void)
{
  /* 0.9 of class 1 beside little else ranks above a larger logit that has a rival */
  static const double x[] = { 0, 5, 4.9, 6, 0, 1 }, y[] = { 1, 0, 1 };
  static const float identity[] = { 1, 0, 0, 1, 0, 0 };
  g_autoptr (DsPrepared) data = make_data (x, 2, y, 1, 2, 3);
  g_autoptr (NnMetrics) metrics = measure (data, "cross_entropy", identity, NN_PART_VALIDATION, 0, NULL);

  g_assert_cmpfloat_with_epsilon (metrics->classes[1].roc.auc, 0.5, EPSILON); /* by logits it would be 0 */
}

/* --- values ------------------------------------------------------------------------------------------------------------ */

static void
test_regression (void)
{
  static const double y[] = { 3, -0.5, -0.5, 1, 2, 2, 7, -1.5, 4.25, 0 }, x[] = { 2.5, 0, 0, 1.25, 2, 2, 8, -2, 4, 1 };
  static const float identity[] = { 1, 0, 0, 1, 0, 0 };
  g_autoptr (DsPrepared) data = make_data (x, 2, y, 2, 0, 5);
  g_autoptr (NnMetrics) metrics = measure (data, "mse", identity, NN_PART_VALIDATION, 0, NULL);

  g_assert_cmpuint (metrics->n_targets, ==, 2);
  g_assert_cmpuint (metrics->n_classes, ==, 0);
  g_assert_cmpfloat_with_epsilon (metrics->loss, 0.3125, 1e-7);
  g_assert_cmpfloat_with_epsilon (metrics->targets[0].r2, 0.9491042345276873, EPSILON);
  g_assert_cmpfloat_with_epsilon (metrics->targets[1].r2, 0.785958904109589, EPSILON);
  g_assert_cmpfloat_with_epsilon (metrics->mean.r2, 0.8675315693186382, EPSILON);
  g_assert_cmpfloat_with_epsilon (metrics->targets[0].mae, 0.45, EPSILON);
  g_assert_cmpfloat_with_epsilon (metrics->targets[1].rmse, 0.5590169943749475, EPSILON);
  g_assert_cmpfloat_with_epsilon (metrics->mean.rmse, 0.5590169943749475, EPSILON);
  g_assert_true (isnan (metrics->accuracy));
}

static void
test_constant_targets (void)
{
  static const double y[] = { 2, 2, 2 }, met[] = { 2, 2, 2 }, missed[] = { 2, 2, 2.5 };
  static const float identity[] = { 1, 0 };
  g_autoptr (DsPrepared) good = make_data (met, 1, y, 1, 0, 3), bad = make_data (missed, 1, y, 1, 0, 3), single = make_data (met, 1, y, 1, 0, 1);
  g_autoptr (NnMetrics) a = measure (good, "mse", identity, NN_PART_VALIDATION, 0, NULL);
  g_autoptr (NnMetrics) b = measure (bad, "mse", identity, NN_PART_VALIDATION, 0, NULL);
  g_autoptr (NnMetrics) c = measure (single, "mse", identity, NN_PART_VALIDATION, 0, NULL);

  g_assert_cmpfloat (a->mean.r2, ==, 1);
  g_assert_cmpfloat (b->mean.r2, ==, 0);
  g_assert_true (isnan (c->mean.r2)); /* one row does not vary */
  g_assert_cmpfloat (c->mean.mae, ==, 0);
}

/* --- edges ------------------------------------------------------------------------------------------------------------- */

static void
test_empty_part (void)
{
  g_autoptr (DsPrepared) data = four_classes ();
  g_autoptr (NnMetrics) metrics = measure (data, "mse", identity4, NN_PART_TEST, 0, NULL);

  g_assert_nonnull (metrics);
  g_assert_cmpuint (metrics->rows, ==, 0);
  g_assert_true (isnan (metrics->loss));
  g_assert_true (isnan (metrics->accuracy));
  g_assert_true (isnan (metrics->macro.f1));
  g_assert_true (isnan (metrics->classes[0].roc.auc));
  for (guint i = 0; i < 16; i++)
    g_assert_cmpuint (metrics->confusion[i], ==, 0);
}

static void
test_single_class (void)
{
  static const double x[] = { 1, 2 }, y[] = { 1, 1 };
  static const float identity[] = { 1, 0 };
  g_autoptr (DsPrepared) data = make_data (x, 1, y, 1, 2, 2);
  g_autoptr (NnMetrics) metrics = measure (data, "binary_cross_entropy", identity, NN_PART_VALIDATION, 0, NULL);

  g_assert_cmpfloat (metrics->accuracy, ==, 1);
  g_assert_true (isnan (metrics->classes[0].f1)); /* neither there nor predicted */
  g_assert_cmpfloat (metrics->macro.f1, ==, 1);
  g_assert_true (isnan (metrics->macro.auc));
}

static void
test_refusals (void)
{
  static const float broken[20] = { NAN };
  g_autoptr (DsPrepared) data = four_classes (), other = nn_test_table (10, 3, 3, 0, 0, 1);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense auto linear", "mse", "sgd", 0.1);
  NnProblem problem = nn_problem (other);
  g_autoptr (NnPredictor) predictor = nn_predictor_new (spec, &problem, NULL);
  g_autoptr (GError) nan = NULL, shape = NULL;

  g_assert_null (measure (data, "mse", broken, NN_PART_VALIDATION, 0, &nan));
  g_assert_error (nan, NN_ERROR, NN_ERROR_VALUE);
  g_assert_null (nn_metrics_new (predictor, broken, data, NN_PART_TRAIN, 0, &shape));
  g_assert_error (shape, NN_ERROR, NN_ERROR_SHAPE);
}

/* The loss and accuracy of a part are those that training reports. */
static void
test_agrees_with_score (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (700, 5, 3, 0, 0.3, 4); /* more than a block of rows */
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 6 tanh; dense auto linear", "cross_entropy", "adam", 0.1);
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPredictor) predictor = nn_predictor_new (spec, &problem, NULL);
  g_autofree float *weights = g_new (float, nn_predictor_plan (predictor)->n_weights);

  for (guint i = 0; i < nn_predictor_plan (predictor)->n_weights; i++)
    weights[i] = (float) sin (i * 1.7);
  for (NnPart part = NN_PART_TRAIN; part <= NN_PART_VALIDATION; part++)
    {
      g_autoptr (NnMetrics) metrics = nn_metrics_new (predictor, weights, data, part, 0, NULL);
      gsize from, rows = nn_part_rows (data, part, &from);
      double loss, accuracy;

      nn_predictor_score (predictor, weights, data->x + from * data->inputs, data->y + from, rows, &loss, &accuracy);
      g_assert_cmpuint (metrics->rows, ==, part == NN_PART_TRAIN ? 490 : 210);
      g_assert_cmpfloat (metrics->loss, ==, loss);
      g_assert_cmpfloat (metrics->accuracy, ==, accuracy);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metrics/confusion", test_confusion);
  g_test_add_func ("/metrics/top-k", test_top_k);
  g_test_add_func ("/metrics/roc", test_roc);
  g_test_add_func ("/metrics/two-classes", test_two_classes);
  g_test_add_func ("/metrics/cross-entropy-uses-probabilities", test_cross_entropy_uses_probabilities);
  g_test_add_func ("/metrics/regression", test_regression);
  g_test_add_func ("/metrics/constant-targets", test_constant_targets);
  g_test_add_func ("/metrics/empty-part", test_empty_part);
  g_test_add_func ("/metrics/single-class", test_single_class);
  g_test_add_func ("/metrics/refusals", test_refusals);
  g_test_add_func ("/metrics/agrees-with-score", test_agrees_with_score);
  return g_test_run ();
}
