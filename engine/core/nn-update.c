/* Compiled once per backend: penalties, clipping and the optimizer's update, over fixed blocks of weights.
 *
 * Order, as PyTorch has it when the penalty is part of what is differentiated: gradient + penalty, then the norm of all of it is
 * clipped, then the optimizer. Frozen layers have a gradient of 0, so that they do not count in the norm. */
#include <math.h>
#include <string.h>
#include "nn-network.h"

#define UPDATE_BLOCK 16384
#define POOL_WEIGHTS 65536

/* Calls func for each tensor's part of weights [a, b). */
#define NN_FOR_TENSORS(self_, a_, b_, tensor_, from_, to_)                                                                \
  for (guint index_ = 0; index_ < (self_)->plan->n_tensors; index_++)                                                     \
    for (const NnTensor *tensor_ = &(self_)->plan->tensors[index_]; tensor_ != NULL; tensor_ = NULL)                      \
      for (gsize from_ = MAX ((a_), tensor_->offset),                                                                     \
                 to_ = MIN ((b_), tensor_->offset + (gsize) tensor_->rows * MAX (tensor_->cols, 1)); from_ < to_; from_ = to_)

static void
add_penalties (NnNetwork *self)
{
  nn_real l1 = (nn_real) self->spec->l1, l2 = (nn_real) self->spec->l2;
  const nn_real *restrict w = self->w;
  nn_real *restrict g = self->g;
  gsize start = 0;
  NN_FOR_TENSORS (self, start, self->n, tensor, from, to)
  {
    if (!tensor->trainable)
      memset (g + from, 0, (to - from) * sizeof (nn_real));
    else if (tensor->is_weight)
      for (gsize i = from; i < to; i++)
        g[i] += l2 * w[i] + l1 * (nn_real) ((w[i] > 0) - (w[i] < 0));
  }
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

void
nn_network_update (NnNetwork *self, double learning_rate)
{
  if (!self->plain_update)
    add_penalties (self);
  if (!isnan (self->spec->clip_norm))
    clip (self);
  self->updates++;
  Job job = { self, { &self->spec->optimizer, learning_rate, self->updates, self->scalars } };
  if (self->optimizer->begin != NULL)
    self->optimizer->begin (&job.update, self->scalars);
  guint tiles = (guint) ((self->n + UPDATE_BLOCK - 1) / UPDATE_BLOCK);
  nn_pool_run (self->n >= POOL_WEIGHTS ? self->pool : NULL, update_tile, &job, tiles);
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
  double sum1 = 0, sum2 = 0;
  gsize start = 0;
  if (self->spec->l1 == 0 && self->spec->l2 == 0)
    return 0;
  NN_FOR_TENSORS (self, start, self->n, tensor, from, to)
  {
    for (gsize i = from; tensor->is_weight && i < to; i++)
      {
        double w = (double) self->w[i];
        sum1 += fabs (w);
        sum2 += w * w;
      }
  }
  return self->spec->l1 * sum1 + self->spec->l2 / 2 * sum2;
}
