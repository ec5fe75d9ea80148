/* Statistics of columns against numbers worked out once with numpy 1.24 (mean, std, percentile), and the order of rows. */
#include <math.h>

#include "ds-readers.h"
#include "ds-stats.h"

#define EPSILON 1e-6

static const float numbers[] = { 3.5f, -1.25f, 8, NAN, 2.75f, 2.75f, 11.5f, 0, 6.25f, -4 };
static const float labels[] = { 0, 1, 2, 1, 0, 2, 2, 0, 1, 1 };

static DsDataset *
table (void)
{
  static const char *const names[] = { "red", "green", "blue" };
  gsize rows = G_N_ELEMENTS (numbers);
  DsColumn *columns = g_new0 (DsColumn, 2);
  float *values = g_new (float, 2 * rows);

  columns[0].name = g_strdup ("number");
  columns[1].name = g_strdup ("colour");
  columns[1].role = DS_ROLE_TARGET;
  columns[1].kind = DS_COLUMN_CLASS;
  columns[1].n_classes = 3;
  columns[1].classes = g_new0 (char *, 4);
  for (guint i = 0; i < 3; i++)
    columns[1].classes[i] = g_strdup (names[i]);
  for (gsize i = 0; i < rows; i++)
    {
      values[2 * i] = numbers[i];
      values[2 * i + 1] = labels[i];
    }
  return ds_dataset_new_take (rows, 2, columns, values, "test");
}

/* numpy: x = [3.5, -1.25, 8, 2.75, 2.75, 11.5, 0, 6.25, -4] */
static void
test_numbers (void)
{
  g_autoptr (DsDataset) data = table ();
  g_autoptr (DsColumnStats) stats = ds_column_stats_new (data, 0, -1, NULL, 0, NULL, NULL, NULL);
  guint64 sum = 0;

  g_assert_cmpuint (stats->count, ==, 9);
  g_assert_cmpuint (stats->missing, ==, 1);
  g_assert_cmpfloat_with_epsilon (stats->mean, 29.5 / 9, EPSILON);
  g_assert_cmpfloat_with_epsilon (stats->std, 4.516089207311, EPSILON);
  g_assert_cmpfloat (stats->min, ==, -4);
  g_assert_cmpfloat (stats->q1, ==, 0);
  g_assert_cmpfloat (stats->median, ==, 2.75);
  g_assert_cmpfloat (stats->q3, ==, 6.25);
  g_assert_cmpfloat (stats->max, ==, 11.5);
  g_assert_cmpuint (stats->n_groups, ==, 1);
  for (guint i = 0; i < stats->n_bins; i++)
    sum += stats->bins[i];
  g_assert_cmpuint (sum, ==, 9);
}

/* numpy.percentile of an even number of values lies between two of them. */
static void
test_some_rows (void)
{
  static const guint32 rows[] = { 0, 2, 4, 6 }; /* 3.5 8 2.75 11.5 */
  g_autoptr (DsDataset) data = table ();
  g_autoptr (DsColumnStats) stats = ds_column_stats_new (data, 0, -1, rows, 4, NULL, NULL, NULL);

  g_assert_cmpuint (stats->count, ==, 4);
  g_assert_cmpfloat_with_epsilon (stats->q1, 3.3125, EPSILON);
  g_assert_cmpfloat_with_epsilon (stats->median, 5.75, EPSILON);
  g_assert_cmpfloat_with_epsilon (stats->q3, 8.875, EPSILON);
}

static void
test_groups (void)
{
  g_autoptr (DsDataset) data = table ();
  g_autoptr (DsColumnStats) by_class = ds_column_stats_new (data, 1, 1, NULL, 0, NULL, NULL, NULL);
  g_autoptr (DsColumnStats) numbers_by_class = ds_column_stats_new (data, 0, 1, NULL, 0, NULL, NULL, NULL);
  static const guint64 counts[] = { 3, 4, 3 };
  guint64 sums[3] = { 0 };

  g_assert_cmpuint (by_class->n_bins, ==, 3);
  g_assert_true (isnan (by_class->mean));
  for (guint g = 0; g < 3; g++)
    for (guint b = 0; b < 3; b++)
      g_assert_cmpuint (by_class->bins[3 * g + b], ==, g == b ? counts[g] : 0);
  for (guint g = 0; g < 3; g++)
    for (guint b = 0; b < numbers_by_class->n_bins; b++)
      sums[g] += numbers_by_class->bins[g * numbers_by_class->n_bins + b];
  g_assert_cmpuint (sums[0], ==, 3);
  g_assert_cmpuint (sums[1], ==, 3); /* one is missing */
  g_assert_cmpuint (sums[2], ==, 3);
}

static void
test_nothing (void)
{
  g_autoptr (DsDataset) data = table ();
  static const guint32 rows[] = { 3 };
  g_autoptr (DsColumnStats) none = ds_column_stats_new (data, 0, -1, rows, 0, NULL, NULL, NULL);
  g_autoptr (DsColumnStats) missing = ds_column_stats_new (data, 0, 1, rows, 1, NULL, NULL, NULL);

  g_assert_cmpuint (none->count, ==, 0);
  g_assert_true (isnan (none->median));
  g_assert_cmpuint (missing->missing, ==, 1);
  g_assert_cmpuint (missing->n_bins, ==, 0);
}

