#include "fl-edit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* --- helpers ----------------------------------------------------------------------------------------------------------- */

static const NnSpec *
spec_of (FlDocument *document)
{
  return fl_document_get_project (document)->spec;
}

int
fl_output_layer (const NnSpec *spec)
{
  for (int i = (int) spec->n_layers - 1; i >= 0; i--)
    if (ds_type_find_param (spec->layers[i].type, "units") >= 0)
      return i;
  return -1;
}

/* The spec without frozen weights of neurons, or from neurons, that are no longer there. inputs, outputs: what is known of the data's
 * demands, or G_MAXUINT. A new spec. */
static NnSpec *
without_lost (const NnSpec *spec, guint inputs, guint outputs)
{
  NnSpec draft = *spec;
  NnSpec *pruned;

  for (guint i = 0, units = inputs; i < draft.n_layers; i++)
    {
      int param = ds_type_find_param (draft.layers[i].type, "units");
      guint out = param < 0 ? units : draft.layers[i].values[param] > 0 ? (guint) draft.layers[i].values[param] : outputs;

      draft.frozen[i] = nn_frozen_within (spec->frozen[i], out, units);
      units = out;
    }
  pruned = nn_spec_new (&draft);
  for (guint i = 0; i < draft.n_layers; i++)
    nn_frozen_unref (draft.frozen[i]);
  return pruned;
}

static gboolean
commit (FlDocument *document, FlProject *next, const char *label, const char *group)
{
  if (fl_project_equal (next, fl_document_get_project (document)))
    return FALSE;
  fl_document_edit (document, next, label != NULL ? label : _("edit"), group);
  return TRUE;
}

static gboolean
commit_spec (FlDocument *document, const NnSpec *spec, const char *label, const char *group)
{
  g_autoptr (NnSpec) pruned = without_lost (spec, G_MAXUINT, G_MAXUINT);
  g_autoptr (FlProject) next = fl_project_with_spec (fl_document_get_project (document), pruned);

  return commit (document, next, label, group);
}

char *
fl_title_in_sentence (const char *title)
{
  gunichar first = g_utf8_get_char (title), second = *title != '\0' ? g_utf8_get_char (g_utf8_next_char (title)) : 0;
  char lower[8] = "";

  if (!g_unichar_isupper (first) || !g_unichar_islower (second))
    return g_strdup (title);
  g_unichar_to_utf8 (g_unichar_tolower (first), lower);
  return g_strconcat (lower, g_utf8_next_char (title), NULL);
}

static char *
param_label (const DsType *type, const char *param)
{
  int i = param != NULL ? ds_type_find_param (type, param) : -1;
  g_autofree char *title = fl_title_in_sentence (_(i >= 0 ? type->params[i].title : type->title));

  return i >= 0 ? g_strdup_printf (_("change %s"), title) : g_strdup_printf (_("choose %s"), title);
}

static void
set_if_there (DsItem *item, const char *param, double value)
{
  if (ds_type_find_param (item->type, param) >= 0)
    ds_item_set (item, param, value, NULL);
}

static void
set_choice_if_there (DsItem *item, const char *param, const char *choice)
{
  if (ds_type_find_param (item->type, param) >= 0)
    ds_item_set_choice (item, param, choice, NULL);
}

/* Layers keep their weights, and those of them a person froze, wherever they go. id: 0 for a new one. */
static void
put_in (NnSpec *spec, guint index, const DsItem *layer, NnFrozen *frozen, guint64 id)
{
  guint behind = spec->n_layers - index;

  memmove (&spec->layers[index + 1], &spec->layers[index], behind * sizeof (DsItem));
  memmove (&spec->frozen[index + 1], &spec->frozen[index], behind * sizeof (NnFrozen *));
  memmove (&spec->ids[index + 1], &spec->ids[index], behind * sizeof *spec->ids);
  spec->layers[index] = *layer;
  spec->frozen[index] = frozen;
  spec->ids[index] = id;
  spec->n_layers++;
}

void
fl_edit_take_out (NnSpec *spec, guint index)
{
  guint behind = spec->n_layers - index - 1;

  memmove (&spec->layers[index], &spec->layers[index + 1], behind * sizeof (DsItem));
  memmove (&spec->frozen[index], &spec->frozen[index + 1], behind * sizeof (NnFrozen *));
  memmove (&spec->ids[index], &spec->ids[index + 1], behind * sizeof *spec->ids);
  spec->n_layers--;
}

