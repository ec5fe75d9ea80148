/* FlTimeStrip: the card under the Train view with which one travels through a run: where one is, playing it backwards and forwards,
 * the timeline, a range to loop, back to the present, a branch from here, and the runs there are. UI thread. */
#pragma once
#include <gtk/gtk.h>

#include "fl-session.h"

G_BEGIN_DECLS

#define FL_TYPE_TIME_STRIP (fl_time_strip_get_type ())
G_DECLARE_FINAL_TYPE (FlTimeStrip, fl_time_strip, FL, TIME_STRIP, GtkWidget)

GtkWidget *fl_time_strip_new (FlSession *session);
/* The session shows something else. Numbers a person reads follow ten times a second, unless at_once. */
void fl_time_strip_update (FlTimeStrip *self, gboolean at_once);

G_END_DECLS
