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
  gssize awaited;                 /* a row to show as soon as the list has it; -1: none */
};

/* The score at hand calls the row another class than it is. */
gboolean fl_data_table_is_wrong (const FlDataTable *self, gsize row);

/* The rows as images side by side. */
GtkWidget *fl_data_gallery_new (FlDataTable *self);
void fl_data_gallery_fill (GtkListItem *item); /* shows the row of an item anew */

G_END_DECLS
