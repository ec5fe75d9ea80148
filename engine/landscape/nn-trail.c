#include "nn-landscape.h"

#define MOST_STATES 256
#define FEWEST_STATES 16
#define MOST_BYTES ((gsize) 48 << 20)

struct _NnTrail
{
  GPtrArray *frames; /* owned refs; the last one is always the newest */
  guint64 seen;      /* frames since the start */
  guint64 stride;    /* every stride-th stays */
  gboolean passing;  /* the last one goes when the next comes */
};

NnTrail *
nn_trail_new (void)
{
  NnTrail *trail = g_new0 (NnTrail, 1);
  trail->frames = g_ptr_array_new_with_free_func ((GDestroyNotify) nn_frame_unref);
  trail->stride = 1;
  return trail;
}

void
nn_trail_free (NnTrail *trail)
{
  if (trail == NULL)
    return;
  g_ptr_array_unref (trail->frames);
  g_free (trail);
}

static void
thin (NnTrail *trail)
{
  GPtrArray *kept = g_ptr_array_new_with_free_func ((GDestroyNotify) nn_frame_unref);
  for (guint i = 0; i < trail->frames->len; i += 2)
    g_ptr_array_add (kept, nn_frame_ref (trail->frames->pdata[i]));
  g_ptr_array_unref (trail->frames);
  trail->frames = kept;
  trail->stride *= 2;
}

void
nn_trail_add (NnTrail *trail, NnFrame *frame)
{
  NnFrame *last = trail->frames->len > 0 ? trail->frames->pdata[trail->frames->len - 1] : NULL;
  gsize most = CLAMP (MOST_BYTES / (frame->n_weights * sizeof (float) + sizeof (NnFrame)), FEWEST_STATES, MOST_STATES);
  if (last != NULL && (last->run != frame->run || last->data != frame->data || last->n_weights != frame->n_weights || frame->step < last->step))
    {
      g_ptr_array_set_size (trail->frames, 0);
      trail->seen = 0;
      trail->stride = 1;
      trail->passing = FALSE;
      last = NULL;
    }
  if (last != NULL && last->step == frame->step)
    {
      g_ptr_array_set_size (trail->frames, (int) trail->frames->len - 1);
      g_ptr_array_add (trail->frames, nn_frame_ref (frame));
      return;
    }
  if (trail->passing)
    g_ptr_array_set_size (trail->frames, (int) trail->frames->len - 1);
  if (trail->frames->len >= most)
    thin (trail);
  trail->passing = trail->seen % trail->stride != 0;
  trail->seen++;
  g_ptr_array_add (trail->frames, nn_frame_ref (frame));
}

guint
nn_trail_length (const NnTrail *trail)
{
  return trail->frames->len;
}

NnFrame *
nn_trail_get (const NnTrail *trail, guint index)
{
  return trail->frames->pdata[index];
}
