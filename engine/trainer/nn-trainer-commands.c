/* The controlling thread's side of a trainer: commands go into the queue, frames come out of the mailbox. */
#include "nn-trainer-private.h"

#include <string.h>


NnTrainer *
nn_trainer_new (const NnSpec *spec, DsPrepared *data, guint threads, GError **error)
{
  NnPool *pool = nn_pool_new (threads);
  NnRun *run = nn_run_new (spec, data, pool, error);

  if (run == NULL)
    {
      nn_pool_free (pool);
      return NULL;
    }
  NnTrainer *self = g_new0 (NnTrainer, 1);
  self->pool = pool;
  self->run = run;
  self->queue = nn_queue_new ();
  self->keeper = nn_keeper_new ();
  self->frames = nn_frame_pool_new ();
  self->frame_interval = 1.0 / 60;
  self->waiters = g_ptr_array_new ();
  return self;
}

/* The thread starts with the first command or question, so that a listener can be set before. */
static gboolean
start (NnTrainer *self)
{
  if (self->thread == NULL)
    self->thread = nn_thread_start ("trainer", nn_trainer_thread, self, NULL);
  return self->thread != NULL;
}

static void
post (NnTrainer *self, Command command)
{
  if (!start (self))
    {
      nn_command_clear (&command);
      return;
    }
  nn_queue_push (self->queue, g_memdup2 (&command, sizeof command));
}

void
nn_trainer_free (NnTrainer *self)
{
  if (self == NULL)
    return;
  if (self->thread != NULL)
    {
      post (self, (Command) { .type = COMMAND_QUIT });
      nn_thread_join (self->thread);
    }
  for (Command *command = nn_queue_try_pop (self->queue); command != NULL; command = nn_queue_try_pop (self->queue))
    {
      if (command->waiter != NULL)
        nn_waiter_unref (command->waiter);
      nn_command_free (command);
    }
  if (self->pace != NULL)
    nn_pace_leave (self->pace, self->lane);
  nn_pace_unref (self->pace);
  nn_queue_free (self->queue);
  nn_frame_unref (nn_mailbox_take (&self->mailbox));
  nn_keeper_free (self->keeper);
  nn_run_free (self->run);
  nn_frame_pool_free (self->frames);
  nn_pool_free (self->pool);
  g_ptr_array_unref (self->waiters);
  g_free (self);
}

void
nn_trainer_give_way (void)
{
  nn_threads_set_nice (5);
}

void
nn_trainer_play (NnTrainer *self)
{
  post (self, (Command) { .type = COMMAND_PLAY });
}

void
nn_trainer_pause (NnTrainer *self)
{
  post (self, (Command) { .type = COMMAND_PAUSE });
}

void
nn_trainer_step (NnTrainer *self)
{
  post (self, (Command) { .type = COMMAND_STEP });
}

void
nn_trainer_reset (NnTrainer *self)
{
  post (self, (Command) { .type = COMMAND_RESET });
}

void
nn_trainer_reset_keeping (NnTrainer *self)
{
  post (self, (Command) { .type = COMMAND_RESET_KEEPING });
}

void
nn_trainer_unreset (NnTrainer *self, const NnSpec *spec, DsPrepared *data)
{
  post (self, (Command) { .type = COMMAND_UNRESET, .spec = nn_spec_ref (spec), .data = ds_prepared_ref (data) });
}

void
nn_trainer_interrupt (NnTrainer *self)
{
  post (self, (Command) { .type = COMMAND_INTERRUPT });
}

void
nn_trainer_change (NnTrainer *self, const NnSpec *spec, DsPrepared *data)
{
  post (self, (Command) { .type = COMMAND_CHANGE, .spec = nn_spec_ref (spec), .data = ds_prepared_ref (data) });
}

void
nn_trainer_change_version (NnTrainer *self, const NnSpec *spec, DsPrepared *data, guint64 from, guint64 to, gboolean anew)
{
  post (self, (Command) { .type = COMMAND_CHANGE, .spec = nn_spec_ref (spec), .data = ds_prepared_ref (data), .from = from, .to = to,
                          .anew = anew });
}

