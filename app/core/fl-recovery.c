/* One worker at a time, and each is given the file for as long as it works: so nothing here is locked, and what the document holds
 * meanwhile is looked at again when the worker is back. */
#include "fl-recovery.h"

struct _FlRecovery
{
  GObject parent_instance;

  /* Owned */
  FlDocument *document;
  char *folder;
  FlRecoveryFile *file;  /* NULL: none yet, or the worker has it */
  FlProject *written;    /* what is in it, or could not be written; NULL: nothing */
  GPtrArray *taken_over; /* FlRecoveryFile */

  guint pause, spacing;
  guint timer;         /* or 0 */
  gint64 last;         /* when the last worker was back */
  gboolean busy, closed;
  gboolean left; /* by fl_recovery_leave(): nothing is written or removed any more */
  gboolean told; /* of a problem that is still there */
};

G_DEFINE_FINAL_TYPE (FlRecovery, fl_recovery, G_TYPE_OBJECT)

static guint problem_signal;

/* --- the worker -------------------------------------------------------------------------------------------------------- */

typedef struct
{
  char *folder;
  FlRecoveryFile *file;  /* or NULL */
  FlUnsaved *unsaved;    /* NULL: the file is to go */
  GPtrArray *taken_over;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->folder);
  g_clear_pointer (&job->file, fl_recovery_file_leave);
  fl_unsaved_free (job->unsaved);
  g_clear_pointer (&job->taken_over, g_ptr_array_unref);
  g_free (job);
}

static gboolean
write_state (Job *job, GError **error)
{
  /* somebody has cleared up */
  if (job->file != NULL && !g_file_test (job->folder, G_FILE_TEST_IS_DIR))
    g_clear_pointer (&job->file, fl_recovery_file_leave);
  if (job->file == NULL)
    job->file = fl_recovery_file_new (job->folder, error);
  return job->file != NULL && fl_recovery_file_write (job->file, job->unsaved, error);
}

static void
remove_all (GPtrArray *files)
{
  while (files->len > 0)
    fl_recovery_file_remove (g_ptr_array_steal_index (files, files->len - 1));
}

static gboolean
do_job (Job *job, GError **error)
{
  if (job->unsaved == NULL)
    g_clear_pointer (&job->file, fl_recovery_file_remove);
  else if (!write_state (job, error))
    return FALSE;
  remove_all (job->taken_over);
  return TRUE;
}

static void
work (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (do_job (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void update (FlRecovery *self);

static void
hold (void)
{
  if (g_application_get_default () != NULL)
    g_application_hold (g_application_get_default ());
}

static void
release (void)
{
  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());
}

/* Once when it begins, and once when it is over: not at every edit. */
static void
tell (FlRecovery *self, const GError *problem)
{
  if (self->told == (problem != NULL) || self->closed)
    return;
  self->told = problem != NULL;
  g_signal_emit (self, problem_signal, 0, problem != NULL ? problem->message : NULL);
}

static void
worked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  FlRecovery *self = FL_RECOVERY (object);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) problem = NULL;

  g_task_propagate_boolean (G_TASK (result), &problem);
  self->busy = FALSE;
  self->last = g_get_monotonic_time ();
  self->file = g_steal_pointer (&job->file);
  while (job->taken_over->len > 0)
    g_ptr_array_add (self->taken_over, g_ptr_array_steal_index (job->taken_over, job->taken_over->len - 1));
  update (self);
  tell (self, problem);
  release ();
}

/* project: what to write; NULL: nothing is to be left. The job has the files from here on. */
static Job *
new_job (FlRecovery *self, FlProject *project)
{
  Job *job = g_new0 (Job, 1);

  job->folder = g_strdup (self->folder);
  job->file = g_steal_pointer (&self->file);
  job->taken_over = g_steal_pointer (&self->taken_over);
  self->taken_over = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_recovery_file_leave);
  if (project != NULL)
    job->unsaved = fl_unsaved_new (project, fl_document_get_file (self->document), fl_document_get_mark (self->document));
  g_clear_pointer (&self->written, fl_project_unref);
  self->written = project != NULL ? fl_project_ref (project) : NULL;
  return job;
}

static void
start (FlRecovery *self, FlProject *project)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, worked_cb, NULL);

  self->busy = TRUE;
  hold ();
  g_task_set_task_data (task, new_job (self, project), job_free);
  g_task_run_in_thread (task, work);
}

