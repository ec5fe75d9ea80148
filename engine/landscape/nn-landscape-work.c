#include "nn-landscape-work.h"

#include <math.h>
#include <string.h>

#define PREVIEW_ROWS 256 /* where a place takes more products than this, a coarsest grid on so few rows comes first */
#define PREVIEW_PRODUCTS 2e9
#define PLANE_STATES 500 /* about as many decide on a plane: their components take time by the cube of their number */

typedef struct
{
  NnLandscapePicture picture; /* first */
  NnRefs refs;
  NnGrid *grid;               /* owned */
} Holder;

static const guint sizes[] = { NN_LANDSCAPE_COARSEST, 9, 17, 65, 129, 257, 513 };

/* --- Letters and pictures --------------------------------------------------------------------------- */

NnLetter *
nn_letter_new (const NnLandscapeRequest *request, NnTrail *const *trails, guint n_trails)
{
  NnLetter *letter = g_new0 (NnLetter, 1);
  letter->request = *request;
  letter->frame = nn_frame_ref (nn_trail_newest (trails[0]));
  letter->n_trails = n_trails;
  letter->trails = g_new0 (GArray *, n_trails);
  for (guint t = 0; t < n_trails; t++)
    letter->trails[t] = nn_trail_states (trails[t], letter->frame->n_weights);
  return letter;
}

void
nn_letter_free (NnLetter *letter)
{
  if (letter == NULL)
    return;
  for (guint t = 0; t < letter->n_trails; t++)
    g_array_unref (letter->trails[t]);
  g_free (letter->trails);
  nn_frame_unref (letter->frame);
  g_free (letter);
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

/* "0.weight", or "weight" where there is but one layer to have one. */
static const char *
tensor_name (const NnPlan *plan, const NnTensor *tensor)
{
  const char *dot = strchr (tensor->name, '.');
  for (guint t = 0; t < plan->n_tensors; t++)
    if (dot == NULL || strncmp (plan->tensors[t].name, tensor->name, (gsize) (dot + 1 - tensor->name)) != 0)
      return tensor->name;
  return dot + 1;
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
      const char *name = tensor_name (plan, tensor);
      if (n == 1)
        return g_strdup (name);
      if (tensor->cols == 0)
        return g_strdup_printf ("%s[%zu]", name, at);
      return g_strdup_printf ("%s[%zu, %zu]", name, at / tensor->cols, at % tensor->cols);
    }
  return g_strdup ("");
}

#define ROUNDING 1e-6 /* a float's, relative */

static void
find_lowest (NnLandscapePicture *picture)
{
  gsize n = (gsize) picture->size * picture->size, best = n;
  double highest = -INFINITY;
  for (gsize k = 0; k < n; k++)
    {
      if (!isfinite (picture->values[k]))
        continue;
      if (best == n || picture->values[k] < picture->values[best])
        best = k;
      highest = MAX (highest, (double) picture->values[k]);
    }
  picture->lowest = picture->lowest_x = picture->lowest_y = NAN;
  if (best == n)
    return;
  picture->lowest = (double) picture->values[best];
  picture->flat = highest - picture->lowest <= ROUNDING * fabs (highest);
  picture->lowest_x = picture->x0 + (picture->x1 - picture->x0) * (double) (best % picture->size) / (picture->size - 1);
  picture->lowest_y = picture->y1 + (picture->y0 - picture->y1) * (double) (best / picture->size) / (picture->size - 1);
}

static NnLandscapePath
project_path (const NnWork *work, const GArray *states)
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
forget_paths (NnWork *work)
{
  paths_free (work->paths, work->n_paths);
  work->paths = NULL;
  work->n_paths = 0;
}

/* As long as it takes to read all weights of all states: done once a letter. */
void
nn_work_project (NnWork *work, const NnLetter *letter)
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

NnLandscapePicture *
nn_work_picture (const NnWork *work)
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
choose_box (NnWork *work)
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

/* Of all trails, borrowed, every so manyth where there are many; the state the plane goes through comes last. */
static GArray *
plane_states (const NnLetter *letter)
{
  GArray *states = g_array_new (FALSE, FALSE, sizeof (NnWaypoint));
  guint total = 0, every;
  for (guint t = 0; t < letter->n_trails; t++)
    total += letter->trails[t]->len;
  every = (total + PLANE_STATES - 1) / PLANE_STATES;
  for (guint t = letter->n_trails; t-- > 0;)
    for (guint i = 0, n = letter->trails[t]->len; i < n; i++)
      if ((n - 1 - i) % every == 0)
        g_array_append_val (states, g_array_index (letter->trails[t], NnWaypoint, i));
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

void
nn_work_clear (NnWork *work)
{
  forget_paths (work);
  g_clear_pointer (&work->frame, nn_frame_unref);
  nn_survey_clear (&work->survey);
  g_clear_pointer (&work->grid, nn_grid_unref);
  g_clear_pointer (&work->plane, nn_plane_free);
}

/* The loss here, and a grid of nothing yet. */
static gboolean
begin_grid (NnWork *work, guint size, NnStopFunc stop, gpointer stop_data, GError **error)
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

gboolean
nn_work_begin (NnWork *work, const NnLetter *letter, NnThoroughness thoroughness, NnStopFunc stop, gpointer stop_data, GError **error)
{
  NnFrame *frame = letter->frame;
  gboolean gradually = thoroughness == NN_COARSE_TO_FINE, preview = gradually && wants_preview (frame, letter->request.max_rows);
  g_autoptr (GArray) states = plane_states (letter);
  g_autoptr (NnPlane) before = g_steal_pointer (&work->plane);
  nn_work_clear (work);
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
  nn_work_project (work, letter);
  if (letter->request.fit)
    choose_box (work);
  return begin_grid (work, gradually ? NN_LANDSCAPE_COARSEST : letter->request.size, stop, stop_data, error);
}

/* The grid under way is complete. */
void
nn_work_take_grid (NnWork *work)
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

gboolean
nn_work_go_finer (NnWork *work, NnStopFunc stop, gpointer stop_data)
{
  guint size = next_size (work->grid->size, work->request.size);
  if (!work->preview)
    return size > 0 && nn_survey_begin (&work->survey, work->plane, work->box, size, work->grid);
  work->preview = FALSE;
  return nn_field_prepare (&work->field, work->frame, work->request.max_rows, NULL)
         && begin_grid (work, NN_LANDSCAPE_COARSEST, stop, stop_data, NULL);
}
