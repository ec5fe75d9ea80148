/* What the files of FlDataTable share: rows as a table, and as a gallery. */
#pragma once
#include "fl-data-cells.h"
#include "fl-data-table.h"
#include "fl-row-feed.h"

G_BEGIN_DECLS

typedef struct
{
  FlDataTable *table; /* borrowed: owns the column */
  FlCell show;
  guint column; /* of FL_CELL_VALUE */
} Column;

struct _FlDataTable
{
  GtkBox parent_instance;
  FlRowModel *model;              /* owned */
  FlRowFeed *feed;                /* owned */
  GtkMultiSelection *selection;   /* owned, of what the feed has given */
  DsPrepared *data;               /* owned, or NULL */
  NnScore *score;                 /* owned, or NULL */
  GtkWidget *stack, *table, *gallery; /* borrowed */
  const Column *probed;           /* the first column a comparison asked */
  gboolean quiet;
  GPtrArray *slots;               /* owned, of GtkColumnViewColumn borrowed: what shows values, in the dataset's order */
  guint first;                    /* of the columns that are no targets: the first shown */
  int sorted;                     /* column of the dataset the rows are sorted by, or -1 */
  gboolean descending;
  gboolean moved;                 /* sideways, by a person */
  gssize awaited;                 /* a row to show as soon as the list has it; -1: none */
};

/* The score at hand calls the row another class than it is. */
gboolean fl_data_table_is_wrong (const FlDataTable *self, gsize row);

/* fl-data-columns.c: columns and their cells. */
void fl_data_columns_make (FlDataTable *self); /* those of the data; the table has no rows then */
void fl_data_columns_fill (GtkListItem *item, const Column *column); /* shows the row of an item anew */
int fl_data_columns_digits (const DsPrepared *data); /* of the largest row number, beyond four */

/* The rows as images side by side. */
GtkWidget *fl_data_gallery_new (FlDataTable *self);
void fl_data_gallery_fill (GtkListItem *item); /* shows the row of an item anew */

G_END_DECLS
