#include "npy-table.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "../ds-labels.h"
#include "../ds-missing.h"
#include "../ds-source-private.h"

static int
find_column (const DsNpyTable *table, const char *name)
{
  for (guint c = 0; c < table->n; c++)
    if (g_str_equal (table->columns[c].name, name))
      return c;
  return -1;
}

static gboolean
require_column (const DsNpyTable *table, const char *name, guint *at, GError **error)
{
  int found = find_column (table, name);

  if (found >= 0)
    {
      *at = found;
      return TRUE;
    }
  g_autofree char *names = g_strdup_printf ("%s … %s", table->columns[0].name, table->columns[table->n - 1].name);
  g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: there is no column \"%s\"; there are %s"), table->name, name, names);
  return FALSE;
}

gboolean
ds_npy_table_choose (DsNpyTable *table, const DsNpyOptions *options, GError **error)
{
  guint target = table->n - 1, inputs = 0;

  if (options->target && !require_column (table, options->target, &target, error))
    return FALSE;
  for (guint c = 0; c < table->n; c++)
    table->columns[c].role = options->inputs ? DS_ROLE_IGNORE : DS_ROLE_INPUT;
  table->columns[target].role = DS_ROLE_TARGET;
  for (guint i = 0; options->inputs && options->inputs[i]; i++)
    {
      guint c = 0;
      if (!require_column (table, options->inputs[i], &c, error))
        return FALSE;
      if (c == target)
        {
          g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: column \"%s\" is both an input and the target; choose another target"),
                       table->name, options->inputs[i]);
          return FALSE;
        }
      table->columns[c].role = DS_ROLE_INPUT;
    }
  for (guint i = 0; options->classes && options->classes[i]; i++)
    if (!require_column (table, options->classes[i], &(guint){ 0 }, error))
      return FALSE;
  for (guint c = 0; c < table->n; c++)
    inputs += table->columns[c].role == DS_ROLE_INPUT;
  if (inputs > 0)
    return TRUE;
  g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: no input columns are chosen; choose at least one"), table->name);
  return FALSE;
}

static gboolean
is_broken (const DsNpyTable *table, gsize row, guint c)
{
  return isinf (table->values[row * table->n + c]) && table->columns[c].role != DS_ROLE_IGNORE;
}

/* There are no lines in such a file, so not "file:line:column". Always FALSE. */
static gboolean
refuse_row (DsProblem *problem, const char *file, GError **error)
{
  g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: row %zu, column %u: %s"), file, problem->line, problem->column, problem->text);
  g_clear_pointer (&problem->text, g_free);
  return FALSE;
}

gboolean
ds_npy_table_check (const DsNpyTable *table, const DsNpyOptions *options, GError **error)
{
  for (gsize row = 0; row < table->rows; row++)
    for (guint c = 0; c < table->n; c++)
      if (is_broken (table, row, c))
        {
          const char *found = table->values[row * table->n + c] > 0 ? "inf" : "-inf";
          DsProblem problem = { .line = row + 1, .column = c + 1, .row_start = row, .row_line = row + 1 };

          problem.text = g_strdup_printf (_("%s in column \"%s\" is too large; expected a number within ±3.4e38"), found,
                                          table->columns[c].name);
          if (options->bad_rows == DS_BAD_ROWS_REFUSE)
            return refuse_row (&problem, table->name, error);
          if (options->problems)
            ds_problems_take (options->problems, &problem);
          g_free (problem.text);
        }
  return TRUE;
}

/* The rows that stay move up over those that go. */
typedef struct
{
  gsize kept, dropped, broken;
  gsize dropped_row, broken_row; /* the first */
  guint dropped_column;
} Sieve;

/* The column without a value for which the row has to go, or -1. A target made up would teach what nobody measured. */
static int
missing_column (const DsNpyTable *table, const float *values, DsMissing missing)
{
  for (guint c = 0; c < table->n; c++)
    {
      DsRole role = table->columns[c].role;
      if (isnan (values[c]) && (role == DS_ROLE_TARGET || (role == DS_ROLE_INPUT && missing == DS_MISSING_DROP)))
        return c;
    }
  return -1;
}

static gboolean
row_is_broken (const DsNpyTable *table, gsize row)
{
  for (guint c = 0; c < table->n; c++)
    if (is_broken (table, row, c))
      return TRUE;
  return FALSE;
}

static Sieve
sieve_rows (DsNpyTable *table, DsMissing missing)
{
  Sieve sieve = { 0 };

  for (gsize row = 0; row < table->rows; row++)
    {
      const float *from = table->values + row * table->n;
      int column = missing_column (table, from, missing);

      if (row_is_broken (table, row))
        sieve.broken_row = sieve.broken++ == 0 ? row : sieve.broken_row;
      else if (column < 0)
        {
          float *to = table->values + sieve.kept++ * table->n;
          for (guint c = 0; c < table->n; c++)
            to[c] = isinf (from[c]) ? NAN : from[c]; /* of a column that is left out */
        }
      else if (sieve.dropped++ == 0)
        {
          sieve.dropped_row = row;
          sieve.dropped_column = column;
        }
    }
  return sieve;
}

