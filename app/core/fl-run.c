#include "fl-run-private.h"

#include <glib/gi18n-lib.h>

/* A slider dragged in mid-run gives sixty projects a second: those that no kept state knows of any more are let go. */
#define MANY_GIVEN 256

G_DEFINE_FINAL_TYPE (FlRun, fl_run, G_TYPE_OBJECT)

static void
given_free (gpointer data)
{
  FlGiven *given = data;

  fl_project_unref (given->project);
  ds_source_unref (given->source);
  ds_prepared_unref (given->data);
  g_free (given->dir);
  g_free (given);
}

void
fl_run_close (FlRun *self)
{
  g_clear_pointer (&self->trainer, nn_trainer_free);
  self->playing = FALSE;
}

static void
free_trainer_thread (GTask *task, gpointer source, gpointer trainer, GCancellable *cancellable)
{
  nn_trainer_free (trainer);
}

static void
fl_run_finalize (GObject *object)
{
  FlRun *self = FL_RUN (object);

  if (self->trainer != NULL)
    {
      /* The step under way may be a long one, and the trainer wakes the session until it is over. */
      g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

      nn_trainer_pause (self->trainer);
      g_object_set_data_full (G_OBJECT (task), "fl-wake", g_steal_pointer (&self->wake), (GDestroyNotify) fl_wake_unref);
      g_task_set_task_data (task, self->trainer, NULL);
      g_task_run_in_thread (task, free_trainer_thread);
    }
  g_clear_pointer (&self->wake, fl_wake_unref);
  nn_frame_unref (self->frame);
  fl_run_settle_reset (self);
  g_ptr_array_unref (self->given);
  g_free (self->name);
  G_OBJECT_CLASS (fl_run_parent_class)->finalize (object);
}

static void
fl_run_class_init (FlRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_run_finalize;
}

static void
fl_run_init (FlRun *self)
{
  self->given = g_ptr_array_new_with_free_func (given_free);
}

FlRun *
fl_run_new (const NnSpec *spec, DsPrepared *data, guint number, FlWake *wake, guint threads, GError **error)
{
  NnTrainer *trainer = nn_trainer_new (spec, data, threads, error);
  FlRun *self;

  if (trainer == NULL)
    return NULL;
  self = g_object_new (FL_TYPE_RUN, NULL);
  self->trainer = trainer;
  self->wake = fl_wake_ref (wake);
  self->number = number;
  self->name = g_strdup_printf (_("Run %u"), number);
  return self;
}

void
fl_run_start (FlRun *self, gsize history_budget, double speed)
{
  nn_trainer_set_listener (self->trainer, fl_wake_up, self->wake);
  nn_trainer_set_history_budget (self->trainer, history_budget);
  nn_trainer_set_speed (self->trainer, speed);
}

/* --- what it was given --------------------------------------------------------------------------- */

static gboolean
is_in_history (const NnHistory *history, const FlGiven *given)
{
  for (guint i = 0; history != NULL && i < nn_history_length (history); i++)
    {
      const NnMoment *moment = nn_history_get (history, i);

      if (nn_moment_spec (moment) == given->project->spec && nn_moment_data (moment) == given->data)
        return TRUE;
    }
  return FALSE;
}

static void
forget_given (FlRun *self)
{
  NnHistory *history = fl_run_get_history (self);

  for (guint i = self->given->len / 2; i > 0; i--)
    if (!is_in_history (history, g_ptr_array_index (self->given, i - 1)))
      g_ptr_array_remove_index (self->given, i - 1);
}

void
fl_run_give (FlRun *self, FlProject *project, DsSource *source, DsPrepared *data, const char *dir, guint generation)
{
  const FlGiven *last = fl_run_get_given (self);
  FlGiven *given;

  self->generation = generation;
  if (last != NULL && last->project == project && last->data == data && last->source == source && g_strcmp0 (last->dir, dir) == 0)
    return;
  if (self->given->len >= MANY_GIVEN)
    forget_given (self);
  given = g_new (FlGiven, 1);
  *given = (FlGiven){ fl_project_ref (project), ds_source_ref (source), ds_prepared_ref (data), g_strdup (dir) };
  g_ptr_array_add (self->given, given);
}

const FlGiven *
fl_run_get_given (FlRun *self)
{
  return self->given->len > 0 ? g_ptr_array_index (self->given, self->given->len - 1) : NULL;
}

const FlGiven *
fl_run_was_given (FlRun *self, const FlProject *project)
{
  for (guint i = self->given->len; i > 0; i--)
    {
      const FlGiven *given = g_ptr_array_index (self->given, i - 1);

      if (given->project == project)
        return given;
    }
  return NULL;
}

const FlGiven *
fl_run_find_given (FlRun *self, const NnSpec *spec, const DsPrepared *data)
{
  for (guint i = self->given->len; i > 0; i--)
    {
      const FlGiven *given = g_ptr_array_index (self->given, i - 1);

      if (given->project->spec == spec && given->data == data)
        return given;
    }
  return fl_run_get_given (self);
}

/* --- asking -------------------------------------------------------------------------------------- */

const char *
fl_run_get_name (FlRun *self)
{
  return self->name;
}

guint
fl_run_get_number (FlRun *self)
{
  return self->number;
}

guint
fl_run_get_origin (FlRun *self, guint64 *step)
{
  if (step != NULL)
    *step = self->origin_step;
  return self->origin;
}

NnFrame *
fl_run_get_frame (FlRun *self)
{
  return self->frame;
}

NnHistory *
fl_run_get_history (FlRun *self)
{
  return self->frame != NULL ? self->frame->history : NULL;
}

/* --- running ------------------------------------------------------------------------------------- */

void
fl_run_play (FlRun *self)
{
  g_return_if_fail (FL_IS_RUN (self));
  if (self->trainer == NULL)
    return;
  fl_run_update (self); /* an end of an earlier go still waiting must not end this one */
  nn_trainer_play (self->trainer);
  self->playing = TRUE;
}

void
fl_run_pause (FlRun *self)
{
  g_return_if_fail (FL_IS_RUN (self));
  if (self->trainer != NULL)
    nn_trainer_pause (self->trainer);
  self->playing = FALSE;
}

gboolean
fl_run_is_playing (FlRun *self)
{
  return self->playing;
}

void
fl_run_settle_reset (FlRun *self)
{
  g_clear_pointer (&self->reset_spec, nn_spec_unref);
  g_clear_pointer (&self->reset_data, ds_prepared_unref);
}

void
fl_run_forget_frame (FlRun *self)
{
  g_clear_pointer (&self->frame, nn_frame_unref);
}

/* Of a branch's trainer before it took the branch up; not what an edit since has begun anew. */
static gboolean
is_before_branch (FlRun *self, const NnFrame *frame)
{
  const FlGiven *first = self->given->len > 0 ? g_ptr_array_index (self->given, 0) : NULL;

  return self->begins && first != NULL && frame->step == 0 && frame->message[0] == '\0' && frame->data == first->data
         && nn_spec_equal (frame->spec, first->project->spec) && nn_spec_same_places (frame->spec, first->project->spec);
}

gboolean
fl_run_update (FlRun *self)
{
  NnFrame *frame = self->trainer != NULL ? nn_trainer_take_frame (self->trainer) : NULL;

  if (frame == NULL)
    return FALSE;
  if (is_before_branch (self, frame))
    {
      nn_frame_unref (frame);
      return FALSE;
    }
  self->begins = FALSE;
  nn_frame_unref (self->frame);
  self->frame = frame;
  if (frame->state == NN_STOPPED)
    self->playing = FALSE;
  return TRUE;
}
