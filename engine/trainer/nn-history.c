#include "nn-history.h"

#include <string.h>

#include "nn-frame-private.h"
#include "nn-keeper.h"

/* Versions of frames made here: a live frame's never gets that far. */
#define OF_A_MOMENT ((guint64) 1 << 63)

/* --- Moments ----------------------------------------------------------------------------------- */

static gsize
bytes_besides (guint n_layers)
{
  return sizeof (NnMoment) + n_layers * sizeof (NnLayerStats);
}

gsize
nn_moment_bytes (const NnRun *run)
{
  const NnNetwork *network = run->network;
  guint rows = 2 + network->optimizer->n_moments + (run->best != NULL ? 1 : 0); /* as nn_checkpoint_rows() */

  return bytes_besides (network->plan->n_layers) + sizeof (NnCheckpoint) + network->n * rows * sizeof (float);
}

NnMoment *
nn_moment_new (NnRun *run, guint era, double rate)
{
  guint n_layers = run->network->plan->n_layers;
  NnMoment *self = g_try_malloc0 (bytes_besides (n_layers));

  if (self == NULL)
    return NULL;
  nn_refs_init (&self->refs);
  self->checkpoint = nn_run_capture (run, NULL);
  if (self->checkpoint == NULL)
    {
      g_free (self);
      return NULL;
    }
  self->serial = nn_serial ();
  self->era = era;
  self->bytes = nn_moment_bytes (run);
  self->step = run->step;
  self->epoch = run->epoch;
  self->step_in_epoch = run->step_in_epoch;
  self->steps_per_epoch = run->steps_per_epoch;
  self->seconds = run->seconds;
  self->rate = rate;
  self->penalty = run->backend->penalty (run->network);
  self->learning_rate = run->learning_rate;
  self->batch_loss = run->batch_loss;
  self->train_loss = run->train_loss;
  self->validation_loss = run->validation_loss;
  self->train_accuracy = run->train_accuracy;
  self->validation_accuracy = run->validation_accuracy;
  self->train_balanced = run->train_balanced;
  self->validation_balanced = run->validation_balanced;
  self->n_layers = n_layers;
  nn_run_measure_layers (run);
  memcpy (self->layers, run->layers, n_layers * sizeof *self->layers);
  return self;
}

NnMoment *
nn_moment_ref (NnMoment *self)
{
  nn_refs_inc (&self->refs);
  return self;
}

void
nn_moment_unref (NnMoment *self)
{
  if (self == NULL || !nn_refs_dec (&self->refs))
    return;
  nn_checkpoint_unref (self->checkpoint);
  g_free (self);
}

guint64
nn_moment_step (const NnMoment *self)
{
  return self->step;
}

guint64
nn_moment_epoch (const NnMoment *self)
{
  return self->epoch;
}

double
nn_moment_train_loss (const NnMoment *self)
{
  return self->train_loss;
}

double
nn_moment_validation_loss (const NnMoment *self)
{
  return self->validation_loss;
}

NnMomentMark
nn_moment_mark (const NnMoment *self)
{
  return self->mark;
}

NnSpec *
nn_moment_spec (const NnMoment *self)
{
  return self->checkpoint->spec;
}

DsPrepared *
nn_moment_data (const NnMoment *self)
{
  return self->checkpoint->data;
}

NnCheckpoint *
nn_moment_checkpoint (const NnMoment *self)
{
  return self->checkpoint;
}

/* --- The history ------------------------------------------------------------------------------- */

NnHistory *
nn_history_ref (NnHistory *self)
{
  nn_refs_inc (&self->refs);
  return self;
}

void
nn_history_unref (NnHistory *self)
{
  if (self == NULL || !nn_refs_dec (&self->refs))
    return;
  for (guint i = 0; i < self->n; i++)
    nn_moment_unref (self->moments[i]);
  nn_series_unref (self->epochs);
  nn_series_unref (self->evaluated);
  nn_series_unref (self->steps);
  g_free (self);
}

guint
nn_history_length (const NnHistory *self)
{
  return self->n;
}

NnMoment *
nn_history_get (const NnHistory *self, guint i)
{
  return self->moments[i];
}

gsize
nn_history_bytes (const NnHistory *self)
{
  return self->bytes;
}

/* How many moments lie at or before step. */
static guint
count_until (const NnHistory *self, guint64 step)
{
  guint low = 0, high = self->n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->moments[middle]->step <= step)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

guint
nn_history_find (const NnHistory *self, guint64 step)
{
  guint after = count_until (self, step), far;

  if (after == 0)
    return 0;
  if (after == self->n || step - self->moments[after - 1]->step <= self->moments[after]->step - step)
    return after - 1;
  far = count_until (self, self->moments[after]->step); /* the last of those at that step */
  return far - 1;
}

