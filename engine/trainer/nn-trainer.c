/* The trainer's thread: takes commands at batch boundaries, steps the run, publishes frames.
 *
 * The controlling thread only pushes commands into a queue and takes frames from a mailbox; the run itself (NnRun) is touched by
 * this thread alone, so there is nothing to lock. */
#include "nn-trainer-private.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include "nn-checkpoint-private.h"

#include <glib/gi18n-lib.h>

#define PACE_SECONDS 0.0005 /* who is ahead in a race looks this often whether it may go on */

static double
now (void)
{
  return (double) g_get_monotonic_time () * 1e-6;
}

/* The processor time the calling thread has had. */
static double
thread_seconds (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

void
nn_waiter_unref (Waiter *waiter)
{
  if (!nn_refs_dec (&waiter->refs))
    return;
  nn_event_free (waiter->event);
  g_free (waiter);
}

void
nn_command_clear (Command *command)
{
  nn_spec_unref (command->spec);
  ds_prepared_unref (command->data);
  nn_checkpoint_unref (command->checkpoint);
  nn_history_unref (command->history);
  nn_moment_unref (command->moment);
  g_free (command->weights);
}

void
nn_command_free (Command *command)
{
  nn_command_clear (command);
  g_free (command);
}

/* Frames */

static void
publish (NnTrainer *self)
{
  NnFrame *frame;

  /* What rests is the end of the timeline, and must be there. A divergence went back a step, to weights kept under another number. */
  if (self->run->stop == NN_STOP_DIVERGED && self->state == NN_STOPPED)
    nn_keeper_part (self->keeper);
  if (self->state != NN_RUNNING || nn_keeper_is_due (self->keeper, self->run, now ()))
    nn_keeper_keep (self->keeper, self->run, self->samples_per_second);
  frame = nn_frame_pool_get (self->frames, self->run->network->n);
  if (frame == NULL)
    return;
  nn_run_fill_frame (self->run, frame);
  frame->n_weights = self->run->network->n;
  frame->version = ++self->version;
  frame->state = self->state;
  frame->samples_per_second = self->samples_per_second;
  frame->history = nn_keeper_history (self->keeper, self->run);
  nn_frame_unref (nn_mailbox_put (&self->mailbox, frame));
  if (self->wake != NULL)
    self->wake (self->wake_data);
}

/* Time training is what passes between steps while running. But a lane of a race shares the cores with the others and waits for them:
 * for it the processor time of its only thread counts, not how soon it got one. */
static double
clock_of (const NnTrainer *self, double time)
{
  return self->pace != NULL ? thread_seconds () : time;
}

static void
count_seconds (NnTrainer *self, double time)
{
  double clock = clock_of (self, time);

  self->run->seconds += clock - self->last_clock;
  self->last_clock = clock;
}

static void
keep_rate (NnTrainer *self, double time)
{
  NnRun *run = self->run;
  double passed = time - self->rate_time;

  if (run->samples < self->rate_samples)
    {
      self->rate_samples = run->samples;
      self->rate_time = time;
    }
  else if (passed >= 0.25)
    {
      self->samples_per_second = (double) (run->samples - self->rate_samples) / passed;
      self->rate_samples = run->samples;
      self->rate_time = time;
    }
}

/* When training rests, the rate shown is the whole run's. */
static void
settle_rate (NnTrainer *self)
{
  if (self->run->seconds > 0)
    self->samples_per_second = (double) self->run->samples / self->run->seconds;
}

/* Commands */

static void
start_clock (NnTrainer *self)
{
  double time = self->rate_time = self->next_step = now ();

  self->last_clock = clock_of (self, time);
  self->rate_samples = self->run->samples;
  self->next_frame = time + self->frame_interval;
}

/* After a stop the stop's own counters begin anew, which no replay would know. */
static void
resume (NnTrainer *self)
{
  if (self->run->stop != NN_STOP_NONE)
    nn_keeper_part (self->keeper);
  nn_run_resume (self->run);
}

static void
play (NnTrainer *self)
{
  if (self->state == NN_RUNNING)
    return;
  resume (self);
  self->state = NN_RUNNING;
  start_clock (self);
  publish (self);
}

static void
single_step (NnTrainer *self)
{
  resume (self);
  start_clock (self);
  nn_run_step (self->run);
  count_seconds (self, now ());
  self->state = self->run->stop != NN_STOP_NONE ? NN_STOPPED : NN_PAUSED;
  settle_rate (self);
  publish (self);
}

static void
halt (NnTrainer *self, NnState state)
{
  if (self->state == NN_STOPPED && state == NN_PAUSED)
    return;
  if (self->state == NN_RUNNING)
    count_seconds (self, now ());
  self->state = state;
  settle_rate (self);
  publish (self);
}

static void
reset (NnTrainer *self)
{
  nn_run_reset (self->run);
  if (self->state == NN_STOPPED)
    self->state = NN_PAUSED;
  self->samples_per_second = 0;
  start_clock (self);
  publish (self);
}

/* The run is about to begin its curves anew: as it is now it can be gone back to. next: the data it is going to have. */
static void
shelve (NnTrainer *self, guint64 version, const DsPrepared *next)
{
  g_autoptr (NnMoment) moment = nn_keeper_capture (self->keeper, self->run, self->samples_per_second);
  g_autoptr (NnHistory) history = nn_keeper_history (self->keeper, self->run);

  nn_shelf_put (&self->run->shelf, version, moment, history, next);
}

/* To what was kept of a version. spec, data: what it has to be of; NULL: those it was kept with. FALSE: nothing is kept of that. */
static gboolean
go_back (NnTrainer *self, guint64 version, const NnSpec *spec, DsPrepared *data)
{
  g_autoptr (NnMoment) moment = NULL;
  g_autoptr (NnHistory) history = NULL;

  if (!nn_shelf_take (&self->run->shelf, version, &moment, &history)
      || !nn_run_return (self->run, spec != NULL ? spec : nn_moment_spec (moment), data != NULL ? data : nn_moment_data (moment),
                         moment->checkpoint))
    return FALSE;
  nn_run_take_up_layers (self->run, moment->layers, moment->n_layers);
  nn_keeper_take_up (self->keeper, self->run, history, moment, NN_MOMENT_KEPT);
  if (self->run->stop != NN_STOP_NONE)
    self->state = NN_STOPPED; /* it had got as far as it is to go */
  else if (self->state == NN_STOPPED)
    self->state = NN_PAUSED;
  start_clock (self);
  settle_rate (self);
  publish (self);
  return TRUE;
}

static void
change (NnTrainer *self, const Command *command)
{
  gboolean goes_on = !command->anew && nn_run_goes_on (self->run, command->spec, command->data);
  g_autoptr (GError) error = NULL;

  nn_keeper_edit (self->keeper, self->run, self->samples_per_second);
  if (!goes_on)
    {
      gboolean to_another = command->from != command->to;

      shelve (self, to_another ? command->from : 0, command->data);
      if (to_another && go_back (self, command->to, command->spec, command->data))
        return;
    }
  if (nn_run_change (self->run, command->spec, command->data, command->anew, &error))
    self->run->message[0] = '\0';
  else
    g_strlcpy (self->run->message, error->message, sizeof self->run->message);
  if (self->state == NN_STOPPED)
    {
      nn_run_resume (self->run);
      self->state = NN_PAUSED;
    }
  publish (self);
}

static void
reset_keeping (NnTrainer *self)
{
  if (self->state == NN_RUNNING)
    count_seconds (self, now ());
  nn_keeper_keep (self->keeper, self->run, self->samples_per_second); /* its timeline ends with it */
  shelve (self, NN_SHELF_RESET, self->run->data);
  reset (self);
}

static void
unreset (NnTrainer *self, const Command *command)
{
  halt (self, NN_PAUSED);
  if (!go_back (self, NN_SHELF_RESET, NULL, NULL))
    {
      g_strlcpy (self->run->message, _("The run as it was before could not be kept: there is not enough memory."), sizeof self->run->message);
      publish (self);
    }
  else if (self->run->data != command->data || !nn_spec_equal (self->run->spec, command->spec)
           || !nn_spec_same_places (self->run->spec, command->spec))
    change (self, command); /* what was edited after the reset */
}

static void
restore (NnTrainer *self, const Command *command)
{
  if (!nn_run_restore (self->run, command->moment != NULL ? command->moment->checkpoint : command->checkpoint))
    g_strlcpy (self->run->message, _("The checkpoint is of another network and was left alone."), sizeof self->run->message);
  else if (self->run->stop != NN_STOP_NONE)
    self->state = NN_STOPPED; /* it had got as far as it is to go */
  else if (self->state == NN_STOPPED)
    self->state = NN_PAUSED;
  if (command->moment != NULL && self->run->message[0] == '\0')
    {
      nn_run_take_up_layers (self->run, command->moment->layers, command->moment->n_layers);
      nn_keeper_take_up (self->keeper, self->run, command->history, command->moment, NN_MOMENT_BRANCH);
    }
  start_clock (self);
  settle_rate (self);
  publish (self);
}

static void
capture (NnTrainer *self, Capture *wanted)
{
  wanted->checkpoint = nn_run_capture (self->run, &wanted->error);
  nn_event_set (wanted->waiter.event, TRUE);
  nn_waiter_unref (&wanted->waiter);
}

static void
obey (NnTrainer *self, Command *command)
{
  switch (command->type)
    {
    case COMMAND_PLAY: play (self); break;
    case COMMAND_PAUSE: halt (self, NN_PAUSED); break;
    case COMMAND_STEP: single_step (self); break;
    case COMMAND_RESET: reset (self); break;
    case COMMAND_RESET_KEEPING: reset_keeping (self); break;
    case COMMAND_UNRESET: unreset (self, command); break;
    case COMMAND_INTERRUPT:
      self->run->stop = NN_STOP_INTERRUPTED;
      halt (self, NN_STOPPED);
      break;
    case COMMAND_CHANGE: change (self, command); break;
    case COMMAND_WEIGHTS:
      nn_keeper_edit (self->keeper, self->run, self->samples_per_second);
      nn_run_set_weights (self->run, command->weights, command->n);
      publish (self);
      break;
    case COMMAND_WEIGHT:
      nn_keeper_edit (self->keeper, self->run, self->samples_per_second);
      nn_run_set_weight (self->run, command->n, (float) command->number);
      publish (self);
      break;
    case COMMAND_RESTORE: restore (self, command); break;
    case COMMAND_HISTORY_BUDGET:
      nn_keeper_set_budget (self->keeper, command->n);
      publish (self);
      break;
    case COMMAND_CAPTURE: capture (self, command->capture); break;
    case COMMAND_SPEED:
      self->steps_per_second = command->number;
      self->next_step = now ();
      break;
    case COMMAND_FRAME_RATE: self->frame_interval = command->number > 0 ? 1 / command->number : INFINITY; break;
    case COMMAND_WAIT: g_ptr_array_add (self->waiters, command->waiter); break;
    case COMMAND_QUIT: self->quit = TRUE; break;
    }
  nn_command_free (command);
}

static void
release_waiters (NnTrainer *self)
{
  for (guint i = 0; i < self->waiters->len; i++)
    {
      Waiter *waiter = g_ptr_array_index (self->waiters, i);

      nn_event_set (waiter->event, TRUE);
      nn_waiter_unref (waiter);
    }
  g_ptr_array_set_size (self->waiters, 0);
}

/* Where the run is, for the others of its race. One that has ended is not waited for. */
static void
tell_pace (NnTrainer *self)
{
  if (self->pace == NULL)
    return;
  if (self->state == NN_STOPPED)
    nn_pace_leave (self->pace, self->lane);
  else
    nn_pace_set (self->pace, self->lane, self->run->work, self->run->batch);
}

/* The next command, or none for so long. What a lane waits is no time trained. */
static Command *
wait_for_command (NnTrainer *self, double seconds)
{
  Command *command;

  if (self->pace == NULL)
    return nn_queue_pop (self->queue, seconds);
  count_seconds (self, 0);
  command = nn_queue_pop (self->queue, seconds);
  self->last_clock = clock_of (self, 0);
  return command;
}

static Command *
wait_for_others (NnTrainer *self)
{
  if (!self->held && nn_pace_is_at_hold (self->pace, self->lane))
    {
      self->held = TRUE;
      count_seconds (self, 0);
      publish (self);
    }
  return wait_for_command (self, PACE_SECONDS);
}

/* The next command: without waiting while steps are due, else until one comes or the next step is due. */
static Command *
next_command (NnTrainer *self)
{
  if (self->state != NN_RUNNING)
    {
      Command *command = nn_queue_try_pop (self->queue);

      if (command != NULL)
        return command;
      release_waiters (self);
      return nn_queue_pop (self->queue, -1);
    }
  if (self->pace != NULL && !nn_pace_may_go (self->pace, self->lane))
    return wait_for_others (self);
  self->held = FALSE;
  if (self->steps_per_second <= 0)
    return nn_queue_try_pop (self->queue);
  double wait = self->next_step - now ();
  return wait > 0 ? wait_for_command (self, wait) : nn_queue_try_pop (self->queue);
}

static void
run_step (NnTrainer *self)
{
  /* The processor's clock costs as much as a small step: a lane reads it where the curves ask for it. */
  gboolean last_of_epoch = self->run->step_in_epoch + 1 >= self->run->steps_per_epoch;

  if (self->pace != NULL && last_of_epoch)
    count_seconds (self, 0);
  nn_run_step (self->run);
  double time = now ();
  if (self->pace == NULL)
    {
      count_seconds (self, time);
      keep_rate (self, time);
    }
  if (self->steps_per_second > 0)
    self->next_step = MAX (self->next_step + 1 / self->steps_per_second, time - 0.1);
  if (self->run->stop != NN_STOP_NONE)
    halt (self, NN_STOPPED);
  else if (time >= self->next_frame)
    {
      if (self->pace != NULL)
        {
          count_seconds (self, time);
          settle_rate (self); /* what it costs: all lanes of a race have the same rate by the clock on the wall */
        }
      publish (self);
      self->next_frame = time + self->frame_interval;
    }
  else if (nn_keeper_is_due (self->keeper, self->run, time))
    nn_keeper_keep (self->keeper, self->run, self->samples_per_second);
}

void
nn_trainer_thread (gpointer data)
{
  NnTrainer *self = data;

  nn_run_reset (self->run); /* scores every row: not for the controlling thread */
  publish (self);
  tell_pace (self);
  while (!self->quit)
    {
      Command *command = next_command (self);

      if (command != NULL)
        {
          obey (self, command);
          tell_pace (self);
        }
      else if (self->state == NN_RUNNING && (self->pace == NULL || nn_pace_may_go (self->pace, self->lane))
               && (self->steps_per_second <= 0 || now () >= self->next_step))
        {
          run_step (self);
          tell_pace (self);
        }
    }
  release_waiters (self);
}
