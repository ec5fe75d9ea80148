/* Rows that repeat others. Private to this floor. */
#pragma once
#include "ds-dataset.h"

G_BEGIN_DECLS

/* Of each row the first one of the dataset that is equal to it (see DsPrepareOptions), maybe itself, into first (rows of the dataset,
 * at least one and below 2^32). FALSE: no memory. Blocking; compares values, not hashes, so that no row goes by chance. */
gboolean ds_first_equal (const DsDataset *dataset, guint32 *first);

/* The rows that repeat none before them (see DsPrepareOptions), in the order of the dataset, into kept (rows of the dataset, at least
 * one and below 2^32). Returns how many; 0: no memory. Blocking. */
gsize ds_unique_rows (const DsDataset *dataset, guint32 *kept);

G_END_DECLS
