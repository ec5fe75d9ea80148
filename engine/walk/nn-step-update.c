/* The update of a neuron's weights in words and numbers: from the batch's gradient to the one that the optimizer gets, what it makes of it,
 * and the new weights. */
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "nn-step-page.h"
#include "nn-walk.h"

/* The letters by which formulas call the parameters of optimizers. */
static const struct
{
  const char *id, *letter;
} letters[] = { { "momentum", "μ" }, { "beta1", "β₁" }, { "beta2", "β₂" }, { "epsilon", "ε" },
                { "alpha", "α" },    { "rho", "ρ" },    { "weight_decay", "λ" } };

/* The weights that are shown, a column each. */
typedef struct
{
  guint n;
  gsize at[NN_PAGE_ROWS + 1];
  gboolean held[NN_PAGE_ROWS + 1]; /* frozen */
} Shown;

/* --- rules ---------------------------------------------------------------------------------------- */

static const char *
letter_of (const DsParam *param)
{
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    if (g_str_equal (letters[i].id, param->id))
      return letters[i].letter;
  return _(param->title);
}

static void
write_parameters (NnPageWriter *w)
{
  const DsItem *item = &w->walk->spec->optimizer;
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < item->type->n_params; i++)
    {
      const DsParam *param = &item->type->params[i];
      g_autofree char *value = nn_walk_number (item->values[i]);

      if (param->kind != DS_PARAM_REAL || isnan (item->values[i]) || g_str_equal (param->id, "learning_rate"))
        continue;
      g_string_append_printf (text, "%s%s = %s", n == 0 ? "" : n % 2 == 0 ? "\n" : " · ", letter_of (param), value);
      n++;
    }
  if (n > 0)
    nn_page_line (w, "%s", text->str);
}

static void
write_rules (NnPageWriter *w)
{
  const NnStepWalk *walk = w->walk;
  g_autofree char *rate = nn_walk_number (walk->learning_rate), *norm = nn_walk_number (walk->gradient_norm), *clip = nn_walk_number (walk->clip);

  nn_page_line (w, "%s", _(walk->spec->optimizer.type->title));
  nn_page_line (w, _("learning rate η = %s"), rate);
  write_parameters (w);
  nn_page_line (w, _("update t = %.0f"), (double) walk->t);
  if (walk->searches)
    nn_page_line (w, _("It measures the loss as often as it needs to:\nno single gradient explains its step."));
  if (walk->clip < 1)
    nn_page_line (w, _("The gradient’s norm %s is above the limit:\nall of it is multiplied by %s"), norm, clip);
}

/* --- which weights -------------------------------------------------------------------------------- */

const char *
nn_page_own_weight (const NnPageWriter *w, const NnStepPart *part, guint tensor, gsize *at)
{
  const NnTensor *of = &w->walk->plan->tensors[part->tensors[tensor]];
  NnFrozenEntry entry;
  const char *dot = strrchr (of->name, '.');

  *at = of->offset + w->unit;
  if (part->sums || w->unit >= of->rows || nn_plan_frozen_entry (w->walk->plan, *at, &entry) < 0)
    return NULL;
  return dot != NULL ? dot + 1 : of->name;
}

static const NnTensor *
tensor_of (const NnStepWalk *walk, gsize at)
{
  for (guint i = 0; i < walk->plan->n_tensors; i++)
    {
      const NnTensor *tensor = &walk->plan->tensors[i];

      if (at >= tensor->offset && at < tensor->offset + (gsize) tensor->rows * MAX (tensor->cols, 1))
        return tensor;
    }
  return NULL;
}

static gboolean
is_held (const NnStepWalk *walk, gsize at)
{
  const NnTensor *tensor = tensor_of (walk, at);
  gboolean held = tensor == NULL || !tensor->trainable;

  for (gsize i = 0; !held && i < walk->plan->n_frozen; i++)
    held = walk->plan->frozen[i] == at;
  return held;
}

