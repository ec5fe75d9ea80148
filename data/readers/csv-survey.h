/* The first pass over a CSV: its shape, its names, and what its cells look like. */
#pragma once
#include "../ds-readers.h"
#include "csv-scan.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  gboolean named;       /* by the header */
  gsize numbers, words; /* cells that are neither missing nor the header's */
} DsCsvColumn;

/* A row that is left out because it is broken: from here, to where reading goes on. */
typedef struct
{
  const char *start, *end;
  gsize line, end_line;
} DsCsvBadRow;

/* How numbers are written: what stands between digits, and whether it may as well stand between thousands ("1.234"). */
typedef enum
{
  DS_CSV_MARK_NONE,
  DS_CSV_MARK_POINT,
  DS_CSV_MARK_COMMA,
  DS_CSV_MARK_POINT_OR_GROUP,
  DS_CSV_MARK_COMMA_OR_GROUP,
  DS_CSV_N_MARKS
} DsCsvMark;

typedef struct
{
  const char *file; /* borrowed: the name for errors */
  const char *text; /* borrowed: from the first record on */
  gsize length;
  gsize first_line; /* of the text in its file, from 1 */
  char delimiter;
  gboolean decimal_comma;
  gsize marks[DS_CSV_N_MARKS]; /* cells that are numbers, of all columns */
  gboolean header;
  gsize rows; /* without the header and without broken rows */
  const DsCsvOptions *options; /* borrowed */
  GArray *bad;                 /* DsCsvBadRow, in order; NULL: a broken row is an error */
  DsCsvColumn *columns;
  guint n_columns;
  DsProgress progress;
  gpointer user_data;
  const char *next_report; /* where in the text to report again */
} DsCsvSurvey;

/* Errors: not UTF-8, empty, ragged, column names twice, only a header, cancelled. Clear in any case. Where the options say to leave
 * broken rows out, those are listed instead; what is in them counts for nothing. */
gboolean ds_csv_survey (DsCsvSurvey *survey, const char *text, gsize length, const char *file, const DsCsvOptions *options,
                        DsProgress progress, gpointer user_data, GError **error);
void ds_csv_survey_clear (DsCsvSurvey *survey);

/* Sets text, length, first_line and delimiter: past a byte order mark, a line "sep=;", and the "# " before names. */
void ds_csv_preamble (DsCsvSurvey *survey, const char *text, gsize length);

/* Every so many bytes: tells how far the pass (0 or 1) has come; FALSE with an error when cancelled. */
gboolean ds_csv_report (DsCsvSurvey *survey, const char *at, guint pass, GError **error);

/* What to do about a broken record that begins at start: an error, or a line in the list of problems and TRUE. Takes the text. */
gboolean ds_csv_bad_row (DsCsvSurvey *survey, const char *start, gsize line, DsProblem *problem, DsError code, GError **error);

/* "a, b, c": the column names, for errors. Caller frees. */
char *ds_csv_list_columns (const DsCsvSurvey *survey);

/* "','", "a tab" ...: the delimiter, for people. */
const char *ds_csv_delimiter_word (char delimiter);

/* The delimiter that cuts the first records into the same number of fields, at least two; ',' where none does. ' ' (see DsCsvScanner)
 * only where no other cuts anything. */
char ds_csv_find_delimiter (const char *text, gsize length);

/* Fields of the first record. */
guint ds_csv_count_columns (const char *text, gsize length, char delimiter);

/* Whether the text is UTF-8 without NUL; the error tells line and byte, and guesses what it is instead. */
gboolean ds_csv_check_encoding (const char *text, gsize length, const char *file, GError **error);

G_END_DECLS
