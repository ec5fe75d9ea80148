/* NnTrainer: the thread that trains. Everything here may be called from one controlling thread (the UI's or the command
 * line's) and never blocks, except where said. */
#pragma once
#include "nn-checkpoint.h"
#include "nn-frame.h"
#include "nn-history.h"

G_BEGIN_DECLS

typedef struct _NnTrainer NnTrainer;

/* Starts paused, at the initial weights of spec->seed, with a first frame and row 0 of the series published soon after.
 * threads: 0 for one a core (at most 8). The bits of the weights do not depend on it. Errors: as nn_plan_new(), and
 * NN_ERROR_SYSTEM. */
NnTrainer *nn_trainer_new (const NnSpec *spec, DsPrepared *data, guint threads, GError **error);
void nn_trainer_free (NnTrainer *trainer); /* waits for the step under way */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnTrainer, nn_trainer_free)

/* Trainers and probes made from now on give way to the window's thread when the cores are few. Any thread. */
void nn_trainer_give_way (void);

/* Commands, taken at the next batch boundary in the order posted. */
void nn_trainer_play (NnTrainer *trainer);
void nn_trainer_pause (NnTrainer *trainer);
void nn_trainer_step (NnTrainer *trainer);  /* one optimizer step, then paused; publishes a frame */
void nn_trainer_reset (NnTrainer *trainer); /* the same initial weights, step 0, new series; keeps playing if it plays */
/* The same, and the run as it was is kept, until the next time, as far as memory for that reaches. */
void nn_trainer_reset_keeping (NnTrainer *trainer);
/* The run that was kept is back as a whole, paused; what has become of spec and data meanwhile is then passed as to
 * nn_trainer_change(). Where none was kept, a message says so. */
void nn_trainer_unreset (NnTrainer *trainer, const NnSpec *spec, DsPrepared *data);
void nn_trainer_interrupt (NnTrainer *trainer); /* stop with NN_STOP_INTERRUPTED */

/* New spec and/or data, without a restart. Hyperparameters act from the next step; another optimizer starts with fresh
 * moments; a changed topology keeps the weights that still fit and starts new curves; another seed acts as a reset.
 * Pass what did not change again. The caller has seen nn_plan_new() accept it. */
void nn_trainer_change (NnTrainer *trainer, const NnSpec *spec, DsPrepared *data);

/* The same for who goes to and fro among the versions of a project. from, to: the numbers (not 0) of the one left and the one arrived at;
 * equal, it is still the same one. Where curves begin anew the run as it was is kept under `from`, as far as memory for that reaches; and
 * what was kept under `to` comes back as a whole: weights, moments, statistics, curves and history. anew: if nothing was, from initial
 * weights, as is right for other data. */
void nn_trainer_change_version (NnTrainer *trainer, const NnSpec *spec, DsPrepared *data, guint64 from, guint64 to, gboolean anew);

/* Sets weights (copied; n as in the plan), the frozen ones too: a start from a file. FALSE: there is no memory for the copy, and
 * nothing is set. */
gboolean nn_trainer_set_weights (NnTrainer *trainer, const float *weights, gsize n);
/* Sets one weight, in the flat order of the plan, and leaves the others as training has made them. Nothing where there is none. */
void nn_trainer_set_weight (NnTrainer *trainer, gsize offset, float value);

/* Goes on from a checkpoint (ref'd) that nn_checkpoint_load() or nn_trainer_capture() gave for the very spec and data in use: the same
 * bits follow as without the break. New curves begin, with the checkpoint's rows. Paused or playing, it stays so,
 * unless the epochs to train are over: then it is stopped. */
void nn_trainer_restore (NnTrainer *trainer, NnCheckpoint *checkpoint);

/* How many bytes of states to keep for looking back (NnFrame.history). 0, as at first: none, and nothing is paid for them. */
void nn_trainer_set_history_budget (NnTrainer *trainer, gsize bytes);

/* Goes on from a moment of another run's history (both ref'd), as a branch: like nn_trainer_restore(), and what that history had
 * before the moment is looked back at as this run's own. The trainer was made for the moment's spec and data. */
void nn_trainer_take_up (NnTrainer *trainer, NnHistory *history, NnMoment *moment);

/* The run as it is after the step under way. Waits for that: for the command line and tests only. NULL without memory, with an
 * error; else owned by the caller. */
NnCheckpoint *nn_trainer_capture (NnTrainer *trainer, GError **error);

/* Steps a second to aim at; 0: as many as there are. */
void nn_trainer_set_speed (NnTrainer *trainer, double steps_per_second);

/* At most this often a frame is published while running (default 60). 0: only on a state change. */
void nn_trainer_set_frame_rate (NnTrainer *trainer, double frames_per_second);

/* Called on the trainer's thread when a frame is waiting: do no more than wake a main loop. Set before playing. */
void nn_trainer_set_listener (NnTrainer *trainer, void (*wake) (gpointer user_data), gpointer user_data);

/* The newest frame not taken yet, or NULL; the caller owns it. Never waits. */
NnFrame *nn_trainer_take_frame (NnTrainer *trainer);

/* Blocks until the run is stopped or paused with no command waiting, or `seconds` have passed (negative: no limit).
 * For the command line and tests only. Returns TRUE if idle. */
gboolean nn_trainer_wait (NnTrainer *trainer, double seconds);

G_END_DECLS
