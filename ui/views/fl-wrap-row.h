/* FlWrapRow: two widgets on one line while both fit, else the second one below the first: the head of a card that has to do
 * with narrow windows and large type. The first keeps to the start, the second to the end. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_WRAP_ROW (fl_wrap_row_get_type ())
G_DECLARE_FINAL_TYPE (FlWrapRow, fl_wrap_row, FL, WRAP_ROW, GtkWidget)

GtkWidget *fl_wrap_row_new (GtkWidget *first, GtkWidget *second);

G_END_DECLS
