/* The order of work: check, leave out repeated rows, draw the split, gather the raw rows in its order (class columns one-hot), fill in
 * what is missing, measure the features of the training rows, then map every row with the same function that later maps a single one.
 * What the program shows under the pointer thus goes through the very arithmetic that training saw. */
#include "ds-prepared.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "ds-memory.h"
#include "ds-missing.h"
#include "ds-prepared-private.h"
#include "ds-split.h"
#include "ds-transforms.h"
#include "ds-unique.h"
#include "readers/file.h"

#define MAX_INPUTS (1 << 20)

/* The value comes first, so that a DsPrepared is found again in its box. */
typedef struct
{
  DsPrepared value;
  atomic_uint refs;
} PreparedBox;

DsPrepared *
ds_prepared_ref (DsPrepared *prepared)
{
  atomic_fetch_add_explicit (&((PreparedBox *) prepared)->refs, 1, memory_order_relaxed);
  return prepared;
}

void
ds_prepared_unref (DsPrepared *prepared)
{
  if (!prepared || atomic_fetch_sub_explicit (&((PreparedBox *) prepared)->refs, 1, memory_order_acq_rel) != 1)
    return;
  if (prepared->x != prepared->raw)
    g_free ((float *) prepared->x);
  g_free ((float *) prepared->raw);
  g_free ((float *) prepared->y);
  g_free ((guint32 *) prepared->source_row);
  g_free ((guint64 *) prepared->class_rows);
  g_free ((double *) prepared->mean);
  g_free ((double *) prepared->scale);
  g_free ((double *) prepared->raw_min);
  g_free ((double *) prepared->raw_max);
  g_free ((double *) prepared->raw_mean);
  g_strfreev (prepared->input_names);
  g_strfreev (prepared->raw_names);
  g_strfreev (prepared->class_names);
  g_free (prepared->target_name);
  ds_dataset_unref (prepared->dataset);
  g_free (prepared);
}

guint
ds_column_width (const DsColumn *column)
{
  return column->kind == DS_COLUMN_CLASS ? column->n_classes : 1;
}

static gboolean
refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error)
    *error = g_error_new_valist (DS_ERROR, DS_ERROR_VALUE, format, args);
  va_end (args);
  return FALSE;
}

static gboolean
check_share (const char *what, double share, GError **error)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (share >= 0 && share <= 0.9)
    return TRUE;
  return refuse (error, _("the %s share is %s; expected a number from 0 to 0.9"), what,
                 g_ascii_formatd (text, sizeof text, "%.6g", share));
}

static gboolean
check_inputs (const DsDataset *dataset, const DsPrepareOptions *options, GError **error)
{
  guint n = ds_dataset_n_inputs (dataset);

  if (n == 0)
    return refuse (error, _("%s has no input columns; choose at least one"), ds_dataset_origin (dataset));
  gsize width = 0;
  for (guint i = 0; i < n; i++)
    width += ds_column_width (ds_dataset_column (dataset, ds_dataset_input (dataset, i)));
  if (width > MAX_INPUTS)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_TOO_BIG, _("%s makes %zu inputs, one for each class of a column; at most %d are possible"),
                   ds_dataset_origin (dataset), width, MAX_INPUTS);
      return FALSE;
    }
  if (options->features & ~DS_ALL_FEATURES)
    return refuse (error, _("unknown input features"));
  if (!options->features)
    return TRUE;
  if (n != 2)
    return refuse (error, _("input features need exactly two inputs; %s has %u"), ds_dataset_origin (dataset), n);
  for (guint i = 0; i < n; i++)
    {
      const DsColumn *column = ds_dataset_column (dataset, ds_dataset_input (dataset, i));
      if (column->kind != DS_COLUMN_NUMBER)
        return refuse (error, _("input features need numbers; column \"%s\" holds classes"), column->name);
    }
  return TRUE;
}

