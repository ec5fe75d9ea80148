/* What the survey shares with loading. */
#pragma once
#include "ds-readers.h"

G_BEGIN_DECLS

/* How a CSV source is to be read; borrows from it. */
DsCsvOptions ds_csv_options (const DsSource *source, DsTask task);

/* What the target of a table read without a task looks like: words and few recurring whole numbers are classes. */
DsTask ds_guess_table_task (const DsDataset *table);
/* The same of n numbers at values[0], values[stride] ... */
DsTask ds_guess_number_task (const float *values, gsize n, gsize stride);

/* How a .npy source is to be read; borrows from it. */
DsNpyOptions ds_npy_options (const DsSource *source, DsTask task);

G_END_DECLS
