#include "nn-metrics.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "nn-roc.h"

/* What all parts of the work read: one part of the data and what the network says to it. */
typedef struct
{
  const NnPredictor *predictor;
  const NnPlan *plan;
  const DsPrepared *data;
  const float *x, *y; /* of the first row of the part */
  gsize rows;
  float *predictions; /* (rows, outputs) */
} Work;

const char *
nn_part_name (NnPart part)
{
  static const char *const names[] = { "train", "validation", "test" };

  g_return_val_if_fail (part < NN_N_PARTS, NULL);
  return names[part];
}

gsize
nn_part_rows (const DsPrepared *data, NnPart part, gsize *from)
{
  gsize rows[] = { data->n_train, data->n_validation, data->n_test };

  *from = 0;
  for (guint i = 0; i < part; i++)
    *from += rows[i];
  return rows[part];
}

/* --- classes ----------------------------------------------------------------------------------------------------------- */

static guint
true_class (const Work *work, gsize row)
{
  return (guint) work->y[row];
}

/* What speaks for a class: its output; or, where two classes share one, that output and its mirror image. The mirror image is
 * taken about 0 here, so that no digit of a small probability is lost. */
static double
score_of (const Work *work, gsize row, guint class)
{
  const float *prediction = work->predictions + row * work->plan->outputs;

  if (work->plan->outputs == 1)
    return class == 1 ? (double) prediction[0] : -(double) prediction[0];
  return (double) prediction[class];
}

static void
count_confusion (NnMetrics *metrics, const Work *work)
{
  for (gsize row = 0; row < work->rows; row++)
    {
      guint predicted = nn_predictor_class (work->predictor, work->predictions + row * work->plan->outputs);

      metrics->confusion[(gsize) true_class (work, row) * metrics->n_classes + predicted]++;
    }
}

static gboolean
in_top_k (const NnMetrics *metrics, const Work *work, gsize row)
{
  guint class = true_class (work, row), above = 0;
  double score = score_of (work, row, class);

  if (work->plan->outputs == 1)
    return metrics->top_k > 1 || nn_predictor_class (work->predictor, work->predictions + row) == class;
  for (guint c = 0; c < metrics->n_classes; c++)
    {
      double other = score_of (work, row, c);
      above += other > score || (other == score && c < class);
    }
  return above < metrics->top_k;
}

static void
measure_accuracy (NnMetrics *metrics, const Work *work)
{
  guint64 right = 0, in_top = 0;

  for (guint c = 0; c < metrics->n_classes; c++)
    right += metrics->confusion[(gsize) c * metrics->n_classes + c];
  for (gsize row = 0; row < work->rows; row++)
    in_top += in_top_k (metrics, work, row);
  metrics->accuracy = (double) right / (double) work->rows;
  metrics->top_k_accuracy = (double) in_top / (double) work->rows;
}

static guint64
count_predicted (const NnMetrics *metrics, guint class)
{
  guint64 sum = 0;

  for (guint c = 0; c < metrics->n_classes; c++)
    sum += metrics->confusion[(gsize) c * metrics->n_classes + class];
  return sum;
}

static double
share (double part, double whole)
{
  return whole > 0 ? part / whole : NAN;
}

static void
measure_class (NnMetrics *metrics, guint class)
{
  NnClassMetrics *it = &metrics->classes[class];
  const guint64 *row = metrics->confusion + (gsize) class * metrics->n_classes;
  double predicted = (double) count_predicted (metrics, class);

  for (guint c = 0; c < metrics->n_classes; c++)
    it->support += row[c];
  it->precision = share ((double) row[class], predicted);
  it->recall = share ((double) row[class], (double) it->support);
  it->f1 = share (2 * (double) row[class], predicted + (double) it->support);
}

static gboolean
measure_roc (NnMetrics *metrics, const Work *work, GError **error)
{
  g_autofree NnRocRow *rows = g_try_new (NnRocRow, work->rows);
  gboolean fine = rows != NULL;

  for (guint c = 0; fine && c < metrics->n_classes; c++)
    {
      NnRoc *roc = &metrics->classes[c].roc;

      for (gsize row = 0; row < work->rows; row++)
        rows[row] = (NnRocRow) { score_of (work, row, c), true_class (work, row) == c };
      fine = nn_roc_fill (roc, rows, work->rows);
      if (work->plan->outputs == 1 && c == 0)
        for (guint i = 0; i < roc->n; i++)
          roc->threshold[i] += work->plan->target_low + work->plan->target_high;
    }
  if (!fine)
    g_set_error (error, NN_ERROR, NN_ERROR_TOO_BIG, _("there is no memory for the ROC curves of %zu rows"), work->rows);
  return fine;
}