static gboolean
check_targets (const DsDataset *dataset, DsTask task, GError **error)
{
  guint n = ds_dataset_n_targets (dataset);

  if (n == 0)
    return refuse (error, _("%s has no target column to learn"), ds_dataset_origin (dataset));
  if (task == DS_CLASSIFICATION && n > 1)
    return refuse (error, _("classification needs one target column; %s has %u"), ds_dataset_origin (dataset), n);
  for (guint i = 0; i < n; i++)
    {
      const DsColumn *column = ds_dataset_column (dataset, ds_dataset_target (dataset, i));
      if (task == DS_REGRESSION && column->kind != DS_COLUMN_NUMBER)
        return refuse (error, _("regression needs numbers; the target \"%s\" holds classes: choose classification"), column->name);
      if (task == DS_CLASSIFICATION && column->kind != DS_COLUMN_CLASS)
        return refuse (error, _("classification needs classes; the target \"%s\" holds numbers: choose regression"), column->name);
      if (task == DS_CLASSIFICATION && column->n_classes < 2)
        return refuse (error, _("the target \"%s\" has a single class, \"%s\"; at least two are needed"), column->name,
                       column->n_classes ? column->classes[0] : "");
    }
  return TRUE;
}

static gboolean
check_options (const DsDataset *dataset, const DsPrepareOptions *options, GError **error)
{
  gsize rows = ds_dataset_rows (dataset);

  if (rows == 0)
    return refuse (error, _("%s has no rows left to train on"), ds_dataset_origin (dataset));
  if (rows > G_MAXUINT32)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_TOO_BIG, _("%s has %zu rows; at most %u are possible"),
                   ds_dataset_origin (dataset), rows, G_MAXUINT32);
      return FALSE;
    }
  if (!check_share (_("validation"), options->validation_share, error) || !check_share (_("test"), options->test_share, error))
    return FALSE;
  if (options->validation_share + options->test_share >= 1)
    return refuse (error, _("validation and test share leave no rows to train on; together they must stay below 1"));
  return check_inputs (dataset, options, error) && check_targets (dataset, options->task, error);
}

static void
name_raw (DsPrepared *self)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < ds_dataset_n_inputs (self->dataset); i++)
    {
      const DsColumn *column = ds_dataset_column (self->dataset, ds_dataset_input (self->dataset, i));
      if (column->kind == DS_COLUMN_NUMBER)
        g_ptr_array_add (names, g_strdup (column->name));
      for (guint k = 0; column->kind == DS_COLUMN_CLASS && k < column->n_classes; k++)
        g_ptr_array_add (names, g_strdup_printf ("%s=%s", column->name, column->classes[k]));
    }
  self->raw_inputs = names->len;
  g_ptr_array_add (names, NULL);
  self->raw_names = (char **) g_ptr_array_free (names, FALSE);
}

static void
name_inputs (DsPrepared *self)
{
  guint n = 0;

  self->inputs = self->options.features ? ds_features_count (self->options.features) : self->raw_inputs;
  self->input_names = g_new0 (char *, self->inputs + 1);
  for (guint i = 0; !self->options.features && i < self->raw_inputs; i++)
    self->input_names[i] = ds_pretty_name (self->raw_names[i]);
  for (guint bit = 0; bit < DS_N_FEATURES; bit++)
    if (self->options.features >> bit & 1)
      self->input_names[n++] = ds_feature_title (bit, self->raw_names[0], self->raw_names[1]);
}

static void
name_targets (DsPrepared *self)
{
  GString *name = g_string_new (NULL);

  self->targets = ds_dataset_n_targets (self->dataset);
  for (guint i = 0; i < self->targets; i++)
    {
      const DsColumn *column = ds_dataset_column (self->dataset, ds_dataset_target (self->dataset, i));
      g_string_append_printf (name, "%s%s", i ? ", " : "", column->name);
      if (self->options.task == DS_CLASSIFICATION)
        {
          self->n_classes = column->n_classes;
          self->class_names = g_strdupv (column->classes);
        }
    }
  self->target_name = g_string_free (name, FALSE);
}

/* Each row once (or never, where repeated ones are left out), and one to train on. */
static gboolean
check_rows (const DsDataset *dataset, gboolean unique_rows, const guint32 *source_row, const DsSplit *split, GError **error)
{
  gsize rows = ds_dataset_rows (dataset), n = split->n_train + split->n_validation + split->n_test;
  g_autofree guint8 *seen = g_new0 (guint8, rows + 1);

  if ((unique_rows ? n > rows : n != rows) || split->n_train == 0)
    return refuse (error, _("%s has %zu rows; %zu training, %zu validation and %zu test rows do not share them out"),
                   ds_dataset_origin (dataset), rows, split->n_train, split->n_validation, split->n_test);
  for (gsize i = 0; i < n; i++)
    {
      if (source_row[i] >= rows || seen[source_row[i]])
        return refuse (error, _("row %u of %s is chosen twice, or is not there"), source_row[i] + 1, ds_dataset_origin (dataset));
      seen[source_row[i]] = 1;
    }
  return TRUE;
}

