#include "ds-image.h"

#include <math.h>

#define MOST_ROWS 500
#define LEAST_INK 0.2 /* of the range */

/* How much ink a value is, 0 .. 1. */
static double
ink_of (const DsImageHabit *habit, float value)
{
  double t = habit->ink != habit->ground ? ((double) value - habit->ground) / (habit->ink - habit->ground) : 0;

  return isnan (t) ? 0 : CLAMP (t, 0, 1);
}

gboolean
ds_image_measure (const DsImageHabit *habit, const float *values, DsImageInk *found)
{
  guint x0 = G_MAXUINT, x1 = 0, y0 = G_MAXUINT, y1 = 0;
  double sum = 0, sum_x = 0, sum_y = 0;

  for (guint y = 0; y < habit->height; y++)
    for (guint x = 0; x < habit->width; x++)
      {
        double ink = ink_of (habit, values[y * habit->width + x]);

        sum += ink;
        sum_x += ink * (x + 0.5);
        sum_y += ink * (y + 0.5);
        if (ink < LEAST_INK)
          continue;
        x0 = MIN (x0, x);
        x1 = MAX (x1, x);
        y0 = MIN (y0, y);
        y1 = MAX (y1, y);
      }
  if (x0 > x1 || !(sum > 0))
    return FALSE;
  *found = (DsImageInk){ sum_x / sum, sum_y / sum, x0, y0, x1 - x0 + 1, y1 - y0 + 1 };
  return TRUE;
}

void
ds_image_anchor (const DsImageHabit *habit, const DsImageInk *ink, double *x, double *y)
{
  *x = habit->by_mass ? ink->mass_x : ink->left + ink->width / 2;
  *y = habit->by_mass ? ink->mass_y : ink->top + ink->height / 2;
}

/* A running mean and variance. */
typedef struct
{
  gsize n;
  double sum, squares;
} Tally;

static void
tally (Tally *t, double value)
{
  t->n++;
  t->sum += value;
  t->squares += value * value;
}

static double
mean_of (const Tally *t, double without)
{
  return t->n > 0 ? t->sum / (double) t->n : without;
}

static double
variance_of (const Tally *t)
{
  double mean = mean_of (t, 0);

  return t->n > 0 ? t->squares / (double) t->n - mean * mean : 0;
}

/* Mean of the pixels at the edge, over some rows. */
static double
edge_mean (const DsPrepared *data, const DsImageHabit *habit, gsize each)
{
  double sum = 0;
  gsize n = 0;

  for (gsize row = 0; row < data->n_train; row += each)
    for (guint y = 0; y < habit->height; y++)
      for (guint x = 0; x < habit->width; x++)
        if (y == 0 || x == 0 || y + 1 == habit->height || x + 1 == habit->width)
          {
            sum += (double) data->raw[row * data->raw_inputs + y * habit->width + x];
            n++;
          }
  return n > 0 ? sum / (double) n : 0;
}

gboolean
ds_image_habit (const DsPrepared *data, DsImageHabit *habit)
{
  double low = INFINITY, high = -INFINITY;
  Tally mass_x = { 0 }, mass_y = { 0 }, box_x = { 0 }, box_y = { 0 }, width = { 0 }, height = { 0 };
  gsize each = MAX (data->n_train / MOST_ROWS, 1);

  *habit = (DsImageHabit){ 0 };
  if (!ds_dataset_image_size (data->dataset, &habit->width, &habit->height) || habit->width * habit->height != data->raw_inputs)
    return FALSE;
  for (guint i = 0; i < data->raw_inputs; i++)
    {
      low = fmin (low, data->raw_min[i]);
      high = fmax (high, data->raw_max[i]);
    }
  habit->ground = low;
  habit->ink = high;
  if (edge_mean (data, habit, each) > (low + high) / 2)
    {
      habit->ground = high;
      habit->ink = low;
    }
  for (gsize row = 0; row < data->n_train; row += each)
    {
      DsImageInk ink;

      if (!ds_image_measure (habit, data->raw + row * data->raw_inputs, &ink))
        continue;
      tally (&mass_x, ink.mass_x);
      tally (&mass_y, ink.mass_y);
      tally (&box_x, ink.left + ink.width / 2);
      tally (&box_y, ink.top + ink.height / 2);
      tally (&width, ink.width);
      tally (&height, ink.height);
    }
  habit->by_mass = variance_of (&mass_x) + variance_of (&mass_y) < variance_of (&box_x) + variance_of (&box_y);
  habit->center_x = mean_of (habit->by_mass ? &mass_x : &box_x, habit->width / 2.0);
  habit->center_y = mean_of (habit->by_mass ? &mass_y : &box_y, habit->height / 2.0);
  habit->box_width = mean_of (&width, habit->width * 0.7);
  habit->box_height = mean_of (&height, habit->height * 0.7);
  return TRUE;
}

void
ds_image_find (DsDataset *dataset)
{
  guint n = ds_dataset_n_inputs (dataset), side = sqrt (n) + 0.5;

  if (n < 16 || side * side != n)
    return;
  for (guint i = 0; i < n; i++)
    {
      const DsColumn *column = ds_dataset_column (dataset, ds_dataset_input (dataset, i));
      const char *name = column->name;
      if (column->kind != DS_COLUMN_NUMBER || name[0] != 'p')
        return;
      name += g_str_has_prefix (name, "pixel") ? 5 : 1;
      name += *name == '_';
      if (!g_ascii_isdigit (*name))
        return;
    }
  ds_dataset_set_image_size (dataset, side, side);
}
