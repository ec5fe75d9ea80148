/* Drawing the folds of a cross-validation. */
#pragma once
#include "ds-dataset.h"

G_BEGIN_DECLS

/* Deals rows (n dataset rows, each named once) out to k folds: fold[i] (n) is the fold of rows[i], 0 .. k-1. The sizes of two
 * folds differ by one row at most. Where the target is a class the folds are stratified: of each class, too, two folds hold
 * numbers of rows that differ by one at most. The draw depends on seed alone. Errors (DS_ERROR_VALUE): k below 2, or more
 * folds than rows. */
gboolean ds_folds (const DsDataset *dataset, const guint32 *rows, gsize n, guint k, guint64 seed, guint32 *fold, GError **error);

G_END_DECLS
