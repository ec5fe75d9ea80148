/* From a spec and data's demands to shapes, tensors and bytes; every refusal of an impossible network is here. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include "ds-number.h"
#include "nn-blas.h"
#include "nn-plan-private.h"
#include "nn-tables.h"
#include "nn-weights.h"

extern const NnTables nn_tables_ref;

typedef struct
{
  NnPlan plan;
  NnModuleTensor *initial; /* (n_tensors): how each is drawn */
} FullPlan;

static gboolean
check_item (const DsItem *item, GError **error)
{
  for (guint i = 0; i < item->type->n_params; i++)
    {
      const DsParam *p = &item->type->params[i];
      double v = item->values[i];
      gboolean fine = p->kind == DS_PARAM_CHOICE || ((p->flags & DS_PARAM_NULLABLE) && isnan (v))
                      || ((p->flags & DS_PARAM_AUTO) && v == 0) || (isfinite (v) && v >= p->min && v <= p->max);
      if (fine)
        continue;
      g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _("%s: %s must be between %g and %g, found %g"), _(item->type->title), _(p->title),
                   p->min, p->max, v);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_training (const NnSpec *spec, GError **error)
{
  if (!check_item (&spec->loss, error) || !check_item (&spec->optimizer, error) || !check_item (&spec->schedule, error))
    return FALSE;
  const char *bad = NULL;
  if (!isfinite (spec->l1) || spec->l1 < 0)
    bad = "l1";
  else if (!isfinite (spec->l2) || spec->l2 < 0)
    bad = "l2";
  else if (!isnan (spec->clip_norm) && !(isfinite (spec->clip_norm) && spec->clip_norm > 0))
    bad = "clip_norm";
  else if (!isfinite (spec->gradient_noise) || spec->gradient_noise < 0)
    bad = "gradient_noise";
  else if (!isfinite (spec->batch_growth) || spec->batch_growth < 1 || spec->batch_growth_every == 0)
    bad = "batch_growth";
  else if (isinf (spec->stop_loss_below))
    bad = "loss_below";
  if (bad != NULL)
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _("%s must be a finite number that is not negative"), bad);
  return bad == NULL;
}

static guint
auto_units (const NnLoss *loss, const NnProblem *problem)
{
  if (problem->n_classes == 0)
    return problem->targets;
  return loss->one_unit || (problem->n_classes == 2 && !loss->unit_a_class) ? 1 : problem->n_classes;
}

static int
last_dense (const NnSpec *spec)
{
  for (int i = (int) spec->n_layers - 1; i >= 0; i--)
    if (g_str_equal (spec->layers[i].type->id, "dense"))
      return i;
  return -1;
}

/* Do loss, data and outputs fit together? */
static gboolean
check_outputs (const NnLoss *loss, const NnProblem *problem, guint outputs, GError **error)
{
  const char *title = _(loss->type.title);
  if (problem->n_classes == 0)
    {
      if (!loss->regression)
        g_set_error (error, NN_ERROR, NN_ERROR_LOSS,
                     _("the loss \"%s\" needs classes, and the target holds numbers; choose mean squared error, mean absolute error or Huber"), title);
      else if (loss->unit_a_class && problem->targets < 2)
        g_set_error (error, NN_ERROR, NN_ERROR_LOSS,
                     _("the loss \"%s\" compares distributions, and there is a single target value; choose mean squared error, mean absolute error or Huber"), title);
      else if (outputs != problem->targets)
        g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _("the output layer needs one unit a target value: %u, and it has %u; set units to \"auto\""),
                     problem->targets, outputs);
      else
        return TRUE;
      return FALSE;
    }
  if (loss->one_unit && problem->n_classes > 2)
    g_set_error (error, NN_ERROR, NN_ERROR_LOSS, _("the loss \"%s\" tells two classes apart, and the data have %u; choose cross-entropy"),
                 title, problem->n_classes);
  else if (loss->unit_a_class && outputs != problem->n_classes)
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 _("the loss \"%s\" needs one output unit a class: %u, and the output layer has %u; set units to \"auto\""), title,
                 problem->n_classes, outputs);
  else if (loss->one_unit && outputs != 1)
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _("the loss \"%s\" needs one output unit, and the output layer has %u; set units to \"auto\""),
                 title, outputs);
  else if (outputs != problem->n_classes && !(outputs == 1 && problem->n_classes == 2))
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _("the output layer needs one unit a class: %u, and it has %u; set units to \"auto\""),
                 problem->n_classes, outputs);
  else
    return TRUE;
  return FALSE;
}

