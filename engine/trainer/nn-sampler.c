#include "nn-sampler.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "nn-error.h"
#include "nn-picture-private.h"
#include "nn-predict.h"

#define CHUNK 4096
#define MAX_CACHED_BYTES ((gsize) 48 << 20)
/* Floats of all layers' activations held at a time while maps are made. */
#define MAX_MAP_SCRATCH ((gsize) 4 << 20)

/* The points of a regular grid as the network sees them. Where every input of the network is one raw input, a point is a base
 * row and two numbers, one from the column and one from the row; else (features) all points are kept, if there is room. */
typedef struct
{
  NnProbeRequest request; /* of which axes, rectangle */
  guint width, height;    /* 0: nothing here yet */
  gboolean separable;
  float *base, *from_column, *from_row;
  float *points;
} Grid;

struct _NnSampler
{
  NnSpec *spec;
  DsPrepared *data;
  NnPredictor *predictor;
  Grid coarse, fine, maps;
  float *x;   /* (CHUNK, inputs) */
  float *out; /* (CHUNK, outputs) */
  float *raw; /* (raw_inputs) */
  double seconds_per_point;
};

static void
grid_clear (Grid *grid)
{
  g_free (grid->base);
  g_free (grid->from_column);
  g_free (grid->from_row);
  g_free (grid->points);
  memset (grid, 0, sizeof *grid);
}

static void
sampler_clear (NnSampler *sampler)
{
  grid_clear (&sampler->coarse);
  grid_clear (&sampler->fine);
  grid_clear (&sampler->maps);
  g_clear_pointer (&sampler->predictor, nn_predictor_free);
  g_clear_pointer (&sampler->spec, nn_spec_unref);
  g_clear_pointer (&sampler->data, ds_prepared_unref);
  g_clear_pointer (&sampler->x, g_free);
  g_clear_pointer (&sampler->out, g_free);
  g_clear_pointer (&sampler->raw, g_free);
  sampler->seconds_per_point = 0;
}

NnSampler *
nn_sampler_new (void)
{
  return g_new0 (NnSampler, 1);
}

void
nn_sampler_free (NnSampler *sampler)
{
  if (sampler == NULL)
    return;
  sampler_clear (sampler);
  g_free (sampler);
}

double
nn_sampler_seconds_per_point (const NnSampler *sampler)
{
  return sampler->seconds_per_point;
}

/* --- Turning to a network ------------------------------------------------------------------------ */

static gboolean
check_request (const NnProbeRequest *request, const DsPrepared *data, GError **error)
{
  gboolean plane = request->axis_y != NN_PROBE_NO_AXIS;

  if (request->axis_x >= data->raw_inputs || (plane && request->axis_y >= data->raw_inputs))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _("There is no input number %u to draw; the data has %u"),
                   (request->axis_x >= data->raw_inputs ? request->axis_x : request->axis_y) + 1, data->raw_inputs);
      return FALSE;
    }
  if (!isfinite (request->x0) || !isfinite (request->x1) || (plane && (!isfinite (request->y0) || !isfinite (request->y1))))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _("The edges of the picture must be finite numbers"));
      return FALSE;
    }
  if (request->width == 0 || (plane && request->height == 0))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _("A picture needs at least one point across and one down"));
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_network (NnSampler *sampler, const NnFrame *frame, GError **error)
{
  NnProblem problem = nn_problem (frame->data);
  const NnPlan *plan;

  sampler_clear (sampler);
  sampler->predictor = nn_predictor_new (frame->spec, &problem, error);
  if (sampler->predictor == NULL)
    return FALSE;
  plan = nn_predictor_plan (sampler->predictor);
  sampler->spec = nn_spec_ref (frame->spec);
  sampler->data = ds_prepared_ref (frame->data);
  sampler->x = g_try_new (float, (gsize) CHUNK * plan->inputs);
  sampler->out = g_try_new (float, (gsize) CHUNK * plan->outputs);
  sampler->raw = g_try_new (float, frame->data->raw_inputs);
  if (sampler->x != NULL && sampler->out != NULL && sampler->raw != NULL)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_TOO_BIG, _("Not enough memory to draw a network of %u inputs and %u outputs"), plan->inputs,
               plan->outputs);
  sampler_clear (sampler);
  return FALSE;
}

