#include "fl-import-item.h"

G_DEFINE_FINAL_TYPE (FlImportItem, fl_import_item, G_TYPE_OBJECT)

static void
fl_import_item_finalize (GObject *object)
{
  ds_survey_unref (FL_IMPORT_ITEM (object)->survey);
  G_OBJECT_CLASS (fl_import_item_parent_class)->finalize (object);
}

static void
fl_import_item_class_init (FlImportItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fl_import_item_finalize;
}

static void
fl_import_item_init (FlImportItem *self)
{
}

GListModel *
fl_import_items_new (DsSurvey *survey, guint n)
{
  GListStore *store = g_list_store_new (FL_TYPE_IMPORT_ITEM);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      FlImportItem *item = g_object_new (FL_TYPE_IMPORT_ITEM, NULL);

      item->survey = ds_survey_ref (survey);
      item->index = i;
      g_ptr_array_add (items, item);
    }
  g_list_store_splice (store, 0, 0, items->pdata, n);
  return G_LIST_MODEL (store);
}
