/* The "data" of a project file: source, task, features, shares. */
#include "fl-project-private.h"

#include "ds-labels.h"
#include "fl-read.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A DsSource under construction: what it holds is freed with clear_source(). */
static void
clear_source (DsSource *source)
{
  g_free (source->path);
  g_strfreev (source->inputs);
  g_free (source->target);
  g_free (source->split);
  g_strfreev (source->classes);
  g_strfreev (source->numbers);
  g_free (source->images);
  g_free (source->labels);
  g_free (source->points);
  g_strfreev (source->class_names);
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
      return fl_read_expect (&name, error, expected);
    }
  if (type == NULL)
    return fl_node_fail (&name, error, _("unknown generator \"%s\"; possible: %s"), id, possible);
  source->generator = ds_item (type);
  return fl_read_params (node, &source->generator, error);
}

static gboolean
read_csv_inputs (const FlNode *node, DsSource *source, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (fl_read_absent (node))
    return TRUE;
  if (!json_is_array (node->json) || json_array_size (node->json) == 0)
    return fl_read_expect (node, error, _("a list of column names (leave it out for every other column)"));
  source->inputs = g_new0 (char *, json_array_size (node->json) + 1);
  for (gsize i = 0; i < json_array_size (node->json); i++)
    {
      FlNode item = fl_node_item (node, i);

      if (!fl_read_string (&item, TRUE, &source->inputs[i], error))
        return FALSE;
      if (!g_hash_table_add (seen, source->inputs[i]))
        return fl_node_fail (&item, error, _("column \"%s\" is named twice in \"inputs\""), source->inputs[i]);
    }
  return TRUE;
}

/* {"zip": "class", "size": "number"}: what columns hold, where it is not what they look like. */
static gboolean
read_column_types (const FlNode *node, DsSource *source, GError **error)
{
  g_autoptr (GStrvBuilder) classes = g_strv_builder_new (), numbers = g_strv_builder_new ();
  const char *name;
  json_t *value;

  if (fl_read_absent (node))
    return TRUE;
  if (!fl_read_object (node, error))
    return FALSE;
  json_object_foreach (node->json, name, value)
    {
      FlNode kind = fl_node_member (node, name);
      const char *word = json_string_value (value);

      if (g_strcmp0 (word, "class") != 0 && g_strcmp0 (word, "number") != 0)
        return fl_read_expect (&kind, error, _("\"class\" or \"number\""));
      g_strv_builder_add (*word == 'c' ? classes : numbers, name);
    }
  source->classes = g_strv_builder_end (classes);
  source->numbers = g_strv_builder_end (numbers);
  if (source->classes[0] == NULL)
    g_clear_pointer (&source->classes, g_strfreev);
  if (source->numbers[0] == NULL)
    g_clear_pointer (&source->numbers, g_strfreev);
  return TRUE;
}

/* What becomes of rows that lack a value or are broken. */
static gboolean
read_rows_kept (const FlNode *node, DsSource *source, GError **error)
{
  FlNode missing = fl_node_member (node, "missing"), bad_rows = fl_node_member (node, "bad_rows");

  if (!fl_read_absent (&missing))
    {
      if (g_strcmp0 (json_string_value (missing.json), "mean") == 0)
        source->missing = DS_MISSING_MEAN;
      else if (g_strcmp0 (json_string_value (missing.json), "drop") != 0)
        return fl_read_expect (&missing, error, _("\"drop\" or \"mean\""));
    }
  if (fl_read_absent (&bad_rows) || g_strcmp0 (json_string_value (bad_rows.json), "refuse") == 0)
    return TRUE;
  if (g_strcmp0 (json_string_value (bad_rows.json), "drop") != 0)
    return fl_read_expect (&bad_rows, error, _("\"refuse\" or \"drop\""));
  source->bad_rows = DS_BAD_ROWS_DROP;
  return TRUE;
}

static gboolean
read_target (const FlNode *target, const FlNode *inputs, DsSource *source, GError **error)
{
  if (!fl_read_string (target, FALSE, &source->target, error))
    return FALSE;
  if (source->target != NULL && *source->target == '\0')
    return fl_read_expect (target, error, _("the name of a column"));
  if (source->target != NULL && source->inputs != NULL && g_strv_contains ((const char *const *) source->inputs, source->target))
    return fl_node_fail (inputs, error, _("\"%s\" is the target and cannot be an input too"), source->target);
  return TRUE;
}

