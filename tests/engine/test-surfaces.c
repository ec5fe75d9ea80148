/* Test surfaces, descents on them, and models of two parameters. */
#include <math.h>
#include <string.h>
#include "ds-rng.h"
#include "nn-blas.h"
#include "nn-surface.h"
#include "nn-test-run.h"

/* Central differences of fourth order. */
static double
difference (const DsType *surface, double x, double y, gboolean along_y)
{
  double h = 1e-4, f[4], at[4] = { 2 * h, -2 * h, h, -h };
  for (guint i = 0; i < 4; i++)
    f[i] = nn_surface_value (surface, x + (along_y ? 0 : at[i]), y + (along_y ? at[i] : 0), NULL);
  return (8 * (f[2] - f[3]) - (f[0] - f[1])) / (12 * h);
}

static void
test_gradients (void)
{
  guint n;
  const DsType *const *surfaces = nn_surfaces (&n);
  DsRng rng = ds_rng (4, DS_RNG_DATA, 0);
  g_assert_cmpuint (n, >=, 9);
  for (guint s = 0; s < n; s++)
    for (guint k = 0; k < 200; k++)
      {
        double box[4], g[2], x, y, dx, dy;
        nn_surface_box (surfaces[s], box);
        x = box[0] + ds_rng_uniform (&rng) * (box[1] - box[0]);
        y = box[2] + ds_rng_uniform (&rng) * (box[3] - box[2]);
        nn_surface_value (surfaces[s], x, y, g);
        dx = difference (surfaces[s], x, y, FALSE);
        dy = difference (surfaces[s], x, y, TRUE);
        g_assert_cmpfloat (fabs (g[0] - dx), <=, 1e-6 * MAX (1, fabs (dx)));
        g_assert_cmpfloat (fabs (g[1] - dy), <=, 1e-6 * MAX (1, fabs (dy)));
      }
}

/* Where a minimum is said to be, the gradient is 0, it rises all round, and it can be seen. */
static void
test_optima (void)
{
  guint n;
  const DsType *const *surfaces = nn_surfaces (&n);
  for (guint s = 0; s < n; s++)
    {
      const double (*optima)[2];
      guint count = nn_surface_optima (surfaces[s], &optima);
      double box[4], start[2], g[2];
      nn_surface_box (surfaces[s], box);
      nn_surface_start (surfaces[s], start);
      g_assert_cmpuint (count, >, 0);
      g_assert_true (start[0] > box[0] && start[0] < box[1] && start[1] > box[2] && start[1] < box[3]);
      for (guint k = 0; k < count; k++)
        {
          double here = nn_surface_value (surfaces[s], optima[k][0], optima[k][1], g);
          g_assert_cmpfloat (hypot (g[0], g[1]), <, 1e-6);
          g_assert_true (optima[k][0] > box[0] && optima[k][0] < box[1] && optima[k][1] > box[2] && optima[k][1] < box[3]);
          for (guint a = 0; a < 8; a++)
            g_assert_cmpfloat (nn_surface_value (surfaces[s], optima[k][0] + 1e-3 * cos (a * G_PI / 4), optima[k][1] + 1e-3 * sin (a * G_PI / 4), NULL), >, here);
        }
    }
}

static const DsType *
surface_of (const char *id)
{
  guint n;
  const DsType *const *surfaces = nn_surfaces (&n);
  return ds_type_find (surfaces, n, id);
}

static DsItem
optimizer (const char *id, double learning_rate)
{
  DsItem item = ds_item (nn_registry_find (NN_OPTIMIZERS, id));
  g_assert_true (ds_item_set (&item, "learning_rate", learning_rate, NULL));
  return item;
}

