#include "nn-channel.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "nn-error.h"

/* How long a thread looks for work, or for the end of work, before it sleeps. A sleep and its wake-up cost about as much, so
 * spinning longer would take a core from the window for nothing. */
#define SPIN_NS 20000
#define SPINS_PER_CLOCK 64

/* --- Reference counts ------------------------------------------------------------------------- */

void
nn_refs_init (NnRefs *refs)
{
  atomic_init (&refs->count, 1);
}

void
nn_refs_inc (NnRefs *refs)
{
  atomic_fetch_add_explicit (&refs->count, 1, memory_order_relaxed);
}

gboolean
nn_refs_dec (NnRefs *refs)
{
  return atomic_fetch_sub_explicit (&refs->count, 1, memory_order_acq_rel) == 1;
}

/* --- Threads ---------------------------------------------------------------------------------- */

static _Atomic int niceness;

void
nn_threads_set_nice (int nice)
{
  atomic_store_explicit (&niceness, nice, memory_order_relaxed);
}

struct _NnThread
{
  pthread_t id;
  char name[16]; /* with its NUL, the most the kernel keeps */
  void (*run) (gpointer);
  gpointer user_data;
};

static void *
thread_main (void *data)
{
  NnThread *thread = data;
  int nice = atomic_load_explicit (&niceness, memory_order_relaxed);

  pthread_setname_np (pthread_self (), thread->name);
  if (nice > 0)
    setpriority (PRIO_PROCESS, (id_t) gettid (), nice); /* of this thread alone, on Linux */
  thread->run (thread->user_data);
  return NULL;
}

NnThread *
nn_thread_start (const char *name, void (*run) (gpointer), gpointer user_data, GError **error)
{
  NnThread *thread = g_new0 (NnThread, 1);
  int failed;

  g_strlcpy (thread->name, name, sizeof thread->name);
  thread->run = run;
  thread->user_data = user_data;
  failed = pthread_create (&thread->id, NULL, thread_main, thread);
  if (failed != 0)
    {
      g_free (thread);
      g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, _("The system could not start another thread (%s). Close other programs and try again."),
                   g_strerror (failed));
      return NULL;
    }
  return thread;
}

void
nn_thread_join (NnThread *thread)
{
  pthread_join (thread->id, NULL);
  g_free (thread);
}

/* --- Mailbox ---------------------------------------------------------------------------------- */

gpointer
nn_mailbox_put (NnMailbox *mailbox, gpointer value)
{
  return atomic_exchange_explicit (&mailbox->slot, value, memory_order_acq_rel);
}

gpointer
nn_mailbox_take (NnMailbox *mailbox)
{
  /* Looking first keeps the cache line shared while nothing comes. */
  if (atomic_load_explicit (&mailbox->slot, memory_order_relaxed) == NULL)
    return NULL;
  return atomic_exchange_explicit (&mailbox->slot, NULL, memory_order_acq_rel);
}

gboolean
nn_mailbox_is_empty (NnMailbox *mailbox)
{
  return atomic_load_explicit (&mailbox->slot, memory_order_acquire) == NULL;
}

/* --- Counter ---------------------------------------------------------------------------------- */

guint64
nn_counter_get (NnCounter *counter)
{
  return atomic_load_explicit (&counter->value, memory_order_acquire);
}

void
nn_counter_set (NnCounter *counter, guint64 value)
{
  atomic_store_explicit (&counter->value, value, memory_order_release);
}

/* --- Lock and condition on the monotonic clock ------------------------------------------------- */

typedef struct
{
  pthread_mutex_t mutex;
  pthread_cond_t cond;
} Monitor;

static void
monitor_init (Monitor *monitor)
{
  pthread_condattr_t attributes;

  pthread_mutex_init (&monitor->mutex, NULL);
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&monitor->cond, &attributes);
  pthread_condattr_destroy (&attributes);
}

static void
monitor_clear (Monitor *monitor)
{
  pthread_cond_destroy (&monitor->cond);
  pthread_mutex_destroy (&monitor->mutex);
}

