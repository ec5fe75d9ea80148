/* FlDataTable: rows of the data as a table, or where they are images as a gallery. It shows what a FlRowModel lists and what a
 * score says; whoever owns it works out the rows.
 *
 * Signals: "sort" (FlSortKey key, guint column, gboolean descending): a header was clicked; "picked" (gint64 row): a person chose
 * a row of the prepared data; "copy": the chosen rows are to be copied. */
#pragma once
#include <gtk/gtk.h>
#include "fl-data-rows.h"
#include "fl-row-model.h"

G_BEGIN_DECLS

#define FL_TYPE_DATA_TABLE (fl_data_table_get_type ())
G_DECLARE_FINAL_TYPE (FlDataTable, fl_data_table, FL, DATA_TABLE, GtkBox)

GtkWidget *fl_data_table_new (FlRowModel *model);
/* Columns follow the data; both may be NULL. */
void fl_data_table_set_data (FlDataTable *self, DsPrepared *data);
/* The rows listed from now on, for the model (which takes them); they appear within some frames. */
void fl_data_table_take_rows (FlDataTable *self, guint32 *rows, guint n);
void fl_data_table_set_score (FlDataTable *self, NnScore *score);
void fl_data_table_show_gallery (FlDataTable *self, gboolean gallery);
/* Chooses the row and brings it into view; -1: none. Nothing happens where it is not listed. */
void fl_data_table_show_row (FlDataTable *self, gssize row);
/* A wide table shows some of its columns at a time, and its targets always. */
typedef struct
{
  guint first, shown, all; /* columns that are no targets, counted from 0; shown == all: every one, or images instead */
} FlDataColumns;
FlDataColumns fl_data_table_columns (FlDataTable *self);
void fl_data_table_show_columns (FlDataTable *self, guint first); /* brought into range */
/* Brings a column of the dataset among those shown; one that is shown stays where it is. */
void fl_data_table_show_column (FlDataTable *self, guint column);
/* Sorts by a column of the dataset: upwards, asked again downwards, then as the rows came. */
void fl_data_table_sort_by (FlDataTable *self, guint column);
/* Rows chosen, of the prepared data; caller frees. */
guint32 *fl_data_table_chosen (FlDataTable *self, guint *n);

G_END_DECLS
