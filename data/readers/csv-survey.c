#include "csv-survey.h"

#include <glib/gi18n-lib.h>

#include "../ds-auto-name.h"
#include "csv-number.h"
#include "file.h"

#define MAX_COLUMNS 100000
#define REPORT_BYTES (1 << 20)
#define LISTED 30

gboolean
ds_csv_report (DsCsvSurvey *survey, const char *at, guint pass, GError **error)
{
  if (!survey->progress || at < survey->next_report)
    return TRUE;
  survey->next_report = at + MIN (REPORT_BYTES, (gsize) (survey->text + survey->length - at));
  double share = survey->length ? (double) (at - survey->text) / survey->length : 1;
  return ds_report (survey->progress, survey->user_data, (pass + share) / 2, error);
}

char *
ds_csv_list_columns (const DsCsvSurvey *survey)
{
  GString *names = g_string_new (NULL);

  for (guint c = 0; c < survey->n_columns && c < LISTED; c++)
    g_string_append_printf (names, "%s%s", c ? ", " : "", survey->columns[c].name);
  if (survey->n_columns > LISTED)
    g_string_append_printf (names, _(" and %u more"), survey->n_columns - LISTED);
  return g_string_free (names, FALSE);
}

void
ds_csv_survey_clear (DsCsvSurvey *survey)
{
  for (guint c = 0; c < survey->n_columns; c++)
    g_free (survey->columns[c].name);
  g_clear_pointer (&survey->columns, g_free);
  g_clear_pointer (&survey->bad, g_array_unref);
  survey->n_columns = 0;
}

gboolean
ds_csv_bad_row (DsCsvSurvey *survey, const char *start, gsize line, DsProblem *problem, DsError code, GError **error)
{
  problem->row_start = start - survey->text;
  problem->row_line = line;
  if (!survey->bad)
    return ds_problem_fail (problem, survey->file, code, error);
  if (survey->options->problems)
    ds_problems_take (survey->options->problems, problem);
  g_clear_pointer (&problem->text, g_free);
  return TRUE;
}

/* What each cell of one record counts as, until the record proves to be whole. */
enum
{
  CELL_MISSING,
  CELL_WORD,
  CELL_NUMBER /* and on: plus its DsCsvMark */
};

static guint8
kind_of_cell (const DsCsvSurvey *survey, const DsCsvCell *cell)
{
  double value;

  if (ds_csv_is_missing (cell))
    return CELL_MISSING;
  if (!ds_csv_number (cell->text, cell->length, survey->decimal_comma, &value))
    return CELL_WORD;
  return CELL_NUMBER + ds_csv_mark (cell->text, cell->length);
}

static void
count_cell (DsCsvSurvey *survey, DsCsvColumn *column, guint8 kind)
{
  column->words += kind == CELL_WORD;
  column->numbers += kind >= CELL_NUMBER;
  if (kind >= CELL_NUMBER)
    survey->marks[kind - CELL_NUMBER]++;
}

/* The first record; its cells count as data until it turns out to be the header. */
static gboolean
read_first (DsCsvSurvey *survey, DsCsvScanner *scanner, GError **error)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, TRUE, sizeof (DsCsvColumn));
  DsCsvCell cell = { 0 };

  if (!ds_csv_next_record (scanner))
    {
      g_set_error (error, DS_ERROR, DS_ERROR_SYNTAX, _("%s is empty; expected a table with a line of column names"), survey->file);
      return FALSE;
    }
  gboolean good = TRUE;
  while (good && !cell.last && columns->len < MAX_COLUMNS)
    {
      DsCsvColumn column = { 0 };
      DsProblem problem;
      good = ds_csv_next_cell (scanner, columns->len + 1, &cell, &problem)
             || ds_problem_fail (&problem, survey->file, DS_ERROR_SYNTAX, error);
      if (!good)
        break;
      column.name = g_strndup (cell.text, cell.length);
      count_cell (survey, &column, kind_of_cell (survey, &cell));
      g_array_append_val (columns, column);
    }
  survey->n_columns = columns->len;
  survey->columns = (DsCsvColumn *) g_array_free (g_steal_pointer (&columns), FALSE);
  if (good && !cell.last)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_TOO_BIG, _("%s has more than %d columns"), survey->file, MAX_COLUMNS);
      return FALSE;
    }
  return good;
}

static void
describe_ragged (const DsCsvSurvey *survey, gsize line, guint fields, gboolean header, DsProblem *problem)
{
  const char *delimiter = ds_csv_delimiter_word (survey->delimiter);
  g_autofree char *advice = fields > survey->n_columns
                                ? g_strdup_printf (_("a field that contains %s needs quotes around it"), delimiter)
                            : survey->delimiter == ' '
                                ? g_strdup (_("write NA where a value is missing"))
                                : g_strdup_printf (_("leave a missing value empty, but keep its delimiter (%s)"), delimiter);
  g_autofree char *found = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u field", "%u fields", fields), fields);

  *problem = (DsProblem){ .line = line, .column = MIN (fields, survey->n_columns) + 1 };
  problem->text = g_strdup_printf (header ? _("%s where the header has %u; %s") : _("%s where the first row has %u; %s"), found,
                                   survey->n_columns, advice);
}

