#include "fl-layer-values.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "fl-plot-hands.h"

#define KEY "fl-values"

static void
append (GString *text, double value, char end)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isnan (value))
    g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, "%.9g", value));
  g_string_append_c (text, end);
}

char *
fl_layer_values_csv (const NnLayerSeries *series, guint64 until)
{
  GString *text = g_string_new ("step,epoch,layer,gradient_norm,weight_norm,update_ratio,activation_mean,activation_std,saturated,dead\n");
  guint64 n = nn_layer_series_length (series);

  for (guint64 r = 0; r < n && nn_layer_series_row (series, r)->step <= until; r++)
    for (guint i = 0; i < nn_layer_series_n_layers (series); i++)
      {
        const NnLayerRow *row = nn_layer_series_row (series, r);
        const NnLayerNumbers *numbers = &row->layers[i];

        append (text, (double) row->step, ',');
        append (text, row->epoch, ',');
        append (text, i + 1.0, ',');
        append (text, (double) numbers->gradient_norm, ',');
        append (text, (double) numbers->weight_norm, ',');
        append (text, (double) numbers->update_ratio, ',');
        append (text, (double) numbers->activation_mean, ',');
        append (text, (double) numbers->activation_std, ',');
        append (text, (double) numbers->saturated, ',');
        append (text, (double) numbers->dead, '\n');
      }
  return g_string_free (text, FALSE);
}

/* --- layers ---------------------------------------------------------------------------------------------------------------- */

typedef struct
{
  NnLayerSeries *series; /* owned ref */
  guint64 until;
} Layers;

static void
layers_free (gpointer data)
{
  nn_layer_series_unref (((Layers *) data)->series);
  g_free (data);
}

static gpointer
layers_begin (FlPlot *plot)
{
  const Layers *kept = g_object_get_data (G_OBJECT (plot), KEY);
  Layers *layers;

  if (kept == NULL)
    return NULL;
  layers = g_new (Layers, 1);
  *layers = (Layers){ nn_layer_series_ref (kept->series), kept->until };
  return layers;
}

static char *
layers_make (gpointer data, GError **error)
{
  return fl_layer_values_csv (((Layers *) data)->series, ((Layers *) data)->until);
}

static const FlPlotHands layer_hands = {
  .file = N_("layers"),
  .table = N_("Layers over time"),
  .copied = N_("Values of every layer copied"),
  .values_begin = layers_begin,
  .values_make = layers_make,
  .values_end = layers_free,
};

void
fl_layer_values_set (FlPlot *plot, NnLayerSeries *series, guint64 until)
{
  Layers *layers = series != NULL ? g_new (Layers, 1) : NULL;

  if (layers != NULL)
    *layers = (Layers){ nn_layer_series_ref (series), until };
  g_object_set_data_full (G_OBJECT (plot), KEY, layers, layers_free);
}

/* --- the range test ---------------------------------------------------------------------------------------------------------- */

static gpointer
range_begin (FlPlot *plot)
{
  return g_strdup (g_object_get_data (G_OBJECT (plot), KEY));
}

static const FlPlotHands range_hands = {
  .file = N_("range-test"),
  .table = N_("Range test"),
  .copied = N_("Learning rates and losses copied"),
  .values_begin = range_begin,
  .values_make = fl_plot_text_make,
  .values_end = g_free,
};

void
fl_range_values_set (FlPlot *plot, const NnRangeTest *test)
{
  GString *text = g_string_new ("learning_rate,loss,smoothed\n");

  for (guint i = 0; i < test->n; i++)
    {
      append (text, test->learning_rate[i], ',');
      append (text, test->loss[i], ',');
      append (text, test->smoothed[i], '\n');
    }
  g_object_set_data_full (G_OBJECT (plot), KEY, g_string_free (text, FALSE), g_free);
}

void
fl_layer_values_attach (FlPlot *plot)
{
  fl_plot_hands_attach (plot, &layer_hands);
}

void
fl_range_values_attach (FlPlot *plot)
{
  fl_plot_hands_attach (plot, &range_hands);
}
