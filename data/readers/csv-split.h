/* A column of a CSV that says which part each row belongs to: "train", "validation", "test". */
#pragma once
#include "csv-survey.h"

G_BEGIN_DECLS

/* The part a word stands for, in any case: train, training; validation, valid, val, dev; test, testing. FALSE: none of them. */
gboolean ds_csv_part_word (const char *text, gsize length, DsPart *part);

/* Whether the cell of that column names a part, or is missing; else the problem, with a text that is the caller's. */
gboolean ds_csv_check_part (const DsCsvSurvey *survey, guint column, const DsCsvCell *cell, DsProblem *problem);

/* The column that looks like one: called split, subset, set, partition or fold, and made of those words but for a few among the first
 * rows; -1 where there is none. After ds_csv_survey(). */
int ds_csv_find_split (const DsCsvSurvey *survey);

/* The parts of the rows whose classes of that column are at values[0], values[stride] ... (NaN: left to the shares), and a note that
 * counts them. NULL with an error where there is no memory. */
guint8 *ds_csv_parts (const DsColumn *column, const float *values, gsize rows, gsize stride, GPtrArray *notes, GError **error);

G_END_DECLS
