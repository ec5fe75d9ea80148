/* Compiled with the "f64" backend: gradients against central differences in double precision.
 *
 * For each entry p the central difference of fourth order, (8 (L(p+h) - L(p-h)) - (L(p+2h) - L(p-2h))) / 12h with
 * h = 1e-4 max(1, |p|), L being loss and penalties in training mode (dropout's mask is keyed by the step and stays the same). Where
 * a kink lies between p - 2h and p + 2h (some value changes sides), the entry is left out and counted. */
#include <math.h>
#include <string.h>
#include <glib/gi18n-lib.h>
#include "nn-check.h"
#include "nn-network.h"
#include "nn-weights.h"

#define STEP 1

typedef struct
{
  const NnBackend *backend;
  NnNetwork *network;
  double noise; /* the smallest gradient that differences can tell: rounding of the objective is about 1e-16 of it, over h */
} Context;

static double
objective (Context *context, guint64 *sides)
{
  NnNetwork *network = context->network;
  NnTally tally = { 0 };
  context->backend->forward (network, NN_TRAIN, STEP);
  context->backend->score (network, &tally);
  *sides = context->backend->sides (network);
  return tally.loss / tally.divisor + context->backend->penalty (network);
}

static double
objective_at (Context *context, nn_real *p, double by, guint64 *sides)
{
  nn_real old = *p;
  *p = old + by;
  double value = objective (context, sides);
  *p = old;
  return value;
}

static void
check_entry (Context *context, nn_real *p, double analytic, gboolean penalized, double floor, NnCheckTensor *result)
{
  double h = 1e-4 * MAX (1.0, fabs ((double) *p));
  guint64 sides[4];
  double far = objective_at (context, p, 2 * h, &sides[0]) - objective_at (context, p, -2 * h, &sides[1]);
  double near = objective_at (context, p, h, &sides[2]) - objective_at (context, p, -h, &sides[3]);
  if (sides[0] != sides[1] || sides[0] != sides[2] || sides[0] != sides[3] || (penalized && fabs ((double) *p) <= 2 * h))
    {
      result->kinks++;
      return;
    }
  double numeric = (8 * near - far) / (12 * h);
  double error = fabs (analytic - numeric) / MAX (MAX (fabs (analytic), fabs (numeric)), floor);
  result->checked++;
  if (!(error <= result->max_error)) /* NaN counts as the worst */
    {
      result->max_error = error;
      result->at_analytic = analytic;
      result->at_numeric = numeric;
    }
}

static double
largest (const nn_real *g, gsize n)
{
  double m = 0;
  for (gsize i = 0; i < n; i++)
    m = MAX (m, fabs ((double) g[i]));
  return m;
}

static void
check_tensor (Context *context, const NnTensor *tensor, const nn_real *g, gsize max_entries, NnCheckTensor *result)
{
  NnNetwork *network = context->network;
  gsize n = (gsize) tensor->rows * MAX (tensor->cols, 1);
  gsize stride = MAX (1, n / MAX (max_entries, 1));
  *result = (NnCheckTensor) { .tensor = *tensor };
  double floor = MAX (1e-4 * largest (g + tensor->offset, n), context->noise);
  for (gsize i = 0; i < n && (i / stride) < max_entries; i += stride)
    check_entry (context, network->w + tensor->offset + i, g[tensor->offset + i],
                 tensor->l1 > 0, floor, result);
}

static void
check_inputs (Context *context, const nn_real *dx, gsize max_entries, NnCheckTensor *result)
{
  NnNetwork *network = context->network;
  gsize n = network->rows * network->plan->inputs;
  gsize stride = MAX (1, n / MAX (max_entries, 1));
  *result = (NnCheckTensor) { .tensor = { .name = "inputs", .rows = (guint) network->rows, .cols = network->plan->inputs } };
  double floor = MAX (1e-4 * largest (dx, network->plan->inputs * network->ld), context->noise);
  for (gsize i = 0; i < n && (i / stride) < max_entries; i += stride)
    {
      gsize at = (i / network->rows) * network->ld + i % network->rows;
      check_entry (context, network->x + at, dx[at], FALSE, floor, result);
    }
}

/* The analytic gradient, penalties in, copied out: (n) of the weights and (inputs, ld) of the inputs. */
static void
analytic (Context *context, nn_real *g, nn_real *dx)
{
  NnNetwork *network = context->network;
  context->backend->gradients (network, NN_TRAIN, STEP);
  for (guint t = 0; t < network->plan->n_tensors; t++)
    {
      const NnTensor *tensor = &network->plan->tensors[t];
      gsize n = (gsize) tensor->rows * MAX (tensor->cols, 1);
      for (gsize i = tensor->offset; i < tensor->offset + n; i++)
        {
          nn_real w = network->w[i];
          g[i] = network->g[i] + (tensor->is_weight ? tensor->l2 * w + tensor->l1 * ((w > 0) - (w < 0)) : 0);
        }
    }
  memcpy (dx, network->dx, network->plan->inputs * network->ld * sizeof (nn_real));
}

NnCheck *
nn_check_gradients (const NnSpec *spec, const DsPrepared *data, gsize rows, gsize max_entries, GError **error)
{
  NnProblem problem = nn_problem (data);
  gsize n = MIN (rows > 0 ? rows : 16, data->n_train);
  gsize entries = max_entries > 0 ? max_entries : 200;
  Context context = { &nn_backend_table };
  g_autofree float *initial = nn_weights_initial (spec, &problem, error);
  if (initial == NULL)
    return NULL;
  context.network = context.backend->new_ (spec, &problem, n, NN_NETWORK_INPUT_GRADIENT, NULL, error);
  if (context.network == NULL)
    return NULL;
  NnNetwork *network = context.network;
  for (gsize i = 0; i < network->n; i++)
    network->w[i] = initial[i];
  context.backend->load (network, data->x, data->y, NULL, n);

  g_autofree nn_real *g = g_new0 (nn_real, MAX (network->n, 1));
  g_autofree nn_real *dx = g_new0 (nn_real, network->plan->inputs * network->ld);
  analytic (&context, g, dx);
  guint64 sides;
  context.noise = 1e-5 * MAX (fabs (objective (&context, &sides)), 0.1);
  NnCheck *check = g_new0 (NnCheck, 1);
  check->n_tensors = network->plan->n_tensors;
  check->tensors = g_new0 (NnCheckTensor, MAX (check->n_tensors, 1));
  for (guint t = 0; t < check->n_tensors; t++)
    {
      check_tensor (&context, &network->plan->tensors[t], g, entries, &check->tensors[t]);
      if (!(check->tensors[t].max_error <= check->max_error))
        check->max_error = check->tensors[t].max_error;
    }
  check_inputs (&context, dx, entries, &check->inputs);
  if (!(check->inputs.max_error <= check->max_error))
    check->max_error = check->inputs.max_error;
  context.backend->free (network);
  return check;
}

void
nn_check_free (NnCheck *check)
{
  if (check == NULL)
    return;
  g_free (check->tensors);
  g_free (check);
}
