/* FlTrainLayout: where the Train view's four cards stand: network over inspector, beside them boundary over loss; on a narrow
 * window all four under one another. The inspector gives way where there is no height for it. */
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_TRAIN_LAYOUT (fl_train_layout_get_type ())
G_DECLARE_FINAL_TYPE (FlTrainLayout, fl_train_layout, FL, TRAIN_LAYOUT, GtkWidget)

/* All four become its children. */
GtkWidget *fl_train_layout_new (GtkWidget *network, GtkWidget *inspector, GtkWidget *boundary, GtkWidget *loss);

G_END_DECLS