/* --- layers ------------------------------------------------------------------------------------------------------------ */

gboolean
fl_edit_insert_layer (FlDocument *document, guint index, const DsItem *layer)
{
  NnSpec spec = *spec_of (document);
  int output = fl_output_layer (&spec);
  g_autofree char *title = fl_title_in_sentence (_(layer->type->title));
  g_autofree char *label = g_strdup_printf (_("add %s layer"), title);

  if (spec.n_layers >= NN_MAX_LAYERS)
    return FALSE;
  index = MIN (index, output >= 0 ? (guint) output : spec.n_layers);
  put_in (&spec, index, layer, NULL, 0);
  return commit_spec (document, &spec, label, NULL);
}

gboolean
fl_edit_remove_layer (FlDocument *document, guint index)
{
  NnSpec spec = *spec_of (document);
  g_autofree char *title = NULL;
  g_autofree char *label = NULL;

  if (index >= spec.n_layers || (int) index == fl_output_layer (&spec) || spec.n_layers == 1)
    return FALSE;
  title = fl_title_in_sentence (_(spec.layers[index].type->title));
  label = g_strdup_printf (_("remove %s layer"), title);
  fl_edit_take_out (&spec, index);
  return commit_spec (document, &spec, label, NULL);
}

gboolean
fl_edit_move_layer (FlDocument *document, guint from, guint to)
{
  NnSpec spec = *spec_of (document);
  int output = fl_output_layer (&spec);
  g_autoptr (NnSpec) pruned = NULL;
  g_autoptr (FlProject) next = NULL;
  NnFrozen *frozen;
  DsItem layer;
  guint64 id;

  if (from >= spec.n_layers || (int) from == output)
    return FALSE;
  layer = spec.layers[from];
  frozen = spec.frozen[from];
  id = spec.ids[from];
  fl_edit_take_out (&spec, from);
  output = fl_output_layer (&spec);
  to = MIN (to, output >= 0 ? (guint) output : spec.n_layers);
  if (to == from)
    return FALSE;
  put_in (&spec, to, &layer, frozen, id);
  /* Layers that are alike have learned different things: to change their places is an edit, though the project reads the same. */
  pruned = without_lost (&spec, G_MAXUINT, G_MAXUINT);
  next = fl_project_with_spec (fl_document_get_project (document), pruned);
  fl_document_edit (document, next, _("move layer"), NULL);
  return TRUE;
}

gboolean
fl_edit_duplicate_layer (FlDocument *document, guint index)
{
  NnSpec spec = *spec_of (document);
  g_autofree char *title = NULL;
  g_autofree char *label = NULL;
  DsItem layer;

  if (index >= spec.n_layers || spec.n_layers >= NN_MAX_LAYERS || (int) index >= fl_output_layer (&spec))
    return FALSE;
  title = fl_title_in_sentence (_(spec.layers[index].type->title));
  label = g_strdup_printf (_("duplicate %s layer"), title);
  layer = spec.layers[index];
  put_in (&spec, index + 1, &layer, NULL, 0); /* its weights are new ones: there is none of them to hold on to */
  return commit_spec (document, &spec, label, NULL);
}

gboolean
fl_edit_change_units (FlDocument *document, guint index, int delta)
{
  NnSpec spec = *spec_of (document);
  g_autofree char *group = g_strdup_printf ("layer-%u-units", index);
  const DsParam *param;
  int i;

  if (index >= spec.n_layers || (int) index == fl_output_layer (&spec))
    return FALSE;
  i = ds_type_find_param (spec.layers[index].type, "units");
  if (i < 0)
    return FALSE;
  param = &spec.layers[index].type->params[i];
  spec.layers[index].values[i] = CLAMP (spec.layers[index].values[i] + delta, param->min, param->max);
  return commit_spec (document, &spec, delta < 0 ? _("remove neurons") : _("add neurons"), group);
}

gboolean
fl_layer_can_freeze (const DsItem *layer)
{
  return ds_type_find_param (layer->type, "trainable") >= 0;
}

gboolean
fl_layer_is_frozen (const DsItem *layer)
{
  return fl_layer_can_freeze (layer) && ds_item_get (layer, "trainable") == 0;
}

