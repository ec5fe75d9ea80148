/* FlColumnCard: one column of the data: its histogram, coloured by class, and the numbers that sum it up. Counted on a worker
 * thread. Signals: "chosen" (guint column): a person chose another column; "sort" (guint column): the rows are to be
 * sorted by it. */
#pragma once
#include <gtk/gtk.h>
#include "ds-prepared.h"

G_BEGIN_DECLS

#define FL_TYPE_COLUMN_CARD (fl_column_card_get_type ())
G_DECLARE_FINAL_TYPE (FlColumnCard, fl_column_card, FL, COLUMN_CARD, GtkBox)

GtkWidget *fl_column_card_new (void);
/* rows (guint32, of the dataset; not changed any more) are counted; data may be NULL. */
void fl_column_card_set_rows (FlColumnCard *self, DsPrepared *data, GArray *rows);
void fl_column_card_set_column (FlColumnCard *self, guint column); /* of the dataset */

G_END_DECLS
