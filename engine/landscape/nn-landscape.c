/* One loop: take the newest letter if there is one, then go on with the grid for some 25 ms, then look again. So a letter that
 * only brings newer states is answered while a long grid is under way, and one that looks elsewhere ends it at once. */
#include "nn-landscape.h"

#include <math.h>
#include <string.h>
#include "nn-terrain.h"

#define STRETCH_SECONDS 0.025
#define SOON_SECONDS 0.05 /* a grid that a finer one follows so soon is not shown */
#define PREVIEW_ROWS 256  /* where a place takes more products than this, a coarsest grid on so few rows comes first */
#define PREVIEW_PRODUCTS 2e9
#define PATHS_SHARE 4     /* new states are projected no more often than leaves the grid so many times their time */

typedef struct
{
  guint64 serial;
  NnLandscapeRequest request;
  guint n_trails;
  GArray **trails;    /* (n_trails) of NnWaypoint */
  NnFrame *frame;     /* owned: the state shown */
} Letter;

typedef struct
{
  NnLandscapePicture picture; /* first */
  NnRefs refs;
  NnGrid *grid;               /* owned */
} Holder;

/* What is known of one plane: the work's own. */
typedef struct
{
  NnLandscapeRequest request;
  NnField field;
  NnPlane *plane;
  double box[4];
  NnSurvey survey;
  NnGrid *grid;           /* the finest one complete */
  NnFrame *frame;         /* owned: the state the plane goes through */
  gboolean preview;       /* on fewer rows than were asked for */
  double here_loss;
  gboolean statistics, chance, penalties;
  guint n_paths;          /* of the newest letter, on this plane */
  NnLandscapePath *paths; /* owned */
} Work;

struct _NnLandscape
{
  NnThread *thread;
  NnEvent *wake;
  NnMailbox requests; /* Letter */
  NnMailbox pictures; /* Holder */
  NnCounter asked, answered, moved, cancelled, quit, permille, milliseconds_left;
  /* The asking thread's own: */
  guint64 serial;
  NnLandscapeRequest last;
  const void *last_spec, *last_data;
  guint64 last_run;
  void (*listener) (gpointer user_data);
  gpointer listener_data;
  /* The landscape thread's own: */
  Work work;
  guint64 answering;
  double point_seconds;
  gboolean unshown;   /* the finest grid complete has not been published */
  gint64 adopted;     /* when the paths were projected last, */
  gint64 adopting;    /* and how long that took, both in microseconds */
};

static const guint sizes[] = { NN_LANDSCAPE_COARSEST, 9, 17, 65, 129, 257, 513 };

/* --- Letters and pictures --------------------------------------------------------------------------- */

static Letter *
letter_new (const NnLandscapeRequest *request, NnTrail *const *trails, guint n_trails)
{
  Letter *letter = g_new0 (Letter, 1);
  letter->request = *request;
  letter->frame = nn_frame_ref (nn_trail_newest (trails[0]));
  letter->n_trails = n_trails;
  letter->trails = g_new0 (GArray *, n_trails);
  for (guint t = 0; t < n_trails; t++)
    letter->trails[t] = nn_trail_states (trails[t], letter->frame->n_weights);
  return letter;
}

static void
letter_free (Letter *letter)
{
  if (letter == NULL)
    return;
  for (guint t = 0; t < letter->n_trails; t++)
    g_array_unref (letter->trails[t]);
  g_free (letter->trails);
  nn_frame_unref (letter->frame);
  g_free (letter);
}

static gboolean
same_request (const NnLandscapeRequest *a, const NnLandscapeRequest *b)
{
  gboolean same_box = a->x0 == b->x0 && a->x1 == b->x1 && a->y0 == b->y0 && a->y1 == b->y1;
  return a->kind == b->kind && a->seed == b->seed && a->weight_x == b->weight_x && a->weight_y == b->weight_y && a->fit == b->fit
         && (a->fit || same_box) && a->size == b->size && a->max_rows == b->max_rows && a->centre == b->centre;
}

NnLandscapePicture *
nn_landscape_picture_ref (NnLandscapePicture *picture)
{
  nn_refs_inc (&((Holder *) picture)->refs);
  return picture;
}

