/* Scores of every row against what the metrics and the predictor say of the whole. */
#include <math.h>
#include <string.h>

#include "nn-frame-private.h"
#include "nn-score.h"
#include "nn-test-util.h"
#include "nn-weights.h"

static NnFrame *
make_frame (DsPrepared *data, const char *layers, const char *loss)
{
  g_autoptr (NnSpec) spec = nn_test_spec (layers, loss, "adam", 0.01);
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPlan) plan = nn_plan_new (spec, &problem, NULL, NULL);
  NnFramePool *pool = nn_frame_pool_new ();
  NnFrame *frame = nn_frame_pool_get (pool, plan->n_weights);
  g_autofree float *weights = nn_weights_initial (spec, &problem, NULL);

  frame->spec = nn_spec_ref (spec);
  frame->data = ds_prepared_ref (data);
  memcpy (frame->weights, weights, plan->n_weights * sizeof (float));
  frame->step = 7;
  nn_frame_pool_free (pool);
  return frame;
}

static NnScore *
score_of (NnFrame *frame)
{
  g_autoptr (GError) error = NULL;
  NnScore *score = nn_score_new (frame, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (score);
  g_assert_cmpuint (score->step, ==, 7);
  return score;
}

static void
assert_metrics (const NnScore *score, const NnFrame *frame)
{
  NnProblem problem = nn_problem (frame->data);
  g_autoptr (NnPredictor) predictor = nn_predictor_new (frame->spec, &problem, NULL);

  for (guint part = 0; part < NN_N_PARTS; part++)
    {
      gsize from, rows = nn_part_rows (frame->data, part, &from);
      g_autoptr (NnMetrics) metrics = NULL;
      double sum = 0;

      if (rows == 0)
        {
          g_assert_null (score->metrics[part]);
          continue;
        }
      metrics = nn_metrics_new (predictor, frame->weights, frame->data, part, 0, NULL);
      for (gsize row = from; row < from + rows; row++)
        sum += (double) score->losses[row];
      g_assert_cmpfloat_with_epsilon (sum / (double) rows, metrics->loss, 1e-5 * fmax (1, metrics->loss));
      if (metrics->n_classes > 0)
        {
          g_assert_cmpmem (score->metrics[part]->confusion, metrics->n_classes * metrics->n_classes * sizeof (guint64), metrics->confusion,
                           metrics->n_classes * metrics->n_classes * sizeof (guint64));
          g_assert_cmpfloat_with_epsilon (1 - (double) score->n_wrong[part] / (double) rows, metrics->accuracy, 1e-12);
        }
      else
        g_assert_cmpfloat (score->metrics[part]->mean.rmse, ==, metrics->mean.rmse);
    }
}

/* All wrong rows are there, each once, the greatest loss first. */
static void
assert_mistakes (const NnScore *score, NnPart part)
{
  const DsPrepared *data = score->data;
  gsize from, rows = nn_part_rows (data, part, &from);
  g_autofree gboolean *seen = g_new0 (gboolean, data->rows);

  g_assert_cmpuint (score->n_mistakes[part], ==, MIN (score->n_wrong[part], NN_SCORE_MISTAKES));
  for (gsize i = 0; i < score->n_mistakes[part]; i++)
    {
      const NnMistake *it = &score->mistakes[part][i];

      g_assert_cmpuint (it->row, >=, from);
      g_assert_cmpuint (it->row, <, from + rows);
      g_assert_false (seen[it->row]);
      seen[it->row] = TRUE;
      g_assert_cmpfloat (it->loss, ==, score->losses[it->row]);
      if (i > 0)
        g_assert_cmpfloat (it->loss, <=, score->mistakes[part][i - 1].loss);
      if (data->n_classes > 0)
        {
          g_assert_cmpuint (it->predicted, ==, nn_score_class (score, it->row));
          g_assert_cmpuint (it->predicted, !=, (guint) data->y[it->row]);
        }
    }
  /* None that was left out is worse than the last. */
  if (score->n_mistakes[part] == NN_SCORE_MISTAKES)
    for (gsize row = from; row < from + rows; row++)
      if (!seen[row] && (data->n_classes == 0 || nn_score_class (score, row) != (guint) data->y[row]))
        g_assert_cmpfloat (score->losses[row], <=, score->mistakes[part][NN_SCORE_MISTAKES - 1].loss);
}

static void
check (DsPrepared *data, const char *layers, const char *loss)
{
  g_autoptr (NnFrame) frame = make_frame (data, layers, loss);
  g_autoptr (NnScore) score = score_of (frame);

  assert_metrics (score, frame);
  for (guint part = 0; part < NN_N_PARTS; part++)
    assert_mistakes (score, part);
}

static void
test_classes (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (300, 4, 3, 0, 0.3, 1);

  check (data, "dense 6 tanh; dense auto", "cross_entropy");
  check (data, "dense 6 tanh; dense auto", "mse");
}

/* More rows than a chunk and more mistakes than are kept. */
static void
test_many (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (40000, 3, 5, 0, 0.2, 2);

  check (data, "dense 4 tanh; dense auto", "cross_entropy");
}

static void
test_two_classes (void)
{
  g_autoptr (DsPrepared) data = nn_test_generator ("spirals", 200, 0.1, DS_FEATURE_X1 | DS_FEATURE_X2, 0.25, 3);
  g_autoptr (NnFrame) frame = make_frame (data, "dense 4 tanh; dense auto", "binary_cross_entropy");
  g_autoptr (NnScore) score = score_of (frame);

  check (data, "dense 4 tanh; dense auto tanh", "mse");
  g_assert_true (score->probabilities);
  for (gsize row = 0; row < data->rows; row++)
    {
      double a = nn_score_confidence (score, row, 0), b = nn_score_confidence (score, row, 1);

      g_assert_cmpfloat_with_epsilon (a + b, 1, 1e-6);
      g_assert_cmpuint (nn_score_class (score, row), ==, b > 0.5);
    }
}

static void
test_values (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (120, 3, 0, 2, 0.25, 4);

  check (data, "dense 5 tanh; dense auto", "mse");
  check (data, "dense 5 tanh; dense auto", "huber");
}

static gboolean
always (gpointer data)
{
  return TRUE;
}

static void
test_stops (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (50, 3, 3, 0, 0, 5);
  g_autoptr (NnFrame) frame = make_frame (data, "dense auto", "cross_entropy");
  g_autoptr (GError) error = NULL;

  g_assert_null (nn_score_new (frame, always, NULL, &error));
  g_assert_no_error (error);
}

/* Weights that are no numbers give an error in words. */
static void
test_not_finite (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (50, 3, 3, 0, 0, 6);
  g_autoptr (NnFrame) frame = make_frame (data, "dense auto", "cross_entropy");
  g_autoptr (GError) error = NULL;

  frame->weights[0] = NAN;
  g_assert_null (nn_score_new (frame, NULL, NULL, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/score/classes", test_classes);
  g_test_add_func ("/score/many", test_many);
  g_test_add_func ("/score/two-classes", test_two_classes);
  g_test_add_func ("/score/values", test_values);
  g_test_add_func ("/score/stops", test_stops);
  g_test_add_func ("/score/not-finite", test_not_finite);
  return g_test_run ();
}