gboolean
nn_trainer_set_weights (NnTrainer *self, const float *weights, gsize n)
{
  float *copy = g_try_new (float, MAX (n, 1));

  if (copy == NULL)
    return FALSE;
  memcpy (copy, weights, n * sizeof (float));
  post (self, (Command) { .type = COMMAND_WEIGHTS, .weights = copy, .n = n });
  return TRUE;
}

void
nn_trainer_set_weight (NnTrainer *self, gsize offset, float value)
{
  post (self, (Command) { .type = COMMAND_WEIGHT, .n = offset, .number = value });
}

void
nn_trainer_restore (NnTrainer *self, NnCheckpoint *checkpoint)
{
  post (self, (Command) { .type = COMMAND_RESTORE, .checkpoint = nn_checkpoint_ref (checkpoint) });
}

void
nn_trainer_set_history_budget (NnTrainer *self, gsize bytes)
{
  post (self, (Command) { .type = COMMAND_HISTORY_BUDGET, .n = bytes });
}

void
nn_trainer_take_up (NnTrainer *self, NnHistory *history, NnMoment *moment)
{
  post (self, (Command) { .type = COMMAND_RESTORE, .history = nn_history_ref (history), .moment = nn_moment_ref (moment) });
}

NnCheckpoint *
nn_trainer_capture (NnTrainer *self, GError **error)
{
  NnCheckpoint *checkpoint;
  Capture *wanted;

  if (!start (self))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, _("the training thread could not be started"));
      return NULL;
    }
  wanted = g_new0 (Capture, 1);
  nn_refs_init (&wanted->waiter.refs);
  nn_refs_inc (&wanted->waiter.refs); /* the trainer's */
  wanted->waiter.event = nn_event_new ();
  post (self, (Command) { .type = COMMAND_CAPTURE, .capture = wanted });
  nn_event_wait (wanted->waiter.event, -1);
  if (wanted->error != NULL)
    g_propagate_error (error, wanted->error);
  checkpoint = wanted->checkpoint;
  nn_waiter_unref (&wanted->waiter);
  return checkpoint;
}

void
nn_trainer_set_speed (NnTrainer *self, double steps_per_second)
{
  post (self, (Command) { .type = COMMAND_SPEED, .number = steps_per_second });
}

void
nn_trainer_set_frame_rate (NnTrainer *self, double frames_per_second)
{
  post (self, (Command) { .type = COMMAND_FRAME_RATE, .number = frames_per_second });
}

void
nn_trainer_set_listener (NnTrainer *self, void (*wake) (gpointer user_data), gpointer user_data)
{
  g_assert (self->thread == NULL);
  self->wake = wake;
  self->wake_data = user_data;
  start (self);
}

void
nn_trainer_set_pace (NnTrainer *self, NnPace *pace, guint lane)
{
  g_assert (self->thread == NULL && self->pace == NULL && lane < NN_RACE_LANES);
  self->pace = nn_pace_ref (pace);
  self->lane = lane;
  nn_pace_set (pace, lane, 0, self->run->spec->batch_size > 0 ? self->run->spec->batch_size : self->run->data->n_train);
}

NnFrame *
nn_trainer_take_frame (NnTrainer *self)
{
  start (self);
  return nn_mailbox_take (&self->mailbox);
}

gboolean
nn_trainer_wait (NnTrainer *self, double seconds)
{
  if (!start (self))
    return TRUE;
  Waiter *waiter = g_new0 (Waiter, 1);
  nn_refs_init (&waiter->refs);
  nn_refs_inc (&waiter->refs); /* the trainer's */
  waiter->event = nn_event_new ();
  post (self, (Command) { .type = COMMAND_WAIT, .waiter = waiter });
  gboolean idle = nn_event_wait (waiter->event, seconds);
  nn_waiter_unref (waiter);
  return idle;
}
