/* The survey: everything wrong at once, and the table as the import gives it. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "ds-survey.h"

static DsSurvey *
survey_text (const char *text, DsSource values, const DsTask *task)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  DsSurvey *survey;

  g_close (g_file_open_tmp ("fallline-survey-XXXXXX.csv", &path, NULL), NULL);
  g_file_set_contents (path, text, -1, NULL);
  values.kind = DS_SOURCE_CSV;
  values.path = path;
  survey = ds_survey_new (&values, task, NULL, NULL, &error);
  g_assert_no_error (error);
  /* what the survey says is what comes */
  if (survey->table)
    {
      g_autoptr (DsDataset) table = ds_source_load (survey->source, survey->task, NULL, 1, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (ds_dataset_rows (table), ==, survey->rows);
    }
  g_unlink (path);
  return survey;
}

static void
test_good (void)
{
  g_autoptr (DsSurvey) survey = survey_text ("a;b;kind\n1,5;;p\n2;7;q\n3;8;p\n", (DsSource){ .header = -1 }, NULL);

  g_assert_null (survey->obstacle);
  g_assert_cmpuint (survey->problems.total, ==, 0);
  g_assert_cmpint (survey->delimiter, ==, ';');
  g_assert_cmpint (survey->decimal, ==, ',');
  g_assert_true (survey->header);
  g_assert_cmpint (survey->task, ==, DS_CLASSIFICATION);
  g_assert_cmpuint (survey->rows_found, ==, 3);
  g_assert_cmpuint (survey->rows, ==, 2);
  g_assert_cmpuint (survey->bytes, ==, 3 * 3 * 4);
  g_assert_cmpuint (survey->columns[1].missing, ==, 1);
  g_assert_cmpfloat (survey->columns[1].min, ==, 7);
  g_assert_cmpfloat (survey->columns[1].max, ==, 8);
  g_assert_cmpint (survey->columns[2].role, ==, DS_ROLE_TARGET);
  g_assert_cmpuint (survey->columns[2].n_classes, ==, 2);
  g_assert_cmpuint (survey->n_preview, ==, 3);
  g_assert_cmpuint (survey->preview[0].line, ==, 2);
  g_assert_cmpstr (survey->preview[0].cells[0], ==, "1,5");
}

/* A column of parts is found by its name and its words, never becomes the target, and may be something else if one says so. */
static void
test_split (void)
{
  static const char text[] = "a,b,kind,split\n1,2,p,train\n2,7,q,validation\n3,8,p,test\n4,8,q,train\n5,1,p,\n6,1,q,train\n";
  g_autoptr (DsSurvey) found = survey_text (text, (DsSource){ .header = -1 }, NULL);
  g_autoptr (DsSurvey) refused = survey_text (text, (DsSource){ .header = -1, .split = (char *) "" }, NULL);
  g_autoptr (DsSurvey) other = survey_text ("a,split,y\n1,left,0\n2,right,1\n3,left,1\n4,right,0\n", (DsSource){ .header = -1 }, NULL);

  g_assert_cmpstr (found->source->split, ==, "split");
  g_assert_cmpint (found->columns[3].role, ==, DS_ROLE_SPLIT);
  g_assert_cmpint (found->columns[2].role, ==, DS_ROLE_TARGET);
  g_assert_cmpuint (found->columns[3].n_classes, ==, 3);
  g_assert_cmpuint (found->rows, ==, 6);
  g_assert_nonnull (ds_dataset_parts (found->table));
  g_assert_cmpint (refused->columns[3].role, ==, DS_ROLE_TARGET);
  g_assert_null (ds_dataset_parts (refused->table));
  g_assert_null (other->source->split);
  /* a slip of the pen among many rows is a problem of its row, not of the column */
  g_autoptr (GString) long_text = g_string_new ("a,set,y\n");
  for (guint row = 0; row < 40; row++)
    g_string_append_printf (long_text, "%u,%s,%u\n", row, row == 20 ? "tset" : "test", row % 2);
  g_string_append (long_text, "1,train,1\n2,train,0\n");
  g_autoptr (DsSurvey) slip = survey_text (long_text->str, (DsSource){ .header = -1 }, NULL);
  g_assert_cmpstr (slip->source->split, ==, "set");
  g_assert_cmpuint (slip->problems.total, ==, 1);
  g_assert_cmpuint (slip->problems.list[0].line, ==, 22);
  g_assert_cmpuint (slip->problems.list[0].column, ==, 2);
  g_assert_cmpint (other->columns[1].role, ==, DS_ROLE_INPUT);
}

