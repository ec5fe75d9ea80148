/* How a file is to be read: the choices beside the columns, other ones for tables, images and pairs of files. UI thread. */
#pragma once
#include <gtk/gtk.h>
#include "ds-survey.h"

G_BEGIN_DECLS

/* The source as the person wants it now; borrowed. */
typedef void (*FlImportChanged) (const DsSource *source, gpointer user_data);

/* pick: somebody wants another file of labels. */
GtkWidget *fl_import_options_new (FlImportChanged changed, GCallback pick, gpointer user_data);
/* Shows how `survey` was read. Never calls back. */
void fl_import_options_set (GtkWidget *options, DsSurvey *survey);

G_END_DECLS
