#include "nn-series.h"

#include <stdatomic.h>
#include <string.h>

#include "nn-checkpoint-private.h"

#define CHUNK_BITS 12
#define CHUNK_ROWS (1u << CHUNK_BITS)

/* Thinning: of the rows appended, number n (from 0) is kept when n is a multiple of its stride. The stride is 1 below 2^21 and
 * doubles at 2^21, 2^22, 2^23 ...; so the first 2^21 rows are all there, and each doubling of the run adds another 2^20 rows.
 * A run of 2^64 steps would fill FULL_BITS' share of the directory, so the directory never has to grow and never moves. */
#define FULL_BITS 21
#define MAX_ROWS (((guint64) 1 << FULL_BITS) + (64 - FULL_BITS) * ((guint64) 1 << (FULL_BITS - 1)))
#define MAX_CHUNKS (MAX_ROWS >> CHUNK_BITS)

struct _NnSeries
{
  NnRefs refs;
  guint columns;
  guint64 appended;       /* writer only: rows offered, kept or not */
  _Atomic guint64 length; /* stored with release order after the row and its chunk's address */
  double *_Atomic *chunks;  /* MAX_CHUNKS, NULL where not needed yet */
};

NnSeries *
nn_series_new (guint columns)
{
  NnSeries *series = g_new0 (NnSeries, 1);

  g_assert (columns > 0);
  nn_refs_init (&series->refs);
  series->columns = columns;
  atomic_init (&series->length, 0);
  series->chunks = (double *_Atomic *) g_malloc0_n (MAX_CHUNKS, sizeof *series->chunks);
  return series;
}

NnSeries *
nn_series_ref (NnSeries *series)
{
  nn_refs_inc (&series->refs);
  return series;
}

void
nn_series_unref (NnSeries *series)
{
  if (series == NULL || !nn_refs_dec (&series->refs))
    return;
  for (guint i = 0; i < MAX_CHUNKS && atomic_load_explicit (&series->chunks[i], memory_order_relaxed) != NULL; i++)
    g_free (atomic_load_explicit (&series->chunks[i], memory_order_relaxed));
  g_free ((gpointer) series->chunks);
  g_free (series);
}

guint64
nn_series_length (const NnSeries *series)
{
  return atomic_load_explicit (&((NnSeries *) series)->length, memory_order_acquire);
}

const double *
nn_series_row (const NnSeries *series, guint64 row)
{
  const double *chunk = atomic_load_explicit (&series->chunks[row >> CHUNK_BITS], memory_order_acquire);

  return chunk + (row & (CHUNK_ROWS - 1)) * series->columns;
}

static gboolean
is_kept (guint64 n)
{
  guint bits = n < ((guint64) 1 << FULL_BITS) ? 0 : 64 - FULL_BITS - (guint) __builtin_clzll (n);

  return (n & (((guint64) 1 << bits) - 1)) == 0;
}

gboolean
nn_series_append (NnSeries *series, const double *row)
{
  guint64 length = atomic_load_explicit (&series->length, memory_order_relaxed);
  double *chunk;

  if (!is_kept (series->appended))
    {
      series->appended++;
      return TRUE;
    }
  chunk = atomic_load_explicit (&series->chunks[length >> CHUNK_BITS], memory_order_relaxed);
  if (chunk == NULL)
    {
      chunk = g_try_new (double, (gsize) CHUNK_ROWS * series->columns);
      if (chunk == NULL)
        return FALSE;
      atomic_store_explicit (&series->chunks[length >> CHUNK_BITS], chunk, memory_order_release);
    }
  memcpy (chunk + (length & (CHUNK_ROWS - 1)) * series->columns, row, series->columns * sizeof *row);
  atomic_store_explicit (&series->length, length + 1, memory_order_release);
  series->appended++;
  return TRUE;
}

guint64
nn_series_appended (const NnSeries *series)
{
  return series->appended;
}

void
nn_series_set_appended (NnSeries *series, guint64 appended)
{
  series->appended = appended;
}

guint64
nn_series_kept (guint64 appended)
{
  guint64 kept = MIN (appended, (guint64) 1 << FULL_BITS);

  for (guint bits = 1; bits <= 64 - FULL_BITS; bits++)
    {
      guint64 first = (guint64) 1 << (FULL_BITS + bits - 1);

      if (appended <= first)
        break;
      kept += ((bits < 64 - FULL_BITS ? MIN (appended, first << 1) : appended) - first - 1) / ((guint64) 1 << bits) + 1;
    }
  return kept;
}

guint64
nn_serial (void)
{
  static _Atomic guint64 last;

  return atomic_fetch_add_explicit (&last, 1, memory_order_relaxed) + 1;
}
