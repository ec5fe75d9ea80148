/* NumPy's .npy: a header that says what the numbers are, then the numbers. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "../ds-auto-name.h"
#include "../ds-memory.h"
#include "file.h"
#include "findings.h"
#include "npy-header.h"
#include "npy-table.h"

#define LIMIT (G_GUINT64_CONSTANT (2) << 30)
#define MAX_COLUMNS (1 << 20)
#define REPORT_ROWS 4096

typedef struct
{
  char *name;
  char *buffer;
  DsNpyHeader header;
  gsize rows, columns;
} Npy;

static void
npy_clear (Npy *npy)
{
  g_free (npy->name);
  g_free (npy->buffer);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Npy, npy_clear)

static void
load (Npy *npy, const char *path, DsFindings *findings)
{
  GError *error = NULL;
  gsize length;

  npy->name = g_path_get_basename (path);
  npy->buffer = ds_file_read (path, LIMIT, FALSE, &length, &error);
  if (!npy->buffer || !ds_npy_header_parse (&npy->header, (const guint8 *) npy->buffer, length, npy->name, &error))
    {
      ds_findings_take (findings, error);
      return;
    }
  npy->rows = npy->header.shape[0];
  npy->columns = npy->header.shape[1] * npy->header.shape[2]; /* no overflow: the whole product was checked */
  if (npy->columns > MAX_COLUMNS)
    ds_find (findings, DS_ERROR_TOO_BIG, _("%s: %zu numbers a row; at most %d are possible"), npy->name, npy->columns, MAX_COLUMNS);
}

/* Where the number of a row and a column (counted through height and width) is in the file. */
static gsize
place (const DsNpyHeader *header, gsize row, gsize column)
{
  gsize height = header->shape[1], width = header->shape[2];

  if (!header->fortran)
    return header->offset + (row * height * width + column) * header->size;
  gsize y = column / width, x = column % width;
  return header->offset + ((x * height + y) * header->shape[0] + row) * header->size;
}

static guint64
whole (const guint8 *bytes, guint size, gboolean big_endian)
{
  guint64 value = 0;

  for (guint i = 0; i < size; i++)
    value |= (guint64) bytes[big_endian ? size - 1 - i : i] << (8 * i);
  return value;
}

/* IEEE 754 half precision: a sign, 5 bits of exponent, 10 of fraction. */
static double
half (guint64 bits)
{
  int exponent = bits >> 10 & 31, fraction = bits & 1023;
  double size = exponent == 0 ? ldexp (fraction, -24) : ldexp (1024 + fraction, exponent - 25);

  if (exponent == 31)
    size = fraction != 0 ? NAN : INFINITY;
  return bits >> 15 & 1 ? -size : size;
}

static double
number (const DsNpyHeader *header, const guint8 *bytes)
{
  guint64 bits = whole (bytes, header->size, header->big_endian);
  guint32 low = bits;
  double wide;
  float narrow;

  switch (header->kind)
    {
    case 'f':
      if (header->size == 2)
        return half (bits);
      memcpy (&wide, &bits, sizeof wide);
      memcpy (&narrow, &low, sizeof narrow);
      return header->size == 8 ? wide : narrow;
    case 'b':
      return bits != 0;
    case 'u':
      return bits;
    default: /* the sign lies in the highest bit of `size` bytes */
      return (gint64) (bits << (64 - 8 * header->size)) / (double) (G_GUINT64_CONSTANT (1) << (64 - 8 * header->size));
    }
}

static float
read_value (const Npy *npy, gsize row, gsize column)
{
  return number (&npy->header, (const guint8 *) npy->buffer + place (&npy->header, row, column));
}

/* Every number of both files into (rows, n); bytes of images become 0 .. 1. */
static gboolean
fill (const Npy *inputs, const Npy *labels, float *values, guint n, DsProgress progress, gpointer user_data, GError **error)
{
  float scale = inputs->header.n_dimensions == 3 && inputs->header.kind == 'u' && inputs->header.size == 1 ? 255 : 1;

  for (gsize row = 0; row < inputs->rows; row++)
    {
      float *to = values + row * n;
      if (row % REPORT_ROWS == 0 && !ds_report (progress, user_data, 0.3 + 0.7 * row / inputs->rows, error))
        return FALSE;
      for (gsize c = 0; c < inputs->columns; c++)
        to[c] = read_value (inputs, row, c) / scale;
      if (labels->buffer)
        to[n - 1] = read_value (labels, row, 0);
    }
  return TRUE;
}

