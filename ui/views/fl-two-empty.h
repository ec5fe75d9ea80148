/* What the page of two parameters shows where the network has more: why, and buttons that give it a model of two. UI thread. */
#pragma once
#include <adwaita.h>

#include "fl-session.h"

G_BEGIN_DECLS

GtkWidget *fl_two_empty_new (FlSession *session);
/* problem: why nothing can be shown. Looks at the session's data anew. */
void fl_two_empty_set (GtkWidget *empty, const char *problem);

G_END_DECLS