static void
paths_free (NnLandscapePath *paths, guint n)
{
  for (guint i = 0; i < n; i++)
    g_free (paths[i].points);
  g_free (paths);
}

void
nn_landscape_picture_unref (NnLandscapePicture *picture)
{
  Holder *holder = (Holder *) picture;
  if (picture == NULL || !nn_refs_dec (&holder->refs))
    return;
  paths_free (picture->paths, picture->n_paths);
  nn_grid_unref (holder->grid);
  g_free (holder);
}

char *
nn_weight_name (const NnPlan *plan, gsize index)
{
  for (guint t = 0; t < plan->n_tensors; t++)
    {
      const NnTensor *tensor = &plan->tensors[t];
      gsize n = (gsize) tensor->rows * MAX (tensor->cols, 1), at = index - tensor->offset;
      if (index < tensor->offset || at >= n)
        continue;
      if (tensor->cols == 0)
        return g_strdup_printf ("%s[%zu]", tensor->name, at);
      return g_strdup_printf ("%s[%zu, %zu]", tensor->name, at / tensor->cols, at % tensor->cols);
    }
  return g_strdup ("");
}

static void
find_lowest (NnLandscapePicture *picture)
{
  gsize n = (gsize) picture->size * picture->size, best = n;
  for (gsize k = 0; k < n; k++)
    if (isfinite (picture->values[k]) && (best == n || picture->values[k] < picture->values[best]))
      best = k;
  picture->lowest = picture->lowest_x = picture->lowest_y = NAN;
  if (best == n)
    return;
  picture->lowest = (double) picture->values[best];
  picture->lowest_x = picture->x0 + (picture->x1 - picture->x0) * (double) (best % picture->size) / (picture->size - 1);
  picture->lowest_y = picture->y1 + (picture->y0 - picture->y1) * (double) (best / picture->size) / (picture->size - 1);
}

static NnLandscapePath
project_path (const Work *work, const GArray *states)
{
  NnLandscapePath path = { states->len, g_new0 (NnLandscapePoint, MAX (states->len, 1)) };
  for (guint i = 0; i < states->len; i++)
    {
      const NnWaypoint *state = &g_array_index (states, NnWaypoint, i);
      NnLandscapePoint *p = &path.points[i];
      p->step = state->step;
      nn_plane_project (work->plane, work->field.plan, state->weights, &p->x, &p->y, &p->distance);
    }
  return path;
}

static void
forget_paths (Work *work)
{
  paths_free (work->paths, work->n_paths);
  work->paths = NULL;
  work->n_paths = 0;
}

/* As long as it takes to read all weights of all states: done once a letter. */
static void
project_paths (Work *work, const Letter *letter)
{
  forget_paths (work);
  work->n_paths = letter->n_trails;
  work->paths = g_new0 (NnLandscapePath, letter->n_trails);
  for (guint t = 0; t < letter->n_trails; t++)
    work->paths[t] = project_path (work, letter->trails[t]);
}

static NnLandscapePath
copy_path (const NnLandscapePath *path)
{
  return (NnLandscapePath){ path->n, g_memdup2 (path->points, MAX (path->n, 1) * sizeof *path->points) };
}

static NnLandscapePicture *
make_picture (const Work *work)
{
  Holder *holder = g_new0 (Holder, 1);
  NnLandscapePicture *p = &holder->picture;
  nn_refs_init (&holder->refs);
  holder->grid = nn_grid_ref (work->grid);
  p->request = work->request;
  p->kind = work->plane->kind;
  p->fell_back = work->plane->fell_back;
  if (p->kind == NN_PLANE_WEIGHTS)
    {
      g_autofree char *x = nn_weight_name (work->field.plan, work->request.weight_x);
      g_autofree char *y = nn_weight_name (work->field.plan, work->request.weight_y);
      g_strlcpy (p->x_name, x, sizeof p->x_name);
      g_strlcpy (p->y_name, y, sizeof p->y_name);
    }
  memcpy (p->variance, work->plane->variance, sizeof p->variance);
  p->states = work->plane->states;
  p->rows = work->field.rows;
  p->all_rows = work->field.data->n_train;
  p->statistics_kept = work->statistics;
  p->chance_left_out = work->chance;
  p->penalties_left_out = work->penalties;
  p->n_weights = work->plane->n;
  p->run = work->frame->run;
  p->step = work->frame->step;
  p->here_loss = work->here_loss;
  p->x0 = work->box[0];
  p->x1 = work->box[1];
  p->y0 = work->box[2];
  p->y1 = work->box[3];
  p->size = work->grid->size;
  p->values = work->grid->values;
  p->fine = p->size >= work->request.size && !work->preview;
  find_lowest (p);
  p->n_paths = work->n_paths;
  p->paths = g_new0 (NnLandscapePath, work->n_paths);
  for (guint t = 0; t < work->n_paths; t++)
    p->paths[t] = copy_path (&work->paths[t]);
  return p;
}

