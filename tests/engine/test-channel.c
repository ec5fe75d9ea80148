/* Threads and hand-offs under stress. Built once more with -fsanitize=thread by hand; it must be clean without suppressions. */
#include "nn-channel.h"

#include <stdatomic.h>

#include "nn-error.h"

/* --- Queue: several pushers, one popper; nothing lost, each pusher's order kept ------------------ */

#define PUSHERS 3
#define PUSHES 20000

typedef struct
{
  NnQueue *queue;
  guint id;
} Pusher;

static void
push_all (gpointer data)
{
  Pusher *pusher = data;

  for (guint i = 0; i < PUSHES; i++)
    nn_queue_push (pusher->queue, GUINT_TO_POINTER (1 + pusher->id * PUSHES + i));
}

static void
test_queue (void)
{
  NnQueue *queue = nn_queue_new ();
  Pusher pushers[PUSHERS];
  NnThread *threads[PUSHERS];
  guint next[PUSHERS] = { 0 };

  g_assert_null (nn_queue_try_pop (queue));
  for (guint i = 0; i < PUSHERS; i++)
    {
      pushers[i] = (Pusher){ queue, i };
      threads[i] = nn_thread_start ("pusher", push_all, &pushers[i], NULL);
      g_assert_nonnull (threads[i]);
    }
  for (guint got = 0; got < PUSHERS * PUSHES; got++)
    {
      gpointer value = got % 3 == 0 ? nn_queue_try_pop (queue) : NULL;
      guint v;

      if (value == NULL)
        value = nn_queue_pop (queue, 10);
      g_assert_nonnull (value);
      v = GPOINTER_TO_UINT (value) - 1;
      g_assert_cmpuint (v % PUSHES, ==, next[v / PUSHES]);
      next[v / PUSHES]++;
    }
  for (guint i = 0; i < PUSHERS; i++)
    nn_thread_join (threads[i]);
  g_assert_true (nn_queue_is_empty (queue));
  g_assert_null (nn_queue_try_pop (queue));
  nn_queue_free (queue);
}

static void
test_queue_times_out (void)
{
  NnQueue *queue = nn_queue_new ();
  gint64 start = g_get_monotonic_time ();

  g_assert_null (nn_queue_pop (queue, 0.05));
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 49000);
  start = g_get_monotonic_time ();
  g_assert_null (nn_queue_pop (queue, 0));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 1000000);
  nn_queue_free (queue);
}

/* --- Mailbox: every value is seen by exactly one side, newer ones never before older ------------- */

#define LETTERS 200000

typedef struct
{
  NnMailbox box;
  _Atomic gboolean finished;
  guint returned; /* to the sender, who alone writes it */
} Post;

static void
send_letters (gpointer data)
{
  Post *post = data;

  for (guint i = 1; i <= LETTERS; i++)
    {
      guint *letter = g_new (guint, 1);
      guint *old;

      *letter = i;
      old = nn_mailbox_put (&post->box, letter);
      if (old != NULL)
        {
          g_assert_cmpuint (*old, <, i);
          post->returned++;
          g_free (old);
        }
    }
  atomic_store (&post->finished, TRUE);
}

static void
test_mailbox (void)
{
  Post post = { 0 };
  guint taken = 0, last = 0;
  NnThread *thread = nn_thread_start ("sender", send_letters, &post, NULL);

  for (;;)
    {
      gboolean finished = atomic_load (&post.finished);
      guint *letter = nn_mailbox_take (&post.box);

      if (letter != NULL)
        {
          g_assert_cmpuint (*letter, >, last);
          last = *letter;
          taken++;
          g_free (letter);
        }
      else if (finished)
        break;
    }
  nn_thread_join (thread);
  g_assert_cmpuint (taken + post.returned, ==, LETTERS);
  g_assert_cmpuint (last, ==, LETTERS);
}

/* --- Event --------------------------------------------------------------------------------------- */

static void
set_later (gpointer data)
{
  g_usleep (20000);
  nn_event_set (data, TRUE);
}