/* A parameter of the layer, or what it is where the layer has none of that name. */
static double
layer_value (const DsItem *item, const char *id, double otherwise)
{
  int param = ds_type_find_param (item->type, id);
  return param >= 0 && !isnan (item->values[param]) ? item->values[param] : otherwise;
}

static gboolean
add_tensors (FullPlan *full, GArray *tensors, GArray *initial, const NnSpec *spec, const NnModule *module, guint layer,
             guint module_index)
{
  NnPlan *plan = &full->plan;
  const DsItem *item = &spec->layers[layer];
  gboolean trainable = layer_value (item, "trainable", 1) != 0;
  for (guint t = 0; t < module->n_tensors; t++)
    {
      const NnModuleTensor *m = &module->tensors[t];
      NnTensor tensor = { .layer = layer, .rows = m->rows, .cols = m->cols, .offset = plan->n_weights, .is_weight = m->is_weight,
                          .trainable = trainable && !m->is_state, .is_state = m->is_state,
                          .l1 = m->is_weight ? spec->l1 + layer_value (item, "l1", 0) : 0,
                          .l2 = m->is_weight ? spec->l2 + layer_value (item, "l2", 0) : 0,
                          .max_norm = m->is_weight ? layer_value (item, "max_norm", INFINITY) : INFINITY };
      g_snprintf (tensor.name, sizeof tensor.name, "%u.%s", module_index, m->suffix);
      guint64 n = (guint64) m->rows * MAX (m->cols, 1);
      NnLayerShape *shape = &plan->layers[layer];
      if (g_str_equal (m->suffix, "weight"))
        shape->weight = (int) tensors->len;
      else if (g_str_equal (m->suffix, "bias"))
        shape->bias = (int) tensors->len;
      shape->parameters += m->is_state ? 0 : n;
      plan->n_parameters += m->is_state ? 0 : n;
      plan->n_weights += n;
      g_array_append_val (tensors, tensor);
      g_array_append_val (initial, *m);
    }
  return plan->n_weights < G_MAXINT32;
}

void
nn_plan_modules (const NnTables *tables, const NnSpec *spec, const NnPlan *plan, guint layer, NnModules *modules)
{
  modules->n = 0;
  const DsItem *item = &spec->layers[layer];
  tables->layers[nn_registry_index (NN_LAYERS, item->type)]->expand (item, plan->layers[layer].in, plan->layers[layer].out, modules);
}

gsize
nn_plan_batch_rows (const NnSpec *spec, const NnProblem *problem)
{
  guint64 all = MAX (problem->rows, 1);
  if (spec->batch_size == 0 || ((const NnOptimizer *) spec->optimizer.type)->full_batch)
    return (gsize) all;
  guint64 most = spec->batch_growth > 1 ? MAX (spec->batch_size, spec->batch_growth_limit) : spec->batch_size;
  return (gsize) MIN (most, all);
}

static guint64
free_memory (void)
{
  char line[128];
  unsigned long long kilobytes;
  guint64 bytes = G_MAXUINT64;
  FILE *f = fopen ("/proc/meminfo", "re");
  if (f == NULL)
    return bytes;
  while (fgets (line, sizeof line, f) != NULL)
    if (sscanf (line, "MemAvailable: %llu kB", &kilobytes) == 1)
      bytes = (guint64) kilobytes * 1024;
  fclose (f);
  return bytes;
}

/* weights (floats) with gradients, the state before the step, the best state, a frame and the moments; units (floats a lane)
 * over the lanes of a batch. G_MAXUINT64 where that cannot be counted. */
static guint64
memory_of (const NnOptimizer *optimizer, guint64 weights, guint64 units, guint64 lanes)
{
  guint64 per_weight = (5 + optimizer->n_moments) * sizeof (float), activations, total;
  if (!g_uint64_checked_mul (&activations, units, lanes * sizeof (float)) || !g_uint64_checked_mul (&total, weights, per_weight)
      || !g_uint64_checked_add (&total, total, activations))
    return G_MAXUINT64;
  return total;
}

