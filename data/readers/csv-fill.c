/* The survey knows how many rows and of what kind each column is, so the table is allocated once and filled in place. A row
 * with a missing value is overwritten by the next. Words are kept as numbers of words until the end, when the classes
 * can be sorted. */
#include "csv-fill.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "../ds-image.h"
#include "../ds-memory.h"
#include "../ds-missing.h"
#include "csv-classes.h"
#include "csv-number.h"
#include "csv-split.h"

#define MANY_WORDS 50 /* from here on, a column of mostly different words is taken for a name and not for a class */
#define ROWS_OF_NAMES 8 /* and from so many rows on, one of nothing but different words: nothing can be learned from them */

typedef struct
{
  DsRole role;
  DsColumnKind kind;
  gboolean chosen; /* named by the options, and not just one of the others */
  gboolean given_up; /* too many different words */
  DsCsvWords words;
} Field;

typedef struct
{
  DsCsvSurvey *survey;
  const DsCsvOptions *options;
  Field *fields;
  float *values;
  gsize rows;    /* kept */
  gsize dropped; /* for a missing value */
  gsize first_line;
  guint first_field;
  gsize broken;  /* left out too */
  gsize broken_line; /* of the first */
  GPtrArray *notes;
} Filler;

static void
filler_clear (Filler *filler)
{
  for (guint c = 0; filler->fields && c < filler->survey->n_columns; c++)
    ds_csv_words_clear (&filler->fields[c].words);
  g_clear_pointer (&filler->fields, g_free);
  g_clear_pointer (&filler->values, g_free);
  g_clear_pointer (&filler->notes, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filler, filler_clear)

static gboolean
is_empty (const DsCsvColumn *column)
{
  return column->numbers + column->words == 0;
}

static int
find_column (const DsCsvSurvey *survey, const char *name)
{
  for (guint c = 0; c < survey->n_columns; c++)
    if (g_str_equal (survey->columns[c].name, name))
      return c;
  return -1;
}

static gboolean
require_column (const DsCsvSurvey *survey, const char *name, guint *at, GError **error)
{
  int found = find_column (survey, name);

  if (found >= 0)
    {
      *at = found;
      return TRUE;
    }
  g_autofree char *names = ds_csv_list_columns (survey);
  g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: there is no column \"%s\"; there are %s"), survey->file, name, names);
  return FALSE;
}

static gboolean
choose_split (Filler *filler, GError **error)
{
  guint split = 0;

  if (!filler->options->split)
    return TRUE;
  if (!require_column (filler->survey, filler->options->split, &split, error))
    return FALSE;
  filler->fields[split].role = DS_ROLE_SPLIT;
  filler->fields[split].chosen = TRUE;
  return TRUE;
}

/* Where nobody names the target: what a delimiter at the end of each line leaves behind, or the column of parts. */
static gboolean
is_no_target (const Filler *filler, guint c)
{
  const DsCsvColumn *column = &filler->survey->columns[c];

  return (is_empty (column) && !column->named) || filler->fields[c].role == DS_ROLE_SPLIT;
}

static gboolean
choose_target (Filler *filler, GError **error)
{
  const DsCsvSurvey *survey = filler->survey;
  const char *name = filler->options->target;
  guint target = survey->n_columns - 1;

  if (name && *name == '\0')
    return TRUE;
  if (name && !require_column (survey, name, &target, error))
    return FALSE;
  while (!name && target > 0 && is_no_target (filler, target))
    target--;
  if (filler->fields[target].role == DS_ROLE_SPLIT)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: column \"%s\" says which part each row belongs to and cannot be the target too"),
                   survey->file, survey->columns[target].name);
      return FALSE;
    }
  filler->fields[target].role = DS_ROLE_TARGET;
  filler->fields[target].chosen = TRUE;
  return TRUE;
}

