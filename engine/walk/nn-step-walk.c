/* The step is taken twice. Once operation by operation, to copy out what each makes of the sample before the next may overwrite it; then
 * as the trainer takes it, for its very bits. In between the state is put back: batch norm changes its statistics on the way forward. */
#include "nn-step-walk.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "nn-checkpoint-private.h"
#include "nn-run.h"

typedef struct
{
  NnStepWalk walk;
  NnRefs refs;
  const NnOptimizer *optimizer;
  NnUpdate update;
  double scalars[NN_MAX_SCALARS];
  float *floats; /* before, after, mean, gradient, then two rows a moment: (4 + 2 n_moments, n) */
  guint row[NN_MAX_MOMENTS]; /* of the optimizer's moment i: where it begins in floats */
} Shared;

/* --- the way through, operation by operation ----------------------------------------------------- */

static double *
copy_lane (const nn_real *from, guint n, gsize ld, gsize lane, double factor)
{
  double *values = g_new (double, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    values[i] = (double) from[i * ld + lane] * factor;
  return values;
}

static double *
copy_mean (const nn_real *from, guint n, gsize ld, gsize rows)
{
  double *means = g_new (double, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      double sum = 0;

      for (gsize l = 0; l < rows; l++)
        sum += (double) from[i * ld + l];
      means[i] = sum / (double) rows;
    }
  return means;
}

/* Biased, as normalization has it. */
static double *
copy_variance (const nn_real *from, const double *means, guint n, gsize ld, gsize rows)
{
  double *variances = g_new (double, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      double sum = 0;

      for (gsize l = 0; l < rows; l++)
        sum += ((double) from[i * ld + l] - means[i]) * ((double) from[i * ld + l] - means[i]);
      variances[i] = sum / (double) rows;
    }
  return variances;
}

/* In the slices that training takes, so that the numbers are the same. */
static void
pass_over (const NnNetwork *network, NnOp *op, void (*go) (NnOp *op, const NnPass *pass), guint64 step)
{
  gsize all = NN_ROUND_UP (network->rows), slice = op->type->whole_batch ? all : NN_TILE;

  for (gsize l0 = 0; l0 < all; l0 += slice)
    {
      NnPass pass = { .l0 = l0, .l1 = MIN (l0 + slice, all), .rows = network->rows, .mode = NN_TRAIN, .seed = network->spec->seed,
                      .step = step };
      go (op, &pass);
    }
}

static void
go_forward (NnStepWalk *walk, NnNetwork *network)
{
  for (guint i = 0; i < network->n_ops; i++)
    {
      NnOp *op = &network->ops[i];
      NnStepPart *part = &walk->parts[i];

      *part = (NnStepPart) { .layer = op->layer, .in = op->in, .out = op->out, .n_tensors = op->n_tensors };
      memcpy (part->tensors, op->tensor, sizeof (int) * op->n_tensors);
      part->sums = g_str_equal (op->type->name, "linear");
      part->each = op->activation != NULL;
      part->type = part->each ? nn_registry_find (NN_ACTIVATIONS, op->activation->type.id) : walk->spec->layers[op->layer].type;
      part->x = copy_lane (op->x, op->in, op->ld, walk->sample, 1);
      part->formula = part->type->training_formula != NULL ? part->type->training_formula : part->type->formula;
      if (op->type->whole_batch && network->rows == 1) /* which has no spread: it goes as outside training */
        part->formula = part->type->formula;
      else if (op->type->whole_batch)
        {
          part->x_mean = copy_mean (op->x, op->in, op->ld, network->rows);
          part->x_variance = copy_variance (op->x, part->x_mean, op->in, op->ld, network->rows);
        }
      pass_over (network, op, op->type->forward, walk->step);
      part->y = copy_lane (op->y, op->out, op->ld, walk->sample, 1);
      part->mean = copy_mean (op->y, op->out, op->ld, network->rows);
    }
}

static void
take_target (NnStepWalk *walk, const NnNetwork *network)
{
  guint outputs = walk->plan->outputs;

  if (network->loss->target == NN_TARGET_VALUES)
    {
      walk->target = copy_lane (network->target, outputs, network->ld, walk->sample, 1);
      return;
    }
  walk->target = g_new0 (double, outputs);
  walk->target[MIN ((guint) network->target[walk->sample], outputs - 1)] = 1;
}

/* Gradients are the batch's mean; times its rows they are the sample's own. */
static void
go_back (NnStepWalk *walk, NnNetwork *network)
{
  guint outputs = walk->plan->outputs;
  double rows = (double) network->rows, share = rows / nn_network_divisor (network);

  nn_network_evaluate_loss (network, 0, NN_ROUND_UP (network->rows), TRUE);
  walk->sample_loss = (double) network->lane_loss[walk->sample] * share;
  walk->class_weight = network->lane_weight != NULL ? (double) network->lane_weight[walk->sample] * (network->loss->weighted_mean ? share : 1) : 1;
  walk->d_output = copy_lane (network->dy, outputs, network->ld, walk->sample, rows);
  for (guint i = network->n_ops; i-- > 0;)
    {
      NnOp *op = &network->ops[i];

      walk->parts[i].dy = copy_lane (op->dy, op->out, op->ld, walk->sample, rows);
      pass_over (network, op, op->type->backward, walk->step);
      walk->parts[i].dx = op->dx != NULL ? copy_lane (op->dx, op->in, op->ld, walk->sample, rows) : g_new0 (double, MAX (op->in, 1));
    }
}

static void
predict (NnStepWalk *walk, NnRun *run)
{
  NnNetwork *network = run->network;
  const double *output = walk->parts[walk->n_parts - 1].y;

  for (guint o = 0; o < walk->plan->outputs; o++) /* going back may have written over it */
    network->y[o * network->ld + walk->sample] = (nn_real) output[o];
  run->backend->predict (network);
  walk->prediction = copy_lane (network->y, walk->plan->outputs, network->ld, walk->sample, 1);
}

/* --- the step ------------------------------------------------------------------------------------- */

/* The norm of the gradient with its penalties, and what clipping makes of it: as the update does, which keeps neither. */
static void
measure_gradient (NnStepWalk *walk)
{
  const NnPlan *plan = walk->plan;
  double sum = 0, clip = walk->spec->clip_norm;
  gsize frozen = 0;

  for (guint k = 0; k < plan->n_tensors; k++)
    {
      const NnTensor *tensor = &plan->tensors[k];
      gsize end = tensor->offset + (gsize) tensor->rows * MAX (tensor->cols, 1);

      for (gsize i = tensor->offset; i < end; i++)
        {
          double w = (double) walk->before[i];
          double g = (double) walk->mean[i] + tensor->l2 * w + tensor->l1 * (double) ((w > 0) - (w < 0));
          gboolean held = FALSE;

          while (frozen < plan->n_frozen && plan->frozen[frozen] < i)
            frozen++;
          held = frozen < plan->n_frozen && plan->frozen[frozen] == i;
          if (tensor->trainable && !held)
            sum += g * g;
        }
    }
  walk->gradient_norm = sqrt (sum);
  walk->clip = isnan (clip) || walk->searches ? 1 : MIN (1, clip / (walk->gradient_norm + 1e-6));
}

static void
take_step (Shared *shared, NnRun *run)
{
  NnStepWalk *walk = &shared->walk;
  NnNetwork *network = run->network;
  gsize bytes = walk->n * sizeof (float);

  walk->batch_loss = run->backend->gradients (network, NN_TRAIN, run->step);
  walk->diverges = nn_run_blown_up (run, walk->batch_loss);
  memcpy (walk->mean, network->g, bytes);
  if (walk->diverges)
    return;
  run->backend->update (network, walk->learning_rate);
  memcpy (walk->gradient, network->g, bytes);
  memcpy (walk->after, network->w, bytes);
  for (guint m = 0; m < shared->optimizer->n_moments && !walk->searches; m++)
    memcpy (shared->floats + shared->row[m] * walk->n + walk->n, network->moments[m], bytes);
  memcpy (shared->scalars, network->scalars, sizeof shared->scalars);
  walk->t = network->updates;
  measure_gradient (walk);
}

/* --- the optimizer's numbers ---------------------------------------------------------------------- */

static const char *
formula_of (const NnQuantity *quantity, const DsItem *item)
{
  return quantity->formula_for != NULL ? quantity->formula_for (item) : quantity->formula;
}

static void
name_moments (Shared *shared)
{
  NnStepWalk *walk = &shared->walk;
  const NnOptimizer *optimizer = shared->optimizer;
  const DsItem *item = &walk->spec->optimizer;

  walk->searches = optimizer->search != NULL;
  if (walk->searches)
    return;
  walk->moments = g_new0 (NnStepMoment, MAX (optimizer->n_moments, 1));
  for (guint m = 0; m < optimizer->n_moments; m++)
    {
      const NnQuantity *q = &optimizer->moments[m];
      const char *formula = formula_of (q, item);

      shared->row[m] = 4 + 2 * m;
      if (formula != NULL)
        walk->moments[walk->n_moments++] = (NnStepMoment) { q->symbol, formula, q->title, shared->floats + shared->row[m] * walk->n,
                                                            shared->floats + (shared->row[m] + 1) * walk->n };
    }
  for (guint i = 0; i < optimizer->n_terms && walk->n_terms < NN_STEP_TERMS; i++)
    walk->terms[walk->n_terms++] = (NnStepTerm) { optimizer->terms[i].symbol, formula_of (&optimizer->terms[i], item) };
}

double
nn_step_walk_term (const NnStepWalk *walk, guint i, gsize w)
{
  const Shared *shared = (const Shared *) walk;
  double before[NN_MAX_MOMENTS], after[NN_MAX_MOMENTS];
  NnOneWeight one = { (double) walk->before[w], (double) walk->gradient[w], before, after };

  for (guint m = 0; m < shared->optimizer->n_moments; m++)
    {
      before[m] = (double) shared->floats[shared->row[m] * walk->n + w];
      after[m] = (double) shared->floats[(shared->row[m] + 1) * walk->n + w];
    }
  return shared->optimizer->terms[i].value (&shared->update, &one);
}

/* --- making one ------------------------------------------------------------------------------------ */

static gboolean
make_room (Shared *shared, const NnCheckpoint *checkpoint, GError **error)
{
  NnStepWalk *walk = &shared->walk;
  guint rows = 4 + (shared->optimizer->search == NULL ? 2 * shared->optimizer->n_moments : 0);
  gsize count = 0;

  walk->n = checkpoint->n;
  if (g_size_checked_mul (&count, MAX (walk->n, 1), rows))
    shared->floats = g_try_new0 (float, count);
  if (shared->floats == NULL)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, _("a step of %zu weights taken apart takes more memory than is free"), walk->n);
      return FALSE;
    }
  walk->before = shared->floats;
  walk->after = shared->floats + walk->n;
  walk->mean = shared->floats + walk->n * 2;
  walk->gradient = shared->floats + walk->n * 3;
  memcpy (walk->before, nn_checkpoint_floats (checkpoint, 0), walk->n * sizeof (float));
  name_moments (shared);
  for (guint m = 0; m < shared->optimizer->n_moments && !walk->searches; m++)
    memcpy (shared->floats + shared->row[m] * walk->n, nn_checkpoint_floats (checkpoint, 2 + m), walk->n * sizeof (float));
  return TRUE;
}

