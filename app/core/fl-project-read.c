/* Reading a project file.
 *
 * Everything that is a type with parameters (generator, layer, loss, optimizer, schedule) is read by one function from its
 * descriptor, so that a new type needs nothing here. A value that cannot be is an error at its line and column; a key this program
 * does not know is kept. What only the data can tell (does the network fit?) is left to nn_plan_new(). */
#include "fl-project-private.h"

#include "fl-edit.h"
#include "ds-readers.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* --- plain values ------------------------------------------------------------------------------------------------------ */

static gboolean
is_absent (const FlNode *node)
{
  return node->json == NULL || json_is_null (node->json);
}

static gboolean
expect (const FlNode *node, GError **error, const char *expected)
{
  g_autofree char *title = fl_node_title (node);
  g_autofree char *found = fl_node_found (node);

  return fl_node_fail (node, error, _("%s must be %s, found %s"), title, expected, found);
}

static gboolean
read_object (const FlNode *node, GError **error)
{
  return json_is_object (node->json) || expect (node, error, _("an object"));
}

static gboolean
read_bool (const FlNode *node, gboolean *value, GError **error)
{
  if (node->json == NULL)
    return TRUE;
  if (!json_is_boolean (node->json))
    return expect (node, error, _("true or false"));
  *value = json_is_true (node->json);
  return TRUE;
}

/* A required string that is not empty, or an optional one (*value is then left alone). The result is a copy. */
static gboolean
read_string (const FlNode *node, gboolean required, char **value, GError **error)
{
  const char *s = json_string_value (node->json);

  if (is_absent (node) && !required)
    return TRUE;
  if (node->json == NULL)
    return fl_node_fail (node, error, _("\"%s\" is missing"), node->key);
  if (s == NULL)
    return expect (node, error, _("a text"));
  if (*s == '\0' && required)
    return expect (node, error, _("a text that is not empty"));
  g_free (*value);
  *value = g_strdup (s);
  return TRUE;
}

static gboolean
read_number (const FlNode *node, double min, double max, gboolean whole, const char *or_else, double *value, GError **error)
{
  char low[32], high[32];
  double v = json_number_value (node->json);
  g_autofree char *expected = NULL;

  if (json_is_number (node->json) && v >= min && v <= max && (!whole || v == floor (v)))
    {
      *value = v;
      return TRUE;
    }
  fl_json_number (min, low);
  fl_json_number (max, high);
  if (whole)
    expected = g_strdup_printf (_("a whole number between %s and %s%s"), low, high, or_else);
  else
    expected = g_strdup_printf (_("a number between %s and %s%s"), low, high, or_else);
  return expect (node, error, expected);
}

/* --- parameters and items ---------------------------------------------------------------------------------------------- */

static gboolean
read_choice (const FlNode *node, const DsParam *param, DsItem *item, const char *what, GError **error)
{
  const char *id = json_string_value (node->json);
  guint n;
  const DsType *const *choices = param->choices (&n);
  g_autofree char *possible = ds_type_list_ids (choices, n);

  if (id == NULL)
    {
      g_autofree char *expected = g_strdup_printf (_("one of %s"), possible);
      return expect (node, error, expected);
    }
  if (ds_type_find (choices, n, id) == NULL)
    return fl_node_fail (node, error, _("unknown %s \"%s\"; possible: %s"), what, id, possible);
  return ds_item_set_choice (item, param->id, id, NULL);
}

static gboolean
read_param (const FlNode *node, const DsParam *param, DsItem *item, GError **error)
{
  const gboolean nullable = (param->flags & DS_PARAM_NULLABLE) != 0, can_auto = (param->flags & DS_PARAM_AUTO) != 0;
  g_autoptr (GError) e = NULL;
  gboolean flag = FALSE;
  double value = 0, min = param->min;

  if (node->json == NULL)
    return TRUE;
  if (json_is_null (node->json) && nullable)
    value = NAN;
  else if (can_auto && g_strcmp0 (json_string_value (node->json), "auto") == 0)
    value = 0;
  else if (param->kind == DS_PARAM_BOOL)
    {
      if (!read_bool (node, &flag, error))
        return FALSE;
      value = flag;
    }
  else if (param->kind == DS_PARAM_CHOICE)
    return read_choice (node, param, item, param->id, error);
  else
    {
      if (can_auto && min == 0)
        min = param->kind == DS_PARAM_INT ? 1 : DBL_MIN;
      if (!read_number (node, min, param->max, param->kind == DS_PARAM_INT, can_auto ? _(", or \"auto\"") : nullable ? _(", or null") : "",
                        &value, error))
        return FALSE;
    }
  if (ds_item_set (item, param->id, value, &e))
    return TRUE;
  return fl_node_fail (node, error, "%s", e->message);
}

