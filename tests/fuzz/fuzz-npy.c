/* .npy: a byte of bits, two bytes with the length of the file of inputs (big-endian), then inputs and labels. */
#include "fuzz.h"

#include <math.h>
#include <unistd.h>

#include "ds-readers.h"

enum
{
  REGRESSION = 1 << 0,
  LABELS = 1 << 1,
  MEAN = 1 << 2,
  LEAVE_OUT = 1 << 3,
  CLASSES = 1 << 4 /* the first column */
};

static void
check (DsDataset *table, DsMissing missing)
{
  guint n = ds_dataset_n_columns (table);
  const float *values = ds_dataset_values (table);

  g_assert_cmpuint (ds_dataset_rows (table), >, 0);
  g_assert_cmpuint (n, >=, 2);
  for (gsize i = 0; i < ds_dataset_rows (table) * n; i++)
    {
      const DsColumn *column = ds_dataset_column (table, i % n);

      g_assert_true (isfinite (values[i]) || (isnan (values[i]) && i % n != n - 1 && missing == DS_MISSING_MEAN));
      if (column->kind == DS_COLUMN_CLASS && !isnan (values[i]))
        g_assert_cmpfloat (values[i], <, column->n_classes);
    }
}

gboolean
fuzz_npy (const guint8 *bytes, gsize n)
{
  guint8 bits = n >= 3 ? bytes[0] : 0;
  gsize rest = n >= 3 ? n - 3 : 0, n_inputs = n >= 3 ? MIN (rest, (gsize) bytes[1] << 8 | bytes[2]) : 0;
  const guint8 *from = n >= 3 ? bytes + 3 : bytes;
  g_autofree char *inputs = NULL, *labels = NULL;
  int input_file = fuzz_file (from, n_inputs, &inputs), label_file = fuzz_file (from + n_inputs, rest - n_inputs, &labels);
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) table = NULL;

  DsNpyOptions options = { .task = bits & REGRESSION ? DS_REGRESSION : DS_CLASSIFICATION,
                           .missing = bits & MEAN ? DS_MISSING_MEAN : DS_MISSING_DROP,
                           .bad_rows = bits & LEAVE_OUT ? DS_BAD_ROWS_DROP : DS_BAD_ROWS_REFUSE };
  char *first[] = { (char *) "column1", NULL };
  options.classes = bits & CLASSES ? first : NULL;
  table = ds_npy_read (inputs, bits & LABELS ? labels : NULL, &options, NULL, NULL, &error);
  close (input_file);
  close (label_file);
  fuzz_check_outcome (table, error);
  if (table != NULL)
    check (table, options.missing);
  return table != NULL;
}
