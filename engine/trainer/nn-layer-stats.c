/* What each layer does, for the inspector and for diagnosis: norms, spread of activations, saturated and dead shares, histograms.
 * One pass over weights and the last batch's activations, only when a frame is made. */
#include "nn-run.h"

#include <math.h>
#include <string.h>

/* Above this many weights, not every frame. */
#define LARGE 65536
#define INTERVAL 100000 /* microseconds */
#define SATURATED 0.05f
/* Samples whose slopes are taken at a time. */
#define SLOPE_BLOCK 256

typedef struct
{
  double sum, squares;
  gsize n;
  float low, high;
} Moments;

static void
add_range (Moments *m, const float *v, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      m->sum += (double) v[i];
      m->squares += (double) v[i] * (double) v[i];
      m->low = MIN (m->low, v[i]);
      m->high = MAX (m->high, v[i]);
    }
  m->n += n;
}

static void
count (NnHistogram *h, const float *v, gsize n)
{
  float scale = h->high > h->low ? NN_HISTOGRAM_BINS / (h->high - h->low) : 0;

  for (gsize i = 0; i < n; i++)
    {
      float bin = (v[i] - h->low) * scale;
      h->counts[bin > 0 ? (guint) MIN (bin, NN_HISTOGRAM_BINS - 1) : 0]++; /* NaN counts as the lowest */
    }
}

/* An empty histogram over the moments' range. A range that is not finite has no bins to speak of. */
static NnHistogram
begin_histogram (const Moments *m)
{
  if (m->n == 0 || !isfinite (m->low) || !isfinite (m->high) || !isfinite (m->high - m->low))
    return (NnHistogram) { 0 };
  return (NnHistogram) { .low = m->low, .high = m->high };
}

#define NO_MOMENTS { .low = INFINITY, .high = -INFINITY }

/* Norms and histograms of the layer's parameters; running statistics are none. */
static void
measure_parameters (const NnRun *run, guint layer, NnLayerStats *stats)
{
  const NnNetwork *network = run->network;
  const NnPlan *plan = network->plan;
  Moments weights = NO_MOMENTS, gradients = NO_MOMENTS;
  double moved = 0;

  for (guint t = 0; t < plan->n_tensors; t++)
    {
      const NnTensor *tensor = &plan->tensors[t];
      gsize n = (gsize) tensor->rows * MAX (tensor->cols, 1), end = tensor->offset + n;

      if (tensor->layer != layer || tensor->is_state)
        continue;
      add_range (&weights, network->w + tensor->offset, n);
      if (run->stepped)
        add_range (&gradients, network->g + tensor->offset, n);
      for (gsize i = tensor->offset; run->stepped && i < end; i++)
        {
          double d = (double) network->w[i] - (double) network->before[i];
          moved += d * d;
        }
    }
  if (weights.n == 0)
    return;
  stats->weight_norm = (float) sqrt (weights.squares);
  stats->weights = begin_histogram (&weights);
  stats->gradients = begin_histogram (&gradients);
  if (run->stepped)
    {
      stats->gradient_norm = (float) sqrt (gradients.squares);
      stats->update_ratio = weights.squares > 0 ? (float) sqrt (moved / weights.squares) : NAN;
    }
  for (guint t = 0; t < plan->n_tensors; t++)
    {
      const NnTensor *tensor = &plan->tensors[t];
      gsize n = (gsize) tensor->rows * MAX (tensor->cols, 1);

      if (tensor->layer != layer || tensor->is_state)
        continue;
      count (&stats->weights, network->w + tensor->offset, n);
      if (run->stepped)
        count (&stats->gradients, network->g + tensor->offset, n);
    }
}

