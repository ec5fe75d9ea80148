#include "ds-missing.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ds-prepared-private.h"

void
ds_note_missing (GPtrArray *notes, gsize missing, const char *column, DsColumnKind kind)
{
  if (missing == 0)
    return;
  g_ptr_array_add (notes, g_strdup_printf (
    kind == DS_COLUMN_NUMBER
      ? g_dngettext (GETTEXT_PACKAGE, "%zu missing value in column \"%s\": the mean of the training rows stands in.",
                     "%zu missing values in column \"%s\": the mean of the training rows stands in.", missing)
      : g_dngettext (GETTEXT_PACKAGE, "%zu missing value in column \"%s\": the most frequent class of the training rows stands in.",
                     "%zu missing values in column \"%s\": the most frequent class of the training rows stands in.", missing),
    missing, column));
}

/* The most frequent of n classes, by their shares. */
static guint
most_frequent (const double *share, guint n)
{
  guint best = 0;

  for (guint k = 1; k < n; k++)
    if (share[k] > share[best])
      best = k;
  return best;
}

void
ds_fill_missing (const DsPrepared *prepared, float *raw)
{
  const DsDataset *dataset = prepared->dataset;
  const double *mean = prepared->raw_mean;

  for (guint i = 0; i < ds_dataset_n_inputs (dataset); i++)
    {
      const DsColumn *column = ds_dataset_column (dataset, ds_dataset_input (dataset, i));
      guint width = ds_column_width (column);

      if (isnan (raw[0]))
        {
          if (column->kind == DS_COLUMN_NUMBER)
            raw[0] = (float) mean[0];
          else
            {
              memset (raw, 0, width * sizeof (float));
              raw[most_frequent (mean, width)] = 1;
            }
        }
      raw += width;
      mean += width;
    }
}
