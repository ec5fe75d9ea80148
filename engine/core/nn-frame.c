#include "nn-frame-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn-channel.h"
#include "nn-history.h"

/* Frames kept for the next time. Two travel (one in the mailbox, one on the screen) while a third is being filled. */
#define N_SPARE 4

typedef struct
{
  NnFrame frame; /* first: a frame's address is its holder's */
  NnRefs refs;
  NnFramePool *pool; /* one reference while the frame is out */
  gsize capacity;    /* floats in frame.weights, behind which a small network's gradients have their room */
} Holder;

/* The spare frames lie in mailboxes: putting and taking are single exchanges, from whatever thread drops the last reference. */
struct _NnFramePool
{
  NnRefs refs; /* the owner's, and one for each frame out */
  NnMailbox spare[N_SPARE];
};

static void
holder_free (Holder *holder)
{
  free (holder->frame.weights);
  g_free (holder);
}

static void
pool_unref (NnFramePool *pool)
{
  if (!nn_refs_dec (&pool->refs))
    return;
  for (guint i = 0; i < N_SPARE; i++)
    {
      Holder *holder = nn_mailbox_take (&pool->spare[i]);

      if (holder != NULL)
        holder_free (holder);
    }
  g_free (pool);
}

NnFramePool *
nn_frame_pool_new (void)
{
  NnFramePool *pool = g_new0 (NnFramePool, 1);

  nn_refs_init (&pool->refs);
  return pool;
}

void
nn_frame_pool_free (NnFramePool *pool)
{
  if (pool != NULL)
    pool_unref (pool);
}

static Holder *
pool_take_spare (NnFramePool *pool)
{
  Holder *holder = NULL;

  for (guint i = 0; i < N_SPARE && holder == NULL; i++)
    holder = nn_mailbox_take (&pool->spare[i]);
  return holder;
}

static void
pool_keep (NnFramePool *pool, Holder *holder)
{
  for (guint i = 0; i < N_SPARE && holder != NULL; i++)
    holder = nn_mailbox_put (&pool->spare[i], holder);
  if (holder != NULL) /* all places were taken: one frame is pushed out at the end */
    holder_free (holder);
}

/* Room for n floats on a cache line's boundary. A buffer of more than four times the need is given back, so that one big
 * network does not hold its memory for the rest of a session. */
static gboolean
holder_reserve (Holder *holder, gsize n)
{
  gsize bytes;

  if (holder->frame.weights != NULL && n <= holder->capacity && (holder->capacity <= 4096 || holder->capacity / 4 <= n))
    return TRUE;
  free (holder->frame.weights);
  holder->frame.weights = NULL;
  holder->capacity = 0;
  if (n > (G_MAXSIZE - 63) / sizeof (float))
    return FALSE;
  bytes = (MAX (n, 1) * sizeof (float) + 63) & ~(gsize) 63;
  holder->frame.weights = aligned_alloc (64, bytes);
  if (holder->frame.weights == NULL)
    return FALSE;
  holder->capacity = bytes / sizeof (float);
  return TRUE;
}

void
nn_frame_copy_gradients (NnFrame *frame, const float *gradients)
{
  if (frame->n_weights > NN_FRAME_MOST_GRADIENTS)
    return;
  memcpy (frame->weights + frame->n_weights, gradients, frame->n_weights * sizeof (float));
  frame->gradients = frame->weights + frame->n_weights;
}

static void
frame_clear (NnFrame *frame)
{
  float *weights = frame->weights;

  memset (frame, 0, sizeof *frame);
  frame->weights = weights;
  frame->batch_loss = frame->train_loss = frame->validation_loss = NAN;
  frame->train_accuracy = frame->validation_accuracy = frame->train_balanced = frame->validation_balanced = NAN;
  frame->diverged_layer = -1;
}

NnFrame *
nn_frame_pool_get (NnFramePool *pool, gsize n_weights)
{
  Holder *holder = pool_take_spare (pool);

  if (holder == NULL)
    holder = g_try_new0 (Holder, 1);
  if (holder == NULL)
    return NULL;
  if (!holder_reserve (holder, n_weights <= NN_FRAME_MOST_GRADIENTS ? 2 * n_weights : n_weights))
    {
      holder_free (holder);
      return NULL;
    }
  frame_clear (&holder->frame);
  holder->frame.n_weights = n_weights;
  nn_refs_init (&holder->refs);
  nn_refs_inc (&pool->refs);
  holder->pool = pool;
  return &holder->frame;
}

const char *
nn_stop_name (NnStop stop)
{
  switch (stop)
    {
    case NN_STOP_EPOCHS:
      return "epochs";
    case NN_STOP_LOSS_BELOW:
      return "loss_below";
    case NN_STOP_PATIENCE:
      return "patience";
    case NN_STOP_DIVERGED:
      return "diverged";
    case NN_STOP_INTERRUPTED:
      return "interrupted";
    case NN_STOP_NONE:
    default:
      return "none";
    }
}

NnFrame *
nn_frame_ref (NnFrame *frame)
{
  nn_refs_inc (&((Holder *) frame)->refs);
  return frame;
}

void
nn_frame_unref (NnFrame *frame)
{
  Holder *holder = (Holder *) frame;
  NnFramePool *pool;

  if (frame == NULL || !nn_refs_dec (&holder->refs))
    return;
  g_clear_pointer (&frame->spec, nn_spec_unref);
  g_clear_pointer (&frame->data, ds_prepared_unref);
  g_clear_pointer (&frame->epochs, nn_series_unref);
  g_clear_pointer (&frame->steps, nn_series_unref);
  g_clear_pointer (&frame->history, nn_history_unref);
  g_clear_pointer (&frame->evaluated, nn_series_unref);
  g_clear_pointer (&frame->layer_series, nn_layer_series_unref);
  pool = g_steal_pointer (&holder->pool);
  pool_keep (pool, holder);
  pool_unref (pool);
}
