#include "nn-score.h"

#include <math.h>
#include <stdlib.h>

#include <glib/gi18n-lib.h>

#include "nn-channel.h"

typedef struct
{
  NnScore score;
  NnRefs refs;
} Score;

typedef gboolean (*Stop) (gpointer stop_data);

NnScore *
nn_score_ref (NnScore *score)
{
  nn_refs_inc (&((Score *) score)->refs);
  return score;
}

void
nn_score_unref (NnScore *score)
{
  if (score == NULL || !nn_refs_dec (&((Score *) score)->refs))
    return;
  for (guint part = 0; part < NN_N_PARTS; part++)
    {
      nn_metrics_free (score->metrics[part]);
      g_free (score->mistakes[part]);
    }
  g_free (score->predictions);
  g_free (score->losses);
  nn_spec_unref (score->spec);
  ds_prepared_unref (score->data);
  g_free (score);
}

static guint
class_of (const NnScore *score, const float *prediction)
{
  guint best = 0;

  if (score->outputs == 1)
    return (double) prediction[0] > (score->target_low + score->target_high) / 2;
  for (guint o = 1; o < score->outputs; o++)
    if (prediction[o] > prediction[best])
      best = o;
  return best;
}

guint
nn_score_class (const NnScore *score, gsize row)
{
  return class_of (score, score->predictions + row * score->outputs);
}

double
nn_score_confidence (const NnScore *score, gsize row, guint class_index)
{
  const float *prediction = score->predictions + row * score->outputs;

  if (!score->probabilities)
    return NAN;
  if (score->outputs > 1)
    return (double) prediction[class_index];
  return class_index == 1 ? (double) prediction[0] : 1 - (double) prediction[0];
}

/* --- mistakes: a heap of the worst, its root the least of them --------------------------------------------------------- */

/* Whether a stands before b: greater loss first, then the earlier row; what is no number is the worst of all. */
static gboolean
is_worse (const NnMistake *a, const NnMistake *b)
{
  if (isnan (a->loss) != isnan (b->loss))
    return isnan (a->loss);
  if (a->loss != b->loss && !isnan (a->loss))
    return a->loss > b->loss;
  return a->row < b->row;
}

static void
sift_down (NnMistake *heap, gsize n, gsize at)
{
  for (;;)
    {
      gsize least = at;
      NnMistake swap;

      for (gsize child = 2 * at + 1; child <= 2 * at + 2 && child < n; child++)
        if (is_worse (&heap[least], &heap[child]))
          least = child;
      if (least == at)
        return;
      swap = heap[at];
      heap[at] = heap[least];
      heap[least] = swap;
      at = least;
    }
}

static void
keep_worst (NnMistake *heap, gsize *n, const NnMistake *mistake)
{
  if (*n < NN_SCORE_MISTAKES)
    {
      heap[(*n)++] = *mistake;
      if (*n == NN_SCORE_MISTAKES)
        for (gsize at = *n / 2; at-- > 0;)
          sift_down (heap, *n, at);
    }
  else if (is_worse (mistake, &heap[0]))
    {
      heap[0] = *mistake;
      sift_down (heap, *n, 0);
    }
}

static int
worst_first (const void *a, const void *b)
{
  return is_worse (a, b) ? -1 : is_worse (b, a) ? 1 : 0;
}

/* FALSE where the row is right. */
static gboolean
mistake_of (const NnScore *score, gsize row, NnMistake *mistake)
{
  const DsPrepared *data = score->data;
  const float *prediction = score->predictions + row * score->outputs;
  float most = -1;

  *mistake = (NnMistake){ .row = (guint32) row, .confidence = NAN, .value = NAN, .loss = score->losses[row] };
  if (data->n_classes > 0)
    {
      mistake->predicted = class_of (score, prediction);
      mistake->confidence = (float) nn_score_confidence (score, row, mistake->predicted);
      return mistake->predicted != (guint) data->y[row];
    }
  for (guint t = 0; t < data->targets; t++)
    {
      float off = fabsf (prediction[t] - data->y[row * data->targets + t]);

      if (!(off > most))
        continue;
      most = off;
      mistake->target = t;
      mistake->value = prediction[t];
    }
  return TRUE;
}

