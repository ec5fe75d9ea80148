/* FlSession: a document's live run. Follows the document's "changed": loads data on a worker thread, keeps one trainer and
 * hands it every edit, and keeps the newest frame. UI thread only; nothing blocks.
 *
 * Signals: "changed" (state(), problem() or data() may differ), "frame" (a frame is waiting: take it in a tick callback),
 * "row" (another row is chosen), emitted on the main loop. */
#pragma once
#include "fl-document.h"
#include "nn-trainer.h"

G_BEGIN_DECLS

#define FL_TYPE_SESSION (fl_session_get_type ())
G_DECLARE_FINAL_TYPE (FlSession, fl_session, FL, SESSION, GObject)

FlSession *fl_session_new (FlDocument *document);
FlDocument *fl_session_get_document (FlSession *self);

void fl_session_play (FlSession *self); /* remembered if data are still loading */
void fl_session_pause (FlSession *self);
void fl_session_step (FlSession *self);
void fl_session_reset (FlSession *self);

/* Steps a second to aim at, for this run and those to come; 0 (the default): as many as there are. A small network at full speed has
 * learned before the eye has seen anything. */
void fl_session_set_speed (FlSession *self, double steps_per_second);
double fl_session_get_speed (FlSession *self);

/* What the Train button shows: TRUE from play() until the trainer says paused or stopped. */
gboolean fl_session_is_playing (FlSession *self);
gboolean fl_session_is_loading (FlSession *self); /* data are being read */

/* Why the project cannot train now (plain words), or NULL; layer: the spec layer concerned, or -1. */
const char *fl_session_get_problem (FlSession *self, int *layer);

DsPrepared *fl_session_get_data (FlSession *self);   /* borrowed; NULL while there are none */
const NnPlan *fl_session_get_plan (FlSession *self); /* borrowed; NULL while there is a problem */

/* Moves the newest published frame in, if there is one; TRUE if frame() is new. Call once a display frame. */
gboolean fl_session_update (FlSession *self);
NnFrame *fl_session_get_frame (FlSession *self); /* borrowed; NULL before the first */

/* The row every view points out, of the prepared data; -1: none. Goes when other data come. */
gssize fl_session_get_row (FlSession *self);
void fl_session_set_row (FlSession *self, gssize row);

void fl_session_set_weights (FlSession *self, const float *weights, gsize n);

G_END_DECLS
