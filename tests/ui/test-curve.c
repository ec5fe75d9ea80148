/* The curve keeps every extreme, in constant memory, and never minds holes. */
#include "fl-curve-private.h"

#include <math.h>

static double
wave (guint64 i)
{
  return sin (i * 0.001) + (i % 7919 == 0 ? 3 : 0) - (i % 104729 == 5 ? 9 : 0);
}

static NnSeries *
series (guint64 rows)
{
  NnSeries *s = nn_series_new (2);

  for (guint64 i = 0; i < rows; i++)
    {
      double row[2] = { (double) i, i % 10 == 3 ? NAN : wave (i) };

      nn_series_append (s, row);
    }
  return s;
}

static void
test_million (void)
{
  g_autoptr (NnSeries) s = series (1000000);
  g_autoptr (FlCurve) curve = fl_curve_new (s, 0, 1);
  double x_min, x_max, y_min, y_max, low = INFINITY, high = -INFINITY, x, y, at;
  guint n;
  const FlBucket *b;

  g_assert_true (fl_curve_update (curve, 0));
  g_assert_false (fl_curve_update (curve, 0));
  for (guint64 i = 0; i < 1000000; i++)
    if (i % 10 != 3)
      {
        low = MIN (low, wave (i));
        high = MAX (high, wave (i));
      }
  g_assert_true (fl_curve_range (curve, &x_min, &x_max, &y_min, &y_max, NULL));
  g_assert_cmpfloat (x_min, ==, 0);
  g_assert_cmpfloat (x_max, ==, 999999);
  g_assert_cmpfloat (y_min, ==, low);
  g_assert_cmpfloat (y_max, ==, high);
  g_assert_true (fl_curve_last (curve, &x, &y));
  g_assert_cmpfloat (x, ==, 999999);
  g_assert_cmpfloat (y, ==, wave (999999));
  b = fl_curve_buckets (curve, &n);
  g_assert_cmpuint (n, <=, FL_CURVE_BUCKETS);
  g_assert_cmpuint (n, >=, FL_CURVE_BUCKETS / 2);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpfloat (b[i].x_first, <=, b[i].x_last);
      g_assert_true (i == 0 || b[i].x_first > b[i - 1].x_last);
      g_assert_cmpfloat (b[i].y_min, ==, wave ((guint64) b[i].x_min));
      g_assert_cmpfloat (b[i].y_max, ==, wave ((guint64) b[i].x_max));
    }
  g_assert_true (fl_curve_nearest (curve, 500000.4, &at, &y));
  g_assert_cmpfloat (fabs (at - 500000.4), <, 1000000.0 / n);
  g_assert_cmpfloat (y, ==, wave ((guint64) at));
}

static void
test_in_steps (void)
{
  g_autoptr (NnSeries) s = series (30000);
  g_autoptr (FlCurve) all = fl_curve_new (s, 0, 1), steps = fl_curve_new (s, 0, 1);
  const FlBucket *a, *b;
  guint n, m;

  fl_curve_update (all, 0);
  while (fl_curve_update (steps, 777))
    ;
  a = fl_curve_buckets (all, &n);
  b = fl_curve_buckets (steps, &m);
  g_assert_cmpmem (a, n * sizeof *a, b, m * sizeof *b);
}

static void
test_small (void)
{
  g_autoptr (NnSeries) s = nn_series_new (2);
  g_autoptr (FlCurve) curve = fl_curve_new (s, 0, 1);
  double x, y, rows[4][2] = { { 0, NAN }, { 1, 0 }, { 2, INFINITY }, { 3, -2 } }, positive;

  g_assert_false (fl_curve_update (curve, 0));
  g_assert_false (fl_curve_last (curve, &x, &y));
  g_assert_false (fl_curve_nearest (curve, 0, &x, &y));
  g_assert_false (fl_curve_range (curve, NULL, NULL, NULL, NULL, NULL));
  for (int i = 0; i < 4; i++)
    nn_series_append (s, rows[i]);
  g_assert_true (fl_curve_update (curve, 0));
  g_assert_true (fl_curve_nearest (curve, 1.9, &x, &y));
  g_assert_cmpfloat (x, ==, 1);
  g_assert_true (fl_curve_nearest (curve, -50, &x, &y));
  g_assert_cmpfloat (x, ==, 1);
  g_assert_true (fl_curve_nearest (curve, 50, &x, &y));
  g_assert_cmpfloat (y, ==, -2);
  g_assert_true (fl_curve_range (curve, NULL, NULL, NULL, NULL, &positive));
  g_assert_true (isnan (positive));
}

