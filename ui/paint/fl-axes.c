/* Score of an input: between-class over within-class scatter (Fisher 1936), or for regression the squared correlation. */
#include "fl-axes.h"

#include <math.h>

#include "nn-probe.h"

#define MOST_VALUES 2000000

static double
score_classes (const DsPrepared *data, guint input, gsize rows, gsize step)
{
  g_autofree double *sum = g_new0 (double, data->n_classes);
  g_autofree guint *count = g_new0 (guint, data->n_classes);
  double squares = 0, all = 0, between = 0, within;
  gsize n = 0;

  for (gsize row = 0; row < rows; row += step, n++)
    {
      double value = data->raw[row * data->raw_inputs + input];
      guint c = CLAMP (data->y[row], 0, data->n_classes - 1);

      sum[c] += value;
      count[c]++;
      all += value;
      squares += value * value;
    }
  for (guint c = 0; c < data->n_classes; c++)
    if (count[c] > 0)
      between += sum[c] * sum[c] / count[c];
  within = squares - between;
  between -= all * all / MAX (1, n);
  return between > 0 ? between / MAX (within, 1e-9 * MAX (squares, 1e-30)) : 0;
}

static double
score_target (const DsPrepared *data, guint input, gsize rows, gsize step)
{
  double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0, n = 0, vx, vy, c;

  for (gsize row = 0; row < rows; row += step, n++)
    {
      double x = data->raw[row * data->raw_inputs + input], y = data->y[row * data->targets];

      sx += x;
      sy += y;
      sxx += x * x;
      syy += y * y;
      sxy += x * y;
    }
  vx = sxx - sx * sx / n;
  vy = syy - sy * sy / n;
  c = sxy - sx * sy / n;
  return vx > 0 && vy > 0 ? c * c / (vx * vy) : 0;
}

void
fl_axes_choose (const DsPrepared *data, guint *x, guint *y)
{
  gsize step = MAX (1, data->n_train * (gsize) data->raw_inputs / MOST_VALUES);
  double best = -1, second = -1;

  *x = 0;
  *y = data->raw_inputs > 1 ? 1 : NN_PROBE_NO_AXIS;
  if (data->raw_inputs <= 2)
    return;
  for (guint i = 0; i < data->raw_inputs; i++)
    {
      double score = data->n_classes > 0 ? score_classes (data, i, data->n_train, step) : score_target (data, i, data->n_train, step);

      if (score > best)
        {
          second = best;
          *y = *x;
          best = score;
          *x = i;
        }
      else if (score > second)
        {
          second = score;
          *y = i;
        }
    }
  if (*x > *y)
    {
      guint swap = *x;

      *x = *y;
      *y = swap;
    }
}

void
fl_axes_range (const DsPrepared *data, guint input, double *low, double *high)
{
  double margin = 0.08 * (data->raw_max[input] - data->raw_min[input]);

  if (!(margin > 0))
    margin = 0.5;
  *low = data->raw_min[input] - margin;
  *high = data->raw_max[input] + margin;
}
