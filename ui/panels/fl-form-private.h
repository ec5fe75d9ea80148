/* For panels that spread one item's parameters over two forms. */
#pragma once
#include "fl-form.h"

G_BEGIN_DECLS

/* Like fl_form_new(), showing only the parameters named. */
GtkWidget *fl_form_new_only (guint columns, const char *const *only, FlFormChanged changed, gpointer user_data);

/* FALSE where the present item has no parameter to show. */
gboolean fl_form_shows_anything (FlForm *self);

G_END_DECLS
