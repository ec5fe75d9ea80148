/* Which states are kept.
 *
 * When: after step 0, 1, 2 ... and then whenever the run has grown by a sixty-fourth; thirty times a second; and whenever the run
 * rests or is edited. All but the last only while keeping has taken no more than a hundredth of the time.
 *
 * Thinning: every state has a distance it ought to have from its neighbours, which is 1 at both ends, grows in proportion to the
 * distance from the nearer end, and is never more than what half the places would take if spread uniformly. The state goes whose two
 * neighbours are closest together, measured by that. As a run goes on the distance asked for at a given step only grows, so what has
 * been thinned out is not missed later. */
#include "nn-keeper.h"

#include <string.h>
#include <time.h>

#define LEAST_SHARE 64    /* a step in so many is kept, the clock aside */
#define INTERVAL (1.0 / 30)
#define FREE_SECONDS 0.005 /* what the start of a run may take, so that its first steps are all there */
#define TIME_SHARE 0.01
#define MARKED 4          /* how much harder an edit or a branch is to drop */

struct _NnKeeper
{
  gsize budget, bytes;
  guint n;
  NnMoment *moments[NN_HISTORY_MOST + 1]; /* owned refs; steps never fall */
  guint64 run;
  guint era;
  NnMomentMark mark;      /* of the next one */
  gboolean parted;        /* the next one is kept whatever the clock says */
  guint64 next_step;
  double next_time, spent, seconds_at_start;
  NnHistory *history;     /* owned; what was handed out last, while it is still true */
};

NnKeeper *
nn_keeper_new (void)
{
  return g_new0 (NnKeeper, 1);
}

static void
forget (NnKeeper *self)
{
  for (guint i = 0; i < self->n; i++)
    nn_moment_unref (self->moments[i]);
  self->n = 0;
  self->bytes = 0;
  g_clear_pointer (&self->history, nn_history_unref);
}

void
nn_keeper_free (NnKeeper *self)
{
  if (self == NULL)
    return;
  forget (self);
  g_free (self);
}

/* --- Thinning ---------------------------------------------------------------------------------- */

static void
drop (NnKeeper *self, guint i)
{
  self->bytes -= self->moments[i]->bytes;
  nn_moment_unref (self->moments[i]);
  self->n--;
  memmove (&self->moments[i], &self->moments[i + 1], (self->n - i) * sizeof *self->moments);
  g_clear_pointer (&self->history, nn_history_unref);
}

static guint
least_needed (const NnKeeper *self)
{
  double first = (double) self->moments[0]->step, last = (double) self->moments[self->n - 1]->step;
  double places = (double) self->n - 1, uniform = MAX (1, 2 * (last - first) / places), ends = MAX (1, places / 16);
  double least = G_MAXDOUBLE;
  guint found = 1;

  for (guint i = 1; i + 1 < self->n; i++)
    {
      double step = (double) self->moments[i]->step, end = MIN (step - first, last - step);
      double gap = (double) (self->moments[i + 1]->step - self->moments[i - 1]->step) / MIN (uniform, 1 + end / ends);

      if (self->moments[i]->mark != NN_MOMENT_KEPT)
        gap *= MARKED;
      if (gap < least)
        {
          least = gap;
          found = i;
        }
    }
  return found;
}

static void
thin (NnKeeper *self)
{
  while (self->n > 2 && (self->bytes > self->budget || self->n > NN_HISTORY_MOST))
    drop (self, least_needed (self));
  if (self->bytes > self->budget)
    forget (self);
}

void
nn_keeper_add (NnKeeper *self, NnMoment *moment)
{
  self->moments[self->n++] = moment;
  self->bytes += moment->bytes;
  g_clear_pointer (&self->history, nn_history_unref);
  thin (self);
}

void
nn_keeper_set_budget (NnKeeper *self, gsize bytes)
{
  self->budget = bytes;
  self->parted = TRUE; /* a larger one is made use of at once */
  thin (self);
}

/* --- When -------------------------------------------------------------------------------------- */

static double
now (void)
{
  return (double) g_get_monotonic_time () * 1e-6;
}

