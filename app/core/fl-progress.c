#include "fl-progress.h"

struct _FlProgress
{
  int permille; /* atomic, as is */
  int cancelled;
};

FlProgress *
fl_progress_new (void)
{
  return g_atomic_rc_box_new0 (FlProgress);
}

FlProgress *
fl_progress_ref (FlProgress *progress)
{
  return g_atomic_rc_box_acquire (progress);
}

void
fl_progress_unref (FlProgress *progress)
{
  if (progress != NULL)
    g_atomic_rc_box_release (progress);
}

gboolean
fl_progress_report (double share, gpointer progress)
{
  FlProgress *self = progress;

  g_atomic_int_set (&self->permille, share < 0 ? -1 : (int) (1000 * MIN (share, 1)));
  return !g_atomic_int_get (&self->cancelled);
}

double
fl_progress_get_share (FlProgress *progress)
{
  return g_atomic_int_get (&progress->permille) / 1000.0;
}

void
fl_progress_cancel (FlProgress *progress)
{
  g_atomic_int_set (&progress->cancelled, TRUE);
}

gboolean
fl_progress_is_cancelled (FlProgress *progress)
{
  return progress != NULL && g_atomic_int_get (&progress->cancelled);
}
