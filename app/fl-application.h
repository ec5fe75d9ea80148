/* The graphical program: one process, a window a project. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* Runs until the last window is closed. argv: as main's; a file among it is opened. Returns the exit status. */
int fl_application_run (int argc, char **argv);

G_END_DECLS
