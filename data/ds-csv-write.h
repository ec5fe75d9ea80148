/* A table as CSV text that reads back as the same table. */
#pragma once
#include "ds-dataset.h"

G_BEGIN_DECLS

/* A header, then a line a row: the input columns, then the targets. Classes by name, quoted where they need it; numbers as the
 * shortest text that is the same float. parts: a DsPart a row, written as a last column "split" (train, validation, test, or nothing),
 * by another name where one is called so; NULL: no such column. Caller frees. Any thread. */
char *ds_csv_text (const DsDataset *dataset, const guint8 *parts);

G_END_DECLS