/* One dataset row to one raw row: numbers copied, classes one-hot, what is missing NaN. */
static void
gather_row (const DsDataset *dataset, const float *from, float *to)
{
  for (guint i = 0; i < ds_dataset_n_inputs (dataset); i++)
    {
      guint c = ds_dataset_input (dataset, i);
      const DsColumn *column = ds_dataset_column (dataset, c);
      if (column->kind == DS_COLUMN_NUMBER)
        {
          *to++ = from[c];
          continue;
        }
      gboolean missing = isnan (from[c]);
      for (guint k = 0; k < column->n_classes; k++)
        to[k] = missing ? NAN : from[c] == k;
      to += column->n_classes;
    }
}

static gboolean
gather (DsPrepared *self, GError **error)
{
  float *raw = ds_try_table (self->rows, self->raw_inputs, error);
  if (!raw)
    return FALSE;
  self->raw = raw;
  float *y = ds_try_table (self->rows, self->targets, error);
  if (!y)
    return FALSE;
  self->y = y;

  const float *values = ds_dataset_values (self->dataset);
  guint n_columns = ds_dataset_n_columns (self->dataset);
  self->y_min = G_MAXDOUBLE;
  self->y_max = -G_MAXDOUBLE;
  for (gsize row = 0; row < self->rows; row++)
    {
      const float *from = values + (gsize) self->source_row[row] * n_columns;
      gather_row (self->dataset, from, raw + row * self->raw_inputs);
      for (guint t = 0; t < self->targets; t++)
        {
          float value = from[ds_dataset_target (self->dataset, t)];
          y[row * self->targets + t] = value;
          self->y_min = MIN (self->y_min, value);
          self->y_max = MAX (self->y_max, value);
        }
    }
  if (self->options.task == DS_CLASSIFICATION)
    self->y_min = self->y_max = 0;
  return TRUE;
}

static void
count_classes (DsPrepared *self)
{
  guint64 *counts = self->n_classes > 0 ? g_new0 (guint64, self->n_classes) : NULL;

  for (gsize row = 0; counts != NULL && row < self->n_train; row++)
    counts[(guint) self->y[row]]++;
  self->class_rows = counts;
}

/* FALSE with the column that has no value among the training rows. */
static gboolean
refuse_empty_column (const DsPrepared *self, guint raw_input, GError **error)
{
  guint c = 0;

  for (guint i = 0, end = 0; end <= raw_input; i++)
    {
      c = ds_dataset_input (self->dataset, i);
      end += ds_column_width (ds_dataset_column (self->dataset, c));
    }
  return refuse (error, _("%s: column \"%s\" has no values in the training rows; leave it out, or share the rows out by another seed"),
                 ds_dataset_origin (self->dataset), ds_dataset_column (self->dataset, c)->name);
}

/* What is missing does not count; *missing: whether anything is. */
static gboolean
measure_raw (DsPrepared *self, gboolean *missing, GError **error)
{
  guint n = self->raw_inputs;
  double *low = g_new (double, n), *high = g_new (double, n), *mean = g_new0 (double, n);
  g_autofree gsize *present = g_new0 (gsize, n);

  self->raw_min = low;
  self->raw_max = high;
  self->raw_mean = mean;
  for (guint i = 0; i < n; i++)
    {
      low[i] = INFINITY;
      high[i] = -INFINITY;
    }
  for (gsize row = 0; row < self->rows; row++)
    {
      const float *raw = self->raw + row * n;
      for (guint i = 0; i < n; i++)
        {
          low[i] = MIN (raw[i], low[i]); /* NaN: as it is */
          high[i] = MAX (raw[i], high[i]);
          *missing |= isnan (raw[i]);
        }
      for (guint i = 0; row < self->n_train && i < n; i++)
        if (!isnan (raw[i]))
          {
            mean[i] += raw[i];
            present[i]++;
          }
    }
  for (guint i = 0; i < n; i++)
    {
      if (present[i] == 0)
        return refuse_empty_column (self, i, error);
      mean[i] /= present[i];
    }
  return TRUE;
}

static void
features_of (const DsPrepared *self, const float *raw, double *features)
{
  if (self->options.features)
    ds_features_compute (self->options.features, raw, features);
  else
    for (guint i = 0; i < self->inputs; i++)
      features[i] = raw[i];
}