gboolean
fl_edit_set_trainable (FlDocument *document, guint index, gboolean trainable)
{
  NnSpec spec = *spec_of (document);

  if (index >= spec.n_layers || !fl_layer_can_freeze (&spec.layers[index]))
    return FALSE;
  ds_item_set (&spec.layers[index], "trainable", trainable ? 1 : 0, NULL);
  return commit_spec (document, &spec, trainable ? _("unfreeze layer") : _("freeze layer"), NULL);
}

gboolean
fl_edit_set_layer (FlDocument *document, guint index, const DsItem *layer, const char *param)
{
  NnSpec spec = *spec_of (document);
  g_autofree char *label = param_label (layer->type, param);
  g_autofree char *group = param != NULL ? g_strdup_printf ("layer-%u-%s", index, param) : NULL;

  if (index >= spec.n_layers)
    return FALSE;
  if ((int) index == fl_output_layer (&spec) && ds_type_find_param (layer->type, "units") < 0)
    return FALSE;
  if (layer->type != spec.layers[index].type)
    spec.frozen[index] = NULL;
  spec.layers[index] = *layer;
  if ((int) index == fl_output_layer (&spec))
    set_if_there (&spec.layers[index], "units", 0);
  return commit_spec (document, &spec, label, group);
}

/* "activation:relu": type and choice. choice: borrowed, or NULL. */
static const DsType *
type_named (const char *name, const char **choice)
{
  const char *colon = strchr (name, ':');
  g_autofree char *id = colon != NULL ? g_strndup (name, (gsize) (colon - name)) : g_strdup (name);

  *choice = colon != NULL ? colon + 1 : NULL;
  return nn_registry_find (NN_LAYERS, id);
}

static gboolean
choose_first (DsItem *item, const char *choice)
{
  return item->type->n_params > 0 && item->type->params[0].kind == DS_PARAM_CHOICE
         && ds_item_set_choice (item, item->type->params[0].id, choice, NULL);
}

gboolean
fl_edit_knows_layer (const char *type)
{
  const char *choice;
  const DsType *found = type_named (type, &choice);
  DsItem item;

  if (found == NULL || choice == NULL)
    return found != NULL;
  item = ds_item (found);
  return choose_first (&item, choice);
}

DsItem
fl_edit_new_layer (FlDocument *document, const char *type)
{
  const NnSpec *spec = spec_of (document);
  const char *choice;
  const DsType *found = type_named (type, &choice);
  int output = fl_output_layer (spec);
  DsItem item;

  if (found == NULL)
    found = nn_registry_find (NN_LAYERS, "dense");
  item = ds_item (found);
  if (choice != NULL)
    choose_first (&item, choice);
  set_if_there (&item, "units", 8);
  /* the hidden layer nearest to the output sets the tone */
  for (int i = output - 1; i >= 0; i--)
    if (ds_type_find_param (spec->layers[i].type, "activation") >= 0)
      {
        set_choice_if_there (&item, "activation", ds_item_choice (&spec->layers[i], "activation")->id);
        return item;
      }
  set_choice_if_there (&item, "activation", "tanh");
  return item;
}

gboolean
fl_edit_toggle_frozen (FlDocument *document, guint layer, const NnFrozenEntry *entry)
{
  NnSpec spec = *spec_of (document);
  g_autoptr (NnFrozen) frozen = NULL;
  gboolean was;

  if (layer >= spec.n_layers)
    return FALSE;
  was = nn_frozen_has (spec.frozen[layer], entry);
  spec.frozen[layer] = frozen = nn_frozen_toggle (spec.frozen[layer], entry);
  if (entry->kind == NN_FROZEN_BIAS)
    return commit_spec (document, &spec, was ? _("free bias") : _("freeze bias"), NULL);
  return commit_spec (document, &spec, was ? _("free weight") : _("freeze weight"), NULL);
}

/* --- training ---------------------------------------------------------------------------------------------------------- */

const DsType *
fl_edit_default_loss (DsTask task, guint n_classes)
{
  const char *id = task == DS_REGRESSION ? "mse" : n_classes == 2 ? "binary_cross_entropy" : "cross_entropy";

  return nn_registry_find (NN_LOSSES, id);
}

/* Losses on logits have their own sigmoid or softmax: one before them would squash twice. */
static void
output_for_logits (NnSpec *spec)
{
  int output = fl_output_layer (spec);

  if (output >= 0 && nn_loss_prediction (spec->loss.type) == NN_PREDICT_PROBABILITY)
    set_choice_if_there (&spec->layers[output], "activation", "linear");
}

