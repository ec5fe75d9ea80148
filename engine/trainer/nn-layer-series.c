#include "nn-layer-series.h"

#include <stdatomic.h>
#include <string.h>

#include "nn-channel.h"

#define CHUNK_ROWS 64u
/* Rows that fall due in 2^64 steps: 256 + 56 * 128; the rest is for those measured out of turn. */
#define MAX_CHUNKS 160u
#define HISTOGRAM_EVERY 8

/* Steps below 2^(bits + 1) are all measured; from there on 2^bits an octave. */
#define SMALL_BITS 7
#define LARGE_BITS 5

typedef struct
{
  NnLayerRow rows[CHUNK_ROWS];
  NnLayerNumbers numbers[]; /* (CHUNK_ROWS, n_layers) */
} Chunk;

struct _NnLayerSeries
{
  NnRefs refs;
  guint n_layers;
  _Atomic guint64 length; /* stored with release order after the row and its chunk's address */
  Chunk *_Atomic chunks[MAX_CHUNKS];
};

NnLayerSeries *
nn_layer_series_new (guint n_layers)
{
  NnLayerSeries *series = g_new0 (NnLayerSeries, 1);

  nn_refs_init (&series->refs);
  series->n_layers = n_layers;
  return series;
}

NnLayerSeries *
nn_layer_series_ref (NnLayerSeries *series)
{
  nn_refs_inc (&series->refs);
  return series;
}

void
nn_layer_series_unref (NnLayerSeries *series)
{
  if (series == NULL || !nn_refs_dec (&series->refs))
    return;
  guint64 length = atomic_load_explicit (&series->length, memory_order_acquire);
  for (guint64 row = 0; row < length; row++)
    g_free ((gpointer) nn_layer_series_row (series, row)->histograms);
  for (guint i = 0; i < MAX_CHUNKS; i++)
    g_free (atomic_load_explicit (&series->chunks[i], memory_order_relaxed));
  g_free (series);
}

guint
nn_layer_series_n_layers (const NnLayerSeries *series)
{
  return series->n_layers;
}

guint64
nn_layer_series_length (const NnLayerSeries *series)
{
  return atomic_load_explicit (&((NnLayerSeries *) series)->length, memory_order_acquire);
}

const NnLayerRow *
nn_layer_series_row (const NnLayerSeries *series, guint64 row)
{
  const Chunk *chunk = atomic_load_explicit (&((NnLayerSeries *) series)->chunks[row / CHUNK_ROWS], memory_order_acquire);

  return &chunk->rows[row % CHUNK_ROWS];
}

gboolean
nn_layer_series_is_due (guint64 step, gboolean large)
{
  guint bits = large ? LARGE_BITS : SMALL_BITS, octave = step > 0 ? 63 - (guint) __builtin_clzll (step) : 0;

  return step > 0 && (octave <= bits || (step & (((guint64) 1 << (octave - bits)) - 1)) == 0);
}

static Chunk *
chunk_for (NnLayerSeries *series, guint64 row)
{
  Chunk *chunk;

  if (row / CHUNK_ROWS >= MAX_CHUNKS)
    return NULL;
  chunk = atomic_load_explicit (&series->chunks[row / CHUNK_ROWS], memory_order_relaxed);
  if (chunk == NULL)
    {
      chunk = g_try_malloc0 (sizeof (Chunk) + sizeof (NnLayerNumbers) * CHUNK_ROWS * series->n_layers);
      atomic_store_explicit (&series->chunks[row / CHUNK_ROWS], chunk, memory_order_release);
    }
  return chunk;
}

gboolean
nn_layer_series_append (NnLayerSeries *series, const NnLayerRow *row)
{
  guint64 length = atomic_load_explicit (&series->length, memory_order_relaxed);
  Chunk *chunk = chunk_for (series, length);

  if (chunk == NULL)
    return FALSE;
  NnLayerNumbers *numbers = chunk->numbers + (gsize) (length % CHUNK_ROWS) * series->n_layers;
  NnLayerHistograms *histograms = NULL;
  if (row->histograms != NULL && (row->last || length % HISTOGRAM_EVERY == 0))
    histograms = g_try_new (NnLayerHistograms, MAX (series->n_layers, 1)); /* without memory the row goes without */
  memcpy (numbers, row->layers, sizeof *numbers * series->n_layers);
  if (histograms != NULL)
    memcpy (histograms, row->histograms, sizeof *histograms * series->n_layers);
  chunk->rows[length % CHUNK_ROWS] = *row;
  chunk->rows[length % CHUNK_ROWS].layers = numbers;
  chunk->rows[length % CHUNK_ROWS].histograms = histograms;
  atomic_store_explicit (&series->length, length + 1, memory_order_release);
  return TRUE;
}

NnLayerSeries *
nn_layer_series_copy (const NnLayerSeries *series, guint64 step)
{
  NnLayerSeries *copy = nn_layer_series_new (series->n_layers);
  guint64 length = nn_layer_series_length (series);

  /* the rows' numbers are the same in the copy, so histograms fall on the same rows */
  for (guint64 i = 0; i < length && nn_layer_series_row (series, i)->step <= step; i++)
    if (!nn_layer_series_append (copy, nn_layer_series_row (series, i)))
      break;
  return copy;
}
