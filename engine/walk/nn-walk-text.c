/* A walk in words. Numbers are shown with DIGITS significant digits wherever they are used, so that the same number looks the same in
 * every line, and each line can be had from those before with a pocket calculator. */
#include <math.h>
#include <string.h>
#include <glib/gi18n-lib.h>
#include "ds-transforms.h"
#include "nn-walk.h"

#define MOST_UNITS 16 /* neurons of a layer that are written out */
#define MOST_TERMS 8  /* terms of a sum that are written out */

char *
nn_walk_number (double value)
{
  char *text;
  if (isnan (value))
    return g_strdup ("NaN");
  if (isinf (value))
    return g_strdup (value < 0 ? "−∞" : "∞");
  text = g_strdup_printf ("%.6g", value == 0 ? 0.0 : value);
  if (strchr (text, '-') == NULL)
    return text;
  {
    g_auto (GStrv) parts = g_strsplit (text, "-", -1); /* the exponent's sign too */
    g_free (text);
    return g_strjoinv ("−", parts);
  }
}

static void
append_number (GString *text, double value)
{
  g_autofree char *number = nn_walk_number (value);
  g_string_append (text, number);
}

/* Negative numbers behind a sign stand in brackets. */
static void
append_factor (GString *text, double value)
{
  if (value < 0)
    g_string_append_c (text, '(');
  append_number (text, value);
  if (value < 0)
    g_string_append_c (text, ')');
}

/* " + " or " − " and the size, which keeps sums short; the first term has its own sign. */
static void
append_signed (GString *text, double value, gboolean first)
{
  if (!first)
    g_string_append (text, value < 0 ? " − " : " + ");
  append_number (text, first ? value : fabs (value));
}

static void
append_product (GString *text, double a, double b, gboolean first)
{
  append_signed (text, a, first);
  g_string_append (text, " · ");
  append_factor (text, b);
}

/* Building sections */

typedef struct
{
  const NnWalk *walk;
  GArray *sections; /* NnWalkSection */
  GArray *lines;    /* NnWalkLine of the section under way */
} Writer;

static void
begin (Writer *writer)
{
  writer->lines = g_array_new (FALSE, FALSE, sizeof (NnWalkLine));
}

/* text and detail are taken; detail: a text that may be empty, or NULL. */
static void
add_line (Writer *writer, char *text, GString *detail)
{
  NnWalkLine line = { text, NULL };
  if (detail != NULL)
    line.detail = g_string_free (detail, detail->len == 0);
  g_array_append_val (writer->lines, line);
}

static void
end (Writer *writer, char *title, char *note)
{
  guint n = writer->lines->len;
  NnWalkSection section = { title, note, n, (NnWalkLine *) (gpointer) g_array_free (writer->lines, FALSE) };
  writer->lines = NULL;
  g_array_append_val (writer->sections, section);
}

/* Which of n values to write out: all, or the MOST with the largest size, in their order. Caller frees; *shown of them. */
static guint *
choose (const double *size, guint n, guint most, guint *shown)
{
  guint *chosen = g_new (guint, MAX (n, 1));
  *shown = 0;
  if (n <= most)
    {
      for (*shown = 0; *shown < n; (*shown)++)
        chosen[*shown] = *shown;
      return chosen;
    }
  g_autofree gboolean *taken = g_new0 (gboolean, n);
  for (guint k = 0; k < most; k++)
    {
      int best = -1;
      for (guint i = 0; i < n; i++)
        if (!taken[i] && (best < 0 || fabs (size[i]) > fabs (size[best])))
          best = (int) i;
      taken[best] = TRUE;
    }
  for (guint i = 0; i < n; i++)
    if (taken[i])
      chosen[(*shown)++] = i;
  return chosen;
}

static void
say_left_out (Writer *writer, guint n, guint shown)
{
  if (shown < n)
    add_line (writer, g_strdup_printf (ngettext ("… and %u more, smaller", "… and %u more, all smaller", n - shown), n - shown), NULL);
}