gboolean
fl_edit_set_loss (FlDocument *document, const DsItem *loss, const char *param)
{
  NnSpec spec = *spec_of (document);
  g_autofree char *label = param != NULL ? param_label (loss->type, param) : g_strdup (_("change loss function"));
  g_autofree char *group = param != NULL ? g_strdup_printf ("loss-%s", param) : NULL;
  gboolean another = spec.loss.type != loss->type;

  spec.loss = *loss;
  if (another)
    {
      g_autoptr (NnSpec) fitting = NULL;

      output_for_logits (&spec);
      fitting = without_lost (&spec, G_MAXUINT, 1); /* losses differ in how many outputs they want */
      return commit_spec (document, fitting, label, group);
    }
  return commit_spec (document, &spec, label, group);
}

gboolean
fl_edit_set_optimizer (FlDocument *document, const DsItem *optimizer, const char *param)
{
  NnSpec spec = *spec_of (document);
  g_autofree char *label = param != NULL ? param_label (optimizer->type, param) : g_strdup (_("change optimizer"));
  g_autofree char *group = param != NULL ? g_strdup_printf ("optimizer-%s", param) : NULL;
  DsItem next = *optimizer;
  int i = ds_type_find_param (spec.optimizer.type, "learning_rate");

  if (next.type != spec.optimizer.type && i >= 0 && spec.optimizer.values[i] != spec.optimizer.type->params[i].initial)
    set_if_there (&next, "learning_rate", spec.optimizer.values[i]);
  spec.optimizer = next;
  return commit_spec (document, &spec, label, group);
}

gboolean
fl_edit_set_training (FlDocument *document, const NnSpec *values, const char *label, const char *group)
{
  return commit_spec (document, values, label, group);
}

gboolean
fl_edit_set_seed (FlDocument *document, guint64 seed)
{
  NnSpec spec = *spec_of (document);

  spec.seed = MIN (seed, (guint64) G_MAXINT64); /* what a project file can hold */
  return commit_spec (document, &spec, _("change seed"), NULL);
}

/* --- data -------------------------------------------------------------------------------------------------------------- */

/* Classes as far as they can be told without reading a file: a generator is asked for its smallest table (some twenty rows), painted
 * points are counted. 0: unknown, or no classes. */
static guint
source_classes (const DsSource *source, DsTask task)
{
  DsSource values = *source;
  g_autoptr (DsSource) small = NULL;
  g_autoptr (DsDataset) dataset = NULL;
  int samples;

  if (task == DS_CLASSIFICATION && source->kind == DS_SOURCE_POINTS && source->class_names != NULL)
    return g_strv_length (source->class_names);
  if (task == DS_REGRESSION || (source->kind != DS_SOURCE_GENERATOR && source->kind != DS_SOURCE_POINTS))
    return 0;
  samples = source->kind == DS_SOURCE_GENERATOR ? ds_type_find_param (source->generator.type, "samples") : -1;
  if (samples >= 0)
    values.generator.values[samples] = source->generator.type->params[samples].min;
  small = ds_source_new (&values);
  dataset = ds_source_load (small, task, NULL, 1, NULL, NULL, NULL);
  if (dataset == NULL || ds_dataset_n_targets (dataset) == 0)
    return 0;
  return ds_dataset_column (dataset, ds_dataset_target (dataset, 0))->n_classes;
}

static gboolean
loss_fits (const NnSpec *spec, DsTask task, guint n_classes)
{
  if (task == DS_REGRESSION)
    return nn_loss_for_regression (spec->loss.type);
  /* one unit cannot tell three classes apart */
  return strcmp (spec->loss.type->id, "binary_cross_entropy") != 0 || n_classes == 2;
}

/* Makes loss and output layer fit for data of another task or number of classes; what already fits is left alone. */
static void
fit_output (NnSpec *spec, DsTask was_task, guint was_classes, DsTask task, guint n_classes)
{
  const DsType *was_default = fl_edit_default_loss (was_task, was_classes);
  int output = fl_output_layer (spec);

  if (task == was_task && n_classes == was_classes && loss_fits (spec, task, n_classes))
    return;
  if (task != was_task || !loss_fits (spec, task, n_classes) || spec->loss.type == was_default)
    {
      const DsType *loss = fl_edit_default_loss (task, n_classes);

      if (loss != spec->loss.type)
        spec->loss = ds_item (loss);
      if (task != was_task && output >= 0)
        set_choice_if_there (&spec->layers[output], "activation", "linear");
      output_for_logits (spec);
    }
  if (output >= 0)
    set_if_there (&spec->layers[output], "units", 0);
}

