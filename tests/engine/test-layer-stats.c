/* What a frame says of each layer, against plain sums over the run's own weights, gradients and activations. */
#include <math.h>
#include <string.h>

#include "nn-frame-private.h"
#include "nn-run.h"
#include "nn-test-util.h"

static NnRun *
start (const char *layers, guint64 steps)
{
  g_autoptr (DsPrepared) data = nn_test_table (60, 3, 0, 1, 0, 5);
  g_autoptr (NnSpec) spec = nn_test_spec (layers, "mse", "adam", 0.01);
  NnRun *run = nn_run_new (spec, data, NULL, NULL);

  g_assert_nonnull (run);
  nn_run_reset (run);
  for (guint64 i = 0; i < steps; i++)
    nn_run_step (run);
  nn_run_measure_layers (run);
  return run;
}

/* L2 norm over the parameters of a layer, of v, or of v - minus. Running statistics are none, though they lie among the weights. */
static double
norm (const NnRun *run, guint layer, const float *v, const float *minus)
{
  const NnPlan *plan = run->network->plan;
  double sum = 0;

  for (guint t = 0; t < plan->n_tensors; t++)
    for (gsize i = 0; plan->tensors[t].layer == layer && strstr (plan->tensors[t].name, "running") == NULL && i < (gsize) plan->tensors[t].rows * MAX (plan->tensors[t].cols, 1); i++)
      {
        gsize at = plan->tensors[t].offset + i;
        double d = (double) v[at] - (minus != NULL ? (double) minus[at] : 0);
        sum += d * d;
      }
  return sqrt (sum);
}

static guint64
total (const NnHistogram *h)
{
  guint64 sum = 0;

  for (guint i = 0; i < NN_HISTOGRAM_BINS; i++)
    sum += h->counts[i];
  return sum;
}

static void
test_norms (void)
{
  NnRun *run = start ("dense 6 tanh; batch_norm; dense auto", 5);
  const NnNetwork *network = run->network;

  for (guint i = 0; i < 3; i++)
    {
      const NnLayerStats *stats = &run->layers[i];

      g_assert_cmpfloat_with_epsilon (stats->weight_norm, norm (run, i, network->w, NULL), 1e-5);
      g_assert_cmpfloat_with_epsilon (stats->gradient_norm, norm (run, i, network->g, NULL), 1e-5);
      g_assert_cmpfloat_with_epsilon (stats->update_ratio, norm (run, i, network->w, network->before) / norm (run, i, network->w, NULL), 1e-5);
      g_assert_cmpfloat (stats->update_ratio, >, 0);
      g_assert_cmpuint (total (&stats->weights), ==, network->plan->layers[i].parameters);
      g_assert_cmpuint (total (&stats->gradients), ==, network->plan->layers[i].parameters);
    }
  nn_run_free (run);
}

static void
test_activations (void)
{
  NnRun *run = start ("dense 6 tanh; dense auto", 3);
  const NnOp *tanh_op = &run->network->ops[1];
  double sum = 0, squares = 0, n = 6.0 * 60;

  for (guint o = 0; o < tanh_op->out; o++)
    for (guint l = 0; l < 60; l++)
      {
        double y = (double) tanh_op->y[o * tanh_op->ld + l];
        sum += y;
        squares += y * y;
      }
  g_assert_cmpfloat_with_epsilon (run->layers[0].activation_mean, sum / n, 1e-5);
  g_assert_cmpfloat_with_epsilon (run->layers[0].activation_std, sqrt (squares / n - sum / n * (sum / n)), 1e-5);
  g_assert_cmpuint (total (&run->layers[0].activations), ==, 6 * 60);
  g_assert_cmpuint (total (&run->layers[1].activations), ==, 60);
  nn_run_free (run);
}

/* Weights by hand: `bias` in the hidden layer, 0 elsewhere. */
static const NnLayerStats *
with_bias (NnRun *run, float bias)
{
  const NnPlan *plan = run->network->plan;
  g_autofree float *w = g_new0 (float, run->network->n);

  for (guint i = 0; i < 4; i++)
    w[plan->tensors[1].offset + i] = bias;
  nn_run_set_weights (run, w, run->network->n);
  nn_run_step (run);
  nn_run_measure_layers (run);
  return &run->layers[0];
}

static void
test_dead_and_saturated (void)
{
  NnRun *run = start ("dense 4 relu; dense auto", 0);

  g_assert_cmpfloat (with_bias (run, -3)->dead, ==, 1);
  g_assert_cmpfloat (with_bias (run, 3)->dead, ==, 0);
  g_assert_true (isnan (run->layers[0].saturated)); /* ReLU has no slope at 0 to compare with */
  nn_run_free (run);

  run = start ("dense 4 tanh; dense auto", 0);
  g_assert_cmpfloat (with_bias (run, 5)->saturated, ==, 1);
  g_assert_cmpfloat (with_bias (run, 0.1f)->saturated, ==, 0);
  g_assert_cmpfloat (run->layers[0].dead, ==, 0);
  nn_run_free (run);
}

static void
test_before_the_first_step (void)
{
  NnRun *run = start ("dense 4 sigmoid; dropout 0.5; dense auto", 0);

  g_assert_false (isnan (run->layers[0].weight_norm));
  g_assert_true (isnan (run->layers[0].gradient_norm) && isnan (run->layers[0].update_ratio) && isnan (run->layers[0].saturated));
  g_assert_true (isnan (run->layers[1].weight_norm)); /* dropout has none */
  g_assert_cmpuint (total (&run->layers[0].activations), ==, 0);
  nn_run_free (run);
}

