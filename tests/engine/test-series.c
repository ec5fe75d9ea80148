/* The append-only curves: thinning by the written rule, and a reader beside the writer. */
#include <math.h>
#include <stdatomic.h>

#include "nn-channel.h"
#include "nn-epochs.h"
#include "nn-series.h"

#define THINNED_FROM ((guint64) 1 << 21)

static void
test_small (void)
{
  NnSeries *series = nn_series_new (3);
  NnSeries *other = nn_series_ref (series);

  g_assert_cmpuint (nn_series_length (series), ==, 0);
  for (guint i = 0; i < 10000; i++)
    {
      double row[3] = { i, -1.0 * i, i % 7 == 0 ? NAN : 0.5 };

      g_assert_true (nn_series_append (series, row));
      g_assert_cmpuint (nn_series_length (series), ==, i + 1);
    }
  nn_series_unref (series);
  for (guint i = 0; i < 10000; i++)
    {
      const double *row = nn_series_row (other, i);

      g_assert_cmpfloat (row[0], ==, i);
      g_assert_cmpfloat (row[1], ==, -1.0 * i);
      g_assert_true ((isnan (row[2]) != 0) == (i % 7 == 0));
    }
  nn_series_unref (other);
  nn_series_unref (NULL);
}

/* The published rule, written the slow way: every row below 2^21; then every 2nd up to 2^22, every 4th up to 2^23 ... */
static void
test_thinning (void)
{
  NnSeries *series = nn_series_new (1);
  const guint64 rows = ((guint64) 1 << 23) + 1000;
  guint64 kept = 0, stride = 1, limit = THINNED_FROM;
  const double *first = NULL;

  for (guint64 i = 0; i < rows; i++)
    {
      double row = (double) i;

      g_assert_true (nn_series_append (series, &row));
      if (i == 0)
        first = nn_series_row (series, 0);
      if (i == limit)
        {
          stride *= 2;
          limit *= 2;
        }
      if (i % stride != 0)
        continue;
      kept++;
      if (nn_series_length (series) != kept || nn_series_row (series, kept - 1)[0] != row)
        g_error ("append %" G_GUINT64_FORMAT ": %" G_GUINT64_FORMAT " rows kept, expected %" G_GUINT64_FORMAT, i,
                 nn_series_length (series), kept);
    }
  g_assert_cmpuint (nn_series_length (series), ==, THINNED_FROM + 2 * (THINNED_FROM / 2) + 125);
  g_assert_true (first == nn_series_row (series, 0)); /* rows never move */
  g_assert_cmpfloat (*first, ==, 0);
  nn_series_unref (series);
}

#define CONCURRENT_ROWS 400000

static void
append_many (gpointer data)
{
  for (guint i = 0; i < CONCURRENT_ROWS; i++)
    {
      double row[2] = { i, 3.0 * i + 1 };

      nn_series_append (data, row);
    }
}

static void
test_concurrent (void)
{
  NnSeries *series = nn_series_new (2);
  NnThread *writer = nn_thread_start ("writer", append_many, series, NULL);
  guint64 seen = 0;

  while (seen < CONCURRENT_ROWS)
    {
      guint64 length = nn_series_length (series);

      g_assert_cmpuint (length, >=, seen);
      for (guint64 i = seen; i < length; i++)
        {
          const double *row = nn_series_row (series, i);

          g_assert_cmpfloat (row[0], ==, (double) i);
          g_assert_cmpfloat (row[1], ==, 3.0 * (double) i + 1);
        }
      seen = length;
    }
  nn_thread_join (writer);
  g_assert_cmpuint (nn_series_length (series), ==, CONCURRENT_ROWS);
  nn_series_unref (series);
}

/* 10 epochs of 24 steps, then, with another batch size, 70 of 6: no single factor turns these steps into epochs. */
static void
test_epochs (void)
{
  g_autoptr (NnSeries) epochs = nn_series_new (NN_EPOCH_COLUMNS);

  g_assert_cmpfloat (nn_epochs_of_step (NULL, 24, 60), ==, 2.5);
  g_assert_cmpfloat (nn_epochs_of_step (epochs, 24, 60), ==, 2.5);
  g_assert_cmpfloat (nn_epochs_step_of (NULL, 24, 2.5), ==, 60);
  for (guint i = 0; i <= 80; i++)
    {
      double row[NN_EPOCH_COLUMNS] = { [NN_EPOCH] = i, [NN_STEP] = i <= 10 ? 24 * i : 240 + 6 * (i - 10) };

      nn_series_append (epochs, row);
    }
  for (guint step = 0; step <= 700; step++) /* 660 is where the last row is */
    {
      double wanted = step <= 240 ? step / 24.0 : 10 + (step - 240) / 6.0, epoch = nn_epochs_of_step (epochs, 6, step);

      g_assert_cmpfloat_with_epsilon (epoch, wanted, 1e-9);
      g_assert_cmpfloat_with_epsilon (nn_epochs_step_of (epochs, 6, epoch), step, 1e-9);
    }
  g_assert_cmpfloat_with_epsilon (nn_epochs_of_step (epochs, 12, 672), 81, 1e-9); /* the epoch that runs has yet another size */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/series/small", test_small);
  g_test_add_func ("/series/thinning", test_thinning);
  g_test_add_func ("/series/epochs", test_epochs);
  g_test_add_func ("/series/concurrent", test_concurrent);
  return g_test_run ();
}
