/* Which data belong to one run: what a session needs to know to go on rather than to begin anew. Values; any thread. */
#pragma once
#include "ds-prepared.h"
#include "ds-source.h"

G_BEGIN_DECLS

/* One gallery entry, one file, or points painted one after the other? */
gboolean fl_data_same_kind (const DsSource *a, const DsSource *b);
/* Do the new data go on with the run on the old ones? So they do where they are of the same kind, and where a person has made one of
 * the other by painting over it. */
gboolean fl_data_same_run (const DsSource *was, const DsPrepared *was_data, const DsSource *is, const DsPrepared *is_data);

G_END_DECLS
