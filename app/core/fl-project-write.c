/* A project as JSON.
 *
 * Known keys are always written, in the order of the contract; keys this program does not know follow behind them in the object
 * they came from. Unknown keys are remembered as a sparse copy of the file that holds nothing else (plus each object's "type",
 * so that a layer's notes are not handed on to whatever takes its place). */
#include "fl-project-private.h"

#include "ds-write.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Names of files may be anything but UTF-8; JSON may not. */
static json_t *
text_tree (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  return json_string (valid);
}

json_t *
fl_param_to_json (const DsParam *param, double value)
{
  switch (param->kind)
    {
    case DS_PARAM_BOOL:
      return json_boolean (value != 0);
    case DS_PARAM_CHOICE:
      {
        guint n, i = value >= 0 ? (guint) value : 0;
        const DsType *const *choices = param->choices (&n);
        return json_string (choices[MIN (i, n - 1)]->id);
      }
    case DS_PARAM_INT:
    case DS_PARAM_REAL:
    default:
      if ((param->flags & DS_PARAM_AUTO) != 0 && value == 0)
        return json_string ("auto");
      return fl_json_real (value);
    }
}

static void
add_params (json_t *object, const DsItem *item)
{
  for (guint i = 0; i < item->type->n_params; i++)
    if (!ds_item_left_out (item, i))
      json_object_set_new (object, item->type->params[i].id, fl_param_to_json (&item->type->params[i], item->values[i]));
}

json_t *
fl_item_to_json (const DsItem *item)
{
  json_t *object = json_pack ("{s:s}", "type", item->type->id);

  for (guint i = 0; i < item->type->n_params; i++)
    json_object_set_new (object, item->type->params[i].id, fl_param_to_json (&item->type->params[i], item->values[i]));
  return object;
}

static json_t *
item_tree (const DsItem *item)
{
  json_t *object = json_pack ("{s:s}", "type", item->type->id);

  add_params (object, item);
  return object;
}

/* By its id alone where there is nothing to add. */
static json_t *
short_tree (const DsItem *item)
{
  json_t *tree = item_tree (item), *word;

  if (json_object_size (tree) > 1)
    return tree;
  word = json_string (item->type->id);
  json_decref (tree);
  return word;
}

