#include "nn-run.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ds-rng.h"
#include "nn-checkpoint-private.h"
#include "nn-plan-private.h"
#include "nn-schedule.h"
#include "nn-weights.h"

/* Rows scored at a time. */
#define SCORE_ROWS 512
/* A loss this many times the first one (or 1, if that was smaller) is not coming back. */
#define BLOW_UP 1e4

/* The mean recall over the classes that have rows (scikit-learn, balanced_accuracy_score). */
static double
balanced_accuracy (const NnTally *tally, guint n_classes)
{
  double sum = 0;
  guint present = 0;

  for (guint c = 0; c < n_classes; c++)
    if (tally->class_rows[c] > 0)
      {
        sum += (double) tally->class_right[c] / (double) tally->class_rows[c];
        present++;
      }
  return present > 0 ? sum / present : NAN;
}

static void
score_rows (NnRun *run, gsize from, gsize n, double *loss, double *accuracy, double *balanced)
{
  const DsPrepared *data = run->data;
  g_autofree guint64 *counts = data->n_classes > 0 ? g_new0 (guint64, 2 * (gsize) data->n_classes) : NULL;
  NnTally tally = { .class_rows = counts, .class_right = counts != NULL ? counts + data->n_classes : NULL };

  run->backend->bind (run->evaluator, run->network->w);
  for (gsize at = from; at < from + n; at += SCORE_ROWS)
    {
      gsize rows = MIN (SCORE_ROWS, from + n - at);

      run->backend->load (run->evaluator, data->x + at * data->inputs, data->y + at * data->targets, NULL, rows);
      run->backend->forward (run->evaluator, NN_EVALUATE, 0);
      run->backend->score (run->evaluator, &tally);
    }
  *loss = n > 0 ? tally.loss / tally.divisor : NAN;
  *accuracy = n > 0 && data->n_classes > 0 ? (double) tally.right / (double) n : NAN;
  *balanced = balanced_accuracy (&tally, data->n_classes);
}

static void
score (NnRun *run)
{
  score_rows (run, 0, run->data->n_train, &run->train_loss, &run->train_accuracy, &run->train_balanced);
  score_rows (run, run->data->n_train, run->data->n_validation, &run->validation_loss, &run->validation_accuracy, &run->validation_balanced);
}

static void
append_epoch (NnRun *run, double batch_loss)
{
  double row[NN_EPOCH_COLUMNS] = { [NN_EPOCH] = (double) run->epoch, [NN_STEP] = (double) run->step, [NN_BATCH_LOSS] = batch_loss,
                                   [NN_TRAIN_LOSS] = run->train_loss, [NN_VALIDATION_LOSS] = run->validation_loss,
                                   [NN_TRAIN_ACCURACY] = run->train_accuracy, [NN_VALIDATION_ACCURACY] = run->validation_accuracy,
                                   [NN_LEARNING_RATE] = run->learning_rate, [NN_SECONDS] = run->seconds };
  nn_series_append (run->epochs, row);
  nn_series_append (run->evaluated, (double[]) { (double) run->evaluations });
}

static double
watched_loss (const NnRun *run)
{
  return run->data->n_validation > 0 ? run->validation_loss : run->train_loss;
}

static void
remember_best (NnRun *run)
{
  run->best_loss = watched_loss (run);
  run->best_epoch = run->epoch;
  if (run->best != NULL)
    memcpy (run->best, run->network->w, run->network->n * sizeof (float));
}

/* Where the schedule stands: after the warm-up, if there is one. */
static NnSchedulePoint
schedule_point (const NnRun *run, double *warmup)
{
  const DsItem *item = &run->spec->schedule;
  double progress = (double) run->epoch + (double) run->step_in_epoch / (double) run->steps_per_epoch;

  *warmup = ds_item_get (item, "warmup");
  return (NnSchedulePoint) { .item = item, .base = ds_item_get (&run->spec->optimizer, "learning_rate"),
                             .epoch = MAX (0, (double) run->epoch - *warmup), .progress = MAX (0, progress - *warmup),
                             .steps_per_epoch = run->steps_per_epoch, .state = (double *) run->schedule_state };
}

