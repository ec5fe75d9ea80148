#include "fl-row-feed.h"

#define MOST_BUILT 250 /* rows: a list keeps 200 of them, however many there are */

struct _FlRowFeed
{
  GtkWidget *owner; /* borrowed */
  FlRowModel *model; /* owned */
  GtkSliceListModel *begun; /* owned: of the model, what the list has got so far */
  const FlRowFeedHands *hands;
  guint32 *waiting; /* owned, or NULL: rows for the model */
  guint n_waiting, refilled;
  gboolean has_waiting, clearing;
  guint tick; /* callback, or 0 */
};

/* Rows with cells, at most. */
static guint
built (FlRowFeed *self)
{
  return MIN (g_list_model_get_n_items (G_LIST_MODEL (self->begun)), MOST_BUILT);
}

/* TRUE while there are more rows than may stay. */
static gboolean
shrink (FlRowFeed *self, guint to)
{
  guint n = built (self), portion = self->hands->portion (self->owner);

  if (n <= to)
    return FALSE;
  gtk_slice_list_model_set_size (self->begun, MAX (to, n - MIN (n, portion)));
  return TRUE;
}

static void
replace (FlRowFeed *self)
{
  guint before = built (self);

  if (before < MOST_BUILT)
    gtk_slice_list_model_set_size (self->begun, MAX (before, self->hands->portion (self->owner)));
  self->has_waiting = FALSE;
  self->refilled = 0;
  fl_row_model_replace (self->model, g_steal_pointer (&self->waiting), self->n_waiting);
  self->hands->replaced (self->owner);
}

/* One portion of what is to be done; FALSE when nothing is left. */
static gboolean
step (FlRowFeed *self)
{
  guint portion, size;

  if (self->clearing)
    {
      if (shrink (self, 0))
        return TRUE;
      fl_row_model_take (self->model, NULL, 0);
      self->clearing = FALSE;
      self->hands->emptied (self->owner);
    }
  if (self->has_waiting)
    {
      if (!shrink (self, self->n_waiting))
        replace (self);
      return TRUE;
    }
  portion = self->hands->portion (self->owner);
  if (self->refilled < built (self))
    {
      self->hands->refill (self->owner, self->refilled, portion);
      self->refilled += portion;
      return TRUE;
    }
  size = gtk_slice_list_model_get_size (self->begun);
  if (size < MOST_BUILT && size < g_list_model_get_n_items (G_LIST_MODEL (self->model)))
    {
      gtk_slice_list_model_set_size (self->begun, size + portion);
      self->refilled = built (self); /* those are new */
      return TRUE;
    }
  gtk_slice_list_model_set_size (self->begun, G_MAXUINT);
  return FALSE;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  FlRowFeed *self = data;

  if (step (self))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  self->hands->complete (self->owner);
  return G_SOURCE_REMOVE;
}

static void
start (FlRowFeed *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (self->owner, tick_cb, self, NULL);
}

void
fl_row_feed_take (FlRowFeed *self, guint32 *rows, guint n)
{
  g_free (self->waiting);
  self->waiting = rows;
  self->n_waiting = n;
  self->has_waiting = TRUE;
  start (self);
}

void
fl_row_feed_clear (FlRowFeed *self)
{
  g_clear_pointer (&self->waiting, g_free);
  self->has_waiting = FALSE;
  self->clearing = TRUE;
  start (self);
}

void
fl_row_feed_refill (FlRowFeed *self)
{
  self->refilled = 0;
  start (self);
}

GListModel *
fl_row_feed_list (FlRowFeed *self)
{
  return G_LIST_MODEL (self->begun);
}

gboolean
fl_row_feed_busy (FlRowFeed *self)
{
  return self->tick != 0;
}

guint
fl_row_feed_size (FlRowFeed *self)
{
  return gtk_slice_list_model_get_size (self->begun);
}

FlRowFeed *
fl_row_feed_new (GtkWidget *owner, FlRowModel *model, const FlRowFeedHands *hands)
{
  FlRowFeed *self = g_new0 (FlRowFeed, 1);

  self->owner = owner;
  self->model = g_object_ref (model);
  self->hands = hands;
  self->begun = gtk_slice_list_model_new (G_LIST_MODEL (g_object_ref (model)), 0, G_MAXUINT);
  return self;
}

void
fl_row_feed_free (FlRowFeed *self)
{
  if (self == NULL)
    return;
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (self->owner, self->tick);
  g_object_unref (self->begun);
  g_object_unref (self->model);
  g_free (self->waiting);
  g_free (self);
}