static void
add_column (NnPageWriter *w, Shown *shown, gsize at, const char *name)
{
  gboolean held = is_held (w->walk, at);
  /* Translators: a weight that training leaves alone */
  g_autofree char *head = held ? g_strdup_printf (_("%s, frozen"), name) : g_strdup (name);

  shown->at[shown->n] = at;
  shown->held[shown->n++] = held;
  nn_page_cell (w, head);
}

/* The neuron's weights with the largest changes; *most: the first of them. */
static void
choose_sums (NnPageWriter *w, const NnStepPart *part, Shown *shown, guint *most)
{
  g_autofree double *changes = g_new (double, MAX (part->in, 1));
  guint chosen[NN_PAGE_ROWS], n;

  for (guint i = 0; i < part->in; i++)
    changes[i] = nn_page_weight (w, w->walk->after, (int) i) - nn_page_weight (w, w->walk->before, (int) i);
  n = nn_page_choose (changes, part->in, chosen);
  for (guint k = 0; k < n; k++)
    {
      g_autofree char *name = nn_page_weight_name (w, chosen[k]);

      add_column (w, shown, (gsize) nn_step_walk_weight (w->walk, (guint) w->layer, w->unit, (int) chosen[k]), name);
    }
  nn_page_say_more (w, part->in, n);
  if (part->n_tensors > 1)
    add_column (w, shown, (gsize) nn_step_walk_weight (w->walk, (guint) w->layer, w->unit, -1), _("bias"));
  *most = chosen[0] + 1;
}

static void
choose_own (NnPageWriter *w, Shown *shown)
{
  for (guint i = w->first; i < w->end; i++)
    for (guint t = 0; t < w->walk->parts[i].n_tensors; t++)
      {
        gsize at;
        const char *name = nn_page_own_weight (w, &w->walk->parts[i], t, &at);

        if (name != NULL && shown->n < G_N_ELEMENTS (shown->at))
          add_column (w, shown, at, name);
      }
}

/* --- the table ------------------------------------------------------------------------------------ */

/* A line of the table: name is taken; of each weight `values`, or where that is NULL a term, which has no say over frozen ones. */
static void
update_row (NnPageWriter *w, const Shown *shown, char *name, const float *values, guint term)
{
  g_ptr_array_add (w->cells, name);
  for (guint k = 0; k < shown->n; k++)
    if (values == NULL && shown->held[k])
      nn_page_cell (w, "–");
    else
      nn_page_number (w, values != NULL ? (double) values[shown->at[k]] : nn_step_walk_term (w->walk, term, shown->at[k]));
  w->n_rows++;
}

/* "g = c (∂L/∂w + λ₂ w)": what penalties, clipping and noise make of the batch's gradient, with their numbers. */
static char *
gradient_formula (const NnStepWalk *walk, const Shown *shown)
{
  g_autoptr (GString) text = g_string_new ("∂L/∂w");
  double l1 = 0, l2 = 0;

  for (guint k = 0; k < shown->n; k++)
    {
      const NnTensor *tensor = tensor_of (walk, shown->at[k]);

      l1 = MAX (l1, tensor->l1);
      l2 = MAX (l2, tensor->l2);
    }
  if (l2 > 0)
    {
      g_autofree char *number = nn_walk_number (l2);
      g_string_append_printf (text, " + %s w", number);
    }
  if (l1 > 0)
    {
      g_autofree char *number = nn_walk_number (l1);
      g_string_append_printf (text, " + %s sign w", number);
    }
  if (walk->clip < 1)
    {
      g_autofree char *number = nn_walk_number (walk->clip);

      g_string_prepend (text, l1 > 0 || l2 > 0 ? "(" : "");
      g_string_append_printf (text, l1 > 0 || l2 > 0 ? ") · %s" : " · %s", number);
    }
  if (walk->spec->gradient_noise > 0)
    g_string_append_printf (text, " + %s", _("noise"));
  return g_strdup_printf ("g = %s", text->str);
}

