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
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("There are no points yet: paint at least two of each class, or choose another dataset"));
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

/* Labels as indices into names that are given. */
static gboolean
take_classes (const DsSource *source, DsColumn *column, GError **error)
{
  guint n_classes = g_strv_length (source->class_names);

  for (gsize i = 0; i < source->n_points; i++)
    {
      float label = source->points[i].label;

      if (label != floorf (label) || label < 0 || label >= n_classes)
        {
          g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("the label of point %zu is %g; expected a class, 0 to %u"), i + 1, label,
                       n_classes - 1);
          return FALSE;
        }
    }
  column->n_classes = n_classes;
  column->classes = g_strdupv (source->class_names);
  return TRUE;
}

static gboolean
make_target (const DsSource *source, DsTask task, DsColumn *column, float *values, GError **error)
{
  column->role = DS_ROLE_TARGET;
  column->kind = task == DS_CLASSIFICATION ? DS_COLUMN_CLASS : DS_COLUMN_NUMBER;
  if (task != DS_CLASSIFICATION)
    return TRUE;
  if (source->class_names != NULL)
    return take_classes (source, column, error);
  return make_classes (source->points, source->n_points, column, values, error);
}

/* The parts of the rows, or NULL where no point has one. Caller frees. */
static guint8 *
gather_parts (const DsSource *source)
{
  guint8 *parts = NULL;

  for (gsize i = 0; i < source->n_points; i++)
    {
      if (parts == NULL && source->points[i].part != DS_PART_DRAWN)
        parts = g_new0 (guint8, source->n_points);
      if (parts != NULL)
        parts[i] = source->points[i].part;
    }
  return parts;
}

DsDataset *
ds_points_table (const DsSource *source, DsTask task, GError **error)
{
  const DsPoint *points = source->points;
  gsize n = source->n_points;
  DsDataset *dataset;

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
  if (!make_target (source, task, &columns[2], values, error))
    {
      g_free (columns);
      g_free (values);
      return NULL;
    }
  columns[0].name = g_strdup (source->inputs != NULL ? source->inputs[0] : "x1");
  columns[1].name = g_strdup (source->inputs != NULL ? source->inputs[1] : "x2");
  columns[2].name = g_strdup (source->target != NULL ? source->target : task == DS_CLASSIFICATION ? "class" : "y");
  dataset = ds_dataset_new_take (n, 3, columns, values, _("Painted points"));
  ds_dataset_take_parts (dataset, gather_parts (source));
  return dataset;
}

/* Two classes of two points each? */
static gboolean
enough_classes (const DsSource *source)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  guint enough = 0;

  for (gsize i = 0; i < source->n_points && enough < 2; i++)
    {
      gpointer key = GINT_TO_POINTER ((gint) (source->points[i].label * 1024));
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key)) + 1;

      g_hash_table_insert (counts, key, GUINT_TO_POINTER (count));
      enough += count == 2;
    }
  return enough == 2;
}

gboolean
ds_points_check (const DsSource *source, DsTask task, GError **error)
{
  if (task == DS_CLASSIFICATION && !enough_classes (source))
    {
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE,
                   _("Paint at least two points of each class, and of two classes or more: then there is something to learn"));
      return FALSE;
    }
  if (task == DS_REGRESSION && source->n_points < 2)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("Paint at least two points: then there is something to learn"));
      return FALSE;
    }
  return TRUE;
}

DsTask
ds_points_guess_task (const DsSource *source)
{
  DsNumberSet set = { 0 };

  if (source->class_names != NULL)
    return DS_CLASSIFICATION;
  for (gsize i = 0; i < source->n_points; i++)
    if (!ds_number_set_add (&set, source->points[i].label))
      return DS_REGRESSION;
  return DS_CLASSIFICATION;
}
