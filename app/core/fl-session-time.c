/* Looking back. What is shown is a frame made of a kept state, so every view follows as it follows the live run. A step between two
 * kept states is computed on a worker thread, one at a time; meanwhile the nearest kept one is shown if it is nearer than what was. */
#include "fl-session-private.h"

static void start_replay (FlSession *self);

void
fl_session_forget_past (FlSession *self)
{
  if (self->replay != NULL)
    g_cancellable_cancel (self->replay);
  g_clear_object (&self->replay);
  g_clear_pointer (&self->past, nn_frame_unref);
  g_clear_pointer (&self->moment, nn_moment_unref);
  g_clear_pointer (&self->history, nn_history_unref);
}

static void
show (FlSession *self, NnMoment *moment)
{
  NnFrame *frame = moment != self->moment ? nn_history_frame (self->history, moment) : NULL;
  gboolean begins = self->past == NULL;

  if (frame == NULL)
    return; /* there already, or no memory for it: what is shown stays */
  nn_frame_unref (self->past);
  self->past = frame;
  nn_moment_ref (moment);
  nn_moment_unref (self->moment);
  self->moment = moment;
  if (begins)
    fl_session_emit_changed (self);
  fl_session_emit_frame (self);
}

/* --- what lies between -------------------------------------------------------------------------- */

typedef struct
{
  FlWake *wake; /* the way back to the session */
  NnHistory *history;
  guint64 step;
} Replay;

static void
replay_free (gpointer data)
{
  Replay *replay = data;

  fl_wake_unref (replay->wake);
  nn_history_unref (replay->history);
  g_free (replay);
}

static gboolean
go_on_cb (gpointer cancellable)
{
  return !g_cancellable_is_cancelled (cancellable);
}

static void
replay_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Replay *replay = task_data;

  g_task_return_pointer (task, nn_history_replay (replay->history, replay->step, go_on_cb, cancellable, NULL),
                         (GDestroyNotify) nn_moment_unref);
}

static void
replayed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  const Replay *replay = g_task_get_task_data (G_TASK (result));
  g_autoptr (FlSession) self = fl_wake_target (replay->wake);
  g_autoptr (NnMoment) moment = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self == NULL)
    return;
  g_object_ref (self);
  if (self->replay != g_task_get_cancellable (G_TASK (result)))
    return; /* the present, or another run, is shown again */
  g_clear_object (&self->replay);
  if (moment != NULL)
    show (self, moment);
  if (self->wanted_step != replay->step)
    start_replay (self);
}

static void
start_replay (FlSession *self)
{
  g_autoptr (GTask) task = NULL;
  Replay *replay;

  if (self->replay != NULL || !nn_history_can_replay (self->history, self->wanted_step)
      || (self->moment != NULL && nn_moment_step (self->moment) == self->wanted_step))
    return;
  replay = g_new (Replay, 1);
  *replay = (Replay){ fl_wake_ref (self->wake), nn_history_ref (self->history), self->wanted_step };
  self->replay = g_cancellable_new ();
  task = g_task_new (NULL, self->replay, replayed_cb, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, replay, replay_free);
  g_task_run_in_thread (task, replay_thread);
}

/* --- seeking ------------------------------------------------------------------------------------- */

static guint64
distance (guint64 a, guint64 b)
{
  return a > b ? a - b : b - a;
}

gboolean
fl_session_seek (FlSession *self, guint64 step, gboolean exact)
{
  NnHistory *history;
  NnMoment *nearest;

  g_return_val_if_fail (FL_IS_SESSION (self), FALSE);
  history = self->run != NULL && self->problem == NULL ? fl_run_get_history (self->run) : NULL;
  if (history == NULL)
    return FALSE;
  if (self->playing)
    fl_session_pause (self);
  nn_history_ref (history);
  nn_history_unref (self->history);
  self->history = history;
  self->wanted_step = step;
  nearest = nn_history_get (history, nn_history_find (history, step));
  if (self->moment == NULL || distance (nn_moment_step (nearest), step) <= distance (nn_moment_step (self->moment), step))
    if (!exact || self->moment == NULL || nn_moment_step (nearest) == step || !nn_history_can_replay (history, step))
      show (self, nearest);
  if (exact)
    start_replay (self);
  return self->past != NULL;
}

void
fl_session_live (FlSession *self)
{
  gboolean was_past;

  g_return_if_fail (FL_IS_SESSION (self));
  was_past = self->past != NULL;
  fl_session_forget_past (self);
  if (!was_past)
    return;
  fl_session_emit_changed (self);
  fl_session_emit_frame (self);
}

gboolean
fl_session_is_live (FlSession *self)
{
  return self->past == NULL;
}

NnFrame *
fl_session_get_live_frame (FlSession *self)
{
  return self->run != NULL && self->problem == NULL ? self->run->frame : NULL;
}

NnMoment *
fl_session_get_moment (FlSession *self)
{
  NnFrame *frame = fl_session_get_live_frame (self);
  NnMoment *last;

  g_return_val_if_fail (FL_IS_SESSION (self), NULL);
  if (self->past != NULL)
    return self->moment;
  if (frame == NULL || frame->state == NN_RUNNING || frame->history == NULL)
    return NULL;
  last = nn_history_get (frame->history, nn_history_length (frame->history) - 1);
  return nn_moment_step (last) == frame->step ? last : NULL;
}

/* Where a step back or forward counts from: also what is only on its way. */
static guint64
position (FlSession *self)
{
  if (self->past != NULL)
    return self->replay != NULL ? self->wanted_step : self->past->step;
  return self->run != NULL && self->run->frame != NULL ? self->run->frame->step : 0;
}

gboolean
fl_session_step_back (FlSession *self)
{
  guint64 at;

  g_return_val_if_fail (FL_IS_SESSION (self), FALSE);
  at = position (self);
  return at > 0 && fl_session_seek (self, at - 1, TRUE);
}

gboolean
fl_session_step_forward (FlSession *self)
{
  guint64 at = position (self);

  if (self->past == NULL)
    return FALSE;
  if (self->run->frame == NULL || at + 1 >= self->run->frame->step)
    fl_session_live (self);
  else
    fl_session_seek (self, at + 1, TRUE);
  return TRUE;
}
