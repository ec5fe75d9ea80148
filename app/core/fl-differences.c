/* Two projects are compared as they are written: each leaf of the JSON tree is a setting, whoever added it. */
#include "fl-differences.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "ds-number.h"
#include "fl-json.h"
#include "fl-project-private.h"
#include "nn-registry.h"

#define NOTHING "–"
#define SOURCE "data.source."
#define MOST_LISTED 40 /* of a list that a cell of a table holds whole */

static void
difference_free (FlDifference *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_strfreev (self->values);
  g_free (self);
}

static const char *
title_in (const DsType *const *types, guint n, const char *param)
{
  for (guint i = 0; i < n; i++)
    {
      int at = ds_type_find_param (types[i], param);

      if (at >= 0)
        return _(types[i]->params[at].title);
    }
  return NULL;
}

/* The registries' words for a parameter: of a key below "data.source", the generators'. */
static const char *
title_of_param (const char *key, const char *id)
{
  static const NnRegistry kinds[] = { NN_OPTIMIZERS, NN_SCHEDULES, NN_LOSSES, NN_LAYERS };

  const DsType *const *types;
  const char *title = NULL;
  guint n;

  if (g_str_has_prefix (key, SOURCE))
    {
      types = ds_generators (&n);
      return title_in (types, n, id);
    }
  for (guint k = 0; title == NULL && k < G_N_ELEMENTS (kinds); k++)
    {
      types = nn_registry (kinds[k], &n);
      title = title_in (types, n, id);
    }
  return title;
}

static const char *
title_of_key (const char *key)
{
  static const struct
  {
    const char *key, *title;
  } known[] = {
    { "training.optimizer", N_("Optimizer") }, { "training.optimizer.type", N_("Optimizer") },
    { "training.loss", N_("Loss function") }, { "training.loss.type", N_("Loss function") },
    { "training.schedule.type", N_("Schedule") }, { "training.batch_size", N_("Batch size") },
    { "training.regularization.l1", N_("L1 penalty") }, { "training.regularization.l2", N_("L2 penalty") },
    { "training.shuffle", N_("Shuffle rows") }, { "training.clip_norm", N_("Gradient clip") },
    { "training.stop.epochs", N_("Stop after epochs") }, { "seed", N_("Seed") },
    { "data.standardize", N_("Standardize") }, { "data.unique_rows", N_("Leave repeated rows out") },
    { "data.features", N_("Inputs") }, { "data.validation_share", N_("Validation share") }, { "data.test_share", N_("Test share") },
    { "data.task", N_("Task") }, { SOURCE "type", N_("Source") }, { SOURCE "name", N_("Dataset") }, { SOURCE "path", N_("File") },
    { SOURCE "inputs", N_("Input columns") }, { SOURCE "target", N_("Target") }, { SOURCE "points", N_("Painted points") }, { "network", N_("Layers") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i].key, key) == 0)
      return _(known[i].title);
  return NULL;
}

char *
fl_setting_title (const char *key)
{
  const char *last = strrchr (key, '.'), *title = title_of_key (key);
  unsigned layer;
  char *words;

  if (title != NULL)
    return g_strdup (title);
  last = last != NULL ? last + 1 : key;
  title = strcmp (last, "type") == 0 ? _("Type") : title_of_param (key, last);
  words = title != NULL ? g_strdup (title) : g_strdelimit (g_strdup (last), "_", ' ');
  if (sscanf (key, "network[%u]", &layer) == 1)
    {
      char *whole = g_strdup_printf (_("%s, layer %u"), words, layer + 1);

      g_free (words);
      words = whole;
    }
  return words;
}

static const DsType *
generator (const char *id)
{
  guint n;
  const DsType *const *types = ds_generators (&n);

  for (guint i = 0; i < n; i++)
    if (strcmp (types[i]->id, id) == 0)
      return types[i];
  return NULL;
}

/* "balanced" of "class_weight". */
static const DsType *
choice_of_loss (const char *param, const char *id)
{
  guint n, n_choices;
  const DsType *const *types = nn_registry (NN_LOSSES, &n);

  for (guint i = 0; i < n; i++)
    {
      int at = ds_type_find_param (types[i], param);

      if (at >= 0 && types[i]->params[at].kind == DS_PARAM_CHOICE)
        {
          const DsType *const *choices = types[i]->params[at].choices (&n_choices);

          return ds_type_find (choices, n_choices, id);
        }
    }
  return NULL;
}

/* Which catalogue the word at a key is from; NULL: none. */
static const DsType *
type_at (const char *key, const char *id)
{
  static const struct
  {
    const char *name;
    NnRegistry registry;
  } kinds[] = {
    { "optimizer", NN_OPTIMIZERS }, { "loss", NN_LOSSES }, { "schedule", NN_SCHEDULES }, { "activation", NN_ACTIVATIONS },
    { "function", NN_ACTIVATIONS }, { "init", NN_INITIALIZERS }, { "network", NN_LAYERS },
  };
  g_autofree char *path = g_str_has_suffix (key, ".type") ? g_strndup (key, strlen (key) - strlen (".type")) : g_strdup (key);
  const char *last = strrchr (path, '.') != NULL ? strrchr (path, '.') + 1 : path;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strncmp (last, kinds[i].name, strcspn (last, "[")) == 0)
      return nn_registry_find (kinds[i].registry, id);
  return strcmp (key, SOURCE "name") == 0 ? generator (id) : choice_of_loss (last, id);
}