static void
test_event (void)
{
  NnEvent *event = nn_event_new ();
  NnThread *thread;

  g_assert_false (nn_event_wait (event, 0));
  g_assert_false (nn_event_wait (event, 0.01));
  thread = nn_thread_start ("setter", set_later, event, NULL);
  g_assert_true (nn_event_wait (event, -1));
  g_assert_true (nn_event_wait (event, 0));
  nn_thread_join (thread);
  nn_event_set (event, FALSE);
  g_assert_false (nn_event_wait (event, 0));
  nn_event_free (event);
}

/* --- Pool: every tile of every job exactly once, and what tiles wrote is seen after the run -------- */

#define MAX_TILES 97

typedef struct
{
  guint job;
  guint cells[MAX_TILES]; /* plain memory: a race or a missing hand-over shows here and under TSan */
} Job;

static void
fill_cell (gpointer data, guint tile)
{
  Job *job = data;

  job->cells[tile] += job->job + tile;
}

static void
slow_cell (gpointer data, guint tile)
{
  Job *job = data;

  if (tile % 3 == job->job % 3)
    g_usleep (100);
  job->cells[tile] += job->job + tile;
}

static void
run_jobs (guint threads, NnTileFunc func, guint jobs, guint pause_every)
{
  NnPool *pool = nn_pool_new (threads);

  g_assert_cmpuint (nn_pool_threads (pool), ==, threads);
  for (guint i = 0; i < jobs; i++)
    {
      Job job = { 0 }; /* on the stack: a thread late from the job before would be caught writing here */
      guint tiles = i * 31 % (MAX_TILES + 1);

      job.job = i;
      nn_pool_run (pool, func, &job, tiles);
      for (guint tile = 0; tile < MAX_TILES; tile++)
        g_assert_cmpuint (job.cells[tile], ==, tile < tiles ? i + tile : 0);
      if (pause_every > 0 && i % pause_every == 0)
        g_usleep (200); /* long enough for the workers to fall asleep */
    }
  nn_pool_free (pool);
}

static void
test_pool (void)
{
  for (guint threads = 1; threads <= 5; threads++)
    run_jobs (threads, fill_cell, 4000, 0);
}

static void
test_pool_asleep (void)
{
  run_jobs (2, fill_cell, 800, 1);
  run_jobs (4, slow_cell, 60, 3);
}

static void
test_pool_is_fewer_tiles (void)
{
  NnPool *pool = nn_pool_new (4);

  for (guint i = 0; i < 3000; i++)
    {
      Job job = { 0 };

      job.job = i;
      nn_pool_run (pool, fill_cell, &job, 2);
      g_assert_cmpuint (job.cells[0], ==, i);
      g_assert_cmpuint (job.cells[1], ==, i + 1);
      g_assert_cmpuint (job.cells[2], ==, 0);
    }
  nn_pool_free (pool);
}

static void
test_pool_none (void)
{
  Job job = { 0 };

  nn_pool_run (NULL, fill_cell, &job, MAX_TILES);
  g_assert_cmpuint (job.cells[MAX_TILES - 1], ==, MAX_TILES - 1);
  g_assert_cmpuint (nn_pool_threads (NULL), ==, 1);
  for (guint i = 0; i < 50; i++) /* freed while workers start, spin or sleep */
    {
      NnPool *pool = nn_pool_new (3);

      if (i % 2)
        nn_pool_run (pool, fill_cell, &job, 5);
      if (i % 5 == 0)
        g_usleep (100);
      nn_pool_free (pool);
    }
}

static void
test_refs (void)
{
  NnRefs refs;

  nn_refs_init (&refs);
  nn_refs_inc (&refs);
  g_assert_false (nn_refs_dec (&refs));
  g_assert_true (nn_refs_dec (&refs));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/channel/refs", test_refs);
  g_test_add_func ("/channel/queue/order", test_queue);
  g_test_add_func ("/channel/queue/time-out", test_queue_times_out);
  g_test_add_func ("/channel/mailbox", test_mailbox);
  g_test_add_func ("/channel/event", test_event);
  g_test_add_func ("/channel/pool/stress", test_pool);
  g_test_add_func ("/channel/pool/asleep", test_pool_asleep);
  g_test_add_func ("/channel/pool/fewer-tiles-than-threads", test_pool_is_fewer_tiles);
  g_test_add_func ("/channel/pool/none", test_pool_none);
  return g_test_run ();
}