static gboolean
find_mistakes (NnScore *score, NnPart part, Stop stop, gpointer stop_data)
{
  gsize from, rows = nn_part_rows (score->data, part, &from), n = 0;
  NnMistake *heap = g_new (NnMistake, MIN (MAX (rows, 1), NN_SCORE_MISTAKES)), mistake;

  score->mistakes[part] = heap;
  for (gsize row = from; row < from + rows; row++)
    {
      if ((row & 0xffff) == 0 && stop != NULL && stop (stop_data))
        return FALSE;
      if (!mistake_of (score, row, &mistake))
        continue;
      score->n_wrong[part]++;
      keep_worst (heap, &n, &mistake);
    }
  qsort (heap, n, sizeof (NnMistake), worst_first);
  score->n_mistakes[part] = n;
  return TRUE;
}

/* --- the whole --------------------------------------------------------------------------------------------------------- */

#define CHUNK 16384 /* rows between two looks at whether the answer is still wanted */

static gboolean
predict_all (NnScore *score, NnPredictor *predictor, const NnFrame *frame, Stop stop, gpointer stop_data)
{
  const DsPrepared *data = score->data;

  for (gsize from = 0; from < data->rows; from += CHUNK)
    {
      if (stop != NULL && stop (stop_data))
        return FALSE;
      nn_predictor_rows (predictor, frame->weights, data->x + from * data->inputs, data->y + from * data->targets,
                         MIN (CHUNK, data->rows - from), score->predictions + from * score->outputs, score->losses + from);
    }
  return TRUE;
}

/* One output between two encodings of 0 and 1 says how sure it is, whatever the loss. */
static gboolean
are_probabilities (const NnScore *score)
{
  if (score->data->n_classes == 0)
    return FALSE;
  if (nn_loss_prediction (score->spec->loss.type) == NN_PREDICT_PROBABILITY)
    return TRUE;
  if (score->outputs != 1 || score->target_low != 0 || score->target_high != 1)
    return FALSE;
  for (gsize row = 0; row < score->data->rows; row++)
    if (!(score->predictions[row] >= 0 && score->predictions[row] <= 1))
      return FALSE;
  return TRUE;
}

static NnScore *
new_empty (const NnFrame *frame, const NnPlan *plan, GError **error)
{
  Score *self = g_new0 (Score, 1);
  NnScore *score = &self->score;

  nn_refs_init (&self->refs);
  score->run = frame->run;
  score->step = frame->step;
  score->epoch = frame->epoch;
  score->version = frame->version;
  score->spec = nn_spec_ref (frame->spec);
  score->data = ds_prepared_ref (frame->data);
  score->outputs = plan->outputs;
  score->target_low = plan->target_low;
  score->target_high = plan->target_high;
  score->predictions = g_try_malloc_n (MAX (frame->data->rows, 1), plan->outputs * sizeof (float));
  score->losses = g_try_malloc_n (MAX (frame->data->rows, 1), sizeof (float));
  if (score->predictions != NULL && score->losses != NULL)
    return score;
  g_set_error (error, NN_ERROR, NN_ERROR_TOO_BIG, _("there is no memory for %zu predictions"), frame->data->rows);
  nn_score_unref (score);
  return NULL;
}

NnScore *
nn_score_new (const NnFrame *frame, Stop stop, gpointer stop_data, GError **error)
{
  NnProblem problem = nn_problem (frame->data);
  g_autoptr (NnPredictor) predictor = nn_predictor_new (frame->spec, &problem, error);
  g_autoptr (NnScore) score = predictor != NULL ? new_empty (frame, nn_predictor_plan (predictor), error) : NULL;

  if (score == NULL || !predict_all (score, predictor, frame, stop, stop_data))
    return NULL;
  score->probabilities = are_probabilities (score);
  for (guint part = 0; part < NN_N_PARTS; part++)
    {
      gsize from;

      if (nn_part_rows (score->data, part, &from) == 0)
        continue;
      score->metrics[part] = nn_metrics_new (predictor, frame->weights, score->data, part, 0, error);
      if (score->metrics[part] == NULL || !find_mistakes (score, part, stop, stop_data))
        return NULL;
    }
  return g_steal_pointer (&score);
}