gboolean
nn_sampler_prepare (NnSampler *sampler, const NnFrame *frame, const NnProbeRequest *request, GError **error)
{
  guint64 expected;

  if (!check_request (request, frame->data, error))
    return FALSE;
  if ((frame->spec != sampler->spec || frame->data != sampler->data) && !take_network (sampler, frame, error))
    return FALSE;
  expected = nn_predictor_plan (sampler->predictor)->n_weights;
  if (frame->n_weights != expected)
    {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _("The network has %zu weights here, its description says %zu"),
                   frame->n_weights, (gsize) expected);
      return FALSE;
    }
  return TRUE;
}

/* --- Grids --------------------------------------------------------------------------------------- */

static float
column_value (const NnProbeRequest *request, guint width, guint i)
{
  return (float) (request->x0 + (i + 0.5) * (request->x1 - request->x0) / width);
}

static float
row_value (const NnProbeRequest *request, guint height, guint i)
{
  return (float) (request->y1 - (i + 0.5) * (request->y1 - request->y0) / height);
}

static gboolean
has_plane (const NnProbeRequest *request)
{
  return request->axis_y != NN_PROBE_NO_AXIS;
}

static gboolean
grid_is_current (const Grid *grid, const NnProbeRequest *request, guint width, guint height)
{
  const NnProbeRequest *r = &grid->request;

  return grid->width == width && grid->height == height && r->axis_x == request->axis_x && r->axis_y == request->axis_y
         && r->x0 == request->x0 && r->x1 == request->x1
         && (!has_plane (request) || (r->y0 == request->y0 && r->y1 == request->y1));
}

static void
raw_at_mean (NnSampler *sampler)
{
  for (guint i = 0; i < sampler->data->raw_inputs; i++)
    sampler->raw[i] = (float) sampler->data->raw_mean[i];
}

/* What the network sees of one axis, all other inputs at their means. */
static void
separate_axis (NnSampler *sampler, guint axis, float value, float *seen)
{
  raw_at_mean (sampler);
  sampler->raw[axis] = value;
  ds_prepared_transform (sampler->data, sampler->raw, sampler->x);
  *seen = sampler->x[axis];
}

static gboolean
grid_separate (NnSampler *sampler, Grid *grid)
{
  const NnProbeRequest *request = &grid->request;

  grid->base = g_try_new (float, sampler->data->inputs);
  grid->from_column = g_try_new (float, grid->width);
  grid->from_row = g_try_new (float, grid->height);
  if (grid->base == NULL || grid->from_column == NULL || grid->from_row == NULL)
    return FALSE;
  raw_at_mean (sampler);
  ds_prepared_transform (sampler->data, sampler->raw, grid->base);
  for (guint i = 0; i < grid->width; i++)
    separate_axis (sampler, request->axis_x, column_value (request, grid->width, i), &grid->from_column[i]);
  for (guint i = 0; has_plane (request) && i < grid->height; i++)
    separate_axis (sampler, request->axis_y, row_value (request, grid->height, i), &grid->from_row[i]);
  return TRUE;
}

/* Points [first, first + n) of the grid, through the general transform. */
static void
transform_points (NnSampler *sampler, const Grid *grid, gsize first, gsize n, float *x)
{
  const NnProbeRequest *request = &grid->request;
  guint inputs = sampler->data->inputs;

  raw_at_mean (sampler);
  for (gsize p = first; p < first + n; p++, x += inputs)
    {
      sampler->raw[request->axis_x] = column_value (request, grid->width, (guint) (p % grid->width));
      if (has_plane (request))
        sampler->raw[request->axis_y] = row_value (request, grid->height, (guint) (p / grid->width));
      ds_prepared_transform (sampler->data, sampler->raw, x);
    }
}

