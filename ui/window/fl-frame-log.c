/* The main loop is busy whenever it is not inside poll(). The poll function of the default context is wrapped to know when that
 * is; a frame's row is written after it is painted, with the busy time since the row before.
 *
 * time_us: monotonic clock at the end of the frame. interval_us: since the previous frame's end. main_loop_busy_us: of that
 * interval, the time spent outside poll(). longest_turn_us: of that, the longest time between two polls, in which the window answered
 * nothing; longest_turn_cpu_us: the processor time in the turn that took most of it, which other programs do not disturb. A pause
 * without frames shows as one long, mostly idle interval. The first row's interval begins when the window was realized, not with a
 * frame. */
#include "fl-frame-log.h"
#include <stdio.h>
#include <time.h>
#include <unistd.h>

typedef struct
{
  FILE *file;
  GPollFunc poll;
  gint64 awake_since, cpu_since; /* when poll() last returned, or the last row was written */
  gint64 busy;                   /* since the last row, up to awake_since */
  gint64 turn, longest;          /* of this turn, up to awake_since; of the turns since the last row */
  gint64 turn_cpu, longest_cpu;
  gint64 last_row;
} FrameLog;

static FrameLog frame_log;

static gint64
thread_cpu (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
count (void)
{
  gint64 now = g_get_monotonic_time (), cpu = thread_cpu ();

  frame_log.busy += now - frame_log.awake_since;
  frame_log.turn += now - frame_log.awake_since;
  frame_log.turn_cpu += cpu - frame_log.cpu_since;
  frame_log.awake_since = now;
  frame_log.cpu_since = cpu;
}

static int
measured_poll (GPollFD *fds, guint n, int timeout)
{
  int result;

  count ();
  frame_log.longest = MAX (frame_log.longest, frame_log.turn);
  frame_log.longest_cpu = MAX (frame_log.longest_cpu, frame_log.turn_cpu);
  result = frame_log.poll (fds, n, timeout);
  frame_log.turn = frame_log.turn_cpu = 0;
  frame_log.awake_since = g_get_monotonic_time ();
  frame_log.cpu_since = thread_cpu ();
  return result;
}

/* A turn goes on after the frame in it: the next row tells of it. */
static void
after_paint_cb (GdkFrameClock *clock, gpointer user_data)
{
  count ();
  fprintf (frame_log.file, "%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT "\n",
           frame_log.awake_since, frame_log.awake_since - frame_log.last_row, frame_log.busy, frame_log.longest, frame_log.longest_cpu);
  frame_log.last_row = frame_log.awake_since;
  frame_log.busy = frame_log.longest = frame_log.longest_cpu = 0;
}

static void
close_log (void)
{
  fclose (frame_log.file);
}

/* "%p" in the name stands for the process. */
static char *
log_path (const char *pattern)
{
  g_auto (GStrv) parts = g_strsplit (pattern, "%p", -1);
  g_autofree char *id = g_strdup_printf ("%d", (int) getpid ());

  return g_strjoinv (id, parts);
}

void
fl_frame_log_attach (GtkWidget *window)
{
  const char *pattern = g_getenv ("FALLLINE_FRAME_LOG");
  g_autofree char *path = NULL;

  if (pattern == NULL || *pattern == '\0' || frame_log.file != NULL)
    return;
  path = log_path (pattern);
  frame_log.file = fopen (path, "w");
  if (frame_log.file == NULL)
    {
      g_warning ("FALLLINE_FRAME_LOG: cannot write %s: %s", path, g_strerror (errno));
      return;
    }
  /* Whole lines at once, so that a log cut short by a signal still reads. */
  setvbuf (frame_log.file, NULL, _IOLBF, 0);
  fputs ("time_us,interval_us,main_loop_busy_us,longest_turn_us,longest_turn_cpu_us\n", frame_log.file);
  frame_log.awake_since = frame_log.last_row = g_get_monotonic_time ();
  frame_log.cpu_since = thread_cpu ();
  frame_log.poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, measured_poll);
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (after_paint_cb), NULL);
  atexit (close_log);
}
