#include "fl-walk-place.h"

#include <glib/gi18n-lib.h>
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

static gssize
nearest (const DsPrepared *data, const FlWalkPlace *place, double least)
{
  gssize best = -1;

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

gssize
fl_walk_place_row (const DsPrepared *data, const FlWalkPlace *place)
{
  return nearest (data, place, 1);
}

float *
fl_walk_place_answer (const DsPrepared *data, const FlWalkPlace *place)
{
  gssize row = nearest (data, place, INFINITY);
  float *y;

  if (row < 0)
    return NULL;
  y = g_memdup2 (data->y + (gsize) row * data->targets, data->targets * sizeof *y);
  if (place->axis_y == NN_PROBE_NO_AXIS && data->n_classes == 0 && isfinite (place->y))
    y[0] = (float) place->y;
  return y;
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
  g_autofree char *x = nn_walk_number ((float) place->x), *y = nn_walk_number ((float) place->y), *y_name = NULL; /* as the network has them */
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

char *
fl_walk_row_describe (const DsPrepared *data, gsize row)
{
  const char *part = row < data->n_train ? _("training row") : row < data->n_train + data->n_validation ? _("validation row") : _("test row");
  g_autofree char *value = NULL;

  if (data->n_classes > 0)
    return g_strdup_printf (_("%s, class %s"), part, data->class_names[MIN ((guint) data->y[row * data->targets], data->n_classes - 1)]);
  value = nn_walk_number ((double) data->y[row * data->targets]);
  return g_strdup_printf ("%s, %s = %s", part, data->target_name, value);
}
