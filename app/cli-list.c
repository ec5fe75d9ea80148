/* `fallline list`: the catalogues, as the registries describe themselves. */
#include "cli.h"

#include "fl-json.h"
#include "fl-project-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define GENERATORS "generators"

static const DsType *const *
find_catalogue (const char *name, guint *n)
{
  if (strcmp (name, GENERATORS) == 0)
    return ds_generators (n);
  for (guint r = 0; r < NN_N_REGISTRIES; r++)
    if (strcmp (name, nn_registry_name (r)) == 0)
      return nn_registry (r, n);
  return NULL;
}

static char *
catalogue_names (void)
{
  GString *out = g_string_new (NULL);

  for (guint r = 0; r < NN_N_REGISTRIES; r++)
    g_string_append_printf (out, "%s, ", nn_registry_name (r));
  g_string_append (out, GENERATORS);
  return g_string_free (out, FALSE);
}

static json_t *
param_json (const DsType *type, guint index)
{
  static const char *const kinds[] = { "real", "integer", "boolean", "choice" };
  const DsParam *param = &type->params[index];
  DsItem item = ds_item (type);
  json_t *object = json_pack ("{s:s, s:s, s:s?, s:s?, s:s, s:o}", "id", param->id, "title", param->title, "help", param->help, "unit",
                              param->unit, "kind", kinds[param->kind], "default", fl_param_to_json (param, item.values[index]));

  if (param->kind == DS_PARAM_CHOICE)
    {
      guint n;
      const DsType *const *choices = param->choices (&n);
      json_t *ids = json_array ();

      for (guint i = 0; i < n; i++)
        json_array_append_new (ids, json_string (choices[i]->id));
      json_object_set_new (object, "choices", ids);
    }
  else if (param->kind != DS_PARAM_BOOL)
    {
      json_object_set_new (object, "min", fl_json_real (param->min));
      json_object_set_new (object, "max", fl_json_real (param->max));
      json_object_set_new (object, "auto", json_boolean ((param->flags & DS_PARAM_AUTO) != 0));
      json_object_set_new (object, "nullable", json_boolean ((param->flags & DS_PARAM_NULLABLE) != 0));
    }
  return object;
}

static json_t *
type_json (const DsType *type, gboolean generator)
{
  json_t *params = json_array ();
  json_t *object;

  for (guint i = 0; i < type->n_params; i++)
    json_array_append_new (params, param_json (type, i));
  object = json_pack ("{s:s, s:s, s:s?}", "id", type->id, "title", type->title, "help", type->help);
  if (generator)
    {
      json_object_set_new (object, "task", json_string (ds_generator_task (type) == DS_REGRESSION ? "regression" : "classification"));
      json_object_set_new (object, "inputs", json_integer (ds_generator_inputs (type)));
    }
  json_object_set_new (object, "params", params);
  return object;
}

/* "learning_rate 0.001 (1e-6 to 10)" */
static void
print_param (const DsType *type, guint index)
{
  const DsParam *param = &type->params[index];
  DsItem item = ds_item (type);
  json_t *value = fl_param_to_json (param, item.values[index]);
  g_autofree char *initial = fl_json_write_line (value);
  char low[32], high[32];

  json_decref (value);
  g_print ("    %-16s %-18s ", param->id, initial);
  if (param->kind == DS_PARAM_CHOICE)
    {
      guint n;
      const DsType *const *choices = param->choices (&n);
      g_autofree char *ids = ds_type_list_ids (choices, n);
      g_print ("%s\n", ids);
    }
  else if (param->kind == DS_PARAM_BOOL)
    g_print (_("true or false\n"));
  else
    g_print (_("%s to %s%s%s\n"), fl_json_number (param->min, low), fl_json_number (param->max, high),
             (param->flags & DS_PARAM_AUTO) != 0 ? _(", or \"auto\"") : "", (param->flags & DS_PARAM_NULLABLE) != 0 ? _(", or null") : "");
}

int
fl_cli_list (int argc, char **argv)
{
  gboolean json = FALSE;
  g_auto (GStrv) rest = NULL;
  g_autofree char *names = catalogue_names ();
  const DsType *const *types;
  guint n;
  const GOptionEntry entries[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print a JSON list, with all parameters"), NULL }, { NULL } };

  if (!fl_cli_parse (argc, argv, entries, "layers|activations|losses|optimizers|schedules|initializers|generators", _("Lists what projects can be made of: each type with its parameters, their defaults and ranges."), 1, 1, &rest))
    return FL_EXIT_USAGE;
  types = find_catalogue (rest[0], &n);
  if (types == NULL)
    return fl_cli_usage ("list", _("unknown list “%s”; possible: %s"), rest[0], names);

  if (json)
    {
      json_t *list = json_array ();

      for (guint i = 0; i < n; i++)
        json_array_append_new (list, type_json (types[i], strcmp (rest[0], GENERATORS) == 0));
      fl_cli_print_json (list);
      return FL_EXIT_DONE;
    }
  for (guint i = 0; i < n; i++)
    {
      g_print ("%-22s %s\n", types[i]->id, types[i]->help != NULL ? _(types[i]->help) : _(types[i]->title));
      for (guint p = 0; p < types[i]->n_params; p++)
        print_param (types[i], p);
    }
  return FL_EXIT_DONE;
}