/* The parameters of item->type, from the members of an object. */
static gboolean
read_params (const FlNode *object, DsItem *item, GError **error)
{
  for (guint i = 0; i < item->type->n_params; i++)
    {
      FlNode member = fl_node_member (object, item->type->params[i].id);

      if (!read_param (&member, &item->type->params[i], item, error))
        return FALSE;
    }
  return TRUE;
}

/* {"type": "adam", ...}, or the id alone. what: "layer type", for messages. */
static gboolean
read_item (const FlNode *node, NnRegistry registry, const char *what, DsItem *item, GError **error)
{
  FlNode type_node = fl_node_member (node, "type");
  const FlNode *id_node = json_is_string (node->json) ? node : &type_node;
  const char *id = json_string_value (id_node->json);
  guint n;
  const DsType *const *types = nn_registry (registry, &n);
  const DsType *type;
  g_autofree char *possible = ds_type_list_ids (types, n);

  if (id_node == &type_node && !json_is_object (node->json))
    return expect (node, error, _("a name or an object with a \"type\""));
  if (type_node.json == NULL && id_node == &type_node)
    return fl_node_fail (node, error, _("this %s has no \"type\"; possible: %s"), what, possible);
  if (id == NULL)
    {
      g_autofree char *expected = g_strdup_printf (_("one of %s"), possible);
      return expect (id_node, error, expected);
    }
  type = ds_type_find (types, n, id);
  if (type == NULL)
    return fl_node_fail (id_node, error, _("unknown %s \"%s\"; possible: %s"), what, id, possible);
  *item = ds_item (type);
  return json_is_string (node->json) || read_params (node, item, error);
}

/* --- data -------------------------------------------------------------------------------------------------------------- */

/* A DsSource under construction: what it holds is freed with clear_source(). */
static void
clear_source (DsSource *source)
{
  g_free (source->path);
  g_strfreev (source->inputs);
  g_free (source->target);
  g_free (source->images);
  g_free (source->labels);
  g_free (source->points);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DsSource, clear_source)

static gboolean
read_generator (const FlNode *node, DsSource *source, GError **error)
{
  FlNode name = fl_node_member (node, "name");
  const char *id = json_string_value (name.json);
  guint n;
  const DsType *const *types = ds_generators (&n);
  const DsType *type = id != NULL ? ds_type_find (types, n, id) : NULL;
  g_autofree char *possible = ds_type_list_ids (types, n);

  if (name.json == NULL)
    return fl_node_fail (node, error, _("this generator has no \"name\"; possible: %s"), possible);
  if (id == NULL)
    {
      g_autofree char *expected = g_strdup_printf (_("one of %s"), possible);
      return expect (&name, error, expected);
    }
  if (type == NULL)
    return fl_node_fail (&name, error, _("unknown generator \"%s\"; possible: %s"), id, possible);
  source->generator = ds_item (type);
  return read_params (node, &source->generator, error);
}

static gboolean
read_csv_inputs (const FlNode *node, DsSource *source, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (is_absent (node))
    return TRUE;
  if (!json_is_array (node->json) || json_array_size (node->json) == 0)
    return expect (node, error, _("a list of column names (leave it out for every other column)"));
  source->inputs = g_new0 (char *, json_array_size (node->json) + 1);
  for (gsize i = 0; i < json_array_size (node->json); i++)
    {
      FlNode item = fl_node_item (node, i);

      if (!read_string (&item, TRUE, &source->inputs[i], error))
        return FALSE;
      if (!g_hash_table_add (seen, source->inputs[i]))
        return fl_node_fail (&item, error, _("column \"%s\" is named twice in \"inputs\""), source->inputs[i]);
    }
  return TRUE;
}

