/* Compiled once per backend: the passes. */
#include <string.h>
#include "nn-gemm.h"
#include "nn-network.h"

/* Multiply-adds a pass must have before it is spread over threads: below, waking them costs more than it saves. */
#define POOL_WORK 400000.0
#define POOL_VALUES 32768

NnPool *
nn_network_pool (const NnNetwork *self)
{
  return self->work * (double) self->rows >= POOL_WORK ? self->pool : NULL;
}

/* Loading */

typedef struct
{
  NnNetwork *network;
  const float *x;
  const guint32 *rows;
  gsize n;
} Load;

static void
load_tile (gpointer data, guint tile)
{
  const Load *load = data;
  NnNetwork *self = load->network;
  gsize l0 = (gsize) tile * NN_TILE, l1 = MIN (l0 + NN_TILE, NN_ROUND_UP (load->n));
  nn_gemm_gather (load->x, load->rows, load->n, self->plan->inputs, self->x, self->ld, l0, l1);
}

static void
load_inputs (NnNetwork *self, const float *x, const guint32 *rows, gsize n)
{
  Load load = { self, x, rows, n };
  gboolean much = (gsize) self->plan->inputs * n >= POOL_VALUES;
  nn_pool_run (much ? self->pool : NULL, load_tile, &load, (guint) ((n + NN_TILE - 1) / NN_TILE));
}

static void
load_values (NnNetwork *self, const float *y, const guint32 *rows, gsize n)
{
  guint outputs = self->plan->outputs;
  for (guint o = 0; o < outputs; o++)
    for (gsize l = 0; l < n; l++)
      self->target[o * self->ld + l] = (nn_real) y[(gsize) (rows != NULL ? rows[l] : l) * outputs + o];
}

static void
load_weights (NnNetwork *self, const float *y, const guint32 *rows, gsize n)
{
  self->weight_sum = 0;
  for (gsize l = 0; l < n; l++)
    {
      self->lane_weight[l] = self->class_weight[(guint) y[rows != NULL ? rows[l] : l]];
      self->weight_sum += (double) self->lane_weight[l];
    }
}

static void
load_classes (NnNetwork *self, const float *y, const guint32 *rows, gsize n)
{
  nn_real low = (nn_real) self->plan->target_low, high = (nn_real) self->plan->target_high;
  for (gsize l = 0; l < n; l++)
    {
      float class_index = y[rows != NULL ? rows[l] : l];
      if (self->loss->target == NN_TARGET_CLASS)
        self->target[l] = (nn_real) class_index;
      else if (self->plan->one_hot)
        for (guint o = 0; o < self->plan->outputs; o++)
          self->target[o * self->ld + l] = (guint) class_index == o ? high : low;
      else
        self->target[l] = class_index > 0.5f ? high : low;
    }
}

static void
load (NnNetwork *self, const float *x, const float *y, const guint32 *rows, gsize n)
{
  g_assert (n <= self->max_rows);
  self->rows = n;
  load_inputs (self, x, rows, n);
  if (y == NULL)
    return;
  if (self->class_weight != NULL)
    load_weights (self, y, rows, n);
  if (self->problem.n_classes > 0)
    load_classes (self, y, rows, n);
  else
    load_values (self, y, rows, n);
}

/* Passes over slices of lanes */

typedef struct
{
  NnNetwork *network;
  NnPass pass;      /* l0, l1 are set per tile */
  guint a, b;       /* ops [a, b) */
  gboolean forward, loss, backward;
} Sweep;

static void
sweep_tile (gpointer data, guint tile)
{
  const Sweep *sweep = data;
  NnNetwork *self = sweep->network;
  NnPass pass = sweep->pass;
  gsize padded = NN_ROUND_UP (self->rows);
  pass.l0 = (gsize) tile * NN_TILE;
  pass.l1 = MIN (pass.l0 + NN_TILE, padded);
  for (guint i = sweep->a; sweep->forward && i < sweep->b; i++)
    self->ops[i].type->forward (&self->ops[i], &pass);
  if (sweep->loss)
    nn_network_evaluate_loss (self, pass.l0, pass.l1, TRUE);
  for (guint i = sweep->b; sweep->backward && i-- > sweep->a;)
    self->ops[i].type->backward (&self->ops[i], &pass);
}

static void
run_sweep (Sweep *job)
{
  NnNetwork *self = job->network;
  nn_pool_run (nn_network_pool (self), sweep_tile, job, (guint) ((self->rows + NN_TILE - 1) / NN_TILE));
}

/* Where an op wants the whole batch: the ops between such ops over slices, those by themselves. */
static void
sweep_in_parts (NnNetwork *self, Sweep job, gboolean backward)
{
  NnPass all = job.pass;
  all.l1 = NN_ROUND_UP (self->rows);
  guint n = self->n_ops;
  for (guint i = 0; i < n; i = job.b)
    {
      job.a = i;
      job.b = i + 1;
      job.forward = TRUE;
      while (!self->ops[i].type->whole_batch && job.b < n && !self->ops[job.b].type->whole_batch)
        job.b++;
      if (self->ops[i].type->whole_batch)
        self->ops[i].type->forward (&self->ops[i], &all);
      else
        run_sweep (&job);
    }
  if (!backward)
    return;
  nn_network_evaluate_loss (self, 0, all.l1, TRUE);
  for (guint i = n; i > 0; i = job.a)
    {
      job.a = i - 1;
      job.b = i;
      job.forward = FALSE;
      job.backward = TRUE;
      while (!self->ops[i - 1].type->whole_batch && job.a > 0 && !self->ops[job.a - 1].type->whole_batch)
        job.a--;
      if (self->ops[i - 1].type->whole_batch)
        self->ops[i - 1].type->backward (&self->ops[i - 1], &all);
      else
        run_sweep (&job);
    }
}

