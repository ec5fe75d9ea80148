/* The graphical program: one process, a window a project. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Runs until the last window is closed. argv: as main's; a file among it is opened. FALSE: the display cannot be opened, and nothing
 * was done. */
gboolean fl_application_run (int argc, char **argv, int *status);
/* Gives the application its actions and keys, once it has started. */
void fl_application_set_up (GtkApplication *application);

G_END_DECLS