double
nn_run_scheduled_rate (const NnRun *run)
{
  const NnSchedule *schedule = (const NnSchedule *) run->spec->schedule.type;
  double warmup;
  NnSchedulePoint point = schedule_point (run, &warmup);
  double step = (double) run->epoch * (double) run->steps_per_epoch + (double) run->step_in_epoch;
  double climb = warmup * (double) run->steps_per_epoch;

  return step < climb ? point.base * (step + 1) / ceil (climb) : schedule->rate (&point);
}

static void
show_loss_to_schedule (NnRun *run)
{
  const NnSchedule *schedule = (const NnSchedule *) run->spec->schedule.type;
  double warmup;
  NnSchedulePoint point = schedule_point (run, &warmup);

  if (schedule->observe != NULL && (double) run->epoch > warmup)
    schedule->observe (&point, watched_loss (run));
}

/* Samples a step takes in the present epoch: the batch may grow. */
static void
choose_batch (NnRun *run)
{
  const NnSpec *spec = run->spec;
  double batch = (double) run->network->max_rows;

  if (spec->batch_growth > 1 && spec->batch_size > 0 && !run->network->optimizer->full_batch)
    batch = MIN (batch, (double) spec->batch_size * pow (spec->batch_growth, (double) (run->epoch / spec->batch_growth_every)));
  run->batch = (gsize) batch;
  run->steps_per_epoch = (run->data->n_train + run->batch - 1) / run->batch;
}

/* The weights as they are now are what a divergence goes back to, until the next update. */
static void
mark_sound (NnRun *run)
{
  memcpy (run->network->before, run->network->w, run->network->n * sizeof (nn_real));
  run->stepped = FALSE;
  run->measured_at = 0;
}

/* Everything that a fresh start of the curves needs; the weights are there. */
static void
begin (NnRun *run)
{
  run->id = nn_serial ();
  run->step = run->epoch = run->step_in_epoch = 0;
  run->epoch_limit = run->spec->stop_epochs;
  run->epoch_loss = 0;
  run->batch_loss = NAN;
  run->limit_loss = INFINITY;
  run->seconds = 0;
  run->samples = run->evaluations = run->work = 0;
  mark_sound (run);
  run->stop = NN_STOP_NONE;
  run->diverged_layer = -1;
  run->message[0] = '\0';
  memset (run->schedule_state, 0, sizeof run->schedule_state);
  choose_batch (run);
  run->learning_rate = nn_run_scheduled_rate (run);
  nn_series_unref (run->epochs);
  nn_series_unref (run->steps);
  run->epochs = nn_series_new (NN_EPOCH_COLUMNS);
  run->steps = nn_series_new (NN_STEP_COLUMNS);
  nn_series_unref (run->evaluated);
  run->evaluated = nn_series_new (1);
  nn_layer_series_unref (run->layer_series);
  run->layer_series = nn_layer_series_new (run->network->plan->n_layers);
  score (run);
  remember_best (run);
  append_epoch (run, NAN);
}

/* The gradients and the weights before the last update are free then. */
static void
initialize (NnRun *run)
{
  nn_plan_initialize (run->network->plan, run->spec->seed, run->network->w, (double *) run->network->g);
}

void
nn_run_reset (NnRun *run)
{
  initialize (run);
  run->weights_given = FALSE;
  nn_shelf_forget_networks (&run->shelf);
  run->backend->clear_moments (run->network);
  begin (run);
}

/* Networks and the order array for spec and data. */
static gboolean
build (NnRun *run, const NnSpec *spec, DsPrepared *data, GError **error)
{
  NnProblem problem = nn_problem (data);
  NnNetwork *network = run->backend->new_ (spec, &problem, nn_plan_batch_rows (spec, &problem), NN_NETWORK_TRAIN, run->pool, error);
  if (network == NULL)
    return FALSE;
  NnNetwork *evaluator = run->backend->new_ (spec, &problem, SCORE_ROWS, NN_NETWORK_EVALUATE, run->pool, error);
  guint32 *order = evaluator != NULL ? g_try_new (guint32, MAX (data->n_train, 1)) : NULL;
  float *best = order != NULL && spec->stop_patience > 0 ? g_try_new0 (float, MAX (network->n, 1)) : NULL;
  if (order == NULL || (best == NULL && spec->stop_patience > 0))
    {
      if (evaluator != NULL)
        g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, _("there is not enough memory for %zu rows"), data->n_train);
      g_free (order);
      run->backend->free (evaluator);
      run->backend->free (network);
      return FALSE;
    }
  nn_spec_ref (spec);
  ds_prepared_ref (data);
  nn_spec_unref (run->spec);
  ds_prepared_unref (run->data);
  run->spec = (NnSpec *) spec;
  run->data = data;
  run->network = network;
  run->evaluator = evaluator;
  g_free (run->order);
  run->order = order;
  g_free (run->best);
  run->best = best;
  return TRUE;
}

