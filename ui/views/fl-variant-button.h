/* A button with a popover that puts variants of the project into a race: a setting, and its values. */
#pragma once
#include "fl-comparison.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* failed: says why nothing was added. */
GtkWidget *fl_variant_button_new (FlComparison *comparison, FlSession *session, void (*failed) (const GError *error, gpointer user_data),
                                  gpointer user_data);

G_END_DECLS
