/* Which rows a table shows, and in which order: worked out on a worker thread. */
#pragma once
#include "nn-score.h"

G_BEGIN_DECLS

typedef enum
{
  FL_SORT_ROW,        /* as the source has them */
  FL_SORT_COLUMN,     /* of the dataset */
  FL_SORT_PART,
  FL_SORT_PREDICTION,
  FL_SORT_LOSS
} FlSortKey;

typedef struct
{
  int part;        /* NnPart, or -1: all */
  int class_index; /* or -1: all */
  FlSortKey key;
  guint column;    /* of FL_SORT_COLUMN */
  gboolean descending;
} FlRowsWanted;

/* Rows of the prepared data; caller frees. score may be NULL: then nothing is sorted by what the network says. Any thread. */
guint32 *fl_data_rows (const DsPrepared *data, const NnScore *score, const FlRowsWanted *wanted, guint *n);

/* The given rows as CSV with a header: set, the dataset's columns, and where there is a score prediction and loss. Caller frees. */
char *fl_data_rows_csv (const DsPrepared *data, const NnScore *score, const guint32 *rows, gsize n);

/* A cell in words. Any thread. */
void fl_data_value_text (const DsColumn *column, float value, char *text, gsize size);
void fl_data_prediction_text (const NnScore *score, gsize row, char *text, gsize size);

G_END_DECLS
