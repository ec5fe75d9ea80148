/* What the parts of DsPrepared share. */
#pragma once
#include "ds-prepared.h"

G_BEGIN_DECLS

/* How many raw inputs a column becomes: one, or one a class. */
guint ds_column_width (const DsColumn *column);

G_END_DECLS