/* --- following the document -------------------------------------------------------------------------------------------- */

static FlProject *
wanted (FlRecovery *self)
{
  return !self->closed && fl_document_is_modified (self->document) ? fl_document_get_project (self->document) : NULL;
}

static gboolean
timer_cb (gpointer data)
{
  FlRecovery *self = data;
  FlProject *project = wanted (self);

  self->timer = 0;
  if (!self->busy && project != NULL && project != self->written)
    start (self, project);
  return G_SOURCE_REMOVE;
}

/* The clock of an edit is not set back by the next: a hand that never rests is written down, too. */
static void
update (FlRecovery *self)
{
  FlProject *project = wanted (self);
  gint64 since = (g_get_monotonic_time () - self->last) / 1000;

  if (self->left)
    return;
  if (project == NULL)
    {
      g_clear_handle_id (&self->timer, g_source_remove);
      tell (self, NULL);
    }
  if (self->busy)
    return;
  if (project == NULL && (self->file != NULL || self->taken_over->len > 0))
    start (self, NULL);
  else if (project != NULL && project != self->written && self->timer == 0)
    self->timer = g_timeout_add ((guint) MAX (self->pause, (gint64) self->spacing - since), timer_cb, self);
}

void
fl_recovery_close (FlRecovery *self)
{
  g_return_if_fail (FL_IS_RECOVERY (self));
  self->closed = TRUE;
  update (self);
}

void
fl_recovery_leave (FlRecovery *self)
{
  FlProject *project;

  g_return_if_fail (FL_IS_RECOVERY (self));
  if (self->left)
    return;
  self->left = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  while (self->busy) /* a worker has the file */
    g_main_context_iteration (NULL, TRUE);
  project = wanted (self);
  if (project != self->written)
    {
      Job *job = new_job (self, project);

      do_job (job, NULL); /* there is nobody left to be told */
      job_free (job);
    }
}

void
fl_recovery_take_over (FlRecovery *self, FlRecoveryFile *file)
{
  g_return_if_fail (FL_IS_RECOVERY (self));
  g_ptr_array_add (self->taken_over, file);
  update (self);
}

static void
fl_recovery_dispose (GObject *object)
{
  FlRecovery *self = FL_RECOVERY (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  G_OBJECT_CLASS (fl_recovery_parent_class)->dispose (object);
}

static void
fl_recovery_finalize (GObject *object)
{
  FlRecovery *self = FL_RECOVERY (object);

  g_clear_pointer (&self->file, fl_recovery_file_leave);
  g_clear_pointer (&self->taken_over, g_ptr_array_unref);
  fl_project_unref (self->written);
  g_clear_object (&self->document);
  g_free (self->folder);
  G_OBJECT_CLASS (fl_recovery_parent_class)->finalize (object);
}

static void
fl_recovery_class_init (FlRecoveryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_recovery_dispose;
  G_OBJECT_CLASS (klass)->finalize = fl_recovery_finalize;
  problem_signal = g_signal_new ("problem", FL_TYPE_RECOVERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
fl_recovery_init (FlRecovery *self)
{
  self->taken_over = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_recovery_file_leave);
  self->last = G_MININT64 / 2;
}

FlRecovery *
fl_recovery_new (FlDocument *document, const char *folder, guint pause, guint spacing)
{
  FlRecovery *self = g_object_new (FL_TYPE_RECOVERY, NULL);

  self->document = g_object_ref (document);
  self->folder = g_strdup (folder);
  self->pause = pause;
  self->spacing = spacing;
  g_signal_connect_object (document, "state-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

/* --- what others left -------------------------------------------------------------------------------------------------- */

static void
find_work (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_pointer (task, fl_recovery_find (task_data), (GDestroyNotify) g_ptr_array_unref);
}

void
fl_recovery_find_async (const char *folder, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_task_data (task, g_strdup (folder), g_free);
  g_task_run_in_thread (task, find_work);
}

GPtrArray *
fl_recovery_find_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

static void
discard_work (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  fl_recovery_file_remove (task_data);
  g_task_return_boolean (task, TRUE);
}

static void
discarded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  release ();
}

void
fl_recovery_discard (FlRecoveryFile *file)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, discarded_cb, NULL);

  hold ();
  g_task_set_task_data (task, file, NULL);
  g_task_run_in_thread (task, discard_work);
}
