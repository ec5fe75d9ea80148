/* Tables of points painted by hand. */
#pragma once
#include "ds-source.h"

G_BEGIN_DECLS

/* Points that make a table. With source->class_names labels are indices into them. Without:
 * CLASSIFICATION: where all labels are whole numbers 0 .. 25 they are class indices, named "A", "B" ...: at least two
 * classes, none left out, so that painting another class changes no colours. Other labels (-1 and 1, say) are sorted by
 * value and named by it. REGRESSION: labels are values. Where any point carries a part, the table's parts say
 * so. Errors: no points, not finite, too many classes, a label that is none of the classes. */
DsDataset *ds_points_table (const DsSource *source, DsTask task, GError **error);

/* Is there enough to learn from? CLASSIFICATION: two points of one class and two of another; REGRESSION: two points.
 * Else FALSE with DS_ERROR_VALUE, which says what to paint. */
gboolean ds_points_check (const DsSource *source, DsTask task, GError **error);

/* CLASSIFICATION where the labels are whole numbers, few of them different. */
DsTask ds_points_guess_task (const DsSource *source);

G_END_DECLS