static gboolean
check_memory (FullPlan *full, GArray *tensors, const NnSpec *spec, const NnProblem *problem, int *failed, GError **error)
{
  NnPlan *plan = &full->plan;
  const NnOptimizer *optimizer = (const NnOptimizer *) spec->optimizer.type;
  guint64 lanes = NN_ROUND_UP (nn_plan_batch_rows (spec, problem)) + 512;
  guint64 weights[NN_MAX_LAYERS] = { 0 };
  for (guint t = 0; t < tensors->len; t++)
    {
      const NnTensor *tensor = &g_array_index (tensors, NnTensor, t);
      weights[tensor->layer] += (guint64) tensor->rows * MAX (tensor->cols, 1);
    }
  guint64 total = memory_of (optimizer, 0, plan->inputs, lanes);
  /* Least squares are solved on a copy of the batch in double precision, inputs and targets, and on three squares of the inputs' size. */
  guint64 side = (guint64) plan->inputs + 1, columns = side + plan->outputs;
  if (optimizer->least_squares
      && !g_uint64_checked_add (&total, total, (columns * (lanes + side) + 3 * side * side) * sizeof (double)))
    total = G_MAXUINT64;
  guint largest = 0;
  for (guint i = 0; i < plan->n_layers; i++)
    {
      plan->layers[i].bytes = memory_of (optimizer, weights[i], 3 * (guint64) plan->layers[i].out, lanes);
      if (!g_uint64_checked_add (&total, total, plan->layers[i].bytes))
        total = G_MAXUINT64;
      if (plan->layers[i].bytes > plan->layers[largest].bytes)
        largest = i;
    }
  plan->bytes = total;
  guint64 available = free_memory ();
  if (total < available && plan->n_weights < G_MAXINT32)
    return TRUE;
  if (plan->layers[largest].bytes > total / 2)
    *failed = (int) largest;
  g_autofree char *needed = g_format_size (total), *there = g_format_size (available);
  g_set_error (error, NN_ERROR, NN_ERROR_TOO_BIG, _("this network needs %s of memory, and %s are free; use fewer neurons or a smaller batch"),
               needed, there);
  return FALSE;
}

/* The closed form is for linear least squares only, and says so. */
static gboolean
check_least_squares (const NnSpec *spec, GError **error)
{
  if (!((const NnOptimizer *) spec->optimizer.type)->least_squares)
    return TRUE;
  const DsItem *layer = &spec->layers[0];
  gboolean linear = spec->n_layers == 1 && g_str_equal (layer->type->id, "dense")
                    && g_str_equal (ds_item_choice (layer, "activation")->id, "linear") && ds_item_get (layer, "trainable") != 0;
  const char *why = !linear ? _("the network is more than one trainable dense layer without activation")
                    : !g_str_equal (spec->loss.type->id, "mse") ? _("the loss is not the mean squared error")
                    : spec->l1 > 0 || ds_item_get (layer, "l1") > 0 ? _("there is an L1 penalty")
                    : !isinf (layer_value (layer, "max_norm", INFINITY)) ? _("there is a maximum norm")
                    : spec->frozen[0] != NULL ? _("single weights are frozen")
                                                                    : NULL;
  if (why != NULL)
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 _("the closed form solves linear least squares, and does not apply here: %s; choose another optimizer"), why);
  else if (nn_blas () == NULL)
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 _("the closed form needs the OpenBLAS library, and it cannot be loaded; install it, or choose another optimizer"));
  return why == NULL && nn_blas () != NULL;
}

/* Frozen single weights */

static gboolean
find_frozen (const NnPlan *plan, guint layer, const NnFrozenEntry *entry, gsize *offset)
{
  int index = entry->kind == NN_FROZEN_BIAS ? plan->layers[layer].bias : plan->layers[layer].weight;
  if (index < 0)
    return FALSE;
  const NnTensor *tensor = &plan->tensors[index];
  if (entry->row >= tensor->rows || (tensor->cols == 0) != (entry->col < 0) || (entry->col >= 0 && (guint) entry->col >= tensor->cols))
    return FALSE;
  *offset = tensor->offset + (gsize) entry->row * MAX (tensor->cols, 1) + (gsize) MAX (entry->col, 0);
  return TRUE;
}

static int
compare_offsets (gconstpointer a, gconstpointer b)
{
  gsize p = *(const gsize *) a, q = *(const gsize *) b;
  return p < q ? -1 : p > q;
}

static void
list_frozen (NnPlan *plan, const NnSpec *spec)
{
  gsize n = 0;
  for (guint i = 0; i < spec->n_layers; i++)
    n += spec->frozen[i] != NULL ? spec->frozen[i]->n : 0;
  if (n == 0)
    return;
  plan->frozen = g_new (gsize, n);
  for (guint i = 0; i < spec->n_layers; i++)
    for (guint k = 0; spec->frozen[i] != NULL && k < spec->frozen[i]->n; k++)
      if (find_frozen (plan, i, &spec->frozen[i]->entries[k], &plan->frozen[plan->n_frozen]))
        plan->n_frozen++;
  qsort (plan->frozen, plan->n_frozen, sizeof (gsize), compare_offsets);
}