/* What is missing stays so in the table: only when the rows are shared out is there a mean of those to train on. */
static gboolean
check_missing (const DsNpyTable *table, guint c, DsColumnKind kind, GPtrArray *notes, GError **error)
{
  gsize missing = 0;

  for (gsize row = 0; row < table->rows; row++)
    missing += isnan (table->values[row * table->n + c]);
  if (missing == table->rows)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: column \"%s\" has no values in the rows that have a target; leave it out"),
                   table->name, table->columns[c].name);
      return FALSE;
    }
  ds_note_missing (notes, missing, table->columns[c].name, kind);
  return TRUE;
}

static gboolean
is_class (const DsNpyOptions *options, const char *name)
{
  return options->classes && g_strv_contains ((const char *const *) options->classes, name);
}

/* *classes: whether one of them is made of classes. */
static gboolean
finish_inputs (DsNpyTable *table, const DsNpyOptions *options, gboolean *classes, GPtrArray *notes, GError **error)
{
  for (guint c = 0; c < table->n; c++)
    {
      gboolean class = is_class (options, table->columns[c].name);

      if (table->columns[c].role != DS_ROLE_INPUT)
        continue;
      if (!check_missing (table, c, class ? DS_COLUMN_CLASS : DS_COLUMN_NUMBER, notes, error))
        return FALSE;
      if (class && !ds_labels_from_numbers (table->values + c, table->rows, table->n, table->name, &table->columns[c], error))
        return FALSE;
      *classes = *classes || class;
    }
  return TRUE;
}

static gboolean
check_kept (const DsNpyTable *table, const Sieve *sieve, GPtrArray *notes, GError **error)
{
  const char *column = table->columns[sieve->dropped_column].name;

  if (sieve->kept == 0 && sieve->dropped > 0)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE,
                   _("%s: every row has a missing value, the first in row %zu, column %u (%s); leave out that column, or fill missing values in"),
                   table->name, sieve->dropped_row + 1, sieve->dropped_column + 1, column);
      return FALSE;
    }
  if (sieve->kept == 0) /* the first broken row says it */
    return ds_npy_table_check (table, &(DsNpyOptions){ .bad_rows = DS_BAD_ROWS_REFUSE }, error);
  if (sieve->broken > 0)
    g_ptr_array_add (notes, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu broken row left out: row %zu.",
                                                          "%zu broken rows left out; the first is row %zu.", sieve->broken),
                                             sieve->broken, sieve->broken_row + 1));
  if (sieve->dropped > 0)
    g_ptr_array_add (notes, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                          "%zu row with a missing value left out: row %zu, column %u (%s).",
                                                          "%zu rows with missing values left out; the first is row %zu"
                                                          ", column %u (%s).",
                                                          sieve->dropped),
                                             sieve->dropped, sieve->dropped_row + 1, sieve->dropped_column + 1, column));
  return TRUE;
}

static guint
target_of (const DsNpyTable *table)
{
  guint c = 0;

  while (table->columns[c].role != DS_ROLE_TARGET)
    c++;
  return c;
}

DsDataset *
ds_npy_table_finish (DsNpyTable *table, const DsNpyOptions *options, DsTask *task, GError **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  Sieve sieve = sieve_rows (table, options->missing);
  guint target = target_of (table);
  gboolean classes = FALSE;

  if (!check_kept (table, &sieve, notes, error))
    return NULL;
  table->rows = sieve.kept;
  if (!finish_inputs (table, options, &classes, notes, error))
    return NULL;
  if (*task == DS_NPY_TASK_OPEN)
    *task = ds_guess_number_task (table->values + target, table->rows, table->n);
  if (*task == DS_CLASSIFICATION
      && !ds_labels_from_numbers (table->values + target, table->rows, table->n, table->labels_name ? table->labels_name : table->name,
                                  &table->columns[target], error))
    return NULL;
  DsDataset *dataset = ds_dataset_new_take (table->rows, table->n, g_steal_pointer (&table->columns), g_steal_pointer (&table->values),
                                            table->name);
  for (guint i = 0; i < notes->len; i++)
    ds_dataset_add_note (dataset, g_ptr_array_index (notes, i));
  if (table->width > 0 && !classes && !options->inputs && target == table->n - 1)
    ds_dataset_set_image_size (dataset, table->width, table->height);
  return dataset;
}

void
ds_npy_table_clear (DsNpyTable *table)
{
  g_free (table->name);
  g_free (table->labels_name);
  g_free (table->values);
  for (guint c = 0; table->columns && c < table->n; c++)
    {
      g_free (table->columns[c].name);
      g_strfreev (table->columns[c].classes);
    }
  g_free (table->columns);
  *table = (DsNpyTable){ 0 };
}
