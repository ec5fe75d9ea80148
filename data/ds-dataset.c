/* The count is a C11 atomic and not one of GLib's boxes, so that ThreadSanitizer sees the hand-over between threads. */
#include "ds-dataset.h"

#include <stdatomic.h>
#include <string.h>

struct _DsDataset
{
  atomic_uint refs;
  gsize rows;
  guint n_columns;
  DsColumn *columns;
  float *values;
  char *origin;
  guint n_inputs, n_targets;
  guint *roles; /* the input columns, then the target columns */
  char **notes;
  guint n_notes;
  guint image_width, image_height;
  guint8 *parts; /* (rows) or NULL */
};

DsDataset *
ds_dataset_new_take (gsize rows, guint n_columns, DsColumn *columns, float *values, const char *origin)
{
  DsDataset *self = g_new0 (DsDataset, 1);

  atomic_init (&self->refs, 1);
  self->rows = rows;
  self->n_columns = n_columns;
  self->columns = columns;
  self->values = values;
  self->origin = g_strdup (origin ? origin : "");
  self->notes = g_new0 (char *, 1);
  self->roles = g_new (guint, n_columns + 1);
  for (guint c = 0; c < n_columns; c++)
    if (columns[c].role == DS_ROLE_INPUT)
      self->roles[self->n_inputs++] = c;
  for (guint c = 0; c < n_columns; c++)
    if (columns[c].role == DS_ROLE_TARGET)
      self->roles[self->n_inputs + self->n_targets++] = c;
  return self;
}

DsDataset *
ds_dataset_ref (DsDataset *dataset)
{
  atomic_fetch_add_explicit (&dataset->refs, 1, memory_order_relaxed);
  return dataset;
}

void
ds_dataset_unref (DsDataset *dataset)
{
  if (!dataset || atomic_fetch_sub_explicit (&dataset->refs, 1, memory_order_acq_rel) != 1)
    return;
  for (guint c = 0; c < dataset->n_columns; c++)
    {
      g_free (dataset->columns[c].name);
      g_strfreev (dataset->columns[c].classes);
    }
  g_free (dataset->columns);
  g_free (dataset->values);
  g_free (dataset->origin);
  g_free (dataset->roles);
  g_free (dataset->parts);
  g_strfreev (dataset->notes);
  g_free (dataset);
}

gsize
ds_dataset_rows (const DsDataset *dataset)
{
  return dataset->rows;
}

guint
ds_dataset_n_columns (const DsDataset *dataset)
{
  return dataset->n_columns;
}

const DsColumn *
ds_dataset_column (const DsDataset *dataset, guint column)
{
  g_return_val_if_fail (column < dataset->n_columns, NULL);
  return &dataset->columns[column];
}

const float *
ds_dataset_values (const DsDataset *dataset)
{
  return dataset->values;
}

const char *
ds_dataset_origin (const DsDataset *dataset)
{
  return dataset->origin;
}

guint
ds_dataset_n_inputs (const DsDataset *dataset)
{
  return dataset->n_inputs;
}

guint
ds_dataset_input (const DsDataset *dataset, guint i)
{
  g_return_val_if_fail (i < dataset->n_inputs, 0);
  return dataset->roles[i];
}

guint
ds_dataset_n_targets (const DsDataset *dataset)
{
  return dataset->n_targets;
}

guint
ds_dataset_target (const DsDataset *dataset, guint i)
{
  g_return_val_if_fail (i < dataset->n_targets, 0);
  return dataset->roles[dataset->n_inputs + i];
}

const char *const *
ds_dataset_notes (const DsDataset *dataset)
{
  return (const char *const *) dataset->notes;
}

void
ds_dataset_add_note (DsDataset *dataset, const char *note)
{
  dataset->notes = g_renew (char *, dataset->notes, dataset->n_notes + 2);
  dataset->notes[dataset->n_notes++] = g_strdup (note);
  dataset->notes[dataset->n_notes] = NULL;
}

gboolean
ds_dataset_image_size (const DsDataset *dataset, guint *width, guint *height)
{
  if (dataset->image_width == 0)
    return FALSE;
  if (width)
    *width = dataset->image_width;
  if (height)
    *height = dataset->image_height;
  return TRUE;
}

void
ds_dataset_set_image_size (DsDataset *dataset, guint width, guint height)
{
  dataset->image_width = width;
  dataset->image_height = height;
}

const guint8 *
ds_dataset_parts (const DsDataset *dataset)
{
  return dataset->parts;
}

void
ds_dataset_take_parts (DsDataset *dataset, guint8 *parts)
{
  g_free (dataset->parts);
  dataset->parts = parts;
}