/* What this thread has had of the processor: on a busy machine keeping takes no longer, it only waits. */
static double
processor_seconds (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

static gboolean
has_time (const NnKeeper *self, const NnRun *run)
{
  return self->spent <= FREE_SECONDS + TIME_SHARE * (run->seconds - self->seconds_at_start);
}

gboolean
nn_keeper_is_due (NnKeeper *self, const NnRun *run, double seconds)
{
  if (self->budget == 0)
    return FALSE;
  if (self->parted || self->run != run->id)
    return TRUE;
  return (run->step >= self->next_step || seconds >= self->next_time) && has_time (self, run);
}

static void
begin (NnKeeper *self, const NnRun *run)
{
  forget (self);
  self->run = run->id;
  self->era = 0;
  self->mark = NN_MOMENT_KEPT;
  self->spent = 0;
  self->seconds_at_start = run->seconds;
}

static gboolean
is_kept_already (const NnKeeper *self, const NnRun *run)
{
  const NnMoment *last = self->n > 0 ? self->moments[self->n - 1] : NULL;

  return last != NULL && last->step == run->step && last->era == self->era;
}

/* An edit after an edit, with no step in between, takes its place: nothing was ever trained with it. */
static void
drop_untrained_edit (NnKeeper *self, const NnRun *run)
{
  const NnMoment *last = self->n > 1 ? self->moments[self->n - 1] : NULL;

  if (last != NULL && last->mark == NN_MOMENT_EDIT && last->step == run->step && self->moments[self->n - 2]->step == run->step)
    drop (self, self->n - 1);
}

gsize
nn_keeper_data_bytes (const DsPrepared *data)
{
  return data->rows * (data->inputs + data->raw_inputs + data->targets) * sizeof (float);
}

void
nn_keeper_keep (NnKeeper *self, NnRun *run, double rate)
{
  double start = processor_seconds ();
  NnMoment *moment;

  if (self->budget == 0)
    return;
  if (self->run != run->id)
    begin (self, run);
  self->parted = FALSE;
  self->next_step = run->step + 1 + run->step / LEAST_SHARE;
  self->next_time = now () + INTERVAL;
  if (is_kept_already (self, run))
    return;
  if (nn_moment_bytes (run) > self->budget / 2)
    {
      forget (self); /* one state is no way back */
      return;
    }
  moment = nn_moment_new (run, self->era, rate);
  if (moment != NULL)
    {
      drop_untrained_edit (self, run);
      moment->mark = self->n > 0 ? self->mark : NN_MOMENT_KEPT;
      if (self->n > 0 && self->moments[self->n - 1]->checkpoint->data != run->data)
        moment->bytes += nn_keeper_data_bytes (run->data); /* the former data live on with the former states */
      self->mark = NN_MOMENT_KEPT;
      nn_keeper_add (self, moment);
    }
  self->spent += processor_seconds () - start;
}

NnMoment *
nn_keeper_capture (const NnKeeper *self, NnRun *run, double rate)
{
  return nn_moment_new (run, self->run == run->id ? self->era : 0, rate);
}

void
nn_keeper_part (NnKeeper *self)
{
  self->era++;
  self->parted = TRUE;
}

void
nn_keeper_edit (NnKeeper *self, NnRun *run, double rate)
{
  if (self->run == run->id && has_time (self, run))
    nn_keeper_keep (self, run, rate);
  nn_keeper_part (self);
  self->mark = NN_MOMENT_EDIT;
}

void
nn_keeper_take_up (NnKeeper *self, NnRun *run, const NnHistory *past, NnMoment *moment, NnMomentMark mark)
{
  if (self->budget == 0)
    return;
  begin (self, run);
  for (guint i = 0; past != NULL && i < past->n && past->moments[i]->step < moment->step; i++)
    nn_keeper_add (self, nn_moment_ref (past->moments[i]));
  nn_keeper_add (self, nn_moment_ref (moment));
  /* It has its own state of that step: same bits, but marked, and nothing of the old run's leads on from it. */
  self->era = moment->era + 1;
  self->mark = mark;
  self->parted = TRUE;
}

/* --- Handing out ------------------------------------------------------------------------------- */

NnHistory *
nn_keeper_history (NnKeeper *self, const NnRun *run)
{
  if (self->n == 0 || self->run != run->id)
    return NULL;
  if (self->history == NULL)
    {
      NnHistory *history = g_try_malloc (sizeof *history + self->n * sizeof *history->moments);

      if (history == NULL)
        return NULL;
      nn_refs_init (&history->refs);
      history->run = self->run;
      history->epochs = nn_series_ref (run->epochs);
      history->evaluated = nn_series_ref (run->evaluated);
      history->steps = nn_series_ref (run->steps);
      history->bytes = self->bytes;
      history->n = self->n;
      for (guint i = 0; i < self->n; i++)
        history->moments[i] = nn_moment_ref (self->moments[i]);
      self->history = history;
    }
  return nn_history_ref (self->history);
}
