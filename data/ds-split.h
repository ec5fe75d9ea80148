/* Drawing the split. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gsize n_train, n_validation, n_test;
} DsSplit;

/* Shares rows (1 .. 2^32-1) out: round (share x rows) to validation and to test, the rest to training, which keeps at least
 * one row. source_row (rows): training rows first, then validation, then test, each in the order of the source. Each row
 * draws its own number, so that more rows or a larger share move few rows from one part to another. Not stratified: a
 * plain draw is what the shares say, and what other programs do by default.
 *
 * parts: a DsPart a row, or NULL. Rows with a part keep it and the shares are drawn from the rest: half of 40 points with 10
 * in validation by hand are those 10 and 15 of the other 30. Where that would leave no row to train on, one drawn row trains;
 * only where every row is in validation by hand there is none (n_train 0).
 * ids: what the rows draw by, ascending, so that those left of a table draw as they did among all; or NULL: their places.
 * FALSE: there is no memory to draw with. */
gboolean ds_split (gsize rows, const guint32 *ids, const guint8 *parts, double validation_share, double test_share, guint64 seed,
                   guint32 *source_row, DsSplit *split);

G_END_DECLS