static gboolean
read_csv (const FlNode *node, DsSource *source, GError **error)
{
  FlNode path = fl_node_member (node, "path"), inputs = fl_node_member (node, "inputs"), target = fl_node_member (node, "target");
  FlNode delimiter = fl_node_member (node, "delimiter"), header = fl_node_member (node, "header");
  FlNode missing = fl_node_member (node, "missing");
  g_autofree char *text = NULL;
  gboolean flag = FALSE;

  source->header = -1;
  if (!read_string (&path, TRUE, &source->path, error) || !read_csv_inputs (&inputs, source, error)
      || !read_string (&target, FALSE, &source->target, error))
    return FALSE;
  if (source->target != NULL && *source->target == '\0')
    return expect (&target, error, _("the name of a column"));
  if (source->target != NULL && source->inputs != NULL && g_strv_contains ((const char *const *) source->inputs, source->target))
    return fl_node_fail (&inputs, error, _("\"%s\" is the target and cannot be an input too"), source->target);

  if (!is_absent (&delimiter))
    {
      if (!read_string (&delimiter, FALSE, &text, error))
        return FALSE;
      if (strlen (text) != 1 || strchr (",;\t|", *text) == NULL)
        return expect (&delimiter, error, _("one of \",\", \";\", \"\\t\", \"|\""));
      source->delimiter = *text;
    }
  if (!is_absent (&header))
    {
      if (!read_bool (&header, &flag, error))
        return FALSE;
      source->header = flag;
    }
  if (!is_absent (&missing))
    {
      if (g_strcmp0 (json_string_value (missing.json), "mean") == 0)
        source->missing = DS_MISSING_MEAN;
      else if (g_strcmp0 (json_string_value (missing.json), "drop") != 0)
        return expect (&missing, error, _("\"drop\" or \"mean\""));
    }
  return TRUE;
}

static gboolean
read_points (const FlNode *node, DsSource *source, GError **error)
{
  FlNode points = fl_node_member (node, "points");
  gsize n = json_array_size (points.json);

  if (!json_is_array (points.json))
    return expect (&points, error, _("a list of [x1, x2, label]"));
  if (n > FL_PROJECT_MAX_POINTS)
    return fl_node_fail (&points, error, _("%zu points; at most %u are possible"), n, FL_PROJECT_MAX_POINTS);
  source->points = g_new (DsPoint, MAX (n, 1));
  source->n_points = n;
  for (gsize i = 0; i < n; i++)
    {
      FlNode point = fl_node_item (&points, i);
      double v[3];

      if (json_array_size (point.json) != 3)
        return expect (&point, error, _("a list of three numbers: x1, x2, label"));
      for (guint k = 0; k < 3; k++)
        {
          FlNode value = fl_node_item (&point, k);

          if (!json_is_number (value.json) || fabs (json_number_value (value.json)) > 1e30)
            return expect (&value, error, _("a number between -1e30 and 1e30"));
          v[k] = json_number_value (value.json);
        }
      source->points[i] = (DsPoint) { (float) v[0], (float) v[1], (float) v[2] };
    }
  return TRUE;
}

static const struct
{
  const char *type;
  DsSourceKind kind;
} source_kinds[] = {
  { "generator", DS_SOURCE_GENERATOR }, { "csv", DS_SOURCE_CSV }, { "idx", DS_SOURCE_IDX }, { "points", DS_SOURCE_POINTS }
};

