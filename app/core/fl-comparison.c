#include "fl-comparison-private.h"

#include <glib/gi18n-lib.h>

#define HOLD_MS 1000            /* a pause takes no longer than this: wide networks on few cores may not reach one place by then */
#define TARGET 0.1              /* loss, to begin with */
#define LEAST_JUDGES 5          /* validation rows: of fewer nothing can be said */
#define LANE_BUDGET ((gsize) 8 << 20) /* bytes of kept states: enough for the present one of any network that races well */

G_DEFINE_FINAL_TYPE (FlComparison, fl_comparison, G_TYPE_OBJECT)

enum
{
  CHANGED,
  FRAME,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* --- lanes --------------------------------------------------------------------------------------- */

static void
lane_clear (gpointer data)
{
  FlLane *lane = data;

  g_free (lane->name);
  g_free (lane->problem);
  fl_project_unref (lane->project);
  ds_prepared_unref (lane->data);
  fl_project_unref (lane->rival);
  ds_prepared_unref (lane->own);
  g_clear_object (&lane->run);
  nn_moment_unref (lane->moment);
  nn_history_unref (lane->history);
}

FlLane *
fl_lane_ref (FlLane *lane)
{
  return g_rc_box_acquire (lane);
}

void
fl_lane_unref (FlLane *lane)
{
  if (lane != NULL)
    g_rc_box_release_full (lane, lane_clear);
}

NnFrame *
fl_lane_get_frame (const FlLane *lane)
{
  return lane->run != NULL ? fl_run_get_frame (lane->run) : NULL;
}

gboolean
fl_lane_has_diverged (const FlLane *lane)
{
  const NnFrame *frame = fl_lane_get_frame (lane);

  return frame != NULL && frame->state == NN_STOPPED && frame->stop == NN_STOP_DIVERGED;
}

static gboolean
is_taken (FlComparison *self, guint number)
{
  for (guint i = 0; i < self->lanes->len; i++)
    if (((FlLane *) self->lanes->pdata[i])->number == number)
      return TRUE;
  return FALSE;
}

static guint
free_number (FlComparison *self)
{
  guint number = 0;

  while (is_taken (self, number))
    number++;
  return number;
}

static gboolean
is_called (FlComparison *self, const char *name)
{
  for (guint i = 0; i < self->lanes->len; i++)
    if (g_str_equal (((FlLane *) self->lanes->pdata[i])->name, name))
      return TRUE;
  return FALSE;
}

/* Of two with one name nobody could tell who passes whom. */
static char *
own_name (FlComparison *self, const char *wanted)
{
  char *name = g_strdup (wanted);

  for (guint n = 2; is_called (self, name); n++)
    {
      g_free (name);
      name = g_strdup_printf ("%s (%u)", wanted, n);
    }
  return name;
}

FlLane *
fl_comparison_new_lane (FlComparison *self, FlProject *project, const char *name, GError **error)
{
  FlLane *lane;

  if (self->lanes->len >= NN_RACE_LANES)
    {
      g_set_error (error, FL_ERROR, FL_ERROR_VALUE, _("At most %d can race; remove one first"), NN_RACE_LANES);
      return NULL;
    }
  lane = g_rc_box_new0 (FlLane);
  lane->number = free_number (self);
  lane->name = own_name (self, name);
  lane->project = fl_project_ref (project);
  return lane;
}

void
fl_comparison_append (FlComparison *self, FlLane *lane)
{
  g_ptr_array_add (self->lanes, fl_lane_ref (lane));
  self->generation = fl_document_get_generation (self->session->document);
}

gboolean
fl_comparison_begin (FlComparison *self, FlLane *lane, NnHistory *history, NnMoment *moment, GError **error)
{
  NnProblem problem = nn_problem (lane->data);
  g_autoptr (NnPlan) plan = nn_plan_new (lane->project->spec, &problem, NULL, error);
  const NnSpec *spec = moment != NULL ? nn_moment_spec (moment) : lane->project->spec;
  DsPrepared *data = moment != NULL ? nn_moment_data (moment) : lane->data;
  g_autofree char *dir = fl_document_get_base_dir (self->session->document);
  g_autoptr (DsSource) source = fl_project_absolute_source (lane->project, dir);

  if (plan == NULL)
    return FALSE;
  lane->run = fl_run_new (spec, data, lane->number + 1, self->wake, 1, error);
  if (lane->run == NULL)
    return FALSE;
  nn_trainer_set_pace (lane->run->trainer, self->pace, lane->number);
  fl_run_start (lane->run, LANE_BUDGET, self->session->speed);
  if (moment != NULL)
    {
      if (lane->moment == NULL)
        {
          lane->history = nn_history_ref (history);
          lane->moment = nn_moment_ref (moment);
        }
      lane->run->begins = nn_moment_step (moment) > 0;
      nn_trainer_take_up (lane->run->trainer, history, moment);
      lane->run->frame = nn_history_frame (history, moment);
      if (!nn_spec_equal (spec, lane->project->spec) || data != lane->data)
        nn_trainer_change (lane->run->trainer, lane->project->spec, lane->data);
    }
  fl_run_give (lane->run, lane->project, source, lane->own != NULL ? lane->own : lane->data, dir, fl_document_get_generation (self->session->document));
  if (self->playing)
    fl_run_play (lane->run);
  fl_wake_up (self->wake);
  return TRUE;
}

/* --- data of its own ------------------------------------------------------------------------------ */

typedef struct
{
  FlWake *wake; /* the way back */
  FlLane *lane; /* not touched by the worker */
  FlProject *project, *rival; /* as in the lane */
  DsDataset *dataset; /* the session's rows */
  DsPrepared *own;    /* found, where others judge */
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  fl_wake_unref (load->wake);
  fl_lane_unref (load->lane);
  fl_project_unref (load->project);
  fl_project_unref (load->rival);
  ds_dataset_unref (load->dataset);
  ds_prepared_unref (load->own);
  g_free (load);
}

static DsPrepared *
prepare (const Load *load, const FlProject *project, GError **error)
{
  return ds_prepare (load->dataset, &project->prepare, project->spec->seed, error);
}

/* The project's rows, judged by those new to its rival too. NULL: there are too few of them, or something went wrong. */
static DsPrepared *
prepare_judged (const Load *load, DsPrepared *own)
{
  g_autoptr (DsPrepared) rival = prepare (load, load->rival, NULL), judged = NULL;

  if (rival != NULL)
    judged = ds_prepared_judged (own, rival, NULL);
  return judged != NULL && judged->n_validation >= LEAST_JUDGES ? g_steal_pointer (&judged) : NULL;
}

static void
load_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Load *load = task_data;
  GError *error = NULL;
  DsPrepared *data = prepare (load, load->project, &error), *judged = data != NULL && load->rival != NULL ? prepare_judged (load, data) : NULL;