/* A float as the double whose shortest decimal is the float's own: 0.1f is written 0.1, not 0.10000000149. */
static json_t *
float_tree (float value)
{
  char buffer[32];

  for (int digits = 1; digits <= 9; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, value);
      if ((float) g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  return fl_json_real (g_ascii_strtod (buffer, NULL));
}

static json_t *
string_list_tree (char **list)
{
  json_t *array = json_array ();

  for (char **s = list; *s != NULL; s++)
    json_array_append_new (array, text_tree (*s));
  return array;
}

static json_t *
column_types_tree (const DsSource *source)
{
  json_t *object = json_object ();

  for (char **name = source->classes; name != NULL && *name != NULL; name++)
    json_object_set_new (object, *name, json_string ("class"));
  for (char **name = source->numbers; name != NULL && *name != NULL; name++)
    json_object_set_new (object, *name, json_string ("number"));
  return object;
}

static json_t *
csv_tree (const DsSource *source)
{
  json_t *object = json_pack ("{s:s, s:o}", "type", "csv", "path", text_tree (source->path));

  if (source->inputs != NULL)
    json_object_set_new (object, "inputs", string_list_tree (source->inputs));
  if (source->target != NULL)
    json_object_set_new (object, "target", text_tree (source->target));
  if (source->delimiter != 0)
    json_object_set_new (object, "delimiter", json_stringn (&source->delimiter, 1));
  if (source->header >= 0)
    json_object_set_new (object, "header", json_boolean (source->header));
  if (source->missing == DS_MISSING_MEAN)
    json_object_set_new (object, "missing", json_string ("mean"));
  if (source->bad_rows == DS_BAD_ROWS_DROP)
    json_object_set_new (object, "bad_rows", json_string ("drop"));
  if (source->split != NULL && *source->split != '\0')
    json_object_set_new (object, "split", text_tree (source->split));
  if (source->decimal != 0)
    json_object_set_new (object, "decimal", json_stringn (&source->decimal, 1));
  if (source->classes != NULL || source->numbers != NULL)
    json_object_set_new (object, "columns", column_types_tree (source));
  return object;
}

static json_t *
images_tree (const DsSource *source)
{
  json_t *object = json_pack ("{s:s, s:o}", "type", "images", "folder", text_tree (source->path));

  if (source->width != 0)
    json_object_set_new (object, "width", json_integer (source->width));
  if (source->height != 0)
    json_object_set_new (object, "height", json_integer (source->height));
  if (source->color)
    json_object_set_new (object, "color", json_true ());
  return object;
}

/* A file of inputs and, most often, one of labels. */
static json_t *
pair_tree (const DsSource *source, const char *type, const char *key)
{
  json_t *object = json_pack ("{s:s, s:o}", "type", type, key, text_tree (source->images));

  if (source->labels != NULL)
    json_object_set_new (object, "labels", text_tree (source->labels));
  return object;
}

static json_t *
npy_tree (const DsSource *source)
{
  json_t *object = pair_tree (source, "npy", "inputs");

  if (source->inputs != NULL)
    json_object_set_new (object, "columns", string_list_tree (source->inputs));
  if (source->classes != NULL)
    json_object_set_new (object, source->inputs != NULL ? "types" : "columns", column_types_tree (source));
  if (source->target != NULL)
    json_object_set_new (object, "target", text_tree (source->target));
  if (source->missing == DS_MISSING_MEAN)
    json_object_set_new (object, "missing", json_string ("mean"));
  if (source->bad_rows == DS_BAD_ROWS_DROP)
    json_object_set_new (object, "bad_rows", json_string ("drop"));
  return object;
}

static json_t *
point_tree (const DsPoint *point)
{
  static const char *const part_words[DS_N_PARTS] = { NULL, "training", "validation", "test" };
  json_t *tree = json_pack ("[o, o, o]", float_tree (point->x1), float_tree (point->x2), float_tree (point->label));

  if (point->part != DS_PART_DRAWN)
    json_array_append_new (tree, json_string (part_words[point->part]));
  return tree;
}

static json_t *
points_tree (const DsSource *source)
{
  json_t *object = json_pack ("{s:s}", "type", "points"), *points = json_array ();

  if (source->inputs != NULL)
    json_object_set_new (object, "inputs", string_list_tree (source->inputs));
  if (source->target != NULL)
    json_object_set_new (object, "target", text_tree (source->target));
  if (source->class_names != NULL)
    json_object_set_new (object, "classes", string_list_tree (source->class_names));
  for (gsize i = 0; i < source->n_points; i++)
    json_array_append_new (points, point_tree (&source->points[i]));
  json_object_set_new (object, "points", points);
  return object;
}

static json_t *
source_tree (const DsSource *source)
{
  json_t *object;

  switch (source->kind)
    {
    case DS_SOURCE_GENERATOR:
      object = json_pack ("{s:s, s:s}", "type", "generator", "name", source->generator.type->id);
      add_params (object, &source->generator);
      return object;
    case DS_SOURCE_CSV:
      return csv_tree (source);
    case DS_SOURCE_IDX:
      return pair_tree (source, "idx", "images");
    case DS_SOURCE_NPY:
      return npy_tree (source);
    case DS_SOURCE_IMAGES:
      return images_tree (source);
    case DS_SOURCE_POINTS:
    default:
      return points_tree (source);
    }
}

static json_t *
data_tree (const FlProject *project)
{
  const DsPrepareOptions *prepare = &project->prepare;
  json_t *object = json_pack ("{s:o}", "source", source_tree (project->source));

  if (project->task_given)
    json_object_set_new (object, "task", json_string (prepare->task == DS_REGRESSION ? "regression" : "classification"));
  if (prepare->features != 0)
    {
      json_t *features = json_array ();

      for (guint i = 0; i < DS_N_FEATURES; i++)
        if ((prepare->features & (1u << i)) != 0)
          json_array_append_new (features, json_string (ds_feature_name (i)));
      json_object_set_new (object, "features", features);
    }
  json_object_set_new (object, "standardize", json_boolean (prepare->standardize));
  if (prepare->unique_rows)
    json_object_set_new (object, "unique_rows", json_true ());
  json_object_set_new (object, "validation_share", fl_json_real (prepare->validation_share));
  json_object_set_new (object, "test_share", fl_json_real (prepare->test_share));
  return object;
}

static json_t *
integer_or_null (guint64 value)
{
  return value == 0 ? json_null () : json_integer (MIN (value, (guint64) G_MAXINT64));
}

static json_t *
training_tree (const FlProject *project)
{
  const NnSpec *spec = project->spec;
  json_t *object = json_object ();

  if (!project->loss_open)
    json_object_set_new (object, "loss", short_tree (&spec->loss));
  json_object_set_new (object, "optimizer", item_tree (&spec->optimizer));
  json_object_set_new (object, "regularization", json_pack ("{s:o, s:o}", "l1", fl_json_real (spec->l1), "l2", fl_json_real (spec->l2)));
  json_object_set_new (object, "batch_size",
                       spec->batch_size == 0 ? json_string ("all") : json_integer (MIN (spec->batch_size, (guint64) G_MAXINT64)));
  json_object_set_new (object, "batch_growth",
                       json_pack ("{s:o, s:I, s:I}", "factor", fl_json_real (spec->batch_growth), "every",
                                  (json_int_t) MIN (spec->batch_growth_every, (guint64) G_MAXINT64), "limit",
                                  (json_int_t) MIN (spec->batch_growth_limit, (guint64) G_MAXINT64)));
  json_object_set_new (object, "shuffle", json_boolean (spec->shuffle));
  json_object_set_new (object, "schedule", item_tree (&spec->schedule));
  json_object_set_new (object, "clip_norm", fl_json_real (spec->clip_norm));
  json_object_set_new (object, "gradient_noise", fl_json_real (spec->gradient_noise));
  json_object_set_new (object, "stop",
                       json_pack ("{s:o, s:o, s:o}", "epochs", integer_or_null (spec->stop_epochs), "loss_below",
                                  fl_json_real (spec->stop_loss_below), "patience", integer_or_null (spec->stop_patience)));
  return object;
}

static json_t *
layer_tree (const NnSpec *spec, guint i)
{
  json_t *object = item_tree (&spec->layers[i]), *names = json_array ();

  for (guint k = 0; spec->frozen[i] != NULL && k < spec->frozen[i]->n; k++)
    {
      g_autofree char *name = nn_frozen_name (&spec->frozen[i]->entries[k]);

      json_array_append_new (names, json_string (name));
    }
  if (json_array_size (names) > 0)
    json_object_set (object, "frozen", names);
  json_decref (names);
  return object;
}

json_t *
fl_project_known_tree (const FlProject *project)
{
  json_t *network = json_array ();

  for (guint i = 0; i < project->spec->n_layers; i++)
    json_array_append_new (network, layer_tree (project->spec, i));
  return json_pack ("{s:i, s:o, s:I, s:o, s:o, s:o}", "fallline", FL_PROJECT_VERSION, "name", text_tree (project->name), "seed",
                    (json_int_t) MIN (project->spec->seed, (guint64) G_MAXINT64), "data", data_tree (project), "network", network,
                    "training", training_tree (project));
}

/* --- unknown keys ------------------------------------------------------------------------------------------------------ */

/* Keys that are known though they are not always written, by the key of the object they stand in. */
static const struct
{
  const char *parent, *key;
} unwritten[] = { { "data", "features" },   { "data", "task" },        { "data", "unique_rows" },
                  { "training", "loss" },   { "loss", "class_weight" },
                  { "source", "inputs" },
                  { "source", "target" },   { "source", "delimiter" }, { "source", "header" },  { "source", "missing" },
                  { "source", "bad_rows" }, { "source", "decimal" },   { "source", "columns" }, { "source", "labels" },
                  { "source", "types" },   { "source", "split" },
                  { "source", "width" },    { "source", "height" },    { "source", "color" },
                  { NULL, "frozen" } /* of a layer */ };

static gboolean
is_unwritten (const char *parent, const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (unwritten); i++)
    if (g_strcmp0 (parent, unwritten[i].parent) == 0 && strcmp (key, unwritten[i].key) == 0)
      return TRUE;
  return FALSE;
}