static void
expect (const DsSurvey *survey, guint i, gsize line, guint column, const char *text)
{
  g_assert_cmpuint (survey->problems.n, >, i);
  g_assert_cmpuint (survey->problems.list[i].line, ==, line);
  g_assert_cmpuint (survey->problems.list[i].column, ==, column);
  g_assert_nonnull (strstr (survey->problems.list[i].text, text));
}

static void
test_all_problems (void)
{
  static const char text[] = "a,b,y\n"
                             "1,2,p\n"
                             "1,wide,q\n"
                             "1,2\n"
                             "1,2,p,q\n"
                             "x,1e99,q\n"
                             "\"1\"2,3,p\n"
                             "2,2,q\n"
                             "3,\"open,q\n"
                             "4,2,p\n";
  g_autoptr (DsSurvey) survey = survey_text (text, (DsSource){ .header = -1 }, NULL);

  g_assert_cmpuint (survey->problems.total, ==, 7);
  expect (survey, 0, 3, 2, "expected a number in column \"b\", found \"wide\"");
  expect (survey, 1, 4, 3, "2 fields where the header has 3");
  expect (survey, 2, 5, 4, "4 fields");
  expect (survey, 3, 6, 1, "found \"x\"");
  expect (survey, 4, 6, 2, "too large");
  expect (survey, 5, 7, 1, "behind a closing quote");
  expect (survey, 6, 9, 2, "never closed");
  g_assert_cmpuint (survey->rows, ==, 3);
  g_assert_cmpuint (survey->rows_found, ==, 9);
  g_assert_cmpuint (survey->n_preview, ==, 9);
  g_assert_cmpstr (survey->preview[7].cells[0], ==, "3,\"open,q");
  g_assert_cmpuint (survey->preview[7].line, ==, 9);
  /* one problem is one row of the preview, wherever in the file it is */
  for (guint i = 0; i < survey->problems.n; i++)
    {
      gboolean found = FALSE;
      for (guint k = 0; k < survey->n_preview; k++)
        found = found || survey->preview[k].start == survey->problems.list[i].row_start;
      g_assert_true (found);
    }
  g_assert_nonnull (strstr (ds_dataset_notes (survey->table)[0], "6 broken rows left out; the first is line 3"));
}

/* A stray quote that meets another far below costs its own row and no more. */
static void
test_stray_quotes (void)
{
  g_autoptr (DsSurvey) survey = survey_text ("a,y\n\"1,p\n2,q\n3,p\n\"4,q\n5,p\n", (DsSource){ .header = -1 }, NULL);

  g_assert_cmpuint (survey->rows, ==, 3);
  g_assert_cmpuint (survey->problems.total, ==, 2);
}

static void
test_chosen_kinds (void)
{
  char *zip[] = { (char *) "zip", NULL }, *size[] = { (char *) "size", NULL };
  const char *text = "zip,size,y\n1,big,0\n2,7,1\n1,big,0\n3,9,1\n";
  g_autoptr (DsSurvey) survey = survey_text (text, (DsSource){ .header = -1, .classes = zip, .numbers = size }, NULL);

  g_assert_cmpint (survey->columns[0].kind, ==, DS_COLUMN_CLASS);
  g_assert_cmpuint (survey->columns[0].n_classes, ==, 2);
  g_assert_cmpint (survey->columns[1].kind, ==, DS_COLUMN_NUMBER);
  g_assert_cmpuint (survey->problems.total, ==, 2);
  g_assert_cmpint (survey->task, ==, DS_CLASSIFICATION);
  g_assert_cmpuint (survey->columns[2].n_classes, ==, 1);
}

