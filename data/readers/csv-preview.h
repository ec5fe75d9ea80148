/* Rows of a CSV as they stand in the file, for people to look at. */
#pragma once
#include "../ds-survey.h"
#include "csv-survey.h"

G_BEGIN_DECLS

/* The first rows and those with listed problems, in order. Rows that cannot be cut into cells come as one cell. */
void ds_csv_preview (const DsCsvSurvey *shape, const DsProblems *problems, DsSurvey *survey);

G_END_DECLS
