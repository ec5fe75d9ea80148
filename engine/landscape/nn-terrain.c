#include "nn-terrain.h"

#include <math.h>
#include <string.h>
#include "ds-rng.h"
#include "nn-predict-private.h"

/* Between two looks whether to stop: as many rows as take some milliseconds. */
#define MOST_ROWS_A_LOOK 2048
#define LEAST_ROWS_A_LOOK 128
#define PRODUCTS_A_LOOK 500000000

/* NULL: no memory. */
static NnGrid *
grid_new (guint size)
{
  NnGrid *grid = g_new0 (NnGrid, 1);
  nn_refs_init (&grid->refs);
  grid->size = size;
  grid->values = g_try_new0 (float, (gsize) size * size);
  if (grid->values == NULL)
    g_clear_pointer (&grid, g_free);
  return grid;
}

NnGrid *
nn_grid_ref (NnGrid *grid)
{
  nn_refs_inc (&grid->refs);
  return grid;
}

void
nn_grid_unref (NnGrid *grid)
{
  if (grid == NULL || !nn_refs_dec (&grid->refs))
    return;
  g_free (grid->values);
  g_free (grid);
}

/* --- The rows and the networks that evaluate them ------------------------------------------------- */

static void
clear_evaluators (NnField *field)
{
  for (guint i = 0; i < field->n_evaluators; i++)
    {
      nn_predictor_free (field->evaluators[i].predictor);
      g_free (field->evaluators[i].weights);
    }
  g_clear_pointer (&field->evaluators, g_free);
  field->n_evaluators = 0;
  g_clear_pointer (&field->plan, nn_plan_free);
  g_clear_pointer (&field->spec, nn_spec_unref);
}

static void
clear_rows (NnField *field)
{
  g_clear_pointer (&field->drawn_x, g_free);
  g_clear_pointer (&field->drawn_y, g_free);
  g_clear_pointer (&field->data, ds_prepared_unref);
}

void
nn_field_clear (NnField *field)
{
  clear_evaluators (field);
  clear_rows (field);
  g_clear_pointer (&field->pool, nn_pool_free);
}

static gboolean
make_evaluators (NnField *field, const NnFrame *frame, GError **error)
{
  NnProblem problem = nn_problem (frame->data);
  guint threads;
  if (field->pool == NULL)
    field->pool = nn_pool_new (0);
  threads = nn_pool_threads (field->pool);
  clear_evaluators (field);
  field->plan = nn_plan_new (frame->spec, &problem, NULL, error);
  if (field->plan == NULL)
    return FALSE;
  field->spec = nn_spec_ref (frame->spec);
  field->evaluators = g_new0 (NnEvaluator, threads);
  for (guint i = 0; i < threads; i++)
    {
      NnEvaluator *evaluator = &field->evaluators[field->n_evaluators++];
      evaluator->predictor = nn_predictor_new (frame->spec, &problem, error);
      if (evaluator->predictor == NULL)
        break;
      evaluator->weights = g_try_new (float, field->plan->n_weights + 1);
      if (evaluator->weights != NULL)
        continue;
      g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, "there is no memory for %zu weights", (gsize) field->plan->n_weights);
      break;
    }
  if (field->evaluators[field->n_evaluators - 1].weights != NULL)
    return TRUE;
  clear_evaluators (field);
  return FALSE;
}

/* So many of the training rows, drawn by the seed. */
static gboolean
draw_rows (NnField *field, const NnFrame *frame, gsize n, GError **error)
{
  const DsPrepared *data = frame->data;
  guint targets = data->n_classes > 0 ? 1 : data->targets;
  g_autofree guint32 *order = g_try_new (guint32, data->n_train);
  DsRng rng = ds_rng (frame->spec->seed, DS_RNG_PLANE, G_MAXUINT32);
  field->drawn_x = g_try_new (float, n * data->inputs);
  field->drawn_y = g_try_new (float, n * targets);
  if (order == NULL || field->drawn_x == NULL || field->drawn_y == NULL)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, "there is no memory for %zu rows", n);
      return FALSE;
    }
  for (gsize i = 0; i < data->n_train; i++)
    order[i] = (guint32) i;
  ds_rng_permute (&rng, order, data->n_train);
  for (gsize i = 0; i < n; i++)
    {
      memcpy (field->drawn_x + i * data->inputs, data->x + (gsize) order[i] * data->inputs, data->inputs * sizeof (float));
      memcpy (field->drawn_y + i * targets, data->y + (gsize) order[i] * targets, targets * sizeof (float));
    }
  field->x = field->drawn_x;
  field->y = field->drawn_y;
  return TRUE;
}

