#include "cli.h"

#include "ds-readers.h"
#include "ds-write.h"
#include "nn-predict.h"
#include "nn-weights.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

/* --- output ------------------------------------------------------------------------------------------------------------ */

static void
append_number_cell (GString *out, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (out, ',');
  g_string_append (out, g_ascii_formatd (buffer, sizeof buffer, "%.9g", value));
}

/* One row of network outputs as one value a class: probabilities where the loss makes them; one score between its two encodings
 * becomes a share of the way; else the scores as they are. */
static void
append_classes (GString *out, const DsPrepared *data, const NnPlan *plan, NnPrediction kind, const float *row)
{
  if (plan->outputs == 1 && data->n_classes == 2)
    {
      double second = row[0];

      if (kind != NN_PREDICT_PROBABILITY)
        second = CLAMP ((second - plan->target_low) / (plan->target_high - plan->target_low), 0, 1);
      append_number_cell (out, 1 - second);
      append_number_cell (out, second);
      return;
    }
  for (guint c = 0; c < plan->outputs; c++)
    append_number_cell (out, row[c]);
}

static void
append_header (GString *out, const DsPrepared *data, const NnPlan *plan)
{
  if (data->n_classes == 0)
    {
      g_string_append (out, "prediction");
      for (guint c = 1; c < plan->outputs; c++)
        g_string_append_printf (out, ",prediction_%u", c + 1);
    }
  else
    {
      g_string_append (out, "prediction");
      for (guint c = 0; c < data->n_classes; c++)
        {
          g_string_append_c (out, ',');
          fl_cli_append_cell (out, data->class_names[c]);
        }
    }
  g_string_append_c (out, '\n');
}

static void
append_row (GString *out, const FlCliInput *input, NnPredictor *predictor, const float *row)
{
  const DsPrepared *data = input->data;
  const NnPlan *plan = nn_predictor_plan (predictor);

  if (data->n_classes > 0)
    {
      fl_cli_append_cell (out, data->class_names[nn_predictor_class (predictor, row)]);
      append_classes (out, data, plan, nn_loss_prediction (input->project->spec->loss.type), row);
    }
  else
    for (guint c = 0; c < plan->outputs; c++)
      {
        char buffer[G_ASCII_DTOSTR_BUF_SIZE];

        if (c > 0)
          g_string_append_c (out, ',');
        g_string_append (out, g_ascii_formatd (buffer, sizeof buffer, "%.9g", row[c]));
      }
  g_string_append_c (out, '\n');
}

/* --- input ------------------------------------------------------------------------------------------------------------- */

/* Names of the columns the project takes its inputs from; NULL-terminated; caller frees the array, not the names. */
static char **
input_columns (const DsDataset *dataset)
{
  guint n = ds_dataset_n_inputs (dataset);
  char **names = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    names[i] = ds_dataset_column (dataset, ds_dataset_input (dataset, i))->name;
  return names;
}

/* A word in every column is a header, if one with other names: not numbers without a header. */
static gboolean
begins_with_words (const DsDataset *table)
{
  for (guint i = 0; i < ds_dataset_n_columns (table); i++)
    if (ds_dataset_column (table, i)->kind != DS_COLUMN_CLASS)
      return FALSE;
  return TRUE;
}

/* Only the project's columns, so that a gap or a word elsewhere does not matter; a table without a header is taken by position. */
static DsDataset *
read_table (const char *path, const FlCliInput *input, GError **error)
{
  const DsSource *source = input->project->source;
  g_autofree char **names = input_columns (input->data->dataset);
  DsCsvOptions options = { .inputs = names, .target = "", .header = 1, .delimiter = 0, .missing = source->missing };
  DsDataset *table = ds_csv_read (path, &options, NULL, NULL, error);

  if (table == NULL && error != NULL && *error != NULL && (*error)->domain == DS_ERROR)
    {
      DsCsvOptions bare = { .target = "", .header = 0, .delimiter = 0, .missing = source->missing };

      table = ds_csv_read (path, &bare, NULL, NULL, NULL);
      if (table != NULL && ds_dataset_n_inputs (table) == g_strv_length (names) && !begins_with_words (table))
        g_clear_error (error);
      else
        g_clear_pointer (&table, ds_dataset_unref);
    }
  return table;
}

static gboolean
write_out (const char *path, const GString *out, GError **error)
{
  if (path != NULL)
    return ds_write_file (path, out->str, out->len, error);
  fwrite (out->str, 1, out->len, stdout);
  return TRUE;
}

static int
predict (const FlCliInput *input, const char *weights_path, const char *table_path, const char *output, GError **error)
{
  NnProblem problem = nn_problem (input->data);
  g_autoptr (NnPredictor) predictor = nn_predictor_new (input->project->spec, &problem, error);
  g_autofree float *weights = NULL, *x = NULL, *y = NULL;
  g_autoptr (DsDataset) table = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  gsize rows, width = input->plan->outputs;

  if (predictor == NULL || (weights = nn_weights_load (weights_path, input->plan, error)) == NULL
      || (table = read_table (table_path, input, error)) == NULL
      || (x = ds_prepared_transform_table (input->data, table, error)) == NULL)
    return FL_EXIT_INPUT;
  fl_cli_print_notes (table);
  rows = ds_dataset_rows (table);
  y = g_try_malloc_n (rows, width * sizeof (float));
  if (y == NULL && rows > 0)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_TOO_BIG, _("there is no memory for %zu predictions"), rows);
      return FL_EXIT_INPUT;
    }
  nn_predictor_run (predictor, weights, x, rows, NN_OUTPUT_PREDICTION, y);
  append_header (out, input->data, input->plan);
  for (gsize i = 0; i < rows; i++)
    append_row (out, input, predictor, y + i * width);
  return write_out (output, out, error) ? FL_EXIT_DONE : FL_EXIT_INPUT;
}

int
fl_cli_predict (int argc, char **argv)
{
  g_autofree char *weights = NULL, *table = NULL, *output = NULL;
  g_auto (GStrv) rest = NULL;
  g_auto (FlCliInput) input = { 0 };
  g_autoptr (GError) error = NULL;
  int code;
  const GOptionEntry entries[] = {
    { "weights", 0, 0, G_OPTION_ARG_FILENAME, &weights, N_("Weights, as train --save-weights writes them"), "F.safetensors" },
    { "input", 0, 0, G_OPTION_ARG_FILENAME, &table, N_("Rows to predict; columns are found by name"), "X.csv" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &output, N_("Write here instead of stdout"), "Y.csv" },
    { NULL }
  };

  if (!fl_cli_parse (argc, argv, entries, "PROJECT", _("Predicts rows of a table: the class and one column a class (its probability, or its score where the loss makes no probabilities), or the value."), 1, 1, &rest))
    return FL_EXIT_USAGE;
  if (weights == NULL || table == NULL)
    return fl_cli_usage ("predict", _("%s is missing"), weights == NULL ? "--weights" : "--input");
  fl_cli_catch_interrupts ();
  if (!fl_cli_input_load (&input, rest[0], NULL, &error))
    return fl_cli_fail (fl_cli_interrupted () ? FL_EXIT_INTERRUPTED : FL_EXIT_INPUT, error);
  code = predict (&input, weights, table, output, &error);
  return error != NULL ? fl_cli_fail (code, error) : code;
}