/* --- A plane and where to look at it -------------------------------------------------------------------- */

static void
widen (double *low, double *high, double value)
{
  *low = MIN (*low, value);
  *high = MAX (*high, value);
}

/* A box round all paths. A random plane hardly ever contains a path: there it is one length of the weights each way. */
static void
choose_box (Work *work)
{
  double x0 = INFINITY, x1 = -INFINITY, y0 = INFINITY, y1 = -INFINITY, margin;
  if (work->plane->kind == NN_PLANE_RANDOM)
    {
      work->box[0] = work->box[2] = -1;
      work->box[1] = work->box[3] = 1;
      return;
    }
  for (guint t = 0; t < work->n_paths; t++)
    for (guint i = 0; i < work->paths[t].n; i++)
      {
        widen (&x0, &x1, work->paths[t].points[i].x);
        widen (&y0, &y1, work->paths[t].points[i].y);
      }
  margin = 0.3 * MAX (MAX (x1 - x0, y1 - y0), work->plane->kind == NN_PLANE_WEIGHTS ? 3 : 1e-3);
  work->box[0] = x0 - margin;
  work->box[1] = x1 + margin;
  work->box[2] = y0 - margin;
  work->box[3] = y1 + margin;
}

/* Of all trails, borrowed; the state the plane goes through comes last. */
static GArray *
all_states (const Letter *letter)
{
  GArray *states = g_array_new (FALSE, FALSE, sizeof (NnWaypoint));
  for (guint t = letter->n_trails; t-- > 0;)
    g_array_append_vals (states, letter->trails[t]->data, letter->trails[t]->len);
  return states;
}

static gboolean
has_statistics (const NnPlan *plan)
{
  for (guint t = 0; t < plan->n_tensors; t++)
    if (g_str_has_suffix (plan->tensors[t].name, ".running_mean"))
      return TRUE;
  return FALSE;
}

static gboolean
has_chance (const NnSpec *spec)
{
  for (guint i = 0; i < spec->n_layers; i++)
    if (nn_layer_has_chance (spec->layers[i].type))
      return TRUE;
  return FALSE;
}

static gboolean
has_penalties (const NnPlan *plan)
{
  for (guint t = 0; t < plan->n_tensors; t++)
    if (plan->tensors[t].l1 > 0 || plan->tensors[t].l2 > 0)
      return TRUE;
  return FALSE;
}

static void
work_clear (Work *work)
{
  forget_paths (work);
  g_clear_pointer (&work->frame, nn_frame_unref);
  nn_survey_clear (&work->survey);
  g_clear_pointer (&work->grid, nn_grid_unref);
  g_clear_pointer (&work->plane, nn_plane_free);
}

/* The loss here, and a grid of nothing yet. */
static gboolean
begin_grid (Work *work, guint size, NnStopFunc stop, gpointer stop_data, GError **error)
{
  work->here_loss = nn_field_loss (&work->field, work->frame->weights, stop, stop_data);
  if (nn_survey_begin (&work->survey, work->plane, work->box, size, NULL))
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_SYSTEM, "there is no memory for a grid of %u x %u", size, size);
  return FALSE;
}

/* Does a place take so long that few rows are better than none for a start? */
static gboolean
wants_preview (const NnFrame *frame, gsize max_rows)
{
  gsize rows = max_rows > 0 ? MIN (max_rows, frame->data->n_train) : frame->data->n_train;
  return rows > PREVIEW_ROWS && (double) frame->n_weights * (double) rows > PREVIEW_PRODUCTS;
}

