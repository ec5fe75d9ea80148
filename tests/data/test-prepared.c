/* Split, features, standardizing, one-hot: against numbers worked out by hand. */
#include <math.h>
#include <string.h>

#include "ds-prepared.h"
#include "ds-readers.h"
#include "ds-source.h"

static DsDataset *
parse (const char *text, DsTask task)
{
  g_autoptr (GError) error = NULL;
  DsCsvOptions options = { .header = -1, .task = task };
  DsDataset *table = ds_csv_parse (text, strlen (text), "t.csv", &options, NULL, NULL, &error);

  g_assert_no_error (error);
  return table;
}

static DsPrepared *
prepare (DsDataset *table, DsPrepareOptions options, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  DsPrepared *prepared = ds_prepare (table, &options, seed, &error);

  g_assert_no_error (error);
  return prepared;
}

static DsDataset *
counting (guint rows)
{
  GString *text = g_string_new ("x,y\n");

  for (guint i = 0; i < rows; i++)
    g_string_append_printf (text, "%u,%u\n", i, 2 * i);
  DsDataset *table = parse (text->str, DS_REGRESSION);
  g_string_free (text, TRUE);
  return table;
}

static void
test_split_counts (void)
{
  g_autoptr (DsDataset) table = counting (101);
  g_autoptr (DsPrepared) prepared = prepare (table, (DsPrepareOptions){ DS_REGRESSION, 0, FALSE, 0.25, 0.1 }, 7);
  gboolean seen[101] = { FALSE };
  gsize ends[] = { prepared->n_train, prepared->n_train + prepared->n_validation, prepared->rows };

  g_assert_cmpuint (prepared->n_validation, ==, 25);
  g_assert_cmpuint (prepared->n_test, ==, 10);
  g_assert_cmpuint (prepared->n_train, ==, 66);
  for (gsize part = 0, row = 0; part < 3; part++)
    for (gsize first = row; row < ends[part]; row++)
      {
        guint32 source = prepared->source_row[row];
        g_assert_false (seen[source]);
        seen[source] = TRUE;
        if (row > first)
          g_assert_cmpuint (source, >, prepared->source_row[row - 1]); /* the order of the source */
        g_assert_cmpfloat (prepared->x[row], ==, source);
        g_assert_cmpfloat (prepared->y[row], ==, 2 * source);
      }
  g_assert_cmpfloat (prepared->y_min, ==, 0);
  g_assert_cmpfloat (prepared->y_max, ==, 200);
}

static void
test_split_is_drawn_by_seed (void)
{
  g_autoptr (DsDataset) table = counting (200);
  DsPrepareOptions options = { DS_REGRESSION, 0, FALSE, 0.5, 0 };
  g_autoptr (DsPrepared) a = prepare (table, options, 1), b = prepare (table, options, 1), c = prepare (table, options, 2);

  g_assert_cmpmem (a->source_row, 200 * 4, b->source_row, 200 * 4);
  g_assert_true (memcmp (a->source_row, c->source_row, 200 * 4) != 0);
}

static void
test_larger_share_keeps_validation_rows (void)
{
  g_autoptr (DsDataset) table = counting (200);
  g_autoptr (DsPrepared) small = prepare (table, (DsPrepareOptions){ DS_REGRESSION, 0, FALSE, 0.2, 0 }, 1);
  g_autoptr (DsPrepared) large = prepare (table, (DsPrepareOptions){ DS_REGRESSION, 0, FALSE, 0.4, 0.2 }, 1);

  for (gsize i = 0; i < small->n_validation; i++)
    {
      gboolean found = FALSE;
      for (gsize j = 0; j < large->n_validation; j++)
        found |= large->source_row[large->n_train + j] == small->source_row[small->n_train + i];
      g_assert_true (found);
    }
}

static void
test_one_row_stays_for_training (void)
{
  g_autoptr (DsDataset) table = counting (2);
  g_autoptr (DsPrepared) prepared = prepare (table, (DsPrepareOptions){ DS_REGRESSION, 0, TRUE, 0.9, 0.05 }, 1);

  g_assert_cmpuint (prepared->n_train, ==, 1);
  g_assert_cmpuint (prepared->rows, ==, 2);
  g_assert_cmpfloat (prepared->scale[0], ==, 1); /* one row does not vary */
}

