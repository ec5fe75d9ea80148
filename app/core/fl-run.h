/* FlRun: one run of a session: a trainer with its history, what it was given to train, and a name. UI thread only; nothing blocks,
 * but fl_run_close().
 *
 * Several may train at once: each trainer has a thread of its own at the same priority, so the machine shares the cores fairly, and
 * the bits do not depend on it. */
#pragma once
#include "fl-project.h"
#include "nn-trainer.h"

G_BEGIN_DECLS

#define FL_TYPE_RUN (fl_run_get_type ())
G_DECLARE_FINAL_TYPE (FlRun, fl_run, FL, RUN, GObject)

const char *fl_run_get_name (FlRun *self);  /* "Run 2" */
guint fl_run_get_number (FlRun *self);      /* from 1; also what its colour follows from */
/* What it began as: the number of the run it branched off and the step there; 0 and 0 where it began by itself. */
guint fl_run_get_origin (FlRun *self, guint64 *step);

void fl_run_play (FlRun *self);
void fl_run_pause (FlRun *self);
gboolean fl_run_is_playing (FlRun *self);    /* from play() until the trainer says paused or stopped */

/* Moves the newest published frame in, if there is one; TRUE if frame() is new. */
gboolean fl_run_update (FlRun *self);
NnFrame *fl_run_get_frame (FlRun *self);     /* borrowed; NULL before the first */
NnHistory *fl_run_get_history (FlRun *self); /* borrowed; NULL where nothing is kept */

G_END_DECLS
