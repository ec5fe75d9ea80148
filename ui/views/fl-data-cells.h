/* What stands in a cell of the data's table. */
#pragma once
#include "nn-score.h"

G_BEGIN_DECLS

typedef enum
{
  FL_CELL_ROW,
  FL_CELL_IMAGE, /* no text */
  FL_CELL_VALUE,
  FL_CELL_PART,
  FL_CELL_PREDICTION,
  FL_CELL_LOSS
} FlCell;

/* "training", of a row of the prepared data; translated. */
const char *fl_data_part_title (const DsPrepared *data, gsize row);
/* column: of the dataset, for FL_CELL_VALUE. data and score may be NULL, and the score of other data: the text is empty then. */
void fl_cell_text (const DsPrepared *data, const NnScore *score, FlCell cell, guint column, gsize row, char *text, gsize size);

G_END_DECLS
