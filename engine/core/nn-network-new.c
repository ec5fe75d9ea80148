/* Compiled once per backend: a network's plan, arena and ops. */
#include <math.h>
#include <stdlib.h>
#include <glib/gi18n-lib.h>
#include "nn-class-weight.h"
#include "nn-gemm.h"
#include "nn-network.h"
#include "nn-plan-private.h"

/* Outputs one gradient tile has. */
#define GRADIENT_BLOCK 64

/* Carves aligned pieces from one allocation; with base NULL it only adds up what it would take. */
typedef struct
{
  char *base;
  gsize used;
  gboolean overflow;
} Carver;

static nn_real *
carve (Carver *carver, gsize rows, gsize cols)
{
  gsize bytes;
  if (!g_size_checked_mul (&bytes, rows, cols) || !g_size_checked_mul (&bytes, bytes, sizeof (nn_real)) || bytes > G_MAXSIZE / 4)
    {
      carver->overflow = TRUE;
      return NULL;
    }
  bytes = (bytes + NN_ALIGN - 1) & ~(gsize) (NN_ALIGN - 1);
  nn_real *piece = carver->base != NULL ? (nn_real *) (carver->base + carver->used) : NULL;
  carver->used += bytes;
  return piece;
}

static gboolean
works_in_place (const NnNetwork *self, guint i)
{
  const NnOp *op = &self->ops[i];
  if (i == 0 || !op->type->in_place || op->activation == NULL || !op->activation->from_output)
    return FALSE;
  const NnOp *before = &self->ops[i - 1];
  return before->layer == op->layer && !before->type->needs_output;
}

static void
carve_op (NnNetwork *self, guint i, NnNetworkKind kind, Carver *carver)
{
  NnOp *op = &self->ops[i];
  op->ld = self->ld;
  op->x = i > 0 ? self->ops[i - 1].y : self->x;
  op->dx = i > 0 ? self->ops[i - 1].dy : self->dx;
  gboolean in_place = works_in_place (self, i);
  op->y = in_place ? op->x : carve (carver, op->out, self->ld);
  if (kind != NN_NETWORK_EVALUATE)
    op->dy = in_place ? op->dx : carve (carver, op->out, self->ld);
  if (op->type->needs_saved && kind != NN_NETWORK_EVALUATE)
    op->saved = carve (carver, op->out, self->ld);
  if (op->type->needs_rows && kind != NN_NETWORK_EVALUATE && nn_gemm_wants_rows (op->out, op->in, self->max_rows))
    op->xt = carve (carver, self->ld, NN_XT_WIDTH (op->in));
  if (op->type->n_stats > 0 && kind != NN_NETWORK_EVALUATE)
    op->stats = carve (carver, op->type->n_stats, MAX (op->out, self->ld));
}

static void
carve_all (NnNetwork *self, NnNetworkKind kind, Carver *carver)
{
  self->x = carve (carver, self->plan->inputs, self->ld);
  if (kind == NN_NETWORK_INPUT_GRADIENT)
    self->dx = carve (carver, self->plan->inputs, self->ld);
  self->target = carve (carver, self->loss->target == NN_TARGET_CLASS ? 1 : self->plan->outputs, self->ld);
  self->lane_loss = carve (carver, 1, self->ld);
  if (self->class_weight != NULL)
    self->lane_weight = carve (carver, 1, self->ld);
  for (guint i = 0; i < self->n_ops; i++)
    carve_op (self, i, kind, carver);
  if (kind == NN_NETWORK_EVALUATE)
    return;
  self->w = carve (carver, 1, self->n);
  self->g = carve (carver, 1, self->n);
  self->before = carve (carver, 1, self->n);
  for (guint m = 0; m < self->optimizer->n_moments; m++)
    self->moments[m] = carve (carver, 1, self->n);
}

static void
expand_ops (NnNetwork *self)
{
  GArray *ops = g_array_new (FALSE, TRUE, sizeof (NnOp));
  int tensor = 0;
  for (guint layer = 0; layer < self->spec->n_layers; layer++)
    {
      NnModules modules;
      nn_plan_modules (&nn_tables, self->spec, self->plan, layer, &modules);
      for (guint m = 0; m < modules.n; m++)
        {
          const NnModule *module = &modules.modules[m];
          NnOp op = { .type = module->op, .item = module->item, .activation = module->activation, .layer = layer,
                      .in = module->in, .out = module->out, .n_tensors = module->n_tensors };
          for (guint t = 0; t < module->n_tensors; t++)
            op.tensor[t] = tensor++;
          self->barriers |= module->op->whole_batch;
          g_array_append_val (ops, op);
        }
    }
  self->n_ops = ops->len;
  self->ops = (NnOp *) g_array_free (ops, FALSE);
}

