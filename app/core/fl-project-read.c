/* Reading a project file.
 *
 * Everything that is a type with parameters (generator, layer, loss, optimizer, schedule) is read by one function from its
 * descriptor, so that a new type needs nothing here. A value that cannot be is an error at its line and column; a key this program
 * does not know is kept. What only the data can tell (does the network fit?) is left to nn_plan_new(). */
#include "fl-project-private.h"

#include "fl-edit.h"
#include "ds-readers.h"
#include "fl-read.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* --- network and training ---------------------------------------------------------------------------------------------- */

/* ["weight[2,0]", "bias[1]"]: whether the layer has them is for nn_plan_check_frozen() to say, once the data are there. */
static gboolean
read_frozen (const FlNode *node, NnFrozen **frozen, GError **error)
{
  gsize n = json_array_size (node->json);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (NnFrozenEntry));

  if (fl_read_absent (node))
    return TRUE;
  if (!json_is_array (node->json))
    return fl_read_expect (node, error, _("a list of names such as \"weight[2,0]\" or \"bias[1]\""));
  for (gsize i = 0; i < n; i++)
    {
      FlNode item = fl_node_item (node, i);
      const char *name = json_string_value (item.json);
      NnFrozenEntry entry;

      if (name == NULL || !nn_frozen_parse (name, &entry))
        return fl_read_expect (&item, error, _("\"weight[NEURON,SOURCE]\" or \"bias[NEURON]\", counted from 0"));
      g_array_append_val (entries, entry);
    }
  *frozen = nn_frozen_new ((const NnFrozenEntry *) (gpointer) entries->data, entries->len);
  return TRUE;
}

static gboolean
read_network (const FlNode *node, NnSpec *spec, GError **error)
{
  gsize n = json_array_size (node->json);

  if (!json_is_array (node->json))
    return fl_read_expect (node, error, _("a list of layers"));
  if (n == 0)
    return fl_node_fail (node, error, _("\"network\" has no layers; at least one dense layer is needed"));
  if (n > NN_MAX_LAYERS)
    return fl_node_fail (node, error, _("\"network\" has %zu layers; at most %d are possible"), n, NN_MAX_LAYERS);
  for (gsize i = 0; i < n; i++)
    {
      FlNode layer = fl_node_item (node, i);

      FlNode frozen = fl_node_member (&layer, "frozen");

      spec->n_layers = i + 1;
      if (!fl_read_item (&layer, NN_LAYERS, _("layer type"), &spec->layers[i], error) || !read_frozen (&frozen, &spec->frozen[i], error))
        return FALSE;
    }
  return TRUE;
}

/* null (*value becomes 0) or a whole number from 1. */
static gboolean
read_count (const FlNode *node, guint64 *value, GError **error)
{
  double v = 0;

  if (node->json == NULL)
    return TRUE;
  if (!json_is_null (node->json) && !fl_read_number (node, 1, 1e15, TRUE, _(", or null"), &v, error))
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
  return fl_read_number (node, min, max, FALSE, _(", or null"), value, error);
}

static gboolean
read_stop (const FlNode *node, NnSpec *spec, GError **error)
{
  FlNode epochs = fl_node_member (node, "epochs"), below = fl_node_member (node, "loss_below");
  FlNode patience = fl_node_member (node, "patience");

  if (node->json == NULL)
    return TRUE;
  return fl_read_object (node, error) && read_count (&epochs, &spec->stop_epochs, error)
         && read_real_or_null (&below, 0, 1e30, &spec->stop_loss_below, error) && read_count (&patience, &spec->stop_patience, error);
}

static gboolean
read_regularization (const FlNode *node, NnSpec *spec, GError **error)
{
  FlNode l1 = fl_node_member (node, "l1"), l2 = fl_node_member (node, "l2");

  if (node->json == NULL)
    return TRUE;
  return fl_read_object (node, error) && (l1.json == NULL || fl_read_number (&l1, 0, 1e6, FALSE, "", &spec->l1, error))
         && (l2.json == NULL || fl_read_number (&l2, 0, 1e6, FALSE, "", &spec->l2, error));
}

static gboolean
read_batch_size (const FlNode *node, NnSpec *spec, GError **error)
{
  double v = 0;

  if (node->json == NULL)
    return TRUE;
  if (g_strcmp0 (json_string_value (node->json), "all") != 0 && !fl_read_number (node, 1, 1e9, TRUE, _(", or \"all\""), &v, error))
    return FALSE;
  spec->batch_size = (guint64) v;
  return TRUE;
}

static gboolean
read_batch_growth (const FlNode *node, NnSpec *spec, GError **error)
{
  FlNode factor = fl_node_member (node, "factor"), every = fl_node_member (node, "every"), limit = fl_node_member (node, "limit");
  double every_value = spec->batch_growth_every, limit_value = spec->batch_growth_limit;

  if (fl_read_absent (node))
    return TRUE;
  if (!fl_read_object (node, error) || (factor.json != NULL && !fl_read_number (&factor, 1, 100, FALSE, "", &spec->batch_growth, error))
      || (every.json != NULL && !fl_read_number (&every, 1, 1e9, TRUE, "", &every_value, error))
      || (limit.json != NULL && !fl_read_number (&limit, 1, 1e9, TRUE, "", &limit_value, error)))
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
  return fl_read_item (node, NN_LOSSES, _("loss"), &spec->loss, error);
}