/* Mean and population deviation of the training rows' features, in two passes. A constant column is told by its range and
 * not by its deviation, which rounding could leave a hair above zero. */
static void
measure_features (DsPrepared *self, double *mean, double *scale)
{
  guint n = self->inputs;
  double *row_features = g_new (double, 3 * n), *low = row_features + n, *high = low + n;

  features_of (self, self->raw, low);
  memcpy (high, low, n * sizeof (double));
  memset (mean, 0, n * sizeof (double));
  memset (scale, 0, n * sizeof (double));
  for (gsize row = 0; row < self->n_train; row++)
    {
      features_of (self, self->raw + row * self->raw_inputs, row_features);
      for (guint i = 0; i < n; i++)
        {
          mean[i] += row_features[i];
          low[i] = MIN (low[i], row_features[i]);
          high[i] = MAX (high[i], row_features[i]);
        }
    }
  for (guint i = 0; i < n; i++)
    mean[i] = low[i] == high[i] ? low[i] : mean[i] / self->n_train;
  for (gsize row = 0; row < self->n_train; row++)
    {
      features_of (self, self->raw + row * self->raw_inputs, row_features);
      for (guint i = 0; i < n; i++)
        scale[i] += (row_features[i] - mean[i]) * (row_features[i] - mean[i]);
    }
  for (guint i = 0; i < n; i++)
    {
      scale[i] = sqrt (scale[i] / self->n_train);
      if (low[i] == high[i] || !(scale[i] > 0))
        scale[i] = 1;
    }
  g_free (row_features);
}

static void
standardize (DsPrepared *self)
{
  double *mean = g_new0 (double, self->inputs), *scale = g_new (double, self->inputs);

  for (guint i = 0; i < self->inputs; i++)
    scale[i] = 1;
  if (self->options.standardize)
    measure_features (self, mean, scale);
  self->mean = mean;
  self->scale = scale;
}

void
ds_prepared_features (const DsPrepared *prepared, const float *raw, double *features)
{
  features_of (prepared, raw, features);
}

void
ds_prepared_transform (const DsPrepared *prepared, const float *raw, float *x)
{
  if (prepared->options.features)
    {
      double features[DS_N_FEATURES];
      guint n = ds_features_compute (prepared->options.features, raw, features);
      for (guint i = 0; i < n; i++)
        x[i] = (features[i] - prepared->mean[i]) / prepared->scale[i];
    }
  else
    for (guint i = 0; i < prepared->inputs; i++)
      x[i] = (raw[i] - prepared->mean[i]) / prepared->scale[i];
}

static gboolean
map_rows (DsPrepared *self, GError **error)
{
  if (!self->options.features && !self->options.standardize)
    self->x = self->raw; /* the same numbers: no second copy */
  else
    {
      float *x = ds_try_table (self->rows, self->inputs, error);
      if (!x)
        return FALSE;
      for (gsize row = 0; row < self->rows; row++)
        ds_prepared_transform (self, self->raw + row * self->raw_inputs, x + row * self->inputs);
      self->x = x;
    }
  for (gsize i = 0; i < self->rows * self->inputs; i++)
    if (!isfinite (self->x[i]))
      return refuse (error, _("input \"%s\" of row %zu is too large to compute with"),
                     self->input_names[i % self->inputs], (gsize) self->source_row[i / self->inputs] + 1);
  return TRUE;
}

/* Whether to go on: asked between passes. */
typedef struct
{
  DsProgress progress; /* NULL: nobody asks */
  gpointer user_data;
} Wanted;

static gboolean
is_wanted (const Wanted *wanted, GError **error)
{
  return ds_report (wanted->progress, wanted->user_data, 1, error);
}

