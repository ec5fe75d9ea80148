#include "fl-topology.h"
#include "fl-axis.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fl-edit.h"
#include "nn-diagnose.h"

typedef struct
{
  gatomicrefcount refs;
  FlTopology topology;
} Shared;

static Shared *
shared_of (FlTopology *topology)
{
  return (Shared *) ((char *) topology - G_STRUCT_OFFSET (Shared, topology));
}

static const char *
choice_name (const DsType *choice)
{
  /* A title that is the id in another case ("Tanh") reads better small, inside a line. */
  return g_ascii_strcasecmp (choice->title, choice->id) == 0 ? choice->id : _(choice->title);
}

char *
fl_layer_name (const NnSpec *spec, guint layer)
{
  guint number = 0;

  g_return_val_if_fail (layer < spec->n_layers, NULL);
  if (layer + 1 == spec->n_layers)
    return g_strdup (_("Output layer"));
  for (guint i = 0; i <= layer; i++)
    number += spec->layers[i].type == spec->layers[layer].type;
  /* Translators: a layer of a network by type and number, "Dense layer 2" */
  return g_strdup_printf (_("%s layer %u"), _(spec->layers[layer].type->title), number);
}

/* What tells a layer without neurons of its own from another: its choice or its share, where its first parameter is one. */
static char *
slim_detail (const DsItem *item)
{
  const DsParam *param = item->type->params;

  if (item->type->n_params > 0 && param->kind == DS_PARAM_CHOICE)
    return g_strdup (choice_name (ds_item_choice (item, param->id)));
  if (item->type->n_params > 0 && g_strcmp0 (param->unit, "%") == 0)
    return g_strdup_printf (_("%.3g %%"), (param->max <= 1 ? 100 : 1) * item->values[0]);
  return g_strdup ("");
}

static const char *
activation_of (const FlTopology *topology, const FlColumn *column)
{
  const DsItem *item = &topology->spec->layers[column->layer];

  if (column->output && topology->prediction == NN_PREDICT_PROBABILITY)
    return column->units == 1 ? "sigmoid" : "softmax";
  if (ds_type_find_param (item->type, "activation") < 0)
    return NULL;
  return choice_name (ds_item_choice (item, "activation"));
}

/* Lines as short as they can be: they stand below a column that may be narrow. */
static void
column_facts (FlColumn *column, const NnLayerShape *shape)
{
  g_autofree char *size = g_format_size (shape->bytes);
  g_autofree char *number = fl_format_whole (shape->parameters);
  g_autofree char *count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s param", "%s params", shape->parameters), number);
  g_autofree char *words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s parameter", "%s parameters", shape->parameters), number);

  g_autofree char *in = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u value in", "%u values in", shape->in), shape->in);

  g_free (column->facts);
  g_free (column->facts_in_words);
  if (shape->parameters > 0)
    {
      column->facts = g_strdup_printf ("%u → %u\n%s\n%s", shape->in, shape->out, count, size);
      /* Translators: "2 values in", the number of values out of a layer, "24 parameters", memory ("3.1 kB") */
      column->facts_in_words = g_strdup_printf (_("%s, %u out · %s · %s of memory to train"), in, shape->out, words, size);
    }
  else
    {
      column->facts = g_strdup_printf ("%u → %u\n%s", shape->in, shape->out, size);
      column->facts_in_words = g_strdup_printf (_("%s, %u out · nothing to learn · %s of memory to train"), in, shape->out, size);
    }
}

static void
say_frozen (FlColumn *column)
{
  g_autofree char *plain = column->description;

  /* Translators: a layer's description, "Dense layer 1, 8 neurons, tanh, frozen" */
  column->description = g_strdup_printf (_("%s, frozen"), plain);
}

/* "Dense 8 · tanh", "Batch norm" as a narrow column can bear it. */
static char *
two_lines (const char *title)
{
  g_auto (GStrv) parts = g_strsplit (title, strstr (title, " · ") != NULL ? " · " : " ", 2);

  return g_strjoinv ("\n", parts);
}