static void
list_gradient_tiles (NnNetwork *self)
{
  GArray *tiles = g_array_new (FALSE, FALSE, sizeof (NnGradientTile));
  for (guint i = 0; i < self->n_ops; i++)
    {
      const NnOp *op = &self->ops[i];
      self->work += (double) op->in * (op->n_tensors > 0 ? op->out : 1);
      for (guint o = 0; op->type->gradient != NULL && o < op->out; o += GRADIENT_BLOCK)
        {
          NnGradientTile tile = { i, o, MIN (o + GRADIENT_BLOCK, op->out) };
          g_array_append_val (tiles, tile);
        }
    }
  self->n_tiles = tiles->len;
  self->tiles = (NnGradientTile *) g_array_free (tiles, FALSE);
}

/* The column of ones that gives the bias its gradient. */
static void
fill_ones (NnNetwork *self)
{
  for (guint i = 0; i < self->n_ops; i++)
    for (gsize l = 0; self->ops[i].xt != NULL && l < self->ld; l++)
      self->ops[i].xt[l * NN_XT_WIDTH (self->ops[i].in) + self->ops[i].in] = 1;
}

void
nn_network_bind (NnNetwork *self, nn_real *weights)
{
  self->w = weights;
  for (guint i = 0; i < self->n_ops; i++)
    for (guint t = 0; t < self->ops[i].n_tensors; t++)
      {
        gsize offset = self->plan->tensors[self->ops[i].tensor[t]].offset;
        self->ops[i].w[t] = weights + offset;
        self->ops[i].g[t] = self->g != NULL ? self->g + offset : NULL;
      }
}

static gboolean
allocate (NnNetwork *self, NnNetworkKind kind, GError **error)
{
  Carver measure = { 0 };
  carve_all (self, kind, &measure);
  gsize bytes = measure.used + NN_ALIGN;
  /* Not written to here, which may be the thread of a window: large pieces come zero from the system, page by page as they are used. */
  self->arena = measure.overflow ? NULL : calloc (1, bytes);
  if (self->arena == NULL)
    {
      g_autofree char *size = g_format_size (bytes);
      g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, _("there is not enough memory for this network (%s)"), size);
      return FALSE;
    }
  Carver carver = { (char *) (((guintptr) self->arena + NN_ALIGN - 1) & ~(guintptr) (NN_ALIGN - 1)) };
  carve_all (self, kind, &carver);
  fill_ones (self);
  return TRUE;
}

static void
set_class_weights (NnNetwork *self, const NnProblem *problem)
{
  g_autofree double *weights = g_new (double, MAX (problem->n_classes, 1));

  if (!nn_class_weights (&self->spec->loss, problem, weights))
    return;
  self->class_weight = g_new (nn_real, problem->n_classes);
  for (guint c = 0; c < problem->n_classes; c++)
    self->class_weight[c] = (nn_real) weights[c];
}

NnNetwork *
nn_network_new (const NnSpec *spec, const NnProblem *problem, gsize max_rows, NnNetworkKind kind, NnPool *pool, GError **error)
{
  NnPlan *plan = nn_plan_new (spec, problem, NULL, error);
  if (plan == NULL)
    return NULL;
  NnNetwork *self = g_new0 (NnNetwork, 1);
  self->spec = nn_spec_ref (spec);
  self->plan = plan;
  self->problem = *problem;
  self->problem.class_rows = NULL;
  self->pool = pool;
  self->loss = nn_tables.losses[nn_registry_index (NN_LOSSES, spec->loss.type)];
  self->optimizer = nn_tables.optimizers[nn_registry_index (NN_OPTIMIZERS, spec->optimizer.type)];
  self->max_rows = max_rows;
  self->ld = NN_ROUND_UP (MAX (max_rows, 1));
  self->n = (gsize) plan->n_weights;
  self->training = kind != NN_NETWORK_EVALUATE;
  set_class_weights (self, problem);
  expand_ops (self);
  if (!allocate (self, kind, error))
    {
      nn_network_free (self);
      return NULL;
    }
  self->y = self->n_ops > 0 ? self->ops[self->n_ops - 1].y : self->x;
  self->dy = self->n_ops > 0 ? self->ops[self->n_ops - 1].dy : self->dx;
  list_gradient_tiles (self);
  self->plain_update = plan->n_frozen == 0;
  for (guint t = 0; t < plan->n_tensors; t++)
    {
      const NnTensor *tensor = &plan->tensors[t];
      self->plain_update &= tensor->trainable && tensor->l1 == 0 && tensor->l2 == 0;
      self->constrained |= !isinf (tensor->max_norm);
    }
  if (self->training)
    nn_network_bind (self, self->w);
  return self;
}

void
nn_network_free (NnNetwork *self)
{
  if (self == NULL)
    return;
  nn_spec_unref (self->spec);
  nn_plan_free (self->plan);
  g_free (self->class_weight);
  g_free (self->ops);
  g_free (self->tiles);
  free (self->arena);
  g_free (self);
}
