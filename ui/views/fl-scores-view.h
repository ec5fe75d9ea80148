/* FlScoresView: how good the network is, in numbers: confusion matrix, scores of each class and ROC curves, or for values R²,
 * errors and predicted against true. Follows the training while it is shown. */
#pragma once
#include "fl-scorer.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FL_TYPE_SCORES_VIEW (fl_scores_view_get_type ())
G_DECLARE_FINAL_TYPE (FlScoresView, fl_scores_view, FL, SCORES_VIEW, GtkBox)

GtkWidget *fl_scores_view_new (FlSession *session);
GtkWidget *fl_scores_view_get_tools (FlScoresView *self); /* borrowed; for the head of the card */
void fl_scores_view_sync (FlScoresView *self);

G_END_DECLS
