/* What the survey shares with loading. */
#pragma once
#include "ds-readers.h"

G_BEGIN_DECLS

/* How a CSV source is to be read; borrows from it. */
DsCsvOptions ds_csv_options (const DsSource *source, DsTask task);

/* What the target of a table read without a task looks like: words and few recurring whole numbers are classes. */
DsTask ds_guess_table_task (const DsDataset *table);

G_END_DECLS
