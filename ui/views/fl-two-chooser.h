/* Which two parameters of a single unit that has more are shown: a chooser for each axis, visible only where there are more. UI thread. */
#pragma once
#include <gtk/gtk.h>
#include "fl-race.h"

G_BEGIN_DECLS

/* changed: never with the same parameter twice; choosing the other axis's makes them change places. */
GtkWidget *fl_two_chooser_new (void (*changed) (const gsize at[2], gpointer user_data), gpointer user_data);
void fl_two_chooser_set (GtkWidget *chooser, const FlRaceResult *result); /* of a model; never calls back */

G_END_DECLS
