/* FlProgress: how far work on another thread has come, and whether it is wanted any longer. Shared by reference; any thread. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef struct _FlProgress FlProgress;

FlProgress *fl_progress_new (void);
FlProgress *fl_progress_ref (FlProgress *progress);
void fl_progress_unref (FlProgress *progress); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlProgress, fl_progress_unref)

/* For the worker, as a DsProgress: takes the share done (0..1, negative: unknown) and says whether to go on. */
gboolean fl_progress_report (double share, gpointer progress);

double fl_progress_get_share (FlProgress *progress); /* 0..1, or negative: unknown */
void fl_progress_cancel (FlProgress *progress);
gboolean fl_progress_is_cancelled (FlProgress *progress); /* of NULL: never */

G_END_DECLS
