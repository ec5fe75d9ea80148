#include "csv-split.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_WORD 40    /* bytes of a word that a problem quotes */
#define LOOKED_AT 1000 /* rows. Now and then another word among them, or further down, is a problem of its row */
#define MOST 9         /* of ten */

static const struct
{
  const char *word;
  DsPart part;
} words[] = {
  { "train", DS_PART_TRAINING },   { "training", DS_PART_TRAINING }, { "validation", DS_PART_VALIDATION }, { "valid", DS_PART_VALIDATION },
  { "val", DS_PART_VALIDATION },   { "dev", DS_PART_VALIDATION },    { "test", DS_PART_TEST },             { "testing", DS_PART_TEST },
};

gboolean
ds_csv_part_word (const char *text, gsize length, DsPart *part)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i].word) == length && g_ascii_strncasecmp (words[i].word, text, length) == 0)
      {
        *part = words[i].part;
        return TRUE;
      }
  return FALSE;
}

gboolean
ds_csv_check_part (const DsCsvSurvey *survey, guint column, const DsCsvCell *cell, DsProblem *problem)
{
  DsPart part;

  if (ds_csv_is_missing (cell) || ds_csv_part_word (cell->text, cell->length, &part))
    return TRUE;
  g_autofree char *word = g_strndup (cell->text, MIN (cell->length, MAX_WORD));
  g_autofree char *shown = g_utf8_make_valid (word, -1);
  *problem = (DsProblem){ .line = cell->line, .column = column + 1 };
  problem->text = g_strdup_printf (_("\"%s\" in column \"%s\" is no part; expected train, validation or test"), shown,
                                   survey->columns[column].name);
  return FALSE;
}

static gboolean
has_such_a_name (const char *name)
{
  static const char *const names[] = { "split", "subset", "set", "partition", "fold" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

/* One record: whether its cell in the column is a part, or missing. A broken record says nothing. */
static gboolean
record_fits (const DsCsvSurvey *survey, DsCsvScanner *scanner, guint column)
{
  const char *start = scanner->at;
  gsize line = scanner->line;
  gboolean fits = TRUE;
  DsCsvCell cell = { 0 };
  DsPart part;

  for (guint c = 0; !cell.last; c++)
    if (!ds_csv_next_cell (scanner, c + 1, &cell, NULL))
      {
        ds_csv_skip_line (scanner, start, line);
        return TRUE;
      }
    else if (c == column)
      fits = ds_csv_is_missing (&cell) || ds_csv_part_word (cell.text, cell.length, &part);
  return fits;
}

static gboolean
column_fits (const DsCsvSurvey *survey, guint column)
{
  DsCsvScanner scanner;
  guint rows = 0, fitting = 0;

  ds_csv_scanner_init (&scanner, survey->text, survey->length, survey->delimiter, survey->file);
  for (; rows <= LOOKED_AT && ds_csv_next_record (&scanner); rows++)
    {
      gboolean fits = record_fits (survey, &scanner, column);
      fitting += rows > 0 && fits; /* the first is the header */
    }
  ds_csv_scanner_clear (&scanner);
  return rows > 1 && 10 * fitting >= MOST * (rows - 1);
}

int
ds_csv_find_split (const DsCsvSurvey *survey)
{
  for (guint c = 0; survey->header && survey->n_columns > 2 && c < survey->n_columns; c++)
    {
      const DsCsvColumn *column = &survey->columns[c];

      if (column->words > 0 && column->numbers == 0 && has_such_a_name (column->name) && column_fits (survey, c))
        return (int) c;
    }
  return -1;
}

guint8 *
ds_csv_parts (const DsColumn *column, const float *values, gsize rows, gsize stride, GPtrArray *notes, GError **error)
{
  guint8 *parts = g_try_new0 (guint8, MAX (rows, 1));
  gsize counts[DS_N_PARTS] = { 0 };

  if (parts == NULL)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_TOO_BIG, _("there is no memory for the parts of %zu rows"), rows);
      return NULL;
    }
  for (gsize row = 0; row < rows; row++)
    {
      float value = values[row * stride];
      const char *word = isnan (value) ? "" : column->classes[(guint) value];
      DsPart part = DS_PART_DRAWN;

      ds_csv_part_word (word, strlen (word), &part);
      parts[row] = part;
      counts[part]++;
    }
  g_ptr_array_add (notes, g_strdup_printf (_("Column \"%s\" says what each row is for: %zu to train, %zu to validate, %zu to test."),
                                           column->name, counts[DS_PART_TRAINING], counts[DS_PART_VALIDATION], counts[DS_PART_TEST]));
  if (counts[DS_PART_DRAWN] > 0)
    g_ptr_array_add (notes, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "It does not say so of %zu row, which the shares draw.",
                                                          "It does not say so of %zu rows, which the shares draw.", counts[DS_PART_DRAWN]),
                                             counts[DS_PART_DRAWN]));
  return parts;
}