/* One record; FALSE with the problem where it is broken: then the scanner stands where reading goes on. */
static gboolean
read_record (const DsCsvSurvey *survey, DsCsvScanner *scanner, guint8 *kinds, gboolean header, DsProblem *problem)
{
  const char *start = scanner->at;
  gsize line = scanner->line;
  guint fields = 0;
  DsCsvCell cell;

  do
    {
      if (!ds_csv_next_cell (scanner, ++fields, &cell, problem))
        {
          ds_csv_skip_line (scanner, start, line);
          return FALSE;
        }
      if (fields <= survey->n_columns)
        kinds[fields - 1] = kind_of_cell (survey, &cell);
    }
  while (!cell.last);
  if (fields != survey->n_columns)
    describe_ragged (survey, line, fields, header, problem);
  return fields == survey->n_columns;
}

/* The remaining records. */
static gboolean
read_rest (DsCsvSurvey *survey, DsCsvScanner *scanner, DsCsvColumn *counts, gboolean header, GError **error)
{
  g_autofree guint8 *kinds = g_new (guint8, survey->n_columns);

  while (ds_csv_next_record (scanner))
    {
      DsCsvBadRow row = { .start = scanner->at, .line = scanner->line };
      DsProblem problem;
      if (read_record (survey, scanner, kinds, header, &problem))
        {
          for (guint c = 0; c < survey->n_columns; c++)
            count_cell (survey, &counts[c], kinds[c]);
          survey->rows++;
        }
      else if (ds_csv_bad_row (survey, row.start, row.line, &problem, DS_ERROR_SYNTAX, error))
        {
          row.end = scanner->at;
          row.end_line = scanner->line;
          g_array_append_val (survey->bad, row);
        }
      else
        return FALSE;
      if (!ds_csv_report (survey, scanner->at, 0, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_equal_names (const DsCsvSurvey *survey)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint c = 0; c < survey->n_columns; c++)
    if (*survey->columns[c].name && !g_hash_table_add (seen, survey->columns[c].name))
      return TRUE;
  return FALSE;
}

/* Of columns with the same name all but the first get a number: x, x_2, x_3. A name that stands in the file is nobody else's. */
static void
number_equal_names (DsCsvSurvey *survey)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint c = 0; c < survey->n_columns; c++)
    g_hash_table_add (taken, g_strdup (survey->columns[c].name));
  for (guint c = 0; c < survey->n_columns; c++)
    {
      DsCsvColumn *column = &survey->columns[c];
      g_autofree char *plain = g_strdup (column->name);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, plain));
      for (guint number = n + 1; n > 0; number++)
        {
          g_autofree char *name = g_strdup_printf ("%s_%u", plain, number);
          n = number;
          if (!g_hash_table_add (taken, g_strdup (name)))
            continue;
          g_free (column->name);
          column->name = g_steal_pointer (&name);
          break;
        }
      g_hash_table_insert (counts, g_steal_pointer (&plain), GUINT_TO_POINTER (MAX (n, 1)));
    }
}

/* Column names are words, and stand above numbers or are all different. */
static gboolean
looks_like_header (const DsCsvSurvey *survey, const DsCsvColumn *below)
{
  gboolean words = FALSE, numbers_below = FALSE;

  for (guint c = 0; c < survey->n_columns; c++)
    {
      if (survey->columns[c].numbers)
        return FALSE;
      words |= survey->columns[c].words > 0;
      numbers_below |= below[c].numbers > 0;
    }
  return words && (numbers_below || !has_equal_names (survey));
}

/* Gives every column its name and its counts. */
static gboolean
settle (DsCsvSurvey *survey, const DsCsvColumn *below, GError **error)
{
  if (!survey->header)
    survey->rows++;
  for (guint c = 0; c < survey->n_columns; c++)
    {
      DsCsvColumn *column = &survey->columns[c];
      column->named = survey->header && *column->name;
      column->numbers = below[c].numbers + (survey->header ? 0 : column->numbers);
      column->words = below[c].words + (survey->header ? 0 : column->words);
      if (!column->named)
        {
          g_free (column->name);
          column->name = ds_auto_name (c);
        }
    }
  number_equal_names (survey);
  if (survey->rows > 0)
    return TRUE;
  g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s has a header and no rows below it; there is nothing to learn from"),
               survey->file);
  return FALSE;
}

gboolean
ds_csv_survey (DsCsvSurvey *survey, const char *text, gsize length, const char *file, const DsCsvOptions *options,
               DsProgress progress, gpointer user_data, GError **error)
{
  *survey = (DsCsvSurvey){ .file = file, .progress = progress, .user_data = user_data, .options = options };
  if (options->bad_rows == DS_BAD_ROWS_DROP)
    survey->bad = g_array_new (FALSE, FALSE, sizeof (DsCsvBadRow));
  if (!ds_csv_check_encoding (text, length, file, error))
    return FALSE;
  ds_csv_preamble (survey, text, length);
  survey->decimal_comma = options->decimal ? options->decimal == ',' : survey->delimiter == ';';

  DsCsvScanner scanner;
  ds_csv_scanner_init (&scanner, survey->text, survey->length, survey->delimiter, file);
  scanner.line = survey->first_line;
  gboolean good = read_first (survey, &scanner, error);
  if (good)
    {
      g_autofree DsCsvColumn *below = g_new0 (DsCsvColumn, survey->n_columns);
      gboolean assumed = options->header != 0;
      for (guint c = 0; options->header < 0 && c < survey->n_columns; c++)
        assumed = assumed && survey->columns[c].numbers == 0;
      good = read_rest (survey, &scanner, below, assumed, error);
      survey->header = options->header < 0 ? looks_like_header (survey, below) : options->header;
      good = good && settle (survey, below, error);
    }
  ds_csv_scanner_clear (&scanner);
  return good;
}
