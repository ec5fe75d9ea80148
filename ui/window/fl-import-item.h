/* The lists of the import assistant (columns, rows, problems) all show parts of one survey: an item is the survey and an index. UI
 * thread. */
#pragma once
#include <gtk/gtk.h>
#include "ds-survey.h"

G_BEGIN_DECLS

#define FL_TYPE_IMPORT_ITEM (fl_import_item_get_type ())
G_DECLARE_FINAL_TYPE (FlImportItem, fl_import_item, FL, IMPORT_ITEM, GObject)

struct _FlImportItem
{
  GObject parent_instance;
  DsSurvey *survey; /* ref */
  guint index;
};

/* Items 0 .. n-1. */
GListModel *fl_import_items_new (DsSurvey *survey, guint n);

G_END_DECLS
