/* The preview of an import: the rows as they stand in the file with what is wrong marked, or the first images. UI thread. */
#pragma once
#include <gtk/gtk.h>
#include "ds-survey.h"

G_BEGIN_DECLS

GtkWidget *fl_import_preview_new (void);
void fl_import_preview_set (GtkWidget *preview, DsSurvey *survey);
/* Scrolls to the row a problem is in, and selects it. */
void fl_import_preview_show (GtkWidget *preview, const DsProblem *problem);
/* Takes some rows away before the preview goes (fl-gradual.h); FALSE once there are none. */
gboolean fl_import_preview_shrink (GtkWidget *preview);

G_END_DECLS
