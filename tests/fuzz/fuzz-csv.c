/* CSV: the first byte chooses the options, the rest is the table. What was read is finite, its classes are in range, and it is either
 * ready to train on or refused politely. */
#include "fuzz.h"

#include <math.h>

#include "ds-prepared.h"
#include "ds-readers.h"

/* Bits of the first byte. */
enum
{
  REGRESSION = 1 << 0,
  MEAN = 1 << 1,
  TARGET_Y = 1 << 2,
  NO_TARGET = 1 << 3,
  HEADER = 1 << 4,
  NO_HEADER = 1 << 5, /* with HEADER: a header, and the column "split" says which part each row belongs to */
  DELIMITER = 3 << 6 /* 0: found; else ; blanks | */
};

static void
check_values (DsDataset *table, DsMissing missing)
{
  guint n = ds_dataset_n_columns (table);
  const float *values = ds_dataset_values (table);

  g_assert_cmpuint (ds_dataset_rows (table), >, 0);
  for (guint c = 0; c < n; c++)
    {
      const DsColumn *column = ds_dataset_column (table, c);
      gboolean used = column->role == DS_ROLE_INPUT || column->role == DS_ROLE_TARGET;

      for (gsize row = 0; row < ds_dataset_rows (table) && used; row++)
        {
          float value = values[row * n + c];

          if (isnan (value) && column->role == DS_ROLE_INPUT && missing == DS_MISSING_MEAN)
            continue;
          g_assert_true (isfinite (value));
          if (column->kind == DS_COLUMN_CLASS)
            g_assert_true (value >= 0 && value < column->n_classes && value == floorf (value));
        }
    }
  for (const char *const *note = ds_dataset_notes (table); *note != NULL; note++)
    g_assert_true (g_utf8_validate (*note, -1, NULL));
}

static void
check_prepared (DsDataset *table, DsTask task)
{
  DsPrepareOptions options = { task, ds_dataset_n_inputs (table) == 2 ? 127 : 0, TRUE, 0.3, 0.1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (DsPrepared) prepared = ds_prepare (table, &options, 1, &error);

  fuzz_check_outcome (prepared, error);
  if (prepared == NULL)
    return;
  for (gsize i = 0; i < prepared->rows * prepared->inputs; i++)
    g_assert_true (isfinite (prepared->x[i]));
  g_autofree float *x = ds_prepared_transform_table (prepared, table, &error);
  g_assert_no_error (error);
}

/* The same table with broken rows left out: a sound one comes the same, and of any other what is left is sound. */
static void
check_without_broken (const char *text, gsize length, DsCsvOptions options, DsDataset *strict)
{
  DsProblems problems = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) table = NULL;

  options.bad_rows = DS_BAD_ROWS_DROP;
  options.problems = &problems;
  table = ds_csv_parse (text, length, "fuzz.csv", &options, NULL, NULL, &error);
  fuzz_check_outcome (table, error);
  for (guint i = 0; i < problems.n; i++)
    {
      g_assert_cmpuint (problems.list[i].line, >, 0);
      g_assert_cmpuint (problems.list[i].row_start, <, length);
      g_assert_true (g_utf8_validate (problems.list[i].text, -1, NULL));
    }
  if (table != NULL)
    check_values (table, options.missing);
  if (strict != NULL)
    {
      g_assert_cmpuint (problems.total, ==, 0);
      g_assert_cmpuint (ds_dataset_rows (table), ==, ds_dataset_rows (strict));
    }
  ds_problems_clear (&problems);
}

gboolean
fuzz_csv (const guint8 *bytes, gsize n)
{
  guint8 bits = n > 0 ? bytes[0] : 0;
  DsCsvOptions options = {
    .task = bits & REGRESSION ? DS_REGRESSION : DS_CLASSIFICATION,
    .missing = bits & MEAN ? DS_MISSING_MEAN : DS_MISSING_DROP,
    .target = bits & NO_TARGET ? "" : bits & TARGET_Y ? "y" : NULL,
    .header = bits & HEADER ? 1 : bits & NO_HEADER ? 0 : -1,
    .split = (bits & HEADER) && (bits & NO_HEADER) ? "split" : NULL,
    .delimiter = "\0; |"[(bits & DELIMITER) >> 6],
  };
  gsize length = n > 0 ? n - 1 : 0;
  g_autofree guint8 *exact = fuzz_copy (bytes + (n > 0), length);
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) table = NULL;

  table = ds_csv_parse ((const char *) exact, length, "fuzz.csv", &options, NULL, NULL, &error);
  fuzz_check_outcome (table, error);
  check_without_broken ((const char *) exact, length, options, table);
  if (table == NULL)
    return FALSE;
  check_values (table, options.missing);
  check_prepared (table, options.task);
  return TRUE;
}
