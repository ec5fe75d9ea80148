/* The session: a document's live run.
 *
 * One load of data is under way at a time. What the document wants meanwhile is only remembered; when the load is done its result
 * is used if it is still of the kind wanted (so that dragging a slider shows every step the machine keeps up with), and the next
 * load begins. Files, which may take long, are cancelled instead.
 *
 * The trainer always has a spec and data that fit together: an edit that cannot train (a problem) is not passed on. The run then waits
 * out of sight, for what it shows is not of this project; the next edit that can train, or Undo, brings it back. */
#include "fl-session-private.h"

#include "ds-points.h"
#include "fl-data-match.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (FlSession, fl_session, G_TYPE_OBJECT)

enum
{
  CHANGED,
  FRAME,
  ROW,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void start_load (FlSession *self);

void
fl_session_emit_changed (FlSession *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
fl_session_emit_frame (FlSession *self)
{
  g_signal_emit (self, signals[FRAME], 0);
}

/* --- the trainer ------------------------------------------------------------------------------------------------------- */

static void
set_problem (FlSession *self, const char *problem, int layer)
{
  char *text = g_strdup (problem); /* it may be the one there is */

  g_free (self->problem);
  self->problem = text;
  self->problem_layer = layer;
  if (problem == NULL)
    return;
  fl_session_forget_past (self);
  if (!self->playing)
    return;
  if (self->run != NULL)
    fl_run_pause (self->run);
  self->playing = FALSE;
  self->play_waits = TRUE;
}

/* The problem is gone, and so is the reason to wait. */
static void
play_on (FlSession *self)
{
  if (!self->play_waits)
    return;
  self->play_waits = FALSE;
  self->playing = TRUE;
  fl_run_play (self->run);
}

static void
play_restarted (FlSession *self)
{
  self->restart_waits = FALSE;
  self->run->begins = FALSE;
  fl_run_play (self->run);
  fl_session_set_playing (self, TRUE);
}

/* Hands the run what the document and the data have become. Data of another kind begin it anew; but undo brings back what it was. */
static void
pass_on (FlSession *self)
{
  FlProject *project = fl_document_get_project (self->document);
  guint generation = fl_document_get_generation (self->document);
  g_autofree char *dir = fl_document_get_base_dir (self->document);
  const FlGiven *given = self->run != NULL ? fl_run_get_given (self->run) : NULL;
  gboolean hidden = self->problem != NULL;
  guint64 version = fl_document_get_version (self->document);
  g_autoptr (GError) error = NULL;

  set_problem (self, NULL, -1);
  if (given == NULL)
    {
      if (!fl_session_start_run (self, project->spec, &error))
        {
          self->playing = FALSE;
          g_clear_pointer (&self->plan, nn_plan_free);
          set_problem (self, error->message, -1);
          return;
        }
    }
  else
    {
      gboolean changed = !nn_spec_equal (given->project->spec, project->spec)
                         || !nn_spec_same_places (given->project->spec, project->spec) || given->data != self->data;
      gboolean restart = self->restart_waits && !self->load_again; /* these are the data it waits for */
      gboolean again = restart || !fl_data_same_run (given->source, given->data, self->data_source, self->data);

      if (changed || again)
        fl_session_forget_past (self); /* what is edited is the present */
      if (again || given->project->spec->seed != project->spec->seed)
        fl_session_count_start (self);
      if (changed || again)
        nn_trainer_change_version (self->run->trainer, project->spec, self->data, self->run->version, version, again);
      if (restart)
        nn_trainer_reset (self->run->trainer); /* also where there is something to go back to */
      if (again && hidden)
        fl_run_forget_frame (self->run); /* what was out of sight is not to come back for a moment before it goes */
      if (restart)
        play_restarted (self);
    }
  self->run->version = version;
  play_on (self);
  fl_run_give (self->run, project, self->data_source, self->data, dir, generation);
  fl_session_set_waiting_weights (self);
}

static gboolean
tasks_equal (const FlProject *a, const FlProject *b)
{
  return !a->task_given == !b->task_given && a->prepare.task == b->prepare.task;
}

/* Are the data loaded for `loaded` (from `loaded_source`) those that `project` (with `source`) asks for? */
static gboolean
wants_same_data (const FlProject *project, const DsSource *source, const FlProject *loaded, const DsSource *loaded_source)
{
  return loaded != NULL && tasks_equal (project, loaded) && ds_prepare_options_equal (&project->prepare, &loaded->prepare)
         && project->spec->seed == loaded->spec->seed && ds_source_equal (source, loaded_source);
}

/* Plans the document's network on the data there are, and passes both on if they fit. */
void
fl_session_follow (FlSession *self)
{
  FlProject *project = fl_document_get_project (self->document);
  g_autoptr (GError) error = NULL;
  int layer = -1;

  if (self->data == NULL || self->data_generation != fl_document_get_generation (self->document))
    set_problem (self, self->load_problem, -1); /* what data there are belong to the project before */
  else
    {
      NnProblem problem = nn_problem (self->data);

      nn_plan_free (self->plan);
      self->plan = nn_plan_new (project->spec, &problem, &layer, &error);
      if (self->plan == NULL)
        set_problem (self, error->message, layer);
      else if (self->data_source->kind == DS_SOURCE_POINTS
               && !ds_points_check (self->data_source, self->data->options.task, &error))
        set_problem (self, error->message, -1); /* to be seen, but not yet to learn from */
      else if (self->load_problem != NULL)
        set_problem (self, self->load_problem, -1);
      else
        pass_on (self);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- loading ----------------------------------------------------------------------------------------------------------- */

typedef struct
{
  FlWake *wake; /* the way back to the session, which need not live as long as a load */
  FlProject *project;
  DsSource *source; /* the project's, paths absolute */
  char *dir;
  DsDataset *dataset; /* the rows, where they are there already and only their preparation changes */
  guint generation;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  fl_wake_unref (load->wake);
  fl_project_unref (load->project);
  ds_source_unref (load->source);
  g_free (load->dir);
  ds_dataset_unref (load->dataset);
  g_free (load);
}

static gboolean
go_on_cb (double share, gpointer user_data)
{
  return !g_cancellable_is_cancelled (user_data);
}

static void
load_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Load *load = task_data;
  GError *error = NULL;
  DsPrepared *data;

  if (load->dataset != NULL)
    data = ds_prepare_while (load->dataset, &load->project->prepare, load->project->spec->seed, go_on_cb, cancellable, &error);
  else
    data = fl_project_prepare (load->project, load->dir, go_on_cb, cancellable, &error);
  if (data != NULL)
    g_task_return_pointer (task, data, (GDestroyNotify) ds_prepared_unref);
  else
    g_task_return_error (task, error);
}

static void
forget_offer (FlSession *self)
{
  g_clear_pointer (&self->offered_source, ds_source_unref);
  g_clear_pointer (&self->offered_rows, ds_dataset_unref);
}

void
fl_session_offer_rows (FlSession *self, DsSource *source, DsTask task, DsDataset *rows)
{
  forget_offer (self);
  self->offered_source = ds_source_ref (source);
  self->offered_task = task;
  self->offered_rows = ds_dataset_ref (rows);
}

/* Rows already in memory that only need to be prepared anew; NULL: none. */
static DsDataset *
reusable_rows (FlSession *self, const FlProject *project, const DsSource *source)
{
  if (self->offered_rows != NULL && project->task_given && project->prepare.task == self->offered_task
      && ds_source_equal (source, self->offered_source))
    return ds_dataset_ref (self->offered_rows);
  if (self->data == NULL || !project->task_given || !tasks_equal (project, self->data_project)
      || !ds_source_equal (source, self->data_source))
    return NULL;
  if (source->kind == DS_SOURCE_GENERATOR && project->spec->seed != self->data_project->spec->seed)
    return NULL;
  return ds_dataset_ref (self->data->dataset);
}

static void
set_data (FlSession *self, FlProject *project, DsSource *source, DsPrepared *data, guint generation)
{
  ds_prepared_ref (data);
  ds_prepared_unref (self->data);
  self->data = data;
  fl_project_ref (project);
  fl_project_unref (self->data_project);
  self->data_project = project;
  ds_source_ref (source);
  ds_source_unref (self->data_source);
  self->data_source = source;
  self->data_generation = generation;
  g_clear_pointer (&self->load_problem, g_free);
}

void
fl_session_adopt_data (FlSession *self, FlProject *project, DsSource *source, DsPrepared *data)
{
  if (self->cancellable != NULL)
    {
      g_cancellable_cancel (self->cancellable);
      self->load_again = TRUE;
    }
  set_data (self, project, source, data, fl_document_get_generation (self->document));
}

static void
forget_data (FlSession *self)
{
  g_clear_pointer (&self->data, ds_prepared_unref);
  g_clear_pointer (&self->data_project, fl_project_unref);
  g_clear_pointer (&self->data_source, ds_source_unref);
  g_clear_pointer (&self->plan, nn_plan_free);
}

static void
take_data (FlSession *self, const Load *load, DsPrepared *data)
{
  set_data (self, load->project, load->source, data, load->generation);
  fl_session_follow (self);
}

/* The data there were stay, and the run on them waits, in case the edit is undone. An empty canvas shows that it is empty. */
static void
take_failure (FlSession *self, const Load *load, const GError *error)
{
  self->restart_waits = FALSE; /* on the old data nobody wants it */
  g_free (self->load_problem);
  self->load_problem = g_strdup (error->message);
  fl_project_unref (self->failed_project);
  self->failed_project = fl_project_ref (load->project);
  ds_source_unref (self->failed_source);
  self->failed_source = ds_source_ref (load->source);
  if (load->source->kind == DS_SOURCE_POINTS && load->source->n_points == 0)
    forget_data (self);
  if (self->run == NULL)
    self->playing = FALSE;
  set_problem (self, self->load_problem, -1);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  const Load *load = g_task_get_task_data (G_TASK (result));
  g_autoptr (FlSession) self = fl_wake_target (load->wake);
  g_autoptr (GError) error = NULL;
  g_autoptr (DsPrepared) data = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (DsSource) source = NULL;
  FlProject *project;
  gboolean wanted;

  if (self == NULL)
    return;
  g_object_ref (self);
  g_clear_object (&self->cancellable);
  project = fl_document_get_project (self->document);
  source = fl_project_absolute_source (project, load->dir);
  wanted = load->generation == fl_document_get_generation (self->document) && tasks_equal (load->project, project)
           && fl_data_same_kind (load->source, source);
  if (data != NULL && wanted)
    take_data (self, load, data);
  else if (data == NULL && !self->load_again && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    take_failure (self, load, error);
  if (self->load_again)
    start_load (self);
}

/* What was read to open the project is not read again. */
static void
take_rows (FlSession *self, const FlProject *project, DsSource *source)
{
  g_autoptr (DsDataset) rows = fl_document_take_rows (self->document);

  if (rows != NULL)
    fl_session_offer_rows (self, source, project->prepare.task, rows);
}

static void
start_load (FlSession *self)
{
  FlProject *project = fl_document_get_project (self->document);
  g_autofree char *dir = fl_document_get_base_dir (self->document);
  g_autoptr (DsSource) source = fl_project_absolute_source (project, dir);
  g_autoptr (GTask) task = NULL;
  guint generation = fl_document_get_generation (self->document);
  Load *load;

  self->load_again = FALSE;
  if (generation == self->asked_generation && wants_same_data (project, source, self->data_project, self->data_source))
    {
      fl_session_follow (self);
      return;
    }
  self->asked_generation = generation;
  load = g_new0 (Load, 1);
  load->wake = fl_wake_ref (self->wake);
  load->project = fl_project_ref (project);
  take_rows (self, project, source);
  load->dataset = reusable_rows (self, project, source);
  forget_offer (self);
  load->source = g_steal_pointer (&source);
  load->generation = generation;
  load->dir = g_steal_pointer (&dir);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, loaded_cb, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, load, load_free);
  g_task_run_in_thread (task, load_thread);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Another project waits for its own data and its own Train; nothing of the one before is shown under its name. */
static void
forget_document (FlSession *self)
{
  self->playing = self->play_waits = self->restart_waits = FALSE;
  fl_session_forget_past (self);
  fl_session_forget_runs (self);
  forget_data (self);
  g_clear_pointer (&self->load_problem, g_free);
  set_problem (self, NULL, -1);
}

static void
document_changed_cb (FlDocument *document, FlSession *self)
{
  FlProject *project = fl_document_get_project (document);
  g_autofree char *dir = fl_document_get_base_dir (document);
  g_autoptr (DsSource) source = fl_project_absolute_source (project, dir);
  gboolean fresh = self->asked_generation != fl_document_get_generation (document);

  if (fresh)
    forget_document (self);
  else if (fl_session_return_to_run (self))
    return;
  if (!fresh && wants_same_data (project, source, self->data_project, self->data_source))
    {
      /* the data there are will do, also where a load for something else is under way or has failed */
      if (self->cancellable != NULL)
        {
          g_cancellable_cancel (self->cancellable);
          self->load_again = TRUE;
        }
      self->restart_waits = FALSE;
      g_clear_pointer (&self->load_problem, g_free);
      fl_session_follow (self);
    }
  else if (self->cancellable != NULL)
    {
      self->load_again = TRUE;
      if (fresh || (project->source->kind != DS_SOURCE_GENERATOR && project->source->kind != DS_SOURCE_POINTS))
        g_cancellable_cancel (self->cancellable);
      if (fresh)
        fl_session_emit_changed (self);
    }
  else if (!fresh && self->load_problem != NULL && wants_same_data (project, source, self->failed_project, self->failed_source))
    fl_session_follow (self); /* these data could not be read a moment ago: an edit of something else is no reason to try again */
  else
    start_load (self); /* until the new data are there the old run goes on as it was */
}

/* --- the object -------------------------------------------------------------------------------------------------------- */

static void
fl_session_dispose (GObject *object)
{
  FlSession *self = FL_SESSION (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_signal_handler (&self->document_handler, self->document);
  g_clear_signal_handler (&self->weight_handler, self->document);
  g_clear_object (&self->comparison);
  fl_session_forget_past (self);
  fl_session_close_runs (self);
  if (self->wake != NULL)
    {
      fl_wake_cancel (self->wake);
      g_clear_pointer (&self->wake, fl_wake_unref);
    }
  g_clear_pointer (&self->data, ds_prepared_unref);
  g_clear_pointer (&self->data_project, fl_project_unref);
  g_clear_pointer (&self->data_source, ds_source_unref);
  g_clear_pointer (&self->failed_project, fl_project_unref);
  g_clear_pointer (&self->failed_source, ds_source_unref);
  forget_offer (self);
  g_clear_pointer (&self->plan, nn_plan_free);
  G_OBJECT_CLASS (fl_session_parent_class)->dispose (object);
}

static void
fl_session_finalize (GObject *object)
{
  FlSession *self = FL_SESSION (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->document);
  ds_prepared_unref (self->row_data);
  g_ptr_array_unref (self->waiting_weights);
  g_ptr_array_unref (self->removed);
  g_free (self->problem);
  g_free (self->load_problem);
  G_OBJECT_CLASS (fl_session_parent_class)->finalize (object);
}

static void
fl_session_class_init (FlSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_session_dispose;
  G_OBJECT_CLASS (klass)->finalize = fl_session_finalize;
  signals[CHANGED] = g_signal_new ("changed", FL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FRAME] = g_signal_new ("frame", FL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ROW] = g_signal_new ("row", FL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("said", FL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
frame_waiting_cb (gpointer self)
{
  g_signal_emit (self, signals[FRAME], 0);
}

static void
fl_session_init (FlSession *self)
{
  self->problem_layer = -1;
  self->history_budget = NN_HISTORY_BUDGET;
  self->runs = g_list_store_new (FL_TYPE_RUN);
  self->removed = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiting_weights = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->wake = fl_wake_new (frame_waiting_cb, self);
}

FlSession *
fl_session_new (FlDocument *document)
{
  FlSession *self = g_object_new (FL_TYPE_SESSION, NULL);

  self->document = g_object_ref (document);
  self->document_handler = g_signal_connect (document, "changed", G_CALLBACK (document_changed_cb), self);
  self->weight_handler = fl_session_follow_weights (self);
  start_load (self);
  return self;
}

FlDocument *
fl_session_get_document (FlSession *self)
{
  return self->document;
}

/* --- running ----------------------------------------------------------------------------------------------------------- */

gboolean
fl_session_is_playing (FlSession *self)
{
  return self->playing;
}

gboolean
fl_session_is_loading (FlSession *self)
{
  return self->cancellable != NULL;
}

const char *
fl_session_get_problem (FlSession *self, int *layer)
{
  if (layer != NULL)
    *layer = self->problem != NULL ? self->problem_layer : -1;
  return self->problem;
}

DsPrepared *
fl_session_get_data (FlSession *self)
{
  return self->data;
}

const NnPlan *
fl_session_get_plan (FlSession *self)
{
  return self->plan;
}

gboolean
fl_session_update (FlSession *self)
{
  if (self->run == NULL || !fl_run_update (self->run))
    return FALSE;
  if (!fl_run_is_playing (self->run))
    fl_session_set_playing (self, FALSE);
  return self->past == NULL && self->problem == NULL;
}

NnFrame *
fl_session_get_frame (FlSession *self)
{
  return self->past != NULL ? self->past : fl_session_get_live_frame (self);
}

gssize
fl_session_get_row (FlSession *self)
{
  return self->row_data != NULL && self->row_data == self->data ? self->row : -1;
}

void
fl_session_set_row (FlSession *self, gssize row)
{
  g_return_if_fail (FL_IS_SESSION (self));
  if (self->data == NULL || row < 0 || (gsize) row >= self->data->rows)
    row = -1;
  if (row == fl_session_get_row (self))
    return;
  g_clear_pointer (&self->row_data, ds_prepared_unref);
  self->row = row;
  if (row >= 0)
    self->row_data = ds_prepared_ref (self->data);
  g_signal_emit (self, signals[ROW], 0);
}
