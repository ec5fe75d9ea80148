/* The import assistant: what a file holds, everything wrong with it, and what each column is to be; one page. The rows are read here,
 * with progress and cancel, and handed to the session as they are. UI thread. */
#pragma once
#include <adwaita.h>
#include "ds-survey.h"

G_BEGIN_DECLS

#define FL_TYPE_IMPORT_DIALOG (fl_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FlImportDialog, fl_import_dialog, FL, IMPORT_DIALOG, AdwWindow)

/* The person has decided: the source, its task, and the rows it gives. */
typedef void (*FlImportDone) (DsSource *source, DsTask task, DsDataset *rows, gpointer user_data);

/* paths: NULL-terminated. Starts reading at once; `done` is called at most once, while user_data (an object) is alive. */
GtkWidget *fl_import_dialog_new (GtkWindow *parent, const char *const *paths, FlImportDone done, GObject *user_data);

G_END_DECLS
