/* A cell of a column of numbers: its value, or what is wrong with it. */
#pragma once
#include "csv-survey.h"

G_BEGIN_DECLS

/* How a cell that is a number is written, for the survey's counts. */
DsCsvMark ds_csv_mark (const char *text, gsize length);

/* The value of a cell of column c into *to: NAN where it is missing. FALSE with the problem, whose text is the caller's: a word, too large for a
 * float, or a mark that may stand before decimals or between thousands. target: words may have been meant. Needs the survey's counts. */
gboolean ds_csv_read_number (const DsCsvSurvey *survey, guint c, gboolean target, const DsCsvCell *cell, float *to, DsProblem *problem);

G_END_DECLS
