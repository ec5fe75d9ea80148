/* Threads and what passes between them: the only place of the engine with pthread and C11 atomics (but for NnSeries: its
 * published length, and serial numbers).
 *
 * GLib's locks are opaque to ThreadSanitizer; these are not, so the engine is provably clean under it. */
#pragma once
#include <glib.h>

G_BEGIN_DECLS

/* A reference count: starts at 1. */
typedef struct
{
  _Atomic int count;
} NnRefs;
void nn_refs_init (NnRefs *refs);
void nn_refs_inc (NnRefs *refs);
gboolean nn_refs_dec (NnRefs *refs); /* TRUE: that was the last one (with acquire/release order) */

/* A number that no other call in this process gets; they grow. (nn-series.c) */
guint64 nn_serial (void);

typedef struct _NnThread NnThread;
NnThread *nn_thread_start (const char *name, void (*run) (gpointer), gpointer user_data, GError **error);
void nn_thread_join (NnThread *thread); /* and frees it */
/* The scheduler's niceness, 0 to 19, of threads started from now on. */
void nn_threads_set_nice (int nice);

/* A mailbox for the newest value only: one atomic exchange a call, never waits. */
typedef struct
{
  void *_Atomic slot;
} NnMailbox;
gpointer nn_mailbox_put (NnMailbox *mailbox, gpointer value); /* what was not taken; the caller frees it */
gpointer nn_mailbox_take (NnMailbox *mailbox);
gboolean nn_mailbox_is_empty (NnMailbox *mailbox); /* a look, nothing taken */

/* A number one thread sets and others watch: what was written before a set is seen after a get of it. Starts at 0. */
typedef struct
{
  _Atomic guint64 value;
} NnCounter;
guint64 nn_counter_get (NnCounter *counter);
void nn_counter_set (NnCounter *counter, guint64 value);

/* A queue of pointers in order: any thread pushes (never blocks for long: the lock is held for an append), one thread pops. */
typedef struct _NnQueue NnQueue;
NnQueue *nn_queue_new (void);
void nn_queue_free (NnQueue *queue); /* must be empty */
void nn_queue_push (NnQueue *queue, gpointer value);
gpointer nn_queue_try_pop (NnQueue *queue);                /* NULL if empty: one relaxed atomic load when nothing waits */
gpointer nn_queue_pop (NnQueue *queue, double seconds);    /* waits; negative: for ever; NULL on time-out */
gboolean nn_queue_is_empty (NnQueue *queue);

/* A latch for blocking callers: wait until a generation passes. */
typedef struct _NnEvent NnEvent;
NnEvent *nn_event_new (void);
void nn_event_free (NnEvent *event);
void nn_event_set (NnEvent *event, gboolean on);
gboolean nn_event_wait (NnEvent *event, double seconds); /* until on; negative: no limit; FALSE on time-out */

/* Fork and join over a fixed number of tiles. Which thread takes a tile does not matter to the result: tiles are fixed by shape
 * alone and write to places of their own. Workers spin briefly, then sleep. With one thread, or one tile, it is a plain loop. */
typedef struct _NnPool NnPool;
NnPool *nn_pool_new (guint threads); /* 0: one a core, at most 8; fewer if threads cannot be started */
void nn_pool_free (NnPool *pool);
guint nn_pool_threads (const NnPool *pool);
typedef void (*NnTileFunc) (gpointer data, guint tile);
void nn_pool_run (NnPool *pool, NnTileFunc func, gpointer data, guint n_tiles); /* pool NULL: a plain loop */

G_END_DECLS