static void
take_apart (Shared *shared, NnRun *run, gsize sample)
{
  NnStepWalk *walk = &shared->walk;
  const guint32 *rows;

  walk->step = run->step;
  walk->epoch = run->epoch;
  walk->n_rows = nn_run_load_batch (run, &rows);
  walk->rows = g_memdup2 (rows, walk->n_rows * sizeof (guint32));
  walk->sample = MIN (sample, walk->n_rows - 1);
  walk->learning_rate = nn_run_scheduled_rate (run);
  walk->penalty = run->backend->penalty (run->network);
  walk->n_parts = run->network->n_ops;
  walk->parts = g_new0 (NnStepPart, MAX (walk->n_parts, 1));
  go_forward (walk, run->network);
  take_target (walk, run->network);
  go_back (walk, run->network);
  predict (walk, run);
  memcpy (run->network->w, walk->before, walk->n * sizeof (float));
  take_step (shared, run);
  shared->update = (NnUpdate) { &walk->spec->optimizer, walk->learning_rate, walk->t, shared->scalars };
}

NnStepWalk *
nn_step_walk_new (NnCheckpoint *checkpoint, gsize sample, GError **error)
{
  NnRun *run = nn_run_new (checkpoint->spec, checkpoint->data, NULL, error);
  Shared *shared;
  NnStepWalk *walk;
  NnProblem problem;

  if (run == NULL)
    return NULL;
  shared = g_new0 (Shared, 1);
  walk = &shared->walk;
  nn_refs_init (&shared->refs);
  walk->spec = nn_spec_ref (checkpoint->spec);
  walk->data = ds_prepared_ref (checkpoint->data);
  problem = nn_problem (walk->data);
  walk->plan = nn_plan_new (walk->spec, &problem, NULL, error);
  shared->optimizer = checkpoint->optimizer;
  if (walk->plan == NULL || !make_room (shared, checkpoint, error))
    {
      nn_run_free (run);
      nn_step_walk_unref (walk);
      return NULL;
    }
  nn_run_restore_state (run, checkpoint);
  take_apart (shared, run, sample);
  nn_run_free (run);
  return walk;
}

