/* NnLayerSeries: what each layer did over a run: an append-only table, written by the trainer's thread and read by any without locks.
 *
 * Which steps are measured depends on their number alone, never on the clock, so that two runs of one project have the same rows:
 * every step at first, then every 2nd, every 4th ... so that each doubling of the run adds as many rows again (128; 32 in networks of
 * more than 65,536 weights). A run of 2^64 steps fits. Histograms are kept with every 8th row. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

#define NN_HISTOGRAM_BINS 32

/* Counts of values in equal bins from low to high, both included; low == high where all values are the same. */
typedef struct
{
  float low, high;
  guint32 counts[NN_HISTOGRAM_BINS];
} NnHistogram;

/* As in NnLayerStats (nn-frame.h), which says what each is. */
typedef struct
{
  float gradient_norm, weight_norm, update_ratio, activation_mean, activation_std, saturated, dead;
} NnLayerNumbers;

typedef struct
{
  NnHistogram weights, gradients, activations;
} NnLayerHistograms;

typedef struct
{
  guint64 step;         /* steps taken when this was measured */
  double epoch;         /* with its fraction */
  double batch_loss, learning_rate;
  gboolean last;        /* measured out of turn, at the moment a run diverged: the weights that blew up */
  const NnLayerNumbers *layers;        /* (n_layers) */
  const NnLayerHistograms *histograms; /* (n_layers), or NULL */
} NnLayerRow;

typedef struct _NnLayerSeries NnLayerSeries;

NnLayerSeries *nn_layer_series_ref (NnLayerSeries *series);
void nn_layer_series_unref (NnLayerSeries *series); /* NULL is fine; any thread */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnLayerSeries, nn_layer_series_unref)

guint nn_layer_series_n_layers (const NnLayerSeries *series);
guint64 nn_layer_series_length (const NnLayerSeries *series);
/* Valid as long as the series is. row < length. */
const NnLayerRow *nn_layer_series_row (const NnLayerSeries *series, guint64 row);

/* Writer only. large: more than 65,536 weights. */
NnLayerSeries *nn_layer_series_new (guint n_layers);
gboolean nn_layer_series_is_due (guint64 step, gboolean large);
/* layers, histograms: (n_layers), copied; histograms are dropped but at every 8th row and the last. FALSE: no memory, or full. */
gboolean nn_layer_series_append (NnLayerSeries *series, const NnLayerRow *row);
/* Another series with the rows up to `step`, for a run that goes on from there. */
NnLayerSeries *nn_layer_series_copy (const NnLayerSeries *series, guint64 step);

G_END_DECLS
