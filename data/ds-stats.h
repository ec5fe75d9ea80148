/* What is in a column: numbers that sum it up, and its histogram. Blocking; any thread. */
#pragma once
#include "ds-dataset.h"

G_BEGIN_DECLS

typedef struct
{
  gsize count, missing; /* values; those that are no number. count excludes the missing */
  /* NaN where there are no values, and of class columns. */
  double mean;
  double std;           /* of the population: divisor count, as numpy's default */
  double min, q1, median, q3, max; /* quartiles interpolated linearly, as numpy's default */
  /* Histogram: equal bins from low to high, both included; of whole numbers in a small range, and of class columns, a bin each. */
  double low, high;
  guint n_bins;
  guint n_groups;       /* classes of the grouping column, or 1 */
  guint64 *bins;        /* (n_groups, n_bins) */
} DsColumnStats;

/* rows (n, of the dataset; NULL: all of them) are looked at. group: a class column the histogram is split by, or -1. stop (may
 * be NULL) is asked now and then; where it says TRUE the result is NULL without an error. Error: DS_ERROR_TOO_BIG. */
DsColumnStats *ds_column_stats_new (const DsDataset *dataset, guint column, int group, const guint32 *rows, gsize n,
                                    gboolean (*stop) (gpointer stop_data), gpointer stop_data, GError **error);
void ds_column_stats_free (DsColumnStats *stats); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DsColumnStats, ds_column_stats_free)

/* Puts rows (n) into the order of their keys, keys[rows[i] * stride]; equal ones keep their order, what is no number comes last. */
void ds_sort_rows (guint32 *rows, gsize n, const float *keys, gsize stride, gboolean descending);

G_END_DECLS
