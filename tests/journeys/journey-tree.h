/* The tree of accessibles, read in portions. Private to the driver. */
#pragma once
#include "journey.h"

Accessible *accessible_at (const char *bus_name, const char *path);
/* Free with g_ptr_array_unref(). */
GPtrArray *accessible_children (Journey *journey, const Accessible *parent);
/* A string property; "" where the widget went away. Caller frees. */
char *accessible_string (Journey *journey, const Accessible *accessible, const char *name);

/* Called depth first; TRUE ends the walk, which then returns TRUE. */
typedef gboolean (*Visit) (Journey *journey, const Accessible *accessible, const char *name, int depth, gpointer data);
gboolean journey_walk (Journey *journey, const Accessible *from, Visit visit, gpointer data);
/* All windows, the newest first. */
gboolean journey_walk_program (Journey *journey, Visit visit, gpointer data);