static void
sweep (NnNetwork *self, NnMode mode, guint64 step, gboolean backward)
{
  Sweep job = { self, { .rows = self->rows, .mode = mode, .seed = self->spec->seed, .step = step } };
  if (self->barriers)
    {
      sweep_in_parts (self, job, backward);
      return;
    }
  job.b = self->n_ops;
  job.forward = TRUE;
  job.loss = job.backward = backward;
  run_sweep (&job);
}

static void
forward (NnNetwork *self, NnMode mode, guint64 step)
{
  sweep (self, mode, step, FALSE);
}

static double
sum_losses (const NnNetwork *self)
{
  double sum = 0;
  for (gsize l = 0; l < self->rows; l++)
    sum += (double) self->lane_loss[l];
  return sum;
}

double
nn_network_losses (NnNetwork *self, NnMode mode, guint64 step)
{
  self->step = step;
  sweep (self, mode, step, TRUE);
  return sum_losses (self) / nn_network_divisor (self);
}

void
nn_network_gradient_tile (NnNetwork *self, guint index)
{
  const NnGradientTile *tile = &self->tiles[index];
  NnOp *op = &self->ops[tile->op];
  NnPass pass = { .l1 = NN_ROUND_UP (self->rows), .rows = self->rows };
  op->type->gradient (op, &pass, tile->o0, tile->o1);
}

static void
gradient_job (gpointer data, guint index)
{
  nn_network_gradient_tile (data, index);
}

void
nn_network_all_gradients (NnNetwork *self)
{
  nn_pool_run (nn_network_pool (self), gradient_job, self, self->n_tiles);
}

double
nn_network_gradients (NnNetwork *self, NnMode mode, guint64 step)
{
  double loss = nn_network_losses (self, mode, step);
  nn_network_all_gradients (self);
  return loss;
}

/* Scores */

/* The class of a lane, and the one it is put in. */
static guint
class_of (const NnNetwork *self, gsize lane)
{
  const nn_real *target = self->target + lane;
  guint best = 0;

  if (self->plan->outputs == 1)
    return (double) target[0] > (self->plan->target_low + self->plan->target_high) / 2;
  if (!self->plan->one_hot)
    return (guint) target[0];
  for (guint o = 1; o < self->plan->outputs; o++)
    if (target[o * self->ld] > target[best * self->ld])
      best = o;
  return best;
}

static guint
answer_of (const NnNetwork *self, gsize lane)
{
  const nn_real *y = self->y + lane;
  guint best = 0;

  if (self->plan->outputs == 1) /* a logit is decided at 0, an encoding at its middle */
    return (double) y[0] > (self->loss->prediction == NN_PREDICT_PROBABILITY ? 0 : (self->plan->target_low + self->plan->target_high) / 2);
  for (guint o = 1; o < self->plan->outputs; o++)
    if (y[o * self->ld] > y[best * self->ld])
      best = o;
  return best;
}

static void
score (NnNetwork *self, NnTally *tally)
{
  nn_network_evaluate_loss (self, 0, NN_ROUND_UP (self->rows), FALSE);
  tally->loss += sum_losses (self) / (self->loss->per_element ? self->plan->outputs : 1);
  tally->divisor += self->class_weight != NULL && self->loss->weighted_mean ? self->weight_sum : (double) self->rows;
  for (gsize l = 0; self->problem.n_classes > 0 && l < self->rows; l++)
    {
      guint class_index = class_of (self, l);
      gboolean right = answer_of (self, l) == class_index;

      tally->right += right;
      if (tally->class_rows == NULL)
        continue;
      tally->class_rows[class_index]++;
      tally->class_right[class_index] += right;
    }
}

static void
predict (NnNetwork *self)
{
  if (self->loss->predict != NULL)
    self->loss->predict (self->y, self->plan->outputs, self->ld, 0, NN_ROUND_UP (self->rows));
}

/* Kinks */

static guint64
mix (guint64 hash, int side)
{
  return (hash ^ (guint64) side) * G_GUINT64_CONSTANT (0x100000001b3);
}

static guint64
sides (const NnNetwork *self)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);
  for (guint i = 0; i < self->n_ops; i++)
    {
      const NnOp *op = &self->ops[i];
      if (op->activation == NULL || op->activation->side == NULL)
        continue;
      const nn_real *s = op->activation->from_output ? op->y : op->x;
      for (guint o = 0; o < op->out; o++)
        for (gsize l = 0; l < self->rows; l++)
          hash = mix (hash, op->activation->side (s[o * op->ld + l]));
    }
  for (guint o = 0; self->loss->side != NULL && o < self->plan->outputs; o++)
    for (gsize l = 0; l < self->rows; l++)
      hash = mix (hash, self->loss->side (&self->spec->loss, self->y[o * self->ld + l], self->target[o * self->ld + l]));
  return hash;
}

const NnBackend nn_backend_table = {
  .name = G_STRINGIFY (NN_BACKEND),
  .tables = &nn_tables,
  .new_ = nn_network_new,
  .free = nn_network_free,
  .bind = nn_network_bind,
  .load = load,
  .forward = forward,
  .losses = nn_network_losses,
  .learn = nn_network_learn,
  .gradients = nn_network_gradients,
  .score = score,
  .update = nn_network_update,
  .clear_moments = nn_network_clear_moments,
  .predict = predict,
  .penalty = nn_network_penalty,
  .sides = sides,
};