static gboolean
grid_take (NnSampler *sampler, Grid *grid, const NnProbeRequest *request, guint width, guint height)
{
  gsize n = (gsize) width * height, bytes;

  if (grid_is_current (grid, request, width, height))
    return TRUE;
  grid_clear (grid);
  grid->request = *request;
  grid->width = width;
  grid->height = height;
  grid->separable = sampler->data->options.features == 0 && sampler->data->inputs == sampler->data->raw_inputs;
  if (grid->separable)
    {
      if (grid_separate (sampler, grid))
        return TRUE;
      grid_clear (grid);
      return FALSE;
    }
  if (g_size_checked_mul (&bytes, n, sampler->data->inputs * sizeof (float)) && bytes <= MAX_CACHED_BYTES)
    grid->points = g_try_malloc (bytes);
  if (grid->points != NULL)
    transform_points (sampler, grid, 0, n, grid->points);
  return TRUE;
}

/* Points [first, first + n); valid until the next call. */
static const float *
grid_points (NnSampler *sampler, const Grid *grid, gsize first, gsize n)
{
  guint inputs = sampler->data->inputs, axis_x = grid->request.axis_x, axis_y = grid->request.axis_y;
  guint column = (guint) (first % grid->width), row = (guint) (first / grid->width);
  float *x = sampler->x;

  if (grid->points != NULL)
    return grid->points + first * inputs;
  if (!grid->separable)
    {
      transform_points (sampler, grid, first, n, x);
      return x;
    }
  for (gsize i = 0; i < n; i++, x += inputs)
    {
      if (inputs > 2)
        memcpy (x, grid->base, inputs * sizeof *x);
      if (has_plane (&grid->request))
        x[axis_y] = grid->from_row[row];
      else if (inputs == 2)
        x[1 - axis_x] = grid->base[1 - axis_x];
      x[axis_x] = grid->from_column[column];
      if (++column == grid->width)
        {
          column = 0;
          row++;
        }
    }
  return sampler->x;
}

/* --- Field --------------------------------------------------------------------------------------- */

/* (rows, units) to (units, stride), at `first`. */
static void
scatter (const float *rows, gsize n, guint units, float *to, gsize stride, gsize first)
{
  if (units == 1)
    {
      memcpy (to + first, rows, n * sizeof *rows);
      return;
    }
  for (guint unit = 0; unit < units; unit++)
    for (gsize i = 0; i < n; i++)
      to[unit * stride + first + i] = rows[i * units + unit];
}

static gboolean
fill_field (NnSampler *sampler, const float *weights, const Grid *grid, NnPicture *picture, NnSamplerStop stop, gpointer user_data)
{
  gsize n = (gsize) grid->width * grid->height;
  gint64 start = g_get_monotonic_time ();
  double cost;

  for (gsize first = 0; first < n; first += CHUNK)
    {
      gsize some = MIN (n - first, CHUNK);

      if (stop != NULL && stop (user_data))
        return FALSE;
      nn_predictor_run (sampler->predictor, weights, grid_points (sampler, grid, first, some), some, NN_OUTPUT_PREDICTION, sampler->out);
      scatter (sampler->out, some, picture->outputs, picture->field, n, first);
    }
  cost = (double) (g_get_monotonic_time () - start) * 1e-6 / (double) n;
  /* Slow to believe in bad luck, quick to believe in good. */
  if (sampler->seconds_per_point == 0 || cost < sampler->seconds_per_point)
    sampler->seconds_per_point = cost;
  else
    sampler->seconds_per_point += 0.25 * (cost - sampler->seconds_per_point);
  return TRUE;
}

/* --- Maps ---------------------------------------------------------------------------------------- */

