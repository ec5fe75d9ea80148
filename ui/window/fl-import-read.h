/* Surveying for the import assistant on a worker thread, with progress. UI thread. */
#pragma once
#include <gio/gio.h>
#include "ds-survey.h"

G_BEGIN_DECLS

/* Finds out what `paths` are where source is NULL, and surveys it. task NULL: to be guessed. Cancelling ends it soon. */
GTask *fl_import_read_new (GObject *owner, const char *const *paths, DsSource *source, const DsTask *task, GCancellable *cancellable,
                           GAsyncReadyCallback done, gpointer user_data);
void fl_import_read_start (GTask *task);

/* What is surveyed: source, or what was found of paths (only once the task is done); NULL where nothing was. Borrowed. */
DsSource *fl_import_read_source (GTask *task);
/* 0 .. 1, while it runs. */
double fl_import_read_share (GTask *task);
/* About how many bytes the table will take; 0 while, or where, that is not known. */
guint64 fl_import_read_estimate (GTask *task);
DsSurvey *fl_import_read_finish (GTask *task, GError **error);

G_END_DECLS
