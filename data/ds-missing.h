/* Missing inputs. In a dataset they are NaN. What stands in for one is worked out when the rows are shared out, from the training rows
 * alone: of validation and test rows training knows nothing, and a row to predict gets what a training row would have got. */
#pragma once
#include "ds-prepared.h"

G_BEGIN_DECLS

/* Adds a sentence on the missing values of a column; none where there are none. */
void ds_note_missing (GPtrArray *notes, gsize missing, const char *column, DsColumnKind kind);

/* Puts stand-ins where raw (raw_inputs: one row) has NaN: the mean of the training rows, and of a class column their most frequent
 * class (the first of equals), one-hot. Needs prepared->raw_mean. */
void ds_fill_missing (const DsPrepared *prepared, float *raw);

G_END_DECLS