/* What is stroked still has every extreme, and does not grow with the rows. */
static void
test_thin (void)
{
  g_autoptr (NnSeries) s = series (200000);
  g_autoptr (FlCurve) curve = fl_curve_new (s, 0, 1);
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (double));
  double low = INFINITY, high = -INFINITY, y_min, y_max;

  fl_curve_update (curve, 0);
  fl_curve_thin (curve, NULL, 0, 200000, 500, points);
  g_assert_cmpuint (points->len, <=, 2 * 4 * 401);
  for (guint i = 0; i < points->len; i += 2)
    {
      g_assert_true (i == 0 || g_array_index (points, double, i) >= g_array_index (points, double, i - 2));
      low = MIN (low, g_array_index (points, double, i + 1));
      high = MAX (high, g_array_index (points, double, i + 1));
    }
  fl_curve_range (curve, NULL, NULL, &y_min, &y_max, NULL);
  g_assert_cmpfloat (low, ==, y_min);
  g_assert_cmpfloat (high, ==, y_max);
}

/* Single batches end where the epochs do, also where an epoch has become four times as short. */
static void
test_thin_epochs (void)
{
  g_autoptr (NnSeries) s = series (665), epochs = nn_series_new (NN_EPOCH_COLUMNS);
  g_autoptr (FlCurve) curve = fl_curve_new (s, 0, 1);
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (double));
  FlChartSteps steps = { epochs, 6 };

  for (guint i = 0; i <= 80; i++)
    {
      double row[NN_EPOCH_COLUMNS] = { [NN_EPOCH] = i, [NN_STEP] = i <= 10 ? 24 * i : 240 + 6 * (i - 10) };

      nn_series_append (epochs, row);
    }
  fl_curve_update (curve, 0);
  fl_curve_thin (curve, &steps, 0, 81, 0.1, points);
  g_assert_cmpfloat_with_epsilon (g_array_index (points, double, 0), 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (g_array_index (points, double, points->len - 2), 80 + 4 / 6.0, 1e-9);
}

/* Smoothing: the exponential mean with its start corrected, by the closed formula; nothing where the weight is 0. */
static void
test_smooth (void)
{
  g_autoptr (NnSeries) s = nn_series_new (2);
  double y[40], at, got;

  for (guint i = 0; i < 40; i++)
    {
      double row[2] = { i, y[i] = cos (i * 1.3) + 2 };

      nn_series_append (s, row);
    }
  for (guint k = 0; k < 3; k++)
    {
      double weight = k * 0.475;
      g_autoptr (FlCurve) curve = fl_curve_new_smooth (s, 0, 1, weight);

      fl_curve_update (curve, 7); /* in parts, as rows come */
      fl_curve_update (curve, 0);
      for (guint i = 0; i < 40; i++)
        {
          double sum = 0, norm = 0;

          for (guint j = 0; j <= i; j++)
            {
              double w = pow (weight, i - j);

              sum += w * y[j];
              norm += w;
            }
          g_assert_true (fl_curve_nearest (curve, i, &at, &got));
          g_assert_cmpfloat (at, ==, i);
          g_assert_cmpfloat_with_epsilon (got, sum / norm, 1e-12);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/curve/million", test_million);
  g_test_add_func ("/paint/curve/in-steps", test_in_steps);
  g_test_add_func ("/paint/curve/small", test_small);
  g_test_add_func ("/paint/curve/thin", test_thin);
  g_test_add_func ("/paint/curve/thin-epochs", test_thin_epochs);
  g_test_add_func ("/paint/curve/smooth", test_smooth);
  return g_test_run ();
}