/* With a minus, not a hyphen, as everywhere in the window. */
static char *
number_text (const char *value)
{
  g_autofree char *local = ds_number_localize (value, FALSE);
  g_auto (GStrv) parts = g_strsplit (local, "-", -1);

  return g_strjoinv ("\u2212", parts);
}

char *
fl_setting_text (const char *key, const char *value)
{
  const DsType *type = type_at (key, value);
  char *end;

  if (type != NULL)
    return g_strdup (_(type->title));
  if (strcmp (value, "all") == 0)
    return g_strdup (_("all"));
  g_ascii_strtod (value, &end);
  return end != value && *end == '\0' ? number_text (value) : g_strdup (value);
}

static char *
leaf_text (const char *key, json_t *value)
{
  g_autofree char *line = NULL;

  if (value == NULL)
    return g_strdup (NOTHING);
  if (json_is_null (value))
    return g_strdup (_("none"));
  if (json_is_boolean (value))
    return g_strdup (json_is_true (value) ? _("yes") : _("no"));
  if (json_array_size (value) > MOST_LISTED)
    return g_strdup_printf (ngettext ("%u entry", "%u entries", (guint) json_array_size (value)), (guint) json_array_size (value));
  line = json_is_string (value) ? g_strdup (json_string_value (value)) : fl_json_write_line (value);
  return fl_setting_text (key, line);
}

/* "8 · 8 · 1": what a column of a table can hold of a network. */
static char *
shape_text (const char *key, json_t *layers)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < json_array_size (layers); i++)
    {
      json_t *layer = json_array_get (layers, i), *units = json_object_get (layer, "units");
      g_autofree char *word = leaf_text (key, units != NULL ? units : json_object_get (layer, "type"));

      g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", word);
    }
  return g_string_free (text, FALSE);
}

static void
add_row (GPtrArray *rows, const char *key, json_t **values, guint n, char *(*text_of) (const char *key, json_t *value))
{
  FlDifference *row = g_new0 (FlDifference, 1);

  row->title = fl_setting_title (key);
  row->values = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    row->values[i] = text_of (key, values[i]);
  g_ptr_array_add (rows, row);
}

static gboolean
all_equal (json_t **values, guint n)
{
  for (guint i = 1; i < n; i++)
    if ((values[0] == NULL) != (values[i] == NULL) || (values[0] != NULL && !json_equal (values[0], values[i])))
      return FALSE;
  return TRUE;
}

static gboolean
any_is (json_t **values, guint n, json_type type)
{
  for (guint i = 0; i < n; i++)
    if (values[i] != NULL && json_typeof (values[i]) == type)
      return TRUE;
  return FALSE;
}

static void compare (GPtrArray *rows, const char *key, json_t **values, guint n);

/* Every member that any of them has, in the order they are met. */
static void
compare_members (GPtrArray *rows, const char *key, json_t **values, guint n)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree json_t **members = g_new (json_t *, n);

  for (guint i = 0; i < n; i++)
    {
      const char *name;
      json_t *value;

      json_object_foreach (values[i], name, value)
        {
          g_autofree char *path = *key != '\0' ? g_strconcat (key, ".", name, NULL) : g_strdup (name);

          if (!g_hash_table_add (seen, (gpointer) name) || strcmp (path, "name") == 0)
            continue;
          for (guint k = 0; k < n; k++)
            members[k] = json_object_get (values[k], name); /* NULL where it is no object */
          compare (rows, path, members, n);
        }
    }
}

static void
compare_layers (GPtrArray *rows, json_t **values, guint n)
{
  g_autofree json_t **layers = g_new (json_t *, n);

  for (guint i = 1; i < n; i++)
    if (json_array_size (values[i]) != json_array_size (values[0]))
      {
        add_row (rows, "network", values, n, shape_text);
        return;
      }
  for (gsize layer = 0; layer < json_array_size (values[0]); layer++)
    {
      g_autofree char *path = g_strdup_printf ("network[%zu]", layer);

      for (guint i = 0; i < n; i++)
        layers[i] = json_array_get (values[i], layer);
      compare (rows, path, layers, n);
    }
}

static void
compare (GPtrArray *rows, const char *key, json_t **values, guint n)
{
  if (all_equal (values, n))
    return;
  if (strcmp (key, "network") == 0)
    compare_layers (rows, values, n);
  else if (any_is (values, n, JSON_OBJECT))
    compare_members (rows, key, values, n);
  else
    add_row (rows, key, values, n, leaf_text);
}

/* With what files leave out where it is as ever. */
static json_t *
whole_tree (const FlProject *project)
{
  json_t *tree = fl_project_known_tree (project), *training = json_object_get (tree, "training");

  if (json_object_get (training, "loss") != NULL)
    json_object_set_new (training, "loss", fl_item_to_json (&project->spec->loss));
  json_object_set_new (json_object_get (tree, "data"), "unique_rows", json_boolean (project->prepare.unique_rows));
  return tree;
}

GPtrArray *
fl_differences (const FlProject *const *projects, guint n)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) difference_free);
  g_autofree json_t **trees = g_new (json_t *, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    trees[i] = whole_tree (projects[i]);
  if (n > 1)
    compare (rows, "", trees, n);
  for (guint i = 0; i < n; i++)
    json_decref (trees[i]);
  return rows;
}
