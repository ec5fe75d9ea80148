/* What the hint bar of the Train view says, from the state of a session. UI thread. */
#pragma once
#include "fl-hint-bar.h"
#include "fl-session.h"

G_BEGIN_DECLS

typedef struct _FlTrainHints FlTrainHints;

/* bar and session are borrowed and outlive the hints. select: shows a layer to a person. */
FlTrainHints *fl_train_hints_new (FlHintBar *bar, FlSession *session, void (*select) (int layer, gpointer user_data), gpointer user_data);
void fl_train_hints_free (FlTrainHints *hints);
void fl_train_hints_update (FlTrainHints *hints);

G_END_DECLS
