#include "fl-scorer.h"

#define PACE_US 250000

struct _FlScorer
{
  GObject parent_instance;

  FlSession *session; /* borrowed: owns nothing of this, and goes last */
  NnScore *score;     /* owned */
  char *problem;
  GCancellable *cancellable; /* owned; of the work under way, NULL: none */
  guint watchers, timer;
  guint64 run, version; /* of the frame that was scored last */
  gint64 started, next;
};

G_DEFINE_FINAL_TYPE (FlScorer, fl_scorer, G_TYPE_OBJECT)

enum
{
  SCORE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void advance (FlScorer *self);

/* Worker thread. */

static gboolean
is_cancelled (gpointer cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

static void
work (GTask *task, gpointer source, gpointer frame, GCancellable *cancellable)
{
  GError *error = NULL;
  NnScore *score = nn_score_new (frame, is_cancelled, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, score, (GDestroyNotify) nn_score_unref);
}

/* UI thread. */

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  FlScorer *self = FL_SCORER (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (NnScore) score = g_task_propagate_pointer (G_TASK (result), &error);
  gint64 now = g_get_monotonic_time ();

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return; /* nobody waits for it any more */
  g_clear_object (&self->cancellable);
  self->next = self->started + MAX (PACE_US, 4 * (now - self->started));
  if (self->session == NULL)
    return;
  /* Data that changed meanwhile leave nothing to show of the old ones. */
  if (score != NULL
      && (score->data != fl_session_get_data (self->session) || fl_session_get_problem (self->session, NULL) != NULL))
    g_clear_pointer (&score, nn_score_unref);
  if (score != NULL || error != NULL)
    {
      g_clear_pointer (&self->score, nn_score_unref);
      g_clear_pointer (&self->problem, g_free);
      self->score = g_steal_pointer (&score);
      self->problem = error != NULL ? g_strdup (error->message) : NULL;
      g_signal_emit (self, signals[SCORE], 0);
    }
  advance (self);
}

static gboolean
timer_cb (gpointer data)
{
  FlScorer *self = data;

  self->timer = 0;
  advance (self);
  return G_SOURCE_REMOVE;
}

static void
call_again (FlScorer *self, gint64 microseconds)
{
  if (self->timer == 0)
    self->timer = g_timeout_add ((guint) CLAMP (1 + microseconds / 1000, 1, 60000), timer_cb, self);
}

static void
start (FlScorer *self, NnFrame *frame)
{
  g_autoptr (GTask) task = NULL;

  self->run = frame->run;
  self->version = frame->version;
  self->started = g_get_monotonic_time ();
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, done_cb, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, nn_frame_ref (frame), (GDestroyNotify) nn_frame_unref);
  g_task_run_in_thread (task, work);
}

/* Starts what is due, or sees to it that it is looked at again. */
static void
advance (FlScorer *self)
{
  gint64 now = g_get_monotonic_time ();
  NnFrame *frame;

  if (self->watchers == 0 || self->session == NULL || self->cancellable != NULL)
    return;
  if (now < self->next && fl_session_is_playing (self->session))
    {
      call_again (self, self->next - now);
      return;
    }
  /* No other view may be on show that would take the frame. */
  fl_session_update (self->session);
  frame = fl_session_get_frame (self->session);
  if (frame != NULL && frame->data == fl_session_get_data (self->session) &&
      (frame->run != self->run || frame->version != self->version || (self->score == NULL && self->problem == NULL)))
    start (self, frame);
  else if (fl_session_is_playing (self->session))
    call_again (self, PACE_US);
}

static void
changed_cb (FlScorer *self)
{
  if (self->score != NULL
      && (self->score->data != fl_session_get_data (self->session) || fl_session_get_problem (self->session, NULL) != NULL))
    {
      g_clear_pointer (&self->score, nn_score_unref);
      g_clear_pointer (&self->problem, g_free);
      if (self->cancellable != NULL)
        g_cancellable_cancel (self->cancellable);
      g_clear_object (&self->cancellable);
      g_signal_emit (self, signals[SCORE], 0);
    }
  advance (self);
}

void
fl_scorer_watch (FlScorer *self, int change)
{
  g_return_if_fail (FL_IS_SCORER (self) && (change > 0 || self->watchers >= (guint) -change));
  self->watchers += (guint) change;
  if (self->watchers > 0)
    advance (self);
  else
    g_clear_handle_id (&self->timer, g_source_remove);
}

NnScore *
fl_scorer_get_score (FlScorer *self)
{
  return self->score;
}

const char *
fl_scorer_get_problem (FlScorer *self)
{
  return self->problem;
}

gboolean
fl_scorer_is_busy (FlScorer *self)
{
  return self->cancellable != NULL;
}

static void
fl_scorer_dispose (GObject *object)
{
  FlScorer *self = FL_SCORER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->score, nn_score_unref);
  g_clear_pointer (&self->problem, g_free);
  g_clear_weak_pointer (&self->session);
  G_OBJECT_CLASS (fl_scorer_parent_class)->dispose (object);
}

static void
fl_scorer_class_init (FlScorerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fl_scorer_dispose;
  signals[SCORE] = g_signal_new ("score", FL_TYPE_SCORER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fl_scorer_init (FlScorer *self)
{
}

FlScorer *
fl_scorer_get (FlSession *session)
{
  FlScorer *self = g_object_get_data (G_OBJECT (session), "fl-scorer");

  if (self != NULL)
    return g_object_ref (self);
  self = g_object_new (FL_TYPE_SCORER, NULL);
  g_set_weak_pointer (&self->session, session);
  g_signal_connect_object (session, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "frame", G_CALLBACK (advance), self, G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (session), "fl-scorer", self, g_object_unref);
  return g_object_ref (self);
}