static void
test_standardize (void)
{
  g_autoptr (DsDataset) table = parse ("a,b,y\n1,0.1,0\n2,0.1,1\n3,0.1,2\n6,0.1,3\n", DS_REGRESSION);
  g_autoptr (DsPrepared) prepared = prepare (table, (DsPrepareOptions){ DS_REGRESSION, 0, TRUE, 0, 0 }, 1);
  double deviation = sqrt ((4 + 1 + 0 + 9) / 4.0); /* population */

  g_assert_cmpfloat (prepared->mean[0], ==, 3);
  g_assert_cmpfloat_with_epsilon (prepared->scale[0], deviation, 1e-15);
  g_assert_cmpfloat (prepared->scale[1], ==, 1); /* constant, in spite of 0.1 not being a binary fraction */
  g_assert_cmpfloat (prepared->mean[1], ==, 0.1f);
  for (gsize row = 0; row < 4; row++)
    {
      float expected = (prepared->raw[2 * row] - 3) / deviation;
      g_assert_cmpfloat (prepared->x[2 * row], ==, expected);
      g_assert_cmpfloat (prepared->x[2 * row + 1], ==, 0);
    }
  g_assert_cmpfloat (prepared->raw_min[0], ==, 1);
  g_assert_cmpfloat (prepared->raw_max[0], ==, 6);
  g_assert_cmpfloat (prepared->raw_mean[0], ==, 3);
}

static void
test_statistics_of_training_rows_alone (void)
{
  g_autoptr (DsDataset) table = counting (50);
  g_autoptr (DsPrepared) prepared = prepare (table, (DsPrepareOptions){ DS_REGRESSION, 0, TRUE, 0.3, 0.2 }, 3);
  double mean = 0, squares = 0;

  for (gsize row = 0; row < prepared->n_train; row++)
    mean += prepared->source_row[row] / (double) prepared->n_train;
  for (gsize row = 0; row < prepared->n_train; row++)
    squares += pow (prepared->source_row[row] - mean, 2);
  g_assert_cmpfloat_with_epsilon (prepared->mean[0], mean, 1e-12);
  g_assert_cmpfloat_with_epsilon (prepared->raw_mean[0], mean, 1e-12);
  g_assert_cmpfloat_with_epsilon (prepared->scale[0], sqrt (squares / prepared->n_train), 1e-12);
  g_assert_cmpfloat (prepared->raw_min[0], ==, 0); /* over all rows */
  g_assert_cmpfloat (prepared->raw_max[0], ==, 49);
}

static void
test_features (void)
{
  g_autoptr (DsDataset) table = parse ("x1,x2,class\n1,2,A\n3,-4,B\n0.5,0.25,A\n", DS_CLASSIFICATION);
  g_autoptr (DsPrepared) prepared = prepare (table, (DsPrepareOptions){ DS_CLASSIFICATION, 127, FALSE, 0, 0 }, 1);
  static const char *const titles[] = { "x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂" };

  g_assert_cmpuint (prepared->inputs, ==, 7);
  g_assert_cmpuint (prepared->raw_inputs, ==, 2);
  for (gsize row = 0; row < 3; row++)
    {
      double a = prepared->raw[2 * row], b = prepared->raw[2 * row + 1];
      double expected[] = { a, b, a * a, b * b, a * b, sin (a), sin (b) };
      for (guint i = 0; i < 7; i++)
        g_assert_cmpfloat (prepared->x[7 * row + i], ==, (float) expected[i]);
    }
  for (guint i = 0; i < 7; i++)
    g_assert_cmpstr (prepared->input_names[i], ==, titles[i]);
  g_assert_null (prepared->input_names[7]);
  g_assert_cmpstr (prepared->raw_names[1], ==, "x2");
  g_assert_cmpuint (prepared->n_classes, ==, 2);
  g_assert_cmpstr (prepared->class_names[1], ==, "B");
  g_assert_cmpstr (prepared->target_name, ==, "class");
}

static void
test_feature_names (void)
{
  static const char *const names[] = { "x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)" };

  for (guint bit = 0; bit < DS_N_FEATURES; bit++)
    {
      g_assert_cmpstr (ds_feature_name (bit), ==, names[bit]);
      g_assert_cmpuint (ds_feature_from_name (names[bit]), ==, 1u << bit);
    }
  g_assert_cmpuint (ds_feature_from_name ("x3"), ==, 0);
  g_assert_cmpuint (ds_feature_from_name (NULL), ==, 0);
}

