/* Sources: values, and loading each kind. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "ds-readers.h"
#include "ds-csv-write.h"
#include "ds-points.h"
#include "ds-prepared.h"
#include "ds-source.h"

static void
test_copies (void)
{
  char *inputs[] = { (char *) "a", (char *) "b", NULL };
  DsPoint points[] = { { 1, 2, 0 }, { 3, 4, 1 } };
  DsSource csv = { .kind = DS_SOURCE_CSV, .path = (char *) "x.csv", .inputs = inputs, .target = (char *) "y", .header = -1 };
  DsSource painted = { .kind = DS_SOURCE_POINTS, .points = points, .n_points = 2 };
  g_autoptr (DsSource) a = ds_source_new (&csv), b = ds_source_new (&csv), c = ds_source_new (&painted), d = ds_source_new (c);

  g_assert_true (a->path != csv.path && a->inputs != inputs && c->points != points);
  g_assert_true (ds_source_equal (a, b));
  g_assert_true (ds_source_equal (c, d));
  g_assert_false (ds_source_equal (a, c));
  g_assert_false (ds_source_equal (a, NULL));
  g_assert_true (ds_source_equal (NULL, NULL));
  d->points[1].label = 0;
  g_assert_false (ds_source_equal (c, d));
  csv.inputs = NULL;
  g_autoptr (DsSource) all = ds_source_new (&csv);
  g_assert_false (ds_source_equal (a, all));
  csv.inputs = inputs;
  csv.delimiter = ';';
  g_autoptr (DsSource) other = ds_source_new (&csv);
  g_assert_false (ds_source_equal (a, other));
  ds_source_unref (ds_source_ref (a));
  ds_source_unref (NULL);
  g_assert_cmpstr (a->target, ==, "y");
}

static void
test_generators_compare_by_parameters (void)
{
  guint n;
  const DsType *const *list = ds_generators (&n);
  DsSource spirals = { .kind = DS_SOURCE_GENERATOR, .generator = ds_item (list[0]) }, noisy = spirals;
  DsSource circles = { .kind = DS_SOURCE_GENERATOR, .generator = ds_item (list[1]) };

  ds_item_set (&noisy.generator, "noise", 0.3, NULL);
  g_assert_true (ds_source_equal (&spirals, &spirals));
  g_assert_false (ds_source_equal (&spirals, &noisy));
  g_assert_false (ds_source_equal (&spirals, &circles));
}

static void
test_csv_relative_to_project (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *samples = g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "data", "samples", NULL);
  DsSource source = { .kind = DS_SOURCE_CSV, .path = (char *) "iris.csv", .header = -1 };
  g_autoptr (DsDataset) table = ds_source_load (&source, DS_CLASSIFICATION, samples, 0, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ds_dataset_rows (table), ==, 150);
  g_assert_null (ds_source_load (&source, DS_CLASSIFICATION, "/nowhere", 0, NULL, NULL, &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_IO);
  g_clear_error (&error);
  source.path = NULL;
  g_assert_null (ds_source_load (&source, DS_CLASSIFICATION, samples, 0, NULL, NULL, &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
  g_clear_error (&error);
  source.kind = DS_SOURCE_IDX;
  g_assert_null (ds_source_load (&source, DS_CLASSIFICATION, samples, 0, NULL, NULL, &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
}

static DsDataset *
paint (DsPoint *points, gsize n, DsTask task, GError **error)
{
  DsSource source = { .kind = DS_SOURCE_POINTS, .points = points, .n_points = n };

  return ds_source_load (&source, task, NULL, 0, NULL, NULL, error);
}

static void
test_points (void)
{
  g_autoptr (GError) error = NULL;
  DsPoint only_b[] = { { 1, 2, 1 }, { 3, 4, 1 } }, signs[] = { { 1, 2, 1 }, { 3, 4, -1 } }, values[] = { { 1, 2, 0.5 }, { 3, 4, 7 } };
  g_autoptr (DsDataset) letters = paint (only_b, 2, DS_CLASSIFICATION, &error);
  g_autoptr (DsDataset) numbers = paint (signs, 2, DS_CLASSIFICATION, &error);
  g_autoptr (DsDataset) regression = paint (values, 2, DS_REGRESSION, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ds_dataset_column (letters, 2)->n_classes, ==, 2); /* A is still to be painted */
  g_assert_cmpfloat (ds_dataset_values (letters)[2], ==, 1);
  g_assert_cmpstr (ds_dataset_column (letters, 0)->name, ==, "x1");
  g_assert_cmpstr (ds_dataset_column (numbers, 2)->classes[0], ==, "-1");
  g_assert_cmpfloat (ds_dataset_values (numbers)[2], ==, 1);
  g_assert_cmpfloat (ds_dataset_values (regression)[5], ==, 7);
  g_assert_cmpint (ds_dataset_column (regression, 2)->kind, ==, DS_COLUMN_NUMBER);

  g_assert_null (paint (NULL, 0, DS_CLASSIFICATION, &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
  g_clear_error (&error);
  values[1].x2 = NAN;
  g_assert_null (paint (values, 2, DS_REGRESSION, &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "point 2"));
}

/* Parts by hand stay; the shares are drawn from the rest. */
static void
test_parts (void)
{
  g_autoptr (GError) error = NULL;
  DsPoint points[40];
  DsSource source = { .kind = DS_SOURCE_POINTS, .points = points, .n_points = 40 };
  DsPrepareOptions options = { .validation_share = 0.5 };
  g_autoptr (DsDataset) drawn = NULL, table = NULL;
  g_autoptr (DsPrepared) before = NULL, data = NULL;

  for (guint i = 0; i < 40; i++)
    points[i] = (DsPoint){ i, 0, i % 2 };
  drawn = ds_source_load (&source, DS_CLASSIFICATION, NULL, 0, NULL, NULL, &error);
  g_assert_null (ds_dataset_parts (drawn));
  before = ds_prepare (drawn, &options, 3, &error);
  g_assert_cmpuint (before->n_validation, ==, 20);
  for (guint i = 0; i < 10; i++)
    points[i].part = i < 8 ? DS_PART_VALIDATION : DS_PART_TRAINING;
  table = ds_source_load (&source, DS_CLASSIFICATION, NULL, 0, NULL, NULL, &error);
  g_assert_cmpint (ds_dataset_parts (table)[9], ==, DS_PART_TRAINING);
  data = ds_prepare (table, &options, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (data->n_validation, ==, 8 + 15);
  g_assert_cmpuint (data->n_train, ==, 2 + 15);
  for (guint i = 0; i < 8; i++)
    g_assert_cmpuint (data->source_row[data->n_train + i], ==, i);
  g_assert_cmpuint (data->source_row[0], ==, 8);
  g_assert_cmpuint (data->source_row[1], ==, 9);
  for (guint i = 0; i < 40; i++)
    points[i].part = DS_PART_VALIDATION;
  ds_dataset_unref (table);
  table = ds_source_load (&source, DS_CLASSIFICATION, NULL, 0, NULL, NULL, &error);
  g_assert_null (ds_prepare (table, &options, 3, &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
}

/* Names and classes that a person brings along. */
static void
test_names (void)
{
  g_autoptr (GError) error = NULL;
  DsPoint points[] = { { 1, 2, 2 }, { 3, 4, 0 }, { 3, 4, 0 }, { 3, 4, 2 } };
  char *inputs[] = { (char *) "length", (char *) "width", NULL }, *classes[] = { (char *) "p", (char *) "q", (char *) "r", NULL };
  DsSource source = { .kind = DS_SOURCE_POINTS, .points = points, .n_points = 4, .inputs = inputs, .target = (char *) "kind",
                      .class_names = classes };
  g_autoptr (DsDataset) table = ds_source_load (&source, DS_CLASSIFICATION, NULL, 0, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (ds_dataset_column (table, 1)->name, ==, "width");
  g_assert_cmpstr (ds_dataset_column (table, 2)->name, ==, "kind");
  g_assert_cmpuint (ds_dataset_column (table, 2)->n_classes, ==, 3);
  g_assert_cmpstr (ds_dataset_column (table, 2)->classes[2], ==, "r");
  g_assert_true (ds_points_check (&source, DS_CLASSIFICATION, &error));
  source.n_points = 3; /* a single r */
  g_assert_false (ds_points_check (&source, DS_CLASSIFICATION, &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
  g_clear_error (&error);
  points[1].label = 3;
  g_assert_null (ds_source_load (&source, DS_CLASSIFICATION, NULL, 0, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "point 2 is 3"));
}

/* What is written as CSV reads back as the same table. */
static void
test_csv_text (void)
{
  g_autoptr (GError) error = NULL;
  DsPoint points[] = { { 0.1f, -2e-7f, 0 }, { 3, 1.0f / 3, 1 }, { 5, 6, 1 }, { -1, 2, 0 } };
  char *inputs[] = { (char *) "a, b", (char *) "w", NULL }, *classes[] = { (char *) "no \"x\"", (char *) "yes", NULL };
  DsSource source = { .kind = DS_SOURCE_POINTS, .points = points, .n_points = 4, .inputs = inputs, .class_names = classes };
  g_autoptr (DsDataset) table = ds_source_load (&source, DS_CLASSIFICATION, NULL, 0, NULL, NULL, &error), again = NULL;
  g_autofree char *text = ds_csv_text (table, NULL), *path = NULL;
  DsSource csv = { .kind = DS_SOURCE_CSV, .header = -1 };

  g_close (g_file_open_tmp ("fallline-text-XXXXXX.csv", &path, NULL), NULL);
  g_file_set_contents (path, text, -1, NULL);
  csv.path = path;
  again = ds_source_load (&csv, DS_CLASSIFICATION, NULL, 0, NULL, NULL, &error);
  g_unlink (path);
  g_assert_no_error (error);
  g_assert_cmpmem (ds_dataset_values (again), 12 * sizeof (float), ds_dataset_values (table), 12 * sizeof (float));
  for (guint c = 0; c < 3; c++)
    g_assert_cmpstr (ds_dataset_column (again, c)->name, ==, ds_dataset_column (table, c)->name);
  g_assert_cmpstr (ds_dataset_column (again, 2)->classes[0], ==, classes[0]);
}

static char *
write_temporary (const char *text)
{
  char *path;

  g_close (g_file_open_tmp ("fallline-split-XXXXXX.csv", &path, NULL), NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* What a person, or the draw, has put where comes back the same through a file. */
static void
test_csv_split (void)
{
  g_autoptr (GError) error = NULL;
  DsPoint points[] = { { 1, 1, 0, DS_PART_VALIDATION }, { 3, 1, 1 }, { 5, 6, 1, DS_PART_TEST }, { -1, 2, 0, DS_PART_TRAINING }, { 7, 7, 1 } };
  DsSource source = { .kind = DS_SOURCE_POINTS, .points = points, .n_points = 5 };
  DsPrepareOptions options = { .task = DS_CLASSIFICATION, .validation_share = 0.5 }, none = { .task = DS_CLASSIFICATION };
  g_autoptr (DsDataset) table = ds_source_load (&source, DS_CLASSIFICATION, NULL, 0, NULL, NULL, &error), again = NULL;
  g_autoptr (DsPrepared) data = ds_prepare (table, &options, 1, &error), same = NULL;
  g_autofree guint8 *parts = ds_prepared_parts (data), *others = NULL;
  g_autofree char *text = ds_csv_text (table, parts), *path = write_temporary (text);
  DsSource csv = { .kind = DS_SOURCE_CSV, .header = -1, .path = path, .split = (char *) "split" };

  g_assert_true (g_str_has_prefix (text, "x1,x2,class,split\n1,1,A,validation\n"));
  g_assert_nonnull (strstr (text, "5,6,B,test\n-1,2,A,train\n"));
  again = ds_source_load (&csv, DS_CLASSIFICATION, NULL, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ds_dataset_column (again, 3)->role, ==, DS_ROLE_SPLIT);
  g_assert_cmpint (ds_dataset_column (again, 2)->role, ==, DS_ROLE_TARGET); /* the last but for it */
  g_assert_cmpuint (ds_dataset_n_inputs (again), ==, 2);
  g_assert_nonnull (strstr (ds_dataset_notes (again)[0], "2 to train, 2 to validate, 1 to test"));
  same = ds_prepare (again, &none, 99, &error); /* the seed and the shares play no part */
  others = ds_prepared_parts (same);
  g_assert_cmpmem (parts, 5, others, 5);
  g_unlink (path);
}

/* Other people's words for the parts, rows that say nothing, and what is no part: told where it stands. */
static void
test_split_words (void)
{
  static const char text[] = "set,a,y\nTRAIN,1,0\nval,2,1\n,3,0\ndev,4,1\nTesting,5,0\nvalid,6,1\n";
  static const char wrong[] = "a,y,split\n1,0,train\n2,1,maybe\n3,0,test\n";
  const guint8 expected[] = { DS_PART_TRAINING, DS_PART_VALIDATION, DS_PART_DRAWN, DS_PART_VALIDATION, DS_PART_TEST, DS_PART_VALIDATION };
  DsCsvOptions options = { .header = -1, .split = "set" }, bad = { .header = -1, .split = "split" }, both = { .header = -1, .split = "y", .target = "y" };
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) table = ds_csv_parse (text, strlen (text), "t.csv", &options, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (ds_dataset_parts (table), 6, expected, 6);
  g_assert_cmpstr (ds_dataset_notes (table)[1], ==, "It does not say so of 1 row, which the shares draw.");
  g_assert_null (ds_csv_parse (wrong, strlen (wrong), "w.csv", &bad, NULL, NULL, &error));
  g_assert_cmpstr (error->message, ==, "w.csv:3:3: \"maybe\" in column \"split\" is no part; expected train, validation or test");
  g_clear_error (&error);
  bad.bad_rows = DS_BAD_ROWS_DROP;
  g_autoptr (DsDataset) left = ds_csv_parse (wrong, strlen (wrong), "w.csv", &bad, NULL, NULL, NULL);
  g_assert_cmpuint (ds_dataset_rows (left), ==, 2);
  g_assert_null (ds_csv_parse (text, strlen (text), "t.csv", &both, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "cannot be the target too"));
}

static DsTask
guess_csv (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  DsSource source = { .kind = DS_SOURCE_CSV, .header = -1 };
  DsTask task = 99;

  g_close (g_file_open_tmp ("fallline-guess-XXXXXX.csv", &path, NULL), NULL);
  g_file_set_contents (path, text, -1, NULL);
  source.path = path;
  g_assert_true (ds_source_guess_task (&source, NULL, NULL, NULL, &task, &error));
  g_assert_no_error (error);
  g_unlink (path);
  return task;
}

static void
test_guess (void)
{
  guint n;
  const DsType *const *list = ds_generators (&n);
  DsPoint classes[] = { { 0, 0, 0 }, { 0, 0, 3 } }, values[] = { { 0, 0, 0.25 } };
  DsSource source = { .kind = DS_SOURCE_POINTS, .points = classes, .n_points = 2 };
  DsTask task = 99;

  g_assert_cmpint (guess_csv ("a,y\n1,p\n2,q\n"), ==, DS_CLASSIFICATION);
  g_assert_cmpint (guess_csv ("a,y\n1,0\n2,1\n3,1\n4,0\n"), ==, DS_CLASSIFICATION);
  g_assert_cmpint (guess_csv ("a,y\n1,0.5\n2,1\n3,1\n"), ==, DS_REGRESSION);
  g_assert_cmpint (guess_csv ("a,y\n1,10\n2,20\n3,31\n4,42\n5,55\n6,61\n"), ==, DS_REGRESSION);

  GString *years = g_string_new ("a,y\n");
  for (guint i = 0; i < 100; i++)
    g_string_append_printf (years, "1,%u\n", 1900 + i % 25);
  g_assert_cmpint (guess_csv (years->str), ==, DS_REGRESSION);
  g_string_free (years, TRUE);

  g_assert_true (ds_source_guess_task (&source, NULL, NULL, NULL, &task, NULL));
  g_assert_cmpint (task, ==, DS_CLASSIFICATION);
  source.points = values;
  source.n_points = 1;
  g_assert_true (ds_source_guess_task (&source, NULL, NULL, NULL, &task, NULL));
  g_assert_cmpint (task, ==, DS_REGRESSION);
  for (guint i = 0; i < n; i++)
    {
      DsSource generator = { .kind = DS_SOURCE_GENERATOR, .generator = ds_item (list[i]) };
      g_assert_true (ds_source_guess_task (&generator, NULL, NULL, NULL, &task, NULL));
      g_assert_cmpint (task, ==, ds_generator_task (list[i]));
    }
  source = (DsSource){ .kind = DS_SOURCE_CSV, .path = (char *) "/nowhere.csv" };
  g_assert_false (ds_source_guess_task (&source, NULL, NULL, NULL, &task, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/copies", test_copies);
  g_test_add_func ("/source/generators-compare-by-parameters", test_generators_compare_by_parameters);
  g_test_add_func ("/source/csv-relative-to-project", test_csv_relative_to_project);
  g_test_add_func ("/source/points", test_points);
  g_test_add_func ("/source/parts", test_parts);
  g_test_add_func ("/source/names", test_names);
  g_test_add_func ("/source/csv-text", test_csv_text);
  g_test_add_func ("/source/csv-split", test_csv_split);
  g_test_add_func ("/source/split-words", test_split_words);
  g_test_add_func ("/source/guess", test_guess);
  return g_test_run ();
}