/* The column that says what each row is for. */
static gboolean
read_split (const FlNode *node, DsSource *source, GError **error)
{
  FlNode split = fl_node_member (node, "split");

  if (fl_read_absent (&split))
    return TRUE;
  if (!fl_read_string (&split, TRUE, &source->split, error))
    return FALSE;
  if (g_strcmp0 (source->split, source->target) == 0)
    return fl_node_fail (&split, error, _("\"%s\" is the target and cannot be the split too"), source->split);
  if (source->inputs != NULL && g_strv_contains ((const char *const *) source->inputs, source->split))
    return fl_node_fail (&split, error, _("\"%s\" is an input and cannot be the split too"), source->split);
  return TRUE;
}

static gboolean
read_decimal (const FlNode *node, DsSource *source, GError **error)
{
  FlNode decimal = fl_node_member (node, "decimal");
  const char *mark = json_string_value (decimal.json);

  if (fl_read_absent (&decimal))
    return TRUE;
  if (g_strcmp0 (mark, ".") != 0 && g_strcmp0 (mark, ",") != 0)
    return fl_read_expect (&decimal, error, _("\".\" or \",\""));
  source->decimal = *mark;
  return TRUE;
}

static gboolean
read_csv (const FlNode *node, DsSource *source, GError **error)
{
  FlNode path = fl_node_member (node, "path"), inputs = fl_node_member (node, "inputs"), target = fl_node_member (node, "target");
  FlNode delimiter = fl_node_member (node, "delimiter"), header = fl_node_member (node, "header");
  FlNode columns = fl_node_member (node, "columns");
  g_autofree char *text = NULL;
  gboolean flag = FALSE;

  source->header = -1;
  if (!fl_read_string (&path, TRUE, &source->path, error) || !read_csv_inputs (&inputs, source, error)
      || !read_target (&target, &inputs, source, error) || !read_column_types (&columns, source, error)
      || !read_split (node, source, error) || !read_decimal (node, source, error) || !read_rows_kept (node, source, error))
    return FALSE;

  if (!fl_read_absent (&delimiter))
    {
      if (!fl_read_string (&delimiter, FALSE, &text, error))
        return FALSE;
      if (strlen (text) != 1 || strchr (",;\t| ", *text) == NULL)
        return fl_read_expect (&delimiter, error, _("one of \",\", \";\", \"\\t\", \"|\", \" \""));
      source->delimiter = *text;
    }
  if (!fl_read_absent (&header))
    {
      if (!fl_read_bool (&header, &flag, error))
        return FALSE;
      source->header = flag;
    }
  return TRUE;
}

/* The part at the end of a point. */
static gboolean
read_part (const FlNode *node, DsPart *part, GError **error)
{
  const char *text = json_string_value (node->json);

  if (g_strcmp0 (text, "validation") == 0)
    *part = DS_PART_VALIDATION;
  else if (g_strcmp0 (text, "training") == 0)
    *part = DS_PART_TRAINING;
  else if (g_strcmp0 (text, "test") == 0)
    *part = DS_PART_TEST;
  else
    return fl_read_expect (node, error, _("\"training\", \"validation\" or \"test\" (leave it out for the shares to decide)"));
  return TRUE;
}

/* A list of different, non-empty names: exactly n of them, or 2 and more where n is 0. Left out: NULL. */
static gboolean
read_names (const FlNode *node, guint n, char ***names, GError **error)
{
  gsize found = json_array_size (node->json);

  if (fl_read_absent (node))
    return TRUE;
  if (!json_is_array (node->json) || (n > 0 && found != n) || found < 2 || found > DS_MAX_CLASSES)
    return fl_read_expect (node, error, n > 0 ? _("a list of two names") : _("a list of two names or more"));
  *names = g_new0 (char *, found + 1);
  for (gsize i = 0; i < found; i++)
    {
      FlNode item = fl_node_item (node, i);

      if (!fl_read_string (&item, TRUE, &(*names)[i], error))
        return FALSE;
      for (gsize k = 0; k < i; k++)
        if (g_str_equal ((*names)[k], (*names)[i]))
          return fl_node_fail (&item, error, _("\"%s\" is there twice; every name is needed once"), (*names)[i]);
    }
  return TRUE;
}