static struct timespec
monitor_deadline (double seconds)
{
  const double longest = 1e9; /* thirty years: as good as for ever, and time_t cannot overflow */
  struct timespec t;
  double whole, nanoseconds;

  clock_gettime (CLOCK_MONOTONIC, &t);
  seconds = seconds < longest ? seconds : longest;
  whole = (double) (gint64) seconds;
  nanoseconds = (double) t.tv_nsec + (seconds - whole) * 1e9;
  t.tv_sec += (time_t) whole;
  if (nanoseconds >= 1e9)
    {
      t.tv_sec += 1;
      nanoseconds -= 1e9;
    }
  t.tv_nsec = (long) nanoseconds;
  return t;
}

/* Locked. FALSE once the time is over. A negative time has none. */
static gboolean
monitor_wait (Monitor *monitor, double seconds, const struct timespec *deadline)
{
  if (seconds < 0)
    {
      pthread_cond_wait (&monitor->cond, &monitor->mutex);
      return TRUE;
    }
  return pthread_cond_timedwait (&monitor->cond, &monitor->mutex, deadline) != ETIMEDOUT;
}

/* --- Queue ------------------------------------------------------------------------------------ */

typedef struct _Node Node;
struct _Node
{
  Node *next;
  gpointer value;
};

struct _NnQueue
{
  Monitor monitor;
  Node *first, *last;
  _Atomic guint length; /* written under the lock, read without it */
};

NnQueue *
nn_queue_new (void)
{
  NnQueue *queue = g_new0 (NnQueue, 1);

  monitor_init (&queue->monitor);
  atomic_init (&queue->length, 0);
  return queue;
}

void
nn_queue_free (NnQueue *queue)
{
  g_assert (queue->first == NULL);
  monitor_clear (&queue->monitor);
  g_free (queue);
}

void
nn_queue_push (NnQueue *queue, gpointer value)
{
  Node *node = g_new (Node, 1);

  g_assert (value != NULL);
  node->next = NULL;
  node->value = value;
  pthread_mutex_lock (&queue->monitor.mutex);
  if (queue->last != NULL)
    queue->last->next = node;
  else
    queue->first = node;
  queue->last = node;
  atomic_fetch_add_explicit (&queue->length, 1, memory_order_release);
  pthread_cond_signal (&queue->monitor.cond);
  pthread_mutex_unlock (&queue->monitor.mutex);
}

/* Locked. */
static Node *
queue_unlink_first (NnQueue *queue)
{
  Node *node = queue->first;

  if (node == NULL)
    return NULL;
  queue->first = node->next;
  if (queue->first == NULL)
    queue->last = NULL;
  atomic_fetch_sub_explicit (&queue->length, 1, memory_order_relaxed);
  return node;
}

static gpointer
node_free_value (Node *node)
{
  gpointer value;

  if (node == NULL)
    return NULL;
  value = node->value;
  g_free (node);
  return value;
}

gpointer
nn_queue_try_pop (NnQueue *queue)
{
  Node *node;

  if (nn_queue_is_empty (queue))
    return NULL;
  pthread_mutex_lock (&queue->monitor.mutex);
  node = queue_unlink_first (queue);
  pthread_mutex_unlock (&queue->monitor.mutex);
  return node_free_value (node);
}

gpointer
nn_queue_pop (NnQueue *queue, double seconds)
{
  struct timespec deadline = { 0 };
  Node *node;

  if (seconds >= 0)
    deadline = monitor_deadline (seconds);
  pthread_mutex_lock (&queue->monitor.mutex);
  while (queue->first == NULL && monitor_wait (&queue->monitor, seconds, &deadline))
    ;
  node = queue_unlink_first (queue);
  pthread_mutex_unlock (&queue->monitor.mutex);
  return node_free_value (node);
}

gboolean
nn_queue_is_empty (NnQueue *queue)
{
  return atomic_load_explicit (&queue->length, memory_order_acquire) == 0;
}

/* --- Event ------------------------------------------------------------------------------------ */

struct _NnEvent
{
  Monitor monitor;
  gboolean on;
};

NnEvent *
nn_event_new (void)
{
  NnEvent *event = g_new0 (NnEvent, 1);

  monitor_init (&event->monitor);
  return event;
}

void
nn_event_free (NnEvent *event)
{
  monitor_clear (&event->monitor);
  g_free (event);
}

