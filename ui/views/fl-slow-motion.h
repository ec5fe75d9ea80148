/* FlSlowMotion: the card with which one walks through the next step, stage by stage: forward, loss, backward, update. It stands under
 * the Train view in the place of the time strip. The step is taken apart on a worker; "Next step" has the trainer take it.
 *
 * Arrow keys go through the stages, Space plays, Escape leaves. Signals: "changed": what is to be shown on the canvas is another;
 * "leave": a person, or training, wants it gone. UI thread. */
#pragma once
#include <gtk/gtk.h>

#include "fl-session.h"
#include "nn-step-walk.h"

G_BEGIN_DECLS

#define FL_TYPE_SLOW_MOTION (fl_slow_motion_get_type ())
G_DECLARE_FINAL_TYPE (FlSlowMotion, fl_slow_motion, FL, SLOW_MOTION, GtkWidget)

GtkWidget *fl_slow_motion_new (FlSession *session);

/* Begins at the state shown; a run that trains is paused. Ends: the walk is dropped. */
void fl_slow_motion_begin (FlSlowMotion *self);
void fl_slow_motion_end (FlSlowMotion *self);
/* The session shows something else, or has changed. */
void fl_slow_motion_follow (FlSlowMotion *self);

/* What is shown: the walk (borrowed; NULL until it is there), its stage, and the neuron: its column on the canvas and unit. */
NnStepWalk *fl_slow_motion_get (FlSlowMotion *self, guint *stage, int *column, int *unit);
void fl_slow_motion_pick (FlSlowMotion *self, int column, int unit);

gboolean fl_slow_motion_key (FlSlowMotion *self, guint key, GdkModifierType modifiers); /* TRUE: it was one of its own */

G_END_DECLS
