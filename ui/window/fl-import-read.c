#include "fl-import-read.h"
#include <stdatomic.h>
#include "fl-import-find.h"

typedef struct
{
  char **paths;
  DsSource *source; /* ref, or NULL */
  gboolean task_known;
  DsTask task;
  GCancellable *cancellable; /* ref */
  atomic_int permille;
  _Atomic guint64 estimate;
} Read;

static void
read_free (gpointer data)
{
  Read *self = data;

  g_strfreev (self->paths);
  ds_source_unref (self->source);
  g_object_unref (self->cancellable);
  g_free (self);
}

static gboolean
progress_cb (double share, gpointer user_data)
{
  Read *self = user_data;

  atomic_store (&self->permille, (int) (1000 * MAX (share, 0)));
  return !g_cancellable_is_cancelled (self->cancellable);
}

static void
read_thread (GTask *task, gpointer owner, gpointer data, GCancellable *cancellable)
{
  Read *self = data;
  GError *error = NULL;
  DsSurvey *survey = NULL;

  if (self->source == NULL)
    self->source = fl_import_find ((const char *const *) self->paths, &error);
  if (self->source != NULL)
    atomic_store (&self->estimate, ds_survey_estimate (self->source));
  if (self->source != NULL)
    survey = ds_survey_new (self->source, self->task_known ? &self->task : NULL, progress_cb, self, &error);
  if (survey != NULL)
    g_task_return_pointer (task, survey, (GDestroyNotify) ds_survey_unref);
  else
    g_task_return_error (task, error);
}

GTask *
fl_import_read_new (GObject *owner, const char *const *paths, DsSource *source, const DsTask *task, GCancellable *cancellable,
                    GAsyncReadyCallback done, gpointer user_data)
{
  GTask *self = g_task_new (owner, cancellable, done, user_data);
  Read *data = g_new0 (Read, 1);

  data->paths = g_strdupv ((char **) paths);
  data->source = source != NULL ? ds_source_ref (source) : NULL;
  data->task_known = task != NULL;
  data->task = task != NULL ? *task : DS_CLASSIFICATION;
  data->cancellable = g_object_ref (cancellable);
  g_task_set_task_data (self, data, read_free);
  return self;
}

void
fl_import_read_start (GTask *task)
{
  g_task_run_in_thread (task, read_thread);
}

DsSource *
fl_import_read_source (GTask *task)
{
  return ((Read *) g_task_get_task_data (task))->source;
}

double
fl_import_read_share (GTask *task)
{
  return atomic_load (&((Read *) g_task_get_task_data (task))->permille) / 1000.0;
}

guint64
fl_import_read_estimate (GTask *task)
{
  return atomic_load (&((Read *) g_task_get_task_data (task))->estimate);
}

DsSurvey *
fl_import_read_finish (GTask *task, GError **error)
{
  return g_task_propagate_pointer (task, error);
}
