#include "ds-source.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>

#include "ds-labels.h"
#include "ds-points.h"
#include "generators/registry.h"
#include "ds-source-private.h"
#include "readers/csv-fill.h"

/* The value comes first, so that a DsSource is found again in its box. */
typedef struct
{
  DsSource value;
  atomic_uint refs;
} SourceBox;

DsSource *
ds_source_new (const DsSource *values)
{
  SourceBox *box = g_new0 (SourceBox, 1);

  atomic_init (&box->refs, 1);
  box->value = *values;
  box->value.path = g_strdup (values->path);
  box->value.inputs = g_strdupv (values->inputs);
  box->value.target = g_strdup (values->target);
  box->value.split = g_strdup (values->split);
  box->value.classes = g_strdupv (values->classes);
  box->value.numbers = g_strdupv (values->numbers);
  box->value.images = g_strdup (values->images);
  box->value.labels = g_strdup (values->labels);
  box->value.class_names = g_strdupv (values->class_names);
  box->value.points = values->n_points ? g_memdup2 (values->points, values->n_points * sizeof (DsPoint)) : NULL;
  return &box->value;
}

DsSource *
ds_source_ref (DsSource *source)
{
  atomic_fetch_add_explicit (&((SourceBox *) source)->refs, 1, memory_order_relaxed);
  return source;
}

void
ds_source_unref (DsSource *source)
{
  if (!source || atomic_fetch_sub_explicit (&((SourceBox *) source)->refs, 1, memory_order_acq_rel) != 1)
    return;
  g_free (source->path);
  g_strfreev (source->inputs);
  g_free (source->target);
  g_free (source->split);
  g_strfreev (source->classes);
  g_strfreev (source->numbers);
  g_free (source->images);
  g_free (source->labels);
  g_free (source->points);
  g_strfreev (source->class_names);
  g_free (source);
}

static gboolean
names_equal (char **a, char **b)
{
  if (!a || !b)
    return a == b;
  return g_strv_equal ((const char *const *) a, (const char *const *) b);
}

static gboolean
points_equal (const DsSource *a, const DsSource *b)
{
  if (a->n_points != b->n_points || g_strcmp0 (a->target, b->target) != 0 || !names_equal (a->inputs, b->inputs)
      || !names_equal (a->class_names, b->class_names))
    return FALSE;
  for (gsize i = 0; i < a->n_points; i++)
    if (a->points[i].x1 != b->points[i].x1 || a->points[i].x2 != b->points[i].x2 || a->points[i].label != b->points[i].label
        || a->points[i].part != b->points[i].part)
      return FALSE;
  return TRUE;
}

static const char *
split_of (const DsSource *source)
{
  return source->split != NULL && *source->split != '\0' ? source->split : NULL;
}

gboolean
ds_source_equal (const DsSource *a, const DsSource *b)
{
  if (a == b)
    return TRUE;
  if (!a || !b || a->kind != b->kind)
    return FALSE;
  switch (a->kind)
    {
    case DS_SOURCE_GENERATOR:
      return ds_item_equal (&a->generator, &b->generator);
    case DS_SOURCE_CSV:
      return g_strcmp0 (a->path, b->path) == 0 && names_equal (a->inputs, b->inputs) && g_strcmp0 (a->target, b->target) == 0
             && a->delimiter == b->delimiter && a->header == b->header && a->missing == b->missing && a->bad_rows == b->bad_rows
             && g_strcmp0 (split_of (a), split_of (b)) == 0 && a->decimal == b->decimal
             && names_equal (a->classes, b->classes) && names_equal (a->numbers, b->numbers);
    case DS_SOURCE_IMAGES:
      return g_strcmp0 (a->path, b->path) == 0 && a->width == b->width && a->height == b->height && !a->color == !b->color;
    case DS_SOURCE_IDX:
      return g_strcmp0 (a->images, b->images) == 0 && g_strcmp0 (a->labels, b->labels) == 0;
    case DS_SOURCE_NPY:
      return g_strcmp0 (a->images, b->images) == 0 && g_strcmp0 (a->labels, b->labels) == 0 && names_equal (a->inputs, b->inputs)
             && g_strcmp0 (a->target, b->target) == 0 && a->missing == b->missing && a->bad_rows == b->bad_rows
             && names_equal (a->classes, b->classes);
    case DS_SOURCE_POINTS:
      return points_equal (a, b);
    default:
      return FALSE;
    }
}

gboolean
ds_source_has_files (const DsSource *source)
{
  return source->kind != DS_SOURCE_GENERATOR && source->kind != DS_SOURCE_POINTS;
}

/* Where a path of the project leads. Caller frees. */
static char *
resolve (const char *path, const char *base_dir)
{
  return g_path_is_absolute (path) || !base_dir ? g_strdup (path) : g_build_filename (base_dir, path, NULL);
}

static gboolean
require_path (const char *path, const char *what, GError **error)
{
  if (path && *path)
    return TRUE;
  g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("the source names no %s; choose one"), what);
  return FALSE;
}

