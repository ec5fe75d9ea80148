/* Initial weights: moments as published, the same for the same seed, independent between layers. */
#include <math.h>
#include <string.h>

#include "nn-test-util.h"
#include "nn-weights.h"

#define IN 300
#define OUT 200

typedef enum
{
  UNIFORM,
  NORMAL,
  CUT_NORMAL /* at two of the deviations before the cut, which leaves 77.4 % of the variance */
} Shape;
#define CUT_VARIANCE 0.773741

/* What each one is known for; one not listed here fails the test, so that a new one brings its row. */
static const struct
{
  const char *id;
  Shape shape;
  double variance;
} known[] = {
  { "glorot_uniform", UNIFORM, 2.0 / (IN + OUT) }, { "glorot_normal", NORMAL, 2.0 / (IN + OUT) },
  { "he_uniform", UNIFORM, 2.0 / IN },             { "he_normal", NORMAL, 2.0 / IN },
  { "lecun_uniform", UNIFORM, 1.0 / IN },          { "lecun_normal", NORMAL, 1.0 / IN },
  { "uniform", UNIFORM, 1.0 / 12 },                { "normal", NORMAL, 0.25 },
  { "zeros", UNIFORM, 0 },                         { "truncated_normal", CUT_NORMAL, CUT_VARIANCE / IN },
  { "orthogonal", NORMAL, 1.0 / IN },
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
check_moments (const char *id, Shape shape, double expected)
{
  static const double kurtoses[] = { [UNIFORM] = 1.8, [NORMAL] = 3, [CUT_NORMAL] = 2.3656 };
  g_autofree float *w = draw (id, 1, NULL);
  double sigma = sqrt (expected), mean, variance, largest, kurtosis;
  const gsize count = IN * OUT;

  moments (w, count, &mean, &variance, &largest, &kurtosis);
  g_test_message ("%s: mean %g, variance %g (%g), largest %g, kurtosis %g", id, mean, variance, expected, largest, kurtosis);
  if (sigma == 0)
    {
      g_assert_cmpfloat (largest, ==, 0);
      return;
    }
  g_assert_cmpfloat (fabs (mean), <, 4 * sigma / sqrt (count)); /* four standard errors */
  g_assert_cmpfloat (fabs (variance / expected - 1), <, 0.03);
  g_assert_cmpfloat (fabs (kurtosis - kurtoses[shape]), <, 0.05 * kurtoses[shape]);
  if (shape == NORMAL)
    g_assert_cmpfloat (largest, >, 3.5 * sigma);
  else
    {
      double limit = sigma * (shape == UNIFORM ? sqrt (3) : 2 / sqrt (CUT_VARIANCE));

      g_assert_cmpfloat (largest, <=, limit * 1.00001);
      g_assert_cmpfloat (largest, >, limit * 0.999);
    }
}

static void
test_moments (void)
{
  guint n;
  const DsType *const *all = nn_registry (NN_INITIALIZERS, &n);

  g_assert_cmpuint (n, >=, 9);
  for (guint i = 0; i < n; i++)
    {
      int row = -1;

      for (guint k = 0; k < G_N_ELEMENTS (known); k++)
        if (strcmp (known[k].id, all[i]->id) == 0)
          row = (int) k;
      if (row < 0)
        g_error ("write down the shape and variance of \"%s\" in %s, as published, to compare it with", all[i]->id, __FILE__);
      check_moments (all[i]->id, known[row].shape, known[row].variance);
    }
}

/* W W' = 1: each row of the (200, 300) matrix has length 1, and all stand at right angles. */
static void
test_orthogonal (void)
{
  g_autofree float *w = NULL;

  if (nn_registry_find (NN_INITIALIZERS, "orthogonal") == NULL)
    {
      g_test_skip ("there is no such initializer");
      return;
    }
  w = draw ("orthogonal", 1, NULL);
  for (guint a = 0; a < OUT; a++)
    for (guint b = 0; b <= a; b++)
      {
        double dot = 0;

        for (guint i = 0; i < IN; i++)
          dot += (double) w[a * IN + i] * w[b * IN + i];
        g_assert_cmpfloat_with_epsilon (dot, a == b ? 1 : 0, 1e-6);
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

static void
test_summary (void)
{
  static const struct
  {
    const char *layers, *summary;
  } cases[] = {
    { "dense 8; dense 8; dense auto", "2 → 8 → 8 → 1 · " },
    { "dense 8; dense 8; dropout; dense 8; dense auto", "2 → 3 × 8 → 1 · " },
    { "dropout; dense 2; dense 1; dense 1; dense auto", "2 → 2 → 3 × 1 · " },
  };
  NnProblem problem = { .inputs = 2, .targets = 1, .rows = 10 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (NnSpec) spec = nn_test_spec (cases[i].layers, "mse", "sgd", 0.1);
      g_autoptr (GError) error = NULL;
      g_autoptr (NnPlan) plan = nn_plan_new (spec, &problem, NULL, &error);
      g_autofree char *summary = NULL;

      g_assert_no_error (error);
      summary = nn_plan_summary (plan);
      g_assert_true (g_str_has_prefix (summary, cases[i].summary));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/initializers/moments", test_moments);
  g_test_add_func ("/initializers/orthogonal", test_orthogonal);
  g_test_add_func ("/initializers/biases", test_biases_start_at_zero);
  g_test_add_func ("/initializers/seeds", test_seeds);
  g_test_add_func ("/initializers/summary", test_summary);
  return g_test_run ();
}
