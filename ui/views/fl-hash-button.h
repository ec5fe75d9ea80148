/* The button that opens an FlHashCard. */
#pragma once
#include <gtk/gtk.h>
#include "fl-session.h"

G_BEGIN_DECLS

GtkWidget *fl_hash_button_new (FlSession *session);

G_END_DECLS
