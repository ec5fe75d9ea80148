#include "fl-vary-path.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* --- reading ----------------------------------------------------------------------------------------------------------- */

static gboolean
refuse_form (const char *text, GError **error)
{
  g_set_error (error, FL_ERROR, FL_ERROR_VALUE,
               _("“%s” is not a key of a project; keys read like training.optimizer.learning_rate, network[0].units, seed"), text);
  return FALSE;
}

/* "[12]" at *p, which moves behind it. */
static gboolean
read_index (const char **p, GArray *steps)
{
  const char *end = strchr (*p, ']');
  FlPathStep step = { NULL };
  guint64 index;

  if (end == NULL)
    return FALSE;
  g_autofree char *digits = g_strndup (*p + 1, end - *p - 1);
  if (!g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT32, &index, NULL))
    return FALSE;
  step.index = index;
  g_array_append_val (steps, step);
  *p = end + 1;
  return TRUE;
}

static gboolean
read_steps (const char *p, GArray *steps)
{
  do
    {
      gsize length = strcspn (p, ".[]");
      FlPathStep step = { NULL };

      if (length == 0)
        return FALSE;
      step.name = g_strndup (p, length);
      g_array_append_val (steps, step);
      p += length;
      while (*p == '[')
        if (!read_index (&p, steps))
          return FALSE;
    }
  while (*p++ == '.');
  return p[-1] == '\0';
}

gboolean
fl_path_parse (FlPath *path, const char *text, GError **error)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (FlPathStep));
  gboolean fine = read_steps (text, steps);

  path->text = g_strdup (text);
  path->n = steps->len;
  path->steps = (FlPathStep *) g_array_free (steps, FALSE);
  if (fine)
    return TRUE;
  fl_path_clear (path);
  return refuse_form (text, error);
}

void
fl_path_clear (FlPath *path)
{
  for (guint i = 0; i < path->n; i++)
    g_free (path->steps[i].name);
  g_free (path->steps);
  g_free (path->text);
  *path = (FlPath) { NULL };
}

/* --- walking ----------------------------------------------------------------------------------------------------------- */

static json_t *
child (json_t *node, const FlPathStep *step)
{
  return step->name != NULL ? json_object_get (node, step->name) : json_array_get (node, step->index);
}

static json_t *
walk (const FlPath *path, json_t *root, guint n)
{
  for (guint i = 0; root != NULL && i < n; i++)
    root = child (root, &path->steps[i]);
  return root;
}

json_t *
fl_path_get (const FlPath *path, json_t *root)
{
  return walk (path, root, path->n);
}

/* "training.optimizer": the first n steps as text. */
static char *
prefix (const FlPath *path, guint n)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    if (path->steps[i].name == NULL)
      g_string_append_printf (out, "[%zu]", path->steps[i].index);
    else
      g_string_append_printf (out, "%s%s", i > 0 ? "." : "", path->steps[i].name);
  return g_string_free (out, FALSE);
}

static char *
list_keys (json_t *object)
{
  GString *out = g_string_new (NULL);
  const char *key;
  json_t *value;

  json_object_foreach (object, key, value)
    g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", key);
  return g_string_free (out, FALSE);
}

gboolean
fl_path_refuse (const FlPath *path, json_t *root, GError **error)
{
  guint n = 0;
  g_autofree char *where = NULL, *keys = NULL;
  json_t *node;

  while (n + 1 < path->n && walk (path, root, n + 1) != NULL)
    n++;
  node = walk (path, root, n);
  where = prefix (path, n);
  if (json_is_array (node) && path->steps[n].name == NULL)
    g_set_error (error, FL_ERROR, FL_ERROR_VALUE, _("there is no %s: “%s” has %zu items, counted from 0"), path->text, where, json_array_size (node));
  else if (json_is_array (node))
    g_set_error (error, FL_ERROR, FL_ERROR_VALUE, _("there is no %s: “%s” is a list; say which item: %s[0]"), path->text, where, where);
  else if (!json_is_object (node))
    g_set_error (error, FL_ERROR, FL_ERROR_VALUE, _("there is no %s: “%s” is a value and has nothing inside it"), path->text, where);
  else
    {
      keys = list_keys (node);
      if (n == 0)
        g_set_error (error, FL_ERROR, FL_ERROR_VALUE, _("there is no %s in a project; possible here: %s"), path->text, keys);
      else
        g_set_error (error, FL_ERROR, FL_ERROR_VALUE, _("there is no %s; possible in “%s”: %s"), path->text, where, keys);
    }
  return FALSE;
}

