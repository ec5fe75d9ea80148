#include "fl-walk-place.h"

#include <math.h>

#include "ds-transforms.h"
#include "nn-probe.h"
#include "nn-walk.h"

static double
distance (const DsPrepared *data, const FlWalkPlace *place, gsize row)
{
  const float *raw = data->raw + row * data->raw_inputs;
  double dx = (raw[place->axis_x] - place->x) / place->reach_x, dy = 0;

  if (place->axis_y != NN_PROBE_NO_AXIS)
    dy = (raw[place->axis_y] - place->y) / place->reach_y;
  else if (data->n_classes == 0 && isfinite (place->y) && place->reach_y > 0)
    dy = (data->y[row * data->targets] - place->y) / place->reach_y;
  return dx * dx + dy * dy;
}

gssize
fl_walk_place_row (const DsPrepared *data, const FlWalkPlace *place)
{
  gssize best = -1;
  double least = 1;

  for (gsize row = 0; place->reach_x > 0 && row < data->rows; row++)
    {
      double d = distance (data, place, row);

      if (d <= least)
        {
          least = d;
          best = (gssize) row;
        }
    }
  return best;
}

/* Inputs that the plot does not show stand at their mean, as its field has them. */
float *
fl_walk_place_raw (const DsPrepared *data, const FlWalkPlace *place)
{
  float *raw = g_new (float, MAX (data->raw_inputs, 1));

  for (guint i = 0; i < data->raw_inputs; i++)
    raw[i] = (float) data->raw_mean[i];
  raw[place->axis_x] = (float) place->x;
  if (place->axis_y != NN_PROBE_NO_AXIS)
    raw[place->axis_y] = (float) place->y;
  return raw;
}

char *
fl_walk_place_describe (const DsPrepared *data, const FlWalkPlace *place)
{
  g_autofree char *x = nn_walk_number (place->x), *y = nn_walk_number (place->y), *y_name = NULL;
  g_autofree char *x_name = ds_pretty_name (data->raw_names[place->axis_x]);

  if (place->axis_y == NN_PROBE_NO_AXIS)
    return g_strdup_printf ("%s = %s", x_name, x);
  y_name = ds_pretty_name (data->raw_names[place->axis_y]);
  return g_strdup_printf ("%s = %s, %s = %s", x_name, x, y_name, y);
}

gboolean
fl_walk_place_fits (const DsPrepared *data, const FlWalkPlace *place)
{
  return place->axis_x < data->raw_inputs && (place->axis_y == NN_PROBE_NO_AXIS || place->axis_y < data->raw_inputs);
}
