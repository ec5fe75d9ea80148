/* FlPair: two cards beside one another, the second as wide as it likes within reason, or one below the other where there is little room. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_PAIR (fl_pair_get_type ())
G_DECLARE_FINAL_TYPE (FlPair, fl_pair, FL, PAIR, GtkWidget)

GtkWidget *fl_pair_new (GtkWidget *first, GtkWidget *second);

G_END_DECLS
