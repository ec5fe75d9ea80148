/* FlHashButton: says the fingerprint of the weights on request, so that a class can see that all have the same run. */
#pragma once
#include <gtk/gtk.h>
#include "fl-session.h"

G_BEGIN_DECLS

#define FL_TYPE_HASH_BUTTON (fl_hash_button_get_type ())
G_DECLARE_FINAL_TYPE (FlHashButton, fl_hash_button, FL, HASH_BUTTON, GtkWidget)

GtkWidget *fl_hash_button_new (FlSession *session);

G_END_DECLS