static gboolean
make_rows (NnField *field, const NnFrame *frame, gsize max_rows, GError **error)
{
  clear_rows (field);
  field->max_rows = max_rows;
  field->rows = max_rows > 0 ? MIN (max_rows, frame->data->n_train) : frame->data->n_train;
  field->x = frame->data->x;
  field->y = frame->data->y;
  if (field->rows < frame->data->n_train && !draw_rows (field, frame, field->rows, error))
    {
      clear_rows (field);
      return FALSE;
    }
  field->data = ds_prepared_ref (frame->data);
  return TRUE;
}

gboolean
nn_field_prepare (NnField *field, const NnFrame *frame, gsize max_rows, GError **error)
{
  gboolean other = field->data != frame->data;
  if ((field->spec != frame->spec || other) && !make_evaluators (field, frame, error))
    return FALSE;
  return (!other && field->max_rows == max_rows) || make_rows (field, frame, max_rows, error);
}

static double
loss_by (NnField *field, NnPredictor *predictor, const float *weights, NnStopFunc stop, gpointer stop_data)
{
  guint targets = field->data->n_classes > 0 ? 1 : field->data->targets;
  gsize look = CLAMP (PRODUCTS_A_LOOK / (field->plan->n_weights + 1), LEAST_ROWS_A_LOOK, MOST_ROWS_A_LOOK);
  NnTally tally = { 0 };
  for (gsize from = 0; from < field->rows; from += look)
    {
      gsize n = MIN (look, field->rows - from);
      if (stop != NULL && stop (stop_data))
        return NAN;
      nn_predictor_tally (predictor, weights, field->x + from * field->data->inputs, field->y + from * targets, n, &tally);
    }
  return tally.loss / tally.divisor;
}

double
nn_field_loss (NnField *field, const float *weights, NnStopFunc stop, gpointer stop_data)
{
  return loss_by (field, field->evaluators[0].predictor, weights, stop, stop_data);
}

/* --- Grids ---------------------------------------------------------------------------------------- */

void
nn_survey_clear (NnSurvey *survey)
{
  g_clear_pointer (&survey->grid, nn_grid_unref);
  g_clear_pointer (&survey->todo, g_free);
  survey->n_todo = survey->done = 0;
}

gboolean
nn_survey_begin (NnSurvey *survey, const NnPlane *plane, const double box[4], guint size, const NnGrid *coarser)
{
  guint step = coarser != NULL ? (size - 1) / (coarser->size - 1) : 0;
  nn_survey_clear (survey);
  survey->plane = plane;
  survey->x0 = box[0];
  survey->x1 = box[1];
  survey->y0 = box[2];
  survey->y1 = box[3];
  survey->grid = grid_new (size);
  survey->todo = g_try_new (guint, (gsize) size * size);
  if (survey->grid == NULL || survey->todo == NULL)
    {
      nn_survey_clear (survey);
      return FALSE;
    }
  for (guint j = 0; j < size; j++)
    for (guint i = 0; i < size; i++)
      if (step > 0 && i % step == 0 && j % step == 0)
        survey->grid->values[j * size + i] = coarser->values[j / step * coarser->size + i / step];
      else
        survey->todo[survey->n_todo++] = j * size + i;
  return TRUE;
}

typedef struct
{
  NnSurvey *survey;
  NnField *field;
  guint from, to;
  NnStopFunc stop;
  gpointer stop_data;
} Stretch;

static void
survey_tile (gpointer data, guint tile)
{
  const Stretch *stretch = data;
  NnSurvey *survey = stretch->survey;
  NnField *field = stretch->field;
  NnEvaluator *evaluator = &field->evaluators[tile];
  guint size = survey->grid->size;
  for (guint k = stretch->from + tile; k < stretch->to; k += field->n_evaluators)
    {
      guint index = survey->todo[k], i = index % size, j = index / size;
      double x = survey->x0 + (survey->x1 - survey->x0) * i / (size - 1), y = survey->y1 + (survey->y0 - survey->y1) * j / (size - 1);
      if (stretch->stop != NULL && stretch->stop (stretch->stop_data))
        return;
      nn_plane_at (survey->plane, x, y, evaluator->weights);
      survey->grid->values[index] = (float) loss_by (field, evaluator->predictor, evaluator->weights, stretch->stop, stretch->stop_data);
    }
}

gboolean
nn_survey_go_on (NnSurvey *survey, NnField *field, guint count, NnStopFunc stop, gpointer stop_data)
{
  guint to = survey->done + MIN (count, survey->n_todo - survey->done);
  Stretch stretch = { survey, field, survey->done, to, stop, stop_data };
  nn_pool_run (field->pool, survey_tile, &stretch, field->n_evaluators);
  if (stop != NULL && stop (stop_data))
    return FALSE;
  survey->done = to;
  return TRUE;
}
