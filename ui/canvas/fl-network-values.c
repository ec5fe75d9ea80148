#include "fl-network-values.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "fl-network-scene.h"
#include "fl-plot-values.h"
#include "nn-error.h"

FlNetworkValues *
fl_network_values_new (FlTopology *topology, NnFrame *frame, NnPicture *picture)
{
  FlNetworkValues *values = g_new0 (FlNetworkValues, 1);

  values->topology = fl_topology_ref (topology);
  values->frame = frame != NULL ? nn_frame_ref (frame) : NULL;
  values->picture = picture != NULL ? nn_picture_ref (picture) : NULL;
  values->layer = -1;
  return values;
}

void
fl_network_values_free (gpointer data)
{
  FlNetworkValues *values = data;

  fl_topology_unref (values->topology);
  nn_frame_unref (values->frame);
  nn_picture_unref (values->picture);
  g_free (values);
}

/* --- weights ----------------------------------------------------------------------------------------------------------- */

/* "weight" of "0.weight". */
static const char *
kind_of (const NnTensor *tensor)
{
  const char *dot = strrchr (tensor->name, '.');

  return dot != NULL ? dot + 1 : tensor->name;
}

static void
append_source (GString *text, const FlTopology *topology, const NnTensor *tensor, guint col)
{
  const FlColumn *column = &topology->columns[tensor->layer + 1];
  g_autofree char *name = NULL;

  if (tensor->cols == 0)
    return;
  name = column->source == 0 && topology->columns[0].units == tensor->cols ? fl_topology_unit_name (topology, 0, col)
                                                                          : g_strdup_printf (_("neuron %u"), col + 1);
  fl_values_append_words (text, name);
}

static gboolean
is_frozen (const NnPlan *plan, gsize offset, gsize *next)
{
  while (*next < plan->n_frozen && plan->frozen[*next] < offset)
    (*next)++;
  return *next < plan->n_frozen && plan->frozen[*next] == offset;
}

static void
append_tensor (GString *text, const FlTopology *topology, const NnPlan *plan, const NnTensor *tensor, const float *weights)
{
  guint cols = MAX (tensor->cols, 1);
  gsize next = 0;

  for (gsize i = 0; i < (gsize) tensor->rows * cols; i++)
    {
      gsize offset = tensor->offset + i;

      fl_values_append_words (text, topology->columns[tensor->layer + 1].name);
      g_string_append_printf (text, ",%s,%u,", kind_of (tensor), (guint) (i / cols) + 1);
      append_source (text, topology, tensor, (guint) (i % cols));
      g_string_append_c (text, ',');
      fl_values_append_number (text, weights[offset]);
      g_string_append_printf (text, ",%s\n", !tensor->trainable || is_frozen (plan, offset, &next) ? _("yes") : _("no"));
    }
}

char *
fl_network_weights_csv (gpointer data, GError **error)
{
  const FlNetworkValues *values = data;
  NnProblem problem = nn_problem (values->frame->data);
  g_autoptr (NnPlan) plan = nn_plan_new (values->frame->spec, &problem, NULL, error);
  GString *text;

  if (plan == NULL)
    return NULL;
  text = g_string_new (NULL);
  g_string_append_printf (text, "%s,%s,%s,%s,%s,%s\n", _("layer"), _("parameter"), _("neuron"), _("from"), _("value"), _("frozen"));
  for (guint i = 0; i < plan->n_tensors; i++)
    if (values->layer < 0 || plan->tensors[i].layer == (guint) values->layer)
      append_tensor (text, values->topology, plan, &plan->tensors[i], values->frame->weights);
  return g_string_free (text, FALSE);
}

/* --- maps -------------------------------------------------------------------------------------------------------------- */

static void
append_place (GString *text, const NnProbeRequest *request, guint side, guint pixel)
{
  g_string_append_c (text, ',');
  fl_values_append_number (text, request->x0 + (request->x1 - request->x0) * (pixel % side + 0.5) / side);
  if (request->axis_y == NN_PROBE_NO_AXIS)
    return;
  g_string_append_c (text, ',');
  fl_values_append_number (text, request->y1 + (request->y0 - request->y1) * (pixel / side + 0.5) / side);
}

static void
append_map (GString *text, const FlNetworkValues *values, guint unit)
{
  const NnPicture *picture = values->picture;
  guint side = picture->map_size, least = 0, most = 0;
  double low = INFINITY, high = -INFINITY, sum = 0;
  g_autofree char *name = fl_topology_unit_name (values->topology, values->column, unit);

  for (guint i = 0; i < side * side; i++)
    {
      double value = fl_network_map_value (values->topology, picture, values->column, unit, i);

      if (value < low)
        low = value, least = i;
      if (value > high)
        high = value, most = i;
      sum += value;
    }
  if (!isfinite (low) || !isfinite (high))
    return;
  fl_values_append_words (text, name);
  g_string_append_c (text, ',');
  fl_values_append_number (text, low);
  append_place (text, &picture->request, side, least);
  g_string_append_c (text, ',');
  fl_values_append_number (text, sum / ((double) side * side));
  g_string_append_c (text, ',');
  fl_values_append_number (text, high);
  append_place (text, &picture->request, side, most);
  g_string_append_c (text, '\n');
}

static void
append_place_names (GString *text, const FlNetworkValues *values)
{
  const NnProbeRequest *request = &values->picture->request;
  const DsPrepared *data = values->picture->data;
  guint axes[] = { request->axis_x, request->axis_y };

  for (guint i = 0; i < G_N_ELEMENTS (axes); i++)
    if (axes[i] < data->raw_inputs)
      {
        g_autofree char *name = g_strdup_printf (_("at %s"), data->raw_names[axes[i]]);

        g_string_append_c (text, ',');
        fl_values_append_words (text, name);
      }
}

/* Where there are pictures in place of maps. */
static char *
pictures_csv (const FlNetworkValues *values)
{
  const DsPrepared *data = values->topology->data;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s,%s,%s\n", _("picture"), _("class"), _("mean brightness"));
  for (gsize row = values->first; row < values->first + (gsize) values->n; row++)
    {
      const float *pixels = data->raw + row * data->raw_inputs;
      double sum = 0;

      for (guint i = 0; i < data->raw_inputs; i++)
        sum += pixels[i];
      g_string_append_printf (text, "%zu,", row + 1);
      if (data->n_classes > 0)
        fl_values_append_words (text, data->class_names[(guint) data->y[row]]);
      g_string_append_c (text, ',');
      fl_values_append_number (text, sum / data->raw_inputs);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

char *
fl_network_maps_csv (gpointer data, GError **error)
{
  const FlNetworkValues *values = data;
  GString *text;

  if (values->topology->columns[values->column].image_width > 0)
    return pictures_csv (values);
  text = g_string_new (NULL);
  g_string_append_printf (text, "%s,%s", _("neuron"), _("least"));
  append_place_names (text, values);
  g_string_append_printf (text, ",%s,%s", _("mean"), _("largest"));
  append_place_names (text, values);
  g_string_append_c (text, '\n');
  for (guint i = values->first; i < values->first + values->n; i++)
    append_map (text, values, i);
  return g_string_free (text, FALSE);
}
