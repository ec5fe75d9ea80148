/* One loop: take the newest letter if there is one, then go on with the grid for some 25 ms, then look again. So a letter that
 * only brings newer states is answered while a long grid is under way, and one that looks elsewhere ends it at once. */
#include "nn-landscape-work.h"

#define STRETCH_SECONDS 0.025
#define SOON_SECONDS 0.05 /* a grid that a finer one follows so soon is not shown */
#define PATHS_SHARE 4     /* new states are projected no more often than leaves the grid so many times their time */

struct _NnLandscape
{
  NnThread *thread;
  NnEvent *wake;
  NnMailbox requests; /* NnLetter */
  NnMailbox pictures; /* NnLandscapePicture */
  NnCounter asked, answered, moved, cancelled, quit, permille, milliseconds_left;
  /* The asking thread's own: */
  guint64 serial;
  NnLandscapeRequest last;
  const void *last_spec, *last_data;
  guint64 last_run;
  void (*listener) (gpointer user_data);
  gpointer listener_data;
  /* The landscape thread's own: */
  NnWork work;
  guint64 answering;
  double point_seconds;
  gboolean unshown;   /* the finest grid complete has not been published */
  gint64 adopted;     /* when the paths were projected last, */
  gint64 adopting;    /* and how long that took, both in microseconds */
};

static gboolean
same_request (const NnLandscapeRequest *a, const NnLandscapeRequest *b)
{
  gboolean same_box = a->x0 == b->x0 && a->x1 == b->x1 && a->y0 == b->y0 && a->y1 == b->y1;
  return a->kind == b->kind && a->seed == b->seed && a->weight_x == b->weight_x && a->weight_y == b->weight_y && a->fit == b->fit
         && (a->fit || same_box) && a->size == b->size && a->max_rows == b->max_rows && a->centre == b->centre;
}

/* --- The landscape's thread ------------------------------------------------------------------------------ */

static gboolean
must_stop (gpointer data)
{
  NnLandscape *self = data;
  return nn_counter_get (&self->quit) != 0 || nn_counter_get (&self->moved) > self->answering
         || nn_counter_get (&self->cancelled) >= self->answering;
}

static void
wake_listener (NnLandscape *self)
{
  if (self->listener != NULL)
    self->listener (self->listener_data);
}

static void
publish (NnLandscape *self)
{
  if (self->work.grid == NULL)
    return;
  nn_landscape_picture_unref (nn_mailbox_put (&self->pictures, nn_work_picture (&self->work)));
  self->unshown = FALSE;
  wake_listener (self);
}

static void
show_progress (NnLandscape *self)
{
  const NnSurvey *survey = &self->work.survey;
  double finest = (double) self->work.request.size * self->work.request.size;
  double done = survey->grid != NULL ? (double) survey->grid->size * survey->grid->size - survey->n_todo + survey->done : finest;
  nn_counter_set (&self->permille, (guint64) (1000 * MIN (done / finest, 1)));
  nn_counter_set (&self->milliseconds_left, (guint64) (1000 * MIN (MAX (finest - done, 0) * self->point_seconds, 1e9)));
}

static void
show_nothing (NnLandscape *self)
{
  nn_counter_set (&self->permille, 0);
  nn_counter_set (&self->milliseconds_left, 0);
}

/* TRUE: it looks at another plane, or at another part of it. */
static gboolean
is_new (NnLandscape *self, const NnLetter *letter)
{
  const NnFrame *frame = letter->frame;
  return self->work.plane == NULL || !same_request (&self->work.request, &letter->request) || self->work.frame->run != frame->run
         || self->work.field.spec != frame->spec || self->work.field.data != frame->data;
}

static void
adopt (NnLandscape *self, NnLetter *letter)
{
  self->answering = letter->serial;
  if (!is_new (self, letter))
    {
      gint64 began = g_get_monotonic_time ();
      nn_work_project (&self->work, letter);
      publish (self);
      self->adopted = g_get_monotonic_time ();
      self->adopting = self->adopted - began;
    }
  else
    {
      self->point_seconds = 0;
      self->adopting = 0;
      self->unshown = FALSE;
      show_nothing (self);
      if (!nn_work_begin (&self->work, letter, NN_COARSE_TO_FINE, must_stop, self, NULL))
        nn_work_clear (&self->work);
    }
  nn_letter_free (letter);
}

/* Newer states wait while a grid of a large network gets on; what looks elsewhere does not. */
static gboolean
is_due (NnLandscape *self)
{
  return self->work.survey.grid == NULL || nn_counter_get (&self->moved) > self->answering
         || g_get_monotonic_time () - self->adopted >= PATHS_SHARE * self->adopting;
}

static guint
stretch_points (NnLandscape *self)
{
  guint threads = self->work.field.n_evaluators;
  if (self->point_seconds == 0)
    return threads;
  return MAX (threads, (guint) MIN (STRETCH_SECONDS / self->point_seconds, 1e6));
}

