/* One suite over every generator of the catalogue: what holds for one holds for the next that is added. */
#include <math.h>
#include <string.h>

#include "ds-prepared.h"
#include "ds-source.h"

static DsDataset *
load (const DsItem *item, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  DsSource source = { .kind = DS_SOURCE_GENERATOR, .generator = *item };
  DsDataset *table = ds_source_load (&source, ds_generator_task (item->type), NULL, seed, NULL, NULL, &error);

  g_assert_no_error (error);
  return table;
}

static gboolean
same_values (const DsDataset *a, const DsDataset *b)
{
  g_assert_cmpuint (ds_dataset_n_columns (a), ==, ds_dataset_n_columns (b));
  gsize bytes = MIN (ds_dataset_rows (a), ds_dataset_rows (b)) * ds_dataset_n_columns (a) * sizeof (float);
  return memcmp (ds_dataset_values (a), ds_dataset_values (b), bytes) == 0;
}

/* Everything a table of this item must be. */
static void
check_table (const DsItem *item)
{
  g_autoptr (DsDataset) table = load (item, 3);
  guint inputs = ds_generator_inputs (item->type), n = ds_dataset_n_columns (table);
  gsize rows = ds_dataset_rows (table);
  const DsColumn *target = ds_dataset_column (table, ds_dataset_target (table, 0));
  g_autofree gsize *counts = g_new0 (gsize, target->n_classes + 1);

  g_assert_cmpuint (rows, ==, (gsize) ds_item_get (item, "samples"));
  g_assert_cmpuint (ds_dataset_n_inputs (table), ==, inputs);
  g_assert_cmpuint (n, ==, inputs + 1);
  g_assert_cmpstr (ds_dataset_column (table, 0)->name, ==, inputs == 1 ? "x" : "x1");
  g_assert_cmpstr (target->name, ==, target->kind == DS_COLUMN_CLASS ? "class" : "y");
  for (gsize i = 0; i < rows * n; i++)
    g_assert_true (isfinite (ds_dataset_values (table)[i]) && fabsf (ds_dataset_values (table)[i]) < 20);
  if (ds_generator_task (item->type) == DS_REGRESSION)
    {
      g_assert_cmpint (target->kind, ==, DS_COLUMN_NUMBER);
      return;
    }
  g_assert_cmpint (target->kind, ==, DS_COLUMN_CLASS);
  g_assert_cmpstr (target->classes[0], ==, "A");
  g_assert_cmpstr (target->classes[1], ==, "B");
  for (gsize row = 0; row < rows; row++)
    {
      float class = ds_dataset_values (table)[row * n + n - 1];
      g_assert_cmpfloat (class, ==, row % target->n_classes); /* interleaved */
      counts[(guint) class]++;
    }
  for (guint k = 0; k < target->n_classes; k++)
    g_assert_cmpuint (counts[k], >=, rows / target->n_classes);
}

static void
test_shape (gconstpointer type)
{
  DsItem item = ds_item (type);

  check_table (&item);
  g_assert_cmpint (ds_type_find_param (type, "samples"), >=, 0);
  g_assert_cmpint (ds_type_find_param (type, "noise"), >=, 0);
}

static void
test_edges_of_parameters (gconstpointer data)
{
  const DsType *type = data;

  for (guint p = 0; p < type->n_params; p++)
    {
      DsItem item = ds_item (type);
      item.values[p] = type->params[p].min;
      check_table (&item);
      item.values[p] = type->params[p].max;
      check_table (&item);
    }
}

static void
test_determined_by_seed (gconstpointer type)
{
  DsItem item = ds_item (type);
  g_autoptr (DsDataset) a = load (&item, 5), b = load (&item, 5), c = load (&item, 6);

  g_assert_true (same_values (a, b));
  g_assert_false (same_values (a, c));
}

static void
test_more_samples_keep_the_former (gconstpointer type)
{
  DsItem few = ds_item (type), many = few;

  ds_item_set (&few, "samples", 123, NULL);
  ds_item_set (&many, "samples", 1000, NULL);
  g_autoptr (DsDataset) a = load (&few, 5), b = load (&many, 5);
  g_assert_true (same_values (a, b));
}

static void
test_noise_scales_offsets (gconstpointer type)
{
  DsItem item = ds_item (type);
  DsDataset *tables[3];
  const float *v[3];

  for (guint i = 0; i < 3; i++)
    {
      ds_item_set (&item, "noise", 0.2 * i, NULL);
      tables[i] = load (&item, 5);
      v[i] = ds_dataset_values (tables[i]);
    }
  double moved = 0;
  for (gsize i = 0; i < ds_dataset_rows (tables[0]) * ds_dataset_n_columns (tables[0]); i++)
    {
      g_assert_cmpfloat_with_epsilon (v[2][i] - v[0][i], 2 * (v[1][i] - v[0][i]), 1e-4);
      moved += fabs (v[1][i] - v[0][i]);
    }
  g_assert_cmpfloat (moved, >, 1);
  for (guint i = 0; i < 3; i++)
    ds_dataset_unref (tables[i]);
}

