/* DsSurvey: what a source holds and everything that is wrong with it, before anybody decides to import it. The table is read as the
 * import would read it, so that what the survey says is what comes. An immutable, reference-counted value. */
#pragma once
#include "ds-problem.h"
#include "ds-source.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  DsRole role;       /* as it would be imported: columns that teach nothing are left out */
  DsColumnKind kind;
  gsize missing;     /* cells without a value, in all rows that are not broken */
  guint n_classes;   /* CLASS that is not ignored */
  float min, max;    /* NUMBER that is not ignored; NaN where there is no value */
} DsSurveyColumn;

/* A row of the preview, as it stands in the file. */
typedef struct
{
  gsize line;   /* from 1; of .npy: the row */
  gsize start;  /* byte: the row_start of its problems */
  char **cells; /* NULL-terminated; may be fewer or more than there are columns */
} DsSurveyRow;

typedef struct
{
  DsSource *source;     /* what was surveyed, with bad rows left out, and the column of parts that was found */
  DsTask task;          /* asked for, or what the target looks like */
  DsDataset *table;     /* what the import gives; NULL where it cannot be, see `obstacle` */
  char *obstacle;       /* why there is no table, for people; or NULL */
  gsize rows;           /* of the table */
  gsize rows_found;     /* with those that are broken or lack a value */
  gsize bytes;          /* memory of the table */
  guint64 file_bytes;
  DsProblems problems;  /* of rows, or images, that would be left out; of IDX and .npy also what is wrong with the files */

  const char *encoding; /* CSV: what the file is in where that is not UTF-8, "Windows-1252", say; or NULL */

  /* CSV, and columns and preview also of .npy that are no images */
  char delimiter, decimal; /* in use */
  gboolean header;
  DsSurveyColumn *columns;
  guint n_columns;
  DsSurveyRow *preview; /* the first rows, and those with problems, in the order of the file */
  guint n_preview;
} DsSurvey;

/* About how many bytes the table will take, from the first bytes of the file (rows of a CSV, a header) or the list of images, before it
 * is read; 0 where that cannot be told. Blocking, for a moment. */
guint64 ds_survey_estimate (const DsSource *source);

/* Surveys; task NULL: to be guessed. Blocking, takes as much memory as the import; refuses politely what is beyond the memory that is
 * free. Errors: the file cannot be read at all, or G_IO_ERROR_CANCELLED; all else is an obstacle within the survey. */
DsSurvey *ds_survey_new (const DsSource *source, const DsTask *task, DsProgress progress, gpointer user_data, GError **error);
DsSurvey *ds_survey_ref (DsSurvey *survey);
void ds_survey_unref (DsSurvey *survey);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DsSurvey, ds_survey_unref)

G_END_DECLS
