#include "ds-survey.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "ds-memory.h"
#include "ds-source-private.h"
#include "readers/csv-encoding.h"
#include "readers/csv-fill.h"
#include "readers/csv-preview.h"
#include "readers/csv-split.h"
#include "readers/npy-table.h"

#define LIMIT (G_GUINT64_CONSTANT (2) << 30)

/* The value comes first, so that a DsSurvey is found again in its box. */
typedef struct
{
  DsSurvey value;
  atomic_uint refs;
} SurveyBox;

static DsSurvey *
survey_new (const DsSource *source)
{
  SurveyBox *box = g_new0 (SurveyBox, 1);
  DsSource values = *source;

  atomic_init (&box->refs, 1);
  if (source->kind == DS_SOURCE_CSV || source->kind == DS_SOURCE_NPY)
    values.bad_rows = DS_BAD_ROWS_DROP;
  box->value.source = ds_source_new (&values);
  return &box->value;
}

DsSurvey *
ds_survey_ref (DsSurvey *survey)
{
  atomic_fetch_add_explicit (&((SurveyBox *) survey)->refs, 1, memory_order_relaxed);
  return survey;
}

void
ds_survey_unref (DsSurvey *survey)
{
  if (!survey || atomic_fetch_sub_explicit (&((SurveyBox *) survey)->refs, 1, memory_order_acq_rel) != 1)
    return;
  ds_source_unref (survey->source);
  ds_dataset_unref (survey->table);
  g_free (survey->obstacle);
  ds_problems_clear (&survey->problems);
  for (guint c = 0; c < survey->n_columns; c++)
    g_free (survey->columns[c].name);
  g_free (survey->columns);
  for (guint i = 0; i < survey->n_preview; i++)
    g_strfreev (survey->preview[i].cells);
  g_free (survey->preview);
  g_free (survey);
}

/* ---- tables ---- */

static gboolean
is_split (const DsSource *source, const char *name)
{
  return source->split && g_str_equal (source->split, name);
}

/* What was asked for, as far as no table says what became of it. */
static DsRole
asked_role (const DsSurvey *survey, const char *name, gboolean last)
{
  const DsSource *source = survey->source;

  if (is_split (source, name))
    return DS_ROLE_SPLIT;
  if (source->target ? g_str_equal (source->target, name) : last)
    return DS_ROLE_TARGET;
  return source->inputs && !g_strv_contains ((const char *const *) source->inputs, name) ? DS_ROLE_IGNORE : DS_ROLE_INPUT;
}

static void
describe_shape (DsSurvey *survey, const DsCsvSurvey *shape)
{
  guint last = shape->n_columns - 1;

  survey->delimiter = shape->delimiter;
  survey->decimal = shape->decimal_comma ? ',' : '.';
  survey->header = shape->header;
  survey->rows_found = shape->rows + (shape->bad ? shape->bad->len : 0);
  survey->n_columns = shape->n_columns;
  survey->columns = g_new0 (DsSurveyColumn, shape->n_columns + 1);
  if (last > 0 && is_split (survey->source, shape->columns[last].name))
    last--;
  for (guint c = 0; c < shape->n_columns; c++)
    {
      const DsCsvColumn *from = &shape->columns[c];
      DsSurveyColumn *to = &survey->columns[c];
      to->name = g_strdup (from->name);
      to->role = asked_role (survey, from->name, c == last);
      to->kind = from->numbers >= from->words ? DS_COLUMN_NUMBER : DS_COLUMN_CLASS;
      to->missing = shape->rows - MIN (shape->rows, from->numbers + from->words);
      to->min = to->max = NAN;
    }
  survey->bytes = shape->n_columns * sizeof (float) * shape->rows; /* the text alone is larger than a 64th of that */
}

#define PREVIEW_ROWS 100
#define PREVIEW_COLUMNS 64