NnStepWalk *
nn_step_walk_ref (NnStepWalk *walk)
{
  nn_refs_inc (&((Shared *) walk)->refs);
  return walk;
}

void
nn_step_walk_unref (NnStepWalk *walk)
{
  Shared *shared = (Shared *) walk;

  if (walk == NULL || !nn_refs_dec (&shared->refs))
    return;
  for (guint i = 0; i < walk->n_parts; i++)
    {
      NnStepPart *part = &walk->parts[i];

      g_free (part->x);
      g_free (part->y);
      g_free (part->mean);
      g_free (part->x_mean);
      g_free (part->x_variance);
      g_free (part->dx);
      g_free (part->dy);
    }
  g_free (walk->parts);
  g_free (walk->rows);
  g_free (walk->prediction);
  g_free (walk->target);
  g_free (walk->d_output);
  g_free (walk->moments);
  g_free (shared->floats);
  nn_plan_free (walk->plan);
  ds_prepared_unref (walk->data);
  nn_spec_unref (walk->spec);
  g_free (shared);
}

/* --- stages ----------------------------------------------------------------------------------------- */

guint
nn_step_walk_n_stages (const NnStepWalk *walk)
{
  return walk->diverges ? walk->spec->n_layers + 1 : 2 * walk->spec->n_layers + 2;
}

