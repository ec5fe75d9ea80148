#include "fl-data-rows.h"

#include <math.h>
#include <string.h>

#include "ds-stats.h"
#include "fl-axis.h"

static NnPart
part_of (const DsPrepared *data, gsize row)
{
  return row < data->n_train ? NN_PART_TRAIN : row < data->n_train + data->n_validation ? NN_PART_VALIDATION : NN_PART_TEST;
}

static float
key_of (const DsPrepared *data, const NnScore *score, const FlRowsWanted *wanted, gsize row)
{
  switch (wanted->key)
    {
    case FL_SORT_COLUMN:
      return ds_dataset_values (data->dataset)[(gsize) data->source_row[row] * ds_dataset_n_columns (data->dataset) + wanted->column];
    case FL_SORT_PART:
      return (float) part_of (data, row);
    case FL_SORT_PREDICTION:
      return score == NULL ? 0 : data->n_classes > 0 ? (float) nn_score_class (score, row) : score->predictions[row * score->outputs];
    case FL_SORT_LOSS:
      return score == NULL ? 0 : score->losses[row];
    case FL_SORT_ROW:
    default:
      return 0;
    }
}

static gboolean
is_wanted (const DsPrepared *data, const FlRowsWanted *wanted, gsize row)
{
  if (wanted->part >= 0 && part_of (data, row) != (NnPart) wanted->part)
    return FALSE;
  return wanted->class_index < 0 || data->n_classes == 0 || (int) data->y[row] == wanted->class_index;
}

/* The rows in the order of the source, which may have more of them. Caller frees. */
static guint32 *
rows_by_source (const DsPrepared *data)
{
  gsize source_rows = ds_dataset_rows (data->dataset), n = 0;
  g_autofree guint32 *prepared_row = g_new (guint32, MAX (source_rows, 1));
  guint32 *rows = g_new (guint32, MAX (data->rows, 1));

  memset (prepared_row, 0xff, source_rows * sizeof *prepared_row); /* left out */
  for (gsize row = 0; row < data->rows; row++)
    prepared_row[data->source_row[row]] = (guint32) row;
  for (gsize i = 0; i < source_rows; i++)
    if (prepared_row[i] != G_MAXUINT32)
      rows[n++] = prepared_row[i];
  return rows;
}

guint32 *
fl_data_rows (const DsPrepared *data, const NnScore *score, const FlRowsWanted *wanted, guint *n)
{
  g_autofree guint32 *by_source = rows_by_source (data);
  guint32 *rows = g_new (guint32, MAX (data->rows, 1));
  g_autofree float *keys = NULL;

  *n = 0;
  for (gsize i = 0; i < data->rows; i++)
    {
      gsize row = by_source[wanted->key == FL_SORT_ROW && wanted->descending ? data->rows - 1 - i : i];

      if (is_wanted (data, wanted, row))
        rows[(*n)++] = (guint32) row;
    }
  if (wanted->key == FL_SORT_ROW)
    return rows;
  keys = g_new (float, MAX (data->rows, 1));
  for (gsize row = 0; row < data->rows; row++)
    keys[row] = key_of (data, score, wanted, row);
  ds_sort_rows (rows, *n, keys, 1, wanted->descending);
  return rows;
}

/* ---- CSV ---- */

static void
append_words (GString *text, const char *words)
{
  if (strpbrk (words, ",\"\r\n") == NULL)
    {
      g_string_append (text, words);
      return;
    }
  g_string_append_c (text, '"');
  for (const char *c = words; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
}

static void
append_number (GString *text, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isnan (value))
    g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, "%.9g", value));
}

static void
append_value (GString *text, const DsColumn *column, float value)
{
  if (column->kind == DS_COLUMN_CLASS && value >= 0 && value < column->n_classes)
    append_words (text, column->classes[(guint) value]);
  else
    append_number (text, value);
}

static void
append_row (GString *text, const DsPrepared *data, const NnScore *score, gsize row)
{
  guint n_columns = ds_dataset_n_columns (data->dataset);
  const float *values = ds_dataset_values (data->dataset) + (gsize) data->source_row[row] * n_columns;

  g_string_append (text, nn_part_name (part_of (data, row)));
  for (guint c = 0; c < n_columns; c++)
    {
      g_string_append_c (text, ',');
      append_value (text, ds_dataset_column (data->dataset, c), values[c]);
    }
  if (score != NULL)
    {
      g_string_append_c (text, ',');
      if (data->n_classes > 0)
        append_words (text, data->class_names[nn_score_class (score, row)]);
      else
        append_number (text, score->predictions[row * score->outputs]);
      g_string_append_c (text, ',');
      append_number (text, score->losses[row]);
    }
  g_string_append_c (text, '\n');
}

char *
fl_data_rows_csv (const DsPrepared *data, const NnScore *score, const guint32 *rows, gsize n)
{
  GString *text = g_string_new ("set");

  for (guint c = 0; c < ds_dataset_n_columns (data->dataset); c++)
    {
      g_string_append_c (text, ',');
      append_words (text, ds_dataset_column (data->dataset, c)->name);
    }
  g_string_append (text, score != NULL ? ",prediction,loss\n" : "\n");
  for (gsize i = 0; i < n; i++)
    append_row (text, data, score, rows[i]);
  return g_string_free (text, FALSE);
}

void
fl_data_value_text (const DsColumn *column, float value, char *text, gsize size)
{
  if (column->kind == DS_COLUMN_CLASS && value >= 0 && value < column->n_classes)
    g_strlcpy (text, column->classes[(guint) value], size);
  else if (isnan (value))
    g_strlcpy (text, "—", size); /* missing */
  else
    fl_format_number ((double) value, text, size);
}

void
fl_data_prediction_text (const NnScore *score, gsize row, char *text, gsize size)
{
  const DsPrepared *data = score->data;
  guint class;
  double sure;

  if (data->n_classes == 0)
    {
      fl_format_number ((double) score->predictions[row * score->outputs], text, size);
      return;
    }
  class = nn_score_class (score, row);
  sure = nn_score_confidence (score, row, class);
  if (isnan (sure))
    g_strlcpy (text, data->class_names[class], size);
  else
    g_snprintf (text, size, "%s · %.3g %%", data->class_names[class], fl_percent (sure));
}
