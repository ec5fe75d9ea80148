/* What the Compare view says of a race. UI thread. */
#pragma once
#include "fl-comparison.h"

G_BEGIN_DECLS

/* "RMSprop is ahead: loss 0.00136", or why nobody is. Caller frees. */
char *fl_compare_winner_text (FlComparison *comparison, FlMetric metric);
/* "5 runs · same initial weights · same batches". Caller frees. */
char *fl_compare_status_text (FlComparison *comparison);

G_END_DECLS
