#include "nn-trail.h"
#include "nn-keeper.h"

#define MOST_STATES 256
#define FEW 32            /* a history of fewer states leaves room for those that were seen */
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

static void
start_afresh (NnTrail *trail)
{
  g_ptr_array_set_size (trail->frames, 0);
  trail->seen = 0;
  trail->stride = 1;
  trail->passing = FALSE;
}

void
nn_trail_add (NnTrail *trail, NnFrame *frame)
{
  /* With a history all states are there already, and older frames would keep what it has thinned; but of a large network it keeps few. */
  if (frame->history != NULL && nn_history_length (frame->history) >= FEW)
    start_afresh (trail);
  NnFrame *last = trail->frames->len > 0 ? trail->frames->pdata[trail->frames->len - 1] : NULL;
  gsize most = CLAMP (MOST_BYTES / (frame->n_weights * sizeof (float) + sizeof (NnFrame)), FEWEST_STATES, MOST_STATES - FEW);
  if (last != NULL && (last->run != frame->run || last->data != frame->data || last->n_weights != frame->n_weights || frame->step < last->step))
    {
      start_afresh (trail);
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

NnFrame *
nn_trail_newest (const NnTrail *trail)
{
  return trail->frames->pdata[trail->frames->len - 1];
}

static NnWaypoint
waypoint_of_frame (NnFrame *frame)
{
  return (NnWaypoint){ frame->step, frame->n_weights, frame->weights, nn_frame_ref (frame), NULL };
}

static void
state_clear (gpointer data)
{
  NnWaypoint *state = data;
  nn_frame_unref (state->frame);
  if (state->moment != NULL)
    nn_moment_unref (state->moment);
}

static void
add_history (GArray *states, const NnHistory *history, guint64 before, gsize n)
{
  guint length = nn_history_length (history), most = MIN (length, MOST_STATES - 1);
  for (guint i = 0; i < most; i++)
    {
      NnMoment *moment = nn_history_get (history, most > 1 ? (guint) ((guint64) i * (length - 1) / (most - 1)) : 0);
      NnWaypoint state = { moment->step, moment->checkpoint->n, nn_checkpoint_floats (moment->checkpoint, 0), NULL, NULL };
      if (state.n != n || state.step >= before) /* looking back, what came later is not part of the path */
        continue;
      state.moment = nn_moment_ref (moment);
      g_array_append_val (states, state);
    }
}

static int
compare_steps (gconstpointer a, gconstpointer b)
{
  const NnWaypoint *x = a, *y = b;
  if (x->step != y->step)
    return x->step > y->step ? 1 : -1;
  return (x->frame != NULL) - (y->frame != NULL); /* of one step, what was seen comes behind what was kept */
}

static void
drop_repeated (GArray *states)
{
  g_array_sort (states, compare_steps);
  for (guint i = states->len; i-- > 1;)
    if (g_array_index (states, NnWaypoint, i).step == g_array_index (states, NnWaypoint, i - 1).step)
      g_array_remove_index (states, i - 1);
}

GArray *
nn_trail_states (const NnTrail *trail, gsize n)
{
  GArray *states = g_array_new (FALSE, FALSE, sizeof (NnWaypoint));
  g_array_set_clear_func (states, state_clear);
  if (trail->frames->len > 0 && nn_trail_newest (trail)->history != NULL)
    add_history (states, nn_trail_newest (trail)->history, nn_trail_newest (trail)->step, n);
  for (guint i = 0; i < trail->frames->len; i++)
    {
      NnWaypoint state = waypoint_of_frame (trail->frames->pdata[i]);
      if (state.n == n)
        g_array_append_val (states, state);
      else
        state_clear (&state);
    }
  drop_repeated (states);
  return states;
}
