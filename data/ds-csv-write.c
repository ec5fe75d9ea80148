#include "ds-csv-write.h"

#include <math.h>
#include <string.h>

static void
add_word (GString *text, const char *word)
{
  if (*word != '\0' && strpbrk (word, ",;\t|\"\r\n") == NULL && *word != ' ' && word[strlen (word) - 1] != ' ')
    {
      g_string_append (text, word);
      return;
    }
  g_string_append_c (text, '"');
  for (const char *c = word; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
}

static void
add_number (GString *text, float value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE], format[8];

  if (isnan (value)) /* missing */
    return;
  for (int digits = 6; digits <= 9; digits++)
    {
      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, value);
      if ((float) g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  g_string_append (text, buffer);
}

static void
add_cell (GString *text, const DsColumn *column, float value)
{
  if (column->kind == DS_COLUMN_NUMBER)
    add_number (text, value);
  else if (value >= 0 && value < column->n_classes)
    add_word (text, column->classes[(guint) value]);
}

static gboolean
is_used (const DsDataset *dataset, const char *name)
{
  for (guint c = 0; c < ds_dataset_n_columns (dataset); c++)
    {
      const DsColumn *column = ds_dataset_column (dataset, c);

      if ((column->role == DS_ROLE_INPUT || column->role == DS_ROLE_TARGET) && g_ascii_strcasecmp (column->name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Names that an import takes for such a column. */
static const char *
split_name (const DsDataset *dataset)
{
  static const char *const names[] = { "split", "subset", "partition" };
  guint i = 0;

  while (i + 1 < G_N_ELEMENTS (names) && is_used (dataset, names[i]))
    i++;
  return names[i];
}

char *
ds_csv_text (const DsDataset *dataset, const guint8 *parts)
{
  static const char *const part_words[DS_N_PARTS] = { "", "train", "validation", "test" };

  GString *text = g_string_new (NULL);
  guint n_inputs = ds_dataset_n_inputs (dataset), n = n_inputs + ds_dataset_n_targets (dataset);
  guint n_columns = ds_dataset_n_columns (dataset);
  const float *values = ds_dataset_values (dataset);

  for (gsize row = 0; row <= ds_dataset_rows (dataset); row++) /* the header first */
    {
      for (guint i = 0; i < n; i++)
        {
          guint c = i < n_inputs ? ds_dataset_input (dataset, i) : ds_dataset_target (dataset, i - n_inputs);
          const DsColumn *column = ds_dataset_column (dataset, c);

          if (i > 0)
            g_string_append_c (text, ',');
          if (row == 0)
            add_word (text, column->name);
          else
            add_cell (text, column, values[(row - 1) * n_columns + c]);
        }
      if (parts != NULL)
        g_string_append_printf (text, ",%s", row == 0 ? split_name (dataset) : part_words[parts[row - 1]]);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