  if (judged != NULL)
    {
      load->own = data;
      data = judged;
    }
  if (data != NULL)
    g_task_return_pointer (task, data, (GDestroyNotify) ds_prepared_unref);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  const Load *load = g_task_get_task_data (G_TASK (result));
  FlComparison *self = fl_wake_target (load->wake);
  g_autoptr (GError) error = NULL;
  g_autoptr (DsPrepared) data = g_task_propagate_pointer (G_TASK (result), &error);
  FlLane *lane = load->lane;

  if (self == NULL || lane->data != NULL || !g_ptr_array_find (self->lanes, lane, NULL))
    return; /* it is out of the race; or was, and has its rows by now */
  if (data != NULL)
    {
      lane->data = ds_prepared_ref (data);
      lane->own = load->own != NULL ? ds_prepared_ref (load->own) : NULL;
      fl_comparison_begin (self, lane, NULL, NULL, &error);
    }
  if (error != NULL)
    lane->problem = g_strdup (error->message);
  fl_wake_up (self->wake); /* if nobody races besides, the race is over */
  fl_comparison_emit_changed (self);
}

/* Its rows are still being made; it begins, and plays with the others, when they are there. */
static gboolean
is_awaited (const FlLane *lane)
{
  return lane->run == NULL && lane->problem == NULL;
}

void
fl_comparison_load (FlComparison *self, FlLane *lane)
{
  Load *load = g_new0 (Load, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, loaded_cb, NULL);

  *load = (Load){ fl_wake_ref (self->wake), fl_lane_ref (lane), fl_project_ref (lane->project),
                  lane->rival != NULL ? fl_project_ref (lane->rival) : NULL, ds_dataset_ref (self->session->data->dataset), NULL };
  g_task_set_task_data (task, load, load_free);
  g_task_run_in_thread (task, load_thread);
}