/* a[0]·b[0] + … + constant, the largest terms alone where there are many; the rest is added up so that the line still comes out. */
static void
append_sum (GString *text, const double *a, gsize a_step, const double *b, guint n, gboolean has_constant, double constant)
{
  g_autofree double *terms = g_new (double, MAX (n, 1));
  double rest = constant;
  guint shown;
  for (guint i = 0; i < n; i++)
    terms[i] = a[i * a_step] * b[i];
  g_autofree guint *chosen = choose (terms, n, MOST_TERMS, &shown);
  for (guint i = 0; i < n; i++)
    rest += terms[i];
  for (guint k = 0; k < shown; k++)
    {
      guint i = chosen[k];
      append_product (text, a[i * a_step], b[i], k == 0);
      if (shown < n)
        g_string_append_printf (text, " [%u]", i + 1);
      rest -= terms[i];
    }
  if (has_constant)
    append_signed (text, constant, n == 0);
  if (shown < n)
    {
      append_signed (text, rest - constant, FALSE);
      g_string_append_printf (text, _(" (the other %u)"), n - shown);
    }
}

/* Inputs */

static void
write_inputs (Writer *writer)
{
  const NnWalk *walk = writer->walk;
  const DsPrepared *data = walk->data;
  guint shown;
  g_autofree guint *chosen = choose (walk->x, data->inputs, MOST_UNITS, &shown);
  begin (writer);
  for (guint i = 0; data->options.features != 0 && i < data->raw_inputs; i++)
    {
      g_autofree char *value = nn_walk_number (walk->raw[i]);
      g_autofree char *name = ds_pretty_name (data->raw_names[i]);
      add_line (writer, g_strdup_printf ("%s = %s", name, value), NULL);
    }
  for (guint k = 0; k < shown; k++)
    {
      guint i = chosen[k];
      g_autofree char *value = nn_walk_number (walk->x[i]), *feature = nn_walk_number (walk->features[i]);
      GString *detail = g_string_new (NULL);
      if (data->options.standardize)
        {
          g_string_append_printf (detail, "(%s", feature);
          append_signed (detail, -data->mean[i], FALSE);
          g_string_append (detail, ") / ");
          append_number (detail, data->scale[i]);
          g_string_append_printf (detail, " = %s", value);
        }
      if (data->options.standardize)
        add_line (writer, g_strdup_printf (_("%s = %s, scaled %s"), data->input_names[i], feature, value), detail);
      else
        add_line (writer, g_strdup_printf ("%s = %s", data->input_names[i], value), detail);
    }
  say_left_out (writer, data->inputs, shown);
  end (writer, g_strdup (_("Inputs")), data->options.standardize ? g_strdup (_("scaled = (value − mean) / deviation")) : NULL);
}

/* Forward */

static char *
layer_title (const NnWalk *walk, guint layer)
{
  return g_strdup_printf (_("Layer %u: %s"), layer + 1, _(walk->spec->layers[layer].type->title));
}

static const double *
row_of (const NnWalk *walk, const NnWalkStep *step, guint o)
{
  return walk->weights + walk->plan->tensors[step->tensors[0]].offset + (gsize) o * step->in;
}

static double
bias_of (const NnWalk *walk, const NnWalkStep *step, guint o)
{
  return step->n_tensors > 1 ? walk->weights[walk->plan->tensors[step->tensors[1]].offset + o] : 0;
}

/* "weight 1, bias 0.2, running_mean 0.5": the numbers a unit has of its own. */
static void
append_own (GString *text, const NnWalk *walk, const NnWalkStep *step, const double *values, guint o)
{
  for (guint t = 0; t < step->n_tensors; t++)
    {
      const NnTensor *tensor = &walk->plan->tensors[step->tensors[t]];
      const char *dot = strchr (tensor->name, '.');
      if (tensor->cols != 0 || o >= tensor->rows || (values != walk->weights && !tensor->trainable))
        continue;
      g_string_append_printf (text, "%s%s ", text->len > 0 ? ", " : "", dot != NULL ? dot + 1 : tensor->name);
      append_number (text, values[tensor->offset + o]);
    }
}

