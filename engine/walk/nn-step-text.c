/* A stage of a step in words and numbers, for one neuron. Numbers are those of nn_walk_number(), so that a line can be had from the lines
 * before with a pocket calculator. */
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ds-transforms.h"
#include "nn-step-page.h"
#include "nn-walk.h"

void
nn_page_line (NnPageWriter *w, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (w->lines, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

void
nn_page_cell (NnPageWriter *w, const char *text)
{
  g_ptr_array_add (w->cells, g_strdup (text));
}

void
nn_page_number (NnPageWriter *w, double value)
{
  g_ptr_array_add (w->cells, nn_walk_number (value));
}

static void
heads (NnPageWriter *w, const char *const *texts)
{
  for (w->page->n_columns = 0; texts[w->page->n_columns] != NULL; w->page->n_columns++)
    nn_page_cell (w, texts[w->page->n_columns]);
}

guint
nn_page_choose (const double *size, guint n, guint chosen[NN_PAGE_ROWS])
{
  guint shown = 0;

  for (guint k = 0; k < MIN (n, NN_PAGE_ROWS); k++)
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

void
nn_page_say_more (NnPageWriter *w, guint n, guint shown)
{
  if (shown < n)
    w->page->more = g_strdup_printf (ngettext ("… and %u more weight, smaller", "… and %u more weights, all smaller", n - shown), n - shown);
}

char *
nn_page_weight_name (const NnPageWriter *w, guint source)
{
  g_autofree char *plain = g_strdup_printf ("x%u", source + 1), *pretty = ds_pretty_name (plain);

  if (w->layer == 0 && source < w->walk->data->inputs)
    return g_strdup_printf ("w%s · %s", pretty + 1, w->walk->data->input_names[source]);
  return g_strdup_printf ("w%s", pretty + 1);
}

const NnStepPart *
nn_page_first_part (const NnPageWriter *w)
{
  return &w->walk->parts[w->first];
}

double
nn_page_weight (const NnPageWriter *w, const float *values, int source)
{
  gssize at = nn_step_walk_weight (w->walk, (guint) w->layer, w->unit, source);

  return at >= 0 ? (double) values[at] : 0;
}

static char *
layer_name (const NnPageWriter *w, int layer)
{
  return g_strdup_printf (_("layer %d, %s"), layer + 1, _(w->walk->spec->layers[layer].type->title));
}

/* --- forward -------------------------------------------------------------------------------------- */

static void
write_sum (NnPageWriter *w, const NnStepPart *part)
{
  g_autofree double *terms = g_new (double, MAX (part->in, 1));
  g_autofree char *z = nn_walk_number (part->y[w->unit]), *bias = nn_walk_number (nn_page_weight (w, w->walk->before, -1));
  const char *texts[] = { _("weight"), "w", "x", "w · x", NULL };
  guint chosen[NN_PAGE_ROWS], shown;

  for (guint i = 0; i < part->in; i++)
    terms[i] = nn_page_weight (w, w->walk->before, (int) i) * part->x[i];
  if (part->n_tensors > 1)
    nn_page_line (w, _("z = sum of w · x, and the bias %s: %s"), bias, z);
  else
    nn_page_line (w, _("z = sum of w · x: %s"), z);
  shown = nn_page_choose (terms, part->in, chosen);
  heads (w, texts);
  for (guint k = 0; k < shown; k++)
    {
      g_autofree char *name = nn_page_weight_name (w, chosen[k]);

      nn_page_cell (w, name);
      nn_page_number (w, nn_page_weight (w, w->walk->before, (int) chosen[k]));
      nn_page_number (w, part->x[chosen[k]]);
      nn_page_number (w, terms[chosen[k]]);
    }
  w->n_rows = shown;
  nn_page_say_more (w, part->in, shown);
}

/* A formula, and below it the numbers it speaks of that are not in other lines. */
static void
write_formula (NnPageWriter *w, const NnStepPart *part)
{
  const DsItem *item = &w->walk->spec->layers[part->layer];
  g_autoptr (GString) values = g_string_new (NULL);

  if (part->formula == NULL)
    return;
  nn_page_line (w, "%s", part->formula);
  for (guint t = 0; t < part->n_tensors; t++)
    {
      gsize at;
      const char *name = nn_page_own_weight (w, part, t, &at);
      g_autofree char *value = name != NULL ? nn_walk_number ((double) w->walk->before[at]) : NULL;

      if (name != NULL)
        g_string_append_printf (values, "%s%s = %s", values->len > 0 ? " · " : "", name, value);
    }
  for (guint i = 0; i < item->type->n_params; i++)
    if (item->type->params[i].kind == DS_PARAM_REAL && strstr (part->formula, item->type->params[i].id) != NULL)
      {
        g_autofree char *value = nn_walk_number (item->values[i]);
        g_string_append_printf (values, "%s%s = %s", values->len > 0 ? " · " : "", item->type->params[i].id, value);
      }
  if (values->len > 0)
    nn_page_line (w, "%s", values->str);
  if (part->x_mean != NULL && w->unit < part->in)
    {
      g_autofree char *mean = nn_walk_number (part->x_mean[w->unit]), *variance = nn_walk_number (part->x_variance[w->unit]);
      /* Translators: m and v are letters of a formula above */
      nn_page_line (w, _("mean m and variance v of the batch: %s and %s"), mean, variance);
    }
}

static void
write_forward (NnPageWriter *w)
{
  for (guint i = w->first; i < w->end; i++)
    {
      const NnStepPart *part = &w->walk->parts[i];
      g_autofree char *x = w->unit < part->in ? nn_walk_number (part->x[w->unit]) : NULL, *y = nn_walk_number (part->y[w->unit]);

      if (part->sums)
        write_sum (w, part);
      else if (part->each)
        nn_page_line (w, "a = %s(z) = %s(%s) = %s", part->type->id, part->type->id, x, y);
      else
        {
          nn_page_line (w, _("%s: %s becomes %s"), _(part->type->title), x != NULL ? x : "–", y);
          write_formula (w, part);
        }
    }
  {
    const NnStepPart *last = &w->walk->parts[w->end - 1];
    g_autofree char *mean = nn_walk_number (last->mean[w->unit]), *value = nn_walk_number (last->y[w->unit]);

    nn_page_line (w, ngettext ("Mean over the %zu sample of the batch: %s", "Mean over the %zu samples of the batch: %s", (gulong) w->walk->n_rows),
          w->walk->n_rows, mean);
    w->page->summary = g_strdup_printf (_("neuron %u gives %s"), w->unit + 1, value);
  }
}

/* --- loss ------------------------------------------------------------------------------------------ */

static void
write_loss (NnPageWriter *w)
{
  const NnStepWalk *walk = w->walk;
  const NnStepPart *last = &walk->parts[walk->n_parts - 1];
  const DsType *type = walk->spec->loss.type;
  g_autofree char *sample = nn_walk_number (walk->sample_loss), *batch = nn_walk_number (walk->batch_loss);
  g_autofree char *penalty = nn_walk_number (walk->penalty);
  const char *texts[] = { _("output"), "y", _("prediction"), _("target"), "∂L/∂y", NULL };
  guint outputs = walk->plan->outputs, chosen[NN_PAGE_ROWS], shown = nn_page_choose (walk->d_output, outputs, chosen);

  if (type->formula != NULL)
    nn_page_line (w, "%s: %s", _(type->title), type->formula);
  nn_page_line (w, _("Loss of this sample: %s"), sample);
  if (walk->class_weight != 1)
    {
      g_autofree char *weight = nn_walk_number (walk->class_weight);

      nn_page_line (w, _("Class weights: this sample counts %s times"), weight);
    }
  nn_page_line (w, ngettext ("Mean over the %zu sample of the batch: %s", "Mean over the %zu samples of the batch: %s", (gulong) walk->n_rows),
        walk->n_rows, batch);
  if (walk->penalty > 0)
    nn_page_line (w, _("Penalty for large weights, apart from the loss: %s"), penalty);
  if (walk->diverges)
    nn_page_line (w, _("This loss is past hope: training stops here."));
  heads (w, texts);
  for (guint k = 0; k < shown; k++)
    {
      g_autofree char *name = NULL;
      guint o = chosen[k];

      if (walk->data->n_classes > 0 && outputs == walk->data->n_classes)
        name = g_strdup (walk->data->class_names[o]);
      else
        name = g_strdup_printf ("%u", o + 1);
      nn_page_cell (w, name);
      nn_page_number (w, last->y[o]);
      nn_page_number (w, walk->prediction[o]);
      nn_page_number (w, walk->target[o]);
      nn_page_number (w, walk->d_output[o]);
    }
  w->n_rows = shown;
  if (shown < outputs)
    w->page->more = g_strdup_printf (ngettext ("… and %u more output", "… and %u more outputs", outputs - shown), outputs - shown);
  w->page->summary = g_strdup_printf (_("%s for this sample, %s for the batch"), sample, batch);
}

/* --- backward --------------------------------------------------------------------------------------- */

static void
write_weight_gradients (NnPageWriter *w, const NnStepPart *part)
{
  const char *texts[] = { _("weight"), "x", "∂L/∂z", _("this sample: ∂L/∂z · x"), _("mean of the batch: ∂L/∂w"), NULL };
  g_autofree double *means = g_new (double, MAX (part->in, 1));
  guint chosen[NN_PAGE_ROWS], shown;

  for (guint i = 0; i < part->in; i++)
    means[i] = nn_page_weight (w, w->walk->mean, (int) i);
  shown = nn_page_choose (means, part->in, chosen);
  heads (w, texts);
  for (guint k = 0; k < shown; k++)
    {
      g_autofree char *name = nn_page_weight_name (w, chosen[k]);

      nn_page_cell (w, name);
      nn_page_number (w, part->x[chosen[k]]);
      nn_page_number (w, part->dy[w->unit]);
      nn_page_number (w, part->dy[w->unit] * part->x[chosen[k]]);
      nn_page_number (w, means[chosen[k]]);
    }
  w->n_rows = shown;
  nn_page_say_more (w, part->in, shown);
  if (part->n_tensors < 2)
    return;
  nn_page_cell (w, _("bias"));
  nn_page_cell (w, "1");
  nn_page_number (w, part->dy[w->unit]);
  nn_page_number (w, part->dy[w->unit]);
  nn_page_number (w, nn_page_weight (w, w->walk->mean, -1));
  w->n_rows++;
}

/* A weight that the neuron has for itself: the scale and the shift of a normalization. */
static void
write_own_gradient (NnPageWriter *w, const NnStepPart *part, guint tensor)
{
  gsize at;
  const char *name = nn_page_own_weight (w, part, tensor, &at);
  g_autofree char *gradient = name != NULL ? nn_walk_number ((double) w->walk->mean[at]) : NULL;

  if (name != NULL)
    nn_page_line (w, _("∂L/∂%s, mean of the batch: %s"), name, gradient);
}

static void
write_backward (NnPageWriter *w)
{
  const NnStepPart *first = nn_page_first_part (w);
  g_autofree char *came = nn_walk_number (w->walk->parts[w->end - 1].dy[w->unit]), *value = NULL;
  gboolean last_layer = w->layer + 1 == (int) w->walk->spec->n_layers;

  nn_page_line (w, last_layer ? _("From the loss comes ∂L/∂a = %s") : _("From the layer behind comes ∂L/∂a = %s"), came);
  for (guint i = w->end; i-- > w->first;)
    {
      const NnStepPart *part = &w->walk->parts[i];
      g_autofree char *dy = nn_walk_number (part->dy[w->unit]), *dx = w->unit < part->in ? nn_walk_number (part->dx[w->unit]) : NULL;
      g_autofree char *slope = nn_walk_number (part->dy[w->unit] != 0 && w->unit < part->in ? part->dx[w->unit] / part->dy[w->unit] : 0);

      if (part->sums)
        write_weight_gradients (w, part);
      else if (part->each)
        nn_page_line (w, "∂L/∂z = ∂L/∂a · a′ = %s · %s = %s", dy, part->dy[w->unit] != 0 ? slope : "a′", dx);
      else if (dx != NULL)
        nn_page_line (w, _("Through %s it becomes %s"), _(part->type->title), dx);
      for (guint t = 0; !part->sums && t < part->n_tensors; t++)
        write_own_gradient (w, part, t);
    }
  value = nn_walk_number (first->sums ? first->dy[w->unit] : w->unit < first->in ? first->dx[w->unit] : NAN);
  w->page->summary = g_strdup_printf (_("neuron %u has the gradient %s"), w->unit + 1, value);
}

/* --- together ---------------------------------------------------------------------------------------- */

static void
write_title (NnPageWriter *w)
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
  NnPageWriter w = { .walk = walk, .lines = g_ptr_array_new (), .cells = g_ptr_array_new (), .page = g_new0 (NnStepPage, 1) };
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
    case NN_STAGE_UPDATE: nn_page_write_update (&w); break;
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
