/* Two preparations of the same rows, one of which leaves repeated rows out, have different validation rows, and among those of the other
 * stand copies of what it trains on. What both can honestly be judged by is what is new to both. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ds-prepared-private.h"
#include "ds-unique.h"

/* How a row, for all its equals, is known to one preparation or the other. */
#define JUDGES(lane) (1 << (lane)) /* one of them validates there */
#define KNOWN (1 << 2)             /* one of them is trained on or kept for the test */
#define HONEST (JUDGES (0) | JUDGES (1))

static void
look_at (const DsPrepared *prepared, guint lane, const guint32 *first, guint8 *marks)
{
  for (gsize i = 0; i < prepared->rows; i++)
    {
      gboolean judges = i >= prepared->n_train && i < prepared->n_train + prepared->n_validation;

      marks[first[prepared->source_row[i]]] |= judges ? JUDGES (lane) : KNOWN;
    }
}

DsPrepared *
ds_prepared_judged (DsPrepared *prepared, const DsPrepared *rival, GError **error)
{
  DsDataset *dataset = prepared->dataset;
  gsize rows = ds_dataset_rows (dataset);
  g_autofree guint32 *first = g_try_new (guint32, rows), *source_row = g_try_new (guint32, rows);
  g_autofree guint8 *marks = g_try_malloc0 (rows);
  DsSplit split = { prepared->n_train, 0, prepared->n_test };

  g_return_val_if_fail (rival->dataset == dataset, NULL);
  if (first == NULL || source_row == NULL || marks == NULL || !ds_first_equal (dataset, first))
    {
      g_set_error (error, DS_ERROR, DS_ERROR_TOO_BIG, _("there is not enough memory for %zu rows"), rows);
      return NULL;
    }
  look_at (prepared, 0, first, marks);
  look_at (rival, 1, first, marks);
  memcpy (source_row, prepared->source_row, prepared->n_train * sizeof *source_row);
  for (gsize row = 0; row < rows; row++)
    if (marks[row] == HONEST)
      source_row[split.n_train + split.n_validation++] = (guint32) row;
  memcpy (source_row + split.n_train + split.n_validation, prepared->source_row + prepared->n_train + prepared->n_validation,
          split.n_test * sizeof *source_row);
  return ds_prepare_split (dataset, &prepared->options, g_steal_pointer (&source_row), &split, error);
}
