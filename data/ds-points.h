/* Tables of points painted by hand. */
#pragma once
#include "ds-source.h"

G_BEGIN_DECLS

/* CLASSIFICATION: where all labels are whole numbers 0 .. 25 they are class indices, named "A", "B" ...: at least two
 * classes, none left out, so that painting another class changes no colours. Other labels (-1 and 1, say) are sorted by
 * value and named by it. REGRESSION: labels are values. Errors: no points, not finite, too many classes. */
DsDataset *ds_points_table (const DsPoint *points, gsize n, DsTask task, GError **error);

/* CLASSIFICATION where the labels are whole numbers, few of them different. */
DsTask ds_points_guess_task (const DsPoint *points, gsize n);

G_END_DECLS
