#include "fl-metric-chooser.h"

#include <glib/gi18n-lib.h>

#include "fl-landscape-parts.h"
#include "fl-tooltip.h"

static const char *const words[FL_N_METRICS] = { N_("By validation loss now"), N_("By best validation loss"), N_("By training loss now"),
                                                 N_("By accuracy now"), N_("By balanced accuracy now"),
                                                 N_("By steps to a loss of") };
#define N_SHARES 2 /* metrics of classes alone: accuracy and balanced accuracy */

static gboolean
offers_shares (GtkWidget *chooser)
{
  return g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (chooser))) == FL_N_METRICS;
}

FlMetric
fl_metric_chooser_get (GtkWidget *chooser)
{
  guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (chooser));

  return at >= FL_METRIC_ACCURACY && !offers_shares (chooser) ? at + N_SHARES : at;
}

void
fl_metric_chooser_set (GtkWidget *chooser, FlMetric metric)
{
  if (metric >= FL_METRIC_ACCURACY && !offers_shares (chooser))
    metric = metric > FL_METRIC_BALANCED_ACCURACY ? metric - N_SHARES : FL_METRIC_VALIDATION_LOSS;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (chooser), metric);
}

void
fl_metric_chooser_offer_shares (GtkWidget *chooser, gboolean offered)
{
  GtkStringList *list = GTK_STRING_LIST (gtk_drop_down_get_model (GTK_DROP_DOWN (chooser)));
  const char *shares[] = { _(words[FL_METRIC_ACCURACY]), _(words[FL_METRIC_BALANCED_ACCURACY]), NULL };

  if (offered != offers_shares (chooser))
    gtk_string_list_splice (list, FL_METRIC_ACCURACY, offered ? 0 : N_SHARES, offered ? shares : NULL);
}

GtkWidget *
fl_metric_chooser_new (void)
{
  GtkWidget *chooser = fl_words_new (_("What decides"), words, FL_N_METRICS, 0);

  fl_set_tooltip (chooser, _("What decides who is ahead"));
  gtk_widget_add_css_class (chooser, "axis");
  return chooser;
}