static gboolean
choose_inputs (Filler *filler, GError **error)
{
  DsCsvSurvey *survey = filler->survey;
  char **names = filler->options->inputs;
  guint n = 0;

  for (guint i = 0; names && names[i]; i++)
    {
      guint c = 0;
      if (!require_column (survey, names[i], &c, error))
        return FALSE;
      if (filler->fields[c].role == DS_ROLE_TARGET)
        {
          g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: column \"%s\" is both an input and the target; choose another target"),
                       survey->file, names[i]);
          return FALSE;
        }
      if (filler->fields[c].role == DS_ROLE_SPLIT)
        {
          g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: column \"%s\" says which part each row belongs to and cannot be an input too"),
                       survey->file, names[i]);
          return FALSE;
        }
      filler->fields[c].role = DS_ROLE_INPUT;
      filler->fields[c].chosen = TRUE;
      n++;
    }
  for (guint c = 0; !names && c < survey->n_columns; c++)
    if (filler->fields[c].role == DS_ROLE_IGNORE && !is_empty (&survey->columns[c]))
      {
        filler->fields[c].role = DS_ROLE_INPUT;
        n++;
      }
    else if (filler->fields[c].role == DS_ROLE_IGNORE && survey->columns[c].named)
      g_ptr_array_add (filler->notes, g_strdup_printf (_("Column \"%s\" has no values and is left out."), survey->columns[c].name));
  if (n > 0)
    return TRUE;
  if (survey->n_columns == 1)
    g_set_error (error, DS_ERROR, DS_ERROR_VALUE,
                 _("%s has a single column (fields are separated by %s); expected inputs and a target: choose another delimiter"),
                 survey->file, ds_csv_delimiter_word (survey->delimiter));
  else
    g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: no input columns are chosen; choose at least one"), survey->file);
  return FALSE;
}

static gboolean
is_listed (char **names, const char *name)
{
  return names && g_strv_contains ((const char *const *) names, name);
}

static gboolean
check_listed (const DsCsvSurvey *survey, char **names, GError **error)
{
  guint c;

  for (guint i = 0; names && names[i]; i++)
    if (!require_column (survey, names[i], &c, error))
      return FALSE;
  return TRUE;
}

static DsColumnKind
choose_kind (const Filler *filler, const DsCsvColumn *column, DsRole role)
{
  const DsCsvOptions *options = filler->options;

  if (role == DS_ROLE_SPLIT || (role == DS_ROLE_TARGET && options->task == DS_CLASSIFICATION))
    return DS_COLUMN_CLASS;
  if ((role == DS_ROLE_TARGET && options->task == DS_REGRESSION) || is_listed (options->numbers, column->name))
    return DS_COLUMN_NUMBER;
  if (is_listed (options->classes, column->name))
    return DS_COLUMN_CLASS;
  return column->numbers > column->words || is_empty (column) ? DS_COLUMN_NUMBER : DS_COLUMN_CLASS;
}

/* Rows to predict: nothing is learned from them, so that a column may be without any value where missing ones have a stand-in. */
static gboolean
may_be_empty (const DsCsvOptions *options)
{
  return g_strcmp0 (options->target, "") == 0 && options->missing == DS_MISSING_MEAN;
}

static gboolean
choose_kinds (Filler *filler, GError **error)
{
  const DsCsvSurvey *survey = filler->survey;

  if (!check_listed (survey, filler->options->classes, error) || !check_listed (survey, filler->options->numbers, error))
    return FALSE;
  for (guint c = 0; c < survey->n_columns; c++)
    {
      Field *field = &filler->fields[c];
      const DsCsvColumn *column = &survey->columns[c];
      if (field->role != DS_ROLE_IGNORE && is_empty (column) && !may_be_empty (filler->options))
        {
          g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: column \"%s\" has no values at all; choose another"), survey->file,
                       column->name);
          return FALSE;
        }
      field->kind = choose_kind (filler, column, field->role);
      if (field->kind == DS_COLUMN_CLASS)
        ds_csv_words_init (&field->words);
    }
  return TRUE;
}

/* What is not used may be anything. */
static gboolean
read_number (const Filler *filler, guint c, const DsCsvCell *cell, float *to, DsProblem *problem)
{
  DsRole role = filler->fields[c].role;

  if (ds_csv_read_number (filler->survey, c, role == DS_ROLE_TARGET, cell, to, problem))
    return TRUE;
  if (role == DS_ROLE_IGNORE)
    g_free (problem->text);
  return role == DS_ROLE_IGNORE;
}

