/* Train, pause, step, reset: what a person does with the current run. */
#include "fl-session-private.h"

void
fl_session_set_playing (FlSession *self, gboolean playing)
{
  if (self->playing == playing)
    return;
  self->playing = playing;
  fl_session_emit_changed (self);
}

void
fl_session_play (FlSession *self)
{
  g_return_if_fail (FL_IS_SESSION (self));
  if (self->problem != NULL || (self->run == NULL && self->cancellable == NULL))
    {
      self->play_waits = self->run != NULL && self->cancellable != NULL; /* what is being loaded may be the way out */
      return;
    }
  fl_session_live (self);
  if (self->run != NULL)
    fl_run_play (self->run);
  fl_session_set_playing (self, TRUE);
}

void
fl_session_pause (FlSession *self)
{
  g_return_if_fail (FL_IS_SESSION (self));
  self->restart_waits = self->play_waits = FALSE;
  if (self->run != NULL)
    fl_run_pause (self->run);
  fl_session_set_playing (self, FALSE);
}

void
fl_session_step (FlSession *self)
{
  g_return_if_fail (FL_IS_SESSION (self));
  if (self->problem != NULL || fl_session_step_forward (self))
    return;
  if (self->run != NULL)
    {
      nn_trainer_step (self->run->trainer);
      self->run->playing = FALSE;
    }
  fl_session_set_playing (self, FALSE);
}

void
fl_session_reset (FlSession *self)
{
  g_return_if_fail (FL_IS_SESSION (self));
  fl_session_live (self);
  if (self->run != NULL)
    {
      self->run->begins = FALSE;
      fl_session_count_start (self);
      nn_trainer_reset (self->run->trainer);
    }
}

void
fl_session_restart (FlSession *self)
{
  g_return_if_fail (FL_IS_SESSION (self));
  self->restart_waits = self->cancellable != NULL;
  if (!self->restart_waits)
    fl_session_reset (self);
  fl_session_play (self);
}
