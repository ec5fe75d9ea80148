/* The main loop is busy whenever it is not inside poll(). The poll function of the default context is wrapped to know when that
 * is; a frame's row is written after it is painted, with the busy time since the row before.
 *
 * time_us: monotonic clock at the end of the frame. interval_us: since the previous frame's end. main_loop_busy_us: of that
 * interval, the time spent outside poll(). A pause without frames shows as one long, mostly idle interval. The first row's interval
 * begins when the window was realized, not with a frame. */
#include "fl-frame-log.h"
#include <stdio.h>

typedef struct
{
  FILE *file;
  GPollFunc poll;
  gint64 awake_since; /* when poll() last returned */
  gint64 busy;        /* since the last row, up to awake_since */
  gint64 last_row;
} FrameLog;

static FrameLog frame_log;

static int
measured_poll (GPollFD *fds, guint n, int timeout)
{
  int result;

  frame_log.busy += g_get_monotonic_time () - frame_log.awake_since;
  result = frame_log.poll (fds, n, timeout);
  frame_log.awake_since = g_get_monotonic_time ();
  return result;
}

static void
after_paint_cb (GdkFrameClock *clock, gpointer user_data)
{
  gint64 now = g_get_monotonic_time ();
  gint64 busy = frame_log.busy + now - frame_log.awake_since;

  fprintf (frame_log.file, "%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT "\n", now, now - frame_log.last_row, busy);
  frame_log.last_row = now;
  frame_log.awake_since = now;
  frame_log.busy = 0;
}

static void
close_log (void)
{
  fclose (frame_log.file);
}

void
fl_frame_log_attach (GtkWidget *window)
{
  const char *path = g_getenv ("FALLLINE_FRAME_LOG");

  if (path == NULL || *path == '\0' || frame_log.file != NULL)
    return;
  frame_log.file = fopen (path, "w");
  if (frame_log.file == NULL)
    {
      g_warning ("FALLLINE_FRAME_LOG: cannot write %s: %s", path, g_strerror (errno));
      return;
    }
  /* Whole lines at once, so that a log cut short by a signal still reads. */
  setvbuf (frame_log.file, NULL, _IOLBF, 0);
  fputs ("time_us,interval_us,main_loop_busy_us\n", frame_log.file);
  frame_log.awake_since = frame_log.last_row = g_get_monotonic_time ();
  frame_log.poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, measured_poll);
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (after_paint_cb), NULL);
  atexit (close_log);
}
