/* The table and its counts. */
#include <pthread.h>

#include "ds-dataset.h"

static DsDataset *
make (void)
{
  DsColumn *columns = g_new0 (DsColumn, 4);
  float *values = g_new (float, 8);

  for (guint i = 0; i < 8; i++)
    values[i] = i;
  columns[0] = (DsColumn){ g_strdup ("skip"), DS_ROLE_IGNORE };
  columns[1] = (DsColumn){ g_strdup ("class"), DS_ROLE_TARGET, DS_COLUMN_CLASS, g_strsplit ("a b c", " ", 0), 3 };
  columns[2] = (DsColumn){ g_strdup ("p"), DS_ROLE_INPUT };
  columns[3] = (DsColumn){ g_strdup ("q"), DS_ROLE_INPUT };
  return ds_dataset_new_take (2, 4, columns, values, "made");
}

static void
test_table (void)
{
  g_autoptr (DsDataset) table = make ();

  g_assert_cmpuint (ds_dataset_rows (table), ==, 2);
  g_assert_cmpuint (ds_dataset_n_columns (table), ==, 4);
  g_assert_cmpuint (ds_dataset_n_inputs (table), ==, 2);
  g_assert_cmpuint (ds_dataset_input (table, 0), ==, 2);
  g_assert_cmpuint (ds_dataset_input (table, 1), ==, 3);
  g_assert_cmpuint (ds_dataset_n_targets (table), ==, 1);
  g_assert_cmpuint (ds_dataset_target (table, 0), ==, 1);
  g_assert_cmpstr (ds_dataset_column (table, 1)->classes[2], ==, "c");
  g_assert_cmpfloat (ds_dataset_values (table)[7], ==, 7);
  g_assert_cmpstr (ds_dataset_origin (table), ==, "made");
}

static void
test_notes (void)
{
  g_autoptr (DsDataset) table = make ();

  g_assert_nonnull (ds_dataset_notes (table));
  g_assert_null (ds_dataset_notes (table)[0]);
  ds_dataset_add_note (table, "one");
  ds_dataset_add_note (table, "two");
  g_assert_cmpstr (ds_dataset_notes (table)[0], ==, "one");
  g_assert_cmpstr (ds_dataset_notes (table)[1], ==, "two");
  g_assert_null (ds_dataset_notes (table)[2]);
}

static void
test_image_size (void)
{
  g_autoptr (DsDataset) table = make ();
  guint width = 0, height = 0;

  g_assert_false (ds_dataset_image_size (table, &width, &height));
  ds_dataset_set_image_size (table, 2, 1);
  g_assert_true (ds_dataset_image_size (table, &width, &height));
  g_assert_cmpuint (width, ==, 2);
  g_assert_cmpuint (height, ==, 1);
  g_assert_true (ds_dataset_image_size (table, NULL, NULL));
}

static void *
borrow (void *data)
{
  for (guint i = 0; i < 20000; i++)
    ds_dataset_unref (ds_dataset_ref (data));
  ds_dataset_unref (data);
  return NULL;
}

static void
test_shared_between_threads (void)
{
  DsDataset *table = make ();
  pthread_t threads[4];

  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (pthread_create (&threads[i], NULL, borrow, ds_dataset_ref (table)), ==, 0);
  for (guint i = 0; i < 4; i++)
    pthread_join (threads[i], NULL);
  g_assert_cmpfloat (ds_dataset_values (table)[3], ==, 3); /* still there */
  ds_dataset_unref (table);
  ds_dataset_unref (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/table", test_table);
  g_test_add_func ("/dataset/notes", test_notes);
  g_test_add_func ("/dataset/image-size", test_image_size);
  g_test_add_func ("/dataset/shared-between-threads", test_shared_between_threads);
  return g_test_run ();
}
