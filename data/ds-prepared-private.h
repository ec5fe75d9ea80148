/* What the parts of DsPrepared share. */
#pragma once
#include "ds-prepared.h"
#include "ds-split.h"

G_BEGIN_DECLS

/* How many raw inputs a column becomes: one, or one a class. */
guint ds_column_width (const DsColumn *column);

/* The rows shared out as they are to be; nothing is checked. source_row (all of split) is taken. */
DsPrepared *ds_prepare_split (DsDataset *dataset, const DsPrepareOptions *options, guint32 *source_row, const DsSplit *split, GError **error);

G_END_DECLS