/* Plain descent on a parabola is known in closed form; so is when it diverges. */
static void
test_plain_descent (void)
{
  NnObjective objective = { .surface = surface_of ("ravine") };
  DsItem item = optimizer ("sgd", 0.05);
  const double start[2] = { -3, 1 };
  g_autoptr (NnDescent) descent = nn_descend (&objective, &item, start, 50, NULL, NULL);
  g_assert_cmpuint (descent->n, ==, 51);
  for (guint i = 0; i <= 50; i++)
    {
      g_assert_cmpfloat_with_epsilon (descent->points[i].x, -3 * pow (1 - 0.05, i), 1e-12);
      g_assert_cmpfloat_with_epsilon (descent->points[i].y, pow (1 - 25 * 0.05, i), 1e-12);
    }
  g_assert_cmpfloat_with_epsilon (descent->points[0].gradient[1], 25, 1e-12);
  /* Just below and above 2 / 25. */
  DsItem below = optimizer ("sgd", 0.0799), above = optimizer ("sgd", 0.0801);
  g_autoptr (NnDescent) falls = nn_descend (&objective, &below, start, 4000, NULL, NULL);
  g_autoptr (NnDescent) rises = nn_descend (&objective, &above, start, 20000, NULL, NULL);
  g_assert_false (falls->diverged);
  g_assert_cmpfloat (fabs (falls->points[4000].y), <, 1e-3);
  g_assert_true (rises->diverged);
}

/* With momentum of either kind, just below the limit it comes to rest, just above it runs away. */
static void
test_stable_rate (void)
{
  NnObjective objective = { .surface = surface_of ("ravine") };
  const double start[2] = { -3, 1 };
  for (guint k = 0; k < 12; k++)
    {
      DsItem item = optimizer ("sgd", 1);
      g_assert_true (ds_item_set (&item, "momentum", k % 6 * 0.18, NULL) && ds_item_set (&item, "nesterov", k / 6, NULL));
      double limit = nn_stable_rate (&item, 25);
      g_assert_cmpfloat (limit, >=, 2.0 / 25 * (k / 6 ? 0.5 : 1));
      for (guint above = 0; above < 2; above++)
        {
          ds_item_set (&item, "learning_rate", limit * (above ? 1.01 : 0.99), NULL);
          g_autoptr (NnDescent) descent = nn_descend (&objective, &item, start, 4000, NULL, NULL);
          g_assert_cmpint (descent->diverged, ==, above);
          g_assert_true (above || descent->points[4000].value < 1e-6);
        }
    }
  DsItem adam = optimizer ("adam", 0.1), plain = optimizer ("sgd", 0.1);
  g_assert_true (isnan (nn_stable_rate (&adam, 25)));
  g_assert_true (isnan (nn_stable_rate (&plain, 0)));
}

static gboolean
at_once (gpointer data)
{
  return TRUE;
}

/* Every optimizer that descends comes down every surface, or at least no higher; the same seed gives the same path. */
static void
test_all_descend (void)
{
  guint n, m, reached = 0;
  const DsType *const *optimizers = nn_registry (NN_OPTIMIZERS, &n), *const *surfaces = nn_surfaces (&m);
  for (guint o = 0; o < n; o++)
    for (guint s = 0; s < m && nn_optimizer_descends (optimizers[o]); s++)
      {
        NnObjective objective = { .surface = surfaces[s], .seed = 3 };
        DsItem item = ds_item (optimizers[o]);
        const double (*optima)[2];
        double start[2];
        guint count = nn_surface_optima (surfaces[s], &optima);
        nn_surface_start (surfaces[s], start);
        if (ds_item_get (&item, "learning_rate") > 0.001)
          g_assert_true (ds_item_set (&item, "learning_rate", 0.001, NULL));
        g_autoptr (NnDescent) a = nn_descend (&objective, &item, start, 3000, NULL, NULL);
        g_autoptr (NnDescent) b = nn_descend (&objective, &item, start, 3000, NULL, NULL);
        g_assert_false (a->diverged);
        g_assert_cmpfloat (a->points[a->n - 1].value, <=, a->points[0].value);
        g_assert_cmpmem (a->points, a->n * sizeof *a->points, b->points, b->n * sizeof *b->points);
        reached += nn_descent_reaches (a, optima, count, 0.1) >= 0;
      }
  g_assert_cmpuint (reached, >, 20);
  g_assert_false (nn_optimizer_descends (nn_registry_find (NN_OPTIMIZERS, "closed_form")));
}

static void
test_stops (void)
{
  NnObjective objective = { .surface = surface_of ("bowl") };
  DsItem item = optimizer ("adam", 0.01);
  const double start[2] = { 1, 1 };
  g_autoptr (NnDescent) descent = nn_descend (&objective, &item, start, 5000, at_once, NULL);
  g_assert_cmpuint (descent->n, <, 100);
}

