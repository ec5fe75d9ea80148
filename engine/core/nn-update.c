/* Compiled once per backend: penalties, clipping and the optimizer's update, over fixed blocks of weights.
 *
 * Order, as PyTorch has it when the penalty is part of what is differentiated: gradient + penalty, then the norm of all of it is
 * clipped, then the optimizer. Frozen layers and frozen single weights have a gradient of 0, so that they do not count in the norm;
 * single ones are put back after the update too, for what moves without a gradient (momentum, decay, noise, a maximum norm). */
#include <math.h>
#include <string.h>
#include "ds-rng.h"
#include "nn-network.h"

#define UPDATE_BLOCK 16384
#define POOL_WEIGHTS 65536

/* Calls func for each tensor's part of weights [a, b). */
#define NN_FOR_TENSORS(self_, a_, b_, tensor_, from_, to_)                                                                \
  for (guint index_ = 0; index_ < (self_)->plan->n_tensors; index_++)                                                     \
    for (const NnTensor *tensor_ = &(self_)->plan->tensors[index_]; tensor_ != NULL; tensor_ = NULL)                      \
      for (gsize from_ = MAX ((a_), tensor_->offset),                                                                     \
                 to_ = MIN ((b_), tensor_->offset + (gsize) tensor_->rows * MAX (tensor_->cols, 1)); from_ < to_; from_ = to_)

/* For single weights that training leaves alone. */
static void
still_frozen (NnNetwork *self)
{
  for (gsize i = 0; i < self->plan->n_frozen; i++)
    self->g[self->plan->frozen[i]] = 0;
}

static void
restore_frozen (NnNetwork *self)
{
  for (gsize i = 0; i < self->plan->n_frozen; i++)
    self->w[self->plan->frozen[i]] = self->before[self->plan->frozen[i]];
}

static void
add_penalties (NnNetwork *self)
{
  const nn_real *restrict w = self->w;
  nn_real *restrict g = self->g;
  gsize start = 0;
  NN_FOR_TENSORS (self, start, self->n, tensor, from, to)
  {
    nn_real l1 = (nn_real) tensor->l1, l2 = (nn_real) tensor->l2;
    if (!tensor->trainable)
      memset (g + from, 0, (to - from) * sizeof (nn_real));
    else if (l1 != 0 || l2 != 0)
      for (gsize i = from; i < to; i++)
        g[i] += l2 * w[i] + l1 * (nn_real) ((w[i] > 0) - (w[i] < 0));
  }
  still_frozen (self);
}

static void
clip (NnNetwork *self)
{
  /* PyTorch: clip_grad_norm_ with its 1e-6. */
  double sum = 0;
  for (gsize i = 0; i < self->n; i++)
    sum += (double) self->g[i] * (double) self->g[i];
  double factor = self->spec->clip_norm / (sqrt (sum) + 1e-6);
  if (factor >= 1)
    return;
  for (gsize i = 0; i < self->n; i++)
    self->g[i] *= (nn_real) factor;
}

/* Gaussian noise of variance eta / (1 + step)^0.55 (Neelakantan et al. 2015, equation 1), after clipping. */
static void
add_noise (NnNetwork *self)
{
  double sigma = sqrt (self->spec->gradient_noise / pow (1 + (double) self->step, 0.55));
  DsRng rng = ds_rng (self->spec->seed, DS_RNG_NOISE, self->step);
  for (gsize i = 0; i < self->n; i++)
    self->g[i] += (nn_real) (sigma * ds_rng_normal (&rng));
  still_frozen (self);
}

/* Rows of weights longer than the layer allows are scaled back (Srivastava et al. 2014, section 5.1). */
static void
limit_norms (NnNetwork *self)
{
  gsize start = 0;
  NN_FOR_TENSORS (self, start, self->n, tensor, from, to)
  {
    gsize width = MAX (tensor->cols, 1);
    for (gsize row = from; !isinf (tensor->max_norm) && tensor->trainable && row < to; row += width)
      {
        double sum = 0;
        for (gsize i = row; i < row + width; i++)
          sum += (double) self->w[i] * (double) self->w[i];
        for (gsize i = row; sqrt (sum) > tensor->max_norm && i < row + width; i++)
          self->w[i] *= (nn_real) (tensor->max_norm / sqrt (sum));
      }
  }
}

/* What an optimizer that searches calls: everything at the weights as they are now. */
static double
measure (gpointer data)
{
  NnNetwork *self = data;
  self->searched++;
  double loss = nn_network_gradients (self, NN_TRAIN, self->step);
  if (!self->plain_update)
    add_penalties (self);
  return loss + nn_network_penalty (self);
}

