/* FlScoreTable: precision, recall, F1, AUC and rows of every class, and their averages. */
#pragma once
#include <gtk/gtk.h>
#include "nn-metrics.h"

G_BEGIN_DECLS

#define FL_TYPE_SCORE_TABLE (fl_score_table_get_type ())
G_DECLARE_FINAL_TYPE (FlScoreTable, fl_score_table, FL, SCORE_TABLE, GtkGrid)

GtkWidget *fl_score_table_new (void);
void fl_score_table_show (FlScoreTable *self, const NnMetrics *metrics, const DsPrepared *data);

G_END_DECLS
