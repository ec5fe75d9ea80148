/* What decides who is ahead in a race: a drop-down of the metrics. */
#pragma once

#include <gtk/gtk.h>

#include "fl-comparison.h"

G_BEGIN_DECLS

GtkWidget *fl_metric_chooser_new (void); /* a GtkDropDown: its notify::selected tells of a choice */
FlMetric fl_metric_chooser_get (GtkWidget *chooser);
/* A metric that is not offered becomes the loss of the validation rows. */
void fl_metric_chooser_set (GtkWidget *chooser, FlMetric metric);
/* Where there are no classes nothing is right or wrong: the accuracies are not offered. */
void fl_metric_chooser_offer_shares (GtkWidget *chooser, gboolean offered);

G_END_DECLS