static void
test_task_counts_once (void)
{
  /* read twice to find out that y is a class; the word is one problem all the same */
  g_autoptr (DsSurvey) survey = survey_text ("a,y\n1,0\n2,1\nx,0\n4,1\n5,0\n", (DsSource){ .header = -1 }, NULL);

  g_assert_cmpuint (survey->problems.total, ==, 1);
  g_assert_cmpuint (survey->problems.n, ==, 1);
  g_assert_cmpuint (survey->columns[1].n_classes, ==, 2);
}

static void
test_obstacles (void)
{
  g_autoptr (DsSurvey) one = survey_text ("a|b\n1|2\n", (DsSource){ .header = -1, .delimiter = ';' }, NULL);
  g_autoptr (DsSurvey) broken = survey_text ("a,b\n1,2,3\n1,2,3\n", (DsSource){ .header = 1 }, NULL);

  g_assert_nonnull (one->obstacle);
  g_assert_cmpuint (one->n_columns, ==, 1);
  g_assert_null (broken->table);
  g_assert_cmpuint (broken->problems.total, ==, 2);
}

/* Columns of one name are told apart by a number, and none takes a name that another has in the file. */
static void
test_equal_names (void)
{
  g_autoptr (DsSurvey) twice = survey_text ("x,x,x_2,,x,\n1,2,3,4,5,0\n2,3,4,5,6,1\n", (DsSource){ .header = -1 }, NULL);
  const char *names[] = { "x", "x_3", "x_2", NULL, "x_4", NULL };

  g_assert_nonnull (twice->table);
  g_assert_cmpuint (twice->n_columns, ==, G_N_ELEMENTS (names));
  for (guint c = 0; c < G_N_ELEMENTS (names); c++)
    if (names[c] != NULL)
      g_assert_cmpstr (twice->columns[c].name, ==, names[c]);
  g_assert_cmpstr (twice->columns[3].name, !=, twice->columns[5].name);
}

static void
test_many_problems (void)
{
  g_autoptr (GString) text = g_string_new ("a,y\n");

  for (guint i = 0; i < 3000; i++)
    g_string_append (text, i % 2 ? "1,p\n" : "1\n");
  g_autoptr (DsSurvey) survey = survey_text (text->str, (DsSource){ .header = -1 }, NULL);
  g_assert_cmpuint (survey->problems.total, ==, 1500);
  g_assert_cmpuint (survey->problems.n, ==, DS_MAX_PROBLEMS);
  g_assert_cmpuint (survey->rows, ==, 1500);
  g_assert_cmpuint (survey->n_preview, >=, DS_MAX_PROBLEMS);
}

/* What is told before the file is read is about what it comes to. */
static void
test_estimate (void)
{
  g_autofree char *samples = g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "data", "samples", NULL);
  g_autofree char *digits = g_build_filename (samples, "digits.csv", NULL), *none = g_build_filename (samples, "none.csv", NULL);
  DsSource values = { .kind = DS_SOURCE_CSV, .path = digits, .header = -1 };
  g_autoptr (DsSurvey) survey = ds_survey_new (&values, NULL, NULL, NULL, NULL);

  g_assert_cmpfloat_with_epsilon ((double) ds_survey_estimate (&values) / (double) survey->bytes, 1, 0.1);
  values.path = none;
  g_assert_cmpuint (ds_survey_estimate (&values), ==, 0);
  values.path = samples; /* a folder */
  g_assert_cmpuint (ds_survey_estimate (&values), ==, 0);
}

/* A file in /tmp with these bytes. Caller frees the path and unlinks. */
static char *
put_bytes (const char *pattern, const void *bytes, gsize n)
{
  char *path = NULL;

  g_close (g_file_open_tmp (pattern, &path, NULL), NULL);
  g_assert_true (g_file_set_contents (path, bytes, n, NULL));
  return path;
}