static void
test_names_of_other_columns (void)
{
  g_autoptr (DsDataset) table = parse ("length,width,y\n1,2,A\n3,4,B\n", DS_CLASSIFICATION);
  g_autoptr (DsPrepared) prepared = prepare (table, (DsPrepareOptions){ DS_CLASSIFICATION, 0x15, FALSE, 0, 0 }, 1);

  g_assert_cmpuint (prepared->inputs, ==, 3);
  g_assert_cmpstr (prepared->input_names[0], ==, "length");
  g_assert_cmpstr (prepared->input_names[1], ==, "length²");
  g_assert_cmpstr (prepared->input_names[2], ==, "length · width");
}

static void
test_one_hot (void)
{
  g_autoptr (DsDataset) table = parse ("color,size,y\nred,1,A\ngreen,2,B\nred,3,B\nblue,4,A\n", DS_CLASSIFICATION);
  g_autoptr (DsPrepared) prepared = prepare (table, (DsPrepareOptions){ DS_CLASSIFICATION, 0, FALSE, 0, 0 }, 1);
  static const float expected[] = { 0, 0, 1, 1, 0, 1, 0, 2, 0, 0, 1, 3, 1, 0, 0, 4 };

  g_assert_cmpuint (prepared->raw_inputs, ==, 4);
  g_assert_cmpstr (prepared->raw_names[0], ==, "color=blue");
  g_assert_cmpstr (prepared->raw_names[2], ==, "color=red");
  g_assert_cmpstr (prepared->raw_names[3], ==, "size");
  for (guint i = 0; i < 16; i++)
    g_assert_cmpfloat (prepared->x[i], ==, expected[i]);
}

static void
test_transform_is_what_training_saw (void)
{
  guint n;
  DsItem item = ds_item (ds_generators (&n)[0]);
  DsSource source = { .kind = DS_SOURCE_GENERATOR, .generator = item };
  g_autoptr (DsDataset) table = ds_source_load (&source, DS_CLASSIFICATION, NULL, 1, NULL, NULL, NULL);
  g_autoptr (DsPrepared) prepared = prepare (table, (DsPrepareOptions){ DS_CLASSIFICATION, 127, TRUE, 0.25, 0.1 }, 1);

  for (gsize row = 0; row < prepared->rows; row++)
    {
      float x[7];
      ds_prepared_transform (prepared, prepared->raw + 2 * row, x);
      g_assert_cmpmem (x, sizeof x, prepared->x + 7 * row, sizeof x); /* to the bit */
    }
}

static void
assert_refused (DsDataset *table, DsPrepareOptions options, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ds_prepare (table, &options, 1, &error));
  g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
  if (!strstr (error->message, words))
    g_error ("\"%s\" lacks \"%s\"", error->message, words);
  g_assert_null (ds_prepare (table, &options, 1, NULL));
}