FlProject *
fl_comparison_get_project (FlComparison *self, GError **error)
{
  const char *problem = fl_session_get_problem (self->session, NULL);

  if (problem == NULL && self->session->data != NULL && !fl_session_is_loading (self->session))
    return fl_document_get_project (self->session->document);
  g_set_error_literal (error, FL_ERROR, FL_ERROR_VALUE, problem != NULL ? problem : _("The data are still being read; try again in a moment"));
  return NULL;
}

gboolean
fl_comparison_add_judged (FlComparison *self, FlProject *project, const char *name, FlProject *rival, GError **error)
{
  g_autoptr (FlLane) lane = fl_comparison_get_project (self, error) != NULL ? fl_comparison_new_lane (self, project, name, error) : NULL;

  if (lane == NULL)
    return FALSE;
  lane->rival = fl_project_ref (rival);
  fl_comparison_append (self, lane);
  fl_comparison_load (self, lane);
  return TRUE;
}

gboolean
fl_comparison_add (FlComparison *self, FlProject *project, const char *name, GError **error)
{
  FlProject *present = fl_comparison_get_project (self, error);
  const FlProject *of;
  g_autoptr (FlLane) lane = present != NULL ? fl_comparison_new_lane (self, project, name, error) : NULL;

  if (lane == NULL)
    return FALSE;
  of = self->session->data_project;
  /* only the seed and the preparation can be other ones: a variant's rows are the project's */
  if (project->spec->seed == of->spec->seed && ds_prepare_options_equal (&project->prepare, &of->prepare))
    {
      lane->data = ds_prepared_ref (self->session->data);
      if (!fl_comparison_begin (self, lane, NULL, NULL, error))
        return FALSE;
    }
  fl_comparison_append (self, lane);
  if (lane->data == NULL)
    fl_comparison_load (self, lane);
  return TRUE;
}

/* --- racing ---------------------------------------------------------------------------------------- */

void
fl_comparison_rest (FlComparison *self)
{
  g_clear_handle_id (&self->hold_source, g_source_remove);
  self->holding = FALSE;
  for (guint i = 0; i < self->lanes->len; i++)
    {
      FlLane *lane = self->lanes->pdata[i];

      if (lane->run != NULL && fl_run_is_playing (lane->run))
        fl_run_pause (lane->run);
    }
}

void
fl_comparison_play (FlComparison *self)
{
  gboolean any = FALSE;

  if (self->lanes->len == 0)
    return;
  fl_session_pause (self->session);
  g_clear_handle_id (&self->hold_source, g_source_remove);
  self->holding = FALSE;
  nn_pace_go (self->pace);
  for (guint i = 0; i < self->lanes->len; i++)
    {
      FlLane *lane = self->lanes->pdata[i];

      any |= is_awaited (lane);
      if (lane->run == NULL || fl_lane_has_diverged (lane))
        continue;
      fl_run_play (lane->run);
      any = TRUE;
    }
  self->playing = any;
  fl_comparison_emit_changed (self);
}

static gboolean
hold_cb (gpointer user_data)
{
  FlComparison *self = user_data;

  self->hold_source = 0;
  fl_comparison_rest (self);
  return G_SOURCE_REMOVE;
}

void
fl_comparison_pause (FlComparison *self)
{
  if (!self->playing)
    return;
  self->playing = FALSE;
  self->holding = TRUE;
  nn_pace_hold (self->pace);
  g_clear_handle_id (&self->hold_source, g_source_remove);
  self->hold_source = g_timeout_add (HOLD_MS, hold_cb, self);
  fl_comparison_emit_changed (self);
}

void
fl_comparison_step (FlComparison *self)
{
  gboolean was = self->playing;

  fl_comparison_pause (self);
  fl_comparison_rest (self);
  for (guint i = 0; i < self->lanes->len; i++)
    {
      FlLane *lane = self->lanes->pdata[i];

      if (lane->run == NULL || fl_lane_has_diverged (lane))
        continue;
      nn_trainer_step (lane->run->trainer);
    }
  if (was)
    fl_comparison_emit_changed (self);
}

void
fl_comparison_reset (FlComparison *self)
{
  for (guint i = 0; i < self->lanes->len; i++)
    {
      FlLane *lane = self->lanes->pdata[i];

      if (lane->run == NULL)
        continue;
      lane->run->begins = FALSE;
      nn_trainer_reset (lane->run->trainer);
      if (self->playing)
        fl_run_play (lane->run); /* one that had stopped */
    }
}

