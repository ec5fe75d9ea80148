/* FlRowFeed: hands the rows of an FlRowModel to lists a few a frame. GTK's list makes the cells of 200 rows in one turn when it gets them and
 * frees them in one when they go, a quarter of a second each where there are many columns; filling cells that are there takes a tenth. So
 * rows come and go in portions, one a frame, and a new order keeps the cells. UI thread. */
#pragma once
#include <gtk/gtk.h>
#include "fl-row-model.h"

G_BEGIN_DECLS

typedef struct
{
  guint (*portion) (gpointer owner);                   /* rows a frame; at least one */
  void (*replaced) (gpointer owner);                   /* other rows are in the model: the view starts from the top */
  void (*refill) (gpointer owner, guint from, guint n); /* of the rows that have cells, show these anew */
  void (*emptied) (gpointer owner);                    /* no row has cells: the time to change the columns */
  void (*complete) (gpointer owner);                   /* the list has them all */
} FlRowFeedHands;

typedef struct _FlRowFeed FlRowFeed;

/* owner: a widget that outlives the feed, whose frames count; borrowed. model: taken a reference of. */
FlRowFeed *fl_row_feed_new (GtkWidget *owner, FlRowModel *model, const FlRowFeedHands *hands);
void fl_row_feed_free (FlRowFeed *self);

/* What the list shows; borrowed. */
GListModel *fl_row_feed_list (FlRowFeed *self);
/* The rows listed from now on (taken); those asked for before and not yet there are forgotten. */
void fl_row_feed_take (FlRowFeed *self, guint32 *rows, guint n);
/* The rows go, then emptied is called, then rows taken meanwhile come. */
void fl_row_feed_clear (FlRowFeed *self);
/* The rows that have cells are shown anew, a portion a frame. */
void fl_row_feed_refill (FlRowFeed *self);
/* Rows are still to come. */
gboolean fl_row_feed_busy (FlRowFeed *self);
/* The first rows of the model, as many as the list has got. */
guint fl_row_feed_size (FlRowFeed *self);

G_END_DECLS
