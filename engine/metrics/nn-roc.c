/* One point for each distinct score, so that rows with equal scores move together (a slanted piece of the curve), as in
 * scikit-learn's roc_curve(); then points in the middle of a straight piece go, which leaves the curve as it is. */
#include "nn-roc.h"

#include <math.h>
#include <stdlib.h>

static int
compare_rows (const void *a, const void *b)
{
  const NnRocRow *left = a, *right = b;

  return left->score > right->score ? -1 : left->score < right->score;
}

static gsize
count_distinct (const NnRocRow *rows, gsize n)
{
  gsize distinct = n > 0;

  for (gsize i = 1; i < n; i++)
    distinct += rows[i].score != rows[i - 1].score;
  return distinct;
}

/* Counts (not rates yet) at each distinct score, behind the point (0, 0). */
static void
count_points (NnRoc *roc, const NnRocRow *rows, gsize n)
{
  double false_positives = 0, true_positives = 0;

  roc->n = 1;
  roc->false_positive_rate[0] = roc->true_positive_rate[0] = 0;
  roc->threshold[0] = INFINITY;
  for (gsize i = 0; i < n; i++)
    {
      true_positives += rows[i].positive;
      false_positives += !rows[i].positive;
      if (i + 1 < n && rows[i + 1].score == rows[i].score)
        continue;
      roc->false_positive_rate[roc->n] = false_positives;
      roc->true_positive_rate[roc->n] = true_positives;
      roc->threshold[roc->n++] = rows[i].score;
    }
}

static double
area (const NnRoc *roc)
{
  double sum = 0;

  for (guint i = 1; i < roc->n; i++)
    sum += (roc->false_positive_rate[i] - roc->false_positive_rate[i - 1]) * (roc->true_positive_rate[i] + roc->true_positive_rate[i - 1]) / 2;
  return sum;
}

static gboolean
is_between (const NnRoc *roc, const double *before, guint i)
{
  return roc->false_positive_rate[i + 1] - roc->false_positive_rate[i] == roc->false_positive_rate[i] - before[0]
         && roc->true_positive_rate[i + 1] - roc->true_positive_rate[i] == roc->true_positive_rate[i] - before[1];
}

/* Leaves out points that lie in the middle between their neighbours of the full list: what drop_intermediate does, which always
 * keeps the point of the highest score. */
static void
thin_out (NnRoc *roc)
{
  double before[2] = { roc->false_positive_rate[0], roc->true_positive_rate[0] };
  guint kept = 1;

  for (guint i = 1; i < roc->n; i++)
    {
      double here[2] = { roc->false_positive_rate[i], roc->true_positive_rate[i] };
      gboolean keep = i == 1 || i + 1 == roc->n || !is_between (roc, before, i);

      before[0] = here[0];
      before[1] = here[1];
      if (!keep)
        continue;
      roc->false_positive_rate[kept] = here[0];
      roc->true_positive_rate[kept] = here[1];
      roc->threshold[kept++] = roc->threshold[i];
    }
  roc->n = kept;
}

gboolean
nn_roc_fill (NnRoc *roc, NnRocRow *rows, gsize n)
{
  gsize positives = 0, points;

  *roc = (NnRoc) { .auc = NAN };
  for (gsize i = 0; i < n; i++)
    positives += rows[i].positive;
  if (positives == 0 || positives == n)
    return TRUE;
  qsort (rows, n, sizeof *rows, compare_rows);
  points = count_distinct (rows, n) + 1;
  roc->false_positive_rate = g_try_new (double, points);
  roc->true_positive_rate = g_try_new (double, points);
  roc->threshold = g_try_new (double, points);
  if (roc->false_positive_rate == NULL || roc->true_positive_rate == NULL || roc->threshold == NULL)
    {
      nn_roc_clear (roc);
      return FALSE;
    }
  count_points (roc, rows, n);
  roc->auc = area (roc) / ((double) positives * (double) (n - positives));
  thin_out (roc);
  for (guint i = 0; i < roc->n; i++)
    {
      roc->false_positive_rate[i] /= (double) (n - positives);
      roc->true_positive_rate[i] /= (double) positives;
    }
  return TRUE;
}

void
nn_roc_clear (NnRoc *roc)
{
  g_clear_pointer (&roc->false_positive_rate, g_free);
  g_clear_pointer (&roc->true_positive_rate, g_free);
  g_clear_pointer (&roc->threshold, g_free);
  roc->n = 0;
}