/* Headers tell it too, before the data are there. */
static void
test_estimate_of_headers (void)
{
  static const char npy[] = "\x93NUMPY\x01\0\x42\0{'descr': '<f8', 'fortran_order': True, 'shape': (1500000, 2)}   \n";
  static const guint8 idx[] = { 0, 0, 8, 3, 0, 0, 0xea, 0x60, 0, 0, 0, 28, 0, 0, 0, 28, 1, 2, 3 };
  static const guint8 lies[] = { 0, 0, 8, 3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
  g_autofree char *a = put_bytes ("fallline-a-XXXXXX.npy", npy, sizeof npy - 1), *b = put_bytes ("fallline-b-XXXXXX", idx, sizeof idx);
  g_autofree char *c = put_bytes ("fallline-c-XXXXXX", lies, sizeof lies), *d = put_bytes ("fallline-d-XXXXXX", idx, 9);
  DsSource values = { .kind = DS_SOURCE_NPY, .images = a };

  g_assert_cmpuint (ds_survey_estimate (&values), ==, 1500000 * 2 * 4);
  values.labels = a;
  g_assert_cmpuint (ds_survey_estimate (&values), ==, 1500000 * 3 * 4);
  values = (DsSource){ .kind = DS_SOURCE_IDX, .images = b, .labels = b };
  g_assert_cmpuint (ds_survey_estimate (&values), ==, 60000 * 785 * 4);
  values.images = c;
  g_assert_cmpuint (ds_survey_estimate (&values), ==, 0);
  values.images = d;
  g_assert_cmpuint (ds_survey_estimate (&values), ==, 0);
  for (guint i = 0; i < 4; i++)
    g_unlink ((char *[]){ a, b, c, d }[i]);
}

/* What is wrong with two files is listed where it is more than one thing. */
static void
test_files_as_a_whole (void)
{
  static const guint8 images[] = { 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3 }, labels[] = { 0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 0 };
  static const char pairs[] = "\x93NUMPY\x01\0\x3a\0{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2)}\n\1\2\3";
  static const char three[] = "\x93NUMPY\x01\0\x3a\0{'descr': '|u1', 'fortran_order': False, 'shape': (3, 2)}\n\1\2\3\4\5\6";
  g_autofree char *a = put_bytes ("fallline-a-XXXXXX", images, sizeof images), *b = put_bytes ("fallline-b-XXXXXX", labels, sizeof labels);
  g_autofree char *c = put_bytes ("fallline-c-XXXXXX", pairs, sizeof pairs - 1), *d = put_bytes ("fallline-d-XXXXXX", three, sizeof three - 1);
  g_autoptr (DsSurvey) idx = ds_survey_new (&(DsSource){ .kind = DS_SOURCE_IDX, .images = a, .labels = b }, NULL, NULL, NULL, NULL);
  g_autoptr (DsSurvey) npy = ds_survey_new (&(DsSource){ .kind = DS_SOURCE_NPY, .images = c, .labels = d }, NULL, NULL, NULL, NULL);
  g_autoptr (DsSurvey) one = ds_survey_new (&(DsSource){ .kind = DS_SOURCE_NPY, .images = c }, NULL, NULL, NULL, NULL);

  g_assert_cmpuint (idx->problems.n, ==, 2);
  g_assert_nonnull (strstr (idx->problems.list[0].text, "announces 4 bytes of data, but only 3 follow"));
  g_assert_nonnull (strstr (idx->problems.list[1].text, "3 labels"));
  g_assert_nonnull (strstr (idx->obstacle, "Mend the files"));
  g_assert_cmpuint (npy->problems.n, ==, 2);
  g_assert_nonnull (strstr (npy->problems.list[0].text, "its shape needs 4 × 1"));
  g_assert_nonnull (strstr (npy->problems.list[1].text, "has 2 numbers a row; expected labels"));
  /* of one alone there is no need for a list */
  g_assert_cmpuint (one->problems.n, ==, 0);
  g_assert_nonnull (strstr (one->obstacle, "its shape needs 4 × 1"));
  for (guint i = 0; i < 4; i++)
    g_unlink ((char *[]){ a, b, c, d }[i]);
}

/* .npy has no text, but all the rest: rows with problems in the preview, columns described even where there is no table yet. */
static void
test_numbers (void)
{
  static const char header[] = "\x93NUMPY\x01\0\x3f\0{'descr': '<f4', 'fortran_order': False, 'shape': (150, 2), } \n";
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *path = NULL;
  g_autoptr (DsSurvey) survey = NULL, mended = NULL;
  char *inputs[] = { (char *) "column2", NULL };

  g_byte_array_append (bytes, (const guint8 *) header, sizeof header - 1);
  for (guint row = 0; row < 150; row++)
    {
      float values[] = { NAN, row == 3 || row == 120 ? -INFINITY : row % 2 };
      g_byte_array_append (bytes, (const guint8 *) values, sizeof values);
    }
  g_close (g_file_open_tmp ("fallline-survey-XXXXXX.npy", &path, NULL), NULL);
  g_assert_true (g_file_set_contents (path, (const char *) bytes->data, bytes->len, NULL));
  DsSource values = { .kind = DS_SOURCE_NPY, .images = path };
  survey = ds_survey_new (&values, NULL, NULL, NULL, NULL);
  g_assert_null (survey->table);
  g_assert_nonnull (strstr (survey->obstacle, "every row has a missing value"));
  g_assert_cmpuint (survey->columns[0].missing, ==, 150);
  g_assert_cmpuint (survey->problems.total, ==, 2);
  g_assert_cmpuint (survey->problems.list[1].line, ==, 121);
  g_assert_cmpuint (survey->n_preview, ==, 101);
  g_assert_cmpuint (survey->preview[100].line, ==, 121);
  g_assert_cmpstr (survey->preview[100].cells[0], ==, "nan");

  values.inputs = inputs;
  values.target = (char *) "column1";
  mended = ds_survey_new (&values, NULL, NULL, NULL, NULL);
  g_assert_nonnull (mended->obstacle); /* a target is never made up */
  g_assert_cmpint (mended->columns[0].role, ==, DS_ROLE_TARGET);
  g_unlink (path);
}

static gboolean
stop_cb (double share, gpointer user_data)
{
  return FALSE;
}

static void
test_errors (void)
{
  DsSource values = { .kind = DS_SOURCE_CSV, .path = (char *) "/nowhere.csv" };
  g_autofree char *samples = g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "data", "samples", "iris.csv", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (ds_survey_new (&values, NULL, NULL, NULL, &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_IO);
  g_clear_error (&error);
  values.path = samples;
  values.header = -1;
  g_assert_null (ds_survey_new (&values, NULL, stop_cb, NULL, &error));
  g_assert_cmpstr (g_quark_to_string (error->domain), ==, "g-io-error-quark");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/survey/good", test_good);
  g_test_add_func ("/survey/split", test_split);
  g_test_add_func ("/survey/all-problems", test_all_problems);
  g_test_add_func ("/survey/stray-quotes", test_stray_quotes);
  g_test_add_func ("/survey/chosen-kinds", test_chosen_kinds);
  g_test_add_func ("/survey/task-counts-once", test_task_counts_once);
  g_test_add_func ("/survey/obstacles", test_obstacles);
  g_test_add_func ("/survey/equal-names", test_equal_names);
  g_test_add_func ("/survey/many-problems", test_many_problems);
  g_test_add_func ("/survey/estimate", test_estimate);
  g_test_add_func ("/survey/estimate-of-headers", test_estimate_of_headers);
  g_test_add_func ("/survey/files-as-a-whole", test_files_as_a_whole);
  g_test_add_func ("/survey/numbers", test_numbers);
  g_test_add_func ("/survey/errors", test_errors);
  return g_test_run ();
}
