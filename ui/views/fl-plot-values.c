#include "fl-plot-values.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "nn-error.h"
#include "nn-predict.h"

void
fl_values_append_number (GString *text, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isnan (value))
    g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, "%.9g", value));
}

char *
fl_values_history (const NnSeries *epochs)
{
  GString *text = g_string_new ("epoch,step,batch_loss,train_loss,validation_loss,train_accuracy,validation_accuracy,"
                                "learning_rate,seconds\n");
  guint64 n = nn_series_length (epochs);

  for (guint64 row = 0; row < n; row++)
    {
      const double *values = nn_series_row (epochs, row);

      for (guint column = 0; column < NN_EPOCH_COLUMNS; column++)
        {
          fl_values_append_number (text, values[column]);
          g_string_append_c (text, column + 1 < NN_EPOCH_COLUMNS ? ',' : '\n');
        }
    }
  return g_string_free (text, FALSE);
}

char *
fl_values_moments (const NnHistory *history)
{
  GString *text = g_string_new ("step,epoch,train_loss,validation_loss\n");

  for (guint i = 0; i < nn_history_length (history); i++)
    {
      const NnMoment *moment = nn_history_get (history, i);

      g_string_append_printf (text, "%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",", nn_moment_step (moment), nn_moment_epoch (moment));
      fl_values_append_number (text, nn_moment_train_loss (moment));
      g_string_append_c (text, ',');
      fl_values_append_number (text, nn_moment_validation_loss (moment));
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

void
fl_values_append_words (GString *text, const char *words)
{
  if (strpbrk (words, ",\"\r\n") == NULL)
    {
      g_string_append (text, words);
      return;
    }
  g_string_append_c (text, '"');
  for (const char *c = words; *c; c++)
    {
      if (*c == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
}

static void
append_header (GString *text, const DsPrepared *data, guint outputs)
{
  g_string_append (text, "part");
  for (guint i = 0; i < data->raw_inputs; i++)
    {
      g_string_append_c (text, ',');
      fl_values_append_words (text, data->raw_names[i]);
    }
  for (guint i = 0; i < data->targets; i++)
    if (data->targets == 1)
      {
        g_string_append_c (text, ',');
        fl_values_append_words (text, data->target_name != NULL ? data->target_name : "target");
      }
    else
      g_string_append_printf (text, ",target_%u", i + 1);
  g_string_append (text, ",prediction");
  /* A class is named, and what every output gave stands beside it; a single value is the prediction itself. */
  for (guint i = data->n_classes > 0 ? 0 : 1; i < outputs; i++)
    g_string_append_printf (text, data->n_classes > 0 ? ",output_%u" : ",prediction_%u", i + 1);
  g_string_append_c (text, '\n');
}

static void
append_row (GString *text, const DsPrepared *data, gsize row, NnPredictor *predictor, const float *prediction, guint outputs)
{
  g_string_append (text, row < data->n_train ? "training" : row < data->n_train + data->n_validation ? "validation" : "test");
  for (guint i = 0; i < data->raw_inputs; i++)
    {
      g_string_append_c (text, ',');
      fl_values_append_number (text, data->raw[row * data->raw_inputs + i]);
    }
  for (guint i = 0; i < data->targets; i++)
    {
      double y = data->y[row * data->targets + i];

      g_string_append_c (text, ',');
      if (data->n_classes > 0)
        fl_values_append_words (text, data->class_names[(guint) CLAMP (y, 0, data->n_classes - 1)]);
      else
        fl_values_append_number (text, y);
    }
  if (data->n_classes > 0)
    {
      g_string_append_c (text, ',');
      fl_values_append_words (text, data->class_names[MIN (nn_predictor_class (predictor, prediction), data->n_classes - 1)]);
    }
  for (guint i = 0; i < outputs; i++)
    {
      g_string_append_c (text, ',');
      fl_values_append_number (text, prediction[i]);
    }
  g_string_append_c (text, '\n');
}

char *
fl_values_points (const NnFrame *frame, GError **error)
{
  const DsPrepared *data = frame->data;
  NnProblem problem = nn_problem (data);
  g_autoptr (NnPredictor) predictor = nn_predictor_new (frame->spec, &problem, error);
  g_autofree float *out = NULL;
  guint outputs;
  GString *text;

  if (predictor == NULL)
    return NULL;
  outputs = nn_predictor_plan (predictor)->outputs;
  out = g_try_malloc_n (data->rows, outputs * sizeof (float));
  if (out == NULL && data->rows > 0)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_TOO_BIG, _("there is no memory for %zu predictions"), data->rows);
      return NULL;
    }
  nn_predictor_run (predictor, frame->weights, data->x, data->rows, NN_OUTPUT_PREDICTION, out);
  text = g_string_new (NULL);
  append_header (text, data, outputs);
  for (gsize row = 0; row < data->rows; row++)
    append_row (text, data, row, predictor, out + row * outputs, outputs);
  return g_string_free (text, FALSE);
}