NnFrame *
nn_history_frame (const NnHistory *self, const NnMoment *moment)
{
  NnFramePool *pool = nn_frame_pool_new (); /* for this frame alone: it goes with it */
  NnFrame *frame = nn_frame_pool_get (pool, moment->checkpoint->n);

  nn_frame_pool_free (pool);
  if (frame == NULL)
    return NULL;
  frame->run = self->run;
  frame->version = OF_A_MOMENT | moment->serial;
  frame->state = NN_PAUSED;
  frame->step = moment->step;
  frame->epoch = moment->epoch;
  frame->step_in_epoch = moment->step_in_epoch;
  frame->steps_per_epoch = moment->steps_per_epoch;
  frame->seconds = moment->seconds;
  frame->evaluations = nn_checkpoint_evaluations (moment->checkpoint);
  frame->samples_per_second = moment->rate;
  frame->batch_loss = moment->batch_loss;
  frame->train_loss = moment->train_loss;
  frame->validation_loss = moment->validation_loss;
  frame->train_accuracy = moment->train_accuracy;
  frame->validation_accuracy = moment->validation_accuracy;
  frame->train_balanced = moment->train_balanced;
  frame->validation_balanced = moment->validation_balanced;
  frame->penalty = moment->penalty;
  frame->learning_rate = moment->learning_rate;
  frame->spec = nn_spec_ref (moment->checkpoint->spec);
  frame->data = ds_prepared_ref (moment->checkpoint->data);
  memcpy (frame->weights, nn_checkpoint_floats (moment->checkpoint, 0), moment->checkpoint->n * sizeof (float));
  frame->n_layers = moment->n_layers;
  memcpy (frame->layers, moment->layers, moment->n_layers * sizeof *moment->layers);
  frame->epochs = nn_series_ref (self->epochs);
  frame->evaluated = nn_series_ref (self->evaluated);
  frame->steps = nn_series_ref (self->steps);
  frame->layer_series = moment->checkpoint->layer_series != NULL ? nn_layer_series_ref (moment->checkpoint->layer_series) : NULL;
  frame->history = nn_history_ref ((NnHistory *) self);
  return frame;
}

/* --- Replay ------------------------------------------------------------------------------------ */

gboolean
nn_history_can_replay (const NnHistory *self, guint64 step)
{
  guint after = count_until (self, step);

  if (after == 0)
    return FALSE;
  return self->moments[after - 1]->step == step || (after < self->n && self->moments[after]->era == self->moments[after - 1]->era);
}

/* The run at `from`, with curves of its own that nobody will see. */
static NnRun *
run_at (const NnMoment *from, GError **error)
{
  NnRun *run = nn_run_new (from->checkpoint->spec, from->checkpoint->data, NULL, error);

  if (run == NULL)
    return NULL;
  run->epochs = nn_series_new (NN_EPOCH_COLUMNS);
  run->evaluated = nn_series_new (1);
  run->steps = nn_series_new (NN_STEP_COLUMNS);
  run->layer_series = nn_layer_series_new (run->network->plan->n_layers);
  if (!nn_run_restore_state (run, from->checkpoint))
    g_clear_pointer (&run, nn_run_free);
  return run;
}

/* The rows that the run itself wrote meanwhile. */
static NnCheckpointCurve
curve_after (const NnCheckpointCurve *from, guint64 more)
{
  guint64 appended = from->appended + more, rows = MIN (nn_series_kept (appended), nn_series_length (from->series));

  return (NnCheckpointCurve) { nn_series_ref (from->series), rows, appended };
}

static NnMoment *
moment_after (NnRun *run, const NnMoment *from)
{
  NnMoment *moment;

  run->seconds = from->seconds; /* the clock stood still here */
  moment = nn_moment_new (run, from->era, from->rate);
  if (moment == NULL)
    return NULL;
  nn_series_unref (moment->checkpoint->epochs.series);
  nn_series_unref (moment->checkpoint->evaluated.series);
  nn_series_unref (moment->checkpoint->steps.series);
  nn_layer_series_unref (moment->checkpoint->layer_series);
  moment->checkpoint->layer_series = from->checkpoint->layer_series != NULL ? nn_layer_series_ref (from->checkpoint->layer_series) : NULL;
  moment->checkpoint->epochs = curve_after (&from->checkpoint->epochs, run->epoch - from->epoch);
  moment->checkpoint->evaluated = curve_after (&from->checkpoint->evaluated, run->epoch - from->epoch);
  moment->checkpoint->steps = curve_after (&from->checkpoint->steps, run->step - from->step);
  return moment;
}

NnMoment *
nn_history_replay (const NnHistory *self, guint64 step, gboolean (*go_on) (gpointer user_data), gpointer user_data, GError **error)
{
  NnMoment *from, *moment = NULL;
  NnRun *run;

  if (!nn_history_can_replay (self, step))
    return NULL;
  from = self->moments[count_until (self, step) - 1];
  if (from->step == step)
    return nn_moment_ref (from);
  run = run_at (from, error);
  if (run == NULL)
    return NULL;
  while (run->step < step && run->stop != NN_STOP_DIVERGED && (go_on == NULL || go_on (user_data)))
    nn_run_step (run);
  if (run->step == step)
    moment = moment_after (run, from);
  nn_run_free (run);
  return moment;
}