static void
column_describe (const FlTopology *topology, FlColumn *column)
{
  const DsItem *item = &topology->spec->layers[column->layer];
  const char *title = _(item->type->title);
  const char *activation = activation_of (topology, column);
  g_autofree char *units = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u neuron", "%u neurons", column->units), column->units);

  column->name = fl_layer_name (topology->spec, column->layer);
  if (column->slim && !column->output)
    {
      column->detail = slim_detail (item);
      column->title = g_strdup_printf ("%s %s", title, column->detail);
      column->description = column->detail[0] != '\0' ? g_strdup_printf ("%s, %s", column->name, column->detail) : g_strdup (column->name);
    }
  else
    {
      column->detail = g_strdup ("");
      column->description = activation != NULL ? g_strdup_printf ("%s, %s, %s", column->name, units, activation)
                                               : g_strdup_printf ("%s, %s", column->name, units);
      if (column->output)
        column->title = activation != NULL ? g_strdup_printf (_("Output · %s"), activation) : g_strdup (_("Output"));
      else
        column->title = activation != NULL ? g_strdup_printf ("%s %u · %s", title, column->units, activation)
                                           : g_strdup_printf ("%s %u", title, column->units);
    }
  g_strstrip (column->title);
  column->head = two_lines (column->slim && !column->output ? title : column->title);
  if (column->frozen)
    say_frozen (column);
}

static void
column_input (FlTopology *topology)
{
  FlColumn *column = &topology->columns[0];

  column->layer = -1;
  column->units = topology->data != NULL ? topology->data->inputs : 0;
  column->folded = column->units > FL_FOLD_UNITS;
  if (column->folded && (!ds_dataset_image_size (topology->data->dataset, &column->image_width, &column->image_height)
                         || column->image_width * column->image_height != topology->data->raw_inputs))
    column->image_width = column->image_height = 0;
  column->title = column->folded ? g_strdup_printf (_("%u inputs"), column->units) : g_strdup (_("Input"));
  column->head = g_strdup (column->title);
  column->name = g_strdup (_("Input"));
  column->description = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u input", "%u inputs", column->units), column->units);
  column->detail = g_strdup ("");
  column->facts = g_strdup ("");
  column->facts_in_words = g_strdup ("");
}

/* Without a plan (the network does not fit its data, or there are none yet) the layers are shown as they were asked for. */
static guint
units_asked_for (const FlTopology *topology, guint layer, guint before)
{
  const DsItem *item = &topology->spec->layers[layer];
  double units;

  if (ds_type_find_param (item->type, "units") < 0)
    return before;
  units = ds_item_get (item, "units");
  if (units >= 1)
    return (guint) MIN (units, 1e9);
  if (topology->data == NULL)
    return 1;
  return topology->data->n_classes > 2 ? topology->data->n_classes : MAX (1, topology->data->targets);
}

static void
column_layer (FlTopology *topology, const NnPlan *plan, guint layer, guint *source)
{
  FlColumn *column = &topology->columns[layer + 1];
  const DsItem *item = &topology->spec->layers[layer];

  column->layer = layer;
  column->output = layer + 1 == topology->spec->n_layers;
  column->source = *source;
  column->units = plan != NULL ? plan->layers[layer].out : units_asked_for (topology, layer, topology->columns[layer].units);
  column->slim = ds_type_find_param (item->type, "units") < 0 && !column->output;
  column->folded = !column->slim && column->units > FL_FOLD_UNITS;
  column->can_count = !column->slim && !column->output && ds_type_find_param (item->type, "units") >= 0;
  if (plan != NULL && !column->slim)
    {
      int weight = plan->layers[layer].weight, bias = plan->layers[layer].bias;

      if (weight >= 0 && plan->tensors[weight].rows == column->units &&
          plan->tensors[weight].cols == topology->columns[*source].units)
        {
          column->linked = TRUE;
          column->weight_offset = plan->tensors[weight].offset;
        }
      if (bias >= 0 && plan->tensors[bias].rows == column->units)
        {
          column->biased = TRUE;
          column->bias_offset = plan->tensors[bias].offset;
        }
    }
  column->frozen = fl_layer_is_frozen (item);
  column->facts = g_strdup ("");
  column->facts_in_words = g_strdup ("");
  if (plan != NULL)
    column_facts (column, &plan->layers[layer]);
  column_describe (topology, column);
  if (!column->slim)
    *source = layer + 1;
}