static void
test_refusals (void)
{
  g_autoptr (DsDataset) numbers = parse ("a,b,y\n1,2,3\n4,5,6\n", DS_REGRESSION);
  g_autoptr (DsDataset) single = parse ("a,y\n1,3\n4,6\n", DS_REGRESSION);
  g_autoptr (DsDataset) one_class = parse ("a,y\n1,k\n4,k\n", DS_CLASSIFICATION);
  g_autoptr (DsDataset) classes = parse ("a,b,y\nu,2,k\nv,3,l\n", DS_CLASSIFICATION);
  g_autoptr (DsDataset) huge = parse ("a,b,y\n1e30,2,3\n4,5,6\n", DS_REGRESSION);
  g_autoptr (DsDataset) empty = ds_dataset_new_take (0, 0, NULL, NULL, "nothing");

  assert_refused (numbers, (DsPrepareOptions){ DS_CLASSIFICATION, 0, TRUE, 0, 0 }, "choose regression");
  assert_refused (classes, (DsPrepareOptions){ DS_REGRESSION, 0, TRUE, 0, 0 }, "choose classification");
  assert_refused (one_class, (DsPrepareOptions){ DS_CLASSIFICATION, 0, TRUE, 0, 0 }, "single class, \"k\"");
  assert_refused (numbers, (DsPrepareOptions){ DS_REGRESSION, 0, TRUE, 0.95, 0 }, "validation share is 0.95");
  assert_refused (numbers, (DsPrepareOptions){ DS_REGRESSION, 0, TRUE, NAN, 0 }, "validation share");
  assert_refused (numbers, (DsPrepareOptions){ DS_REGRESSION, 0, TRUE, 0, -0.1 }, "test share");
  assert_refused (numbers, (DsPrepareOptions){ DS_REGRESSION, 0, TRUE, 0.6, 0.5 }, "below 1");
  assert_refused (numbers, (DsPrepareOptions){ DS_REGRESSION, 1 << 7, TRUE, 0, 0 }, "features");
  assert_refused (single, (DsPrepareOptions){ DS_REGRESSION, 1, TRUE, 0, 0 }, "exactly two inputs");
  assert_refused (classes, (DsPrepareOptions){ DS_CLASSIFICATION, 1, TRUE, 0, 0 }, "column \"a\" holds classes");
  assert_refused (huge, (DsPrepareOptions){ DS_REGRESSION, DS_FEATURE_X1_SQUARED, FALSE, 0, 0 }, "too large");
  assert_refused (empty, (DsPrepareOptions){ DS_REGRESSION, 0, TRUE, 0, 0 }, "no rows");
}

/* Repeated rows go, the first stays; equal inputs with another target stay; columns nobody looks at do not matter; -0 is 0. */
static void
test_unique_rows (void)
{
  static const guint32 kept[] = { 0, 1, 3, 4, 6 };
  g_autoptr (DsDataset) table = parse ("a,b,y\n0,2,1\n3,2,1\n-0,2,1\n0,2,5\n0,3,1\n3,2,1\n3,2,5\n0,2,1\n", DS_REGRESSION);
  g_autoptr (DsPrepared) all = prepare (table, (DsPrepareOptions){ .task = DS_REGRESSION }, 7);
  g_autoptr (DsPrepared) unique = prepare (table, (DsPrepareOptions){ .task = DS_REGRESSION, .unique_rows = TRUE }, 7);

  g_assert_cmpuint (all->rows, ==, 8);
  g_assert_cmpuint (unique->rows, ==, G_N_ELEMENTS (kept));
  g_assert_cmpuint (unique->n_train, ==, G_N_ELEMENTS (kept));
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_assert_cmpuint (unique->source_row[i], ==, kept[i]);
      g_assert_cmpfloat (unique->y[i], ==, all->y[kept[i]]);
      g_assert_cmpmem (unique->x + 2 * i, 2 * sizeof (float), all->x + 2 * kept[i], 2 * sizeof (float));
    }
}

/* No row of one part stands in another, and the shares are those of the rows that are left. */
static void
test_unique_rows_before_the_split (void)
{
  GString *text = g_string_new ("x,y\n");
  g_autoptr (DsDataset) table = NULL, once = counting (40);
  g_autoptr (DsPrepared) prepared = NULL, plain = NULL;
  gboolean seen[40] = { FALSE };

  for (guint i = 0; i < 120; i++)
    g_string_append_printf (text, "%u,%u\n", i % 40, 2 * (i % 40));
  table = parse (text->str, DS_REGRESSION);
  g_string_free (text, TRUE);
  prepared = prepare (table, (DsPrepareOptions){ DS_REGRESSION, 0, TRUE, 0.25, 0.1, TRUE }, 7);
  plain = prepare (once, (DsPrepareOptions){ DS_REGRESSION, 0, TRUE, 0.25, 0.1, FALSE }, 7);
  g_assert_cmpuint (prepared->rows, ==, 40);
  g_assert_cmpuint (prepared->n_validation, ==, 10);
  g_assert_cmpuint (prepared->n_test, ==, 4);
  for (gsize row = 0; row < prepared->rows; row++)
    {
      g_assert_false (seen[(guint) prepared->y[row] / 2]);
      seen[(guint) prepared->y[row] / 2] = TRUE;
    }
  g_assert_cmpmem (prepared->source_row, 40 * sizeof (guint32), plain->source_row, 40 * sizeof (guint32)); /* as if they had never been */
  g_assert_cmpmem (prepared->x, 40 * sizeof (float), plain->x, 40 * sizeof (float));
}

