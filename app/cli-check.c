#include "cli.h"

#include "fl-json.h"
#include "nn-check.h"

#include <glib/gi18n-lib.h>

#define TOLERANCE 1e-6

static json_t *
tensor_json (const NnCheckTensor *tensor, const char *name)
{
  return json_pack ("{s:s, s:I, s:I, s:o, s:o, s:o}", "name", name, "checked", (json_int_t) tensor->checked, "kinks",
                    (json_int_t) tensor->kinks, "max_error", fl_json_real (tensor->max_error), "analytic",
                    fl_json_real (tensor->at_analytic), "numeric", fl_json_real (tensor->at_numeric));
}

static void
print_json (const NnCheck *check, gboolean passed)
{
  json_t *tensors = json_array ();

  for (guint i = 0; i < check->n_tensors; i++)
    json_array_append_new (tensors, tensor_json (&check->tensors[i], check->tensors[i].tensor.name));
  fl_cli_print_json (json_pack ("{s:o, s:o, s:b, s:o, s:o}", "max_error", fl_json_real (check->max_error), "tolerance",
                                fl_json_real (TOLERANCE), "passed", passed, "tensors", tensors, "inputs",
                                tensor_json (&check->inputs, "inputs")));
}

static void
print_row (const char *name, const NnCheckTensor *tensor)
{
  char error[32], analytic[32], numeric[32];

  g_print ("%-14s %9" G_GUINT64_FORMAT " %7" G_GUINT64_FORMAT " %12s %14s %14s\n", name, tensor->checked, tensor->kinks,
           g_ascii_formatd (error, sizeof error, "%.2e", tensor->max_error),
           g_ascii_formatd (analytic, sizeof analytic, "%.6g", tensor->at_analytic),
           g_ascii_formatd (numeric, sizeof numeric, "%.6g", tensor->at_numeric));
}

static void
print_table (const NnCheck *check, gboolean passed)
{
  char error[32];

  g_print ("%-14s %9s %7s %12s %14s %14s\n", _("tensor"), _("checked"), _("kinks"), _("max error"), _("analytic"), _("numeric"));
  for (guint i = 0; i < check->n_tensors; i++)
    print_row (check->tensors[i].tensor.name, &check->tensors[i]);
  print_row (_("inputs"), &check->inputs);
  g_ascii_formatd (error, sizeof error, "%.2e", check->max_error);
  if (passed)
    g_print (_("The gradients agree with central differences: largest relative error %s, at most 1e-6 is allowed.\n"), error);
  else
    g_print (_("The gradients do NOT agree with central differences: largest relative error %s, at most 1e-6 is allowed.\n"), error);
}

int
fl_cli_check (int argc, char **argv)
{
  gboolean json = FALSE, passed;
  g_auto (GStrv) rest = NULL;
  g_auto (FlCliInput) input = { 0 };
  g_autoptr (NnCheck) check = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print one JSON object"), NULL }, { NULL } };

  if (!fl_cli_parse (argc, argv, entries, "PROJECT", _("Compares the network's gradients with central differences, in double precision. Exit code 1 if they differ."), 1, 1, &rest))
    return FL_EXIT_USAGE;
  if (!fl_cli_input_load (&input, rest[0], NULL, &error))
    return fl_cli_fail (FL_EXIT_INPUT, error);
  check = nn_check_gradients (input.project->spec, input.data, 0, 0, &error);
  if (check == NULL)
    return fl_cli_fail (FL_EXIT_INPUT, error);
  passed = check->max_error <= TOLERANCE; /* FALSE for NaN */
  if (json)
    print_json (check, passed);
  else
    print_table (check, passed);
  return passed ? FL_EXIT_DONE : FL_EXIT_FAILED_CHECK;
}
