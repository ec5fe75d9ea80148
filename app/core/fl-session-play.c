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

/* --- taking a reset back -------------------------------------------------------------------------- */

static gboolean
same_layers (const NnSpec *a, const NnSpec *b)
{
  gboolean same = a->n_layers == b->n_layers && nn_spec_same_places (a, b);

  for (guint i = 0; same && i < a->n_layers; i++)
    same = ds_item_equal (&a->layers[i], &b->layers[i]);
  return same;
}

gboolean
fl_session_can_unreset (FlSession *self)
{
  const FlRun *run;
  const NnSpec *present;

  g_return_val_if_fail (FL_IS_SESSION (self), FALSE);
  run = self->run;
  if (run == NULL || run->reset_spec == NULL || self->problem != NULL || self->cancellable != NULL)
    return FALSE;
  present = fl_document_get_project (self->document)->spec;
  return run->reset_data == self->data && run->reset_spec->seed == present->seed && same_layers (run->reset_spec, present);
}

void
fl_session_settle_reset (FlSession *self)
{
  g_return_if_fail (FL_IS_SESSION (self));
  for (guint i = 0; self->runs != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->runs)); i++)
    {
      g_autoptr (FlRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

      fl_run_settle_reset (run);
    }
}

gboolean
fl_session_reset_keeping (FlSession *self)
{
  const NnFrame *frame;
  const FlGiven *given;

  g_return_val_if_fail (FL_IS_SESSION (self), FALSE);
  fl_session_live (self);
  fl_session_update (self);
  frame = fl_session_get_live_frame (self);
  /* Whoever leans on the key while it trains is not left with the last few steps. */
  if (frame == NULL || frame->step == 0 || (fl_session_can_unreset (self) && frame->step <= self->run->reset_step))
    {
      fl_session_reset (self);
      return fl_session_can_unreset (self);
    }
  given = fl_run_get_given (self->run);
  fl_session_settle_reset (self);
  self->run->reset_spec = nn_spec_ref (given->project->spec);
  self->run->reset_data = ds_prepared_ref (given->data);
  self->run->reset_step = frame->step;
  self->run->begins = FALSE;
  fl_session_count_start (self);
  nn_trainer_reset_keeping (self->run->trainer);
  return TRUE;
}

void
fl_session_unreset (FlSession *self)
{
  const FlGiven *given;

  g_return_if_fail (FL_IS_SESSION (self));
  if (!fl_session_can_unreset (self))
    return;
  fl_session_live (self);
  fl_session_pause (self);
  fl_session_count_start (self);
  given = fl_run_get_given (self->run);
  nn_trainer_unreset (self->run->trainer, given->project->spec, given->data);
  fl_session_settle_reset (self);
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
