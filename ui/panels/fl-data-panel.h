/* The side panel's upper part: which data, how many, how noisy, how they are split, and which inputs the network sees. */
#pragma once
#include <gtk/gtk.h>
#include "fl-session.h"

G_BEGIN_DECLS

#define FL_TYPE_DATA_PANEL (fl_data_panel_get_type ())
G_DECLARE_FINAL_TYPE (FlDataPanel, fl_data_panel, FL, DATA_PANEL, GtkWidget)

GtkWidget *fl_data_panel_new (FlSession *session);

G_END_DECLS
