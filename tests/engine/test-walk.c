/* A walk against the networks that train, and its gradients against differences of its own loss: for every layer, activation and loss. */
#include <math.h>
#include <string.h>

#include "nn-predict.h"
#include "nn-test-util.h"
#include "nn-walk.h"
#include "nn-weights.h"

static double
loss_at (const NnSpec *spec, DsPrepared *data, const float *weights, gsize row)
{
  g_autoptr (NnWalk) walk = nn_walk_row (spec, data, weights, row, NULL);

  return walk->loss;
}

/* Weights with biases and running statistics that are not what they begin as. */
static float *
some_weights (const NnSpec *spec, DsPrepared *data, const NnPlan *plan)
{
  NnProblem problem = nn_problem (data);
  float *w = nn_weights_initial (spec, &problem, NULL);

  for (gsize i = 0; i < plan->n_weights; i++)
    w[i] = w[i] * 0.8f + 0.05f * (float) (1 + i % 7);
  return w;
}

/* Differences at h and 2h that do not agree have a kink between them. */
static void
check_gradient (const NnSpec *spec, DsPrepared *data, float *w, gsize i, gsize row, double analytic, guint *checked)
{
  const float old = w[i], h = 1.0f / 512;
  double slopes[2];

  for (guint k = 0; k < 2; k++)
    {
      float up = old + (float) (k + 1) * h, down = old - (float) (k + 1) * h;
      double above, below;

      w[i] = up;
      above = loss_at (spec, data, w, row);
      w[i] = down;
      below = loss_at (spec, data, w, row);
      slopes[k] = (above - below) / ((double) up - (double) down);
    }
  w[i] = old;
  if (fabs (slopes[0] - slopes[1]) > 1e-4 * (fabs (slopes[0]) + fabs (slopes[1])) + 1e-5)
    return;
  (*checked)++;
  g_assert_cmpfloat_with_epsilon ((4 * slopes[0] - slopes[1]) / 3, analytic, 1e-4 * (1 + fabs (analytic)));
}

static void
check_walk (const NnSpec *spec, DsPrepared *data)
{
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPlan) plan = nn_plan_new (spec, &problem, NULL, NULL);
  g_autofree float *w = NULL;
  g_autoptr (NnPredictor) predictor = nn_predictor_new (spec, &problem, NULL);
  guint checked = 0, parameters = 0;

  g_assert_nonnull (plan);
  w = some_weights (spec, data, plan);
  for (gsize row = 0; row < 3; row++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NnWalk) walk = nn_walk_row (spec, data, w, row, &error);
      g_autoptr (NnWalk) place = nn_walk_place (spec, data, w, data->raw + row * data->raw_inputs, NULL, &error);
      g_autoptr (NnWalk) answered = nn_walk_place (spec, data, w, data->raw + row * data->raw_inputs, data->y + row * data->targets, &error);
      g_autofree float *out = g_new (float, plan->outputs);
      double loss, accuracy;

      g_assert_no_error (error);
      g_assert_cmpint (walk->row, ==, row);
      g_assert_cmpint (place->row, ==, -1);
      g_assert_false (place->has_target);
      g_assert_null (place->gradient);
      g_assert_cmpint (answered->row, ==, -1);
      g_assert_cmpfloat (answered->loss, ==, walk->loss); /* the same answer there as the row has: the same way back */
      g_assert_cmpmem (answered->gradient, plan->n_weights * sizeof (double), walk->gradient, plan->n_weights * sizeof (double));
      nn_predictor_run (predictor, w, data->x + row * data->inputs, 1, NN_OUTPUT_RAW, out);
      for (guint o = 0; o < plan->outputs; o++)
        {
          g_assert_cmpfloat_with_epsilon (walk->output[o], out[o], 1e-4 * (1 + fabs (out[o])));
          g_assert_cmpfloat (walk->output[o], ==, place->output[o]);
        }
      nn_predictor_run (predictor, w, data->x + row * data->inputs, 1, NN_OUTPUT_PREDICTION, out);
      for (guint o = 0; o < plan->outputs; o++)
        g_assert_cmpfloat_with_epsilon (walk->prediction[o], out[o], 1e-4 * (1 + fabs (out[o])));
      if (data->n_classes > 0)
        g_assert_cmpuint (walk->predicted, ==, nn_predictor_class (predictor, out));
      nn_predictor_score (predictor, w, data->x + row * data->inputs, data->y + row * data->targets, 1, &loss, &accuracy);
      g_assert_cmpfloat_with_epsilon (walk->loss, loss, 1e-4 * (1 + fabs (loss)));
      for (guint t = 0; t < plan->n_tensors; t++)
        for (gsize i = 0; plan->tensors[t].trainable && i < (gsize) plan->tensors[t].rows * MAX (plan->tensors[t].cols, 1); i++)
          {
            parameters++;
            check_gradient (spec, data, w, plan->tensors[t].offset + i, row, walk->gradient[plan->tensors[t].offset + i], &checked);
          }
    }
  g_assert_cmpuint (2 * checked, >, parameters);
}