static const DsType *
find (const char *id)
{
  guint n;
  const DsType *const *list = ds_generators (&n);
  const DsType *type = ds_type_find (list, n, id);

  g_assert_nonnull (type);
  return type;
}

static void
test_catalogue (void)
{
  guint n;
  const DsType *const *list = ds_generators (&n);
  static const char *const in_files[] = { "spirals", "circles", "xor", "gaussians", "moons", "checkerboard", "line", "sine", "plane", "bumps" };

  for (guint i = 0; i < G_N_ELEMENTS (in_files); i++)
    find (in_files[i]); /* never renamed: projects name them */
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (list[i]->title && *list[i]->title && list[i]->help && *list[i]->help);
      for (guint p = 0; p < list[i]->n_params; p++)
        {
          DsItem item = ds_item (list[i]);
          const DsParam *param = &list[i]->params[p];
          g_assert_true (param->title && param->help && param->min < param->max);
          g_assert_true (ds_item_set (&item, param->id, param->initial, NULL));
        }
    }
}

/* Without noise each generator is exactly the shape its name says. */
static void
test_exact_shapes (void)
{
  DsItem item = ds_item (find ("xor"));
  ds_item_set (&item, "noise", 0, NULL);
  g_autoptr (DsDataset) xor = load (&item, 1);
  for (gsize row = 0; row < ds_dataset_rows (xor); row++)
    {
      const float *v = ds_dataset_values (xor) + 3 * row;
      g_assert_cmpint (v[0] * v[1] < 0, ==, v[2] == 1);
    }

  item = ds_item (find ("line"));
  ds_item_set (&item, "noise", 0, NULL);
  ds_item_set (&item, "slope", -1.5, NULL);
  ds_item_set (&item, "intercept", 0.5, NULL);
  g_autoptr (DsDataset) line = load (&item, 1);
  for (gsize row = 0; row < ds_dataset_rows (line); row++)
    {
      const float *v = ds_dataset_values (line) + 2 * row;
      g_assert_cmpfloat_with_epsilon (v[1], -1.5 * v[0] + 0.5, 1e-5);
    }

  item = ds_item (find ("circles"));
  ds_item_set (&item, "noise", 0, NULL);
  ds_item_set (&item, "ratio", 0.5, NULL);
  g_autoptr (DsDataset) circles = load (&item, 1);
  for (gsize row = 0; row < ds_dataset_rows (circles); row++)
    {
      const float *v = ds_dataset_values (circles) + 3 * row;
      g_assert_cmpfloat_with_epsilon (hypot (v[0], v[1]), v[2] == 0 ? 1.3 : 2.6, 1e-5);
    }
}

static void
test_checkerboard_colours (void)
{
  for (guint cells = 2; cells <= 8; cells++)
    {
      DsItem item = ds_item (find ("checkerboard"));
      ds_item_set (&item, "noise", 0, NULL);
      ds_item_set (&item, "cells", cells, NULL);
      g_autoptr (DsDataset) board = load (&item, 1);
      guint visited[64] = { 0 };
      for (gsize row = 0; row < ds_dataset_rows (board); row++)
        {
          const float *v = ds_dataset_values (board) + 3 * row;
          guint x = (v[0] + 3) / 6 * cells, y = (v[1] + 3) / 6 * cells;
          g_assert_cmpuint ((x + y) % 2, ==, v[2]);
          visited[y * cells + x]++;
        }
      for (guint i = 0; i < cells * cells; i++)
        g_assert_cmpuint (visited[i], >=, 500 / (cells * cells) / 2);
    }
}

/* Every part of the plane gets points: no generator leaves holes. */
static void
test_even_spread (void)
{
  static const char *const ids[] = { "plane", "bumps" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      DsItem item = ds_item (find (ids[i]));
      g_autoptr (DsDataset) table = load (&item, 9);
      guint cells[25] = { 0 };
      for (gsize row = 0; row < ds_dataset_rows (table); row++)
        {
          const float *v = ds_dataset_values (table) + 3 * row;
          cells[MIN (4, (int) ((v[0] + 3) / 1.2)) * 5 + MIN (4, (int) ((v[1] + 3) / 1.2))]++;
        }
      for (guint c = 0; c < 25; c++)
        g_assert_cmpuint (cells[c], >=, 12); /* 20 on average */
    }
}

static void
add_for_each (const char *name, GTestDataFunc function)
{
  guint n;
  const DsType *const *list = ds_generators (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/generators/%s/%s", list[i]->id, name);
      g_test_add_data_func (path, list[i], function);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_for_each ("shape", test_shape);
  add_for_each ("edges-of-parameters", test_edges_of_parameters);
  add_for_each ("determined-by-seed", test_determined_by_seed);
  add_for_each ("more-samples-keep-the-former", test_more_samples_keep_the_former);
  add_for_each ("noise-scales-offsets", test_noise_scales_offsets);
  g_test_add_func ("/generators/catalogue", test_catalogue);
  g_test_add_func ("/generators/exact-shapes", test_exact_shapes);
  g_test_add_func ("/generators/checkerboard-colours", test_checkerboard_colours);
  g_test_add_func ("/generators/even-spread", test_even_spread);
  return g_test_run ();
}
