#include "nn-jobs.h"

#include <glib/gi18n-lib.h>

#include "nn-channel.h"

#define MAX_AT_A_TIME 8
#define SHORT_WAIT 0.1

typedef struct
{
  NnTrainer *trainer; /* NULL: free */
  NnFrame *frame;     /* newest, or NULL */
  guint job;
} Slot;

typedef struct
{
  const NnJobs *jobs;
  gpointer user_data;
  guint n_jobs, next, done, running;
  guint n_slots, threads_each;
  gboolean cancelled;
  NnEvent *event; /* some trainer has published a frame */
  Slot slots[MAX_AT_A_TIME];
} Crew;

gboolean
nn_jobs_check_stop (const NnSpec *spec, GError **error)
{
  if (spec->stop_epochs > 0 || spec->stop_patience > 0)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               _("this project has neither a limit of epochs nor patience, so a training might never end; set one (training.stop)"));
  return FALSE;
}

static void
wake_cb (gpointer user_data)
{
  nn_event_set (user_data, TRUE);
}

/* A trainer on its way, or the error told. */
static void
begin (Crew *crew, Slot *slot)
{
  g_autoptr (NnSpec) spec = NULL;
  g_autoptr (DsPrepared) data = NULL;
  g_autoptr (GError) error = NULL;

  slot->job = crew->next++;
  if (!crew->jobs->begin (crew->user_data, slot->job, &spec, &data, &error)
      || (slot->trainer = nn_trainer_new (spec, data, crew->threads_each, &error)) == NULL)
    {
      crew->done++;
      crew->jobs->end (crew->user_data, slot->job, NULL, error);
      return;
    }
  nn_trainer_set_listener (slot->trainer, wake_cb, crew->event); /* starts the thread, so it comes first */
  nn_trainer_set_frame_rate (slot->trainer, 1 / SHORT_WAIT);
  nn_trainer_play (slot->trainer);
  if (crew->cancelled) /* while its data were made ready */
    nn_trainer_interrupt (slot->trainer);
  crew->running++;
}

static void
take (Slot *slot)
{
  NnFrame *newer = nn_trainer_take_frame (slot->trainer);

  if (newer == NULL)
    return;
  nn_frame_unref (slot->frame);
  slot->frame = newer;
}

static gboolean
has_stopped (const Slot *slot)
{
  return slot->frame != NULL && slot->frame->state == NN_STOPPED;
}

static void
end (Crew *crew, Slot *slot)
{
  g_autoptr (GError) error = NULL;

  if (!has_stopped (slot))
    g_set_error (&error, NN_ERROR, NN_ERROR_SYSTEM, _("the training thread ended without a result"));
  crew->done++;
  crew->running--;
  crew->jobs->end (crew->user_data, slot->job, error == NULL ? slot->frame : NULL, error);
  nn_frame_unref (slot->frame);
  nn_trainer_free (slot->trainer);
  *slot = (Slot) { NULL };
}

/* patiently: nobody has stirred for a while, so look whether the trainer rests although it never said so (no thread, no memory
 * for a frame). */
static void
collect (Crew *crew, gboolean patiently)
{
  for (guint i = 0; i < crew->n_slots; i++)
    {
      Slot *slot = &crew->slots[i];
      gboolean idle;

      if (slot->trainer == NULL)
        continue;
      idle = patiently && nn_trainer_wait (slot->trainer, 0);
      take (slot);
      if (has_stopped (slot) || idle)
        end (crew, slot);
    }
}

static void
interrupt (Crew *crew)
{
  crew->cancelled = TRUE;
  for (guint i = 0; i < crew->n_slots; i++)
    if (crew->slots[i].trainer != NULL)
      nn_trainer_interrupt (crew->slots[i].trainer);
}

static double
share_done (const Crew *crew)
{
  double done = crew->done;

  for (guint i = 0; i < crew->n_slots; i++)
    {
      const NnFrame *frame = crew->slots[i].frame;

      if (frame != NULL && frame->spec->stop_epochs > 0)
        done += MIN (1, (double) frame->epoch / (double) frame->spec->stop_epochs);
    }
  return crew->n_jobs > 0 ? done / crew->n_jobs : 1;
}

static void
report (Crew *crew)
{
  if (crew->jobs->progress == NULL || crew->cancelled)
    return;
  if (!crew->jobs->progress (crew->user_data, crew->done, share_done (crew)))
    interrupt (crew);
}

static void
fill_slots (Crew *crew)
{
  for (guint i = 0; i < crew->n_slots; i++)
    while (crew->slots[i].trainer == NULL && crew->next < crew->n_jobs && !crew->cancelled)
      {
        begin (crew, &crew->slots[i]);
        report (crew);
      }
}

void
nn_jobs_run (guint n_jobs, guint threads, const NnJobs *jobs, gpointer user_data)
{
  guint all = threads > 0 ? threads : CLAMP (g_get_num_processors (), 1, MAX_AT_A_TIME);
  Crew crew = { .jobs = jobs, .user_data = user_data, .n_jobs = n_jobs, .event = nn_event_new () };
  guint quiet = 0;

  crew.n_slots = CLAMP (MIN (all, n_jobs), 1, MAX_AT_A_TIME);
  crew.threads_each = MAX (all / crew.n_slots, 1);
  for (fill_slots (&crew); crew.running > 0; fill_slots (&crew))
    {
      quiet = nn_event_wait (crew.event, SHORT_WAIT) ? 0 : quiet + 1;
      nn_event_set (crew.event, FALSE); /* before the frames are taken: one that comes now wakes again */
      collect (&crew, quiet > 0 && quiet % 10 == 0);
      report (&crew);
    }
  nn_event_free (crew.event);
}