/* Slopes of one activation op: which values are saturated, which units dead. */
static void
measure_slopes (const NnRun *run, const NnOp *op, NnLayerStats *stats)
{
  gsize rows = run->network->rows, saturated = 0;
  guint dead = 0;
  float zero = 0, at_zero, value, one = 1, ones[SLOPE_BLOCK], slopes[SLOPE_BLOCK];

  for (gsize l = 0; l < SLOPE_BLOCK; l++)
    ones[l] = 1;
  op->activation->forward (&zero, &value, 1);
  op->activation->backward (op->activation->from_output ? &value : &zero, &one, &at_zero, 1);
  for (guint o = 0; o < op->out; o++)
    {
      const float *s = (op->activation->from_output ? op->y : op->x) + o * op->ld;
      gsize flat = 0;

      for (gsize at = 0; at < rows; at += SLOPE_BLOCK)
        {
          gsize n = MIN (SLOPE_BLOCK, rows - at);

          op->activation->backward (s + at, ones, slopes, n);
          for (gsize l = 0; l < n; l++)
            {
              flat += slopes[l] == 0;
              saturated += fabsf (slopes[l]) < SATURATED * at_zero;
            }
        }
      dead += flat == rows;
    }
  stats->dead = (float) dead / (float) op->out;
  stats->saturated = at_zero > 0 ? (float) saturated / ((float) rows * (float) op->out) : NAN;
}

static void
measure_activations (const NnRun *run, guint layer, NnLayerStats *stats)
{
  const NnNetwork *network = run->network;
  const NnOp *last = NULL, *activation = NULL;
  Moments values = NO_MOMENTS;

  for (guint i = 0; i < network->n_ops; i++)
    if (network->ops[i].layer == layer)
      {
        last = &network->ops[i];
        activation = last->activation != NULL ? last : activation;
      }
  if (last == NULL || !run->stepped || network->rows == 0)
    return;
  for (guint o = 0; o < last->out; o++)
    add_range (&values, last->y + o * last->ld, network->rows);
  double n = (double) values.n, mean = values.sum / n;
  stats->activation_mean = (float) mean;
  stats->activation_std = (float) sqrt (MAX (values.squares / n - mean * mean, 0));
  stats->activations = begin_histogram (&values);
  for (guint o = 0; o < last->out; o++)
    count (&stats->activations, last->y + o * last->ld, network->rows);
  if (activation != NULL)
    measure_slopes (run, activation, stats);
}

static void
measure (NnRun *run)
{
  run->measured_at = g_get_monotonic_time ();
  run->measured_step = run->step;
  for (guint i = 0; i < run->network->plan->n_layers; i++)
    {
      NnLayerStats *stats = &run->layers[i];

      memset (stats, 0, sizeof *stats);
      stats->gradient_norm = stats->weight_norm = stats->update_ratio = stats->activation_mean = stats->activation_std = NAN;
      stats->saturated = stats->dead = NAN;
      measure_parameters (run, i, stats);
      measure_activations (run, i, stats);
    }
}

void
nn_run_measure_layers (NnRun *run)
{
  gint64 now = g_get_monotonic_time ();

  if (run->measured_at == 0
      || (run->measured_step != run->step && (run->network->n <= LARGE || now - run->measured_at >= INTERVAL)))
    measure (run);
}

void
nn_run_take_up_layers (NnRun *run, const NnLayerStats *layers, guint n)
{
  if (n != run->network->plan->n_layers)
    return;
  memcpy (run->layers, layers, n * sizeof *layers);
  run->measured_at = g_get_monotonic_time ();
  run->measured_step = run->step;
}

void
nn_run_record_layers (NnRun *run, gboolean last)
{
  NnLayerNumbers numbers[NN_MAX_LAYERS];
  NnLayerHistograms histograms[NN_MAX_LAYERS];
  NnLayerRow row = { .step = run->step, .batch_loss = run->batch_loss, .learning_rate = run->learning_rate, .last = last };

  if (!last && !nn_layer_series_is_due (run->step, run->network->n > LARGE))
    return;
  measure (run);
  row.epoch = (double) run->epoch + (double) run->step_in_epoch / (double) run->steps_per_epoch;
  if (!last)
    row.epoch += 1 / (double) run->steps_per_epoch; /* the step is taken, though not counted yet */
  for (guint i = 0; i < run->network->plan->n_layers; i++)
    {
      const NnLayerStats *s = &run->layers[i];

      numbers[i] = (NnLayerNumbers) { s->gradient_norm, s->weight_norm, s->update_ratio, s->activation_mean, s->activation_std, s->saturated, s->dead };
      histograms[i] = (NnLayerHistograms) { s->weights, s->gradients, s->activations };
    }
  row.layers = numbers;
  row.histograms = histograms;
  nn_layer_series_append (run->layer_series, &row);
}
