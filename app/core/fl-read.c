#include "fl-read.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* --- plain values ------------------------------------------------------------------------------------------------------ */

gboolean
fl_read_absent (const FlNode *node)
{
  return node->json == NULL || json_is_null (node->json);
}

gboolean
fl_read_expect (const FlNode *node, GError **error, const char *expected)
{
  g_autofree char *title = fl_node_title (node);
  g_autofree char *found = fl_node_found (node);

  return fl_node_fail (node, error, _("%s must be %s, found %s"), title, expected, found);
}

gboolean
fl_read_object (const FlNode *node, GError **error)
{
  return json_is_object (node->json) || fl_read_expect (node, error, _("an object"));
}

gboolean
fl_read_bool (const FlNode *node, gboolean *value, GError **error)
{
  if (node->json == NULL)
    return TRUE;
  if (!json_is_boolean (node->json))
    return fl_read_expect (node, error, _("true or false"));
  *value = json_is_true (node->json);
  return TRUE;
}

/* A required string that is not empty, or an optional one (*value is then left alone). The result is a copy. */
gboolean
fl_read_string (const FlNode *node, gboolean required, char **value, GError **error)
{
  const char *s = json_string_value (node->json);

  if (fl_read_absent (node) && !required)
    return TRUE;
  if (node->json == NULL)
    return fl_node_fail (node, error, _("\"%s\" is missing"), node->key);
  if (s == NULL)
    return fl_read_expect (node, error, _("a text"));
  if (*s == '\0' && required)
    return fl_read_expect (node, error, _("a text that is not empty"));
  g_free (*value);
  *value = g_strdup (s);
  return TRUE;
}

gboolean
fl_read_number (const FlNode *node, double min, double max, gboolean whole, const char *or_else, double *value, GError **error)
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
  return fl_read_expect (node, error, expected);
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
      return fl_read_expect (node, error, expected);
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
      if (!fl_read_bool (node, &flag, error))
        return FALSE;
      value = flag;
    }
  else if (param->kind == DS_PARAM_CHOICE)
    return read_choice (node, param, item, param->id, error);
  else
    {
      if (can_auto && min == 0)
        min = param->kind == DS_PARAM_INT ? 1 : DBL_MIN;
      if (!fl_read_number (node, min, param->max, param->kind == DS_PARAM_INT, can_auto ? _(", or \"auto\"") : nullable ? _(", or null") : "",
                        &value, error))
        return FALSE;
    }
  if (ds_item_set (item, param->id, value, &e))
    return TRUE;
  return fl_node_fail (node, error, "%s", e->message);
}

/* The parameters of item->type, from the members of an object. */
gboolean
fl_read_params (const FlNode *object, DsItem *item, GError **error)
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
gboolean
fl_read_item (const FlNode *node, NnRegistry registry, const char *what, DsItem *item, GError **error)
{
  FlNode type_node = fl_node_member (node, "type");
  const FlNode *id_node = json_is_string (node->json) ? node : &type_node;
  const char *id = json_string_value (id_node->json);
  guint n;
  const DsType *const *types = nn_registry (registry, &n);
  const DsType *type;
  g_autofree char *possible = ds_type_list_ids (types, n);

  if (id_node == &type_node && !json_is_object (node->json))
    return fl_read_expect (node, error, _("a name or an object with a \"type\""));
  if (type_node.json == NULL && id_node == &type_node)
    return fl_node_fail (node, error, _("this %s has no \"type\"; possible: %s"), what, possible);
  if (id == NULL)
    {
      g_autofree char *expected = g_strdup_printf (_("one of %s"), possible);
      return fl_read_expect (id_node, error, expected);
    }
  type = ds_type_find (types, n, id);
  if (type == NULL)
    return fl_node_fail (id_node, error, _("unknown %s \"%s\"; possible: %s"), what, id, possible);
  *item = ds_item (type);
  return json_is_string (node->json) || fl_read_params (node, item, error);
}
