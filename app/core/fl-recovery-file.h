/* FlRecoveryFile: the unsaved state of one project, in a file of a folder kept for that, with a lock beside it. The lock is held by the
 * owner and goes with its process, however that ends: a file whose lock can be had is one that nobody looks after any more.
 *
 * All of this is blocking. Any thread, but one file on one thread at a time. */
#pragma once
#include "fl-project.h"

G_BEGIN_DECLS

/* What is to come back. */
typedef struct
{
  FlProject *project;
  GFile *file;      /* where it was opened or saved last, or NULL; its paths of data are relative to that */
  char *mark;       /* what that file held then (fl_document_get_mark()), or NULL */
  gint64 time;      /* of writing, seconds of the Unix epoch */
} FlUnsaved;

FlUnsaved *fl_unsaved_new (FlProject *project, GFile *file, const char *mark); /* new refs; the time is now */
void fl_unsaved_free (FlUnsaved *unsaved);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlUnsaved, fl_unsaved_free)

typedef struct _FlRecoveryFile FlRecoveryFile;

char *fl_recovery_folder (void); /* of this user. Caller frees */

/* A name and its lock, of which nothing is on disk but the lock until something is written. The folder is made. */
FlRecoveryFile *fl_recovery_file_new (const char *folder, GError **error);
/* Atomic and durable. */
gboolean fl_recovery_file_write (FlRecoveryFile *self, const FlUnsaved *unsaved, GError **error);
void fl_recovery_file_leave (FlRecoveryFile *self);  /* frees; what was written can be found by others */
void fl_recovery_file_remove (FlRecoveryFile *self); /* from disk, and frees */

/* One that was left behind. */
typedef struct
{
  FlRecoveryFile *file; /* ours now; NULL where it could not be read */
  FlProject *saved;     /* what its file holds, where that is still what the changes were made to; or NULL */
  FlUnsaved *unsaved;   /* or NULL: it could not be read... */
  char *problem;        /* ...and this is why, and where it has been put aside */
} FlFound;

void fl_found_free (FlFound *found); /* what is not removed stays to be found again */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlFound, fl_found_free)

/* Every FlFound of the folder, the latest first. Nobody else finds them while they are held here. Free with g_ptr_array_unref(). */
GPtrArray *fl_recovery_find (const char *folder);

G_END_DECLS
