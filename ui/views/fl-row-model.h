/* FlRowModel: a list of row numbers, as many as there are: an object is made for a row only while something shows it.
 *
 * Signal "values-changed": what is known of the rows (predictions) differs; the rows are the same. */
#pragma once
#include <gio/gio.h>

G_BEGIN_DECLS

#define FL_TYPE_ROW_ITEM (fl_row_item_get_type ())
G_DECLARE_FINAL_TYPE (FlRowItem, fl_row_item, FL, ROW_ITEM, GObject)
/* Row of the prepared data that stands at the item's place now; G_MAXUINT32 while none does. */
guint32 fl_row_item_get (FlRowItem *self);

#define FL_TYPE_ROW_MODEL (fl_row_model_get_type ())
G_DECLARE_FINAL_TYPE (FlRowModel, fl_row_model, FL, ROW_MODEL, GObject)

FlRowModel *fl_row_model_new (void);
void fl_row_model_take (FlRowModel *self, guint32 *rows, guint n); /* g_free()d by the model */
/* The same without telling: the items stay, each with the row that is at its place now; only items at the end come or go. Whoever shows them
 * has to show them anew. */
void fl_row_model_replace (FlRowModel *self, guint32 *rows, guint n);
/* The rows are of data that are gone: as many items as before, without a row. */
void fl_row_model_forget (FlRowModel *self);
const guint32 *fl_row_model_rows (FlRowModel *self, guint *n);     /* borrowed */
gboolean fl_row_model_find (FlRowModel *self, guint32 row, guint *position);
void fl_row_model_values_changed (FlRowModel *self);

G_END_DECLS