static gboolean
read_points_names (const FlNode *node, DsSource *source, GError **error)
{
  FlNode inputs = fl_node_member (node, "inputs"), target = fl_node_member (node, "target"), classes = fl_node_member (node, "classes");

  if (!read_names (&inputs, 2, &source->inputs, error) || !fl_read_string (&target, FALSE, &source->target, error)
      || !read_names (&classes, 0, &source->class_names, error))
    return FALSE;
  if (source->target != NULL && *source->target == '\0')
    return fl_read_expect (&target, error, _("the name of a column"));
  return TRUE;
}

static gboolean
read_points (const FlNode *node, DsSource *source, GError **error)
{
  FlNode points = fl_node_member (node, "points");
  gsize n = json_array_size (points.json);

  if (!json_is_array (points.json))
    return fl_read_expect (&points, error, _("a list of [x1, x2, label]"));
  if (n > FL_PROJECT_MAX_POINTS)
    return fl_node_fail (&points, error, _("%zu points; at most %u are possible"), n, FL_PROJECT_MAX_POINTS);
  if (!read_points_names (node, source, error))
    return FALSE;
  source->points = g_new (DsPoint, MAX (n, 1));
  source->n_points = n;
  for (gsize i = 0; i < n; i++)
    {
      FlNode point = fl_node_item (&points, i);
      gsize items = json_array_size (point.json);
      DsPart part = DS_PART_DRAWN;
      double v[3];

      if (items != 3 && items != 4)
        return fl_read_expect (&point, error, _("a list of three numbers: x1, x2, label"));
      for (guint k = 0; k < 3; k++)
        {
          FlNode value = fl_node_item (&point, k);

          if (!json_is_number (value.json) || fabs (json_number_value (value.json)) > 1e30)
            return fl_read_expect (&value, error, _("a number between -1e30 and 1e30"));
          v[k] = json_number_value (value.json);
        }
      if (items == 4)
        {
          FlNode value = fl_node_item (&point, 3);

          if (!read_part (&value, &part, error))
            return FALSE;
        }
      source->points[i] = (DsPoint) { (float) v[0], (float) v[1], (float) v[2], part };
    }
  return TRUE;
}

/* The numbers of a .npy file are numbers unless they are classes; "columns" says so as for CSV, or lists the inputs, and then "types"
 * says so. */
static gboolean
read_npy_columns (const FlNode *node, DsSource *source, GError **error)
{
  FlNode columns = fl_node_member (node, "columns"), types = fl_node_member (node, "types");

  if (json_is_object (columns.json))
    {
      if (!fl_read_absent (&types))
        return fl_node_fail (&types, error, _("\"types\" goes with a list of \"columns\"; here \"columns\" names the types already"));
      types = columns;
    }
  else if (!read_csv_inputs (&columns, source, error))
    return FALSE;
  if (!read_column_types (&types, source, error))
    return FALSE;
  g_clear_pointer (&source->numbers, g_strfreev); /* they are */
  return TRUE;
}

static gboolean
read_npy (const FlNode *node, DsSource *source, GError **error)
{
  FlNode inputs = fl_node_member (node, "inputs"), labels = fl_node_member (node, "labels");
  FlNode columns = fl_node_member (node, "columns"), target = fl_node_member (node, "target");

  return fl_read_string (&inputs, TRUE, &source->images, error)
         && (fl_read_absent (&labels) || fl_read_string (&labels, TRUE, &source->labels, error))
         && read_npy_columns (node, source, error) && read_target (&target, &columns, source, error)
         && read_rows_kept (node, source, error);
}

static gboolean
read_side (const FlNode *node, guint *side, GError **error)
{
  double value = 0;

  if (!fl_read_absent (node) && !fl_read_number (node, 1, 1024, TRUE, "", &value, error))
    return FALSE;
  *side = (guint) value;
  return TRUE;
}

static gboolean
read_images (const FlNode *node, DsSource *source, GError **error)
{
  FlNode folder = fl_node_member (node, "folder"), color = fl_node_member (node, "color");
  FlNode width = fl_node_member (node, "width"), height = fl_node_member (node, "height");

  return fl_read_string (&folder, TRUE, &source->path, error) && read_side (&width, &source->width, error)
         && read_side (&height, &source->height, error) && (fl_read_absent (&color) || fl_read_bool (&color, &source->color, error));
}

static const struct
{
  const char *type;
  DsSourceKind kind;
} source_kinds[] = {
  { "generator", DS_SOURCE_GENERATOR }, { "csv", DS_SOURCE_CSV }, { "idx", DS_SOURCE_IDX },
  { "npy", DS_SOURCE_NPY },             { "images", DS_SOURCE_IMAGES }, { "points", DS_SOURCE_POINTS }
};