/* The parameters that formulas speak of: "epsilon 1e-05". Caller frees; NULL: none. */
static char *
formula_with_values (const DsItem *item, const char *formula)
{
  GString *text;
  if (formula == NULL)
    return NULL;
  text = g_string_new (formula);
  for (guint i = 0; i < item->type->n_params; i++)
    {
      if (strstr (formula, item->type->params[i].id) == NULL || item->type->params[i].kind != DS_PARAM_REAL)
        continue;
      g_string_append_printf (text, "; %s = ", item->type->params[i].id);
      append_number (text, item->values[i]);
    }
  return g_string_free (text, FALSE);
}

static void
write_each (GString *detail, const NnWalkStep *step, guint o)
{
  g_string_append_printf (detail, "%sa = %s(", detail->len > 0 ? "\n" : "", step->type->id);
  append_number (detail, step->x[o]);
  g_string_append (detail, ") = ");
  append_number (detail, step->y[o]);
}

static void
write_sum (GString *detail, const NnWalk *walk, const NnWalkStep *step, guint o)
{
  g_string_append (detail, "z = ");
  append_sum (detail, row_of (walk, step, o), 1, step->x, step->in, step->n_tensors > 1, bias_of (walk, step, o));
  g_string_append (detail, " = ");
  append_number (detail, step->y[o]);
}

/* Steps [a, b) of one layer, unit by unit. */
static void
write_layer (Writer *writer, guint a, guint b)
{
  const NnWalk *walk = writer->walk;
  const NnWalkStep *last = &walk->steps[b - 1];
  g_autofree char *name = layer_title (walk, last->layer);
  guint shown;
  g_autofree guint *chosen = choose (last->y, last->out, MOST_UNITS, &shown);
  begin (writer);
  for (guint k = 0; k < shown; k++)
    {
      guint o = chosen[k];
      GString *detail = g_string_new (NULL);
      g_autofree char *value = nn_walk_number (last->y[o]);
      for (guint i = a; i < b; i++)
        {
          const NnWalkStep *step = &walk->steps[i];
          if (step->kind == NN_WALK_SUM)
            write_sum (detail, walk, step, o);
          else if (step->kind == NN_WALK_EACH)
            write_each (detail, step, o);
          else
            {
              append_own (detail, walk, step, walk->weights, o);
              g_string_append_printf (detail, "%sx = ", detail->len > 0 ? ", " : "");
              append_number (detail, o < step->in ? step->x[o] : NAN);
              g_string_append_printf (detail, ", y = %s", value);
            }
        }
      add_line (writer, g_strdup_printf (_("Neuron %u: %s"), o + 1, value), detail);
    }
  say_left_out (writer, last->out, shown);
  const char *formula = last->kind == NN_WALK_SUM ? NULL : last->type->formula;
  g_autofree char *full = last->kind == NN_WALK_EACH ? g_strdup (formula) : formula_with_values (&walk->spec->layers[last->layer], formula);
  if (last->kind == NN_WALK_SUM)
    end (writer, g_steal_pointer (&name), g_strdup ("z = w₁ · x₁ + w₂ · x₂ + … + b"));
  else if (last->kind == NN_WALK_EACH)
    {
      g_autofree char *call = g_strdup_printf ("%s(z)", last->type->id);
      gboolean known = full == NULL || g_str_equal (full, call); /* tanh(z) = tanh(z) says nothing */
      end (writer, g_strdup_printf ("%s · %s", name, _(last->type->title)),
           g_strdup_printf ("%sa = %s%s%s", b - a > 1 ? "z = w₁ · x₁ + w₂ · x₂ + … + b; " : "", call, known ? "" : " = ", known ? "" : full));
    }
  else
    end (writer, g_steal_pointer (&name), g_steal_pointer (&full));
}