static gboolean
refuse_many_words (const Filler *filler, guint c, const DsCsvCell *cell, GError **error)
{
  const DsCsvColumn *column = &filler->survey->columns[c];
  gboolean target = filler->fields[c].role == DS_ROLE_TARGET;

  g_set_error (error, DS_ERROR, DS_ERROR_VALUE,
               _("%s:%zu:%u: column \"%s\" has more than %d different values; as classes that is too many: %s"),
               filler->survey->file, cell->line, c + 1, column->name, DS_MAX_CLASSES,
               target && column->numbers > column->words ? _("choose regression") : _("choose another column"));
  return FALSE;
}

static gboolean
read_word (Filler *filler, guint c, const DsCsvCell *cell, float *to, GError **error)
{
  Field *field = &filler->fields[c];

  *to = -1;
  if (field->given_up || ds_csv_is_missing (cell))
    return TRUE;
  int id = ds_csv_words_add (&field->words, cell->text, cell->length);
  if (id < 0 && field->chosen)
    return refuse_many_words (filler, c, cell, error);
  if (id < 0)
    {
      field->given_up = TRUE;
      field->role = DS_ROLE_IGNORE;
    }
  *to = id;
  return TRUE;
}

static void
count_broken (Filler *filler, gsize line)
{
  if (filler->broken++ == 0 || line < filler->broken_line)
    filler->broken_line = line;
}

typedef struct
{
  int missing;        /* the first used field without a value that costs the row, or -1 */
  gsize missing_line; /* where that is */
  gboolean broken;    /* a number that is none: the row is left out */
} Record;

/* One cell into its place; FALSE with an error where the table cannot be. */
static gboolean
read_cell (Filler *filler, guint c, const DsCsvCell *cell, const char *start, gsize line, float *to, Record *record, GError **error)
{
  DsProblem problem;

  if (filler->fields[c].role == DS_ROLE_SPLIT && !ds_csv_check_part (filler->survey, c, cell, &problem))
    {
      *to = -1;
      record->broken = TRUE;
      return ds_csv_bad_row (filler->survey, start, line, &problem, DS_ERROR_VALUE, error);
    }
  if (filler->fields[c].kind == DS_COLUMN_CLASS)
    return read_word (filler, c, cell, to, error);
  if (read_number (filler, c, cell, to, &problem))
    return TRUE;
  record->broken = TRUE;
  return ds_csv_bad_row (filler->survey, start, line, &problem, DS_ERROR_VALUE, error);
}

/* One record, whose shape the survey has seen to, into the next free row. */
static gboolean
read_record (Filler *filler, DsCsvScanner *scanner, Record *record, GError **error)
{
  guint n = filler->survey->n_columns;
  float *to = filler->values + filler->rows * n;
  const char *start = scanner->at;
  gsize line = scanner->line;
  DsCsvCell cell;

  *record = (Record){ .missing = -1 };
  for (guint c = 0; c < n; c++)
    {
      Field *field = &filler->fields[c];
      if (!ds_csv_next_cell (scanner, c + 1, &cell, NULL) || !read_cell (filler, c, &cell, start, line, &to[c], record, error))
        return FALSE;
      gboolean absent = field->kind == DS_COLUMN_NUMBER ? isnan (to[c]) : to[c] < 0;
      /* A target made up from the others would teach what nobody measured: such rows go in any case. */
      gboolean needed = field->role == DS_ROLE_TARGET || (field->role == DS_ROLE_INPUT && filler->options->missing == DS_MISSING_DROP);
      if (absent && needed && record->missing < 0)
        {
          record->missing = c;
          record->missing_line = cell.line;
        }
    }
  return TRUE;
}

static void
skip_header (DsCsvScanner *scanner)
{
  DsCsvCell cell;

  if (ds_csv_next_record (scanner))
    while (ds_csv_next_cell (scanner, 1, &cell, NULL) && !cell.last)
      continue;
}

