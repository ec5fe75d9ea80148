/* The document's file: reading and writing it on worker threads, so that nobody's work is written over unasked. */
#include "fl-document-private.h"
#include "fl-file.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* --- opening ----------------------------------------------------------------------------------------------------------- */

static void
keep_mark (GTask *task, const char *path)
{
  g_object_set_data_full (G_OBJECT (task), "mark", fl_file_mark (path), g_free);
}

static void
take_mark (FlDocument *self, GAsyncResult *result)
{
  g_free (self->mark);
  self->mark = g_object_steal_data (G_OBJECT (result), "mark");
}

typedef struct
{
  GFile *file;
  FlProgress *progress; /* or NULL */
  DsDataset *rows;      /* what was read, or NULL */
} Open;

static void
open_free (gpointer data)
{
  Open *open = data;

  g_object_unref (open->file);
  fl_progress_unref (open->progress);
  ds_dataset_unref (open->rows);
  g_free (open);
}

static gboolean
refuse_cancelled (const Open *open, GError **error)
{
  if (!fl_progress_is_cancelled (open->progress))
    return FALSE;
  g_clear_error (error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled"));
  return TRUE;
}

static void
open_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Open *open = task_data;
  GFile *file = open->file;
  DsProgress progress = open->progress != NULL ? fl_progress_report : NULL;
  g_autofree char *path = NULL;
  g_autofree char *folder = fl_file_folder (file);
  g_autoptr (FlProject) project = NULL;
  gboolean must_fit = g_task_get_source_tag (task) == fl_document_open_async;
  FlProject *whole = NULL;
  GError *error = NULL;

  /* Opened anyway, what the data would settle stays open where they cannot be read. */
  if (fl_file_local_path (file, &path, &error) && (project = fl_project_load (path, &error)) != NULL)
    whole = must_fit ? fl_project_fit (project, path, progress, open->progress, &open->rows, &error)
                     : fl_project_settle_or_keep (project, folder, progress, open->progress);
  if (whole == NULL || refuse_cancelled (open, &error))
    {
      fl_project_unref (whole);
      g_task_return_error (task, error);
      return;
    }
  keep_mark (task, path);
  g_task_return_pointer (task, whole, (GDestroyNotify) fl_project_unref);
}

static void
start_opening (FlDocument *self, GFile *file, FlProgress *progress, gpointer tag, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Open *open = g_new0 (Open, 1);

  open->file = g_object_ref (file);
  open->progress = progress != NULL ? fl_progress_ref (progress) : NULL;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, open, open_free);
  g_task_run_in_thread (task, open_thread);
}

void
fl_document_open_async (FlDocument *self, GFile *file, FlProgress *progress, GAsyncReadyCallback callback, gpointer user_data)
{
  start_opening (self, file, progress, fl_document_open_async, callback, user_data);
}

void
fl_document_open_anyway_async (FlDocument *self, GFile *file, FlProgress *progress, GAsyncReadyCallback callback, gpointer user_data)
{
  start_opening (self, file, progress, fl_document_open_anyway_async, callback, user_data);
}

gboolean
fl_document_open_finish (FlDocument *self, GAsyncResult *result, GError **error)
{
  g_autoptr (FlProject) project = g_task_propagate_pointer (G_TASK (result), error);
  Open *open = g_task_get_task_data (G_TASK (result));

  /* the last moment to have changed one's mind: read, and not yet here */
  if (project == NULL || refuse_cancelled (open, error))
    return FALSE;
  g_set_object (&self->file, open->file);
  take_mark (self, result);
  fl_document_load (self, project);
  self->rows = g_steal_pointer (&open->rows);
  fl_document_emit (self);
  return TRUE;
}

/* --- saving ------------------------------------------------------------------------------------------------------------ */

typedef struct
{
  GFile *file;
  FlProject *project; /* as it was when saving began, its paths already as seen from the new folder */
  char *from_dir, *to_dir;
  char *mark; /* what the file must still be; NULL: whatever it is */
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_object_unref (save->file);
  fl_project_unref (save->project);
  g_free (save->from_dir);
  g_free (save->to_dir);
  g_free (save->mark);
  g_free (save);
}

/* A file that is gone is none that could be written over. */
static gboolean
is_as_it_was (const Save *save, const char *path, GError **error)
{
  g_autofree char *now = save->mark != NULL ? fl_file_mark (path) : NULL;

  if (now == NULL || strcmp (now, save->mark) == 0)
    return TRUE;
  g_set_error (error, FL_ERROR, FL_ERROR_CHANGED, _("%s has been changed by another program or window since it was opened or saved here"), path);
  return FALSE;
}

static void
save_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Save *save = task_data;
  g_autofree char *path = NULL;
  GError *error = NULL;

  if (!fl_file_local_path (save->file, &path, &error) || !is_as_it_was (save, path, &error) || !fl_project_save (save->project, path, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  keep_mark (task, path);
  g_task_return_boolean (task, TRUE);
}

static void
start_saving (FlDocument *self, GFile *file, const char *mark, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Save *save = g_new0 (Save, 1);

  save->file = g_object_ref (file);
  save->from_dir = fl_file_folder (self->file);
  save->to_dir = fl_file_folder (file);
  save->project = fl_project_rebase (fl_document_get_project (self), save->from_dir, save->to_dir);
  save->mark = g_strdup (mark);
  self->saving++;
  g_task_set_source_tag (task, fl_document_save_async);
  g_task_set_task_data (task, save, save_free);
  g_task_run_in_thread (task, save_thread);
}

void
fl_document_save_async (FlDocument *self, GFile *file, GAsyncReadyCallback callback, gpointer user_data)
{
  gboolean own = self->file != NULL && g_file_equal (file, self->file);

  start_saving (self, file, own && self->saving == 0 ? self->mark : NULL, callback, user_data);
}

void
fl_document_save_anyway_async (FlDocument *self, GFile *file, GAsyncReadyCallback callback, gpointer user_data)
{
  start_saving (self, file, NULL, callback, user_data);
}

gboolean
fl_document_save_finish (FlDocument *self, GAsyncResult *result, GError **error)
{
  Save *save = g_task_get_task_data (G_TASK (result));
  FlProject *before = fl_document_get_project (self);

  self->saving--;
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  /* also in the same folder: data imported from it came with absolute paths */
  fl_document_rebase (self, save->from_dir, save->to_dir);
  g_set_object (&self->file, save->file);
  take_mark (self, result);
  fl_document_mark_saved (self, save->project);
  if (fl_document_get_project (self) != before)
    g_signal_emit_by_name (self, "changed");
  return TRUE;
}