NnRun *
nn_run_new (const NnSpec *spec, DsPrepared *data, NnPool *pool, GError **error)
{
  NnRun *run = g_try_new0 (NnRun, 1);

  if (run == NULL)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, _("there is not enough memory for %zu rows"), data->n_train);
      return NULL;
    }
  run->backend = nn_backend ();
  run->pool = pool;
  if (!build (run, spec, data, error))
    {
      g_free (run);
      return NULL;
    }
  return run;
}

void
nn_run_free (NnRun *run)
{
  if (run == NULL)
    return;
  run->backend->free (run->network);
  run->backend->free (run->evaluator);
  nn_shelf_clear (&run->shelf);
  nn_spec_unref (run->spec);
  ds_prepared_unref (run->data);
  nn_series_unref (run->epochs);
  nn_series_unref (run->steps);
  nn_series_unref (run->evaluated);
  nn_layer_series_unref (run->layer_series);
  g_free (run->order);
  g_free (run->best);
  g_free (run);
}

static gboolean
same_tensors (const NnPlan *a, const NnPlan *b)
{
  if (a->n_tensors != b->n_tensors || a->inputs != b->inputs || a->outputs != b->outputs || a->n_layers != b->n_layers)
    return FALSE;
  for (guint i = 0; i < a->n_tensors; i++)
    if (a->tensors[i].rows != b->tensors[i].rows || a->tensors[i].cols != b->tensors[i].cols)
      return FALSE;
  return TRUE;
}

/* Weights and, where the optimizer is the same, its moments. */
static void
copy_state (NnRun *run, const NnNetwork *old)
{
  NnNetwork *network = run->network;

  memcpy (network->w, old->w, network->n * sizeof (nn_real));
  if (network->optimizer != old->optimizer)
    return;
  for (guint m = 0; m < network->optimizer->n_moments; m++)
    memcpy (network->moments[m], old->moments[m], network->n * sizeof (nn_real));
  memcpy (network->scalars, old->scalars, sizeof network->scalars);
  network->updates = old->updates;
}

static void
draw_order (NnRun *run)
{
  for (gsize i = 0; i < run->data->n_train; i++)
    run->order[i] = (guint32) i;
  if (run->spec->shuffle)
    {
      DsRng rng = ds_rng (run->spec->seed, DS_RNG_SHUFFLE, run->epoch);
      ds_rng_permute (&rng, run->order, run->data->n_train);
    }
}

void
nn_run_take_up_epoch (NnRun *run, gboolean has_best)
{
  if (!has_best)
    remember_best (run);
  choose_batch (run);
  if (run->step_in_epoch >= run->steps_per_epoch)
    run->step_in_epoch = 0;
  if (run->step_in_epoch > 0)
    draw_order (run);
}

static gboolean
same_layers (const NnSpec *a, const NnSpec *b)
{
  gboolean same = a->n_layers == b->n_layers;

  for (guint i = 0; same && i < a->n_layers; i++)
    same = ds_item_equal (&a->layers[i], &b->layers[i]);
  return same;
}

/* Has it a layer that the other has not? */
static gboolean
has_more_layers (const NnPlan *plan, const NnPlan *other)
{
  for (guint i = 0; i < plan->n_layers; i++)
    {
      guint j = 0;

      while (j < other->n_layers && other->layers[j].id != plan->layers[i].id)
        j++;
      if (j == other->n_layers)
        return TRUE;
    }
  return FALSE;
}

/* Another network: what it shares with the old one keeps its weights, what it had before gets them back, the rest is drawn. But a layer
 * that comes back comes back among those it had learned with: what they have learned without it since is of another network. */
