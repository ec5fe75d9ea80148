#include "nn-epochs.h"

/* The last row whose `column` is at most value; 0 also where none is. There are rows. */
static guint64
row_before (const NnSeries *epochs, guint64 n, NnEpochColumn column, double value)
{
  guint64 low = 0, high = n;

  while (low + 1 < high)
    {
      guint64 middle = low + (high - low) / 2;

      if (nn_series_row (epochs, middle)[column] <= value)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* `from` in one column as it would stand in the other; rate: how much of `to` goes with one of `from` past the last row. */
static double
convert (const NnSeries *epochs, NnEpochColumn from, NnEpochColumn to, double rate, double value)
{
  guint64 n = epochs != NULL ? nn_series_length (epochs) : 0, at;
  const double *row, *next;

  if (n == 0)
    return value * rate;
  at = row_before (epochs, n, from, value);
  row = nn_series_row (epochs, at);
  next = at + 1 < n ? nn_series_row (epochs, at + 1) : NULL;
  if (next != NULL && next[from] > row[from])
    rate = (next[to] - row[to]) / (next[from] - row[from]);
  return row[to] + (value - row[from]) * rate;
}

double
nn_epochs_of_step (const NnSeries *epochs, double steps_per_epoch, double step)
{
  return convert (epochs, NN_STEP, NN_EPOCH, 1 / steps_per_epoch, step);
}

double
nn_epochs_step_of (const NnSeries *epochs, double steps_per_epoch, double epoch)
{
  return convert (epochs, NN_EPOCH, NN_STEP, steps_per_epoch, epoch);
}
