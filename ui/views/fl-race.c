#include "fl-race.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

struct _FlRace
{
  void (*done) (FlRaceResult *result, gpointer user_data);
  gpointer user_data;
  FlRaceSetup next;       /* refs, where waiting */
  gboolean waiting, running, gone;
  FlRaceResult *last;     /* owned: its grid serves again while the surface and the box stay */
};

typedef struct
{
  FlRaceSetup setup; /* refs */
  FlRaceResult *last; /* owned ref, or NULL */
} Job;

static void
setup_copy (FlRaceSetup *to, const FlRaceSetup *from)
{
  *to = *from;
  if (to->spec != NULL)
    nn_spec_ref (to->spec);
  if (to->data != NULL)
    ds_prepared_ref (to->data);
}

static void
setup_clear (FlRaceSetup *setup)
{
  g_clear_pointer (&setup->spec, nn_spec_unref);
  g_clear_pointer (&setup->data, ds_prepared_unref);
}

FlRaceResult *
fl_race_result_ref (FlRaceResult *result)
{
  g_atomic_int_inc (&result->refs);
  return result;
}

void
fl_race_result_unref (FlRaceResult *result)
{
  if (result == NULL || !g_atomic_int_dec_and_test (&result->refs))
    return;
  setup_clear (&result->setup);
  for (guint i = 0; i < FL_RACERS; i++)
    nn_descent_free (result->descents[i]);
  g_free (result->names[0]);
  g_free (result->names[1]);
  g_strfreev (result->parameter_names);
  g_free (result->problem);
  g_free (result->grid);
  g_free (result);
}

/* The worker's */

static void
fill_grid (FlRaceResult *result, NnTwo *two)
{
  const FlRange *box = &result->setup.box;

  for (guint j = 0; j < FL_RACE_GRID; j++)
    for (guint i = 0; i < FL_RACE_GRID; i++)
      {
        double x = box->x0 + (box->x1 - box->x0) * i / (FL_RACE_GRID - 1), y = box->y1 + (box->y0 - box->y1) * j / (FL_RACE_GRID - 1);

        result->grid[j * FL_RACE_GRID + i] = (float) (two != NULL ? nn_two_value (two, x, y, NULL, NULL)
                                                                 : nn_surface_value (result->setup.surface, x, y, NULL));
      }
}

static gboolean
same_place (const FlRaceSetup *a, const FlRaceSetup *b)
{
  return a->surface == b->surface && a->spec == b->spec && a->data == b->data && a->at[0] == b->at[0] && a->at[1] == b->at[1]
         && memcmp (&a->box, &b->box, sizeof a->box) == 0;
}

static void
find_optima (FlRaceResult *result, NnTwo *two)
{
  guint steps = 0;

  result->shape = NN_TWO_OTHER;
  result->hessian[0] = result->eigenvalues[0] = result->eigenvalues[1] = NAN;
  if (two == NULL)
    {
      const double (*optima)[2];

      result->n_optima = nn_surface_optima (result->setup.surface, &optima);
      memcpy (result->optima, optima, result->n_optima * sizeof *optima);
      result->names[0] = g_strdup ("x");
      result->names[1] = g_strdup ("y");
      return;
    }
  result->rows = nn_two_rows (two);
  result->shape = nn_two_shape (two, result->classes, &result->middle);
  result->parameters = nn_two_parameters (two);
  nn_two_get_choice (two, &result->choice);
  result->parameter_names = g_new0 (char *, result->parameters + 1);
  for (gsize i = 0; i < result->parameters; i++)
    result->parameter_names[i] = nn_two_name (two, i);
  for (guint i = 0; i < 2; i++)
    {
      result->setup.at[i] = result->choice.at[i];
      result->names[i] = nn_two_name (two, result->choice.at[i]);
    }
  result->n_optima = nn_two_optimum (two, result->optima[0], &steps);
  result->closed_form = steps <= 2; /* the second finds that nothing is left */
  if (result->n_optima == 0)
    return;
  nn_two_value (two, result->optima[0][0], result->optima[0][1], NULL, result->hessian);
  nn_eigenvalues2 (result->hessian, result->eigenvalues);
}