static void
describe_table (DsSurvey *survey, DsDataset *table)
{
  guint n = ds_dataset_n_columns (table);
  const float *values = ds_dataset_values (table);

  survey->rows = ds_dataset_rows (table);
  for (guint c = 0; c < n; c++)
    {
      const DsColumn *column = ds_dataset_column (table, c);
      DsSurveyColumn *to = &survey->columns[c];
      to->role = column->role;
      if (column->role != DS_ROLE_IGNORE) /* a column of words that is left out keeps no kind of its own */
        to->kind = column->kind;
      to->n_classes = column->n_classes;
      for (gsize row = 0; row < survey->rows && column->kind == DS_COLUMN_NUMBER; row++)
        {
          float value = values[row * n + c];
          to->min = isnan (to->min) || value < to->min ? value : to->min;
          to->max = isnan (to->max) || value > to->max ? value : to->max;
        }
    }
}

/* Is there room beside what the machine does already? The text is in memory by now. */
static gboolean
check_memory (const DsSurvey *survey, GError **error)
{
  gsize free = ds_free_memory ();

  if (survey->bytes < free)
    return TRUE;
  g_autofree char *need = g_format_size (survey->bytes), *have = g_format_size (free);
  g_set_error (error, DS_ERROR, DS_ERROR_TOO_BIG, _("the table needs %s of memory; %s are free: leave out rows or columns"), need, have);
  return FALSE;
}

/* The table as asked for; where nobody says what the target is, the values decide, and are read once more if they are classes. */
static DsDataset *
fill (DsSurvey *survey, DsCsvSurvey *shape, DsCsvOptions *options, const DsTask *task, GError **error)
{
  guint shape_problems = survey->problems.n;
  gsize shape_total = survey->problems.total;

  options->task = task ? *task : DS_CSV_TASK_OPEN;
  g_autoptr (DsDataset) table = ds_csv_fill (shape, options, error);
  if (!table)
    return NULL;
  survey->task = task ? *task : ds_guess_table_task (table);
  if (task || survey->task == DS_REGRESSION || ds_dataset_n_targets (table) == 0
      || ds_dataset_column (table, ds_dataset_target (table, 0))->kind == DS_COLUMN_CLASS)
    return g_steal_pointer (&table);
  g_clear_pointer (&table, ds_dataset_unref);
  for (guint i = shape_problems; i < survey->problems.n; i++)
    g_clear_pointer (&survey->problems.list[i].text, g_free);
  survey->problems.n = shape_problems;
  survey->problems.total = shape_total;
  options->task = DS_CLASSIFICATION;
  return ds_csv_fill (shape, options, error);
}

/* Nobody has said whether there is a column of parts: one that looks like it, unless it has been chosen for something else. */
static void
find_split (DsSurvey *survey, const DsCsvSurvey *shape)
{
  DsSource values = *survey->source;
  int found = values.split == NULL ? ds_csv_find_split (shape) : -1;

  if (found < 0)
    return;
  values.split = shape->columns[found].name;
  if (g_strcmp0 (values.target, values.split) == 0
      || (values.inputs && g_strv_contains ((const char *const *) values.inputs, values.split)))
    return;
  DsSource *source = ds_source_new (&values);
  ds_source_unref (survey->source);
  survey->source = source;
}

/* What could not be helped: cancelled is an error, all else an obstacle that the person may get out of the way. */
static gboolean
take_obstacle (DsSurvey *survey, GError *problem, GError **error)
{
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  survey->obstacle = g_strdup (problem->message);
  g_error_free (problem);
  return TRUE;
}

static int
compare_problems (gconstpointer a, gconstpointer b)
{
  const DsProblem *x = a, *y = b;

  if (x->line != y->line)
    return x->line < y->line ? -1 : 1;
  return (x->column > y->column) - (x->column < y->column);
}

