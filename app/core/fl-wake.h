/* FlWake: a bridge from any thread to the main loop. However often it is woken, at most one call waits there. It is shared by
 * reference and outlives what it calls, so that a call still waiting finds nobody instead of something freed. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef struct _FlWake FlWake;

/* func is called with target on the main context of the thread that makes it. */
FlWake *fl_wake_new (void (*func) (gpointer target), gpointer target);
FlWake *fl_wake_ref (FlWake *wake); /* any thread */
void fl_wake_unref (FlWake *wake);  /* any thread */

/* Any thread; never waits. Takes a gpointer so that it can be a listener. */
void fl_wake_up (gpointer wake);

/* Main thread: from here on nothing is called. */
void fl_wake_cancel (FlWake *wake);
gpointer fl_wake_target (FlWake *wake); /* main thread; NULL once cancelled */

G_END_DECLS
