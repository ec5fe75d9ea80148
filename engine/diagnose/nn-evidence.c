#include "nn-evidence.h"

#include <math.h>
#include <string.h>

#include "nn-predict.h"

/* Rows of a bucket looked at, so that a run of a million epochs costs no more than one of a thousand. */
#define BUCKET_ROWS 16

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static double
median (double *values, guint n)
{
  if (n == 0)
    return NAN;
  qsort (values, n, sizeof *values, compare);
  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static double
median_of (const NnSeries *epochs, guint64 from, guint64 to, guint column)
{
  double values[BUCKET_ROWS];
  guint n = 0, wanted = (guint) MIN (to - from, BUCKET_ROWS);

  for (guint i = 0; i < wanted; i++)
    {
      double v = nn_series_row (epochs, to - 1 - (to - from - 1) * i / MAX (wanted, 1))[column];

      if (isfinite (v))
        values[n++] = v;
    }
  return median (values, n);
}

/* Rows that were there at the moment of the frame, which may be one of the past. */
static guint64
epochs_until (const NnSeries *epochs, guint64 epoch)
{
  guint64 low = 0, high = epochs != NULL ? nn_series_length (epochs) : 0;

  while (low < high)
    {
      guint64 middle = low + (high - low) / 2;

      if (nn_series_row (epochs, middle)[NN_EPOCH] <= (double) epoch)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
gather_epochs (NnEvidence *evidence, const NnSeries *epochs)
{
  guint64 length = epochs_until (epochs, evidence->frame->epoch), n = length > 0 ? length - 1 : 0; /* without row 0 */

  evidence->initial_loss = length > 0 ? nn_series_row (epochs, 0)[NN_TRAIN_LOSS] : NAN;
  evidence->epochs = length > 0 ? nn_series_row (epochs, length - 1)[NN_EPOCH] : 0;
  evidence->n_buckets = (guint) MIN (n, NN_EVIDENCE_BUCKETS);
  for (guint i = 0; i < evidence->n_buckets; i++)
    {
      guint64 from = 1 + n * i / evidence->n_buckets, to = 1 + n * (i + 1) / evidence->n_buckets;

      evidence->bucket_epoch[i] = nn_series_row (epochs, to - 1)[NN_EPOCH];
      evidence->train[i] = median_of (epochs, from, to, NN_TRAIN_LOSS);
      evidence->validation[i] = median_of (epochs, from, to, NN_VALIDATION_LOSS);
    }
}

/* The rows of the last quarter of the steps. */
static void
find_recent (NnEvidence *evidence)
{
  guint64 length = evidence->series != NULL ? nn_layer_series_length (evidence->series) : 0, first, last_step;

  while (length > 0 && nn_layer_series_row (evidence->series, length - 1)->step > evidence->frame->step)
    length--;
  first = length;
  last_step = length > 0 ? nn_layer_series_row (evidence->series, length - 1)->step : 0;
  while (first > 0 && nn_layer_series_row (evidence->series, first - 1)->step >= last_step - last_step / 4)
    first--;
  evidence->first = first;
  evidence->length = length;
}

static double
number_of (const NnLayerNumbers *numbers, NnNumber number)
{
  switch (number)
    {
    case NN_NUMBER_GRADIENT: return (double) numbers->gradient_norm;
    case NN_NUMBER_WEIGHT: return (double) numbers->weight_norm;
    case NN_NUMBER_UPDATE: return (double) numbers->update_ratio;
    case NN_NUMBER_SATURATED: return (double) numbers->saturated;
    case NN_NUMBER_DEAD: return (double) numbers->dead;
    default: return NAN;
    }
}

/* The recent values, at most `size`; returns how many. */
static guint
recent (const NnEvidence *evidence, guint layer, NnNumber number, double *values, guint size)
{
  guint n = 0;

  if (layer >= nn_layer_series_n_layers (evidence->series))
    return 0;
  for (guint64 row = evidence->first; row < evidence->length && n < size; row++)
    {
      double v = number_of (&nn_layer_series_row (evidence->series, row)->layers[layer], number);

      if (!isnan (v))
        values[n++] = v;
    }
  return n;
}

double
nn_evidence_median (const NnEvidence *evidence, guint layer, NnNumber number)
{
  double values[512];
  guint n = recent (evidence, layer, number, values, G_N_ELEMENTS (values));

  return n >= NN_EVIDENCE_ROWS || (n > 0 && evidence->diverged) ? median (values, n) : NAN;
}

double
nn_evidence_lowest (const NnEvidence *evidence, guint layer, NnNumber number)
{
  double values[512], lowest = INFINITY;
  guint n = recent (evidence, layer, number, values, G_N_ELEMENTS (values));

  for (guint i = 0; i < n; i++)
    lowest = MIN (lowest, values[i]);
  return n >= NN_EVIDENCE_ROWS ? lowest : NAN;
}

double
nn_evidence_update_ratio (const NnEvidence *evidence, guint *layer)
{
  double highest = NAN;

  for (guint i = 0; i < evidence->plan->n_layers; i++)
    {
      double ratio = nn_evidence_trains (evidence, i) ? nn_evidence_median (evidence, i, NN_NUMBER_UPDATE) : NAN;

      if (isnan (ratio) || ratio <= highest)
        continue;
      highest = ratio;
      if (layer != NULL)
        *layer = i;
    }
  return highest;
}

double
nn_evidence_longest_step (const NnEvidence *evidence, guint *layer)
{
  double longest = 0;

  for (guint64 row = 0; row < evidence->length; row++)
    for (guint i = 0; i < evidence->plan->n_layers && i < nn_layer_series_n_layers (evidence->series); i++)
      {
        double ratio = (double) nn_layer_series_row (evidence->series, row)->layers[i].update_ratio;

        if (!(ratio > longest) || !nn_evidence_trains (evidence, i))
          continue;
        longest = ratio;
        if (layer != NULL)
          *layer = i;
      }
  return longest;
}

gboolean
nn_evidence_trains (const NnEvidence *evidence, guint layer)
{
  for (guint t = 0; t < evidence->plan->n_tensors; t++)
    if (evidence->plan->tensors[t].layer == layer && evidence->plan->tensors[t].trainable)
      return TRUE;
  return FALSE;
}

guint
nn_evidence_output (const NnEvidence *evidence)
{
  for (guint i = evidence->plan->n_layers; i > 0; i--)
    if (evidence->plan->layers[i - 1].weight >= 0)
      return i - 1;
  return 0;
}

const DsType *
nn_evidence_activation (const NnSpec *spec, guint layer)
{
  static const char *const params[] = { "activation", "function" };

  for (guint i = 0; i < G_N_ELEMENTS (params); i++)
    if (ds_type_find_param (spec->layers[layer].type, params[i]) >= 0)
      return ds_item_choice (&spec->layers[layer], params[i]);
  return NULL;
}

/* The mean slope between two places, against that at 0. */
static double
slope (const DsType *activation, double from, double to)
{
  double at_zero = (nn_activation_value (activation, 0.5) - nn_activation_value (activation, -0.5));

  return (nn_activation_value (activation, to) - nn_activation_value (activation, from)) / (to - from) / at_zero;
}

gboolean
nn_activation_saturates (const DsType *activation)
{
  return activation != NULL && fabs (slope (activation, 8, 16)) < 0.05 && fabs (slope (activation, -16, -8)) < 0.05;
}

gboolean
nn_activation_can_die (const DsType *activation)
{
  return activation != NULL && slope (activation, -8, -1) == 0 && slope (activation, 8, 16) > 0.5;
}

guint
nn_evidence_silent (const NnEvidence *evidence, guint layer, gsize *rows)
{
  gsize n = MIN (evidence->data->n_train, NN_EVIDENCE_LOOKED_AT);
  guint units = evidence->plan->layers[layer].out, silent = 0;
  NnProblem problem = nn_problem (evidence->data);
  g_autoptr (NnPredictor) predictor = nn_predictor_new (evidence->spec, &problem, NULL);
  g_autofree float *values = g_try_new (float, MAX (n, 1) * MAX (units, 1));
  float *maps[NN_MAX_LAYERS] = { NULL };

  *rows = n;
  if (predictor == NULL || values == NULL || n == 0)
    return 0;
  maps[layer] = values;
  nn_predictor_maps (predictor, evidence->frame->weights, evidence->data->x, n, NN_OUTPUT_RAW, NULL, maps);
  for (guint u = 0; u < units; u++)
    {
      gsize row = 0;

      while (row < n && values[u * n + row] == 0)
        row++;
      silent += row == n;
    }
  return silent;
}

double
nn_evidence_validation_error (const NnEvidence *evidence)
{
  const DsPrepared *data = evidence->data;
  gsize n = MIN (data->n_validation, NN_EVIDENCE_LOOKED_AT);
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPredictor) predictor = nn_predictor_new (evidence->spec, &problem, NULL);
  g_autofree float *predictions = g_try_new (float, MAX (n, 1) * MAX (evidence->plan->outputs, 1)), *losses = g_try_new (float, MAX (n, 1));
  double sum = 0, squares = 0;

  if (predictor == NULL || predictions == NULL || losses == NULL || n < 2)
    return NAN;
  nn_predictor_rows (predictor, evidence->frame->weights, data->x + data->n_train * data->inputs, data->y + data->n_train * data->targets, n,
                     predictions, losses);
  for (gsize i = 0; i < n; i++)
    sum += (double) losses[i];
  for (gsize i = 0; i < n; i++)
    squares += ((double) losses[i] - sum / (double) n) * ((double) losses[i] - sum / (double) n);
  return sqrt (squares / (double) (n - 1) / (double) data->n_validation);
}

/* R^2 of the first target. */
static double
explained_variance (const NnEvidence *evidence)
{
  const DsPrepared *data = evidence->data;
  gsize rows = MIN (data->n_train, NN_EVIDENCE_LOOKED_AT);
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPredictor) predictor = nn_predictor_new (evidence->spec, &problem, NULL);
  g_autofree float *out = g_try_new (float, MAX (rows, 1) * MAX (evidence->plan->outputs, 1));
  double error = 0;

  if (predictor == NULL || out == NULL || evidence->facts->target_variance <= 0 || rows == 0)
    return NAN;
  nn_predictor_run (predictor, evidence->frame->weights, data->x, rows, NN_OUTPUT_PREDICTION, out);
  for (gsize r = 0; r < rows; r++)
    {
      double d = (double) out[r * evidence->plan->outputs] - (double) data->y[r * data->targets];
      error += d * d;
    }
  return 1 - error / (double) rows / evidence->facts->target_variance;
}

/* Where classes count alike: balanced accuracy above that of a constant answer, which is 1 / classes. */
static double
explained_by_class (const NnEvidence *evidence)
{
  guint present = 0;

  for (guint c = 0; c < evidence->data->n_classes; c++)
    present += evidence->data->class_rows[c] > 0;
  return present > 1 ? (evidence->frame->train_balanced - 1.0 / present) / (1 - 1.0 / present) : NAN;
}

static double
explained (const NnEvidence *evidence)
{
  guint64 largest = 0, all = 0;
  double share;

  if (evidence->data->n_classes == 0)
    return explained_variance (evidence);
  if (nn_loss_weighs_classes (&evidence->spec->loss))
    return explained_by_class (evidence);
  for (gsize c = 0; c < evidence->facts->n_classes; c++)
    {
      largest = MAX (largest, evidence->facts->counts[c]);
      all += evidence->facts->counts[c];
    }
  share = all > 0 ? (double) largest / (double) all : 1;
  return share < 1 ? (evidence->frame->train_accuracy - share) / (1 - share) : NAN;
}

void
nn_evidence_gather (NnEvidence *evidence, NnFrame *frame, const NnDataFacts *facts, const NnPlan *plan)
{
  memset (evidence, 0, sizeof *evidence);
  evidence->frame = frame;
  evidence->spec = frame->spec;
  evidence->data = frame->data;
  evidence->plan = plan;
  evidence->facts = nn_data_facts_get (facts);
  evidence->series = frame->layer_series;
  evidence->diverged = frame->state == NN_STOPPED && frame->stop == NN_STOP_DIVERGED;
  find_recent (evidence);
  gather_epochs (evidence, frame->epochs);
  evidence->explained = explained (evidence);
}
