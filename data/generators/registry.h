/* Tables out of generators. */
#pragma once
#include "../ds-dataset.h"
#include "../ds-type.h"

G_BEGIN_DECLS

/* item: a generator and its parameters, in range (ds_item_set sees to that). Pure. Error: no memory. */
DsDataset *ds_generate (const DsItem *item, guint64 seed, GError **error);

/* "A", "B" ...: n (at most 26) names of classes that have none. Caller frees (g_strfreev). */
char **ds_letter_names (guint n);

G_END_DECLS
