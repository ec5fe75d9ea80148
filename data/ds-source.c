#include "ds-source.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdatomic.h>

#include "ds-points.h"
#include "generators/registry.h"

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
  box->value.images = g_strdup (values->images);
  box->value.labels = g_strdup (values->labels);
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
  g_free (source->images);
  g_free (source->labels);
  g_free (source->points);
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
  if (a->n_points != b->n_points)
    return FALSE;
  for (gsize i = 0; i < a->n_points; i++)
    if (a->points[i].x1 != b->points[i].x1 || a->points[i].x2 != b->points[i].x2 || a->points[i].label != b->points[i].label)
      return FALSE;
  return TRUE;
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
             && a->delimiter == b->delimiter && a->header == b->header && a->missing == b->missing;
    case DS_SOURCE_IDX:
      return g_strcmp0 (a->images, b->images) == 0 && g_strcmp0 (a->labels, b->labels) == 0;
    case DS_SOURCE_POINTS:
      return points_equal (a, b);
    default:
      return FALSE;
    }
}

DsDataset *
ds_source_load (const DsSource *source, DsTask task, const char *base_dir, guint64 seed, DsProgress progress, gpointer user_data,
                GError **error)
{
  switch (source->kind)
    {
    case DS_SOURCE_GENERATOR:
      return ds_generate (&source->generator, seed, error);
    case DS_SOURCE_POINTS:
      return ds_points_table (source->points, source->n_points, task, error);
    case DS_SOURCE_CSV:
    case DS_SOURCE_IDX:
    default:
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("unknown kind of source %d"), (int) source->kind);
      return NULL;
    }
}

gboolean
ds_source_guess_task (const DsSource *source, const char *base_dir, DsTask *task, GError **error)
{
  switch (source->kind)
    {
    case DS_SOURCE_GENERATOR:
      *task = ds_generator_task (source->generator.type);
      return TRUE;
    case DS_SOURCE_POINTS:
      *task = ds_points_guess_task (source->points, source->n_points);
      return TRUE;
    case DS_SOURCE_CSV:
    case DS_SOURCE_IDX:
    default:
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("unknown kind of source %d"), (int) source->kind);
      return FALSE;
    }
}
