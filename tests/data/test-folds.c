/* Folds, and parts chosen by the caller. */
#include <string.h>

#include "ds-folds.h"
#include "ds-prepared.h"

/* One input, one class column: n[k] rows of class k, in turns; n_classes 0: the target is a number. */
static DsDataset *
make (const guint *n, guint n_classes, gsize rows)
{
  DsColumn *columns = g_new0 (DsColumn, 2);
  float *values = g_new0 (float, 2 * rows);
  gsize row = 0;

  columns[0].name = g_strdup ("x");
  columns[1].name = g_strdup ("y");
  columns[1].role = DS_ROLE_TARGET;
  if (n_classes > 0)
    {
      columns[1].kind = DS_COLUMN_CLASS;
      columns[1].n_classes = n_classes;
      columns[1].classes = g_new0 (char *, n_classes + 1);
      for (guint k = 0; k < n_classes; k++)
        columns[1].classes[k] = g_strdup_printf ("k%u", k);
    }
  for (guint round = 0; row < rows; round++)
    for (guint k = 0; k < MAX (n_classes, 1) && row < rows; k++)
      if (n_classes == 0 || round < n[k])
        {
          values[2 * row] = (float) row;
          values[2 * row + 1] = (float) k;
          row++;
        }
  return ds_dataset_new_take (rows, 2, columns, values, "table");
}

static guint32 *
all_rows (gsize n)
{
  guint32 *rows = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    rows[i] = i;
  return rows;
}

static void
assert_equal_within_one (const guint *counts, guint n)
{
  guint low = G_MAXUINT, high = 0;

  for (guint i = 0; i < n; i++)
    {
      low = MIN (low, counts[i]);
      high = MAX (high, counts[i]);
    }
  g_assert_cmpuint (high - low, <=, 1);
}

static void
test_stratified (void)
{
  static const guint n[] = { 61, 7, 23 };
  g_autoptr (DsDataset) table = make (n, 3, 91);
  g_autofree guint32 *rows = all_rows (91), *fold = g_new (guint32, 91);

  for (guint k = 2; k <= 10; k++)
    {
      guint sizes[10] = { 0 }, counts[3][10] = { { 0 } };

      g_assert_true (ds_folds (table, rows, 91, k, 5, fold, NULL));
      for (gsize i = 0; i < 91; i++)
        {
          g_assert_cmpuint (fold[i], <, k);
          sizes[fold[i]]++;
          counts[(guint) ds_dataset_values (table)[2 * i + 1]][fold[i]]++;
        }
      assert_equal_within_one (sizes, k);
      for (guint c = 0; c < 3; c++)
        assert_equal_within_one (counts[c], k);
    }
}

static void
test_drawn_by_seed (void)
{
  g_autoptr (DsDataset) table = make (NULL, 0, 100);
  g_autofree guint32 *rows = all_rows (100), *a = g_new (guint32, 100), *b = g_new (guint32, 100), *c = g_new (guint32, 100);
  guint sizes[7] = { 0 };

  g_assert_true (ds_folds (table, rows, 100, 7, 1, a, NULL));
  g_assert_true (ds_folds (table, rows, 100, 7, 1, b, NULL));
  g_assert_true (ds_folds (table, rows, 100, 7, 2, c, NULL));
  g_assert_cmpmem (a, 400, b, 400);
  g_assert_true (memcmp (a, c, 400) != 0);
  for (gsize i = 0; i < 100; i++)
    sizes[a[i]]++;
  assert_equal_within_one (sizes, 7);
}

/* Only the rows named are dealt. */
static void
test_some_rows (void)
{
  static const guint n[] = { 10, 10 };
  g_autoptr (DsDataset) table = make (n, 2, 20);
  guint32 rows[] = { 19, 3, 4, 8, 2 }, fold[] = { 9, 9, 9, 9, 9, 9 };
  guint sizes[5] = { 0 };

  g_assert_true (ds_folds (table, rows, 5, 5, 1, fold, NULL));
  for (guint i = 0; i < 5; i++)
    sizes[fold[i]]++;
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (sizes[i], ==, 1);
  g_assert_cmpuint (fold[5], ==, 9);
}

static void
test_errors (void)
{
  g_autoptr (DsDataset) table = make (NULL, 0, 5);
  g_autofree guint32 *rows = all_rows (5), *fold = g_new (guint32, 5);
  static const guint wrong[] = { 0, 1, 6 };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (ds_folds (table, rows, 5, wrong[i], 1, fold, &error));
      g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
    }
}

static void
test_prepare_rows (void)
{
  g_autoptr (DsDataset) table = make (NULL, 0, 6);
  DsPrepareOptions options = { .task = DS_REGRESSION, .standardize = TRUE };
  guint32 order[] = { 5, 1, 3, 0, 4, 2 };
  g_autoptr (DsPrepared) prepared = ds_prepare_rows (table, &options, order, 3, 2, 1, NULL);

  g_assert_nonnull (prepared);
  g_assert_cmpuint (prepared->n_train, ==, 3);
  g_assert_cmpuint (prepared->n_validation, ==, 2);
  g_assert_cmpuint (prepared->n_test, ==, 1);
  g_assert_cmpmem (prepared->source_row, sizeof order, order, sizeof order);
  g_assert_cmpfloat (prepared->mean[0], ==, 3); /* of rows 5, 1 and 3 */
  for (guint i = 0; i < 6; i++)
    g_assert_cmpfloat (prepared->raw[i], ==, order[i]);
}

static void
test_prepare_rows_errors (void)
{
  g_autoptr (DsDataset) table = make (NULL, 0, 3);
  DsPrepareOptions options = { .task = DS_REGRESSION };
  guint32 good[] = { 0, 1, 2 }, twice[] = { 0, 1, 1 }, beyond[] = { 0, 1, 3 };
  const struct
  {
    const guint32 *rows;
    gsize n_train, n_validation;
  } cases[] = { { twice, 2, 1 }, { beyond, 2, 1 }, { good, 0, 3 }, { good, 2, 0 }, { good, 3, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ds_prepare_rows (table, &options, cases[i].rows, cases[i].n_train, cases[i].n_validation, 0, &error));
      g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/folds/stratified", test_stratified);
  g_test_add_func ("/folds/drawn-by-seed", test_drawn_by_seed);
  g_test_add_func ("/folds/some-rows", test_some_rows);
  g_test_add_func ("/folds/errors", test_errors);
  g_test_add_func ("/folds/prepare-rows", test_prepare_rows);
  g_test_add_func ("/folds/prepare-rows-errors", test_prepare_rows_errors);
  return g_test_run ();
}
