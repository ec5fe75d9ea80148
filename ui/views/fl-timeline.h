/* FlTimeline: the track one drags through a run's states. Arrows go by a step, Page Up and Down by a tenth, Home to the first state,
 * End or a double click to the present; Ctrl+wheel, + and - zoom to a part of the run, the middle button, Shift and a drag or Shift and an
 * arrow move it, a double click or 0 shows all of it again; Ctrl+T and a menu show the states as a table. A slider to assistive
 * technology. UI thread.
 *
 * Signals: "seek" (guint64 step, gboolean exact: FALSE while a drag is under way), "live". */
#pragma once
#include <adwaita.h>

#include "nn-history.h"

G_BEGIN_DECLS

#define FL_TYPE_TIMELINE (fl_timeline_get_type ())
G_DECLARE_FINAL_TYPE (FlTimeline, fl_timeline, FL, TIMELINE, GtkWidget)

GtkWidget *fl_timeline_new (void);
/* history: whose states there are, or NULL. last: the step of the present. at: the one shown; live: that is the present. */
void fl_timeline_show (FlTimeline *self, NnHistory *history, guint64 last, guint64 at, gboolean live);
/* Borrowed; NULL: there is nothing to go back to. */
NnHistory *fl_timeline_get_history (FlTimeline *self);
/* What assistive technology reads as the value. */
void fl_timeline_describe (FlTimeline *self, const char *text);
void fl_timeline_fit (FlTimeline *self);
/* The first and last step the track has room for now. */
void fl_timeline_get_shown (FlTimeline *self, double *from, double *to);
void fl_timeline_set_loop (FlTimeline *self, gboolean loop);
/* The steps to play: the loop's, or all there are. */
void fl_timeline_get_range (FlTimeline *self, guint64 *from, guint64 *to);

G_END_DECLS
