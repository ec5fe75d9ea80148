#include "ds-type.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ds-error.h"

/* Numbers in messages look like numbers in files, whatever the locale. */
static const char *
number_text (double value, char buffer[G_ASCII_DTOSTR_BUF_SIZE])
{
  return g_ascii_formatd (buffer, G_ASCII_DTOSTR_BUF_SIZE, "%.10g", value);
}

static double
initial_value (const DsParam *param)
{
  if (param->kind != DS_PARAM_CHOICE)
    return param->initial;

  guint n;
  const DsType *const *choices = param->choices (&n);
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (choices[i]->id, param->initial_choice) == 0)
      return i;
  return 0;
}

DsItem
ds_item (const DsType *type)
{
  DsItem item = { .type = type };

  g_return_val_if_fail (type != NULL && type->n_params <= DS_MAX_PARAMS, item);
  for (guint i = 0; i < type->n_params; i++)
    item.values[i] = initial_value (&type->params[i]);
  return item;
}

int
ds_type_find_param (const DsType *type, const char *id)
{
  for (guint i = 0; i < type->n_params; i++)
    if (g_str_equal (type->params[i].id, id))
      return i;
  return -1;
}

double
ds_item_get (const DsItem *item, const char *id)
{
  int index = ds_type_find_param (item->type, id);

  g_return_val_if_fail (index >= 0, 0);
  return item->values[index];
}

static gboolean
refuse_range (const DsItem *item, const DsParam *param, double value, GError **error)
{
  char found[G_ASCII_DTOSTR_BUF_SIZE], low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];
  const char *extra = "";

  if (param->flags & DS_PARAM_AUTO)
    extra = _(", or \"auto\"");
  else if (param->flags & DS_PARAM_NULLABLE)
    extra = _(", or null for none");
  number_text (value, found);
  number_text (param->min, low);
  number_text (param->max, high);
  if (param->kind == DS_PARAM_INT)
    g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: \"%s\" is %s; expected a whole number from %s to %s%s"), item->type->id,
                 param->id, found, low, high, extra);
  else
    g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: \"%s\" is %s; expected a number from %s to %s%s"), item->type->id,
                 param->id, found, low, high, extra);
  return FALSE;
}

/* Whether a value fits the parameter's kind and range; the NaN of "none" is dealt with by the caller. */
static gboolean
check_value (const DsItem *item, const DsParam *param, double value, GError **error)
{
  char found[G_ASCII_DTOSTR_BUF_SIZE];

  switch (param->kind)
    {
    case DS_PARAM_BOOL:
      if (value == 0 || value == 1)
        return TRUE;
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: \"%s\" is %s; expected true or false"), item->type->id, param->id,
                   number_text (value, found));
      return FALSE;
    case DS_PARAM_CHOICE:
      {
        guint n;
        const DsType *const *choices = param->choices (&n);
        if (value >= 0 && value < n && value == floor (value))
          return TRUE;
        g_autofree char *ids = ds_type_list_ids (choices, n);
        g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: \"%s\" has no choice number %s; possible are %s"), item->type->id,
                     param->id, number_text (value, found), ids);
        return FALSE;
      }
    case DS_PARAM_INT:
    case DS_PARAM_REAL:
    default:
      if ((param->flags & DS_PARAM_AUTO) && value == 0)
        return TRUE;
      /* Written so that NaN fails. */
      if (!(value >= param->min && value <= param->max) || (param->kind == DS_PARAM_INT && value != floor (value)))
        return refuse_range (item, param, value, error);
      return TRUE;
    }
}

static const DsParam *
require_param (const DsItem *item, const char *id, int *index, GError **error)
{
  *index = ds_type_find_param (item->type, id);
  if (*index >= 0)
    return &item->type->params[*index];

  GString *ids = g_string_new (NULL);
  for (guint i = 0; i < item->type->n_params; i++)
    g_string_append_printf (ids, "%s%s", i ? ", " : "", item->type->params[i].id);
  if (ids->len)
    g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s has no parameter \"%s\"; it has %s"), item->type->id, id, ids->str);
  else
    g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s has no parameter \"%s\"; it has none"), item->type->id, id);
  g_string_free (ids, TRUE);
  return NULL;
}

gboolean
ds_item_set (DsItem *item, const char *id, double value, GError **error)
{
  int index;
  const DsParam *param = require_param (item, id, &index, error);

  if (!param)
    return FALSE;
  gboolean none = isnan (value) && (param->flags & DS_PARAM_NULLABLE);
  if (!none && !check_value (item, param, value, error))
    return FALSE;
  item->values[index] = value == 0 ? 0 : value; /* -0 would compare equal and yet be written differently */
  return TRUE;
}

gboolean
ds_item_set_choice (DsItem *item, const char *id, const char *choice, GError **error)
{
  int index;
  const DsParam *param = require_param (item, id, &index, error);

  if (!param)
    return FALSE;
  if (param->kind != DS_PARAM_CHOICE)
    {
      g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: \"%s\" is \"%s\"; expected a number or true or false"),
                   item->type->id, id, choice);
      return FALSE;
    }
  guint n;
  const DsType *const *choices = param->choices (&n);
  for (guint i = 0; i < n; i++)
    if (g_str_equal (choices[i]->id, choice))
      {
        item->values[index] = i;
        return TRUE;
      }
  g_autofree char *ids = ds_type_list_ids (choices, n);
  g_set_error (error, DS_ERROR, DS_ERROR_VALUE, _("%s: \"%s\" is \"%s\"; possible are %s"), item->type->id, id, choice, ids);
  return FALSE;
}

const DsType *
ds_item_choice (const DsItem *item, const char *id)
{
  int index = ds_type_find_param (item->type, id);

  g_return_val_if_fail (index >= 0 && item->type->params[index].kind == DS_PARAM_CHOICE, NULL);
  guint n;
  const DsType *const *choices = item->type->params[index].choices (&n);
  double value = item->values[index];
  return value >= 0 && value < n ? choices[(guint) value] : NULL;
}

gboolean
ds_item_left_out (const DsItem *item, guint i)
{
  const DsParam *param = &item->type->params[i];

  return (param->flags & DS_PARAM_LATER) != 0 && item->values[i] == initial_value (param);
}

gboolean
ds_item_equal (const DsItem *a, const DsItem *b)
{
  if (a->type != b->type)
    return FALSE;
  for (guint i = 0; a->type && i < a->type->n_params; i++)
    if (a->values[i] != b->values[i] && !(isnan (a->values[i]) && isnan (b->values[i])))
      return FALSE;
  return TRUE;
}

const DsType *
ds_type_find (const DsType *const *list, guint n, const char *id)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (list[i]->id, id) == 0)
      return list[i];
  return NULL;
}

char *
ds_type_list_ids (const DsType *const *list, guint n)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (ids, "%s%s", i ? ", " : "", list[i]->id);
  return g_string_free (ids, FALSE);
}