/* One number a class, averaged. A class counts if it is there or was predicted (its F1 says so); for an area, if it has one. */
static double
average (const NnMetrics *metrics, double (*value) (const NnClassMetrics *it), gboolean weighted)
{
  double sum = 0, weights = 0;

  for (guint c = 0; c < metrics->n_classes; c++)
    {
      const NnClassMetrics *it = &metrics->classes[c];
      double v = value (it), weight = weighted ? (double) it->support : 1;

      if (isnan (it->f1) || isinf (v))
        continue;
      sum += weight * (isnan (v) ? 0 : v);
      weights += weight;
    }
  return share (sum, weights);
}

static double
precision_of (const NnClassMetrics *it)
{
  return it->precision;
}

static double
recall_of (const NnClassMetrics *it)
{
  return it->recall;
}

static double
f1_of (const NnClassMetrics *it)
{
  return it->f1;
}

/* Infinity is what average() leaves out. */
static double
auc_of (const NnClassMetrics *it)
{
  return isnan (it->roc.auc) ? INFINITY : it->roc.auc;
}

static NnAverages
averages (const NnMetrics *metrics, gboolean weighted)
{
  return (NnAverages) { .precision = average (metrics, precision_of, weighted), .recall = average (metrics, recall_of, weighted),
                        .f1 = average (metrics, f1_of, weighted), .auc = average (metrics, auc_of, weighted) };
}

static gboolean
measure_classes (NnMetrics *metrics, const Work *work, GError **error)
{
  count_confusion (metrics, work);
  measure_accuracy (metrics, work);
  for (guint c = 0; c < metrics->n_classes; c++)
    measure_class (metrics, c);
  if (!measure_roc (metrics, work, error))
    return FALSE;
  metrics->macro = averages (metrics, FALSE);
  metrics->weighted = averages (metrics, TRUE);
  return TRUE;
}

/* --- values ------------------------------------------------------------------------------------------------------------ */

static NnTargetMetrics
measure_target (const Work *work, guint target)
{
  guint targets = work->data->targets;
  double mean = 0, residual = 0, total = 0, absolute = 0, n = (double) work->rows;
  NnTargetMetrics it;

  for (gsize row = 0; row < work->rows; row++)
    mean += (double) work->y[row * targets + target];
  mean /= n;
  for (gsize row = 0; row < work->rows; row++)
    {
      double y = (double) work->y[row * targets + target], off = y - (double) work->predictions[row * targets + target];

      residual += off * off;
      absolute += fabs (off);
      total += (y - mean) * (y - mean);
    }
  if (work->rows < 2)
    it.r2 = NAN;
  else if (total > 0)
    it.r2 = 1 - residual / total;
  else
    it.r2 = residual > 0 ? 0 : 1;
  it.mae = absolute / n;
  it.rmse = sqrt (residual / n);
  return it;
}

static void
measure_targets (NnMetrics *metrics, const Work *work)
{
  NnTargetMetrics sum = { 0 };

  for (guint t = 0; t < metrics->n_targets; t++)
    {
      NnTargetMetrics it = measure_target (work, t);

      metrics->targets[t] = it;
      sum.r2 += it.r2 / metrics->n_targets;
      sum.mae += it.mae / metrics->n_targets;
      sum.rmse += it.rmse / metrics->n_targets;
    }
  metrics->mean = sum;
}

/* --- the whole --------------------------------------------------------------------------------------------------------- */

static guint
choose_top_k (guint n_classes, guint wanted)
{
  if (wanted > 0)
    return MIN (wanted, n_classes);
  return CLAMP (n_classes - 1, 1, 5);
}