static guint
layer_end (const NnWalk *walk, guint a)
{
  guint b = a + 1;
  while (b < walk->n_steps && walk->steps[b].layer == walk->steps[a].layer)
    b++;
  return b;
}

/* Prediction and loss */

static void
write_prediction (Writer *writer)
{
  const NnWalk *walk = writer->walk;
  const DsPrepared *data = walk->data;
  guint n = walk->plan->outputs, shown;
  gboolean probability = nn_loss_prediction (walk->spec->loss.type) == NN_PREDICT_PROBABILITY;
  g_autofree guint *chosen = choose (walk->prediction, n, MOST_UNITS, &shown);
  begin (writer);
  for (guint k = 0; k < shown; k++)
    {
      guint o = chosen[k];
      g_autofree char *value = nn_walk_number (walk->prediction[o]);
      GString *detail = g_string_new (NULL);
      if (probability && n == 1)
        {
          g_string_append (detail, "p = 1 / (1 + e^(");
          append_number (detail, -walk->output[o]);
          g_string_append_printf (detail, ")) = %s", value);
        }
      else if (probability)
        {
          double sum = 0;
          for (guint i = 0; i < n; i++)
            sum += exp (walk->output[i]);
          g_string_append_printf (detail, "p_%u = e^(", o + 1);
          append_number (detail, walk->output[o]);
          g_string_append (detail, ") / ");
          append_number (detail, sum);
          g_string_append_printf (detail, " = %s", value);
        }
      if (n == 1)
        add_line (writer, g_strdup_printf (probability && data->n_classes == 2 ? _("Probability of class %s: %s") : _("%s: %s"),
                                           data->n_classes == 2 ? data->class_names[1] : data->target_name, value), detail);
      else
        add_line (writer, g_strdup_printf ("%s: %s", data->n_classes == n ? data->class_names[o] : _("Output"), value), detail);
    }
  say_left_out (writer, n, shown);
  if (data->n_classes > 0)
    add_line (writer, g_strdup_printf (_("The network says: class %s"), data->class_names[MIN (walk->predicted, data->n_classes - 1)]), NULL);
  end (writer, g_strdup (_("Prediction")),
       !probability ? NULL : g_strdup (n == 1 ? "p = 1 / (1 + e^(−y))" : "p_k = e^(y_k) / (e^(y_1) + e^(y_2) + …)"));
}

static void
write_loss (Writer *writer)
{
  const NnWalk *walk = writer->walk;
  guint n = walk->plan->outputs, shown;
  g_autofree guint *chosen = choose (walk->d_output, n, MOST_UNITS, &shown);
  g_autofree char *value = nn_walk_number (walk->loss);
  begin (writer);
  if (walk->data->n_classes > 0)
    add_line (writer, g_strdup_printf (walk->row >= 0 ? _("The right answer: class %s") : _("If the right answer here were class %s:"),
                                       walk->data->class_names[MIN (walk->target_class, walk->data->n_classes - 1)]), NULL);
  else if (walk->row < 0)
    {
      g_autofree char *answer = nn_walk_number (walk->target[0]);

      add_line (writer, n > 1 ? g_strdup (_("If the right answers here were these:")) : g_strdup_printf (_("If the right answer here were %s:"), answer), NULL);
    }
  for (guint k = 0; k < shown; k++)
    {
      guint o = chosen[k];
      g_autofree char *y = nn_walk_number (walk->output[o]), *t = nn_walk_number (walk->target[o]), *d = nn_walk_number (walk->d_output[o]);
      GString *detail = g_string_new ("∂L/∂y");
      if (n > 1)
        g_string_append_printf (detail, "_%u", o + 1);
      if (walk->loss_slope_formula != NULL)
        g_string_append_printf (detail, " = %s", walk->loss_slope_formula);
      g_string_append_printf (detail, " = %s", d);
      add_line (writer, n > 1 ? g_strdup_printf ("y_%u = %s, t_%u = %s", o + 1, y, o + 1, t) : g_strdup_printf ("y = %s, t = %s", y, t), detail);
    }
  say_left_out (writer, n, shown);
  add_line (writer, g_strdup_printf (_("Loss L = %s"), value), NULL);
  if (nn_loss_weighs_classes (&walk->spec->loss))
    add_line (writer, g_strdup (_("Class weights act in the mean over a batch; this is the loss of the row alone.")), NULL);
  end (writer, g_strdup_printf (_("Loss: %s"), _(walk->spec->loss.type->title)),
       formula_with_values (&walk->spec->loss, walk->spec->loss.type->formula));
}