/* A box no one has given: round the optimum and the start. */
static void
choose_box (FlRaceResult *result)
{
  FlRaceSetup *setup = &result->setup;
  double x = result->n_optima > 0 ? result->optima[0][0] : 0, y = result->n_optima > 0 ? result->optima[0][1] : 0;
  double half = 1.6 * MAX (MAX (fabs (setup->start[0] - x), fabs (setup->start[1] - y)), 1);

  if (setup->box.x1 > setup->box.x0)
    return;
  setup->box = (FlRange){ x - half, x + half, y - half, y + half };
}

/* What the last race found of the same model serves again. */
static NnTwo *
open_two (const Job *job, GError **error)
{
  const FlRaceResult *last = job->last;
  NnTwoChoice choice = { 0 };

  if (last != NULL && last->grid != NULL && last->setup.spec == job->setup.spec && last->setup.data == job->setup.data)
    choice = last->choice;
  choice.at[0] = job->setup.at[0];
  choice.at[1] = job->setup.at[1];
  return nn_two_new (job->setup.spec, job->setup.data, &choice, error);
}

static void
race_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  FlRaceResult *result = g_new0 (FlRaceResult, 1);
  g_autoptr (NnTwo) two = NULL;
  g_autoptr (GError) error = NULL;

  result->refs = 1;
  setup_copy (&result->setup, &job->setup);
  if (job->setup.surface == NULL)
    two = open_two (job, &error);
  if (error != NULL)
    {
      result->problem = g_strdup (error->message);
      g_task_return_pointer (task, result, NULL);
      return;
    }
  find_optima (result, two);
  choose_box (result);
  result->grid = g_new (float, FL_RACE_GRID * FL_RACE_GRID);
  if (job->last != NULL && job->last->grid != NULL && same_place (&job->last->setup, &result->setup))
    memcpy (result->grid, job->last->grid, FL_RACE_GRID * FL_RACE_GRID * sizeof (float));
  else
    fill_grid (result, two);
  for (guint i = 0; i < job->setup.n_racers; i++)
    {
      NnObjective objective = { job->setup.surface, two, job->setup.batch, job->setup.seed };

      result->descents[i] = nn_descend (&objective, &job->setup.racers[i], job->setup.start, job->setup.steps, NULL, NULL);
    }
  g_task_return_pointer (task, result, NULL);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  setup_clear (&job->setup);
  fl_race_result_unref (job->last);
  g_free (job);
}

/* The window's */

static void run_next (FlRace *race);

static void
race_free (FlRace *race)
{
  fl_race_result_unref (race->last);
  g_free (race);
}

static void
done_cb (GObject *object, GAsyncResult *task, gpointer user_data)
{
  FlRace *race = user_data;
  FlRaceResult *result = g_task_propagate_pointer (G_TASK (task), NULL);

  race->running = FALSE;
  if (race->gone)
    {
      fl_race_result_unref (result);
      race_free (race);
      return;
    }
  fl_race_result_unref (race->last);
  race->last = result;
  race->done (result, race->user_data);
  run_next (race);
}

static void
run_next (FlRace *race)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (race->running || !race->waiting)
    return;
  job = g_new0 (Job, 1);
  job->setup = race->next; /* with its refs */
  job->last = race->last != NULL ? fl_race_result_ref (race->last) : NULL;
  race->next = (FlRaceSetup){ 0 };
  race->waiting = FALSE;
  race->running = TRUE;
  task = g_task_new (NULL, NULL, done_cb, race);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, race_thread);
}

FlRace *
fl_race_new (void (*done) (FlRaceResult *result, gpointer user_data), gpointer user_data)
{
  FlRace *race = g_new0 (FlRace, 1);

  race->done = done;
  race->user_data = user_data;
  return race;
}

void
fl_race_free (FlRace *race)
{
  if (race == NULL)
    return;
  setup_clear (&race->next);
  race->waiting = FALSE;
  race->gone = TRUE;
  if (!race->running)
    race_free (race);
}

void
fl_race_start (FlRace *race, const FlRaceSetup *setup)
{
  setup_clear (&race->next);
  setup_copy (&race->next, setup);
  race->waiting = TRUE;
  run_next (race);
}

gboolean
fl_race_busy (FlRace *race)
{
  return race->running || race->waiting;
}
