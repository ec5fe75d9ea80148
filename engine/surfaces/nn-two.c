/* Compiled with the "f64" backend. */
#include "nn-two.h"

#include <math.h>
#include <string.h>
#include "ds-rng.h"
#include "nn-landscape.h"

#define NEWTON_STEPS 60

static NnTwoShape
shape_of (const NnSpec *spec, const NnPlan *plan)
{
  const NnTensor *weight = &plan->tensors[0];
  if (spec->n_layers != 1 || strcmp (spec->layers[0].type->id, "dense") != 0
      || strcmp (ds_item_choice (&spec->layers[0], "activation")->id, "linear") != 0 || weight->rows != 1)
    return NN_TWO_OTHER;
  return weight->cols == 2 ? NN_TWO_PLANE : NN_TWO_LINE;
}

NnTwo *
nn_two_new (const NnSpec *spec, DsPrepared *data, GError **error)
{
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPlan) plan = nn_plan_new (spec, &problem, NULL, error);
  if (plan == NULL)
    return NULL;
  gboolean free_ = TRUE;
  for (guint t = 0; t < plan->n_tensors; t++)
    free_ = free_ && plan->tensors[t].trainable;
  if (plan->n_weights != 2 || !free_)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                   _("This needs a model of two parameters, such as a line through points: one input and a single dense layer of one unit with a bias. This one has %zu."),
                   (gsize) plan->n_weights);
      return NULL;
    }
  NnNetwork *network = nn_backend_table.new_ (spec, &problem, data->n_train, NN_NETWORK_TRAIN, NULL, error);
  if (network == NULL)
    return NULL;
  NnTwo *two = g_new0 (NnTwo, 1);
  two->backend = &nn_backend_table;
  two->network = network;
  two->plan = g_steal_pointer (&plan);
  two->data = ds_prepared_ref (data);
  two->shape = shape_of (spec, two->plan);
  two->probability = nn_loss_prediction (spec->loss.type) == NN_PREDICT_PROBABILITY;
  two->order = g_new (guint32, data->n_train);
  return two;
}

void
nn_two_free (NnTwo *two)
{
  if (two == NULL)
    return;
  two->backend->free (two->network);
  nn_plan_free (two->plan);
  ds_prepared_unref (two->data);
  g_free (two->order);
  g_free (two);
}

gsize
nn_two_rows (NnTwo *two)
{
  return two->data->n_train;
}

NnTwoShape
nn_two_shape (NnTwo *two, double classes[2], double *middle)
{
  classes[0] = two->plan->target_low;
  classes[1] = two->plan->target_high;
  *middle = two->probability ? 0 : (classes[0] + classes[1]) / 2;
  return two->shape;
}

char *
nn_two_name (NnTwo *two, guint parameter)
{
  return nn_weight_name (two->plan, parameter);
}

/* Loss and penalties of the rows loaded. */
static double
measure (NnTwo *two, double x, double y, double gradient[2])
{
  NnNetwork *network = two->network;
  network->w[0] = x;
  network->w[1] = y;
  double value = two->backend->gradients (network, NN_TRAIN, 1) + two->backend->penalty (network);
  for (guint t = 0; t < two->plan->n_tensors; t++)
    {
      const NnTensor *tensor = &two->plan->tensors[t];
      for (gsize i = tensor->offset; i < tensor->offset + (gsize) tensor->rows * MAX (tensor->cols, 1); i++)
        gradient[i] = network->g[i] + tensor->l2 * network->w[i] + tensor->l1 * ((network->w[i] > 0) - (network->w[i] < 0));
    }
  return value;
}

static void
load_all (NnTwo *two)
{
  two->backend->load (two->network, two->data->x, two->data->y, NULL, two->data->n_train);
}

double
nn_two_value (NnTwo *two, double x, double y, double gradient[2], double hessian[3])
{
  double g[2], up[2], down[2], h = 1e-4 * MAX (1, MAX (fabs (x), fabs (y)));
  load_all (two);
  double value = measure (two, x, y, gradient != NULL ? gradient : g);
  if (hessian == NULL)
    return value;
  measure (two, x + h, y, up);
  measure (two, x - h, y, down);
  hessian[0] = (up[0] - down[0]) / (2 * h);
  hessian[1] = (up[1] - down[1]) / (2 * h);
  measure (two, x, y + h, up);
  measure (two, x, y - h, down);
  hessian[1] = (hessian[1] + (up[0] - down[0]) / (2 * h)) / 2;
  hessian[2] = (up[1] - down[1]) / (2 * h);
  return value;
}

gboolean
nn_two_optimum (NnTwo *two, double optimum[2], guint *steps)
{
  double g[2], h[3];
  optimum[0] = optimum[1] = 0;
  for (guint i = 0; i < NEWTON_STEPS; i++)
    {
      nn_two_value (two, optimum[0], optimum[1], g, h);
      double determinant = h[0] * h[2] - h[1] * h[1], scale = MAX (fabs (h[0]), fabs (h[2]));
      if (!(determinant > 1e-12 * scale * scale))
        return FALSE;
      double dx = (h[2] * g[0] - h[1] * g[1]) / determinant, dy = (h[0] * g[1] - h[1] * g[0]) / determinant;
      optimum[0] -= dx;
      optimum[1] -= dy;
      *steps = i + 1;
      if (!(hypot (optimum[0], optimum[1]) < 1e6))
        return FALSE;
      if (hypot (dx, dy) <= 1e-10 * MAX (1, hypot (optimum[0], optimum[1])))
        return TRUE;
    }
  return FALSE;
}

double
nn_two_step_value (NnTwo *two, gsize batch, guint64 seed, guint64 step, double x, double y, double gradient[2])
{
  gsize n = two->data->n_train;
  if (batch == 0 || batch >= n)
    return nn_two_value (two, x, y, gradient, NULL);
  gsize a_epoch = (n + batch - 1) / batch, from = (gsize) ((step - 1) % a_epoch) * batch;
  guint64 epoch = (step - 1) / a_epoch + 1;
  if (two->order_epoch != epoch || two->order_seed != seed)
    {
      DsRng rng = ds_rng (seed, DS_RNG_SHUFFLE, epoch);
      for (gsize i = 0; i < n; i++)
        two->order[i] = (guint32) i;
      ds_rng_permute (&rng, two->order, n);
      two->order_epoch = epoch;
      two->order_seed = seed;
    }
  two->backend->load (two->network, two->data->x, two->data->y, two->order + from, MIN (batch, n - from));
  return measure (two, x, y, gradient);
}