static void
carry_over (NnRun *run, const NnNetwork *old)
{
  const NnPlan *plan = run->network->plan;
  const float *kept = nn_shelf_find (&run->shelf, plan);

  initialize (run);
  if (kept != NULL)
    memcpy (run->network->w, kept, run->network->n * sizeof *kept);
  if (kept == NULL || !has_more_layers (plan, old->plan))
    nn_weights_carry (old->plan, old->w, plan, run->network->w);
  run->weights_given = TRUE; /* the next change is not to throw them away, though no step is taken in between */
  begin (run);
}

gboolean
nn_run_goes_on (const NnRun *run, const NnSpec *spec, const DsPrepared *data)
{
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPlan) plan = nn_plan_new (spec, &problem, NULL, NULL);

  return plan != NULL && same_tensors (plan, run->network->plan) && nn_spec_same_places (spec, run->spec) && spec->seed == run->spec->seed;
}

/* Of the very spec, and of data of the same size? */
static gboolean
fits (const NnCheckpoint *kept, const NnSpec *spec, const DsPrepared *data)
{
  return nn_spec_equal (kept->spec, spec) && nn_spec_same_places (kept->spec, spec) && kept->data->n_train == data->n_train
         && kept->data->inputs == data->inputs && kept->data->targets == data->targets;
}

gboolean
nn_run_return (NnRun *run, const NnSpec *spec, DsPrepared *data, const NnCheckpoint *kept)
{
  NnNetwork *old = run->network, *old_evaluator = run->evaluator;
  gboolean restored;

  if (!fits (kept, spec, data) || !build (run, spec, data, NULL))
    return FALSE;
  restored = nn_run_restore (run, kept);
  g_assert (restored); /* it fits */
  run->backend->free (old);
  run->backend->free (old_evaluator);
  return TRUE;
}

/* Do the curves still begin with what the first weights lose? */
static gboolean
first_row_holds (const NnRun *run)
{
  const double *row = nn_series_row (run->epochs, 0);

  return row[NN_TRAIN_LOSS] == run->train_loss
         && (row[NN_VALIDATION_LOSS] == run->validation_loss || (isnan (row[NN_VALIDATION_LOSS]) && isnan (run->validation_loss)));
}

gboolean
nn_run_change (NnRun *run, const NnSpec *spec, DsPrepared *data, gboolean anew, GError **error)
{
  NnNetwork *old = run->network, *old_evaluator = run->evaluator;
  NnSpec *old_spec = nn_spec_ref (run->spec);
  gboolean new_data = data != run->data, same, drawn = run->step == 0 && !run->weights_given;

  if (!build (run, spec, data, error))
    {
      nn_spec_unref (old_spec);
      return FALSE;
    }
  same = same_tensors (run->network->plan, old->plan) && nn_spec_same_places (spec, old_spec);
  if (anew || spec->seed != old_spec->seed || (drawn && (!same || !same_layers (spec, old_spec))))
    nn_run_reset (run); /* before the first step another initializer shows at once, and the weights are those of the seed */
  else if (same)
    {
      copy_state (run, old);
      mark_sound (run);
      run->limit_loss = INFINITY; /* another loss or other data have another scale */
      gsize old_batch = run->batch;
      choose_batch (run);
      if (new_data || run->batch != old_batch || spec->shuffle != old_spec->shuffle)
        {
          run->step_in_epoch = 0; /* the epoch begins anew with the new batches */
          run->epoch_loss = 0;
        }
      else if (run->step_in_epoch > 0)
        draw_order (run); /* in the middle of an epoch: the same order again, in the new array */
      if (spec->schedule.type != old_spec->schedule.type)
        memset (run->schedule_state, 0, sizeof run->schedule_state);
      if (spec->stop_epochs != old_spec->stop_epochs)
        run->epoch_limit = spec->stop_epochs == 0 || spec->stop_epochs > run->epoch ? spec->stop_epochs : run->epoch;
      score (run);
      remember_best (run);
      run->learning_rate = nn_run_scheduled_rate (run);
      if (run->step == 0 && !first_row_holds (run))
        begin (run); /* another loss or other data before the first step: nothing was trained with the former */
    }
  else
    carry_over (run, old);
  run->backend->free (old);
  run->backend->free (old_evaluator);
  nn_spec_unref (old_spec);
  return TRUE;
}

