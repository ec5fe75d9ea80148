/* FlSession: a document's runs. Follows the document's "changed": loads data on a worker thread, hands the current run every edit,
 * and keeps the newest frame. UI thread only; nothing blocks.
 *
 * Looking back: fl_session_seek() shows a state the current run was in, and pauses it; fl_session_get_frame() is then that state's,
 * so every view follows. Training, an edit, a reset and fl_session_live() return to the present. fl_session_branch() begins another
 * run there, which becomes the current one; the old run stays in the list, paused.
 *
 * A project that cannot train (problem()) shows no run, and the run it had waits, with all it learned, until it can again. Another
 * document's runs, data and plan go as soon as it comes.
 *
 * Signals: "changed" (state(), problem() or data() may differ), "frame" (a frame is waiting: take it in a tick callback),
 * "row" (another row is chosen), "said" (const char *text: what undo did, or could not do, where it is not seen), emitted on the main
 * loop. */
#pragma once
#include "fl-document.h"
#include "fl-run.h"

G_BEGIN_DECLS

#define FL_TYPE_SESSION (fl_session_get_type ())
G_DECLARE_FINAL_TYPE (FlSession, fl_session, FL, SESSION, GObject)

FlSession *fl_session_new (FlDocument *document);
FlDocument *fl_session_get_document (FlSession *self);

void fl_session_play (FlSession *self); /* remembered if data are still loading; nothing while there is a problem */
void fl_session_pause (FlSession *self);
void fl_session_step (FlSession *self); /* looking back: one step forward in time */
void fl_session_reset (FlSession *self);
/* The same, as who may have slipped wants it: the run as it was is kept until fl_session_settle_reset(). If one is kept that had learned
 * for longer, that one stays. FALSE: nothing had been learned, and nothing is to be taken back. */
gboolean fl_session_reset_keeping (FlSession *self);
/* The run kept is back, paused: weights, moments, curves, timeline. Nothing if none can be. */
void fl_session_unreset (FlSession *self);
/* Is one kept that the current run can go back to? Settings may change meanwhile; with other layers, data or another seed it is over. */
gboolean fl_session_can_unreset (FlSession *self);
void fl_session_settle_reset (FlSession *self);
/* From initial weights, playing: at once, or as soon as the data are there that are being loaded. Pausing before that calls it off. */
void fl_session_restart (FlSession *self);

/* Steps a second to aim at, for this run and those to come; 0 (the default): as many as there are. A small network at full speed has
 * learned before the eye has seen anything. */
void fl_session_set_speed (FlSession *self, double steps_per_second);

/* What the Train button shows: TRUE from play() until the trainer says paused or stopped, or an edit makes a problem. A run that such
 * an edit stopped goes on by itself when the problem is gone. */
gboolean fl_session_is_playing (FlSession *self);
gboolean fl_session_is_loading (FlSession *self); /* data are being read */

/* Why the project cannot train now (plain words), or NULL; layer: the spec layer concerned, or -1. */
const char *fl_session_get_problem (FlSession *self, int *layer);

/* Rows that somebody has read already: the next load of this source (paths absolute) and task takes them instead of reading again. Kept
 * until the load after that. */
void fl_session_offer_rows (FlSession *self, DsSource *source, DsTask task, DsDataset *rows);
DsPrepared *fl_session_get_data (FlSession *self);   /* borrowed; NULL while there are none */
const NnPlan *fl_session_get_plan (FlSession *self); /* borrowed; NULL while there is a problem */

/* Moves the newest published frame in, if there is one; TRUE if frame() is new. Call once a display frame. */
gboolean fl_session_update (FlSession *self);
NnFrame *fl_session_get_frame (FlSession *self); /* borrowed; what is shown; NULL before the first, and while there is a problem */

/* Shows the state after `step`, or the nearest there is. exact: what was not kept is computed in the background, and shown when it is
 * there; without, for a drag, the nearest kept one does. FALSE: nothing is kept of this run. */
gboolean fl_session_seek (FlSession *self, guint64 step, gboolean exact);
void fl_session_live (FlSession *self);
gboolean fl_session_is_live (FlSession *self);
NnFrame *fl_session_get_live_frame (FlSession *self); /* borrowed; of the present, also while looking back; else the same */
/* The whole state shown, kept of this run: what a branch would begin at. NULL while it trains, and where no states are kept. Borrowed. */
NnMoment *fl_session_get_moment (FlSession *self);
gboolean fl_session_step_back (FlSession *self);      /* FALSE: there is nothing before */
gboolean fl_session_step_forward (FlSession *self);   /* FALSE: this is the present */

/* How much memory kept states may take, of all runs together; NN_HISTORY_BUDGET at first. */
void fl_session_set_history_budget (FlSession *self, gsize bytes);
gsize fl_session_get_history_budget (FlSession *self);

GListModel *fl_session_get_runs (FlSession *self); /* of FlRun; borrowed. Those of another document go with it. */
FlRun *fl_session_get_run (FlSession *self);       /* borrowed: the current one; NULL before the first data that fit */
/* Makes another run the current one; the document takes its project (one undo step, which undone makes the other current again).
 * FALSE: it is not another, or not of these. */
gboolean fl_session_set_run (FlSession *self, FlRun *run);
/* A new run from the state shown (the present, if that is shown), paused and current. Changing nothing it gives the bits that the
 * old one had. The document takes the settings of that state (one undo step, if they differ from the present ones). */
gboolean fl_session_branch (FlSession *self, GError **error);
gboolean fl_session_remove_run (FlSession *self, FlRun *run);  /* FALSE: it is the only one. Keep a reference to bring it back. */
void fl_session_restore_run (FlSession *self, FlRun *run);

/* The row every view points out, of the prepared data; -1: none. Goes when other data come. */
gssize fl_session_get_row (FlSession *self);
void fl_session_set_row (FlSession *self, gssize row);

/* Gives the current run these weights (n as in the frame shown), an undo step (label: as fl_document_edit()): at the next batch, the frozen
 * ones too, and the optimizer keeps what it has gathered. Undone, they are again what was shown before, as long as the run has not begun
 * anew. Looking back, a branch takes them. FALSE: the network is or has just become another, or there is no memory; nothing is set. */
gboolean fl_session_set_weights (FlSession *self, const float *weights, gsize n, const char *label);
/* The same from a safetensors file, read on a worker thread. On error nothing changes: the message says which tensor, what was found and
 * what the network needs. finish: sets them. */
void fl_session_load_weights_async (FlSession *self, GFile *file, GAsyncReadyCallback callback, gpointer user_data);
gboolean fl_session_load_weights_finish (FlSession *self, GAsyncResult *result, GError **error);
/* Sets one weight of the current run by hand, an undo step (label: as fl_document_edit()). Undone, the weight is again what it was
 * before, as long as the run has not begun anew. FALSE: there is no such weight, or the network has just become another. */
gboolean fl_session_set_weight (FlSession *self, gsize offset, float value, const char *label);

G_END_DECLS
