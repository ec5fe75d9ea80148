/* The step of a race that is shown: a button that shows it from its start, at a speed, and a slider to any step. UI thread. */
#pragma once
#include "fl-plot.h"

G_BEGIN_DECLS

/* changed: another step is shown. */
GtkWidget *fl_race_replay_new (guint steps, void (*changed) (FlPlotHurry hurry, gpointer user_data), gpointer user_data);
guint fl_race_replay_get (GtkWidget *replay);
/* So many there are, and the last one is shown; does not call back, as the two below. */
void fl_race_replay_set_steps (GtkWidget *replay, guint steps);
void fl_race_replay_show_all (GtkWidget *replay);
void fl_race_replay_set_speed (GtkWidget *replay, double steps_a_second); /* infinite: at once */
void fl_race_replay_start (GtkWidget *replay); /* from the first step on; calls back */

G_END_DECLS