void
nn_event_set (NnEvent *event, gboolean on)
{
  pthread_mutex_lock (&event->monitor.mutex);
  event->on = on;
  if (on)
    pthread_cond_broadcast (&event->monitor.cond);
  pthread_mutex_unlock (&event->monitor.mutex);
}

gboolean
nn_event_wait (NnEvent *event, double seconds)
{
  struct timespec deadline = { 0 };
  gboolean on;

  if (seconds >= 0)
    deadline = monitor_deadline (seconds);
  pthread_mutex_lock (&event->monitor.mutex);
  while (!event->on && monitor_wait (&event->monitor, seconds, &deadline))
    ;
  on = event->on;
  pthread_mutex_unlock (&event->monitor.mutex);
  return on;
}

/* --- Pool -------------------------------------------------------------------------------------
 *
 * A job is announced in one 64-bit ticket: its number in the high half, the next free tile in the low half. A thread takes a
 * tile by compare-and-swap on the whole ticket, so it can never take a tile of a job other than the one whose fields it has
 * read. While the caller writes the fields of the next job the ticket says CLOSED; as the fields are stored with release and
 * loaded with acquire order, whoever has seen a new field also sees that the old ticket is gone, and its swap fails. */

#define CLOSED 0xffffffffu
#define MAX_POOL 64

struct _NnPool
{
  guint threads; /* with the caller's */
  NnThread *workers[MAX_POOL];
  _Atomic guint64 ticket;
  _Atomic guint n_tiles;
  _Atomic (NnTileFunc) func;
  _Atomic (gpointer) data;
  _Atomic guint done; /* tiles of this job */
  _Atomic gboolean quit;
  _Atomic guint sleeping;       /* workers in, or on their way into, `wake` */
  _Atomic gboolean caller_waits; /* likewise the caller in `finished` */
  Monitor wake, finished;
};

static guint64
ticket (guint32 job, guint32 tile)
{
  return (guint64) job << 32 | tile;
}

static guint32
ticket_job (guint64 t)
{
  return (guint32) (t >> 32);
}

static inline void
relax (void)
{
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause ();
#elif defined(__aarch64__)
  __asm__ volatile ("yield");
#endif
}

