#include "fl-data-cells.h"

#include <glib/gi18n-lib.h>

#include "fl-axis.h"
#include "fl-data-rows.h"

const char *
fl_data_part_title (const DsPrepared *data, gsize row)
{
  return row < data->n_train ? _("training") : row < data->n_train + data->n_validation ? _("validation") : _("test");
}

void
fl_cell_text (const DsPrepared *data, const NnScore *score, FlCell cell, guint column, gsize row, char *text, gsize size)
{
  text[0] = '\0';
  if (data == NULL || row >= data->rows)
    return;
  switch (cell)
    {
    case FL_CELL_ROW:
      g_snprintf (text, size, "%u", data->source_row[row] + 1);
      break;
    case FL_CELL_VALUE:
      fl_data_value_text (ds_dataset_column (data->dataset, column),
                  ds_dataset_values (data->dataset)[(gsize) data->source_row[row] * ds_dataset_n_columns (data->dataset) + column],
                  text, size);
      break;
    case FL_CELL_PART:
      g_strlcpy (text, fl_data_part_title (data, row), size);
      break;
    case FL_CELL_PREDICTION:
      if (score != NULL && score->data == data)
        fl_data_prediction_text (score, row, text, size);
      break;
    case FL_CELL_LOSS:
      if (score != NULL && score->data == data)
        fl_format_number ((double) score->losses[row], text, size);
      break;
    case FL_CELL_IMAGE:
    default:
      break;
    }
}
