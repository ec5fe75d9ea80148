/* The side panel's lower part: loss, optimizer, learning rate, schedule, batches, penalties, seed and when to stop. */
#pragma once
#include <gtk/gtk.h>
#include "fl-session.h"

G_BEGIN_DECLS

#define FL_TYPE_TRAINING_PANEL (fl_training_panel_get_type ())
G_DECLARE_FINAL_TYPE (FlTrainingPanel, fl_training_panel, FL, TRAINING_PANEL, GtkWidget)

GtkWidget *fl_training_panel_new (FlSession *session);

G_END_DECLS