NnStageKind
nn_step_walk_stage (const NnStepWalk *walk, guint stage, int *layer)
{
  guint layers = walk->spec->n_layers;

  *layer = stage < layers ? (int) stage : stage > layers && stage <= 2 * layers ? (int) (2 * layers - stage) : -1;
  return stage < layers ? NN_STAGE_FORWARD : stage == layers ? NN_STAGE_LOSS : stage <= 2 * layers ? NN_STAGE_BACKWARD : NN_STAGE_UPDATE;
}

void
nn_step_walk_layer (const NnStepWalk *walk, guint layer, guint *first, guint *end)
{
  for (*first = 0; *first + 1 < walk->n_parts && walk->parts[*first].layer != layer;)
    (*first)++;
  for (*end = *first + 1; *end < walk->n_parts && walk->parts[*end].layer == layer;)
    (*end)++;
}

gssize
nn_step_walk_weight (const NnStepWalk *walk, guint layer, guint unit, int source)
{
  guint first, end;
  const NnStepPart *part;

  nn_step_walk_layer (walk, layer, &first, &end);
  part = &walk->parts[first];
  if (part->layer != layer || !part->sums || unit >= part->out || source >= (int) part->in || (source < 0 && part->n_tensors < 2))
    return -1;
  if (source < 0)
    return (gssize) (walk->plan->tensors[part->tensors[1]].offset + unit);
  return (gssize) (walk->plan->tensors[part->tensors[0]].offset + (gsize) unit * part->in + (gsize) source);
}