/* Of a file that could not be read there are no rows. */
static void
check_pair (const Npy *inputs, const Npy *labels, DsFindings *findings)
{
  if (labels->rows > 0 && (labels->header.n_dimensions > 2 || labels->columns != 1))
    ds_find (findings, DS_ERROR_VALUE, _("%s has %zu numbers a row; expected labels: one number a row"), labels->name, labels->columns);
  if (inputs->rows > 0 && labels->rows > 0 && labels->rows != inputs->rows)
    ds_find (findings, DS_ERROR_VALUE, _("%s has %zu labels and %s has %zu rows; expected as many of one as of the other"), labels->name,
             labels->rows, inputs->name, inputs->rows);
}

static void
check_alone (const Npy *inputs, DsFindings *findings)
{
  if (inputs->rows > 0 && (inputs->header.n_dimensions != 2 || inputs->columns < 2))
    ds_find (findings, DS_ERROR_VALUE, _("%s holds inputs alone; choose a second .npy file with a label for each row"), inputs->name);
}

static gboolean
load_both (Npy *inputs, const char *inputs_path, Npy *labels, const char *labels_path, DsProblems *problems, GError **error)
{
  DsFindings findings = { .problems = problems };

  load (inputs, inputs_path, &findings);
  if (labels_path)
    {
      load (labels, labels_path, &findings);
      check_pair (inputs, labels, &findings);
    }
  else
    check_alone (inputs, &findings);
  if (!findings.first)
    return TRUE;
  g_propagate_error (error, findings.first);
  return FALSE;
}

static void
name_columns (const Npy *inputs, gboolean labelled, DsColumn *columns, guint n)
{
  gsize width = inputs->header.shape[2];

  for (guint c = 0; c < n; c++)
    {
      columns[c].role = c == n - 1 ? DS_ROLE_TARGET : DS_ROLE_INPUT;
      if (c == n - 1 && labelled)
        columns[c].name = g_strdup ("label");
      else if (inputs->header.n_dimensions == 3)
        columns[c].name = g_strdup_printf ("p%zu_%zu", c / width, c % width);
      else
        columns[c].name = ds_auto_name (c);
    }
}

gboolean
ds_npy_table_read (DsNpyTable *table, const char *inputs_path, const char *labels_path, DsProblems *problems, DsProgress progress,
                   gpointer user_data, GError **error)
{
  g_auto (Npy) inputs = { 0 }, labels = { 0 };

  if (!ds_report (progress, user_data, 0, error) || !load_both (&inputs, inputs_path, &labels, labels_path, problems, error))
    return FALSE;
  guint n = inputs.columns + (labels_path != NULL);
  table->values = ds_try_table (inputs.rows, n, error);
  if (!table->values)
    return FALSE;
  table->rows = inputs.rows;
  table->n = n;
  table->columns = g_new0 (DsColumn, n);
  name_columns (&inputs, labels_path != NULL, table->columns, n);
  table->name = g_steal_pointer (&inputs.name);
  table->labels_name = g_steal_pointer (&labels.name);
  if (inputs.header.n_dimensions == 3)
    {
      table->width = inputs.header.shape[2];
      table->height = inputs.header.shape[1];
    }
  return fill (&inputs, &labels, table->values, n, progress, user_data, error);
}

DsDataset *
ds_npy_read (const char *inputs, const char *labels, const DsNpyOptions *options, DsProgress progress, gpointer user_data, GError **error)
{
  g_auto (DsNpyTable) table = { 0 };
  DsTask task = options->task;

  if (!ds_npy_table_read (&table, inputs, labels, NULL, progress, user_data, error) || !ds_npy_table_choose (&table, options, error)
      || !ds_npy_table_check (&table, options, error))
    return NULL;
  g_autoptr (DsDataset) dataset = ds_npy_table_finish (&table, options, &task, error);
  return dataset && ds_report (progress, user_data, 1, error) ? g_steal_pointer (&dataset) : NULL;
}
