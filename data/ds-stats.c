#include "ds-stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ds-memory.h"

#define MOST_BINS 40
#define MOST_WHOLE 40 /* different whole numbers that get a bin each */
#define CHUNK 0xffff

typedef struct
{
  const float *values; /* of the column's first row */
  gsize stride;
  const guint32 *rows;
  gsize n;
} Column;

static double
value_at (const Column *c, gsize i)
{
  return (double) c->values[(c->rows != NULL ? c->rows[i] : i) * c->stride];
}

static int
ascending (const void *a, const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

/* numpy's "linear": between the two values around (n - 1) q. */
static double
quantile (const float *sorted, gsize n, double q)
{
  double at = q * (double) (n - 1);
  gsize below = (gsize) at, above = MIN (below + 1, n - 1);

  return (double) sorted[below] + (at - (double) below) * ((double) sorted[above] - (double) sorted[below]);
}

/* Two passes, so that a large mean costs no digits. */
static void
measure (DsColumnStats *stats, const float *sorted)
{
  gsize n = stats->count;
  double sum = 0, squares = 0;

  if (n == 0)
    return;
  for (gsize i = 0; i < n; i++)
    sum += (double) sorted[i];
  stats->mean = sum / (double) n;
  for (gsize i = 0; i < n; i++)
    squares += ((double) sorted[i] - stats->mean) * ((double) sorted[i] - stats->mean);
  stats->std = sqrt (squares / (double) n);
  stats->min = (double) sorted[0];
  stats->q1 = quantile (sorted, n, 0.25);
  stats->median = quantile (sorted, n, 0.5);
  stats->q3 = quantile (sorted, n, 0.75);
  stats->max = (double) sorted[n - 1];
}

static gboolean
are_whole (const float *sorted, gsize n)
{
  if ((double) sorted[n - 1] - (double) sorted[0] >= MOST_WHOLE)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (sorted[i] != floorf (sorted[i]))
      return FALSE;
  return TRUE;
}

/* Width by Freedman and Diaconis (1981): 2 IQR / n^(1/3). */
static void
choose_bins (DsColumnStats *stats, const float *sorted)
{
  double span = stats->max - stats->min, width;

  if (stats->count == 0)
    return;
  if (are_whole (sorted, stats->count))
    {
      stats->low = stats->min - 0.5;
      stats->high = stats->max + 0.5;
      stats->n_bins = (guint) (span + 1);
      return;
    }
  stats->low = stats->min;
  stats->high = stats->max;
  width = 2 * (stats->q3 - stats->q1) / cbrt ((double) stats->count);
  stats->n_bins = span > 0 ? (guint) CLAMP (width > 0 ? ceil (span / width) : MOST_BINS, 5, MOST_BINS) : 1;
}

static guint
bin_of (const DsColumnStats *stats, double value)
{
  double at = stats->high > stats->low ? (value - stats->low) / (stats->high - stats->low) * stats->n_bins : 0;

  return (guint) CLAMP (at, 0, stats->n_bins - 1);
}

static void
count_bins (DsColumnStats *stats, const DsDataset *dataset, const Column *column, gboolean classes, int group)
{
  const float *values = ds_dataset_values (dataset);
  guint n_columns = ds_dataset_n_columns (dataset);

  stats->n_groups = group >= 0 ? ds_dataset_column (dataset, (guint) group)->n_classes : 1;
  stats->bins = g_new0 (guint64, (gsize) stats->n_groups * MAX (stats->n_bins, 1));
  for (gsize i = 0; i < column->n; i++)
    {
      gsize row = column->rows != NULL ? column->rows[i] : i;
      double value = value_at (column, i);
      guint g = group >= 0 ? MIN ((guint) MAX (values[row * n_columns + (guint) group], 0), stats->n_groups - 1) : 0;

      if (isnan (value))
        continue;
      stats->bins[(gsize) g * stats->n_bins + (classes ? MIN ((guint) MAX (value, 0), stats->n_bins - 1) : bin_of (stats, value))]++;
    }
}

DsColumnStats *
ds_column_stats_new (const DsDataset *dataset, guint column, int group, const guint32 *rows, gsize n,
                     gboolean (*stop) (gpointer stop_data), gpointer stop_data, GError **error)
{
  const DsColumn *about = ds_dataset_column (dataset, column);
  Column c = { ds_dataset_values (dataset) + column, ds_dataset_n_columns (dataset), rows, rows != NULL ? n : ds_dataset_rows (dataset) };
  g_autoptr (DsColumnStats) stats = g_new0 (DsColumnStats, 1);
  g_autofree float *sorted = ds_try_memory (MAX (c.n, 1) * sizeof (float), error);

  if (sorted == NULL)
    return NULL;
  stats->mean = stats->std = stats->min = stats->q1 = stats->median = stats->q3 = stats->max = NAN;
  for (gsize i = 0; i < c.n; i++)
    {
      double value = value_at (&c, i);

      if ((i & CHUNK) == 0 && stop != NULL && stop (stop_data))
        return NULL;
      if (isnan (value))
        stats->missing++;
      else
        sorted[stats->count++] = (float) value;
    }
  if (about->kind == DS_COLUMN_CLASS)
    {
      stats->low = -0.5;
      stats->high = about->n_classes - 0.5;
      stats->n_bins = about->n_classes;
    }
  else
    {
      qsort (sorted, stats->count, sizeof (float), ascending);
      if (stop != NULL && stop (stop_data))
        return NULL;
      measure (stats, sorted);
      choose_bins (stats, sorted);
    }
  count_bins (stats, dataset, &c, about->kind == DS_COLUMN_CLASS, group);
  return g_steal_pointer (&stats);
}

void
ds_column_stats_free (DsColumnStats *stats)
{
  if (stats == NULL)
    return;
  g_free (stats->bins);
  g_free (stats);
}

/* --- order ------------------------------------------------------------------------------------------------------------- */

typedef struct
{
  float key;
  guint32 row;
} Keyed;

static int
compare (gconstpointer a, gconstpointer b, gpointer descending)
{
  float x = ((const Keyed *) a)->key, y = ((const Keyed *) b)->key;

  if (isnan (x) || isnan (y))
    return (int) isnan (x) - (int) isnan (y);
  return descending != NULL ? (x < y) - (x > y) : (x > y) - (x < y);
}

void
ds_sort_rows (guint32 *rows, gsize n, const float *keys, gsize stride, gboolean descending)
{
  g_autofree Keyed *keyed = g_new (Keyed, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    keyed[i] = (Keyed){ keys[rows[i] * stride], rows[i] };
  g_qsort_with_data (keyed, (int) n, sizeof (Keyed), compare, GINT_TO_POINTER (descending)); /* stable */
  for (gsize i = 0; i < n; i++)
    rows[i] = keyed[i].row;
}
