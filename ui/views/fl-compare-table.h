/* FlCompareTable: which settings of the runs differ, and what each has come to. */
#pragma once
#include "fl-comparison.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_COMPARE_TABLE (fl_compare_table_get_type ())
G_DECLARE_FINAL_TYPE (FlCompareTable, fl_compare_table, FL, COMPARE_TABLE, GtkBox)

GtkWidget *fl_compare_table_new (FlComparison *comparison);
void fl_compare_table_sync (FlCompareTable *self);    /* other lanes */
void fl_compare_table_refresh (FlCompareTable *self); /* numbers; the caller keeps it to a few times a second */
void fl_compare_table_set_crossings (FlCompareTable *self, const char *lines); /* as fl_lanes_plot_crossings() */
/* As comma-separated values; caller frees. */
char *fl_compare_table_text (FlCompareTable *self);

G_END_DECLS
