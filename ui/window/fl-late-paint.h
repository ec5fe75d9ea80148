/* Keeps the window answering when its scale changes: a projector is plugged in, or the window moves to a sharper screen. A new scale
 * gives every widget another style and place and has every pixel painted anew, four times as many with twice the scale, and GTK does
 * all of it in one turn of the main loop. What is in here is painted in the turn after it. */
#pragma once
#include <adwaita.h>

G_BEGIN_DECLS

#define FL_TYPE_LATE_PAINT (fl_late_paint_get_type ())
G_DECLARE_FINAL_TYPE (FlLatePaint, fl_late_paint, FL, LATE_PAINT, AdwBin)

/* Shows `child`, which it takes. UI thread. */
GtkWidget *fl_late_paint_new (GtkWidget *child);

G_END_DECLS
