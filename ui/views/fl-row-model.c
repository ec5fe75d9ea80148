#include "fl-row-model.h"

struct _FlRowItem
{
  GObject parent_instance;
  FlRowModel *model; /* owned */
  guint place;
};

G_DEFINE_FINAL_TYPE (FlRowItem, fl_row_item, G_TYPE_OBJECT)

static void
fl_row_item_finalize (GObject *object)
{
  g_clear_object (&FL_ROW_ITEM (object)->model);
  G_OBJECT_CLASS (fl_row_item_parent_class)->finalize (object);
}

static void
fl_row_item_class_init (FlRowItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_row_item_finalize;
}

static void
fl_row_item_init (FlRowItem *self)
{
}

struct _FlRowModel
{
  GObject parent_instance;
  guint32 *rows; /* owned, (n); NULL: forgotten */
  guint n;
};

guint32
fl_row_item_get (FlRowItem *self)
{
  const FlRowModel *model = self->model;

  return model != NULL && model->rows != NULL && self->place < model->n ? model->rows[self->place] : G_MAXUINT32;
}

static guint values_changed;

static GType
fl_row_model_get_item_type (GListModel *model)
{
  return FL_TYPE_ROW_ITEM;
}

static guint
fl_row_model_get_n_items (GListModel *model)
{
  return FL_ROW_MODEL (model)->n;
}

static gpointer
fl_row_model_get_item (GListModel *model, guint position)
{
  FlRowModel *self = FL_ROW_MODEL (model);
  FlRowItem *item;

  if (position >= self->n)
    return NULL;
  item = g_object_new (FL_TYPE_ROW_ITEM, NULL);
  item->model = g_object_ref (self);
  item->place = position;
  return item;
}

static void
list_init (GListModelInterface *iface)
{
  iface->get_item_type = fl_row_model_get_item_type;
  iface->get_n_items = fl_row_model_get_n_items;
  iface->get_item = fl_row_model_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FlRowModel, fl_row_model, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_init))

static void
fl_row_model_finalize (GObject *object)
{
  g_free (FL_ROW_MODEL (object)->rows);
  G_OBJECT_CLASS (fl_row_model_parent_class)->finalize (object);
}

static void
fl_row_model_class_init (FlRowModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_row_model_finalize;
  values_changed = g_signal_new ("values-changed", FL_TYPE_ROW_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_row_model_init (FlRowModel *self)
{
}

FlRowModel *
fl_row_model_new (void)
{
  return g_object_new (FL_TYPE_ROW_MODEL, NULL);
}

void
fl_row_model_take (FlRowModel *self, guint32 *rows, guint n)
{
  guint before = self->n;

  g_free (self->rows);
  self->rows = rows;
  self->n = n;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, n);
}

void
fl_row_model_replace (FlRowModel *self, guint32 *rows, guint n)
{
  guint before = self->n, kept = MIN (before, n);

  g_free (self->rows);
  self->rows = rows;
  self->n = n;
  if (n != before)
    g_list_model_items_changed (G_LIST_MODEL (self), kept, before - kept, n - kept);
}

void
fl_row_model_forget (FlRowModel *self)
{
  g_clear_pointer (&self->rows, g_free);
}

const guint32 *
fl_row_model_rows (FlRowModel *self, guint *n)
{
  *n = self->rows != NULL ? self->n : 0;
  return self->rows;
}

gboolean
fl_row_model_find (FlRowModel *self, guint32 row, guint *position)
{
  for (guint i = 0; self->rows != NULL && i < self->n; i++)
    if (self->rows[i] == row)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

void
fl_row_model_values_changed (FlRowModel *self)
{
  g_signal_emit (self, values_changed, 0);
}
