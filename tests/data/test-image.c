/* What images have in common. */
#include <math.h>

#include "ds-image.h"

#define SIDE 10

/* Squares of edge `size` of ink on ground; at places that vary, or all in the middle. */
static DsPrepared *
squares (guint size, gboolean scattered, float ground, float ink)
{
  guint rows = 40, n_columns = SIDE * SIDE + 1;
  DsColumn *columns = g_new0 (DsColumn, n_columns);
  float *values = g_new (float, rows * n_columns);
  DsPrepareOptions options = { .task = DS_CLASSIFICATION };
  g_autoptr (DsDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  DsPrepared *data;

  for (guint c = 0; c < n_columns; c++)
    columns[c].name = g_strdup_printf ("p%u", c);
  columns[n_columns - 1].role = DS_ROLE_TARGET;
  columns[n_columns - 1].kind = DS_COLUMN_CLASS;
  columns[n_columns - 1].n_classes = 2;
  columns[n_columns - 1].classes = g_strsplit ("a b", " ", -1);
  for (guint r = 0; r < rows; r++)
    {
      guint left = scattered ? 1 + r % (SIDE - 1 - size) : (SIDE - size) / 2, top = (SIDE - size) / 2;

      for (guint y = 0; y < SIDE; y++)
        for (guint x = 0; x < SIDE; x++)
          values[r * n_columns + y * SIDE + x] = x >= left && x < left + size && y >= top && y < top + size ? ink : ground;
      values[r * n_columns + n_columns - 1] = r % 2;
    }
  dataset = ds_dataset_new_take (rows, n_columns, columns, values, "squares");
  ds_dataset_set_image_size (dataset, SIDE, SIDE);
  data = ds_prepare (dataset, &options, 1, &error);
  g_assert_no_error (error);
  return data;
}

static void
test_habit (void)
{
  g_autoptr (DsPrepared) data = squares (4, FALSE, 0, 255);
  DsImageHabit habit;

  g_assert_true (ds_image_habit (data, &habit));
  g_assert_cmpuint (habit.width, ==, SIDE);
  g_assert_cmpfloat (habit.ground, ==, 0);
  g_assert_cmpfloat (habit.ink, ==, 255);
  g_assert_cmpfloat (habit.box_width, ==, 4);
  g_assert_cmpfloat (habit.box_height, ==, 4);
  g_assert_cmpfloat (habit.center_x, ==, 5);
  g_assert_cmpfloat (habit.center_y, ==, 5);
}

static void
test_dark_on_light (void)
{
  g_autoptr (DsPrepared) data = squares (4, TRUE, 1, 0);
  DsImageHabit habit;
  DsImageInk ink;

  g_assert_true (ds_image_habit (data, &habit));
  g_assert_cmpfloat (habit.ground, ==, 1);
  g_assert_cmpfloat (habit.ink, ==, 0);
  g_assert_true (ds_image_measure (&habit, data->raw, &ink));
  g_assert_cmpfloat (ink.width, ==, 4);
  g_assert_cmpfloat_with_epsilon (ink.mass_x, ink.left + 2, 1e-9);
}

static void
test_no_ink (void)
{
  DsImageHabit habit = { .width = 2, .height = 2, .ground = 0, .ink = 1 };
  static const float empty[4] = { 0 }, one[4] = { 0, 0, 0, 1 };
  DsImageInk ink;
  double x, y;

  g_assert_false (ds_image_measure (&habit, empty, &ink));
  g_assert_true (ds_image_measure (&habit, one, &ink));
  ds_image_anchor (&habit, &ink, &x, &y);
  g_assert_cmpfloat (x, ==, 1.5);
  g_assert_cmpfloat (y, ==, 1.5);
}

static void
test_not_images (void)
{
  g_autoptr (DsPrepared) data = squares (4, FALSE, 0, 1);
  DsImageHabit habit;

  ds_dataset_set_image_size (data->dataset, SIDE, SIDE - 1);
  g_assert_false (ds_image_habit (data, &habit));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/habit", test_habit);
  g_test_add_func ("/image/dark-on-light", test_dark_on_light);
  g_test_add_func ("/image/no-ink", test_no_ink);
  g_test_add_func ("/image/not-images", test_not_images);
  return g_test_run ();
}