static gboolean
read_source (const FlNode *node, DsSource *source, GError **error)
{
  FlNode type = fl_node_member (node, "type"), images = fl_node_member (node, "images"), labels = fl_node_member (node, "labels");
  const char *possible = "generator, csv, idx, points";
  guint kind;

  if (node->json == NULL)
    return fl_node_fail (node, error, _("\"data\" has no \"source\": where the samples come from"));
  if (!read_object (node, error))
    return FALSE;
  if (type.json == NULL)
    return fl_node_fail (node, error, _("this source has no \"type\"; possible: %s"), possible);
  if (!json_is_string (type.json))
    return expect (&type, error, _("one of generator, csv, idx, points"));
  for (kind = 0; kind < G_N_ELEMENTS (source_kinds); kind++)
    if (strcmp (json_string_value (type.json), source_kinds[kind].type) == 0)
      break;
  if (kind == G_N_ELEMENTS (source_kinds))
    return fl_node_fail (&type, error, _("unknown source type \"%s\"; possible: %s"), json_string_value (type.json), possible);

  source->kind = source_kinds[kind].kind;
  switch (source->kind)
    {
    case DS_SOURCE_GENERATOR:
      return read_generator (node, source, error);
    case DS_SOURCE_CSV:
      return read_csv (node, source, error);
    case DS_SOURCE_IDX:
      return read_string (&images, TRUE, &source->images, error) && read_string (&labels, TRUE, &source->labels, error);
    case DS_SOURCE_POINTS:
    default:
      return read_points (node, source, error);
    }
}

/* What can be known of the task before any file is read. */
static DsTask
likely_task (const DsSource *source)
{
  if (source->kind == DS_SOURCE_GENERATOR)
    return ds_generator_task (source->generator.type);
  return DS_CLASSIFICATION;
}

static gboolean
read_task (const FlNode *node, const DsSource *source, FlProject *values, GError **error)
{
  const char *task = json_string_value (node->json);

  values->prepare.task = likely_task (source);
  values->task_given = !is_absent (node);
  if (is_absent (node))
    return TRUE;
  if (g_strcmp0 (task, "classification") == 0)
    values->prepare.task = DS_CLASSIFICATION;
  else if (g_strcmp0 (task, "regression") == 0)
    values->prepare.task = DS_REGRESSION;
  else
    return expect (node, error, _("\"classification\" or \"regression\""));
  if (source->kind == DS_SOURCE_GENERATOR && values->prepare.task != likely_task (source))
    return fl_node_fail (node, error, _("the generator \"%s\" makes data for %s, not for %s"), source->generator.type->id,
                         likely_task (source) == DS_REGRESSION ? "regression" : "classification", task);
  if (source->kind == DS_SOURCE_IDX && values->prepare.task != DS_CLASSIFICATION)
    return fl_node_fail (node, error, _("idx labels are classes; the task must be \"classification\""));
  return TRUE;
}

/* Inputs as far as the project tells; 0: not before the file is read. */
static guint
known_inputs (const DsSource *source)
{
  switch (source->kind)
    {
    case DS_SOURCE_GENERATOR:
      return ds_generator_inputs (source->generator.type);
    case DS_SOURCE_CSV:
      return source->inputs != NULL ? g_strv_length (source->inputs) : 0;
    case DS_SOURCE_POINTS:
      return 2;
    case DS_SOURCE_IDX:
    default:
      return G_MAXUINT;
    }
}

static gboolean
read_features (const FlNode *node, const DsSource *source, guint *features, GError **error)
{
  guint inputs = known_inputs (source);

  if (is_absent (node))
    return TRUE;
  if (!json_is_array (node->json) || json_array_size (node->json) == 0)
    return expect (node, error, _("a list of at least one feature (leave it out for the inputs as they are)"));
  if (inputs == G_MAXUINT)
    return fl_node_fail (node, error, _("\"features\" is for sources with two inputs; images have one a pixel: leave it out"));
  if (inputs != 0 && inputs != 2)
    return fl_node_fail (node, error, _("\"features\" is for sources with two inputs; this one has %u: leave it out"), inputs);
  for (gsize i = 0; i < json_array_size (node->json); i++)
    {
      FlNode item = fl_node_item (node, i);
      const char *name = json_string_value (item.json);
      DsFeatures feature = name != NULL ? ds_feature_from_name (name) : 0;

      if (feature == 0)
        {
          g_autofree char *found = fl_node_found (&item);
          return fl_node_fail (&item, error, _("unknown feature %s; possible: x1, x2, x1^2, x2^2, x1*x2, sin(x1), sin(x2)"), found);
        }
      *features |= feature;
    }
  return TRUE;
}