static void
gradient_rows (NnPageWriter *w, const Shown *shown)
{
  const NnStepWalk *walk = w->walk;
  gboolean other = FALSE;

  for (guint k = 0; k < shown->n; k++)
    other = other || (!shown->held[k] && walk->mean[shown->at[k]] != walk->gradient[shown->at[k]]);
  if (!other || walk->searches)
    {
      update_row (w, shown, g_strdup (walk->searches ? "g" : "g = ∂L/∂w"), walk->gradient, 0);
      return;
    }
  update_row (w, shown, g_strdup (_("∂L/∂w, mean of the batch")), walk->mean, 0);
  update_row (w, shown, gradient_formula (walk, shown), walk->gradient, 0);
  if (walk->penalty > 0)
    nn_page_line (w, _("Penalties act on weights,\nnot on biases."));
}

/* Are the weights into the neuron scaled down after the update? */
static gboolean
is_shortened (const NnStepWalk *walk, const Shown *shown)
{
  for (guint k = 0; k < shown->n && walk->n_terms > 0; k++)
    {
      gsize at = shown->at[k];
      double before = (double) walk->before[at], meant = before + nn_step_walk_term (walk, walk->n_terms - 1, at);

      if (!shown->held[k] && !isinf (tensor_of (walk, at)->max_norm) && fabs ((double) walk->after[at] - meant) > 1e-5 * (fabs (meant) + fabs (before)))
        return TRUE;
    }
  return FALSE;
}

static void
update_rows (NnPageWriter *w, const Shown *shown)
{
  const NnStepWalk *walk = w->walk;

  update_row (w, shown, g_strdup ("w"), walk->before, 0);
  gradient_rows (w, shown);
  for (guint m = 0; m < walk->n_moments; m++)
    {
      /* Translators: a symbol, what it stands for: "m before (mean gradient)" */
      update_row (w, shown, g_strdup_printf (_("%s before (%s)"), walk->moments[m].symbol, _(walk->moments[m].title)), walk->moments[m].before, 0);
      update_row (w, shown, g_strdup (walk->moments[m].formula), walk->moments[m].after, 0);
    }
  for (guint i = 0; i < walk->n_terms; i++)
    update_row (w, shown, g_strdup_printf ("%s = %s", walk->terms[i].symbol, walk->terms[i].formula), NULL, i);
  update_row (w, shown, g_strdup (is_shortened (walk, shown) ? _("new w, scaled down to the maximum norm") : _("new w")), walk->after, 0);
}

void
nn_page_write_update (NnPageWriter *w)
{
  const NnStepWalk *walk = w->walk;
  const NnStepPart *part = nn_page_first_part (w);
  g_autofree char *old = NULL, *new = NULL;
  Shown shown = { 0 };
  guint most = 0;

  write_rules (w);
  nn_page_cell (w, "");
  if (part->sums)
    choose_sums (w, part, &shown, &most);
  else
    choose_own (w, &shown);
  if (shown.n == 0)
    {
      g_free (g_ptr_array_steal_index (w->cells, 0));
      w->page->summary = g_strdup (_("this layer has no weights"));
      return;
    }
  w->page->n_columns = shown.n + 1;
  update_rows (w, &shown);
  old = nn_walk_number (part->sums ? nn_page_weight (w, walk->before, (int) most - 1) : (double) walk->before[shown.at[0]]);
  new = nn_walk_number (part->sums ? nn_page_weight (w, walk->after, (int) most - 1) : (double) walk->after[shown.at[0]]);
  if (part->sums)
    w->page->summary = g_strdup_printf (_("neuron %u, weight %u goes from %s to %s"), w->unit + 1, most, old, new);
  else
    w->page->summary = g_strdup_printf (_("neuron %u, weight goes from %s to %s"), w->unit + 1, old, new);
}
