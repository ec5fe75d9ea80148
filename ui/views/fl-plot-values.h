/* The numbers behind the plots as CSV text. Pure; any thread. */
#pragma once
#include "nn-history.h"

G_BEGIN_DECLS

/* The epoch series: the columns of `fallline train --history`. Caller frees. */
char *fl_values_history (const NnSeries *epochs);

/* Every row of the frame's data: its part, its inputs, its target, and what the frame's weights predict (the class, and what
 * each output gives). Caller frees. Errors: NN_ERROR. */
char *fl_values_points (const NnFrame *frame, GError **error);

/* The states kept of a run, one a row: step, epoch, and the losses of that epoch's end. Caller frees. */
char *fl_values_moments (const NnHistory *history);

/* A cell: a number, nothing for NaN; words, quoted where they have to be. */
void fl_values_append_number (GString *text, double value);
void fl_values_append_words (GString *text, const char *words);

G_END_DECLS
