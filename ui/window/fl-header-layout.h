/* FlHeaderLayout: what stands in the header bar, from the window's edge to its buttons: start, name, tabs, end.
 *
 * The tabs keep the middle as long as they can. Short of room, start and end shrink first (their labels become pictures), then
 * the name; where that is not enough, the tabs go, and "narrow" becomes TRUE: they are then wanted elsewhere. UI thread. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_HEADER_LAYOUT (fl_header_layout_get_type ())
G_DECLARE_FINAL_TYPE (FlHeaderLayout, fl_header_layout, FL, HEADER_LAYOUT, GtkWidget)

/* Takes its children; tabs may be NULL. */
GtkWidget *fl_header_layout_new (GtkWidget *start, GtkWidget *name, GtkWidget *tabs, GtkWidget *end);

G_END_DECLS