static gboolean
survey_text (DsSurvey *survey, const char *text, gsize length, const char *name, const DsTask *task, DsProgress progress, gpointer user_data,
             GError **error)
{
  DsCsvOptions options = ds_csv_options (survey->source, DS_CLASSIFICATION);
  g_autoptr (GError) problem = NULL;
  DsCsvSurvey shape;
  gboolean good;

  options.problems = &survey->problems;
  survey->task = task ? *task : DS_CLASSIFICATION;
  good = ds_csv_survey (&shape, text, length, name, &options, progress, user_data, &problem);
  if (good)
    find_split (survey, &shape);
  options = ds_csv_options (survey->source, DS_CLASSIFICATION);
  options.problems = &survey->problems;
  if (shape.n_columns > 0)
    describe_shape (survey, &shape);
  if (good && check_memory (survey, &problem))
    survey->table = fill (survey, &shape, &options, task, &problem);
  if (survey->table)
    describe_table (survey, survey->table);
  if (survey->problems.n > 0)
    qsort (survey->problems.list, survey->problems.n, sizeof (DsProblem), compare_problems);
  if (shape.n_columns > 0)
    ds_csv_preview (&shape, &survey->problems, survey);
  ds_csv_survey_clear (&shape);
  return survey->table || take_obstacle (survey, g_steal_pointer (&problem), error);
}

static guint64
file_size (const char *path)
{
  GStatBuf info;

  return path && g_stat (path, &info) == 0 && S_ISREG (info.st_mode) ? (guint64) info.st_size : 0;
}

static gboolean
survey_csv (DsSurvey *survey, const DsTask *task, DsProgress progress, gpointer user_data, GError **error)
{
  g_autofree char *name = g_path_get_basename (survey->source->path);
  gsize length;
  g_autofree char *text = ds_csv_read_text (survey->source->path, LIMIT, &length, &survey->encoding, error);

  survey->file_bytes = text ? file_size (survey->source->path) : 0;
  return text && survey_text (survey, text, length, name, task, progress, user_data, error);
}

/* ---- all else: read it, and see ---- */

static gboolean
survey_images (DsSurvey *survey, DsProgress progress, gpointer user_data, GError **error)
{
  const DsSource *source = survey->source;
  DsImageOptions options = { source->width, source->height, source->color, &survey->problems };

  survey->table = ds_images_read (source->path, &options, progress, user_data, error);
  return survey->table != NULL;
}

/* The columns before any row is left out. */
static void
describe_numbers (DsSurvey *survey, const DsNpyTable *numbers)
{
  survey->n_columns = numbers->n;
  survey->columns = g_new0 (DsSurveyColumn, numbers->n + 1);
  for (guint c = 0; c < numbers->n; c++)
    {
      DsSurveyColumn *column = &survey->columns[c];
      *column = (DsSurveyColumn){ .name = g_strdup (numbers->columns[c].name), .role = numbers->columns[c].role, .min = NAN, .max = NAN };
      if (survey->source->classes && g_strv_contains ((const char *const *) survey->source->classes, column->name))
        column->kind = DS_COLUMN_CLASS;
      for (gsize row = 0; row < numbers->rows; row++)
        column->missing += isnan (numbers->values[row * numbers->n + c]);
    }
}

static void
preview_row (DsSurvey *survey, const DsNpyTable *numbers, gsize row)
{
  guint shown = MIN (numbers->n, PREVIEW_COLUMNS);
  DsSurveyRow *to = &survey->preview[survey->n_preview++];
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  *to = (DsSurveyRow){ row + 1, row, g_new0 (char *, shown + 1) };
  for (guint c = 0; c < shown; c++)
    to->cells[c] = g_strdup (g_ascii_formatd (text, sizeof text, "%.6g", numbers->values[row * numbers->n + c]));
}

/* Numbers without a text of their own: the first rows, and those with problems, as they are in the file. */
static void
preview_numbers (DsSurvey *survey, const DsNpyTable *numbers)
{
  gsize first = MIN (numbers->rows, PREVIEW_ROWS);

  survey->preview = g_new0 (DsSurveyRow, first + survey->problems.n + 1);
  for (gsize row = 0; row < first; row++)
    preview_row (survey, numbers, row);
  for (guint i = 0; i < survey->problems.n; i++)
    if (survey->problems.list[i].row_start > survey->preview[survey->n_preview - 1].start)
      preview_row (survey, numbers, survey->problems.list[i].row_start);
}