/* FALSE: there is nothing left to do. */
static gboolean
go_on (NnLandscape *self)
{
  NnWork *work = &self->work;
  NnSurvey *survey = &work->survey;
  guint count = stretch_points (self);
  gboolean more;
  gint64 began = g_get_monotonic_time ();
  if (survey->grid == NULL)
    return FALSE;
  count = MIN (count, survey->n_todo - survey->done);
  if (!nn_survey_go_on (survey, &work->field, count, must_stop, self))
    {
      nn_survey_clear (survey);
      if (self->unshown && nn_counter_get (&self->cancelled) >= self->answering)
        publish (self);
      return FALSE;
    }
  self->point_seconds = (double) (g_get_monotonic_time () - began) * 1e-6 / MAX (count, 1);
  show_progress (self);
  if (survey->done < survey->n_todo)
    return TRUE;
  nn_work_take_grid (work);
  self->unshown = TRUE;
  if (work->preview)
    publish (self);
  more = nn_work_go_finer (work, must_stop, self);
  if (!more || survey->n_todo * self->point_seconds > SOON_SECONDS)
    publish (self);
  return more;
}

static void
run (gpointer data)
{
  NnLandscape *self = data;
  while (nn_event_wait (self->wake, -1))
    {
      NnLetter *letter;
      gboolean more;
      nn_event_set (self->wake, FALSE);
      if (nn_counter_get (&self->quit))
        return;
      letter = is_due (self) ? nn_mailbox_take (&self->requests) : NULL;
      if (letter != NULL)
        adopt (self, letter);
      more = go_on (self);
      if (more)
        nn_event_set (self->wake, TRUE);
      else if (!nn_mailbox_is_empty (&self->requests))
        nn_event_set (self->wake, TRUE);
      else
        {
          nn_counter_set (&self->answered, self->answering);
          wake_listener (self);
        }
    }
}

/* --- The window's side --------------------------------------------------------------------------------------- */

NnLandscape *
nn_landscape_new (void)
{
  NnLandscape *self = g_new0 (NnLandscape, 1);
  self->wake = nn_event_new ();
  self->thread = nn_thread_start ("nn-landscape", run, self, NULL);
  return self;
}

void
nn_landscape_free (NnLandscape *self)
{
  if (self == NULL)
    return;
  nn_counter_set (&self->quit, 1);
  nn_event_set (self->wake, TRUE);
  if (self->thread != NULL)
    nn_thread_join (self->thread);
  nn_letter_free (nn_mailbox_take (&self->requests));
  nn_landscape_picture_unref (nn_mailbox_take (&self->pictures));
  nn_work_clear (&self->work);
  nn_field_clear (&self->work.field);
  nn_event_free (self->wake);
  g_free (self);
}

void
nn_landscape_set_listener (NnLandscape *self, void (*wake) (gpointer user_data), gpointer user_data)
{
  self->listener = wake;
  self->listener_data = user_data;
}

void
nn_landscape_request (NnLandscape *self, const NnLandscapeRequest *request, NnTrail *const *trails, guint n_trails)
{
  NnLetter *letter;
  const NnFrame *frame;
  if (self->thread == NULL || n_trails == 0 || nn_trail_length (trails[0]) == 0)
    return;
  letter = nn_letter_new (request, trails, n_trails);
  frame = letter->frame;
  letter->serial = ++self->serial;
  nn_counter_set (&self->asked, letter->serial);
  if (!same_request (request, &self->last) || frame->spec != self->last_spec || frame->data != self->last_data
      || frame->run != self->last_run)
    nn_counter_set (&self->moved, letter->serial);
  self->last = *request;
  self->last_spec = frame->spec;
  self->last_data = frame->data;
  self->last_run = frame->run;
  nn_letter_free (nn_mailbox_put (&self->requests, letter));
  nn_event_set (self->wake, TRUE);
}

void
nn_landscape_cancel (NnLandscape *self)
{
  nn_counter_set (&self->cancelled, self->serial);
}

gboolean
nn_landscape_busy (NnLandscape *self)
{
  return nn_counter_get (&self->asked) != nn_counter_get (&self->answered);
}

double
nn_landscape_progress (NnLandscape *self)
{
  return (double) nn_counter_get (&self->permille) / 1000;
}

double
nn_landscape_seconds_left (NnLandscape *self)
{
  return (double) nn_counter_get (&self->milliseconds_left) / 1000;
}

NnLandscapePicture *
nn_landscape_take (NnLandscape *self)
{
  return nn_mailbox_take (&self->pictures);
}

NnLandscapePicture *
nn_landscape_evaluate (const NnLandscapeRequest *request, NnTrail *const *trails, guint n_trails, GError **error)
{
  NnLetter *letter = nn_letter_new (request, trails, n_trails);
  NnWork work = { 0 };
  NnLandscapePicture *picture = NULL;
  if (nn_work_begin (&work, letter, NN_FINEST_ONLY, NULL, NULL, error))
    {
      nn_survey_go_on (&work.survey, &work.field, G_MAXUINT, NULL, NULL);
      nn_work_take_grid (&work);
      picture = nn_work_picture (&work);
    }
  nn_work_clear (&work);
  nn_field_clear (&work.field);
  nn_letter_free (letter);
  return picture;
}