static gboolean
always (gpointer data)
{
  return TRUE;
}

static void
test_stops (void)
{
  g_autoptr (DsDataset) data = table ();
  g_autoptr (GError) error = NULL;

  g_assert_null (ds_column_stats_new (data, 0, -1, NULL, 0, always, NULL, &error));
  g_assert_no_error (error);
}

static void
test_order (void)
{
  guint32 rows[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  static const guint32 up[] = { 9, 1, 7, 4, 5, 0, 8, 2, 6, 3 }, down[] = { 6, 2, 8, 0, 4, 5, 7, 1, 9, 3 };
  g_autoptr (DsDataset) data = table ();

  ds_sort_rows (rows, 10, ds_dataset_values (data), 2, FALSE);
  g_assert_cmpmem (rows, sizeof rows, up, sizeof up);
  for (guint i = 0; i < 10; i++)
    rows[i] = i;
  ds_sort_rows (rows, 10, ds_dataset_values (data), 2, TRUE);
  g_assert_cmpmem (rows, sizeof rows, down, sizeof down);
}

/* The samples that come with the program, as the card beside the table sums them up: numpy 1.24 over the same float32 values,
 * x.mean(), x.std(), x.min(), numpy.percentile(x, [25, 50, 75]), x.max(), in double. */
static void
test_samples (void)
{
  static const struct
  {
    const char *file, *name;
    guint column;
    gsize count;
    double mean, std, min, q1, median, q3, max;
  } rows[] = {
    { "iris.csv", "sepal_length", 0, 150, 5.8433333269755048, 0.82530127671168496, 4.30000019, 5.0999999046325684, 5.8000001907348633,
      6.4000000953674316, 7.9000001 },
    { "iris.csv", "sepal_width", 1, 150, 3.0573333358764647, 0.43441096666808227, 2, 2.7999999523162842, 3, 3.2999999523162842, 4.4000001 },
    { "iris.csv", "petal_length", 2, 150, 3.7579999883969624, 1.7594040604844148, 1, 1.6000000238418579, 4.3500001430511475,
      5.0999999046325684, 6.9000001 },
    { "iris.csv", "petal_width", 3, 150, 1.1993333247800668, 0.75969261811998356, 0.100000001, 0.30000001192092896, 1.2999999523162842,
      1.7999999523162842, 2.5 },
    { "wine.csv", "alcohol", 0, 178, 13.00061797559931, 0.80954292312310594, 11.0299997, 12.362499713897705, 13.050000190734863,
      13.677500247955322, 14.8299999 },
    { "wine.csv", "magnesium", 4, 178, 99.741573033707866, 14.242307673359806, 70, 88, 98, 107, 162 },
    { "wine.csv", "hue", 10, 178, 0.9574494380294607, 0.22792860722128885, 0.479999989, 0.78249998390674591, 0.96500000357627869,
      1.1200000047683716, 1.71000004 },
    { "wine.csv", "proline", 12, 178, 746.89325842696633, 314.02165684198781, 278, 500.5, 673.5, 985, 1680 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("FALLLINE_SOURCE_ROOT"), "data", "samples", rows[i].file, NULL);
      DsCsvOptions options = { .header = -1, .task = DS_CLASSIFICATION };
      g_autoptr (GError) error = NULL;
      g_autoptr (DsDataset) data = ds_csv_read (path, &options, NULL, NULL, &error);
      g_autoptr (DsColumnStats) stats = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (ds_dataset_column (data, rows[i].column)->name, ==, rows[i].name);
      stats = ds_column_stats_new (data, rows[i].column, -1, NULL, 0, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (stats->count, ==, rows[i].count);
      g_assert_cmpuint (stats->missing, ==, 0);
      g_assert_cmpfloat_with_epsilon (stats->mean / rows[i].mean, 1, EPSILON);
      g_assert_cmpfloat_with_epsilon (stats->std / rows[i].std, 1, EPSILON);
      g_assert_cmpfloat_with_epsilon (stats->min / rows[i].min, 1, EPSILON);
      g_assert_cmpfloat_with_epsilon (stats->q1 / rows[i].q1, 1, EPSILON);
      g_assert_cmpfloat_with_epsilon (stats->median / rows[i].median, 1, EPSILON);
      g_assert_cmpfloat_with_epsilon (stats->q3 / rows[i].q3, 1, EPSILON);
      g_assert_cmpfloat_with_epsilon (stats->max / rows[i].max, 1, EPSILON);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stats/numbers", test_numbers);
  g_test_add_func ("/stats/samples", test_samples);
  g_test_add_func ("/stats/some-rows", test_some_rows);
  g_test_add_func ("/stats/groups", test_groups);
  g_test_add_func ("/stats/nothing", test_nothing);
  g_test_add_func ("/stats/stops", test_stops);
  g_test_add_func ("/stats/order", test_order);
  return g_test_run ();
}
