/* Compiled with the "f64" backend. */
#include "nn-two.h"

#include <math.h>
#include <string.h>
#include "ds-rng.h"
#include "nn-landscape.h"

#define NEWTON_STEPS 60

static gboolean
is_single_unit (const NnSpec *spec, const NnPlan *plan)
{
  return spec->n_layers == 1 && strcmp (spec->layers[0].type->id, "dense") == 0
         && strcmp (ds_item_choice (&spec->layers[0], "activation")->id, "linear") == 0 && plan->tensors[0].rows == 1;
}

static NnTwoShape
shape_of (const NnSpec *spec, const NnPlan *plan)
{
  guint inputs = plan->tensors[0].cols;
  if (!is_single_unit (spec, plan) || inputs > 2)
    return NN_TWO_OTHER;
  return inputs == 2 ? NN_TWO_PLANE : NN_TWO_LINE;
}

static gboolean
is_frozen (const NnPlan *plan)
{
  for (guint t = 0; t < plan->n_tensors; t++)
    if (!plan->tensors[t].trainable)
      return TRUE;
  return plan->n_frozen > 0;
}

static gboolean
is_possible (const NnSpec *spec, const NnPlan *plan)
{
  return plan->n_weights == 2 || (plan->n_weights > 2 && plan->n_weights <= NN_TWO_PARAMETERS && is_single_unit (spec, plan));
}

/* All rows, or so many of them drawn by the seed. */
static void
draw_rows (NnTwo *two, guint64 seed)
{
  gsize n = two->data->n_train;
  two->rows = MIN (n, NN_TWO_ROWS);
  two->chosen = g_new (guint32, n);
  two->order = g_new (guint32, two->rows);
  for (gsize i = 0; i < n; i++)
    two->chosen[i] = (guint32) i;
  if (two->rows == n)
    return;
  DsRng rng = ds_rng (seed, DS_RNG_PLANE, G_MAXUINT32);
  ds_rng_permute (&rng, two->chosen, n);
}

static void hold (NnTwo *two);

NnTwo *
nn_two_new (const NnSpec *spec, DsPrepared *data, const NnTwoChoice *choice, GError **error)
{
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPlan) plan = nn_plan_new (spec, &problem, NULL, error);
  if (plan == NULL)
    return NULL;
  if (!is_possible (spec, plan))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                   _("This needs a model of two parameters, such as a line through points: one input and a single dense layer of one unit with a bias. Of a single unit with up to %d parameters two can be chosen. This network has %zu."),
                   NN_TWO_PARAMETERS, (gsize) plan->n_weights);
      return NULL;
    }
  if (is_frozen (plan))
    {
      g_set_error_literal (error, NN_ERROR, NN_ERROR_SHAPE, _("Races move every parameter of a model, and some of this one’s are frozen. Unfreeze them to race here."));
      return NULL;
    }
  NnNetwork *network = nn_backend_table.new_ (spec, &problem, MIN (data->n_train, NN_TWO_ROWS), NN_NETWORK_TRAIN, NULL, error);
  if (network == NULL)
    return NULL;
  NnTwo *two = g_new0 (NnTwo, 1);
  two->backend = &nn_backend_table;
  two->network = network;
  two->plan = g_steal_pointer (&plan);
  two->data = ds_prepared_ref (data);
  two->shape = shape_of (spec, two->plan);
  two->probability = nn_loss_prediction (spec->loss.type) == NN_PREDICT_PROBABILITY;
  draw_rows (two, spec->seed);
  if (choice != NULL)
    two->choice = *choice;
  gsize n = two->plan->n_weights, *at = two->choice.at;
  if (at[0] >= n || at[1] >= n || at[0] == at[1])
    {
      at[0] = 0;
      at[1] = 1;
    }
  hold (two);
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
  g_free (two->chosen);
  g_free (two->order);
  g_free (two);
}

gsize
nn_two_rows (NnTwo *two)
{
  return two->rows;
}

gsize
nn_two_parameters (NnTwo *two)
{
  return two->plan->n_weights;
}