static void
test_layer (gconstpointer data)
{
  const DsType *type = data;
  g_autoptr (DsPrepared) rows = nn_test_table (20, 3, 2, 0, 0.2, 3);
  g_autoptr (NnSpec) plain = nn_test_spec ("dense 4 tanh; dense 4 sigmoid; dense auto", "binary_cross_entropy", "sgd", 0.1);
  NnSpec values = *plain;
  g_autoptr (NnSpec) spec = NULL;

  g_assert_true (type->formula == NULL || type->gradient_formula != NULL); /* there and back */
  values.layers[1] = ds_item (type);
  if (ds_type_find_param (type, "units") >= 0)
    ds_item_set (&values.layers[1], "units", 3, NULL);
  spec = nn_spec_new (&values);
  check_walk (spec, rows);
}

static void
test_activation (gconstpointer data)
{
  const DsType *type = data;
  g_autoptr (DsPrepared) rows = nn_test_table (20, 3, 2, 0, 0.2, 3);
  g_autoptr (NnSpec) plain = nn_test_spec ("dense 4 tanh; activation relu; dense auto", "binary_cross_entropy", "sgd", 0.1);
  NnSpec values = *plain;
  g_autoptr (NnSpec) spec = NULL;

  g_assert_nonnull (type->formula);
  ds_item_set_choice (&values.layers[0], "activation", type->id, NULL);
  ds_item_set_choice (&values.layers[1], "function", type->id, NULL);
  spec = nn_spec_new (&values);
  check_walk (spec, rows);
}

static void
test_loss (gconstpointer data)
{
  const DsType *type = data;
  gboolean two = g_str_equal (type->id, "binary_cross_entropy"), regression = nn_loss_for_regression (type);
  g_autoptr (DsPrepared) classes = nn_test_table (20, 3, two ? 2 : 3, 0, 0.2, 3);
  g_autoptr (DsPrepared) values = nn_test_table (20, 3, 0, 2, 0.2, 3);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 4 tanh; dense auto", type->id, "sgd", 0.1);

  g_assert_nonnull (type->formula);
  check_walk (spec, classes);
  if (regression && !g_str_equal (type->id, "kl_divergence")) /* its targets are distributions */
    check_walk (spec, values);
}

/* The numbers of one small network, worked out by hand. */
static void
test_by_hand (void)
{
  g_autoptr (DsPrepared) rows = nn_test_generator ("moons", 40, 0.1, DS_FEATURE_X1 | DS_FEATURE_X1_X2, 0.25, 5);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 2 tanh; dense auto", "binary_cross_entropy", "sgd", 0.1);
  static const float w[] = { 0.5f, -1, 0.25f, 2, 0.1f, -0.2f, /* first layer */ 1.5f, -0.5f, 0.3f };
  g_autoptr (NnWalk) walk = nn_walk_row (spec, rows, w, 4, NULL);
  double x[2], z[2], a[2], y, p, t = walk->target[0];

  g_assert_cmpfloat_with_epsilon (walk->features[1], walk->raw[0] * walk->raw[1], 1e-12);
  for (guint i = 0; i < 2; i++)
    {
      x[i] = (walk->features[i] - rows->mean[i]) / rows->scale[i];
      g_assert_cmpfloat (walk->x[i], ==, x[i]);
    }
  z[0] = 0.5 * x[0] - x[1] + (double) 0.1f;
  z[1] = 0.25 * x[0] + 2 * x[1] - (double) 0.2f;
  for (guint i = 0; i < 2; i++)
    a[i] = tanh (z[i]);
  y = 1.5 * a[0] - 0.5 * a[1] + (double) 0.3f;
  p = 1 / (1 + exp (-y));
  g_assert_cmpuint (walk->n_steps, ==, 3);
  g_assert_cmpint (walk->steps[0].kind, ==, NN_WALK_SUM);
  g_assert_cmpint (walk->steps[1].kind, ==, NN_WALK_EACH);
  g_assert_cmpstr (walk->steps[1].type->id, ==, "tanh");
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpfloat_with_epsilon (walk->steps[0].y[i], z[i], 1e-12);
      g_assert_cmpfloat_with_epsilon (walk->steps[1].y[i], a[i], 1e-12);
      g_assert_cmpfloat_with_epsilon (walk->steps[1].slope[i], 1 - a[i] * a[i], 1e-12);
    }
  g_assert_cmpfloat_with_epsilon (walk->output[0], y, 1e-12);
  g_assert_cmpfloat_with_epsilon (walk->prediction[0], p, 1e-12);
  g_assert_cmpfloat_with_epsilon (walk->loss, -(t * log (p) + (1 - t) * log (1 - p)), 1e-12);
  g_assert_cmpfloat_with_epsilon (walk->d_output[0], p - t, 1e-12);
  g_assert_cmpfloat_with_epsilon (walk->steps[0].dy[1], (p - t) * -0.5 * (1 - a[1] * a[1]), 1e-12);
  g_assert_cmpfloat_with_epsilon (walk->gradient[3], (p - t) * -0.5 * (1 - a[1] * a[1]) * x[1], 1e-12);
  g_assert_cmpfloat_with_epsilon (walk->gradient[8], p - t, 1e-12);
}

