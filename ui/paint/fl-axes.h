/* Which two inputs of many to look at first. Pure; any thread. */
#pragma once
#include "ds-prepared.h"

G_BEGIN_DECLS

/* The two raw inputs that tell the classes (or, for regression, the target) apart best, each by itself; y is NN_PROBE_NO_AXIS
 * for a single input. Looks at no more than about two million values. */
void fl_axes_choose (const DsPrepared *data, guint *x, guint *y);

/* A raw input's range with a margin; a range of one around a constant. */
void fl_axes_range (const DsPrepared *data, guint input, double *low, double *high);

G_END_DECLS
