/* FlRecovery: follows a document and keeps what is not saved of it in a FlRecoveryFile, so that a program that is killed, or a
 * power cut, loses seconds and not an afternoon. The file goes when the document is saved, is given up for another, or is closed.
 * UI thread; reading and writing happen on worker threads, which the running GApplication waits for. */
#pragma once
#include "fl-document.h"
#include "fl-recovery-file.h"

G_BEGIN_DECLS

/* Seconds of an edit that may be lost: it is written so long (ms) after it was made, but one write follows another no sooner than that. */
#define FL_RECOVERY_PAUSE 2000
#define FL_RECOVERY_SPACING 5000

#define FL_TYPE_RECOVERY (fl_recovery_get_type ())
G_DECLARE_FINAL_TYPE (FlRecovery, fl_recovery, FL, RECOVERY, GObject)

/* What cannot be written (a full disk) is tried again with the next edit.
 *
 * Signal "problem" (const char *why): from now on it cannot be written; NULL: it can again, or there is nothing to write any more. */
FlRecovery *fl_recovery_new (FlDocument *document, const char *folder, guint pause, guint spacing);
/* The document has been closed in good order: nothing is kept. */
void fl_recovery_close (FlRecovery *self);
/* The program is told to end at once: what is not saved is written before this returns, and stays for the next start, whatever becomes
 * of the document. Waits for the disk. */
void fl_recovery_leave (FlRecovery *self);
/* The document holds what was found in this file, which goes as soon as the document has one of its own. Takes file. */
void fl_recovery_take_over (FlRecovery *self, FlRecoveryFile *file);

/* fl_recovery_find() on a worker thread. finish: as that; never NULL. */
void fl_recovery_find_async (const char *folder, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *fl_recovery_find_finish (GAsyncResult *result);
/* fl_recovery_file_remove() on a worker thread. */
void fl_recovery_discard (FlRecoveryFile *file);

G_END_DECLS