/* Goes past a row that the survey has found broken; FALSE where there is none. */
static gboolean
skip_bad_row (Filler *filler, DsCsvScanner *scanner, guint *next)
{
  const GArray *bad = filler->survey->bad;
  const DsCsvBadRow *row = bad && *next < bad->len ? &g_array_index (bad, DsCsvBadRow, *next) : NULL;

  if (!row || row->start != scanner->at)
    return FALSE;
  count_broken (filler, row->line);
  scanner->at = row->end;
  scanner->line = row->end_line;
  (*next)++;
  return TRUE;
}

static gboolean
read_records (Filler *filler, GError **error)
{
  DsCsvSurvey *survey = filler->survey;
  DsCsvScanner scanner;
  gboolean good = TRUE;
  guint next_bad = 0;

  ds_csv_scanner_init (&scanner, survey->text, survey->length, survey->delimiter, survey->file);
  scanner.line = survey->first_line;
  survey->next_report = survey->text;
  if (survey->header)
    skip_header (&scanner);
  while (good && ds_csv_next_record (&scanner))
    {
      gsize line = scanner.line;
      Record record;
      if (skip_bad_row (filler, &scanner, &next_bad))
        continue;
      good = read_record (filler, &scanner, &record, error) && ds_csv_report (survey, scanner.at, 1, error);
      if (good && record.broken)
        count_broken (filler, line);
      else if (good && record.missing < 0)
        filler->rows++;
      else if (good && filler->dropped++ == 0)
        {
          filler->first_line = record.missing_line;
          filler->first_field = record.missing;
        }
    }
  ds_csv_scanner_clear (&scanner);
  return good;
}

static gboolean
check_rows (Filler *filler, GError **error)
{
  const DsCsvSurvey *survey = filler->survey;

  if (filler->rows == 0 && filler->dropped == 0)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: every row is broken, the first in line %zu; is another delimiter right?"),
                   survey->file, filler->broken_line);
      return FALSE;
    }
  if (filler->rows == 0)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE,
                   _("%s: every row has a missing value, the first in line %zu, column %u (%s); leave out that column, or fill missing values in"),
                   survey->file, filler->first_line, filler->first_field + 1, survey->columns[filler->first_field].name);
      return FALSE;
    }
  if (filler->broken)
    g_ptr_array_add (filler->notes, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu broken row left out: line %zu.",
                                                                  "%zu broken rows left out; the first is line %zu.", filler->broken),
                                                     filler->broken, filler->broken_line));
  if (filler->dropped)
    g_ptr_array_add (
        filler->notes,
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                      "%zu row with a missing value left out: line %zu, column %u (%s).",
                                      "%zu rows with missing values left out; the first is line %zu"
                                      ", column %u (%s).",
                                      filler->dropped),
                         filler->dropped, filler->first_line, filler->first_field + 1, survey->columns[filler->first_field].name));
  return TRUE;
}

/* A missing number stays missing in the table: only when the rows are shared out is there a mean of those to train on. */
static gboolean
finish_numbers (Filler *filler, guint c, GError **error)
{
  guint n = filler->survey->n_columns;
  gsize missing = 0;

  if (filler->fields[c].role != DS_ROLE_INPUT)
    return TRUE;
  for (gsize row = 0; row < filler->rows; row++)
    missing += isnan (filler->values[row * n + c]);
  if (missing == filler->rows && !may_be_empty (filler->options))
    {
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: column \"%s\" has no values in the rows that have a target; leave it out"),
                   filler->survey->file, filler->survey->columns[c].name);
      return FALSE;
    }
  ds_note_missing (filler->notes, missing, filler->survey->columns[c].name, DS_COLUMN_NUMBER);
  return TRUE;
}

/* Leaves a column of words out: nothing of it is kept. */
static void
give_up (Filler *filler, guint c, DsColumn *column)
{
  guint n = filler->survey->n_columns;

  column->kind = DS_COLUMN_NUMBER;
  column->role = DS_ROLE_IGNORE;
  for (gsize row = 0; row < filler->rows; row++)
    filler->values[row * n + c] = NAN;
}

/* words: how many different ones there are, those of the rows that a missing value drops among them */
static gboolean
holds_names (const Filler *filler, guint words)
{
  return (words > MANY_WORDS && words > filler->rows / 2) || (filler->rows >= ROWS_OF_NAMES && words >= filler->rows + filler->dropped);
}

