#include "ds-points.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ds-labels.h"
#include "generators/registry.h"

#define MAX_LETTERS 26

static gboolean
check_points (const DsPoint *points, gsize n, GError **error)
{
  if (n == 0)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("there are no points; paint some, or choose another dataset"));
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    if (!isfinite (points[i].x1) || !isfinite (points[i].x2) || !isfinite (points[i].label))
      {
        g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("point %zu is not made of three finite numbers"), i + 1);
        return FALSE;
      }
  return TRUE;
}

/* How many letters the labels need, or 0 where they are no letters. */
static guint
count_letters (const DsPoint *points, gsize n)
{
  guint letters = 2;

  for (gsize i = 0; i < n; i++)
    {
      float label = points[i].label;
      if (label != floorf (label) || label < 0 || label >= MAX_LETTERS)
        return 0;
      letters = MAX (letters, (guint) label + 1);
    }
  return letters;
}

static gboolean
make_classes (const DsPoint *points, gsize n, DsColumn *column, float *values, GError **error)
{
  column->n_classes = count_letters (points, n);
  if (column->n_classes)
    {
      column->classes = ds_letter_names (column->n_classes);
      return TRUE;
    }
  return ds_labels_from_numbers (values + 2, n, 3, _("the label of the points"), column, error);
}

DsDataset *
ds_points_table (const DsPoint *points, gsize n, DsTask task, GError **error)
{
  if (!check_points (points, n, error))
    return NULL;

  float *values = g_try_malloc_n (n, 3 * sizeof (float));
  if (!values)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_TOO_BIG, _("there is no memory for %zu points"), n);
      return NULL;
    }
  for (gsize i = 0; i < n; i++)
    {
      values[3 * i] = points[i].x1;
      values[3 * i + 1] = points[i].x2;
      values[3 * i + 2] = points[i].label;
    }

  DsColumn *columns = g_new0 (DsColumn, 3);
  columns[2].role = DS_ROLE_TARGET;
  columns[2].kind = task == DS_CLASSIFICATION ? DS_COLUMN_CLASS : DS_COLUMN_NUMBER;
  if (task == DS_CLASSIFICATION && !make_classes (points, n, &columns[2], values, error))
    {
      g_free (columns);
      g_free (values);
      return NULL;
    }
  columns[0].name = g_strdup ("x1");
  columns[1].name = g_strdup ("x2");
  columns[2].name = g_strdup (task == DS_CLASSIFICATION ? "class" : "y");
  return ds_dataset_new_take (n, 3, columns, values, _("Painted points"));
}

DsTask
ds_points_guess_task (const DsPoint *points, gsize n)
{
  DsNumberSet set = { 0 };

  for (gsize i = 0; i < n; i++)
    if (!ds_number_set_add (&set, points[i].label))
      return DS_REGRESSION;
  return DS_CLASSIFICATION;
}