static NnTwo *
two_of (const char *layers, const char *loss, DsPrepared *data)
{
  g_autoptr (NnSpec) spec = nn_test_spec (layers, loss, "sgd", 0.1);
  g_autoptr (GError) error = NULL;
  NnTwo *two = nn_two_new (spec, data, NULL, &error);
  g_assert_no_error (error);
  return two;
}

/* A line through points: the optimum is the regression line, the Hessian the moments of the inputs. */
static void
test_line (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (80, 1, 0, 1, 0, 9);
  g_autoptr (NnTwo) two = two_of ("dense auto", "mse", data);
  double sx = 0, sy = 0, sxx = 0, sxy = 0, n = (double) data->n_train, optimum[2], g[2], h[3], values[2];
  guint steps;
  for (gsize i = 0; i < data->n_train; i++)
    {
      double x = (double) data->x[i], y = (double) data->y[i];
      sx += x;
      sy += y;
      sxx += x * x;
      sxy += x * y;
    }
  double slope = (n * sxy - sx * sy) / (n * sxx - sx * sx), height = (sy - slope * sx) / n;
  g_autofree char *first = nn_two_name (two, 0), *second = nn_two_name (two, 1);
  g_assert_cmpstr (first, ==, "weight");
  g_assert_cmpstr (second, ==, "bias");
  g_assert_true (nn_two_optimum (two, optimum, &steps));
  g_assert_cmpfloat_with_epsilon (optimum[0], slope, 1e-8);
  g_assert_cmpfloat_with_epsilon (optimum[1], height, 1e-8);
  double value = nn_two_value (two, 0.3, -0.2, g, h), wanted = 0;
  for (gsize i = 0; i < data->n_train; i++)
    wanted += pow (0.3 * (double) data->x[i] - 0.2 - (double) data->y[i], 2) / n;
  g_assert_cmpfloat_with_epsilon (value, wanted, 1e-10);
  g_assert_cmpfloat_with_epsilon (h[0], 2 * sxx / n, 1e-6);
  g_assert_cmpfloat_with_epsilon (h[1], 2 * sx / n, 1e-6);
  g_assert_cmpfloat_with_epsilon (h[2], 2, 1e-6);
  /* Eigenvalues against LAPACK. */
  double a[4] = { h[0], h[1], h[1], h[2] }, w[2], work[64];
  int size = 2, lwork = 64, info;
  nn_blas ()->dsyev ("N", "U", &size, a, &size, w, work, &lwork, &info);
  nn_eigenvalues2 (h, values);
  g_assert_cmpfloat_with_epsilon (values[0], w[1], 1e-12);
  g_assert_cmpfloat_with_epsilon (values[1], w[0], 1e-12);
  /* And they say when plain descent diverges. */
  NnObjective objective = { .two = two };
  DsItem below = optimizer ("sgd", 1.98 / values[0]), above = optimizer ("sgd", 2.02 / values[0]);
  const double start[2] = { 4, -4 };
  g_autoptr (NnDescent) falls = nn_descend (&objective, &below, start, 2000, NULL, NULL);
  g_autoptr (NnDescent) rises = nn_descend (&objective, &above, start, 2000, NULL, NULL);
  g_assert_false (falls->diverged);
  g_assert_cmpfloat (hypot (falls->points[2000].x - optimum[0], falls->points[2000].y - optimum[1]), <, 1e-3);
  g_assert_true (rises->diverged || rises->points[rises->n - 1].value > 1e3);
  /* Batches take other ways, and come near. */
  NnObjective batches = { .two = two, .batch = 10, .seed = 1 };
  DsItem small = optimizer ("sgd", 0.05);
  g_autoptr (NnDescent) all = nn_descend (&objective, &small, start, 300, NULL, NULL);
  g_autoptr (NnDescent) some = nn_descend (&batches, &small, start, 300, NULL, NULL);
  g_assert_cmpfloat (fabs (all->points[300].x - some->points[300].x), >, 1e-9);
  g_assert_cmpfloat (fabs (some->points[300].x - optimum[0]), <, 0.5);
}

static void
without_bias (NnSpec *values)
{
  g_assert_true (ds_item_set (&values->layers[0], "bias", 0, NULL));
}