static json_t *unknown_of (json_t *original, json_t *known, const char *parent);

/* Item by item, null for items without unknown keys; NULL if there are none at all. */
static json_t *
unknown_of_list (json_t *original, json_t *known)
{
  json_t *list = json_array ();
  gboolean any = FALSE;

  for (gsize i = 0; i < MIN (json_array_size (original), json_array_size (known)); i++)
    {
      json_t *unknown = unknown_of (json_array_get (original, i), json_array_get (known, i), NULL);

      any = any || unknown != NULL;
      json_array_append_new (list, unknown != NULL ? unknown : json_null ());
    }
  if (any)
    return list;
  json_decref (list);
  return NULL;
}

/* What `original` has and `known` has not; NULL if nothing. */
static json_t *
unknown_of (json_t *original, json_t *known, const char *parent)
{
  json_t *unknown, *value;
  const char *key;

  if (json_is_array (original) && json_is_array (known) && json_is_object (json_array_get (known, 0)))
    return unknown_of_list (original, known);
  if (!json_is_object (original) || !(json_is_object (known) || json_is_string (known)))
    return NULL;

  unknown = json_object ();
  json_object_foreach (original, key, value)
    {
      json_t *same = json_object_get (known, key);

      if (json_is_string (known) && strcmp (key, "type") == 0) /* "loss": {"type": "mse"} is known as "mse" */
        continue;
      if (same != NULL)
        {
          json_t *inner = unknown_of (value, same, key);
          if (inner != NULL)
            json_object_set_new (unknown, key, inner);
        }
      else if (!is_unwritten (parent, key))
        json_object_set (unknown, key, value);
    }
  if (json_object_size (unknown) == 0)
    {
      json_decref (unknown);
      return NULL;
    }
  value = json_object_get (original, "type");
  if (json_is_string (value))
    json_object_set (unknown, "type", value);
  return unknown;
}