static void
topology_targets (FlTopology *topology, const NnPlan *plan)
{
  topology->target_low = topology->prediction == NN_PREDICT_PROBABILITY ? 0 : -1;
  topology->target_high = 1;
  if (topology->data != NULL && topology->data->n_classes == 0)
    {
      topology->target_low = topology->data->y_min;
      topology->target_high = topology->data->y_max;
    }
  else if (topology->prediction != NN_PREDICT_PROBABILITY && plan != NULL && plan->target_high > plan->target_low)
    {
      topology->target_low = plan->target_low;
      topology->target_high = plan->target_high;
    }
}

static NnPlan *
make_plan (FlTopology *topology)
{
  NnProblem problem = nn_problem (topology->data);
  g_autoptr (GError) error = NULL;
  int layer;
  NnPlan *plan = nn_plan_new (topology->spec, &problem, &layer, &error);

  if (plan != NULL)
    return plan;
  topology->problem = g_strdup (error->message);
  topology->problem_column = layer + 1 > 0 ? layer + 1 : -1;
  topology->remedy = fl_remedy_find (topology->spec, &problem);
  return NULL;
}

FlTopology *
fl_topology_new (const NnSpec *spec, DsPrepared *data)
{
  Shared *shared = g_new0 (Shared, 1);
  FlTopology *topology = &shared->topology;
  g_autoptr (NnPlan) plan = NULL;
  guint source = 0;

  g_atomic_ref_count_init (&shared->refs);
  topology->spec = nn_spec_ref (spec);
  topology->data = data != NULL ? ds_prepared_ref (data) : NULL;
  topology->prediction = nn_loss_prediction (spec->loss.type);
  topology->n_columns = spec->n_layers + 1;
  topology->problem_column = -1;
  if (data != NULL)
    plan = make_plan (topology);
  topology_targets (topology, plan);
  topology->n_weights = plan != NULL ? plan->n_weights : 0;
  column_input (topology);
  for (guint i = 0; i < spec->n_layers; i++)
    column_layer (topology, plan, i, &source);
  return topology;
}

FlTopology *
fl_topology_ref (FlTopology *topology)
{
  g_atomic_ref_count_inc (&shared_of (topology)->refs);
  return topology;
}

void
fl_topology_unref (FlTopology *topology)
{
  if (topology == NULL || !g_atomic_ref_count_dec (&shared_of (topology)->refs))
    return;
  for (guint i = 0; i < topology->n_columns; i++)
    {
      g_free (topology->columns[i].title);
      g_free (topology->columns[i].head);
      g_free (topology->columns[i].name);
      g_free (topology->columns[i].description);
      g_free (topology->columns[i].detail);
      g_free (topology->columns[i].facts);
      g_free (topology->columns[i].facts_in_words);
    }
  g_free (topology->problem);
  fl_remedy_free (topology->remedy);
  nn_spec_unref (topology->spec);
  g_clear_pointer (&topology->data, ds_prepared_unref);
  g_free (shared_of (topology));
}

gboolean
fl_topology_same_shape (const FlTopology *a, const FlTopology *b)
{
  if (a->n_columns != b->n_columns)
    return FALSE;
  for (guint i = 0; i < a->n_columns; i++)
    if (a->columns[i].units != b->columns[i].units || a->columns[i].slim != b->columns[i].slim)
      return FALSE;
  return TRUE;
}

char *
fl_topology_unit_name (const FlTopology *topology, guint column, guint unit)
{
  const FlColumn *it = &topology->columns[column];
  g_autofree char *layer = NULL;

  if (column == 0)
    return g_strdup (topology->data->input_names[unit]);
  if (it->output && topology->data != NULL && it->units > 1 && topology->data->n_classes == it->units)
    return g_strdup_printf (_("Output %s"), topology->data->class_names[unit]);
  if (it->output && it->units == 1)
    return g_strdup (_("Output neuron"));
  layer = nn_layer_name_within (it->name);
  return g_strdup_printf (_("Neuron %u of %s"), unit + 1, layer);
}
