/* NnKeeper: chooses which states of a run are kept, and hands them out as NnHistory. The trainer's thread alone. */
#pragma once
#include "nn-checkpoint-private.h"
#include "nn-history.h"

struct _NnMoment
{
  NnRefs refs;
  NnCheckpoint *checkpoint; /* owned */
  guint64 serial;           /* unlike any other in this process */
  guint64 step, epoch, step_in_epoch, steps_per_epoch;
  guint era;                /* counts what a replay cannot know of: edits, and going on after a stop */
  NnMomentMark mark;
  gsize bytes;
  double seconds, rate, penalty, learning_rate;
  double batch_loss, train_loss, validation_loss, train_accuracy, validation_accuracy, train_balanced, validation_balanced;
  guint n_layers;
  NnLayerStats layers[]; /* (n_layers) */
};

/* The run as it is now. rate: samples a second. NULL without memory. */
gsize nn_moment_bytes (const NnRun *run);
NnMoment *nn_moment_new (NnRun *run, guint era, double rate);

struct _NnHistory
{
  NnRefs refs;
  guint64 run;
  NnSeries *epochs, *evaluated, *steps; /* owned refs */
  gsize bytes;
  guint n;
  NnMoment *moments[]; /* owned refs */
};

typedef struct _NnKeeper NnKeeper;
NnKeeper *nn_keeper_new (void); /* keeps nothing before it has a budget */
void nn_keeper_free (NnKeeper *self);
void nn_keeper_set_budget (NnKeeper *self, gsize bytes); /* 0: drops what there is */

/* After each step: is it time to keep one? seconds: on a monotonic clock. */
gboolean nn_keeper_is_due (NnKeeper *self, const NnRun *run, double seconds);
/* Keeps the run as it is, unless that is kept already. A run with another number begins anew. */
void nn_keeper_keep (NnKeeper *self, NnRun *run, double rate);
/* Something happens to the run that no replay could know of: a step after it is not to be computed from a state before it. */
void nn_keeper_part (NnKeeper *self);
/* The run is about to be edited: as it is now it is kept, where there is time, and as it is afterwards. */
void nn_keeper_edit (NnKeeper *self, NnRun *run, double rate);
/* The run as it is now, for somebody else to keep. NULL without memory. */
NnMoment *nn_keeper_capture (const NnKeeper *self, NnRun *run, double rate);
/* The run (already restored) goes on from a moment: what the history (may be NULL) had up to there is its past. mark: of the state it goes
 * on from. */
void nn_keeper_take_up (NnKeeper *self, NnRun *run, const NnHistory *past, NnMoment *moment, NnMomentMark mark);
/* What prepared data take. */
gsize nn_keeper_data_bytes (const DsPrepared *data);

/* A reference to what is kept now, or NULL where that is nothing. */
NnHistory *nn_keeper_history (NnKeeper *self, const NnRun *run);

/* For tests: takes the reference and thins. */
void nn_keeper_add (NnKeeper *self, NnMoment *moment);
