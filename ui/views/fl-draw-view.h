/* FlDrawView: draw what the network has learned to tell apart, and see live what it takes it for. For data that are images. */
#pragma once
#include <gtk/gtk.h>
#include "fl-session.h"

G_BEGIN_DECLS

#define FL_TYPE_DRAW_VIEW (fl_draw_view_get_type ())
G_DECLARE_FINAL_TYPE (FlDrawView, fl_draw_view, FL, DRAW_VIEW, GtkBox)

GtkWidget *fl_draw_view_new (FlSession *session);
GtkWidget *fl_draw_view_get_tools (FlDrawView *self); /* borrowed; for the head of the card */
void fl_draw_view_sync (FlDrawView *self);

G_END_DECLS