DsCsvOptions
ds_csv_options (const DsSource *source, DsTask task)
{
  return (DsCsvOptions){
    .inputs = source->inputs,
    .target = source->target,
    .split = split_of (source),
    .delimiter = source->delimiter,
    .header = source->header,
    .missing = source->missing,
    .task = task,
    .decimal = source->decimal,
    .classes = source->classes,
    .numbers = source->numbers,
    .bad_rows = source->bad_rows,
  };
}

static DsDataset *
load_csv (const DsSource *source, DsTask task, const char *base_dir, DsProgress progress, gpointer user_data, GError **error)
{
  if (!require_path (source->path, _("file"), error))
    return NULL;
  g_autofree char *path = resolve (source->path, base_dir);
  DsCsvOptions options = ds_csv_options (source, task);
  return ds_csv_read (path, &options, progress, user_data, error);
}

static DsDataset *
load_idx (const DsSource *source, const char *base_dir, DsProgress progress, gpointer user_data, GError **error)
{
  if (!require_path (source->images, _("file of images"), error) || !require_path (source->labels, _("file of labels"), error))
    return NULL;
  g_autofree char *images = resolve (source->images, base_dir), *labels = resolve (source->labels, base_dir);
  return ds_idx_read (images, labels, NULL, progress, user_data, error);
}

DsNpyOptions
ds_npy_options (const DsSource *source, DsTask task)
{
  return (DsNpyOptions){
    .inputs = source->inputs,
    .target = source->target,
    .missing = source->missing,
    .task = task,
    .classes = source->classes,
    .bad_rows = source->bad_rows,
  };
}

static DsDataset *
load_npy (const DsSource *source, DsTask task, const char *base_dir, DsProgress progress, gpointer user_data, GError **error)
{
  if (!require_path (source->images, _("file of inputs"), error))
    return NULL;
  g_autofree char *inputs = resolve (source->images, base_dir), *labels = source->labels ? resolve (source->labels, base_dir) : NULL;
  DsNpyOptions options = ds_npy_options (source, task);
  return ds_npy_read (inputs, labels, &options, progress, user_data, error);
}

static DsDataset *
load_images (const DsSource *source, const char *base_dir, DsProgress progress, gpointer user_data, GError **error)
{
  if (!require_path (source->path, _("folder"), error))
    return NULL;
  g_autofree char *folder = resolve (source->path, base_dir);
  DsImageOptions options = { .width = source->width, .height = source->height, .color = source->color };
  return ds_images_read (folder, &options, progress, user_data, error);
}

DsDataset *
ds_source_load (const DsSource *source, DsTask task, const char *base_dir, guint64 seed, DsProgress progress, gpointer user_data,
                GError **error)
{
  switch (source->kind)
    {
    case DS_SOURCE_GENERATOR:
      return ds_generate (&source->generator, seed, error);
    case DS_SOURCE_CSV:
      return load_csv (source, task, base_dir, progress, user_data, error);
    case DS_SOURCE_IDX:
      return load_idx (source, base_dir, progress, user_data, error);
    case DS_SOURCE_NPY:
      return load_npy (source, task, base_dir, progress, user_data, error);
    case DS_SOURCE_IMAGES:
      return load_images (source, base_dir, progress, user_data, error);
    case DS_SOURCE_POINTS:
    default:
      return ds_points_table (source, task, error);
    }
}

/* Few whole numbers are classes, where they recur. */
DsTask
ds_guess_number_task (const float *values, gsize n, gsize stride)
{
  DsNumberSet set = { 0 };

  for (gsize i = 0; i < n; i++)
    if (!ds_number_set_add (&set, values[i * stride]))
      return DS_REGRESSION;
  return set.n > (n + 1) / 2 && n > 2 ? DS_REGRESSION : DS_CLASSIFICATION;
}

/* So are words. */
DsTask
ds_guess_table_task (const DsDataset *table)
{
  if (ds_dataset_n_targets (table) == 0)
    return DS_CLASSIFICATION;
  guint c = ds_dataset_target (table, 0);
  if (ds_dataset_column (table, c)->kind == DS_COLUMN_CLASS)
    return DS_CLASSIFICATION;
  return ds_guess_number_task (ds_dataset_values (table) + c, ds_dataset_rows (table), ds_dataset_n_columns (table));
}

static gboolean
guess_file (DsDataset *table, DsTask *task)
{
  if (!table)
    return FALSE;
  *task = ds_guess_table_task (table);
  ds_dataset_unref (table);
  return TRUE;
}

gboolean
ds_source_guess_task (const DsSource *source, const char *base_dir, DsProgress progress, gpointer user_data, DsTask *task,
                      GError **error)
{
  switch (source->kind)
    {
    case DS_SOURCE_GENERATOR:
      *task = ds_generator_task (source->generator.type);
      return TRUE;
    case DS_SOURCE_CSV:
      return guess_file (load_csv (source, DS_CSV_TASK_OPEN, base_dir, progress, user_data, error), task);
    case DS_SOURCE_NPY: /* read as numbers: labels become classes only where they look like it */
      return guess_file (load_npy (source, DS_REGRESSION, base_dir, progress, user_data, error), task);
    case DS_SOURCE_IDX:
    case DS_SOURCE_IMAGES:
      *task = DS_CLASSIFICATION;
      return TRUE;
    case DS_SOURCE_POINTS:
    default:
      *task = ds_points_guess_task (source);
      return TRUE;
    }
}
