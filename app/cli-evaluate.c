#include "cli.h"

#include "fl-json.h"
#include "nn-metrics.h"
#include "nn-weights.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A confusion matrix of more classes does not fit a terminal. */
#define MAX_PRINTED_CLASSES 12

/* --- JSON -------------------------------------------------------------------------------------------------------------- */

static json_t *
numbers_json (const double *values, guint n)
{
  json_t *list = json_array ();

  for (guint i = 0; i < n; i++)
    json_array_append_new (list, fl_json_real (values[i]));
  return list;
}

static json_t *
class_json (const NnClassMetrics *it, const char *name)
{
  const NnRoc *roc = &it->roc;

  return json_pack ("{s:s, s:I, s:o, s:o, s:o, s:o, s:{s:o, s:o, s:o}}", "name", name, "support", (json_int_t) it->support, "precision",
                    fl_json_real (it->precision), "recall", fl_json_real (it->recall), "f1", fl_json_real (it->f1), "auc",
                    fl_json_real (roc->auc), "roc", "false_positive_rate", numbers_json (roc->false_positive_rate, roc->n),
                    "true_positive_rate", numbers_json (roc->true_positive_rate, roc->n), "threshold",
                    numbers_json (roc->threshold, roc->n));
}

static json_t *
averages_json (const NnAverages *it)
{
  return json_pack ("{s:o, s:o, s:o, s:o}", "precision", fl_json_real (it->precision), "recall", fl_json_real (it->recall), "f1",
                    fl_json_real (it->f1), "auc", fl_json_real (it->auc));
}

static void
add_classes (json_t *object, const NnMetrics *metrics, const DsPrepared *data)
{
  json_t *confusion = json_array (), *classes = json_array ();
  guint n = metrics->n_classes;

  for (guint i = 0; i < n; i++)
    {
      json_t *row = json_array ();

      for (guint k = 0; k < n; k++)
        json_array_append_new (row, json_integer ((json_int_t) metrics->confusion[(gsize) i * n + k]));
      json_array_append_new (confusion, row);
      json_array_append_new (classes, class_json (&metrics->classes[i], data->class_names[i]));
    }
  json_object_set_new (object, "accuracy", fl_json_real (metrics->accuracy));
  json_object_set_new (object, "top_k", json_integer (metrics->top_k));
  json_object_set_new (object, "top_k_accuracy", fl_json_real (metrics->top_k_accuracy));
  json_object_set_new (object, "confusion", confusion);
  json_object_set_new (object, "macro", averages_json (&metrics->macro));
  json_object_set_new (object, "weighted", averages_json (&metrics->weighted));
  json_object_set_new (object, "classes", classes);
}

static json_t *
target_json (const NnTargetMetrics *it)
{
  return json_pack ("{s:o, s:o, s:o}", "r2", fl_json_real (it->r2), "mae", fl_json_real (it->mae), "rmse", fl_json_real (it->rmse));
}

static const char *
target_name (const DsPrepared *data, guint target)
{
  return ds_dataset_column (data->dataset, ds_dataset_target (data->dataset, target))->name;
}

static void
add_targets (json_t *object, const NnMetrics *metrics, const DsPrepared *data)
{
  json_t *targets = json_array ();

  for (guint t = 0; t < metrics->n_targets; t++)
    {
      json_t *target = target_json (&metrics->targets[t]);

      json_object_set_new (target, "name", json_string (target_name (data, t)));
      json_array_append_new (targets, target);
    }
  json_object_set_new (object, "r2", fl_json_real (metrics->mean.r2));
  json_object_set_new (object, "mae", fl_json_real (metrics->mean.mae));
  json_object_set_new (object, "rmse", fl_json_real (metrics->mean.rmse));
  json_object_set_new (object, "targets", targets);
}

static json_t *
part_json (const NnMetrics *metrics, const DsPrepared *data)
{
  json_t *object;

  if (metrics->rows == 0)
    return json_null ();
  object = json_pack ("{s:I, s:o}", "rows", (json_int_t) metrics->rows, "loss", fl_json_real (metrics->loss));
  if (metrics->n_classes > 0)
    add_classes (object, metrics, data);
  else
    add_targets (object, metrics, data);
  return object;
}

/* --- words ------------------------------------------------------------------------------------------------------------- */

/* Columns are counted in characters, which printf does not. */
static void
print_padded (const char *text, int width)
{
  int missing = ABS (width) - (int) g_utf8_strlen (text, -1);

  if (width < 0)
    g_print ("%s%*s", text, MAX (missing, 0), "");
  else
    g_print ("%*s%s", MAX (missing, 0), "", text);
}

static void
print_number (double value)
{
  char buffer[32];

  print_padded (fl_cli_short_number (value, buffer, sizeof buffer), 11);
}

static void
print_row (const char *title, const char *rows, double precision, double recall, double f1, double auc, int width)
{
  print_padded (title, -width);
  print_padded (rows, 9);
  print_number (precision);
  print_number (recall);
  print_number (f1);
  print_number (auc);
  g_print ("\n");
}

static void
print_confusion (const NnMetrics *metrics, const DsPrepared *data, int width)
{
  guint n = metrics->n_classes;

  g_print ("  %s\n", _("confusion matrix (a row is the truth, a column what was predicted):"));
  for (guint i = 0; i < n; i++)
    {
      print_padded (data->class_names[i], -width);
      for (guint k = 0; k < n; k++)
        g_print ("%7" G_GUINT64_FORMAT, metrics->confusion[(gsize) i * n + k]);
      g_print ("\n");
    }
}