static gboolean
read_share (const FlNode *node, double *share, GError **error)
{
  return node->json == NULL || read_number (node, 0, 0.9, FALSE, "", share, error);
}

static gboolean
read_data (const FlNode *node, FlProject *values, GError **error)
{
  FlNode source_node = fl_node_member (node, "source"), task = fl_node_member (node, "task");
  FlNode features = fl_node_member (node, "features"), standardize = fl_node_member (node, "standardize");
  FlNode validation = fl_node_member (node, "validation_share"), test = fl_node_member (node, "test_share");
  DsPrepareOptions *prepare = &values->prepare;
  g_auto (DsSource) source = { 0 };

  if (!read_object (node, error) || !read_source (&source_node, &source, error) || !read_task (&task, &source, values, error)
      || !read_features (&features, &source, &prepare->features, error) || !read_bool (&standardize, &prepare->standardize, error)
      || !read_share (&validation, &prepare->validation_share, error) || !read_share (&test, &prepare->test_share, error))
    return FALSE;
  if (prepare->validation_share + prepare->test_share > 0.95)
    return fl_node_fail (test.json != NULL ? &test : &validation, error,
                         _("\"validation_share\" and \"test_share\" together leave too little to train on; at most 0.95 is possible"));
  values->source = ds_source_new (&source);
  return TRUE;
}

/* --- network and training ---------------------------------------------------------------------------------------------- */

static gboolean
read_network (const FlNode *node, NnSpec *spec, GError **error)
{
  gsize n = json_array_size (node->json);

  if (!json_is_array (node->json))
    return expect (node, error, _("a list of layers"));
  if (n == 0)
    return fl_node_fail (node, error, _("\"network\" has no layers; at least one dense layer is needed"));
  if (n > NN_MAX_LAYERS)
    return fl_node_fail (node, error, _("\"network\" has %zu layers; at most %d are possible"), n, NN_MAX_LAYERS);
  for (gsize i = 0; i < n; i++)
    {
      FlNode layer = fl_node_item (node, i);

      if (!read_item (&layer, NN_LAYERS, _("layer type"), &spec->layers[i], error))
        return FALSE;
    }
  spec->n_layers = n;
  return TRUE;
}

/* null (*value becomes 0) or a whole number from 1. */
static gboolean
read_count (const FlNode *node, guint64 *value, GError **error)
{
  double v = 0;

  if (node->json == NULL)
    return TRUE;
  if (!json_is_null (node->json) && !read_number (node, 1, 1e15, TRUE, _(", or null"), &v, error))
    return FALSE;
  *value = (guint64) v;
  return TRUE;
}

/* null (*value becomes NaN) or a number. */
static gboolean
read_real_or_null (const FlNode *node, double min, double max, double *value, GError **error)
{
  if (node->json == NULL)
    return TRUE;
  if (json_is_null (node->json))
    {
      *value = NAN;
      return TRUE;
    }
  return read_number (node, min, max, FALSE, _(", or null"), value, error);
}

static gboolean
read_stop (const FlNode *node, NnSpec *spec, GError **error)
{
  FlNode epochs = fl_node_member (node, "epochs"), below = fl_node_member (node, "loss_below");
  FlNode patience = fl_node_member (node, "patience");

  if (node->json == NULL)
    return TRUE;
  return read_object (node, error) && read_count (&epochs, &spec->stop_epochs, error)
         && read_real_or_null (&below, 0, 1e30, &spec->stop_loss_below, error) && read_count (&patience, &spec->stop_patience, error);
}

static gboolean
read_regularization (const FlNode *node, NnSpec *spec, GError **error)
{
  FlNode l1 = fl_node_member (node, "l1"), l2 = fl_node_member (node, "l2");

  if (node->json == NULL)
    return TRUE;
  return read_object (node, error) && (l1.json == NULL || read_number (&l1, 0, 1e6, FALSE, "", &spec->l1, error))
         && (l2.json == NULL || read_number (&l2, 0, 1e6, FALSE, "", &spec->l2, error));
}