static void
penalize_and_clip (NnSpec *values)
{
  values->l2 = 0.02;
  values->clip_norm = 1.5;
}

/* NaN is near NaN. */
static void
assert_near (float value, float expected)
{
  if (isnan (expected))
    g_assert_true (isnan (value));
  else
    g_assert_cmpfloat_with_epsilon (value, expected, 2e-6f + 1e-5f * fabsf (expected));
}

/* One step of 3-6-5-1 on 10 rows, computed apart from this program by PyTorch 1.13 (autograd, clip_grad_norm_, SGD, in double precision),
 * with a penalty and with clipping. What the numbers mean: gradient norm of the batch, penalty and clipping included; |step| over
 * |weights| after it; mean, spread, dead and saturated over the rows of the batch as they were passed forward before the step. */
static void
test_as_pytorch (void)
{
  static const NnLayerNumbers expected[] = { /* gradient norm, weight norm, update ratio, mean, spread, saturated, dead */
    { 0.618319f, 10.659914f, 0.002900f, 0.635833f, 1.046983f, NAN, 0.166667f },
    { 1.001275f, 7.247358f, 0.006908f, -0.012060f, 0.839192f, 0.34f, 0 },
    { 0.930123f, 2.971760f, 0.015649f, -2.026824f, 0.823030f, NAN, NAN },
  };
  g_autoptr (DsPrepared) data = nn_test_table (10, 3, 0, 1, 0, 5);
  g_autoptr (NnSpec) plain = nn_test_spec ("dense 6 relu; dense 5 tanh; dense auto", "mse", "sgd", 0.05), spec = nn_test_changed (plain, penalize_and_clip);
  float *x = (float *) data->x, *y = (float *) data->y, w[65];
  NnRun *run = nn_run_new (spec, data, NULL, NULL);

  for (guint i = 0; i < 10 * 3; i++)
    x[i] = (float) ((i * 7 + 3) % 11) / 5.0f - 1;
  for (guint i = 0; i < 10; i++)
    y[i] = (float) ((i * 5 + 2) % 7) / 3.0f - 1;
  for (guint i = 0; i < G_N_ELEMENTS (w); i++)
    w[i] = (float) ((i * 11 + 4) % 17) / 4.0f - 2;
  w[18] = -9; /* the bias of a neuron: it is dead */
  g_assert_cmpuint (run->network->n, ==, G_N_ELEMENTS (w));
  nn_run_reset (run);
  nn_run_set_weights (run, w, G_N_ELEMENTS (w));
  nn_run_step (run);
  nn_run_measure_layers (run);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const NnLayerStats *s = &run->layers[i];

      assert_near (s->gradient_norm, expected[i].gradient_norm);
      assert_near (s->weight_norm, expected[i].weight_norm);
      assert_near (s->update_ratio, expected[i].update_ratio);
      assert_near (s->activation_mean, expected[i].activation_mean);
      assert_near (s->activation_std, expected[i].activation_std);
      assert_near (s->saturated, expected[i].saturated);
      assert_near (s->dead, expected[i].dead);
    }
  nn_run_free (run);
}

/* The gradients a frame carries are those the weights moved by: with plain SGD, rate times gradient. */
static void
test_gradients (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (60, 3, 0, 1, 0, 5);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 6 tanh; dense auto", "mse", "sgd", 0.5);
  NnRun *run = nn_run_new (spec, data, NULL, NULL);
  NnFramePool *pool = nn_frame_pool_new ();
  NnFrame *before, *after;

  nn_run_reset (run);
  before = nn_frame_pool_get (pool, run->network->n);
  nn_run_fill_frame (run, before);
  g_assert_null (before->gradients); /* no step yet */
  nn_run_step (run);
  after = nn_frame_pool_get (pool, run->network->n);
  nn_run_fill_frame (run, after);
  g_assert_nonnull (after->gradients);
  for (gsize i = 0; i < after->n_weights; i++)
    g_assert_cmpfloat_with_epsilon (before->weights[i] - 0.5f * after->gradients[i], after->weights[i], 1e-6f);
  nn_frame_unref (before);
  nn_frame_unref (after);
  nn_frame_pool_free (pool);
  nn_run_free (run);
}

/* Too many to carry along: only the weights travel. */
static void
test_gradients_of_a_large_network (void)
{
  NnFramePool *pool = nn_frame_pool_new ();
  NnFrame *frame = nn_frame_pool_get (pool, NN_FRAME_MOST_GRADIENTS + 1);
  float gradient = 1;

  nn_frame_copy_gradients (frame, &gradient);
  g_assert_null (frame->gradients);
  nn_frame_unref (frame);
  nn_frame_pool_free (pool);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layer-stats/norms", test_norms);
  g_test_add_func ("/layer-stats/activations", test_activations);
  g_test_add_func ("/layer-stats/dead-and-saturated", test_dead_and_saturated);
  g_test_add_func ("/layer-stats/as-pytorch", test_as_pytorch);
  g_test_add_func ("/layer-stats/gradients", test_gradients);
  g_test_add_func ("/layer-stats/gradients-of-a-large-network", test_gradients_of_a_large_network);
  g_test_add_func ("/layer-stats/before-the-first-step", test_before_the_first_step);
  return g_test_run ();
}