gboolean
nn_plan_check_frozen (const NnPlan *plan, const NnSpec *spec, int *failed_layer, GError **error)
{
  gsize unused;
  for (guint i = 0; i < spec->n_layers; i++)
    for (guint k = 0; spec->frozen[i] != NULL && k < spec->frozen[i]->n; k++)
      {
        if (find_frozen (plan, i, &spec->frozen[i]->entries[k], &unused))
          continue;
        g_autofree char *name = nn_frozen_name (&spec->frozen[i]->entries[k]);
        *failed_layer = (int) i;
        if (plan->layers[i].weight < 0)
          g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _("\"frozen\" names %s, and this layer has no weights"), name);
        else
          g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                       _("\"frozen\" names %s, which this layer does not have: it makes %u values out of %u (counted from 0)"), name,
                       plan->layers[i].out, plan->layers[i].in);
        return FALSE;
      }
  return TRUE;
}

int
nn_plan_frozen_entry (const NnPlan *plan, gsize offset, NnFrozenEntry *entry)
{
  for (guint i = 0; i < plan->n_layers; i++)
    for (guint k = 0; k < 2; k++)
      {
        int index = k == NN_FROZEN_BIAS ? plan->layers[i].bias : plan->layers[i].weight;
        if (index < 0)
          continue;
        const NnTensor *tensor = &plan->tensors[index];
        gsize width = MAX (tensor->cols, 1);
        if (offset < tensor->offset || offset >= tensor->offset + tensor->rows * width)
          continue;
        gsize at = offset - tensor->offset;
        *entry = (NnFrozenEntry) { (NnFrozenKind) k, (guint) (at / width), tensor->cols > 0 ? (int) (at % width) : NN_FROZEN_VECTOR };
        return (int) i;
      }
  return -1;
}

/* How classes become numbers on the outputs: see the contract. */
static void
choose_encoding (NnPlan *plan, const NnLoss *loss, const NnProblem *problem, gboolean sigmoid_output)
{
  plan->n_classes = problem->n_classes;
  plan->one_hot = problem->n_classes > 0 && loss->target == NN_TARGET_VALUES && plan->outputs > 1;
  gboolean zero_one = loss->prediction == NN_PREDICT_PROBABILITY || (plan->one_hot ? loss->prediction != NN_PREDICT_SIGN : sigmoid_output);
  plan->target_low = zero_one ? 0 : -1;
  plan->target_high = 1;
}

/* What looks at the whole batch centres a single row on itself: nothing is left of it. */
static gboolean
check_batch (const NnSpec *spec, const NnModules *modules, GError **error)
{
  gboolean single = spec->batch_size == 1 && !((const NnOptimizer *) spec->optimizer.type)->full_batch;
  for (guint m = 0; single && m < modules->n; m++)
    if (modules->modules[m].op->whole_batch)
      {
        g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                     _("batch norm centres each value over the batch, and of a batch of 1 row nothing is left; use larger batches"));
        return FALSE;
      }
  return TRUE;
}

static gboolean
plan_layers (FullPlan *full, GArray *tensors, GArray *initial, const NnSpec *spec, const NnProblem *problem, int *failed, GError **error)
{
  NnPlan *plan = &full->plan;
  const NnLoss *loss = (const NnLoss *) spec->loss.type;
  int output = last_dense (spec);
  guint units = problem->inputs, n_modules = 0;
  gboolean sigmoid = FALSE;
  for (guint i = 0; i < spec->n_layers; i++)
    {
      const DsItem *item = &spec->layers[i];
      const NnLayerType *type = (const NnLayerType *) item->type;
      *failed = (int) i;
      plan->layers[i] = (NnLayerShape) { .in = units, .weight = -1, .bias = -1, .id = spec->ids[i] };
      if (!check_item (item, error)
          || !type->shape (item, units, (int) i == output ? auto_units (loss, problem) : 0, &plan->layers[i].out, error))
        return FALSE;
      NnModules modules;
      nn_plan_modules (&nn_tables_ref, spec, plan, i, &modules);
      if (!check_batch (spec, &modules, error))
        return FALSE;
      for (guint m = 0; m < modules.n; m++, n_modules++)
        {
          const NnModule *module = &modules.modules[m];
          if (!add_tensors (full, tensors, initial, spec, module, i, n_modules))
            return check_memory (full, tensors, spec, problem, failed, error);
          sigmoid = module->activation != NULL && g_str_equal (module->activation->type.id, "sigmoid");
        }
      units = plan->layers[i].out;
    }
  plan->inputs = problem->inputs;
  plan->outputs = units;
  *failed = output;
  if (!check_outputs (loss, problem, units, error))
    return FALSE;
  *failed = -1;
  choose_encoding (plan, loss, problem, sigmoid);
  return check_least_squares (spec, error) && check_memory (full, tensors, spec, problem, failed, error);
}