static gboolean
read_batch_size (const FlNode *node, NnSpec *spec, GError **error)
{
  double v = 0;

  if (node->json == NULL)
    return TRUE;
  if (g_strcmp0 (json_string_value (node->json), "all") != 0 && !read_number (node, 1, 1e9, TRUE, _(", or \"all\""), &v, error))
    return FALSE;
  spec->batch_size = (guint64) v;
  return TRUE;
}

static gboolean
read_batch_growth (const FlNode *node, NnSpec *spec, GError **error)
{
  FlNode factor = fl_node_member (node, "factor"), every = fl_node_member (node, "every"), limit = fl_node_member (node, "limit");
  double every_value = spec->batch_growth_every, limit_value = spec->batch_growth_limit;

  if (is_absent (node))
    return TRUE;
  if (!read_object (node, error) || (factor.json != NULL && !read_number (&factor, 1, 100, FALSE, "", &spec->batch_growth, error))
      || (every.json != NULL && !read_number (&every, 1, 1e9, TRUE, "", &every_value, error))
      || (limit.json != NULL && !read_number (&limit, 1, 1e9, TRUE, "", &limit_value, error)))
    return FALSE;
  spec->batch_growth_every = (guint64) every_value;
  spec->batch_growth_limit = (guint64) limit_value;
  return TRUE;
}

static gboolean
read_loss (const FlNode *node, const FlProject *values, NnSpec *spec, GError **error)
{
  if (node->json == NULL)
    {
      spec->loss = ds_item (fl_edit_default_loss (values->prepare.task, 0));
      return TRUE;
    }
  if (!read_item (node, NN_LOSSES, _("loss"), &spec->loss, error))
    return FALSE;
  if (values->task_given && values->prepare.task == DS_REGRESSION && !nn_loss_for_regression (spec->loss.type))
    return fl_node_fail (node, error, _("the loss \"%s\" needs classes; for regression take mse, mae or huber"), spec->loss.type->id);
  return TRUE;
}

static gboolean
read_training (const FlNode *node, FlProject *values, NnSpec *spec, GError **error)
{
  FlNode loss = fl_node_member (node, "loss"), optimizer = fl_node_member (node, "optimizer");
  FlNode regularization = fl_node_member (node, "regularization"), batch_size = fl_node_member (node, "batch_size");
  FlNode shuffle = fl_node_member (node, "shuffle"), schedule = fl_node_member (node, "schedule");
  FlNode clip_norm = fl_node_member (node, "clip_norm"), stop = fl_node_member (node, "stop");
  FlNode growth = fl_node_member (node, "batch_growth"), noise = fl_node_member (node, "gradient_noise");

  if (node->json != NULL && !read_object (node, error))
    return FALSE;
  values->loss_open = loss.json == NULL;
  return read_loss (&loss, values, spec, error)
         && (optimizer.json == NULL || read_item (&optimizer, NN_OPTIMIZERS, _("optimizer"), &spec->optimizer, error))
         && read_regularization (&regularization, spec, error) && read_batch_size (&batch_size, spec, error)
         && read_batch_growth (&growth, spec, error) && read_bool (&shuffle, &spec->shuffle, error)
         && (noise.json == NULL || read_number (&noise, 0, 1e6, FALSE, "", &spec->gradient_noise, error))
         && (schedule.json == NULL || read_item (&schedule, NN_SCHEDULES, _("schedule"), &spec->schedule, error))
         && read_real_or_null (&clip_norm, 1e-30, 1e30, &spec->clip_norm, error) && read_stop (&stop, spec, error);
}

/* --- the whole --------------------------------------------------------------------------------------------------------- */

static gboolean
read_version (const FlNode *root, GError **error)
{
  FlNode version = fl_node_member (root, "fallline");
  json_int_t v = json_integer_value (version.json);

  if (version.json == NULL)
    return fl_node_fail (root, error, _("this is JSON, but not a Fall Line project: the key \"fallline\" is missing (add \"fallline\": 1)"));
  if (!json_is_integer (version.json) || v < 1)
    return expect (&version, error, _("1, the version of the format"));
  if (v > FL_PROJECT_VERSION)
    return fl_node_fail (&version, error, _("made by a newer Fall Line (format %" JSON_INTEGER_FORMAT "; this program reads format %d): update Fall Line to open it"),
                         v, FL_PROJECT_VERSION);
  return TRUE;
}