static gboolean
read_source (const FlNode *node, DsSource *source, GError **error)
{
  FlNode type = fl_node_member (node, "type"), images = fl_node_member (node, "images"), labels = fl_node_member (node, "labels");
  const char *possible = "generator, csv, idx, npy, images, points";
  guint kind;

  if (node->json == NULL)
    return fl_node_fail (node, error, _("\"data\" has no \"source\": where the samples come from"));
  if (!fl_read_object (node, error))
    return FALSE;
  if (type.json == NULL)
    return fl_node_fail (node, error, _("this source has no \"type\"; possible: %s"), possible);
  if (!json_is_string (type.json))
    return fl_read_expect (&type, error, _("one of generator, csv, idx, npy, images, points"));
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
      return fl_read_string (&images, TRUE, &source->images, error) && fl_read_string (&labels, TRUE, &source->labels, error);
    case DS_SOURCE_NPY:
      return read_npy (node, source, error);
    case DS_SOURCE_IMAGES:
      return read_images (node, source, error);
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
  values->task_given = !fl_read_absent (node);
  if (fl_read_absent (node))
    return TRUE;
  if (g_strcmp0 (task, "classification") == 0)
    values->prepare.task = DS_CLASSIFICATION;
  else if (g_strcmp0 (task, "regression") == 0)
    values->prepare.task = DS_REGRESSION;
  else
    return fl_read_expect (node, error, _("\"classification\" or \"regression\""));
  if (source->kind == DS_SOURCE_GENERATOR && values->prepare.task != likely_task (source))
    return fl_node_fail (node, error, _("the generator \"%s\" makes data for %s, not for %s"), source->generator.type->id,
                         likely_task (source) == DS_REGRESSION ? "regression" : "classification", task);
  if (source->kind == DS_SOURCE_IDX && values->prepare.task != DS_CLASSIFICATION)
    return fl_node_fail (node, error, _("idx labels are classes; the task must be \"classification\""));
  if (source->kind == DS_SOURCE_IMAGES && values->prepare.task != DS_CLASSIFICATION)
    return fl_node_fail (node, error, _("each folder of images is a class; the task must be \"classification\""));
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
    case DS_SOURCE_NPY:
      return source->inputs != NULL ? g_strv_length (source->inputs) : 0;
    case DS_SOURCE_POINTS:
      return 2;
    case DS_SOURCE_IDX:
    case DS_SOURCE_IMAGES:
    default:
      return G_MAXUINT;
    }
}

static gboolean
read_features (const FlNode *node, const DsSource *source, guint *features, GError **error)
{
  guint inputs = known_inputs (source);

  if (fl_read_absent (node))
    return TRUE;
  if (!json_is_array (node->json) || json_array_size (node->json) == 0)
    return fl_read_expect (node, error, _("a list of at least one feature (leave it out for the inputs as they are)"));
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
  return node->json == NULL || fl_read_number (node, 0, 0.9, FALSE, "", share, error);
}

gboolean
fl_project_read_data (const FlNode *node, FlProject *values, GError **error)
{
  FlNode source_node = fl_node_member (node, "source"), task = fl_node_member (node, "task");
  FlNode features = fl_node_member (node, "features"), standardize = fl_node_member (node, "standardize");
  FlNode unique_rows = fl_node_member (node, "unique_rows");
  FlNode validation = fl_node_member (node, "validation_share"), test = fl_node_member (node, "test_share");
  DsPrepareOptions *prepare = &values->prepare;
  g_auto (DsSource) source = { 0 };

  if (!fl_read_object (node, error) || !read_source (&source_node, &source, error) || !read_task (&task, &source, values, error)
      || !read_features (&features, &source, &prepare->features, error) || !fl_read_bool (&standardize, &prepare->standardize, error)
      || !fl_read_bool (&unique_rows, &prepare->unique_rows, error)
      || !read_share (&validation, &prepare->validation_share, error) || !read_share (&test, &prepare->test_share, error))
    return FALSE;
  if (prepare->validation_share + prepare->test_share > 0.95)
    return fl_node_fail (test.json != NULL ? &test : &validation, error,
                         _("\"validation_share\" and \"test_share\" together leave too little to train on; at most 0.95 is possible"));
  values->source = ds_source_new (&source);
  return TRUE;
}