char *
fl_project_unknown_keys (json_t *original, json_t *known)
{
  json_t *unknown = unknown_of (original, known, "");
  char *text = unknown != NULL ? fl_json_write_line (unknown) : NULL;

  json_decref (unknown);
  return text;
}

/* The same kind of thing still? Objects without "type" always are. */
static gboolean
same_type (json_t *known, json_t *unknown)
{
  const char *was = json_string_value (json_object_get (unknown, "type"));
  const char *is = json_is_string (known) ? json_string_value (known) : json_string_value (json_object_get (known, "type"));

  return is == NULL || g_strcmp0 (was, is) == 0;
}

static void
merge_object (json_t *known, json_t *unknown)
{
  const char *key;
  json_t *value;

  json_object_foreach (unknown, key, value)
    {
      json_t *here = json_object_get (known, key);

      if (here == NULL)
        json_object_set (known, key, value);
      else if (json_is_string (here) && json_is_object (value))
        {
          json_t *object;

          if (!same_type (here, value))
            continue;
          object = json_pack ("{s:O}", "type", here);
          merge_object (object, value);
          json_object_set_new (known, key, object);
        }
      else if (json_is_object (here) && json_is_object (value) && same_type (here, value))
        merge_object (here, value);
      else if (json_is_array (here) && json_is_array (value))
        for (gsize i = 0; i < MIN (json_array_size (here), json_array_size (value)); i++)
          {
            json_t *a = json_array_get (here, i), *b = json_array_get (value, i);

            if (json_is_object (a) && json_is_object (b) && same_type (a, b))
              merge_object (a, b);
          }
    }
}

void
fl_project_add_unknown_keys (json_t *known, const char *unknown)
{
  json_t *tree = unknown != NULL ? json_loads (unknown, 0, NULL) : NULL;

  if (tree != NULL)
    merge_object (known, tree);
  json_decref (tree);
}

/* --- files ------------------------------------------------------------------------------------------------------------- */

char *
fl_project_to_json (const FlProject *project)
{
  json_t *tree = fl_project_known_tree (project);
  g_autofree char *text = NULL;

  fl_project_add_unknown_keys (tree, project->original);
  text = fl_json_write (tree);
  json_decref (tree);
  return g_strconcat (text, "\n", NULL);
}

gboolean
fl_project_save (const FlProject *project, const char *path, GError **error)
{
  g_autofree char *text = fl_project_to_json (project);

  return ds_write_file (path, text, strlen (text), error);
}