static gboolean
read_seed (const FlNode *node, guint64 *seed, GError **error)
{
  double v = json_number_value (node->json);

  if (node->json == NULL)
    return TRUE;
  if (json_is_integer (node->json) && json_integer_value (node->json) >= 0)
    *seed = json_integer_value (node->json);
  else if (json_is_real (node->json) && v >= 0 && v <= 9007199254740992.0 && v == floor (v))
    *seed = (guint64) v;
  else
    return expect (node, error, _("a whole number from 0"));
  return TRUE;
}

/* "Iris" from ".../iris.fallline": what a project without a name is called. */
static char *
name_from_file (const char *file)
{
  g_autofree char *base = g_path_get_basename (file);
  g_autofree char *name = NULL;

  if (g_str_has_suffix (base, ".fallline"))
    base[strlen (base) - strlen (".fallline")] = '\0';
  name = g_filename_display_name (base);
  return g_steal_pointer (&name);
}

static void
clear_values (FlProject *values)
{
  g_free (values->name);
  ds_source_unref (values->source);
  g_free (values->original);
}
typedef FlProject FlProjectValues;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FlProjectValues, clear_values)

static FlProject *
read_project (const FlNode *root, GError **error)
{
  FlNode name = fl_node_member (root, "name"), seed = fl_node_member (root, "seed"), data = fl_node_member (root, "data");
  FlNode network = fl_node_member (root, "network"), training = fl_node_member (root, "training");
  g_auto (FlProjectValues) values = { .prepare = { .standardize = TRUE, .validation_share = 0.25 } };
  g_autoptr (NnSpec) spec = NULL;
  NnSpec draft;
  FlProject *project, *whole;
  json_t *known;

  nn_spec_defaults (&draft);
  values.name = name_from_file (root->text->name);
  if (!json_is_object (root->json))
    return expect (root, error, _("an object")), NULL;
  if (!read_version (root, error) || !read_string (&name, FALSE, &values.name, error) || !read_seed (&seed, &draft.seed, error))
    return NULL;
  if (data.json == NULL || network.json == NULL)
    return fl_node_fail (root, error, _("the key \"%s\" is missing"), data.json == NULL ? "data" : "network"), NULL;
  if (!read_data (&data, &values, error) || !read_network (&network, &draft, error)
      || !read_training (&training, &values, &draft, error))
    return NULL;
  values.spec = spec = nn_spec_new (&draft);
  project = fl_project_new (&values);

  known = fl_project_known_tree (project);
  values.original = fl_project_unknown_keys (root->json, known);
  json_decref (known);
  if (values.original == NULL)
    return project;
  whole = fl_project_new (&values);
  fl_project_unref (project);
  return whole;
}

FlProject *
fl_project_parse (const char *text, gsize length, const char *name, GError **error)
{
  FlJsonText source = { text, length, name };
  FlProject *project;
  FlNode root;
  json_t *json;

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0) /* a byte order mark some editors leave */
    {
      source.text += 3;
      source.length -= 3;
    }
  if (source.length > FL_PROJECT_MAX_BYTES
      || (source.length > FL_PROJECT_MAX_PLAIN_BYTES && g_strstr_len (source.text, source.length, "\"points\"") == NULL))
    {
      g_set_error (error, FL_ERROR, FL_ERROR_SYNTAX, _("%s: %zu bytes are too many for a project; at most %u are possible (%u with painted points)"),
                   name, source.length, FL_PROJECT_MAX_PLAIN_BYTES, FL_PROJECT_MAX_BYTES);
      return NULL;
    }
  json = fl_json_parse (&source, error);
  if (json == NULL)
    return NULL;
  root = fl_node_root (&source, json);
  project = read_project (&root, error);
  json_decref (json);
  return project;
}

FlProject *
fl_project_load (const char *path, GError **error)
{
  gsize length;
  g_autofree char *text = ds_file_read (path, FL_PROJECT_MAX_BYTES, FALSE, &length, error);
  g_autofree char *name = NULL;

  if (text == NULL)
    return NULL;
  name = g_filename_display_basename (path);
  return fl_project_parse (text, length, name, error);
}
