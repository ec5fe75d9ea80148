#include "ds-folds.h"

#include <glib/gi18n-lib.h>

#include "ds-rng.h"

/* Streams of the split below this belong to the rows of ds_split(). */
#define FIRST_STREAM ((guint64) 1 << 32)

/* The column that holds the class, or -1 where the target is a number. */
static int
class_column (const DsDataset *dataset)
{
  guint column;

  if (ds_dataset_n_targets (dataset) != 1)
    return -1;
  column = ds_dataset_target (dataset, 0);
  return ds_dataset_column (dataset, column)->kind == DS_COLUMN_CLASS ? (int) column : -1;
}

/* Positions of the rows, class by class (all of one class where there are none), and where each class ends. */
static guint32 *
group_by_class (const DsDataset *dataset, const guint32 *rows, gsize n, GArray *ends)
{
  int column = class_column (dataset);
  guint n_columns = ds_dataset_n_columns (dataset), n_classes = column >= 0 ? ds_dataset_column (dataset, column)->n_classes : 1;
  const float *values = ds_dataset_values (dataset);
  guint32 *grouped = g_new (guint32, n);
  g_autofree gsize *next = g_new0 (gsize, n_classes + 1);

  for (gsize i = 0; i < n; i++)
    next[column >= 0 ? (guint) values[(gsize) rows[i] * n_columns + column] + 1 : 1]++;
  for (guint c = 0; c < n_classes; c++)
    {
      next[c + 1] += next[c];
      g_array_append_val (ends, next[c + 1]);
    }
  for (gsize i = 0; i < n; i++)
    grouped[next[column >= 0 ? (guint) values[(gsize) rows[i] * n_columns + column] : 0]++] = i;
  return grouped;
}

gboolean
ds_folds (const DsDataset *dataset, const guint32 *rows, gsize n, guint k, guint64 seed, guint32 *fold, GError **error)
{
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autofree guint32 *grouped = NULL;
  gsize from = 0, dealt = 0;

  if (k < 2 || k > n)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE,
                   k < 2 ? _("%u folds are too few: at least 2 are needed, one to validate and the rest to train (there are %zu rows)")
                         : _("%u folds are too many for %zu rows: each fold needs a row of its own"),
                   k, n);
      return FALSE;
    }
  grouped = group_by_class (dataset, rows, n, ends);
  for (guint c = 0; c < ends->len; c++)
    {
      gsize end = g_array_index (ends, gsize, c);
      DsRng rng = ds_rng (seed, DS_RNG_SPLIT, FIRST_STREAM + c);

      ds_rng_permute (&rng, grouped + from, end - from);
      /* Each class goes on where the one before stopped, so that the folds stay equal as a whole. */
      for (gsize i = from; i < end; i++)
        fold[grouped[i]] = dealt++ % k;
      from = end;
    }
  return TRUE;
}