/* A type may stand as its id alone ("loss": "mse"): as an object it can take a parameter. */
static json_t *
as_object (json_t *parent, const FlPathStep *step, json_t *node)
{
  static const char *const items[] = { "loss", "optimizer", "schedule", NULL };
  json_t *object;

  if (!json_is_string (node) || !json_is_object (parent) || step->name == NULL || !g_strv_contains (items, step->name))
    return node;
  object = json_pack ("{s:O}", "type", node);
  json_object_set_new (parent, step->name, object);
  return object;
}

gboolean
fl_path_set (const FlPath *path, json_t *root, json_t *value, GError **error)
{
  const FlPathStep *last = &path->steps[path->n - 1];
  json_t *parent = root;

  for (guint i = 0; i + 1 < path->n; i++)
    {
      json_t *node = child (parent, &path->steps[i]);

      if (node == NULL)
        return fl_path_refuse (path, root, error);
      parent = as_object (parent, &path->steps[i], node);
    }
  if (last->name != NULL ? !json_is_object (parent) : last->index >= json_array_size (parent))
    return fl_path_refuse (path, root, error);
  /* unlike other keys an unknown "type" would not be noticed later: it belongs to what makes an object itself */
  if (g_strcmp0 (last->name, "type") == 0 && json_object_get (parent, "type") == NULL)
    return fl_path_refuse (path, root, error);
  if (last->name != NULL)
    json_object_set (parent, last->name, value);
  else
    json_array_set (parent, last->index, value);
  return TRUE;
}

/* --- scales ------------------------------------------------------------------------------------------------------------ */

/* Numbers of a project that are not parameters of a type. */
static const struct
{
  const char *path;
  gboolean whole, logarithmic;
} plain[] = {
  { "seed", TRUE, FALSE },
  { "data.validation_share", FALSE, FALSE },
  { "data.test_share", FALSE, FALSE },
  { "training.regularization.l1", FALSE, TRUE },
  { "training.regularization.l2", FALSE, TRUE },
  { "training.batch_size", TRUE, TRUE },
  { "training.clip_norm", FALSE, TRUE },
  { "training.stop.epochs", TRUE, FALSE },
  { "training.stop.loss_below", FALSE, TRUE },
  { "training.stop.patience", TRUE, FALSE },
};

static const DsParam *
param_of (const DsType *type, const char *id)
{
  int i = type != NULL ? ds_type_find_param (type, id) : -1;

  return i >= 0 ? &type->params[i] : NULL;
}

/* Of the type the project has there, or else (the type itself varies) of any that has such a parameter. */
static const DsParam *
param_in (NnRegistry registry, const DsItem *item, const char *id)
{
  guint n;
  const DsType *const *types = nn_registry (registry, &n);
  const DsParam *param = param_of (item->type, id);

  for (guint i = 0; param == NULL && i < n; i++)
    param = param_of (types[i], id);
  return param;
}

static const DsParam *
find_param (const FlPath *path, const FlProject *project)
{
  const NnSpec *spec = project->spec;
  const char *id = path->steps[path->n - 1].name;

  if (path->n != 3 || id == NULL)
    return NULL;
  if (g_str_has_prefix (path->text, "network[") && path->steps[1].index < spec->n_layers)
    return param_in (NN_LAYERS, &spec->layers[path->steps[1].index], id);
  if (g_str_has_prefix (path->text, "training.optimizer."))
    return param_in (NN_OPTIMIZERS, &spec->optimizer, id);
  if (g_str_has_prefix (path->text, "training.schedule."))
    return param_in (NN_SCHEDULES, &spec->schedule, id);
  if (g_str_has_prefix (path->text, "training.loss."))
    return param_in (NN_LOSSES, &spec->loss, id);
  if (g_str_has_prefix (path->text, "data.source.") && project->source->kind == DS_SOURCE_GENERATOR)
    return param_of (project->source->generator.type, id);
  return NULL;
}

void
fl_path_scale (const FlPath *path, const FlProject *project, double a, double b, gboolean *whole, gboolean *logarithmic)
{
  const DsParam *param = find_param (path, project);

  /* where nothing is known: whole ends mean whole numbers, ends far apart a matter of magnitude */
  *whole = a == floor (a) && b == floor (b);
  *logarithmic = b / a >= 100;
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    if (strcmp (path->text, plain[i].path) == 0)
      {
        *whole = plain[i].whole;
        *logarithmic = plain[i].logarithmic;
      }
  if (param != NULL)
    {
      *whole = param->kind == DS_PARAM_INT;
      *logarithmic = (param->flags & DS_PARAM_LOG) != 0;
    }
  if (!(a > 0))
    *logarithmic = FALSE;
}
