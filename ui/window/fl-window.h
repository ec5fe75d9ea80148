/* The window of one project: header, side panel, views. UI thread. */
#pragma once
#include <adwaita.h>
#include "fl-session.h"

G_BEGIN_DECLS

#define FL_TYPE_WINDOW (fl_window_get_type ())
G_DECLARE_FINAL_TYPE (FlWindow, fl_window, FL, WINDOW, AdwApplicationWindow)

FlWindow *fl_window_new (AdwApplication *application, FlDocument *document);
FlDocument *fl_window_get_document (FlWindow *self); /* borrowed */

/* Opens a project, or imports a table or images; asks first if work would be lost. */
void fl_window_open_file (FlWindow *self, GFile *file);
/* Opens the import assistant: one table or folder, or images and labels. */
void fl_window_import_files (FlWindow *self, GFile *const *files, guint n);
gboolean fl_window_is_weights (GFile *file); /* by its name */
/* Says what such a file is and how it is loaded, to who opens it without its project. */
void fl_window_show_weights_need (FlWindow *self, GFile *file);
/* TRUE where another project may take the window over without anybody missing anything: an example nobody has changed. */
gboolean fl_window_is_untouched (FlWindow *self);
/* Once its first picture is there: offers what a window that was killed has left behind. For the first window that is presented. */
void fl_window_find_unsaved (FlWindow *self);
/* The program is told to end: what is not saved is kept for the next start before this returns. */
void fl_window_leave (FlWindow *self);
/* heading: "Cannot open iris.fallline". */
void fl_window_show_error (FlWindow *self, const char *heading, const GError *error);
/* What opening `file` came to; offers to open it all the same where it can be mended in the window. */
void fl_window_show_open_error (FlWindow *self, GFile *file, const GError *error);

G_END_DECLS
