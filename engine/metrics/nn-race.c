/* What a race has come to: standings, and where curves cross. */
#include "nn-race.h"

#include <math.h>
#include <stdlib.h>

#define PAIRS (NN_RACE_LANES * (NN_RACE_LANES - 1) / 2)

gboolean
nn_standing_update (NnStanding *self, const NnFrame *frame, double target)
{
  guint64 length = nn_series_length (frame->epochs), from;
  guint watched = frame->data->n_validation > 0 ? NN_VALIDATION_LOSS : NN_TRAIN_LOSS;

  if (self->series != frame->epochs || (self->target != target && !(isnan (self->target) && isnan (target))))
    *self = (NnStanding){ .series = frame->epochs, .best_validation = NAN, .best_validation_step = NAN, .best_train = NAN,
                          .best_train_step = NAN, .target = target, .reached_step = NAN, .reached_epoch = NAN };
  for (from = self->row; self->row < length; self->row++)
    {
      const double *row = nn_series_row (frame->epochs, self->row);

      if (isnan (self->reached_step) && row[watched] <= target)
        {
          self->reached_step = row[NN_STEP];
          self->reached_epoch = row[NN_EPOCH];
        }
      if (row[NN_VALIDATION_LOSS] < self->best_validation || (isnan (self->best_validation) && isfinite (row[NN_VALIDATION_LOSS])))
        {
          self->best_validation = row[NN_VALIDATION_LOSS];
          self->best_validation_step = row[NN_STEP];
        }
      if (row[NN_TRAIN_LOSS] < self->best_train || (isnan (self->best_train) && isfinite (row[NN_TRAIN_LOSS])))
        {
          self->best_train = row[NN_TRAIN_LOSS];
          self->best_train_step = row[NN_STEP];
        }
    }
  return self->row > from;
}

/* A curve being read: the rows on both sides of where the comparison is. */
typedef struct
{
  NnRaceCurve curve;
  guint64 row;
  double mean, left; /* of smoothing */
  double x[2], y[2];
  guint n;           /* rows there: 2 where the next one is known */
} Reader;

typedef struct
{
  Reader reader[2];
  guint lane[2];
  double x, difference; /* of the last place where they were not equal */
  gboolean crossed;
  NnCrossing last;
} Pair;

struct _NnCrossings
{
  double weight;
  guint n_pairs;
  Pair pairs[PAIRS];
};

NnCrossings *
nn_crossings_new (const NnRaceCurve *curves, guint n, double weight)
{
  NnCrossings *self = g_new0 (NnCrossings, 1);

  self->weight = CLAMP (weight, 0, 0.9999);
  for (guint a = 0; a < MIN (n, NN_RACE_LANES); a++)
    for (guint b = a + 1; b < MIN (n, NN_RACE_LANES); b++)
      {
        Pair *pair = &self->pairs[self->n_pairs];
        const NnRaceCurve *both[2] = { &curves[a], &curves[b] };

        if (curves[a].y == NULL || curves[b].y == NULL)
          continue;
        self->n_pairs++;
        pair->lane[0] = a;
        pair->lane[1] = b;
        for (guint i = 0; i < 2; i++)
          {
            pair->reader[i].curve = *both[i];
            pair->reader[i].left = 1;
            nn_series_ref (both[i]->x);
            nn_series_ref (both[i]->y);
          }
      }
  return self;
}

void
nn_crossings_free (NnCrossings *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_pairs; i++)
    for (guint k = 0; k < 2; k++)
      {
        nn_series_unref (self->pairs[i].reader[k].curve.x);
        nn_series_unref (self->pairs[i].reader[k].curve.y);
      }
  g_free (self);
}

/* Reads up to the row after the present place; FALSE: it is not there yet. */
static gboolean
fill (Reader *r, double weight)
{
  guint64 length = MIN (nn_series_length (r->curve.x), nn_series_length (r->curve.y));

  for (; r->n < 2 && r->row < length; r->row++)
    {
      double x = nn_series_row (r->curve.x, r->row)[r->curve.x_column], y = nn_series_row (r->curve.y, r->row)[r->curve.y_column];

      if (!isfinite (x) || !isfinite (y) || (r->n > 0 && x <= r->x[r->n - 1]))
        continue;
      r->mean = weight * r->mean + (1 - weight) * y;
      r->left *= weight;
      r->x[r->n] = x;
      r->y[r->n++] = r->mean / (1 - r->left);
    }
  return r->n == 2;
}

static void
advance (Reader *r)
{
  r->x[0] = r->x[1];
  r->y[0] = r->y[1];
  r->n = 1;
}

static double
at (const Reader *r, double x)
{
  double t = (x - r->x[0]) / (r->x[1] - r->x[0]);

  return r->y[0] + t * (r->y[1] - r->y[0]);
}

static void
compare (Pair *pair, double x)
{
  Reader *a = &pair->reader[0], *b = &pair->reader[1];
  double difference, from, cross, share;

  if (x < a->x[0] || x < b->x[0])
    return; /* only one of them has begun */
  difference = at (a, x) - at (b, x);
  if (difference == 0)
    return;
  if (pair->difference * difference < 0)
    {
      /* Both are straight lines from the later of their last rows on; where they were equal at a row in between, that is the place. */
      from = MAX (pair->x, MAX (a->x[0], b->x[0]));
      share = at (a, from) - at (b, from);
      cross = share * difference < 0 ? from + (x - from) * share / (share - difference) : from;
      pair->crossed = TRUE;
      pair->last = (NnCrossing){ pair->lane[difference < 0 ? 0 : 1], pair->lane[difference < 0 ? 1 : 0], cross, at (a, cross) };
    }
  pair->x = x;
  pair->difference = difference;
}

/* Which rows both have is known only up to the shorter one's end. */
static gboolean
follow (Pair *pair, double weight, guint64 max_rows)
{
  Reader *a = &pair->reader[0], *b = &pair->reader[1];

  for (guint64 i = 0; fill (a, weight) && fill (b, weight); i++)
    {
      double x = MIN (a->x[1], b->x[1]);

      if (max_rows > 0 && i >= max_rows)
        return TRUE;
      compare (pair, x);
      if (a->x[1] == x)
        advance (a);
      if (b->x[1] == x)
        advance (b);
    }
  return FALSE;
}

gboolean
nn_crossings_update (NnCrossings *self, guint64 max_rows)
{
  gboolean more = FALSE;

  for (guint i = 0; i < self->n_pairs; i++)
    more |= follow (&self->pairs[i], self->weight, max_rows);
  return more;
}

static int
by_x (const void *a, const void *b)
{
  double x = ((const NnCrossing *) a)->x, y = ((const NnCrossing *) b)->x;

  return x < y ? -1 : x > y;
}

guint
nn_crossings_get (const NnCrossings *self, NnCrossing *out)
{
  guint n = 0;

  for (guint i = 0; i < self->n_pairs; i++)
    if (self->pairs[i].crossed)
      out[n++] = self->pairs[i].last;
  qsort (out, n, sizeof *out, by_x);
  return n;
}
