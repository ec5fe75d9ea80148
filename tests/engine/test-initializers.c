/* Initial weights: moments as published, the same for the same seed, independent between layers. */
#include <math.h>
#include <string.h>

#include "nn-test-util.h"
#include "nn-weights.h"

#define IN 300
#define OUT 200

/* What each one is known for; one not listed here fails the test, so that a new one brings its row. */
static const struct
{
  const char *id;
  gboolean uniform;
  double variance;
} known[] = {
  { "glorot_uniform", TRUE, 2.0 / (IN + OUT) }, { "glorot_normal", FALSE, 2.0 / (IN + OUT) },
  { "he_uniform", TRUE, 2.0 / IN },             { "he_normal", FALSE, 2.0 / IN },
  { "lecun_uniform", TRUE, 1.0 / IN },          { "lecun_normal", FALSE, 1.0 / IN },
  { "uniform", TRUE, 1.0 / 12 },                { "normal", FALSE, 0.25 },
  { "zeros", TRUE, 0 },
};

static float *
draw (const char *init, guint64 seed, NnPlan **plan)
{
  NnProblem problem = { .inputs = IN, .targets = 1, .rows = 10 };
  g_autofree char *layers = g_strdup_printf ("dense %d tanh %s; dense %d tanh %s; dense auto", OUT, init, OUT, init);
  g_autoptr (NnSpec) plain = nn_test_spec (layers, "mse", "sgd", 0.1);
  NnSpec values = *plain;
  g_autoptr (NnSpec) spec = NULL;
  g_autoptr (GError) error = NULL;
  float *weights;

  values.seed = seed;
  spec = nn_spec_new (&values);
  weights = nn_weights_initial (spec, &problem, &error);
  g_assert_no_error (error);
  if (plan != NULL)
    *plan = nn_plan_new (spec, &problem, NULL, &error);
  return weights;
}

static void
moments (const float *w, gsize n, double *mean, double *variance, double *largest, double *kurtosis)
{
  double sum = 0, squares = 0, fourth = 0;

  *largest = 0;
  for (gsize i = 0; i < n; i++)
    {
      sum += w[i];
      *largest = MAX (*largest, fabs ((double) w[i]));
    }
  *mean = sum / (double) n;
  for (gsize i = 0; i < n; i++)
    {
      double d = w[i] - *mean;

      squares += d * d;
      fourth += d * d * d * d;
    }
  *variance = squares / (double) n;
  *kurtosis = fourth / (double) n / (*variance * *variance);
}

static void
test_moments (void)
{
  guint n;
  const DsType *const *all = nn_registry (NN_INITIALIZERS, &n);

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (known));
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autoptr (NnPlan) plan = NULL;
      g_autofree float *w = NULL;
      double sigma = sqrt (known[i].variance), mean, variance, largest, kurtosis;
      const gsize count = IN * OUT;

      g_assert_nonnull (ds_type_find (all, n, known[i].id));
      w = draw (known[i].id, 1, &plan);
      moments (w, count, &mean, &variance, &largest, &kurtosis);
      g_test_message ("%s: mean %g, variance %g (%g), largest %g, kurtosis %g", known[i].id, mean, variance, known[i].variance, largest,
                      kurtosis);
      if (sigma == 0)
        {
          g_assert_cmpfloat (largest, ==, 0);
          continue;
        }
      g_assert_cmpfloat (fabs (mean), <, 4 * sigma / sqrt (count));          /* four standard errors */
      g_assert_cmpfloat (fabs (variance / known[i].variance - 1), <, 0.03);
      if (known[i].uniform)
        {
          g_assert_cmpfloat (largest, <=, sqrt (3) * sigma * 1.000001);
          g_assert_cmpfloat (largest, >, sqrt (3) * sigma * 0.999);
          g_assert_cmpfloat (fabs (kurtosis - 1.8), <, 0.05);
        }
      else
        {
          g_assert_cmpfloat (largest, >, 3.5 * sigma);
          g_assert_cmpfloat (fabs (kurtosis - 3), <, 0.15);
        }
    }
}

static void
test_biases_start_at_zero (void)
{
  g_autoptr (NnPlan) plan = NULL;
  g_autofree float *w = draw ("glorot_uniform", 1, &plan);

  for (guint t = 0; t < plan->n_tensors; t++)
    for (guint i = 0; plan->tensors[t].cols == 0 && i < plan->tensors[t].rows; i++)
      g_assert_cmpfloat (w[plan->tensors[t].offset + i], ==, 0);
}

static double
correlation (const float *a, const float *b, gsize n)
{
  double ab = 0, aa = 0, bb = 0;

  for (gsize i = 0; i < n; i++)
    {
      ab += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
  return ab / sqrt (aa * bb);
}

static void
test_seeds (void)
{
  g_autoptr (NnPlan) plan = NULL;
  g_autofree float *one = draw ("glorot_normal", 1, &plan);
  g_autofree float *again = draw ("glorot_normal", 1, NULL);
  g_autofree float *two = draw ("glorot_normal", 2, NULL);
  gsize first = plan->tensors[0].offset, second = plan->tensors[2].offset;

  g_assert_cmpmem (one, plan->n_weights * 4, again, plan->n_weights * 4);
  g_assert_cmpfloat (fabs (correlation (one, two, plan->n_weights)), <, 0.02);
  g_assert_cmpfloat (fabs (correlation (one + first, one + second, OUT * OUT)), <, 0.02);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/initializers/moments", test_moments);
  g_test_add_func ("/initializers/biases", test_biases_start_at_zero);
  g_test_add_func ("/initializers/seeds", test_seeds);
  return g_test_run ();
}
