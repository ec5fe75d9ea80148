/* A stage of a step in words and numbers, for one neuron. Numbers are those of nn_walk_number(), so that a line can be had from the lines
 * before with a pocket calculator. */
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ds-transforms.h"
#include "nn-step-walk.h"
#include "nn-walk.h"

#define MOST_ROWS 8 /* weights of a neuron that are written out */

typedef struct
{
  const NnStepWalk *walk;
  NnStageKind kind;
  int layer;
  guint unit, first, end; /* modules of the layer */
  GPtrArray *lines, *cells;
  guint n_rows;
  NnStepPage *page;
} Writer;

static void line (Writer *w, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
line (Writer *w, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (w->lines, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static void
cell (Writer *w, const char *text)
{
  g_ptr_array_add (w->cells, g_strdup (text));
}

static void
number_cell (Writer *w, double value)
{
  g_ptr_array_add (w->cells, nn_walk_number (value));
}

static void
heads (Writer *w, const char *const *texts)
{
  for (w->page->n_columns = 0; texts[w->page->n_columns] != NULL; w->page->n_columns++)
    cell (w, texts[w->page->n_columns]);
}

/* Which of a neuron's weights are written out: the largest by size, in their order; the bias comes last. */
static guint
choose (const double *size, guint n, guint chosen[MOST_ROWS])
{
  guint shown = 0;

  for (guint k = 0; k < MIN (n, MOST_ROWS); k++)
    {
      int best = -1;

      for (guint i = 0; i < n; i++)
        {
          gboolean taken = FALSE;

          for (guint j = 0; j < shown; j++)
            taken = taken || chosen[j] == i;
          if (!taken && (best < 0 || fabs (size[i]) > fabs (size[best])))
            best = (int) i;
        }
      chosen[shown++] = (guint) best;
    }
  for (guint a = 1; a < shown; a++)
    for (guint b = a; b > 0 && chosen[b - 1] > chosen[b]; b--)
      {
        guint swapped = chosen[b];

        chosen[b] = chosen[b - 1];
        chosen[b - 1] = swapped;
      }
  return shown;
}

static void
say_more (Writer *w, guint n, guint shown)
{
  if (shown < n)
    w->page->more = g_strdup_printf (ngettext ("… and %u more weight, smaller", "… and %u more weights, all smaller", n - shown), n - shown);
}

/* "w₃", and in the first layer what it weighs. */
static char *
weight_name (const Writer *w, guint source)
{
  g_autofree char *plain = g_strdup_printf ("x%u", source + 1), *pretty = ds_pretty_name (plain);

  if (w->layer == 0 && source < w->walk->data->inputs)
    return g_strdup_printf ("w%s · %s", pretty + 1, w->walk->data->input_names[source]);
  return g_strdup_printf ("w%s", pretty + 1);
}

static const NnStepPart *
first_part (const Writer *w)
{
  return &w->walk->parts[w->first];
}

static double
weight_of (const Writer *w, const float *values, int source)
{
  gssize at = nn_step_walk_weight (w->walk, (guint) w->layer, w->unit, source);

  return at >= 0 ? (double) values[at] : 0;
}

static char *
layer_name (const Writer *w, int layer)
{
  return g_strdup_printf (_("layer %d, %s"), layer + 1, _(w->walk->spec->layers[layer].type->title));
}

/* --- forward -------------------------------------------------------------------------------------- */

static void
write_sum (Writer *w, const NnStepPart *part)
{
  g_autofree double *terms = g_new (double, MAX (part->in, 1));
  g_autofree char *z = nn_walk_number (part->y[w->unit]), *bias = nn_walk_number (weight_of (w, w->walk->before, -1));
  const char *texts[] = { _("weight"), "w", "x", "w · x", NULL };
  guint chosen[MOST_ROWS], shown;

  for (guint i = 0; i < part->in; i++)
    terms[i] = weight_of (w, w->walk->before, (int) i) * part->x[i];
  if (part->n_tensors > 1)
    line (w, _("z = sum of w · x, and the bias %s: %s"), bias, z);
  else
    line (w, _("z = sum of w · x: %s"), z);
  shown = choose (terms, part->in, chosen);
  heads (w, texts);
  for (guint k = 0; k < shown; k++)
    {
      g_autofree char *name = weight_name (w, chosen[k]);

      cell (w, name);
      number_cell (w, weight_of (w, w->walk->before, (int) chosen[k]));
      number_cell (w, part->x[chosen[k]]);
      number_cell (w, terms[chosen[k]]);
    }
  w->n_rows = shown;
  say_more (w, part->in, shown);
}

static void
write_forward (Writer *w)
{
  for (guint i = w->first; i < w->end; i++)
    {
      const NnStepPart *part = &w->walk->parts[i];
      g_autofree char *x = w->unit < part->in ? nn_walk_number (part->x[w->unit]) : NULL, *y = nn_walk_number (part->y[w->unit]);

      if (part->sums)
        write_sum (w, part);
      else if (part->each)
        line (w, "a = %s(z) = %s(%s) = %s", part->type->id, part->type->id, x, y);
      else
        line (w, _("%s: %s becomes %s"), _(part->type->title), x != NULL ? x : "–", y);
    }
  {
    const NnStepPart *last = &w->walk->parts[w->end - 1];
    g_autofree char *mean = nn_walk_number (last->mean[w->unit]), *value = nn_walk_number (last->y[w->unit]);

    line (w, ngettext ("Mean over the %zu sample of the batch: %s", "Mean over the %zu samples of the batch: %s", (gulong) w->walk->n_rows),
          w->walk->n_rows, mean);
    w->page->summary = g_strdup_printf (_("neuron %u gives %s"), w->unit + 1, value);
  }
}

/* --- loss ------------------------------------------------------------------------------------------ */

static void
write_loss (Writer *w)
{
  const NnStepWalk *walk = w->walk;
  const NnStepPart *last = &walk->parts[walk->n_parts - 1];
  const DsType *type = walk->spec->loss.type;
  g_autofree char *sample = nn_walk_number (walk->sample_loss), *batch = nn_walk_number (walk->batch_loss);
  g_autofree char *penalty = nn_walk_number (walk->penalty);
  const char *texts[] = { _("output"), "y", _("prediction"), _("target"), "∂L/∂y", NULL };
  guint outputs = walk->plan->outputs, chosen[MOST_ROWS], shown = choose (walk->d_output, outputs, chosen);

  if (type->formula != NULL)
    line (w, "%s: %s", _(type->title), type->formula);
  line (w, _("Loss of this sample: %s"), sample);
  line (w, ngettext ("Mean over the %zu sample of the batch: %s", "Mean over the %zu samples of the batch: %s", (gulong) walk->n_rows),
        walk->n_rows, batch);
  if (walk->penalty > 0)
    line (w, _("Penalty for large weights, apart from the loss: %s"), penalty);
  if (walk->diverges)
    line (w, _("This loss is past hope: training stops here."));
  heads (w, texts);
  for (guint k = 0; k < shown; k++)
    {
      g_autofree char *name = NULL;
      guint o = chosen[k];

      if (walk->data->n_classes > 0 && outputs == walk->data->n_classes)
        name = g_strdup (walk->data->class_names[o]);
      else
        name = g_strdup_printf ("%u", o + 1);
      cell (w, name);
      number_cell (w, last->y[o]);
      number_cell (w, walk->prediction[o]);
      number_cell (w, walk->target[o]);
      number_cell (w, walk->d_output[o]);
    }
  w->n_rows = shown;
  if (shown < outputs)
    w->page->more = g_strdup_printf (ngettext ("… and %u more output", "… and %u more outputs", outputs - shown), outputs - shown);
  w->page->summary = g_strdup_printf (_("%s for this sample, %s for the batch"), sample, batch);
}

/* --- backward --------------------------------------------------------------------------------------- */

static void
write_weight_gradients (Writer *w, const NnStepPart *part)
{
  const char *texts[] = { _("weight"), "x", "∂L/∂z", _("this sample: ∂L/∂z · x"), _("mean of the batch: g"), NULL };
  g_autofree double *means = g_new (double, MAX (part->in, 1));
  guint chosen[MOST_ROWS], shown;

  for (guint i = 0; i < part->in; i++)
    means[i] = weight_of (w, w->walk->mean, (int) i);
  shown = choose (means, part->in, chosen);
  heads (w, texts);
  for (guint k = 0; k < shown; k++)
    {
      g_autofree char *name = weight_name (w, chosen[k]);

      cell (w, name);
      number_cell (w, part->x[chosen[k]]);
      number_cell (w, part->dy[w->unit]);
      number_cell (w, part->dy[w->unit] * part->x[chosen[k]]);
      number_cell (w, means[chosen[k]]);
    }
  w->n_rows = shown;
  say_more (w, part->in, shown);
  if (part->n_tensors < 2)
    return;
  cell (w, _("bias"));
  cell (w, "1");
  number_cell (w, part->dy[w->unit]);
  number_cell (w, part->dy[w->unit]);
  number_cell (w, weight_of (w, w->walk->mean, -1));
  w->n_rows++;
}

static void
write_backward (Writer *w)
{
  const NnStepPart *first = first_part (w);
  g_autofree char *came = nn_walk_number (w->walk->parts[w->end - 1].dy[w->unit]), *value = NULL;
  gboolean last_layer = w->layer + 1 == (int) w->walk->spec->n_layers;

  line (w, last_layer ? _("From the loss comes ∂L/∂a = %s") : _("From the layer behind comes ∂L/∂a = %s"), came);
  for (guint i = w->end; i-- > w->first;)
    {
      const NnStepPart *part = &w->walk->parts[i];
      g_autofree char *dy = nn_walk_number (part->dy[w->unit]), *dx = w->unit < part->in ? nn_walk_number (part->dx[w->unit]) : NULL;
      g_autofree char *slope = nn_walk_number (part->dy[w->unit] != 0 && w->unit < part->in ? part->dx[w->unit] / part->dy[w->unit] : 0);

      if (part->sums)
        write_weight_gradients (w, part);
      else if (part->each)
        line (w, "∂L/∂z = ∂L/∂a · a′ = %s · %s = %s", dy, part->dy[w->unit] != 0 ? slope : "a′", dx);
      else if (dx != NULL)
        line (w, _("Through %s it becomes %s"), _(part->type->title), dx);
    }
  value = nn_walk_number (first->sums ? first->dy[w->unit] : w->unit < first->in ? first->dx[w->unit] : NAN);
  w->page->summary = g_strdup_printf (_("neuron %u has the gradient %s"), w->unit + 1, value);
}

/* --- update ----------------------------------------------------------------------------------------- */

static void
write_rules (Writer *w)
{
  const NnStepWalk *walk = w->walk;
  g_autofree char *rate = nn_walk_number (walk->learning_rate), *norm = nn_walk_number (walk->gradient_norm), *clip = nn_walk_number (walk->clip);

  line (w, "%s", _(walk->spec->optimizer.type->title));
  line (w, _("learning rate η = %s"), rate);
  line (w, _("update t = %.0f"), (double) walk->t);
  if (walk->searches)
    line (w, _("It measures the loss as often as it needs to:\nno single gradient explains its step."));
  if (walk->clip < 1)
    line (w, _("The gradient’s norm %s is above the limit:\nall of it is multiplied by %s"), norm, clip);
}

/* The weights of the neuron that are shown; at[n - 1] may be its bias. */
typedef struct
{
  guint n;
  gsize at[MOST_ROWS + 1];
} Shown;

/* A line of the table: name is taken; of each weight `values`, or where that is NULL a term. */
static void
update_row (Writer *w, const Shown *shown, char *name, const float *values, guint term)
{
  g_ptr_array_add (w->cells, name);
  for (guint k = 0; k < shown->n; k++)
    number_cell (w, values != NULL ? (double) values[shown->at[k]] : nn_step_walk_term (w->walk, term, shown->at[k]));
  w->n_rows++;
}

static void
update_rows (Writer *w, const Shown *shown)
{
  const NnStepWalk *walk = w->walk;

  update_row (w, shown, g_strdup ("w"), walk->before, 0);
  update_row (w, shown, g_strdup ("g"), walk->gradient, 0);
  for (guint m = 0; m < walk->n_moments; m++)
    {
      /* Translators: a symbol, what it stands for: "m before (mean gradient)" */
      update_row (w, shown, g_strdup_printf (_("%s before (%s)"), walk->moments[m].symbol, _(walk->moments[m].title)), walk->moments[m].before, 0);
      update_row (w, shown, g_strdup (walk->moments[m].formula), walk->moments[m].after, 0);
    }
  for (guint i = 0; i < walk->n_terms; i++)
    update_row (w, shown, g_strdup_printf ("%s = %s", walk->terms[i].symbol, walk->terms[i].formula), NULL, i);
  update_row (w, shown, g_strdup (_("new w")), walk->after, 0);
}

static void
write_update (Writer *w)
{
  const NnStepWalk *walk = w->walk;
  const NnStepPart *part = first_part (w);
  g_autofree double *changes = g_new (double, MAX (part->in, 1));
  g_autofree char *old = NULL, *new = NULL;
  guint chosen[MOST_ROWS];
  Shown shown = { 0 };

  write_rules (w);
  if (!part->sums)
    {
      w->page->summary = g_strdup (_("this layer has no weights between neurons"));
      return;
    }
  for (guint i = 0; i < part->in; i++)
    changes[i] = weight_of (w, walk->after, (int) i) - weight_of (w, walk->before, (int) i);
  shown.n = choose (changes, part->in, chosen);
  cell (w, "");
  for (guint k = 0; k < shown.n; k++)
    {
      shown.at[k] = (gsize) nn_step_walk_weight (walk, (guint) w->layer, w->unit, (int) chosen[k]);
      g_ptr_array_add (w->cells, weight_name (w, chosen[k]));
    }
  say_more (w, part->in, shown.n);
  if (part->n_tensors > 1)
    {
      shown.at[shown.n++] = (gsize) nn_step_walk_weight (walk, (guint) w->layer, w->unit, -1);
      cell (w, _("bias"));
    }
  w->page->n_columns = shown.n + 1;
  update_rows (w, &shown);
  old = nn_walk_number (weight_of (w, walk->before, (int) chosen[0]));
  new = nn_walk_number (weight_of (w, walk->after, (int) chosen[0]));
  w->page->summary = g_strdup_printf (_("neuron %u, weight %u goes from %s to %s"), w->unit + 1, chosen[0] + 1, old, new);
}

/* --- together ---------------------------------------------------------------------------------------- */

static void
write_title (Writer *w)
{
  g_autofree char *name = layer_name (w, w->layer);

  switch (w->kind)
    {
    case NN_STAGE_FORWARD: w->page->title = g_strdup_printf (_("Forward · %s"), name); break;
    case NN_STAGE_BACKWARD: w->page->title = g_strdup_printf (_("Backward · %s"), name); break;
    case NN_STAGE_UPDATE: w->page->title = g_strdup_printf (_("Update · %s"), name); break;
    case NN_STAGE_LOSS:
    default: w->page->title = g_strdup (_("Loss")); break;
    }
}

NnStepPage *
nn_step_walk_page (const NnStepWalk *walk, guint stage, int layer, guint unit)
{
  Writer w = { .walk = walk, .lines = g_ptr_array_new (), .cells = g_ptr_array_new (), .page = g_new0 (NnStepPage, 1) };
  int own;

  w.kind = nn_step_walk_stage (walk, MIN (stage, nn_step_walk_n_stages (walk) - 1), &own);
  w.layer = CLAMP (own >= 0 ? own : layer, 0, (int) walk->spec->n_layers - 1);
  nn_step_walk_layer (walk, (guint) w.layer, &w.first, &w.end);
  w.unit = MIN (unit, walk->parts[w.end - 1].out - 1);
  write_title (&w);
  switch (w.kind)
    {
    case NN_STAGE_FORWARD: write_forward (&w); break;
    case NN_STAGE_BACKWARD: write_backward (&w); break;
    case NN_STAGE_UPDATE: write_update (&w); break;
    case NN_STAGE_LOSS:
    default: write_loss (&w); break;
    }
  w.page->n_rows = w.n_rows;
  g_ptr_array_add (w.lines, NULL);
  w.page->lines = (GStrv) g_ptr_array_free (w.lines, FALSE);
  g_ptr_array_add (w.cells, NULL);
  w.page->cells = (char **) g_ptr_array_free (w.cells, FALSE);
  return w.page;
}

void
nn_step_page_free (NnStepPage *page)
{
  if (page == NULL)
    return;
  g_strfreev (page->lines);
  g_strfreev (page->cells);
  g_free (page->title);
  g_free (page->summary);
  g_free (page->more);
  g_free (page);
}