static void
print_classes (const NnMetrics *metrics, const DsPrepared *data)
{
  int width = 14;

  for (guint c = 0; c < metrics->n_classes; c++)
    width = MAX (width, MIN ((int) g_utf8_strlen (data->class_names[c], -1) + 2, 40));
  print_padded (_("class"), -width);
  print_padded (_("rows"), 9);
  print_padded (_("precision"), 11);
  print_padded (_("recall"), 11);
  print_padded ("F1", 11);
  print_padded ("AUC", 11);
  g_print ("\n");
  for (guint c = 0; c < metrics->n_classes; c++)
    {
      const NnClassMetrics *it = &metrics->classes[c];
      g_autofree char *support = g_strdup_printf ("%" G_GUINT64_FORMAT, it->support);

      print_row (data->class_names[c], support, it->precision, it->recall, it->f1, it->roc.auc, width);
    }
  print_row (_("mean"), "", metrics->macro.precision, metrics->macro.recall, metrics->macro.f1, metrics->macro.auc, width);
  print_row (_("weighted"), "", metrics->weighted.precision, metrics->weighted.recall, metrics->weighted.f1, metrics->weighted.auc, width);
  if (metrics->n_classes <= MAX_PRINTED_CLASSES)
    print_confusion (metrics, data, width);
}

static void
print_target (const char *name, const NnTargetMetrics *it)
{
  print_padded (name, -24);
  print_number (it->r2);
  print_number (it->mae);
  print_number (it->rmse);
  g_print ("\n");
}

static void
print_targets (const NnMetrics *metrics, const DsPrepared *data)
{
  print_padded (_("target"), -24);
  print_padded ("R²", 11);
  print_padded ("MAE", 11);
  print_padded ("RMSE", 11);
  g_print ("\n");
  for (guint t = 0; t < metrics->n_targets; t++)
    print_target (target_name (data, t), &metrics->targets[t]);
  if (metrics->n_targets > 1)
    print_target (_("mean"), &metrics->mean);
}

static void
print_part (const NnMetrics *metrics, const DsPrepared *data)
{
  const char *titles[] = { _("Training rows"), _("Validation rows"), _("Test rows") };
  char loss[32], right[32], top[32];

  if (metrics->rows == 0)
    return;
  g_print (_("%s: %zu · loss %s"), titles[metrics->part], metrics->rows, fl_cli_short_number (metrics->loss, loss, sizeof loss));
  if (metrics->n_classes > 0)
    {
      g_print (_(" · %s %% right"), g_ascii_formatd (right, sizeof right, "%.2f", 100 * metrics->accuracy));
      if (metrics->top_k > 1)
        g_print (_(" · %s %% among the first %u"), g_ascii_formatd (top, sizeof top, "%.2f", 100 * metrics->top_k_accuracy), metrics->top_k);
    }
  g_print ("\n");
  if (metrics->n_classes > 0)
    print_classes (metrics, data);
  else
    print_targets (metrics, data);
  g_print ("\n");
}

/* --- the command ------------------------------------------------------------------------------------------------------- */

static gboolean
evaluate (const FlCliInput *input, const char *weights_path, guint top_k, NnMetrics **parts, GError **error)
{
  NnProblem problem = nn_problem (input->data);
  g_autoptr (NnPredictor) predictor = nn_predictor_new (input->project->spec, &problem, error);
  g_autofree float *weights = predictor != NULL ? nn_weights_load (weights_path, input->plan, error) : NULL;

  for (guint i = 0; weights != NULL && i < NN_N_PARTS; i++)
    {
      parts[i] = nn_metrics_new (predictor, weights, input->data, i, top_k, error);
      if (parts[i] == NULL)
        return FALSE;
    }
  return weights != NULL;
}

static void
report (const FlCliInput *input, NnMetrics **parts, gboolean json)
{
  json_t *object = json ? json_object () : NULL;

  for (guint i = 0; i < NN_N_PARTS; i++)
    if (json)
      json_object_set_new (object, nn_part_name (i), part_json (parts[i], input->data));
    else
      print_part (parts[i], input->data);
  if (json)
    fl_cli_print_json (object);
}

int
fl_cli_evaluate (int argc, char **argv)
{
  g_autofree char *weights = NULL, *top_k = NULL;
  gboolean json = FALSE, done;
  guint64 k = 0;
  g_auto (GStrv) rest = NULL;
  g_auto (FlCliInput) input = { 0 };
  NnMetrics *parts[NN_N_PARTS] = { NULL };
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "weights", 0, 0, G_OPTION_ARG_FILENAME, &weights, N_("Weights, as train --save-weights writes them"), "F.safetensors" },
    { "top-k", 0, 0, G_OPTION_ARG_STRING, &top_k, N_("Count a row as right too where its class is among the K likeliest"), "K" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print one JSON object, with ROC curves"), NULL },
    { NULL }
  };

  if (!fl_cli_parse (argc, argv, entries, "PROJECT", _("Measures trained weights on training, validation and test rows: accuracy, confusion matrix, precision, recall, F1 and AUC, or R², MAE and RMSE."), 1, 1, &rest)
      || !fl_cli_parse_whole ("evaluate", "--top-k", top_k, 1, &k))
    return FL_EXIT_USAGE;
  if (weights == NULL)
    return fl_cli_usage ("evaluate", _("%s is missing"), "--weights");
  fl_cli_catch_interrupts ();
  if (!fl_cli_input_load (&input, rest[0], NULL, &error))
    return fl_cli_fail (fl_cli_interrupted () ? FL_EXIT_INTERRUPTED : FL_EXIT_INPUT, error);
  done = evaluate (&input, weights, (guint) MIN (k, G_MAXUINT), parts, &error);
  if (done)
    report (&input, parts, json);
  for (guint i = 0; i < NN_N_PARTS; i++)
    nn_metrics_free (parts[i]);
  return done ? FL_EXIT_DONE : fl_cli_fail (FL_EXIT_INPUT, error);
}
