/* What the parts of DsPrepared share. */
#pragma once
#include "ds-prepared.h"

G_BEGIN_DECLS

/* How many raw inputs a column becomes: one, or one a class. */
guint ds_column_width (const DsColumn *column);

/* g_try_malloc of (rows, columns) floats, sizes checked; DS_ERROR_TOO_BIG in words. */
float *ds_try_table (gsize rows, gsize columns, GError **error);

G_END_DECLS
