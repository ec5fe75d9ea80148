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
 * plain draw is what the shares say, and what other programs do by default. FALSE: there is no memory to draw with. */
gboolean ds_split (gsize rows, double validation_share, double test_share, guint64 seed, guint32 *source_row, DsSplit *split);

G_END_DECLS
