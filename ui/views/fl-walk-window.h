/* FlWalkWindow: the worked example: one row or place on its way through the network and back, in numbers to check by hand. Follows
 * the training about four times a second unless it is held; everything is computed on a worker.
 *
 * The row it shows is the session's row. Accessible name "Worked example". Signal "place-changed": get_place() differs. */
#pragma once
#include <adwaita.h>
#include "fl-session.h"
#include "fl-walk-place.h"

G_BEGIN_DECLS

#define FL_TYPE_WALK_WINDOW (fl_walk_window_get_type ())
G_DECLARE_FINAL_TYPE (FlWalkWindow, fl_walk_window, FL, WALK_WINDOW, AdwWindow)

GtkWidget *fl_walk_window_new (FlSession *session);

void fl_walk_window_show_row (FlWalkWindow *self, gsize row);
/* The row that lies there, or else the place itself. */
void fl_walk_window_show_place (FlWalkWindow *self, const FlWalkPlace *place);

/* The place shown; FALSE while it is a row. */
gboolean fl_walk_window_get_place (FlWalkWindow *self, FlWalkPlace *place);
/* All of it as text, or NULL before there is anything. Caller frees. */
char *fl_walk_window_get_text (FlWalkWindow *self);

G_END_DECLS
