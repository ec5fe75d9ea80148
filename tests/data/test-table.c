/* Another table through the transforms of the first: what `fallline predict` reads. */
#include <string.h>

#include "ds-prepared.h"
#include "ds-readers.h"

static DsDataset *
parse (const char *text, const char *target)
{
  g_autoptr (GError) error = NULL;
  DsCsvOptions options = { .header = -1, .target = target };
  DsDataset *table = ds_csv_parse (text, strlen (text), "new.csv", &options, NULL, NULL, &error);

  g_assert_no_error (error);
  return table;
}

static DsPrepared *
train (const char *text, guint features)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) table = parse (text, NULL);
  DsPrepareOptions options = { DS_CLASSIFICATION, features, TRUE, 0, 0 };
  DsPrepared *prepared = ds_prepare (table, &options, 1, &error);

  g_assert_no_error (error);
  return prepared;
}

#define COLOURS "size,color,y\n1,red,p\n2,blue,q\n3,red,q\n6,green,p\n"
#define PLANE "x1,x2,class\n1,2,A\n-1,4,B\n3,0.5,A\n"

/* The rows of text come out as the rows of prepared do. */
static void
check_same (const DsPrepared *prepared, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) table = parse (text, "");
  g_autofree float *x = ds_prepared_transform_table (prepared, table, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ds_dataset_rows (table), ==, prepared->rows);
  g_assert_cmpmem (x, prepared->rows * prepared->inputs * sizeof (float), prepared->x,
                   prepared->rows * prepared->inputs * sizeof (float));
}

static void
test_by_name (void)
{
  g_autoptr (DsPrepared) colours = train (COLOURS, 0), plane = train (PLANE, 127);

  check_same (colours, COLOURS);
  check_same (colours, "color,note,size\nred,a,1\nblue,b,2\nred,c,3\ngreen,a,6\n"); /* other order, other columns */
  check_same (plane, PLANE);
  check_same (plane, "x2,x1\n2,1\n4,-1\n0.5,3\n");
}

static void
test_by_position (void)
{
  g_autoptr (DsPrepared) plane = train (PLANE, 3), colours = train (COLOURS, 0);

  check_same (plane, "1,2\n-1,4\n3,0.5\n");       /* the inputs alone */
  check_same (plane, "1,2,0\n-1,4,0\n3,0.5,0\n"); /* every column */
  check_same (colours, "1,red\n2,blue\n3,red\n6,green\n");
}

static void
test_numbers_as_classes (void)
{
  g_autoptr (DsPrepared) prepared = train ("k,y\n1,p\nx,q\nz,q\n2,p\n", 0);

  check_same (prepared, "k,other\n1,1\nx,2\nz,3\n2,4\n");
  g_autoptr (DsDataset) numbers = parse ("k,o\n2,1\n1,1\n", "");
  g_autofree float *x = ds_prepared_transform_table (prepared, numbers, NULL);
  g_assert_nonnull (x); /* a column of numbers alone still names classes */
  g_assert_cmpmem (x, prepared->inputs * 4, prepared->x + 3 * prepared->inputs, prepared->inputs * 4);
}

