/* The second pass over a CSV: roles, kinds, and the values. */
#pragma once
#include "csv-survey.h"

G_BEGIN_DECLS

/* A task beside those of DsTask, for guessing: the target's kind is what its cells are. */
#define DS_CSV_TASK_OPEN ((DsTask) 77)

DsDataset *ds_csv_fill (DsCsvSurvey *survey, const DsCsvOptions *options, GError **error);

G_END_DECLS