/* Backward */

/* Where dL/dy of a layer's unit comes from: the next layer's sums, if that is what comes next. */
static void
append_source (GString *detail, const NnWalk *walk, guint b, guint o)
{
  const NnWalkStep *next = b < walk->n_steps ? &walk->steps[b] : NULL;
  const NnWalkStep *step = &walk->steps[b - 1];
  g_string_append (detail, step->kind == NN_WALK_EACH ? "∂L/∂a = " : "∂L/∂y = ");
  if (next != NULL && next->kind == NN_WALK_SUM)
    {
      append_sum (detail, walk->weights + walk->plan->tensors[next->tensors[0]].offset + o, next->in, next->dy, next->out, FALSE, 0);
      g_string_append (detail, " = ");
    }
  append_number (detail, step->dy[o]);
  g_string_append (detail, next == NULL ? _("   (from the loss)") : _("   (from the layer behind)"));
}

static void
append_weight_gradients (GString *detail, const NnWalk *walk, const NnWalkStep *step, guint o)
{
  const double *g = walk->gradient + walk->plan->tensors[step->tensors[0]].offset + (gsize) o * step->in;
  guint shown;
  g_autofree guint *chosen = choose (g, step->in, MOST_TERMS, &shown);
  for (guint k = 0; k < shown; k++)
    {
      guint i = chosen[k];
      g_string_append_printf (detail, "\n∂L/∂w_%u = ∂L/∂z · x_%u = ", i + 1, i + 1);
      append_product (detail, step->dy[o], step->x[i], TRUE);
      g_string_append (detail, " = ");
      append_number (detail, g[i]);
    }
  if (shown < step->in)
    g_string_append_printf (detail, ngettext ("\n… and %u more weight, with a smaller gradient", "\n… and %u more weights, all with smaller gradients",
                                                step->in - shown), step->in - shown);
  if (step->n_tensors > 1)
    {
      g_string_append (detail, "\n∂L/∂b = ∂L/∂z = ");
      append_number (detail, walk->gradient[walk->plan->tensors[step->tensors[1]].offset + o]);
    }
}