static gboolean
work_begin (Work *work, const Letter *letter, guint first_size, gboolean preview, NnStopFunc stop, gpointer stop_data, GError **error)
{
  NnFrame *frame = letter->frame;
  g_autoptr (GArray) states = all_states (letter);
  g_autoptr (NnPlane) before = g_steal_pointer (&work->plane);
  work_clear (work);
  if (!nn_field_prepare (&work->field, frame, preview ? PREVIEW_ROWS : letter->request.max_rows, error))
    return FALSE;
  work->request = letter->request;
  work->frame = nn_frame_ref (frame);
  work->preview = preview;
  work->plane = nn_plane_new (work->field.plan, &letter->request, (const NnWaypoint *) states->data, states->len, before, stop, stop_data, error);
  if (work->plane == NULL)
    return FALSE;
  work->statistics = has_statistics (work->field.plan);
  work->chance = has_chance (frame->spec);
  work->penalties = has_penalties (work->field.plan);
  memcpy (work->box, (double[4]){ letter->request.x0, letter->request.x1, letter->request.y0, letter->request.y1 }, sizeof work->box);
  project_paths (work, letter);
  if (letter->request.fit)
    choose_box (work);
  return begin_grid (work, first_size, stop, stop_data, error);
}

/* The grid under way is complete. */
static void
take_grid (Work *work)
{
  g_clear_pointer (&work->grid, nn_grid_unref);
  work->grid = nn_grid_ref (work->survey.grid);
  nn_survey_clear (&work->survey);
}

static guint
next_size (guint size, guint finest)
{
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (sizes[i] > size)
      return sizes[i] <= finest ? sizes[i] : 0;
  return 0;
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
  nn_landscape_picture_unref (nn_mailbox_put (&self->pictures, make_picture (&self->work)));
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
is_new (NnLandscape *self, const Letter *letter)
{
  const NnFrame *frame = letter->frame;
  return self->work.plane == NULL || !same_request (&self->work.request, &letter->request) || self->work.frame->run != frame->run
         || self->work.field.spec != frame->spec || self->work.field.data != frame->data;
}

static void
adopt (NnLandscape *self, Letter *letter)
{
  self->answering = letter->serial;
  if (!is_new (self, letter))
    {
      gint64 began = g_get_monotonic_time ();
      project_paths (&self->work, letter);
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
      if (!work_begin (&self->work, letter, NN_LANDSCAPE_COARSEST, wants_preview (letter->frame, letter->request.max_rows), must_stop, self, NULL))
        work_clear (&self->work);
    }
  letter_free (letter);
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

/* After a grid is complete: the next finer one; after a preview, the coarsest on all rows. */
static gboolean
begin_next (NnLandscape *self)
{
  Work *work = &self->work;
  guint size = next_size (work->grid->size, work->request.size);
  if (!work->preview)
    return size > 0 && nn_survey_begin (&work->survey, work->plane, work->box, size, work->grid);
  work->preview = FALSE;
  return nn_field_prepare (&work->field, work->frame, work->request.max_rows, NULL)
         && begin_grid (work, NN_LANDSCAPE_COARSEST, must_stop, self, NULL);
}

/* FALSE: there is nothing left to do. */
static gboolean
go_on (NnLandscape *self)
{
  Work *work = &self->work;
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
  take_grid (work);
  self->unshown = TRUE;
  if (work->preview)
    publish (self);
  more = begin_next (self);
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
      Letter *letter;
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
  letter_free (nn_mailbox_take (&self->requests));
  nn_landscape_picture_unref (nn_mailbox_take (&self->pictures));
  work_clear (&self->work);
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
  Letter *letter;
  const NnFrame *frame;
  if (self->thread == NULL || n_trails == 0 || nn_trail_length (trails[0]) == 0)
    return;
  letter = letter_new (request, trails, n_trails);
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
  letter_free (nn_mailbox_put (&self->requests, letter));
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
  Letter *letter = letter_new (request, trails, n_trails);
  Work work = { 0 };
  NnLandscapePicture *picture = NULL;
  if (work_begin (&work, letter, request->size, FALSE, NULL, NULL, error))
    {
      nn_survey_go_on (&work.survey, &work.field, G_MAXUINT, NULL, NULL);
      take_grid (&work);
      picture = make_picture (&work);
    }
  work_clear (&work);
  nn_field_clear (&work.field);
  letter_free (letter);
  return picture;
}