static void
assert_shape (DsPrepared *data, const char *layers, const char *loss, gboolean bias, NnTwoShape shape, double low, double middle)
{
  g_autoptr (NnSpec) spec = nn_test_spec (layers, loss, "sgd", 0.1);
  g_autoptr (NnSpec) bare = nn_test_changed (spec, without_bias);
  g_autoptr (GError) error = NULL;
  g_autoptr (NnTwo) two = nn_two_new (bias ? spec : bare, data, NULL, &error);
  double classes[2], turns;
  g_assert_no_error (error);
  g_assert_cmpint (nn_two_shape (two, classes, &turns), ==, shape);
  g_assert_cmpfloat (classes[0], ==, low);
  g_assert_cmpfloat (classes[1], ==, 1);
  g_assert_cmpfloat (turns, ==, middle);
}

/* What the two parameters are, how two classes are written, and where the decision between them turns. */
static void
test_shapes (void)
{
  g_autoptr (DsPrepared) one = nn_test_table (60, 1, 2, 1, 0, 9), both = nn_test_table (60, 2, 2, 1, 0, 9);
  assert_shape (one, "dense auto", "binary_cross_entropy", TRUE, NN_TWO_LINE, 0, 0);
  assert_shape (one, "dense auto", "hinge", TRUE, NN_TWO_LINE, -1, 0);
  assert_shape (both, "dense auto", "binary_cross_entropy", FALSE, NN_TWO_PLANE, 0, 0);
  assert_shape (one, "dense auto tanh", "hinge", TRUE, NN_TWO_OTHER, -1, 0);
  /* Two units of one weight each are no line with a bias. */
  assert_shape (one, "dense auto", "cross_entropy", FALSE, NN_TWO_OTHER, 0, 0);
}

/* Beside what the optimizer saw stands the gradient of all rows: on its own path it is the slope of the true loss. */
static void
test_whole_gradient (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (80, 1, 0, 1, 0, 9);
  g_autoptr (NnTwo) two = two_of ("dense auto", "mse", data);
  const double start[2] = { 2, -1 };
  DsItem sgd = optimizer ("sgd", 0.05);
  for (gsize batch = 0; batch <= 10; batch += 10)
    {
      NnObjective objective = { .two = two, .batch = batch, .seed = 1 };
      g_autoptr (NnDescent) descent = nn_descend (&objective, &sgd, start, 5, NULL, NULL);
      for (guint i = 0; i < 5; i++)
        {
          const NnDescentPoint *p = &descent->points[i];
          double h = 1e-5, slope = (nn_two_value (two, p->x + h, p->y, NULL, NULL) - nn_two_value (two, p->x - h, p->y, NULL, NULL)) / (2 * h);
          double apart = hypot (p->gradient[0] - p->whole[0], p->gradient[1] - p->whole[1]);
          g_assert_cmpfloat_with_epsilon (p->whole[0], slope, 1e-6);
          if (batch == 0)
            g_assert_cmpfloat (apart, ==, 0);
          else
            g_assert_cmpfloat (apart, >, 1e-3);
        }
    }
}

static void
with_l2 (NnSpec *values)
{
  values->l2 = 0.02;
}

/* Two of more parameters, the others where the loss of all is lowest: every pair finds the same optimum, and there no slope is left. */
static void
assert_slices (DsPrepared *data, const char *loss, gboolean penalty)
{
  g_autoptr (NnSpec) plain = nn_test_spec ("dense auto", loss, "sgd", 0.1);
  g_autoptr (NnSpec) spec = penalty ? nn_test_changed (plain, with_l2) : nn_spec_ref (plain);
  NnTwoChoice choice = { 0 };
  double best[4] = { NAN, NAN, NAN, NAN }, value = NAN;
  for (gsize a = 0; a < 4; a++)
    for (gsize b = 0; b < 4; b++)
      {
        g_autoptr (GError) error = NULL;
        guint steps;
        double optimum[2], g[2];
        if (a == b)
          continue;
        choice.at[0] = a;
        choice.at[1] = b;
        g_autoptr (NnTwo) two = nn_two_new (spec, data, &choice, &error);
        g_assert_no_error (error);
        g_assert_cmpuint (nn_two_parameters (two), ==, 4);
        g_autofree char *second = nn_two_name (two, 1);
        g_assert_cmpstr (second, ==, "weight[0, 1]");
        nn_two_get_choice (two, &choice);
        g_assert_true (choice.held_best);
        g_assert_true (nn_two_optimum (two, optimum, &steps));
        double here = nn_two_value (two, optimum[0], optimum[1], g, NULL);
        g_assert_cmpfloat (hypot (g[0], g[1]), <, 1e-7);
        for (guint k = 0; k < 2; k++)
          {
            if (isnan (best[k == 0 ? a : b]))
              best[k == 0 ? a : b] = optimum[k];
            g_assert_cmpfloat_with_epsilon (best[k == 0 ? a : b], optimum[k], 1e-6);
          }
        if (isnan (value))
          value = here;
        g_assert_cmpfloat_with_epsilon (here, value, 1e-9);
      }
}