void
fl_comparison_set_speed (FlComparison *self, double steps_per_second)
{
  for (guint i = 0; i < self->lanes->len; i++)
    {
      FlLane *lane = self->lanes->pdata[i];

      if (lane->run != NULL)
        nn_trainer_set_speed (lane->run->trainer, steps_per_second);
    }
}

gboolean
fl_comparison_is_playing (FlComparison *self)
{
  return self->playing;
}

static void
frame_waiting_cb (gpointer user_data)
{
  FlComparison *self = g_object_ref (user_data);
  gboolean any = FALSE, news = FALSE;

  for (guint i = 0; i < self->lanes->len; i++)
    {
      FlLane *lane = self->lanes->pdata[i];

      any |= is_awaited (lane);
      if (lane->run == NULL)
        continue;
      news |= fl_run_update (lane->run);
      if (fl_lane_get_frame (lane) != NULL)
        nn_standing_update (&lane->standing, fl_lane_get_frame (lane), self->target);
      any |= fl_run_is_playing (lane->run);
    }
  if (self->holding && nn_pace_is_held (self->pace))
    fl_comparison_rest (self);
  if (self->playing && !any)
    {
      self->playing = FALSE; /* the last one has ended */
      fl_comparison_emit_changed (self);
    }
  if (news)
    g_signal_emit (self, signals[FRAME], 0);
  g_object_unref (self);
}

/* --- the object ------------------------------------------------------------------------------------ */

void
fl_comparison_emit_changed (FlComparison *self)
{
  if (self->before == NULL)
    g_signal_emit (self, signals[CHANGED], 0);
}

guint
fl_comparison_n_lanes (FlComparison *self)
{
  return self->lanes->len;
}

FlLane *
fl_comparison_get_lane (FlComparison *self, guint i)
{
  return self->lanes->pdata[i];
}

guint
fl_comparison_get_projects (FlComparison *self, const FlProject *projects[NN_RACE_LANES])
{
  for (guint i = 0; i < self->lanes->len; i++)
    projects[i] = ((FlLane *) self->lanes->pdata[i])->project;
  return self->lanes->len;
}

static void
session_changed_cb (FlComparison *self)
{
  if (self->lanes->len > 0 && self->generation != fl_document_get_generation (self->session->document))
    {
      fl_comparison_end (self);
      fl_comparison_emit_changed (self);
    }
  if (self->playing && fl_session_is_playing (self->session))
    fl_comparison_pause (self);
}

static void
fl_comparison_dispose (GObject *object)
{
  FlComparison *self = FL_COMPARISON (object);

  g_clear_handle_id (&self->hold_source, g_source_remove);
  if (self->wake != NULL)
    {
      fl_wake_cancel (self->wake);
      g_clear_pointer (&self->wake, fl_wake_unref);
    }
  if (self->session != NULL)
    fl_comparison_end (self); /* the history of the document may outlive this */
  self->session = NULL;
  G_OBJECT_CLASS (fl_comparison_parent_class)->dispose (object);
}

static void
fl_comparison_finalize (GObject *object)
{
  FlComparison *self = FL_COMPARISON (object);

  g_ptr_array_unref (self->lanes);
  g_ptr_array_unref (self->aside);
  nn_pace_unref (self->pace);
  G_OBJECT_CLASS (fl_comparison_parent_class)->finalize (object);
}

static void
fl_comparison_class_init (FlComparisonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_comparison_dispose;
  G_OBJECT_CLASS (klass)->finalize = fl_comparison_finalize;
  signals[CHANGED] = g_signal_new ("changed", FL_TYPE_COMPARISON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FRAME] = g_signal_new ("frame", FL_TYPE_COMPARISON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_comparison_init (FlComparison *self)
{
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_lane_unref);
  self->aside = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_lane_unref);
  self->pace = nn_pace_new ();
  self->wake = fl_wake_new (frame_waiting_cb, self);
  self->target = TARGET;
}

FlComparison *
fl_session_get_comparison (FlSession *session)
{
  if (session->comparison == NULL)
    {
      FlComparison *self = session->comparison = g_object_new (FL_TYPE_COMPARISON, NULL);

      self->session = session;
      fl_comparison_follow_history (self);
      g_signal_connect_object (session, "changed", G_CALLBACK (session_changed_cb), self, G_CONNECT_SWAPPED);
    }
  return session->comparison;
}