static gboolean
read_training (const FlNode *node, FlProject *values, NnSpec *spec, GError **error)
{
  FlNode loss = fl_node_member (node, "loss"), optimizer = fl_node_member (node, "optimizer");
  FlNode regularization = fl_node_member (node, "regularization"), batch_size = fl_node_member (node, "batch_size");
  FlNode shuffle = fl_node_member (node, "shuffle"), schedule = fl_node_member (node, "schedule");
  FlNode clip_norm = fl_node_member (node, "clip_norm"), stop = fl_node_member (node, "stop");
  FlNode growth = fl_node_member (node, "batch_growth"), noise = fl_node_member (node, "gradient_noise");

  if (node->json != NULL && !fl_read_object (node, error))
    return FALSE;
  values->loss_open = loss.json == NULL;
  return read_loss (&loss, values, spec, error)
         && (optimizer.json == NULL || fl_read_item (&optimizer, NN_OPTIMIZERS, _("optimizer"), &spec->optimizer, error))
         && read_regularization (&regularization, spec, error) && read_batch_size (&batch_size, spec, error)
         && read_batch_growth (&growth, spec, error) && fl_read_bool (&shuffle, &spec->shuffle, error)
         && (noise.json == NULL || fl_read_number (&noise, 0, 1e6, FALSE, "", &spec->gradient_noise, error))
         && (schedule.json == NULL || fl_read_item (&schedule, NN_SCHEDULES, _("schedule"), &spec->schedule, error))
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
    return fl_read_expect (&version, error, _("1, the version of the format"));
  if (v > FL_PROJECT_VERSION)
    return fl_node_fail (&version, error, _("made by a newer Fall Line (format %lld; this program reads format %d): update Fall Line to open it"),
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
    return fl_read_expect (node, error, _("a whole number from 0"));
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

/* The lists that read_network() made: the spec has taken refs of its own. */
static void
clear_frozen (NnSpec *draft)
{
  for (guint i = 0; i < draft->n_layers; i++)
    nn_frozen_unref (draft->frozen[i]);
}
typedef NnSpec SpecDraft;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SpecDraft, clear_frozen)

typedef FlProject FlProjectValues;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FlProjectValues, clear_values)

static FlProject *
read_project (const FlNode *root, GError **error)
{
  FlNode name = fl_node_member (root, "name"), seed = fl_node_member (root, "seed"), data = fl_node_member (root, "data");
  FlNode network = fl_node_member (root, "network"), training = fl_node_member (root, "training");
  g_auto (FlProjectValues) values = { .prepare = { .standardize = TRUE, .validation_share = 0.25 } };
  g_autoptr (NnSpec) spec = NULL;
  g_auto (SpecDraft) draft = { 0 };
  FlProject *project, *whole;
  json_t *known;

  nn_spec_defaults (&draft);
  values.name = name_from_file (root->text->name);
  if (!json_is_object (root->json))
    return fl_read_expect (root, error, _("an object")), NULL;
  if (!read_version (root, error) || !fl_read_string (&name, FALSE, &values.name, error) || !read_seed (&seed, &draft.seed, error))
    return NULL;
  if (data.json == NULL || network.json == NULL)
    return fl_node_fail (root, error, _("the key \"%s\" is missing"), data.json == NULL ? "data" : "network"), NULL;
  if (!fl_project_read_data (&data, &values, error) || !read_network (&network, &draft, error)
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

/* Past a byte order mark, which some editors leave. */
static void
skip_mark (FlJsonText *source)
{
  if (source->length < 3 || memcmp (source->text, "\xef\xbb\xbf", 3) != 0)
    return;
  source->text += 3;
  source->length -= 3;
}

FlProject *
fl_project_parse (const char *text, gsize length, const char *name, GError **error)
{
  FlJsonText source = { text, length, name };
  FlProject *project;
  FlNode root;
  json_t *json;

  skip_mark (&source);
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

void
fl_project_prefix_place (const char *path, int layer, GError **error)
{
  FlJsonText source = { NULL };
  g_autofree char *text = ds_file_read (path, FL_PROJECT_MAX_BYTES, FALSE, &source.length, NULL);
  g_autofree char *name = g_filename_display_basename (path);
  json_t *json = NULL;

  source.name = name;
  source.text = text;
  if (text != NULL)
    {
      skip_mark (&source);
      json = fl_json_parse (&source, NULL);
    }
  if (json == NULL) /* changed since it was read */
    g_prefix_error (error, "%s: ", name);
  else
    {
      gboolean of_loss = error != NULL && g_error_matches (*error, NN_ERROR, NN_ERROR_LOSS);
      FlNode root = fl_node_root (&source, json), part = fl_node_member (&root, layer >= 0 && !of_loss ? "network" : "training");
      FlNode item = of_loss ? fl_node_member (&part, "loss") : layer >= 0 ? fl_node_item (&part, (gsize) layer) : part;
      guint line, column;

      fl_node_place (&item, &line, &column);
      g_prefix_error (error, "%s:%u:%u: ", name, line, column);
    }
  json_decref (json);
}