static void
test_slices (void)
{
  g_autoptr (DsPrepared) line = nn_test_table (80, 3, 0, 1, 0, 9), classes = nn_test_table (80, 3, 2, 0, 0, 9);
  assert_slices (line, "mse", FALSE);
  assert_slices (line, "mse", TRUE);
  assert_slices (classes, "binary_cross_entropy", TRUE);
}

/* Of very many rows some are taken, and it says how many. */
static void
test_many_rows (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (NN_TWO_ROWS + 500, 1, 0, 1, 0, 9);
  g_autoptr (NnTwo) two = two_of ("dense auto", "mse", data);
  double optimum[2], g[2];
  guint steps;
  g_assert_cmpuint (nn_two_rows (two), ==, NN_TWO_ROWS);
  g_assert_true (nn_two_optimum (two, optimum, &steps));
  nn_two_value (two, optimum[0], optimum[1], g, NULL);
  g_assert_cmpfloat (hypot (g[0], g[1]), <, 1e-8);
}

static void
test_refuses (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (80, 2, 0, 1, 0, 9);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 3 tanh; dense auto", "mse", "sgd", 0.1);
  g_autoptr (GError) error = NULL;
  g_assert_null (nn_two_new (spec, data, NULL, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_SHAPE);
  g_assert_nonnull (strstr (error->message, "13"));
}

static void
freeze_layer (NnSpec *values)
{
  g_assert_true (ds_item_set (&values->layers[0], "trainable", 0, NULL));
}

/* Races move all parameters, so none may be frozen: neither one of them nor the layer. */
static void
test_frozen (void)
{
  g_autoptr (DsPrepared) data = nn_test_table (80, 1, 0, 1, 0, 9);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense auto", "mse", "sgd", 0.1);
  const NnFrozenEntry entry = { NN_FROZEN_BIAS, 0, NN_FROZEN_VECTOR };
  g_autoptr (NnFrozen) frozen = nn_frozen_new (&entry, 1);
  NnSpec values = *spec;
  values.frozen[0] = frozen;
  g_autoptr (NnSpec) bias = nn_spec_new (&values), layer = nn_test_changed (spec, freeze_layer);
  g_autoptr (NnTwo) two = nn_two_new (spec, data, NULL, NULL);
  const NnSpec *refused[] = { bias, layer };
  g_assert_nonnull (two);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (nn_two_new (refused[i], data, NULL, &error));
      g_assert_error (error, NN_ERROR, NN_ERROR_SHAPE);
      g_assert_nonnull (strstr (error->message, "frozen"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/surfaces/gradients", test_gradients);
  g_test_add_func ("/surfaces/optima", test_optima);
  g_test_add_func ("/surfaces/plain-descent", test_plain_descent);
  g_test_add_func ("/surfaces/stable-rate", test_stable_rate);
  g_test_add_func ("/surfaces/all-descend", test_all_descend);
  g_test_add_func ("/surfaces/stops", test_stops);
  g_test_add_func ("/surfaces/line", test_line);
  g_test_add_func ("/surfaces/shapes", test_shapes);
  g_test_add_func ("/surfaces/whole-gradient", test_whole_gradient);
  g_test_add_func ("/surfaces/slices", test_slices);
  g_test_add_func ("/surfaces/many-rows", test_many_rows);
  g_test_add_func ("/surfaces/refuses", test_refuses);
  g_test_add_func ("/surfaces/frozen", test_frozen);
  return g_test_run ();
}
