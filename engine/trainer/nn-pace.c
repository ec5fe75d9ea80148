/* Each lane writes its own place and reads those of the others: counters alone, nothing to lock. Who may not go on asks again soon. */
#include "nn-pace.h"

#include "nn-channel.h"

/* Where all come to rest must lie ahead of the first, which goes on while it is chosen. */
#define HOLD_BATCHES 8

struct _NnPace
{
  NnRefs refs;
  NnCounter place[NN_RACE_LANES], batch[NN_RACE_LANES];
  NnCounter limit; /* nobody goes on from there */
};

NnPace *
nn_pace_new (void)
{
  NnPace *self = g_new0 (NnPace, 1);

  nn_refs_init (&self->refs);
  for (guint i = 0; i < NN_RACE_LANES; i++)
    nn_counter_set (&self->place[i], G_MAXUINT64);
  nn_counter_set (&self->limit, G_MAXUINT64);
  return self;
}

NnPace *
nn_pace_ref (NnPace *self)
{
  nn_refs_inc (&self->refs);
  return self;
}

void
nn_pace_unref (NnPace *self)
{
  if (self != NULL && nn_refs_dec (&self->refs))
    g_free (self);
}

void
nn_pace_set (NnPace *self, guint lane, guint64 place, guint64 batch)
{
  nn_counter_set (&self->batch[lane], batch);
  nn_counter_set (&self->place[lane], place);
}

void
nn_pace_leave (NnPace *self, guint lane)
{
  nn_counter_set (&self->place[lane], G_MAXUINT64);
}

/* Of those that take part: the first and the last place, and the largest batch. FALSE: nobody does. */
static gboolean
survey (NnPace *self, guint64 *last, guint64 *first, guint64 *batch)
{
  *last = G_MAXUINT64;
  *first = 0;
  *batch = 1;
  for (guint i = 0; i < NN_RACE_LANES; i++)
    {
      guint64 place = nn_counter_get (&self->place[i]);

      if (place == G_MAXUINT64)
        continue;
      *last = MIN (*last, place);
      *first = MAX (*first, place);
      *batch = MAX (*batch, nn_counter_get (&self->batch[i]));
    }
  return *last != G_MAXUINT64;
}

gboolean
nn_pace_may_go (NnPace *self, guint lane)
{
  guint64 last, first, batch, place = nn_counter_get (&self->place[lane]);

  if (place == G_MAXUINT64)
    return TRUE;
  if (place >= nn_counter_get (&self->limit))
    return FALSE;
  return !survey (self, &last, &first, &batch) || place < last + NN_RACE_SLACK * batch;
}

gboolean
nn_pace_is_at_hold (NnPace *self, guint lane)
{
  guint64 place = nn_counter_get (&self->place[lane]);

  return place != G_MAXUINT64 && place >= nn_counter_get (&self->limit);
}

void
nn_pace_go (NnPace *self)
{
  nn_counter_set (&self->limit, G_MAXUINT64);
}

void
nn_pace_hold (NnPace *self)
{
  guint64 last, first, batch;

  if (survey (self, &last, &first, &batch))
    nn_counter_set (&self->limit, first + HOLD_BATCHES * batch);
}

gboolean
nn_pace_is_held (NnPace *self)
{
  guint64 last, first, batch;

  return !survey (self, &last, &first, &batch) || last >= nn_counter_get (&self->limit);
}