/* Points put into validation by hand: the first of equal ones decides the part. */
static void
test_unique_rows_with_parts (void)
{
  DsPoint points[] = { { 1, 1, 0, DS_PART_VALIDATION }, { 1, 1, 0, DS_PART_TRAINING }, { 2, 1, 1, DS_PART_TRAINING },
                       { 2, 1, 1, DS_PART_VALIDATION }, { 3, 1, 0, DS_PART_TRAINING } };
  DsSource values = { .kind = DS_SOURCE_POINTS, .points = points, .n_points = G_N_ELEMENTS (points) };
  g_autoptr (DsSource) source = ds_source_new (&values);
  g_autoptr (GError) error = NULL;
  g_autoptr (DsDataset) table = ds_source_load (source, DS_CLASSIFICATION, NULL, 1, NULL, NULL, &error);
  g_autoptr (DsPrepared) prepared = NULL;

  g_assert_no_error (error);
  prepared = prepare (table, (DsPrepareOptions){ .task = DS_CLASSIFICATION, .unique_rows = TRUE }, 7);
  g_assert_cmpuint (prepared->n_train, ==, 2);
  g_assert_cmpuint (prepared->n_validation, ==, 1);
  g_assert_cmpuint (prepared->source_row[0], ==, 2);
  g_assert_cmpuint (prepared->source_row[1], ==, 4);
  g_assert_cmpuint (prepared->source_row[2], ==, 0);
}

/* The validation rows of two preparations of a table of twins, triplets and single rows: none has an equal that either was trained or
 * is tested on, both have the same in the same order, and training and its scale stay what they were. */
static void
test_judged (void)
{
  GString *text = g_string_new ("x,y\n");
  g_autoptr (DsDataset) table = NULL;
  g_autoptr (DsPrepared) all = NULL, unique = NULL, all_judged = NULL, unique_judged = NULL;
  DsPrepareOptions options = { DS_REGRESSION, 0, TRUE, 0.4, 0.1, FALSE };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 300; i++) /* 0 .. 99 once, 100 .. 149 twice, 150 .. 183 thrice or so */
    g_string_append_printf (text, "%u,1\n", i < 100 ? i : i < 200 ? 100 + i % 50 : 150 + i % 34);
  table = parse (text->str, DS_REGRESSION);
  g_string_free (text, TRUE);
  all = prepare (table, options, 7);
  options.unique_rows = TRUE;
  unique = prepare (table, options, 7);
  all_judged = ds_prepared_judged (all, unique, &error);
  g_assert_no_error (error);
  unique_judged = ds_prepared_judged (unique, all, &error);
  g_assert_no_error (error);

  g_test_message ("%zu of %zu and %zu validation rows are new to both", all_judged->n_validation, all->n_validation, unique->n_validation);
  g_assert_cmpuint (all_judged->n_validation, >, 30); /* nearly all single rows that both validate by, as rows keep their draws */
  g_assert_cmpmem (all_judged->source_row + all->n_train, all_judged->n_validation * sizeof (guint32), unique_judged->source_row + unique->n_train,
                   unique_judged->n_validation * sizeof (guint32));
  for (guint k = 0; k < 2; k++)
    {
      const DsPrepared *before = k == 0 ? all : unique, *after = k == 0 ? all_judged : unique_judged;
      gsize judges = after->n_train + after->n_validation;

      g_assert_cmpmem (after->source_row, after->n_train * sizeof (guint32), before->source_row, before->n_train * sizeof (guint32));
      g_assert_cmpmem (after->x, after->n_train * sizeof (float), before->x, before->n_train * sizeof (float));
      g_assert_cmpmem (after->source_row + judges, after->n_test * sizeof (guint32), before->source_row + before->n_train + before->n_validation,
                       before->n_test * sizeof (guint32));
      for (gsize i = after->n_train; i < judges; i++)
        for (gsize j = 0; j < before->rows; j++)
          if (j < before->n_train || j >= before->n_train + before->n_validation)
            g_assert_cmpfloat (after->raw[i], !=, before->raw[j]);
    }
}

