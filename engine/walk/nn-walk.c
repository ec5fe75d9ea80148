/* Compiled with the "f64" backend: a network of one lane is taken through its operations one by one, and what each gives is copied out
 * before the next may overwrite it (activations work in place). */
#include <float.h>
#include <math.h>
#include <string.h>
#include "nn-network.h"
#include "nn-walk.h"

typedef struct
{
  NnWalk walk;
  NnRefs refs;
} Shared;

static double *
copy_lane (const nn_real *from, guint n, gsize ld)
{
  double *lane = g_new (double, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    lane[i] = from[i * ld];
  return lane;
}

/* f'(x) of an activation: what is left of a gradient of 1. */
static double *
slopes (const NnActivation *activation, const NnWalkStep *step)
{
  double *slope = g_new (double, MAX (step->out, 1));
  const double *s = activation->from_output ? step->y : step->x;
  for (guint i = 0; i < step->out; i++)
    {
      double one = 1;
      activation->backward (&s[i], &one, &slope[i], 1);
    }
  return slope;
}

/* Is the step what it looks like, y = W x + b? Its tensors have the shape; its numbers tell. */
static gboolean
is_sum (const NnWalk *walk, const NnWalkStep *step)
{
  if (step->n_tensors < 1 || step->n_tensors > 2)
    return FALSE;
  const NnTensor *w = &walk->plan->tensors[step->tensors[0]], *b = step->n_tensors > 1 ? &walk->plan->tensors[step->tensors[1]] : NULL;
  if (w->rows != step->out || w->cols != step->in || (b != NULL && (b->rows != step->out || b->cols != 0)))
    return FALSE;
  for (guint o = 0; o < step->out; o++)
    {
      double sum = b != NULL ? walk->weights[b->offset + o] : 0, size = fabs (sum);
      for (guint i = 0; i < step->in; i++)
        {
          double term = walk->weights[w->offset + (gsize) o * step->in + i] * step->x[i];
          sum += term;
          size += fabs (term);
        }
      if (!(fabs (sum - step->y[o]) <= 1e-9 * MAX (size, 1e-300)) && isfinite (sum))
        return FALSE;
    }
  return TRUE;
}

static void
describe (const NnWalk *walk, const NnOp *op, NnWalkStep *step)
{
  step->kind = NN_WALK_OTHER;
  step->type = walk->spec->layers[op->layer].type;
  if (op->activation != NULL)
    {
      step->kind = NN_WALK_EACH;
      step->type = nn_registry_find (NN_ACTIVATIONS, op->activation->type.id);
      step->slope_formula = op->activation->slope;
      step->slope = slopes (op->activation, step);
    }
  else if (is_sum (walk, step))
    step->kind = NN_WALK_SUM;
}

static void
go_forward (NnWalk *walk, NnNetwork *network, const NnPass *pass)
{
  for (guint i = 0; i < network->n_ops; i++)
    {
      NnOp *op = &network->ops[i];
      NnWalkStep *step = &walk->steps[i];
      *step = (NnWalkStep) { .layer = op->layer, .in = op->in, .out = op->out, .n_tensors = op->n_tensors };
      memcpy (step->tensors, op->tensor, sizeof (int) * op->n_tensors);
      step->x = copy_lane (op->x, op->in, op->ld);
      op->type->forward (op, pass);
      step->y = copy_lane (op->y, op->out, op->ld);
      describe (walk, op, step);
    }
  walk->output = copy_lane (network->y, walk->plan->outputs, network->ld);
}

static void
go_back (NnWalk *walk, NnNetwork *network, const NnPass *pass)
{
  guint outputs = walk->plan->outputs;
  double divisor = network->loss->per_element ? outputs : 1;
  NnLossPass loss = { .item = &walk->spec->loss, .outputs = outputs, .ld = network->ld, .l0 = pass->l0, .l1 = pass->l1, .rows = 1,
                      .y = network->y, .target = network->target, .lane_loss = network->lane_loss, .dy = network->dy,
                      .scale = (nn_real) (1 / divisor) };
  network->loss->evaluate (&loss);
  walk->loss = (double) network->lane_loss[0] / divisor;
  walk->loss_slope_formula = network->loss->slope;
  walk->d_output = copy_lane (network->dy, outputs, network->ld);
  for (guint i = network->n_ops; i-- > 0;)
    {
      NnOp *op = &network->ops[i];
      walk->steps[i].dy = copy_lane (op->dy, op->out, op->ld);
      if (op->type->gradient != NULL) /* before dx may take the place of dy */
        op->type->gradient (op, pass, 0, op->out);
      op->type->backward (op, pass);
      walk->steps[i].dx = copy_lane (op->dx, op->in, op->ld);
    }
  walk->gradient = g_new0 (double, MAX (network->n, 1));
  for (gsize i = 0; i < network->n; i++)
    walk->gradient[i] = (double) network->g[i];
}

static void
take_target (NnWalk *walk, NnNetwork *network, const float *y)
{
  guint outputs = walk->plan->outputs;
  walk->has_target = TRUE;
  walk->target_class = walk->data->n_classes > 0 ? (guint) y[0] : 0;
  if (network->loss->target == NN_TARGET_VALUES)
    {
      walk->target = copy_lane (network->target, outputs, network->ld);
      return;
    }
  walk->target = g_new0 (double, outputs);
  walk->target[MIN (walk->target_class, outputs - 1)] = 1;
}

static void
predict (NnWalk *walk, NnNetwork *network)
{
  guint outputs = walk->plan->outputs;
  nn_backend_table.predict (network);
  walk->prediction = copy_lane (network->y, outputs, network->ld);
  for (guint o = 1; o < outputs; o++)
    if (walk->prediction[o] > walk->prediction[walk->predicted])
      walk->predicted = o;
  if (outputs == 1)
    walk->predicted = walk->prediction[0] > (walk->plan->target_low + walk->plan->target_high) / 2;
}

/* A mean that was rounded to a float is the mean: what the rounding leaves of it is no number to check by hand. */
static double
scaled (double feature, double mean, double scale)
{
  double x = (feature - mean) / scale;
  return fabs (x) < fabs (mean) / scale * FLT_EPSILON ? 0 : x;
}

/* What the network sees, without the rounding that a table of floats has. */
static void
take_inputs (NnWalk *walk, NnNetwork *network, const float *raw)
{
  const DsPrepared *data = walk->data;
  walk->raw = g_new (double, MAX (data->raw_inputs, 1));
  walk->features = g_new (double, MAX (data->inputs, 1));
  walk->x = g_new (double, MAX (data->inputs, 1));
  for (guint i = 0; i < data->raw_inputs; i++)
    walk->raw[i] = (double) raw[i];
  ds_prepared_features (data, raw, walk->features);
  for (guint i = 0; i < data->inputs; i++)
    {
      walk->x[i] = scaled (walk->features[i], data->mean[i], data->scale[i]);
      network->x[i * network->ld] = (nn_real) walk->x[i];
    }
}

static NnWalk *
walk_new (const NnSpec *spec, DsPrepared *data, const float *weights, const float *raw, gssize row, const float *y, GError **error)
{
  const NnBackend *backend = &nn_backend_table;
  NnProblem problem = nn_problem (data);
  NnNetwork *network = backend->new_ (spec, &problem, 1, NN_NETWORK_INPUT_GRADIENT, NULL, error);
  if (network == NULL)
    return NULL;
  Shared *shared = g_new0 (Shared, 1);
  NnWalk *walk = &shared->walk;
  NnPass pass = { .l1 = NN_ROUND_UP (1), .rows = 1, .mode = NN_EVALUATE, .seed = spec->seed };
  nn_refs_init (&shared->refs);
  walk->spec = nn_spec_ref (spec);
  walk->data = ds_prepared_ref (data);
  walk->plan = nn_plan_new (spec, &problem, NULL, NULL);
  walk->row = row;
  walk->loss = NAN;
  walk->weights = g_new (double, MAX (network->n, 1));
  for (gsize i = 0; i < network->n; i++)
    network->w[i] = walk->weights[i] = (double) weights[i];
  for (guint i = 0; i < network->n_ops; i++)
    network->ops[i].xt = NULL; /* filled in training only */
  /* x is loaded for the buffers' sake and then put in without rounding; the target is loaded as training has it. */
  backend->load (network, row >= 0 ? data->x + (gsize) row * data->inputs : data->x, y, NULL, 1);
  take_inputs (walk, network, raw);
  walk->n_steps = network->n_ops;
  walk->steps = g_new0 (NnWalkStep, MAX (network->n_ops, 1));
  go_forward (walk, network, &pass);
  if (y != NULL)
    {
      take_target (walk, network, y);
      go_back (walk, network, &pass);
      for (guint o = 0; o < walk->plan->outputs; o++) /* going back may have written over it */
        network->y[o * network->ld] = (nn_real) walk->output[o];
    }
  predict (walk, network);
  backend->free (network);
  return walk;
}

NnWalk *
nn_walk_row (const NnSpec *spec, DsPrepared *data, const float *weights, gsize row, GError **error)
{
  return walk_new (spec, data, weights, data->raw + row * data->raw_inputs, (gssize) row, data->y + row * data->targets, error);
}

NnWalk *
nn_walk_place (const NnSpec *spec, DsPrepared *data, const float *weights, const float *raw, const float *y, GError **error)
{
  return walk_new (spec, data, weights, raw, -1, y, error);
}

void
nn_walk_unref (NnWalk *walk)
{
  if (walk == NULL || !nn_refs_dec (&((Shared *) walk)->refs))
    return;
  for (guint i = 0; i < walk->n_steps; i++)
    {
      g_free (walk->steps[i].x);
      g_free (walk->steps[i].y);
      g_free (walk->steps[i].dx);
      g_free (walk->steps[i].dy);
      g_free (walk->steps[i].slope);
    }
  g_free (walk->steps);
  g_free (walk->raw);
  g_free (walk->features);
  g_free (walk->x);
  g_free (walk->weights);
  g_free (walk->output);
  g_free (walk->prediction);
  g_free (walk->target);
  g_free (walk->d_output);
  g_free (walk->gradient);
  nn_plan_free (walk->plan);
  ds_prepared_unref (walk->data);
  nn_spec_unref (walk->spec);
  g_free (walk);
}