/* Everything NaN or 0. NULL without memory. */
static NnMetrics *
new_empty (const DsPrepared *data, NnPart part, guint top_k)
{
  NnMetrics *metrics = g_new0 (NnMetrics, 1);
  const NnTargetMetrics no_target = { NAN, NAN, NAN };
  const NnAverages no_average = { NAN, NAN, NAN, NAN };
  guint n = data->n_classes;

  metrics->part = part;
  metrics->loss = metrics->accuracy = metrics->top_k_accuracy = NAN;
  metrics->macro = metrics->weighted = no_average;
  metrics->mean = no_target;
  metrics->n_classes = n;
  if (n > 0)
    {
      metrics->top_k = choose_top_k (n, top_k);
      metrics->confusion = g_try_malloc0_n ((gsize) n * n, sizeof (guint64));
      metrics->classes = g_try_new0 (NnClassMetrics, n);
      for (guint c = 0; metrics->classes != NULL && c < n; c++)
        metrics->classes[c] = (NnClassMetrics) { .precision = NAN, .recall = NAN, .f1 = NAN, .roc.auc = NAN };
    }
  else
    {
      metrics->n_targets = data->targets;
      metrics->targets = g_try_new (NnTargetMetrics, data->targets);
      for (guint t = 0; metrics->targets != NULL && t < data->targets; t++)
        metrics->targets[t] = no_target;
    }
  if (n > 0 ? metrics->confusion != NULL && metrics->classes != NULL : metrics->targets != NULL)
    return metrics;
  nn_metrics_free (metrics);
  return NULL;
}

static gboolean
fits (const NnPlan *plan, const DsPrepared *data, GError **error)
{
  gboolean outputs = data->n_classes > 0 ? plan->outputs == data->n_classes || (plan->outputs == 1 && data->n_classes == 2)
                                         : plan->outputs == data->targets;

  if (outputs && plan->inputs == data->inputs)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _("a network of %u inputs and %u outputs does not belong to these data, with %u inputs and %u %s"),
               plan->inputs, plan->outputs, data->inputs, data->n_classes > 0 ? data->n_classes : data->targets,
               data->n_classes > 0 ? _("classes") : _("targets"));
  return FALSE;
}

static gboolean
all_finite (const Work *work, GError **error)
{
  for (gsize i = 0; i < work->rows * work->plan->outputs; i++)
    if (!isfinite (work->predictions[i]))
      {
        g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                     _("with these weights the network puts out something that is not a number (row %zu): they cannot be evaluated; train again"),
                     (gsize) work->data->source_row[(gsize) (work->x - work->data->x) / work->data->inputs + i / work->plan->outputs] + 1);
        return FALSE;
      }
  return TRUE;
}

NnMetrics *
nn_metrics_new (NnPredictor *predictor, const float *weights, const DsPrepared *data, NnPart part, guint top_k, GError **error)
{
  Work work = { .predictor = predictor, .plan = nn_predictor_plan (predictor), .data = data };
  g_autoptr (NnMetrics) metrics = NULL;
  g_autofree float *predictions = NULL;
  double accuracy;
  gsize from;

  if (!fits (work.plan, data, error))
    return NULL;
  work.rows = nn_part_rows (data, part, &from);
  work.x = data->x + from * data->inputs;
  work.y = data->y + from * data->targets;
  metrics = new_empty (data, part, top_k);
  work.predictions = predictions = g_try_malloc_n (MAX (work.rows, 1), work.plan->outputs * sizeof (float));
  if (metrics == NULL || predictions == NULL)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_TOO_BIG, _("there is no memory for %zu predictions"), work.rows);
      return NULL;
    }
  metrics->rows = work.rows;
  if (work.rows == 0)
    return g_steal_pointer (&metrics);
  nn_predictor_run (predictor, weights, work.x, work.rows, NN_OUTPUT_PREDICTION, predictions);
  if (!all_finite (&work, error))
    return NULL;
  nn_predictor_score (predictor, weights, work.x, work.y, work.rows, &metrics->loss, &accuracy);
  if (metrics->n_classes == 0)
    measure_targets (metrics, &work);
  else if (!measure_classes (metrics, &work, error))
    return NULL;
  return g_steal_pointer (&metrics);
}

void
nn_metrics_free (NnMetrics *metrics)
{
  if (metrics == NULL)
    return;
  for (guint c = 0; metrics->classes != NULL && c < metrics->n_classes; c++)
    nn_roc_clear (&metrics->classes[c].roc);
  g_free (metrics->classes);
  g_free (metrics->confusion);
  g_free (metrics->targets);
  g_free (metrics);
}