void
nn_two_get_choice (NnTwo *two, NnTwoChoice *choice)
{
  *choice = two->choice;
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
nn_two_name (NnTwo *two, gsize parameter)
{
  return nn_weight_name (two->plan, parameter);
}

/* Loss and penalties of the rows loaded, at all parameters. */
static double
measure_all (NnTwo *two, const double *w, double *gradient)
{
  NnNetwork *network = two->network;
  memcpy (network->w, w, two->plan->n_weights * sizeof *w);
  double value = two->backend->gradients (network, NN_TRAIN, 1) + two->backend->penalty (network);
  for (guint t = 0; t < two->plan->n_tensors; t++)
    {
      const NnTensor *tensor = &two->plan->tensors[t];
      for (gsize i = tensor->offset; i < tensor->offset + (gsize) tensor->rows * MAX (tensor->cols, 1); i++)
        gradient[i] = network->g[i] + tensor->l2 * network->w[i] + tensor->l1 * ((network->w[i] > 0) - (network->w[i] < 0));
    }
  return value;
}

/* The others as they are held. */
static double
measure (NnTwo *two, double x, double y, double gradient[2])
{
  double w[NN_TWO_PARAMETERS], g[NN_TWO_PARAMETERS];
  const gsize *at = two->choice.at;
  memcpy (w, two->choice.held, sizeof w);
  w[at[0]] = x;
  w[at[1]] = y;
  double value = measure_all (two, w, g);
  gradient[0] = g[at[0]];
  gradient[1] = g[at[1]];
  return value;
}

static void
load_all (NnTwo *two)
{
  two->backend->load (two->network, two->data->x, two->data->y, two->chosen, two->rows);
}

/* Solves h d = g in place of g by Cholesky's decomposition of h (n, n). FALSE where h is not positive definite. */
static gboolean
solve (double *h, double *g, gsize n)
{
  double most = 0;
  for (gsize i = 0; i < n; i++)
    most = MAX (most, h[i * n + i]);
  for (gsize j = 0; j < n; j++)
    for (gsize i = j; i < n; i++)
      {
        double sum = h[i * n + j];
        for (gsize k = 0; k < j; k++)
          sum -= h[i * n + k] * h[j * n + k];
        if (i == j && !(sum > 1e-12 * most))
          return FALSE;
        h[i * n + j] = i == j ? sqrt (sum) : sum / h[j * n + j];
      }
  for (gsize i = 0; i < n; i++)
    {
      for (gsize k = 0; k < i; k++)
        g[i] -= h[i * n + k] * g[k];
      g[i] /= h[i * n + i];
    }
  for (gsize i = n; i-- > 0;)
    {
      for (gsize k = i + 1; k < n; k++)
        g[i] -= h[k * n + i] * g[k];
      g[i] /= h[i * n + i];
    }
  return TRUE;
}

static double
norm (const double *v, gsize n)
{
  double sum = 0;
  for (gsize i = 0; i < n; i++)
    sum += v[i] * v[i];
  return sqrt (sum);
}

/* Newton's method over all parameters, the Hessian by central differences of the gradient. */
static gboolean
best_of_all (NnTwo *two, double *w)
{
  gsize n = two->plan->n_weights;
  g_autofree double *h = g_new (double, n * n);
  double g[NN_TWO_PARAMETERS], up[NN_TWO_PARAMETERS], down[NN_TWO_PARAMETERS];
  load_all (two);
  for (guint step = 0; step < NEWTON_STEPS; step++)
    {
      for (gsize i = 0; i < n; i++)
        {
          double was = w[i], delta = 1e-4 * MAX (1, fabs (was));
          w[i] = was + delta;
          measure_all (two, w, up);
          w[i] = was - delta;
          measure_all (two, w, down);
          w[i] = was;
          for (gsize j = 0; j < n; j++)
            h[i * n + j] = (up[j] - down[j]) / (2 * delta);
        }
      measure_all (two, w, g);
      if (!solve (h, g, n))
        return FALSE;
      for (gsize i = 0; i < n; i++)
        w[i] -= g[i];
      if (!(norm (w, n) < 1e6))
        return FALSE;
      if (norm (g, n) <= 1e-9 * MAX (1, norm (w, n)))
        return TRUE;
    }
  return FALSE;
}

static void
hold (NnTwo *two)
{
  NnTwoChoice *choice = &two->choice;
  if (choice->held_known || two->plan->n_weights == 2)
    return;
  memset (choice->held, 0, sizeof choice->held);
  choice->held_best = best_of_all (two, choice->held);
  if (!choice->held_best)
    memset (choice->held, 0, sizeof choice->held);
  choice->held_known = TRUE;
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
  gsize n = two->rows;
  if (batch == 0 || batch >= n)
    return nn_two_value (two, x, y, gradient, NULL);
  gsize a_epoch = (n + batch - 1) / batch, from = (gsize) ((step - 1) % a_epoch) * batch;
  guint64 epoch = (step - 1) / a_epoch + 1;
  if (two->order_epoch != epoch || two->order_seed != seed)
    {
      DsRng rng = ds_rng (seed, DS_RNG_SHUFFLE, epoch);
      for (gsize i = 0; i < n; i++)
        two->order[i] = two->chosen[i];
      ds_rng_permute (&rng, two->order, n);
      two->order_epoch = epoch;
      two->order_seed = seed;
    }
  two->backend->load (two->network, two->data->x, two->data->y, two->order + from, MIN (batch, n - from));
  return measure (two, x, y, gradient);
}
