/* FlWrapBox: widgets one after the other, at their natural widths, in as many lines as they need: buttons and tabs that have to do with
 * narrow windows and large type. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_WRAP_BOX (fl_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (FlWrapBox, fl_wrap_box, FL, WRAP_BOX, GtkWidget)

/* gap: pixels between two on a line. align: of the lines, GTK_ALIGN_START or GTK_ALIGN_END. */
GtkWidget *fl_wrap_box_new (int gap, GtkAlign align);
void fl_wrap_box_append (FlWrapBox *self, GtkWidget *child);

G_END_DECLS