static void
write_back (Writer *writer, guint a, guint b)
{
  const NnWalk *walk = writer->walk;
  const NnWalkStep *first = &walk->steps[a], *last = &walk->steps[b - 1];
  g_autofree char *name = layer_title (walk, last->layer), *note = NULL;
  guint shown;
  g_autofree guint *chosen = choose (first->dy, first->out, MOST_UNITS, &shown);
  gboolean sums = first->kind == NN_WALK_SUM;
  begin (writer);
  for (guint k = 0; k < shown; k++)
    {
      guint o = chosen[k];
      GString *detail = g_string_new (NULL);
      g_autofree char *value = nn_walk_number (sums ? first->dy[o] : o < first->in ? first->dx[o] : NAN);
      append_source (detail, walk, b, o);
      for (guint i = b; i-- > a;)
        {
          const NnWalkStep *step = &walk->steps[i];
          if (step->kind == NN_WALK_EACH)
            {
              g_string_append (detail, "\n∂L/∂z = ∂L/∂a · a′ = ");
              append_product (detail, step->dy[o], step->slope[o], TRUE);
              g_string_append (detail, " = ");
              append_number (detail, step->dx[o]);
              if (note == NULL && step->slope_formula != NULL)
                note = g_strdup_printf ("a′ = %s", step->slope_formula);
            }
          else if (step->kind == NN_WALK_SUM)
            append_weight_gradients (detail, walk, step, o);
          else
            {
              GString *own = g_string_new (NULL);
              append_own (own, walk, step, walk->gradient, o);
              if (own->len > 0)
                g_string_append_printf (detail, "\n%s %s", _("gradients:"), own->str);
              g_string_free (own, TRUE);
              g_string_append_printf (detail, "\n∂L/∂x = %s", value);
              if (note == NULL)
                note = formula_with_values (&walk->spec->layers[step->layer], step->type->gradient_formula);
            }
        }
      add_line (writer, g_strdup_printf (sums || first->kind == NN_WALK_EACH ? _("Neuron %u: ∂L/∂z = %s") : _("Neuron %u: ∂L/∂x = %s"), o + 1, value),
                detail);
    }
  say_left_out (writer, first->out, shown);
  end (writer, g_strdup_printf (_("Gradients · %s"), name), g_steal_pointer (&note));
}

/* The whole */

NnWalkSections *
nn_walk_sections (const NnWalk *walk)
{
  Writer writer = { walk, g_array_new (FALSE, FALSE, sizeof (NnWalkSection)), NULL };
  NnWalkSections *result = g_new0 (NnWalkSections, 1);
  write_inputs (&writer);
  for (guint a = 0, b; a < walk->n_steps; a = b)
    {
      b = layer_end (walk, a);
      write_layer (&writer, a, b);
    }
  write_prediction (&writer);
  if (walk->has_target)
    {
      write_loss (&writer);
      for (guint b = walk->n_steps, a; b > 0; b = a)
        {
          for (a = b - 1; a > 0 && walk->steps[a - 1].layer == walk->steps[b - 1].layer;)
            a--;
          write_back (&writer, a, b);
        }
    }
  result->n = writer.sections->len;
  result->sections = (NnWalkSection *) (gpointer) g_array_free (writer.sections, FALSE);
  return result;
}

void
nn_walk_sections_free (NnWalkSections *sections)
{
  if (sections == NULL)
    return;
  for (guint s = 0; s < sections->n; s++)
    {
      NnWalkSection *section = &sections->sections[s];
      for (guint i = 0; i < section->n_lines; i++)
        {
          g_free (section->lines[i].text);
          g_free (section->lines[i].detail);
        }
      g_free (section->lines);
      g_free (section->title);
      g_free (section->note);
    }
  g_free (sections->sections);
  g_free (sections);
}

char *
nn_walk_to_text (const NnWalkSections *sections)
{
  GString *text = g_string_new (_("A worked example. Numbers have six digits: computed from them, the next ones come out to about five.\n"));
  for (guint s = 0; s < sections->n; s++)
    {
      const NnWalkSection *section = &sections->sections[s];
      g_string_append_printf (text, "\n%s\n", section->title);
      if (section->note != NULL)
        g_string_append_printf (text, "  %s\n", section->note);
      for (guint i = 0; i < section->n_lines; i++)
        {
          g_auto (GStrv) details = g_strsplit (section->lines[i].detail != NULL ? section->lines[i].detail : "", "\n", -1);
          g_string_append_printf (text, "  %s\n", section->lines[i].text);
          for (guint d = 0; details[d] != NULL; d++)
            g_string_append_printf (text, "      %s\n", details[d]);
        }
    }
  return g_string_free (text, FALSE);
}