static void
refuse (const DsPrepared *prepared, const char *text, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) table = parse (text, "");

  g_assert_null (ds_prepared_transform_table (prepared, table, &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_null (ds_prepared_transform_table (prepared, table, NULL));
}

static void
test_refusals (void)
{
  g_autoptr (DsPrepared) colours = train (COLOURS, 0), plane = train (PLANE, 0);

  refuse (colours, "size,colour\n1,red\n", "new.csv: there is no column \"color\", which the network needs; there are size, colour");
  refuse (colours, "size,color\n1,red\n2,violet\n",
          "new.csv: row 2, column \"color\": \"violet\" was never seen in training; expected one of blue, green, red");
  refuse (colours, "size,color\n1,5\n", "new.csv: row 1, column \"color\": \"5\" was never seen in training; expected one of blue, green, red");
  refuse (colours, "size,color\nbig,red\n", "new.csv: column \"size\" holds words (\"big\"); expected numbers");
  refuse (plane, "1,2,3,4\n", "new.csv has no header and 4 columns; expected the 2 inputs of the network, or a header that names them");
}

#define GAPS "a,b,c,y\n1,10,u,p\n,20,u,q\n3,,v,p\n5,40,,q\n100,400,w,p\n200,,w,q\n"

static DsPrepared *
train_with_gaps (const char *text, const guint32 *rows, gsize n_train, gsize n_validation, GError **error)
{
  DsCsvOptions options = { .header = -1, .missing = DS_MISSING_MEAN };
  g_autoptr (DsDataset) table = ds_csv_parse (text, strlen (text), "gaps.csv", &options, NULL, NULL, NULL);
  DsPrepareOptions how = { DS_CLASSIFICATION, 0, FALSE, 0, 0 };

  g_assert_nonnull (table);
  return ds_prepare_rows (table, &how, rows, n_train, n_validation, 0, error);
}

/* What stands in for a missing value comes from the training rows alone, for every row. */
static void
test_gaps (void)
{
  const guint32 rows[] = { 0, 1, 2, 3, 4, 5 };
  g_autoptr (GError) error = NULL;
  g_autoptr (DsPrepared) prepared = train_with_gaps (GAPS, rows, 4, 2, &error);
  const float expected[] = { 1, 10, 1, 0, 0,  3, 20, 1, 0, 0,  3, 70.0f / 3, 0, 1, 0,  5, 40, 1, 0, 0,  100, 400, 0, 0, 1,  200, 70.0f / 3, 0, 0, 1 };

  g_assert_no_error (error);
  g_assert_cmpuint (prepared->raw_inputs, ==, 5);
  g_assert_cmpmem (prepared->raw, 30 * sizeof (float), expected, sizeof expected);
  g_assert_cmpfloat (prepared->raw_mean[0], ==, 3);
  g_assert_cmpfloat (prepared->raw_max[0], ==, 200);
}

/* A row to predict gets what a training row would have got, whatever stands in the rows beside it. */
static void
test_gaps_to_predict (void)
{
  const guint32 rows[] = { 0, 1, 2, 3, 4, 5 };
  g_autoptr (DsPrepared) prepared = train_with_gaps (GAPS, rows, 4, 2, NULL);
  char *inputs[] = { (char *) "a", (char *) "b", (char *) "c", NULL };
  DsCsvOptions options = { .inputs = inputs, .target = "", .header = 1, .missing = DS_MISSING_MEAN };
  const char *texts[] = { "a,b,c\n,7,\n1000,8,w\n", "c,a,b\n,,7\n" }; /* in the second, two columns hold nothing at all */

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DsDataset) table = ds_csv_parse (texts[i], strlen (texts[i]), "new.csv", &options, NULL, NULL, &error);
      const float expected[] = { 3, 7, 1, 0, 0 };

      g_assert_no_error (error);
      g_autofree float *x = ds_prepared_transform_table (prepared, table, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (x, 5 * sizeof (float), expected, sizeof expected);
    }
}

static void
test_gaps_without_a_mean (void)
{
  const guint32 rows[] = { 1, 0, 2, 3, 4, 5 };
  g_autoptr (GError) error = NULL;

  g_assert_null (train_with_gaps (GAPS, rows, 1, 5, &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
  g_assert_cmpstr (error->message, ==, "gaps.csv: column \"a\" has no values in the training rows; leave it out, or share the rows out by another seed");
}

/* Rows that lack the same values repeat one another. */
static void
test_repeated_gaps (void)
{
  DsCsvOptions options = { .header = -1, .missing = DS_MISSING_MEAN };
  const char *text = "a,b,y\n1,,p\n2,,p\n1,,p\n1,5,p\n1,,q\n,,p\n,,p\n2,6,q\n";
  g_autoptr (DsDataset) table = ds_csv_parse (text, strlen (text), "gaps.csv", &options, NULL, NULL, NULL);
  DsPrepareOptions how = { .task = DS_CLASSIFICATION, .unique_rows = TRUE };
  g_autoptr (DsPrepared) prepared = ds_prepare (table, &how, 1, NULL);

  g_assert_nonnull (prepared);
  g_assert_cmpuint (prepared->rows, ==, 6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/by-name", test_by_name);
  g_test_add_func ("/table/by-position", test_by_position);
  g_test_add_func ("/table/numbers-as-classes", test_numbers_as_classes);
  g_test_add_func ("/table/refusals", test_refusals);
  g_test_add_func ("/table/gaps", test_gaps);
  g_test_add_func ("/table/gaps-to-predict", test_gaps_to_predict);
  g_test_add_func ("/table/gaps-without-a-mean", test_gaps_without_a_mean);
  g_test_add_func ("/table/repeated-gaps", test_repeated_gaps);
  return g_test_run ();
}
