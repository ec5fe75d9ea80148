/* FlDocument: the project being edited: current value, undo history, file, and whether it is saved. UI thread only.
 * Weights are not here; see FlSession.
 *
 * Signals: "changed" (after every edit, undo, redo, load), "state-changed" (file, saved or undo availability), "noted" (undo or redo
 * of what was noted, with its owner as detail: GBytes *value, what it is to be again). */
#pragma once
#include "fl-progress.h"
#include "fl-project.h"

G_BEGIN_DECLS

#define FL_TYPE_DOCUMENT (fl_document_get_type ())
G_DECLARE_FINAL_TYPE (FlDocument, fl_document, FL, DOCUMENT, GObject)

FlDocument *fl_document_new (FlProject *project);

FlProject *fl_document_get_project (FlDocument *self); /* borrowed */

/* Takes a new value. label: past "Undo ", translated ("change learning rate"), or NULL for no undo step (a fresh load).
 * group: edits with the same non-NULL group within 1.5 s of one another are one undo step (a slider drag: its param id), named
 * by the last label. */
void fl_document_edit (FlDocument *self, FlProject *next, const char *label, const char *group);
/* Edits of this group are one undo step however far apart, until fl_document_end_group() (a stroke, during which a hand may rest). */
void fl_document_hold_group (FlDocument *self, const char *group);
void fl_document_end_group (FlDocument *self); /* the drag is over */

/* Notes a change that has been made to what is no part of the project, but a step on the same way back: a weight set by hand, the racers
 * of a page. owner: whose it is, the detail of "noted". before, after: what it was and has become, in the owner's own words; they are
 * ref'd. label, group: as fl_document_edit(). */
void fl_document_note (FlDocument *self, const char *owner, GBytes *before, GBytes *after, const char *label, const char *group);

/* Takes away the owner's steps for which `is` holds, told what they led to: steps that would do nothing any more. */
void fl_document_forget (FlDocument *self, const char *owner, gboolean (*is) (GBytes *after, gpointer user_data), gpointer user_data);

gboolean fl_document_can_undo (FlDocument *self);
gboolean fl_document_can_redo (FlDocument *self);
const char *fl_document_undo_label (FlDocument *self); /* NULL if none */
const char *fl_document_redo_label (FlDocument *self);
void fl_document_undo (FlDocument *self);
void fl_document_redo (FlDocument *self);

GFile *fl_document_get_file (FlDocument *self); /* borrowed; NULL if never saved */
void fl_document_set_file (FlDocument *self, GFile *file);
gboolean fl_document_is_modified (FlDocument *self);
/* What the file held when it was last read or written here, in a few bytes; NULL: not known. Borrowed. */
const char *fl_document_get_mark (FlDocument *self);
/* Takes a project that was never saved, as it was found after a crash: new history, unsaved changes, and the file it belongs to (or NULL),
 * which may be saved over only while it holds what `mark` says (NULL: not known). saved: what that file holds, to which undo leads back; or
 * NULL: not known. */
void fl_document_restore (FlDocument *self, FlProject *project, FlProject *saved, GFile *file, const char *mark);
/* Marks `project` (what was written) as the save point. */
void fl_document_mark_saved (FlDocument *self, FlProject *project);
/* Counts the projects loaded into it (opened, or edited with a NULL label): another number is another project, and starts afresh. */
guint fl_document_get_generation (FlDocument *self);
/* Counts the values that edits have given it: the same number again is the same value again, as only undo and redo bring it back. What a
 * drag merges is one value. Never 0. */
guint64 fl_document_get_version (FlDocument *self);
char *fl_document_get_base_dir (FlDocument *self); /* folder of the file or NULL; caller frees */

/* Reads on a worker thread. On success the document is replaced (new history). On error nothing changes. A project whose data
 * cannot be read, or whose network does not fit them, is refused with FL_ERROR_UNFIT... progress: of reading, ref'd; cancelled, it ends with
 * G_IO_ERROR_CANCELLED; or NULL. */
void fl_document_open_async (FlDocument *self, GFile *file, FlProgress *progress, GAsyncReadyCallback callback, gpointer user_data);
/* ...unless it is to be opened all the same, to be mended: the session then says what is wrong. */
void fl_document_open_anyway_async (FlDocument *self, GFile *file, FlProgress *progress, GAsyncReadyCallback callback, gpointer user_data);
gboolean fl_document_open_finish (FlDocument *self, GAsyncResult *result, GError **error);
/* The rows of its files that were read to open the project, as long as they are those it asks for, and once: NULL after that. Unref them. */
DsDataset *fl_document_take_rows (FlDocument *self);
/* Writes on a worker thread, atomically. The document's own file is refused with FL_ERROR_CHANGED where it no longer holds what was
 * read from or written to it last, so that nobody's work is written over unasked... */
void fl_document_save_async (FlDocument *self, GFile *file, GAsyncReadyCallback callback, gpointer user_data);
/* ...unless it is to be. */
void fl_document_save_anyway_async (FlDocument *self, GFile *file, GAsyncReadyCallback callback, gpointer user_data);
gboolean fl_document_save_finish (FlDocument *self, GAsyncResult *result, GError **error);

G_END_DECLS
