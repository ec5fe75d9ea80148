/* A project that is being read, which takes a while where its data are large: how far it is, and a way to stop. UI thread. */
#pragma once
#include <adwaita.h>
#include "fl-progress.h"

G_BEGIN_DECLS

/* A row of its name, what is done of it, and Cancel, which cancels `progress` (ref'd). Shows itself only where reading lasts. */
GtkWidget *fl_opening_row_new (const char *name, FlProgress *progress);

/* A small window of the same, for a program that has no other yet. Closing it cancels. */
GtkWidget *fl_opening_window_new (GtkApplication *application, const char *name, FlProgress *progress);

G_END_DECLS
