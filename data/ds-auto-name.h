/* Names of columns that have none. */
#pragma once
#include "ds-dataset.h"

G_BEGIN_DECLS

/* "column1" for index 0. Caller frees. */
char *ds_auto_name (guint index);

/* Whether every column of the table is called so: it came without a header. */
gboolean ds_dataset_is_nameless (const DsDataset *dataset);

G_END_DECLS
