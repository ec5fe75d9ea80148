/* FlRowsFrame: holds a table or a list, and Tab leaves it for what is beside it instead of walking through all of its rows. UI thread. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_ROWS_FRAME (fl_rows_frame_get_type ())
G_DECLARE_FINAL_TYPE (FlRowsFrame, fl_rows_frame, FL, ROWS_FRAME, GtkWidget)

GtkWidget *fl_rows_frame_new (GtkWidget *child);

G_END_DECLS
