/* FlInspector: the card about the selected layer: its parameters, how it learns, and what can be done with it.
 *
 * Signal "layer-selected" (int): an edit here moved the selection (a layer moved, was doubled or removed). */
#pragma once
#include <gtk/gtk.h>
#include "fl-session.h"

G_BEGIN_DECLS

#define FL_TYPE_INSPECTOR (fl_inspector_get_type ())
G_DECLARE_FINAL_TYPE (FlInspector, fl_inspector, FL, INSPECTOR, GtkBox)

GtkWidget *fl_inspector_new (FlSession *session);
void fl_inspector_set_layer (FlInspector *self, int layer); /* -1: none */
void fl_inspector_sync (FlInspector *self);                 /* the document changed */
/* The line of statistics; the caller keeps it to ten times a second. NULL: no run to tell of. */
void fl_inspector_refresh (FlInspector *self, const NnFrame *frame);

G_END_DECLS