NnPlan *
nn_plan_new (const NnSpec *spec, const NnProblem *problem, int *failed_layer, GError **error)
{
  int unused;
  int *failed = failed_layer != NULL ? failed_layer : &unused;
  *failed = -1;
  if (!check_training (spec, error))
    return NULL;
  if (spec->n_layers == 0 || problem->inputs == 0)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                   spec->n_layers == 0 ? _("a network needs at least one layer; add a dense layer") : _("the data have no inputs"));
      return NULL;
    }

  FullPlan *full = g_new0 (FullPlan, 1);
  full->plan.n_layers = spec->n_layers;
  g_autoptr (GArray) tensors = g_array_new (FALSE, FALSE, sizeof (NnTensor));
  g_autoptr (GArray) initial = g_array_new (FALSE, FALSE, sizeof (NnModuleTensor));
  gboolean fine = plan_layers (full, tensors, initial, spec, problem, failed, error);
  full->plan.n_tensors = tensors->len;
  full->plan.tensors = g_memdup2 (tensors->data, tensors->len * sizeof (NnTensor));
  full->initial = g_memdup2 (initial->data, initial->len * sizeof (NnModuleTensor));
  if (fine)
    {
      list_frozen (&full->plan, spec);
      return &full->plan;
    }
  nn_plan_free (&full->plan);
  return NULL;
}

void
nn_plan_free (NnPlan *plan)
{
  if (plan == NULL)
    return;
  g_free (((FullPlan *) plan)->initial);
  g_free (plan->frozen);
  g_free (plan->tensors);
  g_free (plan);
}

void
nn_plan_initialize (const NnPlan *plan, guint64 seed, float *w, double *scratch)
{
  const FullPlan *full = (const FullPlan *) plan;
  for (guint t = 0; t < plan->n_tensors; t++)
    {
      const NnTensor *tensor = &plan->tensors[t];
      const NnModuleTensor *how = &full->initial[t];
      gsize n = (gsize) tensor->rows * MAX (tensor->cols, 1);
      float *to = w + tensor->offset;
      if (how->init == NULL)
        {
          for (gsize i = 0; i < n; i++)
            to[i] = (float) how->value;
          continue;
        }
      DsRng rng = ds_rng (seed, DS_RNG_INIT, tensor->layer);
      how->init->fill (scratch, tensor->rows, MAX (tensor->cols, 1), &rng);
      for (gsize i = 0; i < n; i++)
        to[i] = (float) scratch[i];
    }
}

char *
nn_plan_summary (const NnPlan *plan)
{
  GString *s = g_string_new (NULL);
  g_string_append_printf (s, "%u", plan->inputs);
  for (guint i = 0, run; i < plan->n_layers; i += run)
    {
      guint equal = 0;

      /* Many alike are counted; one or two alike read better each for itself. Layers without weights keep the width. */
      for (run = 1; i + run < plan->n_layers && (plan->layers[i + run].weight < 0 || plan->layers[i + run].out == plan->layers[i].out);)
        run++;
      for (guint k = i; k < i + run; k++)
        equal += plan->layers[k].weight >= 0;
      if (equal > 2)
        g_string_append_printf (s, " → %u × %u", equal, plan->layers[i].out);
      else
        for (guint k = 0; k < equal; k++)
          g_string_append_printf (s, " → %u", plan->layers[i].out);
    }
  g_string_append (s, " · ");
  g_autofree char *digits = g_strdup_printf ("%" PRIu64, plan->n_parameters), *number = ds_number_localize (digits, TRUE);
  g_string_append_printf (s, ngettext ("%s parameter", "%s parameters", (gulong) plan->n_parameters), number);
  return g_string_free (s, FALSE);
}

float *
nn_weights_initial (const NnSpec *spec, const NnProblem *problem, GError **error)
{
  g_autoptr (NnPlan) plan = nn_plan_new (spec, problem, NULL, error);
  if (plan == NULL)
    return NULL;
  float *w = g_try_new0 (float, MAX (plan->n_weights, 1));
  g_autofree double *scratch = w != NULL ? g_try_new (double, MAX (plan->n_weights, 1)) : NULL;
  if (scratch == NULL)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, _("there is not enough memory for the weights"));
      g_clear_pointer (&w, g_free);
    }
  else
    nn_plan_initialize (plan, spec->seed, w, scratch);
  return w;
}
