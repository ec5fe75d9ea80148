#include "ds-unique.h"

#include <math.h>
#include <string.h>

/* What makes two rows the same: the columns the network sees and those it learns. */
typedef struct
{
  const float *values;
  guint n_columns;
  guint *looked_at, n_looked_at;
} Table;

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer data)
{
  const Table *table = data;
  guint32 left = *(const guint32 *) a, right = *(const guint32 *) b;
  const float *x = table->values + (gsize) left * table->n_columns, *y = table->values + (gsize) right * table->n_columns;

  for (guint i = 0; i < table->n_looked_at; i++)
    {
      guint c = table->looked_at[i];

      if (isnan (x[c]) || isnan (y[c])) /* missing on both sides is the same, and comes last */
        {
          if (!isnan (x[c]) || !isnan (y[c]))
            return isnan (x[c]) ? 1 : -1;
        }
      else if (x[c] != y[c])
        return x[c] < y[c] ? -1 : 1;
    }
  return 0;
}

static int
compare_rows_then_place (gconstpointer a, gconstpointer b, gpointer data)
{
  guint32 left = *(const guint32 *) a, right = *(const guint32 *) b;
  int order = compare_rows (a, b, data);

  return order != 0 ? order : left < right ? -1 : left > right;
}

static Table
table_of (const DsDataset *dataset)
{
  guint n_inputs = ds_dataset_n_inputs (dataset), n_targets = ds_dataset_n_targets (dataset);
  Table table = { ds_dataset_values (dataset), ds_dataset_n_columns (dataset), g_new (guint, MAX (n_inputs + n_targets, 1)), 0 };

  for (guint i = 0; i < n_inputs; i++)
    table.looked_at[table.n_looked_at++] = ds_dataset_input (dataset, i);
  for (guint i = 0; i < n_targets; i++)
    table.looked_at[table.n_looked_at++] = ds_dataset_target (dataset, i);
  return table;
}

gboolean
ds_first_equal (const DsDataset *dataset, guint32 *first)
{
  gsize rows = ds_dataset_rows (dataset);
  g_autofree guint32 *order = g_try_new (guint32, rows);
  Table table;

  if (order == NULL)
    return FALSE;
  table = table_of (dataset);
  for (gsize row = 0; row < rows; row++)
    order[row] = (guint32) row;
  qsort_r (order, rows, sizeof *order, compare_rows_then_place, &table);
  for (gsize i = 0; i < rows; i++)
    first[order[i]] = i > 0 && compare_rows (&order[i - 1], &order[i], &table) == 0 ? first[order[i - 1]] : order[i];
  g_free (table.looked_at);
  return TRUE;
}

gsize
ds_unique_rows (const DsDataset *dataset, guint32 *kept)
{
  gsize rows = ds_dataset_rows (dataset), n = 0;

  if (!ds_first_equal (dataset, kept))
    return 0;
  for (gsize row = 0; row < rows; row++)
    if (kept[row] == row)
      kept[n++] = (guint32) row; /* n <= row: what is overwritten has been looked at */
  return n;
}
