/* NnHistory: whole states of a run that were kept while it trained: weights, optimizer, counters, order of samples, and what each
 * layer did. Every frame carries the history as it was then (NnFrame.history). Immutable, reference-counted; any thread, no locks.
 *
 * What is kept: the first state and the last; both ends densely (the distance between neighbours grows with the distance from either
 * end); and in between a uniform floor, so that the whole of a long run can be dragged through. The states of one history together
 * take no more bytes than the budget; frames still held elsewhere may keep a few thinned ones alive. A state that there is no memory
 * for is left out.
 *
 * A history belongs to one run number, as curves do: a reset, another seed or another topology begins a new one. Other edits in
 * mid-run (learning rate, data, weights set by hand) go on with it: the state before and after each is kept, and each state knows the
 * spec and the data it had. */
#pragma once
#include "nn-checkpoint.h"
#include "nn-frame.h"

G_BEGIN_DECLS

#define NN_HISTORY_BUDGET ((gsize) 256 << 20) /* bytes; what a window begins with */
#define NN_HISTORY_MOST 1024                  /* states, however small they are */

typedef struct _NnMoment NnMoment;

typedef enum
{
  NN_MOMENT_KEPT,
  NN_MOMENT_EDIT,  /* the first state after an edit in mid-run */
  NN_MOMENT_BRANCH /* the run began here, as a branch of another */
} NnMomentMark;

NnMoment *nn_moment_ref (NnMoment *moment);
void nn_moment_unref (NnMoment *moment); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnMoment, nn_moment_unref)
guint64 nn_moment_step (const NnMoment *moment);
guint64 nn_moment_epoch (const NnMoment *moment);
NnMomentMark nn_moment_mark (const NnMoment *moment);
double nn_moment_train_loss (const NnMoment *moment); /* as in NnFrame: of the last epoch's end; NaN where there was none yet */
double nn_moment_validation_loss (const NnMoment *moment);
NnSpec *nn_moment_spec (const NnMoment *moment);      /* borrowed: what trained then */
DsPrepared *nn_moment_data (const NnMoment *moment);
NnCheckpoint *nn_moment_checkpoint (const NnMoment *moment); /* borrowed: all of that state */

NnHistory *nn_history_ref (NnHistory *history);
void nn_history_unref (NnHistory *history); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnHistory, nn_history_unref)

guint nn_history_length (const NnHistory *history); /* 1 or more */
NnMoment *nn_history_get (const NnHistory *history, guint i); /* borrowed; in the order they came: steps never fall */
guint nn_history_find (const NnHistory *history, guint64 step); /* index of the nearest; of several at that step the last */
gsize nn_history_bytes (const NnHistory *history);

/* What the trainer published, or would have, at that moment: the run number and curves are the history's, the state is NN_PAUSED, the
 * version of no live frame. Takes as long as a copy of the weights. NULL without memory. */
NnFrame *nn_history_frame (const NnHistory *history, const NnMoment *moment);

/* Whether the very state after `step` can be had: kept, or computed from a kept one before it with nothing edited in between. */
gboolean nn_history_can_replay (const NnHistory *history, guint64 step);
/* Computes it; the bits are those that the run had. Blocking, for a worker thread; go_on (may be NULL) returns FALSE to give up.
 * NULL with an error (memory), or without one if given up or impossible. */
NnMoment *nn_history_replay (const NnHistory *history, guint64 step, gboolean (*go_on) (gpointer user_data), gpointer user_data,
                             GError **error);

G_END_DECLS