/* Parts chosen by the caller among the rows that are left (the folds of a cross-validation). */
static void
test_unique_rows_chosen (void)
{
  static const guint32 rows[] = { 2, 0, 2 };
  g_autoptr (DsDataset) table = parse ("x,y\n1,1\n1,1\n2,1\n", DS_REGRESSION);
  DsPrepareOptions options = { .task = DS_REGRESSION, .unique_rows = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (DsPrepared) prepared = ds_prepare_rows (table, &options, rows, 1, 1, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (prepared->rows, ==, 2);
  g_assert_cmpfloat (prepared->x[0], ==, 2);
  g_assert_null (ds_prepare_rows (table, &options, rows, 2, 1, 0, &error)); /* row 2 twice */
  g_assert_error (error, DS_ERROR, DS_ERROR_VALUE);
}

static void
test_references (void)
{
  DsDataset *table = counting (10);
  DsPrepared *prepared = prepare (table, (DsPrepareOptions){ DS_REGRESSION, 0, FALSE, 0, 0 }, 1);

  ds_dataset_unref (table); /* prepared holds its own */
  g_assert_true (ds_prepared_ref (prepared) == prepared);
  ds_prepared_unref (prepared);
  g_assert_cmpuint (ds_dataset_rows (prepared->dataset), ==, 10);
  g_assert_cmpfloat (prepared->x[9], ==, 9);
  ds_prepared_unref (prepared);
  ds_prepared_unref (NULL);
}

typedef struct
{
  guint asked, last;
} Patience;

static gboolean
patience_cb (double share, gpointer user_data)
{
  Patience *patience = user_data;

  g_assert_cmpfloat (share, ==, 1);
  return ++patience->asked < patience->last;
}

/* It is asked several times whether the rows are still wanted, and each no ends it. */
static void
test_cancelled (void)
{
  static const char text[] = "a,b,y\n1,2,p\n3,4,q\n5,6,p\n";
  g_autoptr (DsDataset) table = ds_csv_parse (text, strlen (text), "t.csv", NULL, NULL, NULL, NULL);
  DsPrepareOptions options = { .task = DS_CLASSIFICATION, .standardize = TRUE };
  Patience never = { 0, G_MAXUINT };
  g_autoptr (DsPrepared) whole = ds_prepare_while (table, &options, 1, patience_cb, &never, NULL);

  g_assert_nonnull (whole);
  g_assert_cmpuint (never.asked, >=, 4);
  for (guint last = 1; last <= never.asked; last++)
    {
      Patience patience = { 0, last };
      g_autoptr (GError) error = NULL;
      g_assert_null (ds_prepare_while (table, &options, 1, patience_cb, &patience, &error));
      g_assert_cmpstr (g_quark_to_string (error->domain), ==, "g-io-error-quark");
      g_assert_cmpuint (patience.asked, ==, last);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prepared/split-counts", test_split_counts);
  g_test_add_func ("/prepared/split-is-drawn-by-seed", test_split_is_drawn_by_seed);
  g_test_add_func ("/prepared/larger-share-keeps-validation-rows", test_larger_share_keeps_validation_rows);
  g_test_add_func ("/prepared/one-row-stays-for-training", test_one_row_stays_for_training);
  g_test_add_func ("/prepared/standardize", test_standardize);
  g_test_add_func ("/prepared/statistics-of-training-rows-alone", test_statistics_of_training_rows_alone);
  g_test_add_func ("/prepared/features", test_features);
  g_test_add_func ("/prepared/feature-names", test_feature_names);
  g_test_add_func ("/prepared/names-of-other-columns", test_names_of_other_columns);
  g_test_add_func ("/prepared/one-hot", test_one_hot);
  g_test_add_func ("/prepared/transform-is-what-training-saw", test_transform_is_what_training_saw);
  g_test_add_func ("/prepared/refusals", test_refusals);
  g_test_add_func ("/prepared/unique-rows", test_unique_rows);
  g_test_add_func ("/prepared/unique-rows-before-the-split", test_unique_rows_before_the_split);
  g_test_add_func ("/prepared/unique-rows-with-parts", test_unique_rows_with_parts);
  g_test_add_func ("/prepared/judged", test_judged);
  g_test_add_func ("/prepared/unique-rows-chosen", test_unique_rows_chosen);
  g_test_add_func ("/prepared/cancelled", test_cancelled);
  g_test_add_func ("/prepared/references", test_references);
  return g_test_run ();
}