static void
search (NnNetwork *self, const NnUpdate *update)
{
  const NnOp *op = &self->ops[0];
  NnSearch job = { .measure = measure, .network = self, .w = self->w, .g = self->g, .n = self->n, .moments = self->moments,
                   .tensors = self->plan->tensors, .n_tensors = self->plan->n_tensors,
                   .scalars = self->scalars, .x = self->x, .target = self->target, .ld = self->ld, .rows = self->rows,
                   .inputs = self->plan->inputs, .outputs = self->plan->outputs, .has_bias = op->n_tensors > 1 };
  if (self->plan->n_tensors > 0)
    job.penalty = self->plan->tensors[0].l2 / 2 * (double) self->rows * self->plan->outputs;
  memcpy (self->before, self->w, self->n * sizeof (nn_real));
  job.value = measure (self);
  self->optimizer->search (update, &job);
}

typedef struct
{
  NnNetwork *network;
  NnUpdate update;
} Job;

static void
update_range (NnNetwork *self, const NnUpdate *update, gsize a, gsize b)
{
  nn_real *moments[NN_MAX_MOMENTS] = { NULL };
  for (guint m = 0; m < self->optimizer->n_moments; m++)
    moments[m] = self->moments[m] + a;
  self->optimizer->update (update, self->w + a, self->g + a, moments, b - a);
}

static void
update_tile (gpointer data, guint tile)
{
  const Job *job = data;
  NnNetwork *self = job->network;
  gsize a = (gsize) tile * UPDATE_BLOCK, b = MIN (a + UPDATE_BLOCK, self->n);
  memcpy (self->before + a, self->w + a, (b - a) * sizeof (nn_real));
  if (self->plain_update)
    {
      update_range (self, &job->update, a, b);
      return;
    }
  NN_FOR_TENSORS (self, a, b, tensor, from, to)
  {
    if (tensor->trainable)
      update_range (self, &job->update, from, to);
  }
}

static void
update_all (NnNetwork *self, Job *job)
{
  if (!self->plain_update)
    add_penalties (self);
  if (!isnan (self->spec->clip_norm))
    clip (self);
  if (self->spec->gradient_noise > 0)
    add_noise (self);
  if (self->optimizer->begin != NULL)
    self->optimizer->begin (&job->update, self->scalars);
  guint tiles = (guint) ((self->n + UPDATE_BLOCK - 1) / UPDATE_BLOCK);
  nn_pool_run (self->n >= POOL_WEIGHTS ? self->pool : NULL, update_tile, job, tiles);
}

void
nn_network_update (NnNetwork *self, double learning_rate)
{
  self->updates++;
  Job job = { self, { &self->spec->optimizer, learning_rate, self->updates, self->scalars } };
  if (self->optimizer->search != NULL)
    search (self, &job.update);
  else
    update_all (self, &job);
  if (self->constrained)
    limit_norms (self);
  restore_frozen (self);
}

/* Gradients and update of one tile together, while its gradients are in the cache: where nothing must happen between the two. */
static void
learn_tile (gpointer data, guint index)
{
  const Job *job = data;
  NnNetwork *self = job->network;
  const NnGradientTile *tile = &self->tiles[index];
  const NnOp *op = &self->ops[tile->op];
  nn_network_gradient_tile (self, index);
  for (guint t = 0; t < op->n_tensors; t++)
    {
      const NnTensor *tensor = &self->plan->tensors[op->tensor[t]];
      gsize width = MAX (tensor->cols, 1), a = tensor->offset + tile->o0 * width, b = tensor->offset + tile->o1 * width;
      memcpy (self->before + a, self->w + a, (b - a) * sizeof (nn_real));
      update_range (self, &job->update, a, b);
    }
}

void
nn_network_learn (NnNetwork *self, double learning_rate)
{
  /* A network of one block is in the cache anyway, and one update costs less than one a tile. */
  if (self->n <= UPDATE_BLOCK || !self->plain_update || !isnan (self->spec->clip_norm) || self->spec->gradient_noise > 0
      || self->optimizer->search != NULL)
    {
      nn_network_all_gradients (self);
      nn_network_update (self, learning_rate);
      return;
    }
  self->updates++;
  Job job = { self, { &self->spec->optimizer, learning_rate, self->updates, self->scalars } };
  if (self->optimizer->begin != NULL)
    self->optimizer->begin (&job.update, self->scalars);
  nn_pool_run (nn_network_pool (self), learn_tile, &job, self->n_tiles);
  if (self->constrained)
    limit_norms (self);
}

void
nn_network_clear_moments (NnNetwork *self)
{
  for (guint m = 0; m < self->optimizer->n_moments; m++)
    memset (self->moments[m], 0, self->n * sizeof (nn_real));
  memset (self->scalars, 0, sizeof self->scalars);
  self->updates = 0;
}

double
nn_network_penalty (const NnNetwork *self)
{
  double penalty = 0;
  gsize start = 0;
  NN_FOR_TENSORS (self, start, self->n, tensor, from, to)
  {
    double sum1 = 0, sum2 = 0;
    for (gsize i = from; (tensor->l1 > 0 || tensor->l2 > 0) && i < to; i++)
      {
        double w = (double) self->w[i];
        sum1 += fabs (w);
        sum2 += w * w;
      }
    penalty += tensor->l1 * sum1 + tensor->l2 / 2 * sum2;
  }
  return penalty;
}