/* The weights are others than a step before, by hand. */
static void
take_given (NnRun *run)
{
  mark_sound (run);
  run->weights_given = TRUE;
  run->limit_loss = INFINITY;
  if (run->step == 0)
    {
      run->backend->clear_moments (run->network);
      begin (run);
      return;
    }
  score (run);
  remember_best (run);
}

void
nn_run_set_weights (NnRun *run, const float *weights, gsize n)
{
  if (n != run->network->n)
    return;
  memcpy (run->network->w, weights, n * sizeof (float));
  take_given (run);
}

void
nn_run_set_weight (NnRun *run, gsize offset, float value)
{
  if (offset >= run->network->n)
    return;
  run->network->w[offset] = value;
  take_given (run);
}

gboolean
nn_run_blown_up (const NnRun *run, double loss)
{
  return !isfinite (loss) || loss > run->limit_loss;
}

static void
check_stops (NnRun *run)
{
  const NnSpec *spec = run->spec;

  if (watched_loss (run) < run->best_loss || !isfinite (run->best_loss))
    remember_best (run);
  if (run->train_loss < spec->stop_loss_below)
    run->stop = NN_STOP_LOSS_BELOW;
  else if (spec->stop_patience > 0 && run->epoch >= run->best_epoch + spec->stop_patience)
    {
      run->stop = NN_STOP_PATIENCE;
      if (run->best != NULL)
        memcpy (run->network->w, run->best, run->network->n * sizeof (float));
      mark_sound (run);
      score (run);
    }
  else if (run->epoch_limit > 0 && run->epoch >= run->epoch_limit)
    run->stop = NN_STOP_EPOCHS;
}

static void
end_epoch (NnRun *run)
{
  double batch_loss = run->epoch_loss / (double) run->steps_per_epoch;

  run->epoch++;
  run->step_in_epoch = 0;
  choose_batch (run);
  score (run);
  if (nn_run_blown_up (run, run->train_loss))
    nn_run_diverge (run, run->train_loss);
  append_epoch (run, batch_loss);
  if (run->stop == NN_STOP_NONE)
    {
      show_loss_to_schedule (run);
      check_stops (run);
    }
}

gsize
nn_run_load_batch (NnRun *run, const guint32 **rows)
{
  const DsPrepared *data = run->data;
  gsize at = run->step_in_epoch * run->batch, n = MIN (run->batch, data->n_train - at);

  if (run->step_in_epoch == 0)
    draw_order (run);
  if (rows != NULL)
    *rows = run->order + at;
  run->backend->load (run->network, data->x, data->y, run->order + at, n);
  return n;
}

void
nn_run_step (NnRun *run)
{
  NnNetwork *network = run->network;

  run->stop = NN_STOP_NONE;
  if (run->step_in_epoch == 0)
    run->epoch_loss = 0;
  gsize n = nn_run_load_batch (run, NULL);
  guint64 searched = network->searched;
  double loss = run->backend->losses (network, NN_TRAIN, run->step);
  run->batch_loss = loss;
  run->learning_rate = nn_run_scheduled_rate (run);
  if (nn_run_blown_up (run, loss))
    {
      nn_run_diverge (run, loss);
      return;
    }
  if (isinf (run->limit_loss))
    run->limit_loss = BLOW_UP * MAX (loss, 1);
  run->backend->learn (network, run->learning_rate);
  run->stepped = TRUE;
  nn_series_append (run->steps, (double[]) { [NN_STEP_STEP] = (double) run->step, [NN_STEP_LOSS] = loss });
  run->epoch_loss += loss;
  run->step++;
  run->samples += n;
  guint64 evaluations = MAX (network->searched - searched, 1);
  run->evaluations += evaluations;
  run->work += evaluations * n;
  nn_run_record_layers (run, FALSE);
  if (++run->step_in_epoch == run->steps_per_epoch)
    end_epoch (run);
}

void
nn_run_resume (NnRun *run)
{
  if (run->stop == NN_STOP_EPOCHS || (run->epoch_limit > 0 && run->epoch >= run->epoch_limit))
    run->epoch_limit = run->epoch + run->spec->stop_epochs;
  if (run->stop == NN_STOP_PATIENCE)
    run->best_epoch = run->epoch;
  run->stop = NN_STOP_NONE;
  run->diverged_layer = -1;
  run->message[0] = '\0';
}