static gint64
now_ns (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (gint64) t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Spins until `ready` or the time is over; returns whether it became ready. */
static gboolean
spin (NnPool *pool, gboolean (*ready) (NnPool *pool, guint32 job), guint32 job)
{
  gint64 end = now_ns () + SPIN_NS;

  do
    for (guint i = 0; i < SPINS_PER_CLOCK; i++)
      {
        if (ready (pool, job))
          return TRUE;
        relax ();
      }
  while (now_ns () < end);
  return FALSE;
}

/* Runs tiles until none is left; returns the number of the job whose end it saw. */
static guint32
take_tiles (NnPool *pool)
{
  guint64 t = atomic_load_explicit (&pool->ticket, memory_order_acquire);

  for (;;)
    {
      guint32 tile = (guint32) t;
      NnTileFunc func = atomic_load_explicit (&pool->func, memory_order_acquire);
      gpointer data = atomic_load_explicit (&pool->data, memory_order_acquire);
      guint n_tiles = atomic_load_explicit (&pool->n_tiles, memory_order_acquire);

      if (tile == CLOSED || tile >= n_tiles)
        {
          guint64 again = atomic_load_explicit (&pool->ticket, memory_order_acquire);

          if (again == t)
            return tile == CLOSED ? ticket_job (t) - 1 : ticket_job (t);
          t = again; /* the fields may have been another job's */
          continue;
        }
      if (!atomic_compare_exchange_weak_explicit (&pool->ticket, &t, t + 1, memory_order_acq_rel, memory_order_acquire))
        continue;
      func (data, tile);
      atomic_fetch_add (&pool->done, 1);
      /* Sequentially consistent like the caller's store: either it sees the tile done, or this sees it waiting. */
      if (atomic_load (&pool->caller_waits))
        {
          pthread_mutex_lock (&pool->finished.mutex);
          pthread_cond_signal (&pool->finished.cond);
          pthread_mutex_unlock (&pool->finished.mutex);
        }
      t = atomic_load_explicit (&pool->ticket, memory_order_acquire);
    }
}

static gboolean
job_is_new (NnPool *pool, guint32 seen)
{
  guint64 t = atomic_load (&pool->ticket);

  return ((guint32) t != CLOSED && ticket_job (t) != seen) || atomic_load (&pool->quit);
}

static void
worker (gpointer data)
{
  NnPool *pool = data;
  guint32 seen = 0;

  for (;;)
    {
      if (!spin (pool, job_is_new, seen))
        {
          pthread_mutex_lock (&pool->wake.mutex);
          atomic_fetch_add (&pool->sleeping, 1);
          while (!job_is_new (pool, seen))
            pthread_cond_wait (&pool->wake.cond, &pool->wake.mutex);
          atomic_fetch_sub (&pool->sleeping, 1);
          pthread_mutex_unlock (&pool->wake.mutex);
        }
      if (atomic_load (&pool->quit))
        return;
      seen = take_tiles (pool);
    }
}

static void
wake_workers (NnPool *pool)
{
  if (atomic_load (&pool->sleeping) == 0)
    return;
  pthread_mutex_lock (&pool->wake.mutex);
  pthread_cond_broadcast (&pool->wake.cond);
  pthread_mutex_unlock (&pool->wake.mutex);
}

NnPool *
nn_pool_new (guint threads)
{
  NnPool *pool = g_new0 (NnPool, 1);

  if (threads == 0)
    {
      long cores = sysconf (_SC_NPROCESSORS_ONLN);

      threads = (guint) CLAMP (cores, 1, 8);
    }
  threads = MIN (threads, MAX_POOL);
  monitor_init (&pool->wake);
  monitor_init (&pool->finished);
  atomic_init (&pool->ticket, ticket (0, CLOSED));
  pool->threads = 1;
  while (pool->threads < threads)
    {
      char name[16];

      g_snprintf (name, sizeof name, "nn-worker-%u", pool->threads);
      pool->workers[pool->threads] = nn_thread_start (name, worker, pool, NULL);
      if (pool->workers[pool->threads] == NULL)
        break;
      pool->threads++;
    }
  return pool;
}

void
nn_pool_free (NnPool *pool)
{
  atomic_store (&pool->quit, TRUE);
  wake_workers (pool);
  for (guint i = 1; i < pool->threads; i++)
    nn_thread_join (pool->workers[i]);
  monitor_clear (&pool->wake);
  monitor_clear (&pool->finished);
  g_free (pool);
}

guint
nn_pool_threads (const NnPool *pool)
{
  return pool != NULL ? pool->threads : 1;
}

static gboolean
job_is_done (NnPool *pool, guint32 job)
{
  return atomic_load (&pool->done) == atomic_load_explicit (&pool->n_tiles, memory_order_relaxed);
}

static void
wait_for_job (NnPool *pool, guint32 job)
{
  if (job_is_done (pool, job) || spin (pool, job_is_done, job))
    return;
  pthread_mutex_lock (&pool->finished.mutex);
  atomic_store (&pool->caller_waits, TRUE);
  while (!job_is_done (pool, job))
    pthread_cond_wait (&pool->finished.cond, &pool->finished.mutex);
  atomic_store (&pool->caller_waits, FALSE);
  pthread_mutex_unlock (&pool->finished.mutex);
}

void
nn_pool_run (NnPool *pool, NnTileFunc func, gpointer data, guint n_tiles)
{
  guint32 job;

  if (pool == NULL || pool->threads == 1 || n_tiles <= 1)
    {
      for (guint tile = 0; tile < n_tiles; tile++)
        func (data, tile);
      return;
    }
  g_assert (n_tiles < CLOSED);
  job = ticket_job (atomic_load_explicit (&pool->ticket, memory_order_relaxed)) + 1;
  atomic_store (&pool->ticket, ticket (job, CLOSED));
  atomic_store_explicit (&pool->func, func, memory_order_release);
  atomic_store_explicit (&pool->data, data, memory_order_release);
  atomic_store_explicit (&pool->n_tiles, n_tiles, memory_order_release);
  atomic_store (&pool->done, 0);
  atomic_store (&pool->ticket, ticket (job, 0));
  wake_workers (pool);
  take_tiles (pool);
  wait_for_job (pool, job);
}