typedef struct
{
  float *rows[NN_MAX_LAYERS]; /* (units, chunk) each, inside `block` */
  float *block;
  gsize chunk;
} MapScratch;

static gboolean
map_scratch_take (MapScratch *scratch, const NnPlan *plan, gsize points)
{
  gsize units = 1, at = 0;

  for (guint i = 0; i < plan->n_layers; i++)
    units += plan->layers[i].out;
  scratch->chunk = CLAMP (MAX_MAP_SCRATCH / units, 16, CHUNK);
  scratch->chunk = MIN (scratch->chunk, points);
  scratch->block = g_try_new (float, units * scratch->chunk);
  if (scratch->block == NULL)
    return FALSE;
  for (guint i = 0; i < plan->n_layers; i++)
    {
      scratch->rows[i] = scratch->block + at;
      at += plan->layers[i].out * scratch->chunk;
    }
  return TRUE;
}

static void
fill_input_maps (NnPicture *picture, const float *x, guint inputs, gsize first, gsize n)
{
  gsize map = (gsize) picture->map_size * picture->map_size;

  for (guint unit = 0; unit < picture->input_units; unit++)
    for (gsize i = 0; i < n; i++)
      picture->input_maps[unit * map + first + i] = x[i * inputs + unit];
}

static gboolean
fill_maps (NnSampler *sampler, const float *weights, const Grid *grid, NnPicture *picture, NnSamplerStop stop, gpointer user_data)
{
  const NnPlan *plan = nn_predictor_plan (sampler->predictor);
  gsize map = (gsize) picture->map_size * picture->map_size;
  MapScratch scratch = { { NULL } };
  gboolean whole = map_scratch_take (&scratch, plan, map);

  for (gsize first = 0; whole && first < map; first += scratch.chunk)
    {
      gsize n = MIN (map - first, scratch.chunk);
      const float *x = grid_points (sampler, grid, first, n);

      if (stop != NULL && stop (user_data))
        {
          whole = FALSE;
          break;
        }
      nn_predictor_maps (sampler->predictor, weights, x, n, NN_OUTPUT_PREDICTION, NULL, scratch.rows);
      for (guint layer = 0; layer < plan->n_layers; layer++)
        for (guint unit = 0; unit < picture->map_units[layer]; unit++)
          memcpy (picture->maps[layer] + unit * map + first, scratch.rows[layer] + unit * n, n * sizeof (float));
      fill_input_maps (picture, x, plan->inputs, first, n);
    }
  g_free (scratch.block);
  return whole;
}

/* --- Pictures ------------------------------------------------------------------------------------ */

NnPicture *
nn_sampler_picture (NnSampler *sampler, const NnFrame *frame, const NnProbeRequest *request, guint divisor, const NnPicture *maps,
                    NnSamplerStop stop, gpointer user_data, GError **error)
{
  g_autoptr (NnPicture) picture = NULL;
  Grid *grid = divisor == 1 ? &sampler->fine : &sampler->coarse;

  picture = nn_picture_new (frame->spec, frame->data, nn_predictor_plan (sampler->predictor), request, divisor, error);
  if (picture == NULL)
    return NULL;
  picture->run = frame->run;
  picture->step = frame->step;
  if (!grid_take (sampler, grid, request, picture->width, picture->height)
      || (picture->map_size > 0 && !grid_take (sampler, &sampler->maps, request, picture->map_size, picture->map_size)))
    {
      g_set_error (error, NN_ERROR, NN_ERROR_TOO_BIG, _("Not enough memory for a picture of %u × %u points"), picture->width, picture->height);
      return NULL;
    }
  if (maps != NULL)
    nn_picture_copy_maps (picture, maps);
  else if (picture->map_size > 0 && !fill_maps (sampler, frame->weights, &sampler->maps, picture, stop, user_data))
    return NULL;
  if (!fill_field (sampler, frame->weights, grid, picture, stop, user_data))
    return NULL;
  return g_steal_pointer (&picture);
}