/* Reads "A · B + C · D + E = F" of a text and computes it again from the digits shown. */
static guint
check_arithmetic (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint checked = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GString) line = g_string_new (lines[i]);
      const char *s;
      double sum = 0, size = 0, found;

      g_string_replace (line, "−", "-", 0);
      g_string_replace (line, "·", "*", 0);
      if (!g_str_has_prefix (g_strchug (line->str), "z = ") || strchr (line->str, '*') == NULL || strstr (line->str, "w₁") != NULL)
        continue;
      s = line->str + strlen ("z = ");
      for (double sign = 1; ; s++)
        {
          char *rest;
          double term = g_ascii_strtod (s, &rest);

          if (g_str_has_prefix (rest, " * "))
            {
              rest += 3;
              rest += *rest == '(';
              term *= g_ascii_strtod (rest, &rest);
              rest += *rest == ')';
            }
          sum += sign * term;
          size += fabs (term);
          if ((s = strchr (rest, ' ')) != NULL && s[1] == '[') /* which one it is */
            s = strchr (s + 1, ' ');
          if (s != NULL && s[1] == '(') /* how many others */
            s = strchr (strchr (s, ')'), ' ');
          g_assert_nonnull (s);
          if (s[1] == '=')
            break;
          sign = s[1] == '-' ? -1 : 1;
          s += 2;
        }
      found = g_ascii_strtod (s + 3, NULL);
      g_assert_cmpfloat_with_epsilon (found, sum, 1e-5 * size + 1e-9);
      checked++;
    }
  return checked;
}

static void
test_text (void)
{
  g_autoptr (DsPrepared) rows = nn_test_table (20, 30, 3, 0, 0.2, 3);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 40 tanh; batch_norm; dropout 0.2; dense 4 relu; softmax; dense auto", "cross_entropy", "sgd", 0.1);
  NnProblem problem = nn_problem (rows);
  g_autoptr (NnPlan) plan = nn_plan_new (spec, &problem, NULL, NULL);
  g_autofree float *w = some_weights (spec, rows, plan);
  g_autoptr (NnWalk) walk = nn_walk_row (spec, rows, w, 1, NULL);
  g_autoptr (NnWalk) place = nn_walk_place (spec, rows, w, rows->raw, NULL, NULL);
  g_autoptr (NnWalkSections) sections = nn_walk_sections (walk);
  g_autoptr (NnWalkSections) short_sections = nn_walk_sections (place);
  g_autofree char *text = nn_walk_to_text (sections), *short_text = nn_walk_to_text (short_sections), *number = nn_walk_number (-1234567.0);

  g_test_message ("%s", text);
  g_assert_cmpstr (number, ==, "−1.23457e+06");
  g_assert_cmpuint (sections->n, ==, 1 + 6 + 2 + 6);
  g_assert_cmpuint (short_sections->n, ==, 1 + 6 + 1);
  g_assert_cmpuint (check_arithmetic (text), ==, 16 + 4 + 3);
  g_assert_nonnull (strstr (text, "and 24 more"));
  g_assert_nonnull (strstr (text, "(the other 22)"));
  g_assert_nonnull (strstr (text, "running_var 1"));
  g_assert_nonnull (strstr (text, "a′ = 1 − a²"));
  g_assert_null (strstr (text, "(null)"));
  g_assert_null (strstr (short_text, "∂L"));
}

/* At the mean as a float has it, the scaled input is 0, and no rounding of 1e-8. A value that is small in itself stays. */
static void
test_at_the_mean (void)
{
  g_autoptr (DsPrepared) rows = nn_test_table (20, 30, 3, 0, 0.2, 3);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense auto", "cross_entropy", "sgd", 0.1);
  NnProblem problem = nn_problem (rows);
  g_autoptr (NnPlan) plan = nn_plan_new (spec, &problem, NULL, NULL);
  g_autofree float *w = some_weights (spec, rows, plan), *raw = g_memdup2 (rows->raw, rows->raw_inputs * sizeof (float));
  g_autoptr (NnWalk) walk = NULL;

  g_assert_true (rows->options.standardize);
  for (guint i = 0; i < rows->inputs; i++)
    raw[i] = (float) rows->mean[i];
  raw[0] += 1e-3f;
  walk = nn_walk_place (spec, rows, w, raw, NULL, NULL);
  g_assert_cmpfloat (walk->x[0], !=, 0);
  for (guint i = 1; i < rows->inputs; i++)
    g_assert_cmpfloat (walk->x[i], ==, 0);
}

static void
add_all (NnRegistry registry, GTestDataFunc test)
{
  guint n;
  const DsType *const *types = nn_registry (registry, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/walk/%s/%s", nn_registry_name (registry), types[i]->id);

      g_test_add_data_func (path, types[i], test);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_all (NN_LAYERS, test_layer);
  add_all (NN_ACTIVATIONS, test_activation);
  add_all (NN_LOSSES, test_loss);
  g_test_add_func ("/walk/by-hand", test_by_hand);
  g_test_add_func ("/walk/text", test_text);
  g_test_add_func ("/walk/at-the-mean", test_at_the_mean);
  return g_test_run ();
}
