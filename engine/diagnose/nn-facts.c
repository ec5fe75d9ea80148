/* What can be said of data before training. Equal rows are found by a 64-bit hash of their values (FNV-1a over the bits): with 10^6
 * rows two different ones fall together by chance with a probability of 3e-8. */
#include "nn-facts.h"

#include <math.h>
#include <string.h>

#include "nn-channel.h"

struct _NnDataFacts
{
  NnRefs refs;
  DsPrepared *data;
  NnFacts facts;
};

static guint64
hash_values (guint64 hash, const float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      float value = values[i] == 0 ? 0 : values[i]; /* -0 is 0 */
      guint32 bits;

      memcpy (&bits, &value, sizeof bits);
      hash = (hash ^ bits) * G_GUINT64_CONSTANT (0x100000001b3);
      hash ^= hash >> 29;
    }
  return hash;
}

static guint64
hash_inputs (const DsPrepared *data, gsize row)
{
  return hash_values (G_GUINT64_CONSTANT (0xcbf29ce484222325), data->raw + row * data->raw_inputs, data->raw_inputs);
}

/* Rows by the hash of their inputs: the first with it, and whether all with it have one target. */
typedef struct
{
  guint64 hash, target;
  gsize row;
} Row;

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *x = a, *y = b;

  if (x->hash != y->hash)
    return x->hash < y->hash ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

/* One group of rows with equal inputs. */
static void
look_at_group (NnFacts *facts, const DsPrepared *data, const Row *rows, gsize n)
{
  gboolean one_target = TRUE;

  for (gsize i = 1; i < n; i++)
    one_target = one_target && rows[i].target == rows[0].target;
  if (!one_target)
    facts->contradicting += n;
  for (gsize i = 0; i < n; i++)
    {
      gsize twin = 0;

      if (rows[i].row < data->n_train || rows[i].row >= data->n_train + data->n_validation)
        continue;
      while (twin < n && (rows[twin].row >= data->n_train || rows[twin].target != rows[i].target))
        twin++;
      if (twin == n)
        continue;
      if (facts->repeated++ == 0)
        {
          facts->first_repeated = data->source_row[rows[i].row];
          facts->first_original = data->source_row[rows[twin].row];
        }
    }
}

static void
find_equal_rows (NnFacts *facts, const DsPrepared *data)
{
  gsize n = data->n_train + data->n_validation;
  g_autofree Row *rows = g_try_new (Row, MAX (n, 1));

  if (rows == NULL)
    return;
  for (gsize i = 0; i < n; i++)
    rows[i] = (Row) { hash_inputs (data, i), hash_values (1, data->y + i * data->targets, data->targets), i };
  qsort (rows, n, sizeof *rows, compare_rows);
  for (gsize i = 0, end; i < n; i = end)
    {
      for (end = i + 1; end < n && rows[end].hash == rows[i].hash; end++)
        ;
      if (end - i > 1)
        look_at_group (facts, data, rows + i, end - i);
    }
}

static void
measure_inputs (NnFacts *facts, const DsPrepared *data)
{
  facts->low_scale = INFINITY;
  for (guint c = 0; c < data->inputs; c++)
    {
      double sum = 0, squares = 0, n = (double) data->n_train;

      for (gsize r = 0; r < data->n_train; r++)
        {
          double v = (double) data->x[r * data->inputs + c];
          sum += v;
          squares += v * v;
        }
      double mean = sum / n, scale = sqrt (MAX (squares / n - mean * mean, 0));
      if (!(scale > 1e-6 * fabs (mean)) || scale == 0)
        continue; /* constant: no scale to speak of */
      if (scale < facts->low_scale)
        {
          facts->low_scale = scale;
          facts->low_input = c;
        }
      if (scale > facts->high_scale)
        {
          facts->high_scale = scale;
          facts->high_input = c;
        }
      facts->high_mean = MAX (facts->high_mean, fabs (mean));
    }
}

static void
measure_targets (NnFacts *facts, const DsPrepared *data)
{
  double sum = 0, squares = 0, n = MAX ((double) data->n_train, 1);

  facts->n_classes = data->n_classes;
  facts->counts = g_new0 (guint64, MAX (data->n_classes, 1));
  for (gsize r = 0; r < data->n_train; r++)
    {
      double v = (double) data->y[r * data->targets];

      if (data->n_classes > 0)
        facts->counts[(guint) CLAMP (v, 0, data->n_classes - 1)]++;
      sum += v;
      squares += v * v;
    }
  facts->target_mean = sum / n;
  facts->target_variance = MAX (squares / n - sum / n * (sum / n), 0);
}

NnDataFacts *
nn_data_facts_new (DsPrepared *data)
{
  NnDataFacts *self = g_new0 (NnDataFacts, 1);

  nn_refs_init (&self->refs);
  self->data = ds_prepared_ref (data);
  measure_inputs (&self->facts, data);
  measure_targets (&self->facts, data);
  find_equal_rows (&self->facts, data);
  return self;
}

NnDataFacts *
nn_data_facts_ref (NnDataFacts *self)
{
  nn_refs_inc (&self->refs);
  return self;
}

void
nn_data_facts_unref (NnDataFacts *self)
{
  if (self == NULL || !nn_refs_dec (&self->refs))
    return;
  ds_prepared_unref (self->data);
  g_free (self->facts.counts);
  g_free (self);
}

const DsPrepared *
nn_data_facts_data (const NnDataFacts *self)
{
  return self->data;
}

const NnFacts *
nn_data_facts_get (const NnDataFacts *self)
{
  return &self->facts;
}
