/* Rows handed to a list a few a frame, and taken from it again. GTK's lists build the widgets of up to 200 rows in one go when they get
 * their model, and free them in one when they go, which holds the window up for many frames; with this the first rows are there at once
 * and the rest follow unnoticed. UI thread. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The rows of model (taken), so far a_frame of them, and each frame in which list is on screen as many more. Once the list has more than
 * it builds at once it gets all the rest. Only one at a time may grow for a list: the one before stops. */
GListModel *fl_gradual_new (GtkWidget *list, GListModel *model, guint a_frame);
/* All rows now: one of them is to be shown. */
void fl_gradual_finish (GtkWidget *list);
/* Takes a frame's worth of rows from a list that is about to go; FALSE once it has none. */
gboolean fl_gradual_shrink (GtkWidget *list);

G_END_DECLS
