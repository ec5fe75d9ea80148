/* The layer series: which steps are measured, that its rows are what a frame would have said, and that a copy goes on like the original. */
#include <math.h>
#include <string.h>

#include "nn-layer-series.h"
#include "nn-run.h"
#include "nn-test-util.h"

static void
test_due (void)
{
  guint rows = 0, large = 0;

  g_assert_false (nn_layer_series_is_due (0, FALSE));
  for (guint64 step = 1; step < 1 << 20; step++)
    {
      rows += nn_layer_series_is_due (step, FALSE);
      large += nn_layer_series_is_due (step, TRUE);
      if (step < 256)
        g_assert_true (nn_layer_series_is_due (step, FALSE));
    }
  g_assert_cmpuint (rows, ==, 255 + 128 * 12); /* 128 an octave from 2^8 to 2^20 */
  g_assert_cmpuint (large, ==, 63 + 32 * 14);
  g_assert_true (nn_layer_series_is_due (G_GUINT64_CONSTANT (1) << 63, FALSE));
}

static NnRun *
start (guint64 steps)
{
  g_autoptr (DsPrepared) data = nn_test_table (60, 3, 0, 1, 0, 5);
  g_autoptr (NnSpec) spec = nn_test_spec ("dense 6 tanh; dense auto", "mse", "adam", 0.01);
  NnRun *run = nn_run_new (spec, data, NULL, NULL);

  nn_run_reset (run);
  for (guint64 i = 0; i < steps; i++)
    nn_run_step (run);
  return run;
}

static void
test_rows (void)
{
  NnRun *run = start (300);
  guint64 n = nn_layer_series_length (run->layer_series);
  const NnLayerRow *row = nn_layer_series_row (run->layer_series, n - 1);

  g_assert_cmpuint (n, ==, 255 + 23);
  g_assert_cmpuint (row->step, ==, 300);
  nn_run_measure_layers (run);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpfloat (row->layers[i].gradient_norm, ==, run->layers[i].gradient_norm);
      g_assert_cmpfloat (row->layers[i].update_ratio, ==, run->layers[i].update_ratio);
      g_assert_cmpfloat (row->layers[i].activation_std, ==, run->layers[i].activation_std);
    }
  for (guint64 i = 0; i < n; i++)
    g_assert_true ((nn_layer_series_row (run->layer_series, i)->histograms != NULL) == (i % 8 == 0));
  g_assert_cmpfloat (nn_layer_series_row (run->layer_series, 9)->epoch, ==, 10); /* a step an epoch */
  nn_run_reset (run);
  g_assert_cmpuint (nn_layer_series_length (run->layer_series), ==, 0);
  nn_run_free (run);
}

static void
test_copy (void)
{
  NnRun *run = start (120);
  g_autoptr (NnLayerSeries) copy = nn_layer_series_copy (run->layer_series, 50);

  g_assert_cmpuint (nn_layer_series_length (copy), ==, 50);
  for (guint64 i = 0; i < 50; i++)
    {
      const NnLayerRow *a = nn_layer_series_row (run->layer_series, i), *b = nn_layer_series_row (copy, i);

      g_assert_cmpuint (a->step, ==, b->step);
      g_assert_cmpmem (a->layers, 2 * sizeof (NnLayerNumbers), b->layers, 2 * sizeof (NnLayerNumbers));
      g_assert_true ((a->histograms != NULL) == (b->histograms != NULL));
      if (a->histograms != NULL)
        g_assert_cmpmem (a->histograms, 2 * sizeof (NnLayerHistograms), b->histograms, 2 * sizeof (NnLayerHistograms));
    }
  nn_run_free (run);
}

/* It is bounded: a full one takes no more, and what it has stays. */
static void
test_full (void)
{
  g_autoptr (NnLayerSeries) series = nn_layer_series_new (1);
  NnLayerNumbers numbers = { 1, 2, 3, 4, 5, 6, 7 };
  NnLayerRow row = { .layers = &numbers };
  guint64 n = 0;

  while (n < 100000)
    {
      row.step = n;
      if (!nn_layer_series_append (series, &row))
        break;
      n++;
    }
  g_assert_cmpuint (n, >=, 256 + 56 * 128);
  g_assert_cmpuint (n, <, 20000);
  g_assert_cmpuint (nn_layer_series_length (series), ==, n);
  g_assert_cmpuint (nn_layer_series_row (series, n - 1)->step, ==, n - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layer-series/due", test_due);
  g_test_add_func ("/layer-series/rows", test_rows);
  g_test_add_func ("/layer-series/copy", test_copy);
  g_test_add_func ("/layer-series/full", test_full);
  return g_test_run ();
}