/* Sorts the classes. A missing one stays missing, as a number does. */
static gboolean
finish_words (Filler *filler, guint c, DsColumn *column, GError **error)
{
  Field *field = &filler->fields[c];
  guint n = filler->survey->n_columns, words = field->words.words->len;
  gsize missing = 0;
  gboolean used = field->role == DS_ROLE_INPUT || field->role == DS_ROLE_TARGET, other = field->role == DS_ROLE_INPUT && !field->chosen;

  if (field->given_up || (other && holds_names (filler, words)))
    {
      if (!filler->options->inputs)
        g_ptr_array_add (filler->notes, g_strdup_printf (_("Column \"%s\" is left out: almost every row has a word of its own."),
                                                         filler->survey->columns[c].name));
      give_up (filler, c, column);
      return TRUE;
    }
  ds_csv_words_to_classes (&field->words, filler->values + c, filler->rows, n, filler->survey->decimal_comma, column);
  if (column->n_classes == 0 && used && !may_be_empty (filler->options))
    {
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: column \"%s\" has no values in the rows that have a target; leave it out"),
                   filler->survey->file, filler->survey->columns[c].name);
      return FALSE;
    }
  for (gsize row = 0; row < filler->rows; row++)
    if (filler->values[row * n + c] < 0)
      {
        filler->values[row * n + c] = NAN;
        missing++;
      }
  if (used)
    ds_note_missing (filler->notes, missing, filler->survey->columns[c].name, DS_COLUMN_CLASS);
  return TRUE;
}

static DsDataset *
make_table (Filler *filler, GError **error)
{
  const DsCsvSurvey *survey = filler->survey;
  guint n = survey->n_columns;
  DsColumn *columns = g_new0 (DsColumn, n);
  gboolean good = TRUE;

  for (guint c = 0; c < n; c++)
    {
      columns[c].name = g_strdup (survey->columns[c].name);
      columns[c].role = filler->fields[c].role;
      columns[c].kind = filler->fields[c].kind;
    }
  for (guint c = 0; good && c < n; c++)
    good = columns[c].kind == DS_COLUMN_NUMBER ? finish_numbers (filler, c, error) : finish_words (filler, c, &columns[c], error);
  if (!survey->header)
    g_ptr_array_add (filler->notes, g_strdup_printf (_("There is no header; columns are called %s … %s."), columns[0].name, columns[n - 1].name));

  guint8 *parts = NULL;
  for (guint c = 0; good && c < n; c++)
    if (columns[c].role == DS_ROLE_SPLIT)
      {
        parts = ds_csv_parts (&columns[c], filler->values + c, filler->rows, n, filler->notes, error);
        good = parts != NULL;
      }

  g_autoptr (DsDataset) dataset = ds_dataset_new_take (filler->rows, n, columns, g_steal_pointer (&filler->values), survey->file);
  for (guint i = 0; i < filler->notes->len; i++)
    ds_dataset_add_note (dataset, g_ptr_array_index (filler->notes, i));
  ds_dataset_take_parts (dataset, parts);
  ds_image_find (dataset);
  return good ? g_steal_pointer (&dataset) : NULL;
}

DsDataset *
ds_csv_fill (DsCsvSurvey *survey, const DsCsvOptions *options, GError **error)
{
  g_auto (Filler) filler = { .survey = survey, .options = options };

  filler.notes = g_ptr_array_new_with_free_func (g_free);
  filler.fields = g_new0 (Field, survey->n_columns);
  for (guint c = 0; c < survey->n_columns; c++)
    filler.fields[c].role = DS_ROLE_IGNORE;
  if (!choose_split (&filler, error) || !choose_target (&filler, error) || !choose_inputs (&filler, error) || !choose_kinds (&filler, error))
    return NULL;
  filler.values = ds_try_table (survey->rows, survey->n_columns, error);
  if (!filler.values)
    return NULL;
  if (!read_records (&filler, error) || !check_rows (&filler, error))
    return NULL;
  return make_table (&filler, error);
}