static guint
n_features (guint features)
{
  guint n = 0;

  for (guint i = 0; i < DS_N_FEATURES; i++)
    n += features >> i & 1;
  return n;
}

/* The project with another source (was_classes: how many the present one has, 0 where unknown), everything else made to fit. */
static FlProject *
with_source (const FlProject *project, DsSource *source, DsTask task, guint inputs, guint was_classes, const char *name)
{
  FlProject values = *project;
  NnSpec draft = *project->spec;
  g_autoptr (NnSpec) spec = NULL;
  guint n_classes = source_classes (source, task);
  gboolean same_outputs = task == project->prepare.task && n_classes == was_classes && inputs > 0;

  fit_output (&draft, project->prepare.task, was_classes, task, n_classes);
  /* Of a table not read yet (inputs 0) nothing says which weight comes from where: none of those stays frozen. */
  spec = without_lost (&draft, inputs == 2 && project->prepare.features != 0 ? n_features (project->prepare.features) : inputs,
                       same_outputs ? G_MAXUINT : 1);
  values.source = source;
  values.spec = spec;
  values.prepare.task = task;
  values.task_given = TRUE;
  values.loss_open = FALSE;
  if (inputs != 2)
    values.prepare.features = 0;
  if (name != NULL)
    values.name = (char *) name;
  return fl_project_new (&values);
}

gboolean
fl_edit_set_generator (FlDocument *document, const DsItem *generator, const char *param)
{
  FlProject *project = fl_document_get_project (document);
  DsSource values = { .kind = DS_SOURCE_GENERATOR, .generator = *generator };
  g_autoptr (DsSource) source = ds_source_new (&values);
  g_autofree char *label = param_label (generator->type, param);
  g_autofree char *group = param != NULL ? g_strdup_printf ("data-%s", param) : NULL;
  gboolean another = project->source->kind != DS_SOURCE_GENERATOR || project->source->generator.type != generator->type;
  g_autoptr (FlProject) next = NULL;

  if (ds_source_equal (source, project->source))
    return FALSE;
  next = with_source (project, source, ds_generator_task (generator->type), ds_generator_inputs (generator->type),
                      source_classes (project->source, project->prepare.task), another ? _(generator->type->title) : NULL);
  return commit (document, next, label, group);
}

gboolean
fl_edit_set_source (FlDocument *document, DsSource *source, DsTask task, const char *name)
{
  FlProject *project = fl_document_get_project (document);
  gboolean two_inputs = source->kind == DS_SOURCE_POINTS
                        || (source->kind == DS_SOURCE_GENERATOR && ds_generator_inputs (source->generator.type) == 2);
  g_autoptr (FlProject) next = with_source (project, source, task, two_inputs ? 2 : 0,
                                              source_classes (project->source, project->prepare.task), name);
  gboolean another = g_strcmp0 (name, project->name) != 0;
  g_autofree char *label = another ? g_strdup_printf (_("choose %s"), name) : g_strdup (_("change data"));

  return commit (document, next, label, NULL);
}

gboolean
fl_edit_set_points (FlDocument *document, DsSource *points, DsTask task, guint was_classes, const char *label, const char *group)
{
  g_autoptr (FlProject) next = with_source (fl_document_get_project (document), points, task, 2, was_classes, NULL);

  return commit (document, next, label, group);
}

gboolean
fl_edit_set_prepare (FlDocument *document, const DsPrepareOptions *prepare, const char *label, const char *group)
{
  FlProject *project = fl_document_get_project (document);
  gboolean known = prepare->features != 0 || project->prepare.features != 0; /* features are of two inputs */
  guint inputs = prepare->features != 0 ? n_features (prepare->features) : 2;
  g_autoptr (NnSpec) spec = without_lost (project->spec, known ? inputs : G_MAXUINT, G_MAXUINT);
  g_autoptr (FlProject) fitting = fl_project_with_spec (project, spec);
  g_autoptr (FlProject) next = fl_project_with_prepare (fitting, prepare);

  return commit (document, next, label, group);
}