/* source_row is taken. */
static DsPrepared *
prepare (DsDataset *dataset, const DsPrepareOptions *options, guint32 *source_row, const DsSplit *split, const Wanted *wanted, GError **error)
{
  PreparedBox *box = g_new0 (PreparedBox, 1);
  g_autoptr (DsPrepared) self = &box->value;
  gboolean missing = FALSE;

  atomic_init (&box->refs, 1);
  self->dataset = ds_dataset_ref (dataset);
  self->options = *options;
  self->rows = split->n_train + split->n_validation + split->n_test;
  self->source_row = source_row;
  self->n_train = split->n_train;
  self->n_validation = split->n_validation;
  self->n_test = split->n_test;
  name_raw (self);
  name_inputs (self);
  name_targets (self);
  if (!is_wanted (wanted, error) || !gather (self, error) || !is_wanted (wanted, error))
    return NULL;
  count_classes (self);
  if (!measure_raw (self, &missing, error) || !is_wanted (wanted, error))
    return NULL;
  for (gsize row = 0; missing && row < self->rows; row++)
    ds_fill_missing (self, (float *) self->raw + row * self->raw_inputs);
  standardize (self);
  if (!is_wanted (wanted, error) || !map_rows (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

DsPrepared *
ds_prepare_split (DsDataset *dataset, const DsPrepareOptions *options, guint32 *source_row, const DsSplit *split, GError **error)
{
  return prepare (dataset, options, source_row, split, &(Wanted){ NULL, NULL }, error);
}

/* Shares the rows out: all of them, or those that repeat no other. source_row has room for all. FALSE: no memory. */
static gboolean
share_out (const DsDataset *dataset, const DsPrepareOptions *options, guint64 seed, guint32 *source_row, DsSplit *split)
{
  const guint8 *parts = ds_dataset_parts (dataset);
  gsize rows = ds_dataset_rows (dataset), n;
  g_autofree guint32 *kept = NULL;
  g_autofree guint8 *kept_parts = NULL;

  if (!options->unique_rows)
    return ds_split (rows, NULL, parts, options->validation_share, options->test_share, seed, source_row, split);
  kept = g_try_new (guint32, rows);
  kept_parts = parts != NULL ? g_try_new (guint8, rows) : NULL;
  n = kept != NULL && (parts == NULL || kept_parts != NULL) ? ds_unique_rows (dataset, kept) : 0;
  if (n == 0)
    return FALSE;
  for (gsize i = 0; parts != NULL && i < n; i++)
    kept_parts[i] = parts[kept[i]];
  if (!ds_split (n, kept, kept_parts, options->validation_share, options->test_share, seed, source_row, split))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    source_row[i] = kept[source_row[i]];
  return TRUE;
}

gboolean
ds_prepare_options_equal (const DsPrepareOptions *a, const DsPrepareOptions *b)
{
  return a->task == b->task && a->features == b->features && !a->standardize == !b->standardize
         && a->validation_share == b->validation_share && a->test_share == b->test_share && !a->unique_rows == !b->unique_rows;
}

DsPrepared *
ds_prepare_while (DsDataset *dataset, const DsPrepareOptions *options, guint64 seed, DsProgress progress, gpointer user_data,
                  GError **error)
{
  Wanted wanted = { progress, user_data };

  if (!check_options (dataset, options, error) || !is_wanted (&wanted, error))
    return NULL;

  gsize rows = ds_dataset_rows (dataset);
  guint32 *source_row = g_try_new (guint32, rows);
  DsSplit split;
  if (source_row == NULL || !share_out (dataset, options, seed, source_row, &split))
    {
      g_free (source_row);
      refuse (error, _("there is not enough memory for %zu rows"), rows);
      return NULL;
    }
  if (split.n_train == 0)
    {
      g_free (source_row);
      refuse (error, _("All rows are in validation or test: leave some to train on"));
      return NULL;
    }
  return prepare (dataset, options, source_row, &split, &wanted, error);
}

DsPrepared *
ds_prepare (DsDataset *dataset, const DsPrepareOptions *options, guint64 seed, GError **error)
{
  return ds_prepare_while (dataset, options, seed, NULL, NULL, error);
}

guint8 *
ds_prepared_parts (const DsPrepared *prepared)
{
  guint8 *parts = g_try_new0 (guint8, MAX (ds_dataset_rows (prepared->dataset), 1));

  for (gsize i = 0; parts != NULL && i < prepared->rows; i++)
    parts[prepared->source_row[i]] = i < prepared->n_train                            ? DS_PART_TRAINING
                                     : i < prepared->n_train + prepared->n_validation ? DS_PART_VALIDATION
                                                                                      : DS_PART_TEST;
  return parts;
}

DsPrepared *
ds_prepare_rows (DsDataset *dataset, const DsPrepareOptions *options, const guint32 *source_row, gsize n_train, gsize n_validation,
                 gsize n_test, GError **error)
{
  DsSplit split = { n_train, n_validation, n_test };

  if (!check_options (dataset, options, error) || !check_rows (dataset, options->unique_rows, source_row, &split, error))
    return NULL;
  return ds_prepare_split (dataset, options, g_memdup2 (source_row, (n_train + n_validation + n_test) * sizeof *source_row), &split, error);
}
