#include "fl-value-sheet.h"

#include <string.h>

struct _FlValueSheet
{
  char *text;     /* owned */
  GArray *starts; /* owned, of gsize: where each record begins, and the end */
  guint n_columns;
};

/* The end of the record that begins at c: behind its line break, or the end of the text. Quotes may hold line breaks. */
static const char *
record_end (const char *c)
{
  gboolean quoted = FALSE;

  for (; *c != '\0'; c++)
    if (*c == '"')
      quoted = !quoted;
    else if (*c == '\n' && !quoted)
      return c + 1;
  return c;
}

static char *
next_cell (const char **at, const char *end)
{
  GString *cell = g_string_new (NULL);
  const char *c = *at;
  gboolean quoted = FALSE;

  for (; c < end; c++)
    {
      if (*c == '"' && quoted && c + 1 < end && c[1] == '"')
        g_string_append_c (cell, *c++);
      else if (*c == '"')
        quoted = !quoted;
      else if (!quoted && (*c == ',' || *c == '\n'))
        break;
      else if (*c != '\r')
        g_string_append_c (cell, *c);
    }
  *at = c < end ? c + 1 : end;
  return g_string_free (cell, FALSE);
}

static char **
cells (const FlValueSheet *sheet, guint record, guint n)
{
  const char *at = sheet->text + g_array_index (sheet->starts, gsize, record);
  const char *end = sheet->text + g_array_index (sheet->starts, gsize, record + 1);
  GPtrArray *list = g_ptr_array_new ();

  while (at < end && (n == 0 || list->len < n))
    g_ptr_array_add (list, next_cell (&at, end));
  while (list->len < n)
    g_ptr_array_add (list, g_strdup (""));
  g_ptr_array_add (list, NULL);
  return (char **) g_ptr_array_free (list, FALSE);
}

FlValueSheet *
fl_value_sheet_new (char *text)
{
  FlValueSheet *sheet = g_new0 (FlValueSheet, 1);
  gsize start = 0;

  sheet->text = text;
  sheet->starts = g_array_new (FALSE, FALSE, sizeof start);
  g_array_append_val (sheet->starts, start);
  while (text[start] != '\0')
    {
      start = (gsize) (record_end (text + start) - text);
      g_array_append_val (sheet->starts, start);
    }
  if (sheet->starts->len > 1)
    {
      g_auto (GStrv) names = cells (sheet, 0, 0);

      sheet->n_columns = g_strv_length (names);
    }
  return sheet;
}

void
fl_value_sheet_free (FlValueSheet *sheet)
{
  g_array_unref (sheet->starts);
  g_free (sheet->text);
  g_free (sheet);
}

guint
fl_value_sheet_n_rows (const FlValueSheet *sheet)
{
  return sheet->starts->len > 2 ? sheet->starts->len - 2 : 0;
}

guint
fl_value_sheet_n_columns (const FlValueSheet *sheet)
{
  return sheet->n_columns;
}

char **
fl_value_sheet_row (const FlValueSheet *sheet, guint row)
{
  return cells (sheet, row, sheet->n_columns);
}
