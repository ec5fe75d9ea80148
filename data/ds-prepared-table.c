/* Another table through the transforms of this data. Columns are matched by name, classes by their words. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ds-auto-name.h"
#include "ds-labels.h"
#include "ds-memory.h"
#include "ds-missing.h"
#include "ds-prepared-private.h"

/* One input column of the data and where its values are in the other table. */
typedef struct
{
  const DsColumn *column; /* as trained on */
  const DsColumn *other;
  guint at;     /* column of the table */
  guint *class; /* class of the table to class of the data, or G_MAXUINT; NULL for numbers */
} Match;

static int
find_column (const DsDataset *table, const char *name)
{
  for (guint c = 0; c < ds_dataset_n_columns (table); c++)
    if (g_str_equal (ds_dataset_column (table, c)->name, name))
      return c;
  return -1;
}

static gboolean
refuse_missing_column (const DsDataset *table, const char *name, GError **error)
{
  GString *names = g_string_new (NULL);

  for (guint c = 0; c < ds_dataset_n_columns (table) && c < 20; c++)
    g_string_append_printf (names, "%s%s", c ? ", " : "", ds_dataset_column (table, c)->name);
  if (ds_dataset_n_columns (table) > 20)
    g_string_append (names, ", …");
  g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: there is no column \"%s\", which the network needs; there are %s"),
               ds_dataset_origin (table), name, names->str);
  g_string_free (names, TRUE);
  return FALSE;
}

/* Where the i-th input of the data is found in the table. A table without a header is taken by position: it has the inputs
 * alone, or every column the data have. */
static gboolean
locate (const DsPrepared *prepared, const DsDataset *table, guint i, guint *at, GError **error)
{
  guint c = ds_dataset_input (prepared->dataset, i), n = ds_dataset_n_columns (table);
  const char *name = ds_dataset_column (prepared->dataset, c)->name;
  int found = find_column (table, name);

  if (ds_dataset_is_nameless (table))
    {
      if (n == ds_dataset_n_inputs (prepared->dataset))
        found = i;
      else if (n == ds_dataset_n_columns (prepared->dataset))
        found = c;
      else
        {
          g_set_error (error, DS_ERROR, DS_ERROR_VALUE,
                       _("%s has no header and %u columns; expected the %u inputs of the network, or a header that names them"),
                       ds_dataset_origin (table), n, ds_dataset_n_inputs (prepared->dataset));
          return FALSE;
        }
    }
  if (found < 0)
    return refuse_missing_column (table, name, error);
  *at = found;
  return TRUE;
}

static guint
find_class (const DsColumn *column, const char *name)
{
  for (guint k = 0; k < column->n_classes; k++)
    if (g_str_equal (column->classes[k], name))
      return k;
  return G_MAXUINT;
}

static gboolean
match_column (const DsPrepared *prepared, const DsDataset *table, guint i, Match *match, GError **error)
{
  match->column = ds_dataset_column (prepared->dataset, ds_dataset_input (prepared->dataset, i));
  if (!locate (prepared, table, i, &match->at, error))
    return FALSE;
  match->other = ds_dataset_column (table, match->at);
  if (match->other->kind != DS_COLUMN_CLASS)
    return TRUE;
  if (match->column->kind == DS_COLUMN_NUMBER)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: column \"%s\" holds words (\"%s\"); expected numbers"),
                   ds_dataset_origin (table), match->other->name, match->other->n_classes ? match->other->classes[0] : "");
      return FALSE;
    }
  match->class = g_new (guint, match->other->n_classes + 1);
  for (guint k = 0; k < match->other->n_classes; k++)
    match->class[k] = find_class (match->column, match->other->classes[k]);
  return TRUE;
}

static gboolean
refuse_cell (const DsDataset *table, gsize row, const Match *match, const char *found, GError **error)
{
  g_autofree char *possible = NULL;

  if (match->column->kind == DS_COLUMN_NUMBER)
    g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: row %zu has no number in column \"%s\""),
                 ds_dataset_origin (table), row + 1, match->column->name);
  else
    {
      possible = g_strjoinv (", ", match->column->classes);
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE,
                   _("%s: row %zu, column \"%s\": \"%s\" was never seen in training; expected one of %s"),
                   ds_dataset_origin (table), row + 1, match->column->name, found, possible);
    }
  return FALSE;
}

static gboolean
convert_class (const DsDataset *table, gsize row, const Match *match, float value, float *raw, GError **error)
{
  guint class = G_MAXUINT;
  g_autofree char *text = NULL;

  if (isnan (value))
    {
      for (guint k = 0; k < match->column->n_classes; k++)
        raw[k] = NAN;
      return TRUE;
    }
  if (match->class && value >= 0 && value < match->other->n_classes)
    class = match->class[(guint) value];
  else if (!match->class && isfinite (value))
    {
      text = ds_label_text (value);
      class = find_class (match->column, text);
    }
  if (class == G_MAXUINT)
    {
      const char *word = match->class && value >= 0 && value < match->other->n_classes ? match->other->classes[(guint) value] : "";
      return refuse_cell (table, row, match, text ? text : word, error);
    }
  memset (raw, 0, match->column->n_classes * sizeof (float));
  raw[class] = 1;
  return TRUE;
}

static gboolean
convert_row (const DsDataset *table, gsize row, const Match *matches, guint n, float *raw, GError **error)
{
  const float *from = ds_dataset_values (table) + row * ds_dataset_n_columns (table);

  for (guint i = 0; i < n; i++)
    {
      float value = from[matches[i].at];
      if (matches[i].column->kind == DS_COLUMN_CLASS)
        {
          if (!convert_class (table, row, &matches[i], value, raw, error))
            return FALSE;
        }
      else if (isinf (value))
        return refuse_cell (table, row, &matches[i], "", error);
      else
        *raw = value;
      raw += ds_column_width (matches[i].column);
    }
  return TRUE;
}

static gboolean
convert_table (const DsPrepared *prepared, const DsDataset *table, const Match *matches, float *x, GError **error)
{
  g_autofree float *raw = g_new (float, prepared->raw_inputs);

  for (gsize row = 0; row < ds_dataset_rows (table); row++)
    {
      float *to = x + row * prepared->inputs;
      if (!convert_row (table, row, matches, ds_dataset_n_inputs (prepared->dataset), raw, error))
        return FALSE;
      ds_fill_missing (prepared, raw);
      ds_prepared_transform (prepared, raw, to);
      for (guint i = 0; i < prepared->inputs; i++)
        if (!isfinite (to[i]))
          {
            g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: row %zu: input \"%s\" is too large to compute with"),
                         ds_dataset_origin (table), row + 1, prepared->input_names[i]);
            return FALSE;
          }
    }
  return TRUE;
}

float *
ds_prepared_transform_table (const DsPrepared *prepared, const DsDataset *table, GError **error)
{
  guint n = ds_dataset_n_inputs (prepared->dataset);
  g_autofree Match *matches = g_new0 (Match, n);
  float *x = ds_try_table (ds_dataset_rows (table), prepared->inputs, error);
  gboolean good = x != NULL;

  for (guint i = 0; good && i < n; i++)
    good = match_column (prepared, table, i, &matches[i], error);
  good = good && convert_table (prepared, table, matches, x, error);
  for (guint i = 0; i < n; i++)
    g_free (matches[i].class);
  if (!good)
    g_clear_pointer (&x, g_free);
  return x;
}