/* Two files that are wrong in several ways: all of them are listed; in one way: that is what is in the way. */
static gboolean
take_findings (DsSurvey *survey, GError *problem, GError **error)
{
  if (survey->problems.n > 1 && !g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (problem);
      survey->obstacle = g_strdup (_("It cannot be imported like this. Mend the files and read them again, or choose others."));
      return TRUE;
    }
  ds_problems_clear (&survey->problems);
  return take_obstacle (survey, problem, error);
}

/* Everything that is found is said, also where no table comes of it: other roles may mend it. */
static gboolean
survey_npy (DsSurvey *survey, const DsTask *task, DsProgress progress, gpointer user_data, GError **error)
{
  const DsSource *source = survey->source;
  DsNpyOptions options = ds_npy_options (source, DS_NPY_TASK_OPEN);
  g_auto (DsNpyTable) numbers = { 0 };
  GError *problem = NULL;
  gboolean good;

  options.problems = &survey->problems;
  survey->task = task ? *task : DS_CLASSIFICATION;
  survey->file_bytes = file_size (source->images) + file_size (source->labels);
  if (!ds_npy_table_read (&numbers, source->images, source->labels, &survey->problems, progress, user_data, &problem))
    return take_findings (survey, problem, error);
  survey->rows_found = numbers.rows;
  good = ds_npy_table_choose (&numbers, &options, &problem) && ds_npy_table_check (&numbers, &options, &problem);
  if (numbers.width == 0)
    {
      describe_numbers (survey, &numbers);
      preview_numbers (survey, &numbers);
    }
  options.task = task ? *task : DS_NPY_TASK_OPEN;
  if (good)
    survey->table = ds_npy_table_finish (&numbers, &options, &options.task, &problem);
  if (!survey->table)
    return take_obstacle (survey, problem, error);
  survey->task = options.task;
  survey->rows = ds_dataset_rows (survey->table);
  survey->bytes = survey->rows * ds_dataset_n_columns (survey->table) * sizeof (float);
  if (numbers.width == 0)
    describe_table (survey, survey->table);
  return TRUE;
}

static gboolean
survey_other (DsSurvey *survey, const DsTask *task, DsProgress progress, gpointer user_data, GError **error)
{
  const DsSource *source = survey->source;
  GError *problem = NULL;

  survey->task = DS_CLASSIFICATION;
  survey->file_bytes = file_size (source->images) + file_size (source->labels);
  if (task)
    survey->task = *task;
  if (source->kind == DS_SOURCE_IMAGES)
    survey_images (survey, progress, user_data, &problem);
  else if (source->kind == DS_SOURCE_IDX && source->images && source->labels)
    survey->table = ds_idx_read (source->images, source->labels, &survey->problems, progress, user_data, &problem);
  else
    survey->table = ds_source_load (source, survey->task, NULL, 1, progress, user_data, &problem);
  if (!survey->table)
    return source->kind == DS_SOURCE_IDX ? take_findings (survey, problem, error) : take_obstacle (survey, problem, error);
  survey->rows = ds_dataset_rows (survey->table);
  survey->rows_found = survey->rows + survey->problems.total;
  survey->bytes = survey->rows * ds_dataset_n_columns (survey->table) * sizeof (float);
  return TRUE;
}

DsSurvey *
ds_survey_new (const DsSource *source, const DsTask *task, DsProgress progress, gpointer user_data, GError **error)
{
  g_autoptr (DsSurvey) survey = survey_new (source);
  gboolean good;

  if (source->kind == DS_SOURCE_CSV)
    good = survey_csv (survey, task, progress, user_data, error);
  else if (source->kind == DS_SOURCE_NPY)
    good = survey_npy (survey, task, progress, user_data, error);
  else
    good = survey_other (survey, task, progress, user_data, error);
  return good ? g_steal_pointer (&survey) : NULL;
}
