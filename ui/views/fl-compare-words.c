#include "fl-compare-words.h"

#include <glib/gi18n-lib.h>

#include "fl-axis.h"

static char *
score_text (FlMetric metric, double score)
{
  char number[32];

  if (metric == FL_METRIC_ACCURACY || metric == FL_METRIC_BALANCED_ACCURACY)
    return g_strdup_printf (metric == FL_METRIC_ACCURACY ? _("%.1f %%") : _("balanced accuracy %.1f %%"), 100 * score);
  fl_format_number (score, number, sizeof number);
  return metric == FL_METRIC_STEPS_TO_LOSS ? g_strdup_printf (_("%s steps"), number) : g_strdup_printf (_("loss %s"), number);
}

static gboolean
all_diverged (FlComparison *comparison)
{
  guint n = fl_comparison_n_lanes (comparison);

  for (guint i = 0; i < n; i++)
    if (!fl_lane_has_diverged (fl_comparison_get_lane (comparison, i)))
      return FALSE;
  return n > 0;
}

static char *
other_rows_text (FlComparison *comparison)
{
  const FlLane *leaking = fl_comparison_get_leaking (comparison);

  if (leaking != NULL)
    return g_strdup_printf (_("No comparison: “%s” is judged by copies of rows it has learned"), leaking->name);
  return g_strdup (_("Scores on different rows cannot be compared"));
}

char *
fl_compare_winner_text (FlComparison *comparison, FlMetric metric)
{
  const FlLane *winner = fl_comparison_get_winner (comparison, metric);
  g_autofree char *score = NULL;

  if (winner != NULL)
    {
      score = score_text (metric, fl_lane_score (winner, metric));
      return g_strdup_printf (_("%s is ahead: %s"), winner->name, score);
    }
  if (all_diverged (comparison))
    return g_strdup (_("All have diverged: there is no winner"));
  if (fl_comparison_can_compare (comparison, metric))
    return g_strdup (_("Nobody is ahead yet"));
  if (!fl_comparison_same_rows (comparison))
    return other_rows_text (comparison);
  if (!fl_comparison_same_loss (comparison))
    return g_strdup (_("Losses of different kinds cannot be compared"));
  return g_strdup (_("Losses on different training rows cannot be compared"));
}

char *
fl_compare_status_text (FlComparison *comparison)
{
  guint n = fl_comparison_n_lanes (comparison);
  gsize judges = fl_comparison_n_judges (comparison);
  g_autofree char *judged = NULL;

  if (judges > 0)
    judged = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, " · judged by the %zu row new to all", " · judged by the %zu rows new to all", judges), judges);
  if (n < 2)
    return g_strdup (n == 0 ? "" : _("Add another run to race against"));
  return g_strdup_printf (_("%u runs · %s · %s%s%s"), n,
                          fl_comparison_same_weights (comparison) ? _("same initial weights") : _("other initial weights"),
                          fl_comparison_same_batches (comparison) ? _("same batches") : _("other batches"),
                          fl_comparison_same_loss (comparison) ? "" : _(" · losses are of different kinds: compare by accuracy"),
                          judged != NULL ? judged : "");
}
