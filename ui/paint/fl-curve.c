/* Gathers a series into min/max buckets. When all are used, neighbours merge in pairs and each takes twice as many rows. */
#include "fl-curve-private.h"

#include <math.h>

#include "nn-epochs.h"

struct _FlCurve
{
  NnSeries *x_series, *series; /* the same one, or rows that go together */
  guint x_column, y_column;
  guint64 row;          /* next to be read */
  guint64 rows_each;    /* finite rows a bucket takes */
  guint64 rows_in_last;
  guint n;
  double y_min_positive;
  double weight, mean, left; /* of smoothing: what the past counts, the mean so far, what it lacks */
  FlBucket buckets[FL_CURVE_BUCKETS];
};

FlCurve *
fl_curve_new (NnSeries *series, guint x_column, guint y_column)
{
  return fl_curve_new_smooth (series, x_column, y_column, 0);
}

FlCurve *
fl_curve_new_smooth (NnSeries *series, guint x_column, guint y_column, double weight)
{
  return fl_curve_new_over (series, x_column, series, y_column, weight);
}

FlCurve *
fl_curve_new_over (NnSeries *x_series, guint x_column, NnSeries *series, guint y_column, double weight)
{
  FlCurve *self = g_new0 (FlCurve, 1);

  self->x_series = nn_series_ref (x_series);
  self->series = nn_series_ref (series);
  self->x_column = x_column;
  self->y_column = y_column;
  self->rows_each = 1;
  self->y_min_positive = INFINITY;
  self->weight = CLAMP (weight, 0, 0.9999);
  self->left = 1;
  return self;
}

void
fl_curve_free (FlCurve *self)
{
  if (self == NULL)
    return;
  nn_series_unref (self->x_series);
  nn_series_unref (self->series);
  g_free (self);
}

static void
bucket_merge (FlBucket *into, const FlBucket *next)
{
  into->x_last = next->x_last;
  into->y_last = next->y_last;
  if (next->y_min < into->y_min)
    {
      into->y_min = next->y_min;
      into->x_min = next->x_min;
    }
  if (next->y_max > into->y_max)
    {
      into->y_max = next->y_max;
      into->x_max = next->x_max;
    }
}

static void
halve (FlCurve *self)
{
  for (guint i = 0; i < FL_CURVE_BUCKETS / 2; i++)
    {
      self->buckets[i] = self->buckets[2 * i];
      bucket_merge (&self->buckets[i], &self->buckets[2 * i + 1]);
    }
  self->n = FL_CURVE_BUCKETS / 2;
  self->rows_each *= 2;
  self->rows_in_last = self->rows_each;
}

static void
add (FlCurve *self, double x, double y)
{
  FlBucket point = { x, y, x, y, x, y, x, y };

  if (y > 0)
    self->y_min_positive = MIN (self->y_min_positive, y);
  if (self->n > 0 && self->rows_in_last < self->rows_each)
    {
      bucket_merge (&self->buckets[self->n - 1], &point);
      self->rows_in_last++;
      return;
    }
  if (self->n == FL_CURVE_BUCKETS)
    halve (self);
  self->buckets[self->n++] = point;
  self->rows_in_last = 1;
}

static double
smooth (FlCurve *self, double y)
{
  if (self->weight == 0)
    return y;
  self->mean = self->weight * self->mean + (1 - self->weight) * y;
  self->left *= self->weight;
  return self->mean / (1 - self->left);
}

gboolean
fl_curve_update (FlCurve *self, guint64 max_rows)
{
  guint64 end = MIN (nn_series_length (self->x_series), nn_series_length (self->series)), from = self->row;

  if (max_rows > 0 && end - self->row > max_rows)
    end = self->row + max_rows;
  for (; self->row < end; self->row++)
    {
      double x = nn_series_row (self->x_series, self->row)[self->x_column], y = nn_series_row (self->series, self->row)[self->y_column];

      if (isfinite (x) && isfinite (y))
        add (self, x, smooth (self, y));
    }
  return self->row > from;
}

gboolean
fl_curve_range (const FlCurve *self, double *x_min, double *x_max, double *y_min, double *y_max, double *y_min_positive)
{
  double low = INFINITY, high = -INFINITY;

  if (self->n == 0)
    return FALSE;
  for (guint i = 0; i < self->n; i++)
    {
      low = MIN (low, self->buckets[i].y_min);
      high = MAX (high, self->buckets[i].y_max);
    }
  if (x_min)
    *x_min = self->buckets[0].x_first;
  if (x_max)
    *x_max = self->buckets[self->n - 1].x_last;
  if (y_min)
    *y_min = low;
  if (y_max)
    *y_max = high;
  if (y_min_positive)
    *y_min_positive = isfinite (self->y_min_positive) ? self->y_min_positive : NAN;
  return TRUE;
}

static void
closer (double x, double px, double py, double *best, double *at_x, double *y)
{
  double distance = fabs (px - x);

  if (distance < *best)
    {
      *best = distance;
      *at_x = px;
      *y = py;
    }
}

gboolean
fl_curve_nearest (const FlCurve *self, double x, double *at_x, double *y)
{
  guint low = 0, high = self->n;
  double best = INFINITY, found_x = 0, found_y = 0;

  if (self->n == 0 || !isfinite (x))
    return FALSE;
  while (low < high) /* the first bucket that ends at or after x */
    {
      guint middle = (low + high) / 2;

      if (self->buckets[middle].x_last < x)
        low = middle + 1;
      else
        high = middle;
    }
  for (guint i = low > 0 ? low - 1 : 0; i <= low && i < self->n; i++)
    {
      const FlBucket *b = &self->buckets[i];

      closer (x, b->x_last, b->y_last, &best, &found_x, &found_y);
      closer (x, b->x_first, b->y_first, &best, &found_x, &found_y);
      closer (x, b->x_min, b->y_min, &best, &found_x, &found_y);
      closer (x, b->x_max, b->y_max, &best, &found_x, &found_y);
    }
  if (at_x)
    *at_x = found_x;
  if (y)
    *y = found_y;
  return TRUE;
}

gboolean
fl_curve_last (const FlCurve *self, double *x, double *y)
{
  if (self->n == 0)
    return FALSE;
  if (x)
    *x = self->buckets[self->n - 1].x_last;
  if (y)
    *y = self->buckets[self->n - 1].y_last;
  return TRUE;
}

const FlBucket *
fl_curve_buckets (const FlCurve *self, guint *n)
{
  *n = self->n;
  return self->buckets;
}

double
fl_chart_steps_x (const FlChartSteps *steps, double step)
{
  return steps != NULL && steps->steps_per_epoch > 0 ? nn_epochs_of_step (steps->epochs, steps->steps_per_epoch, step) : step;
}

/* The other way round. */
static double
step_at (const FlChartSteps *steps, double x)
{
  return steps != NULL && steps->steps_per_epoch > 0 ? nn_epochs_step_of (steps->epochs, steps->steps_per_epoch, x) : x;
}

static void
push (GArray *points, double x, double y, const FlChartSteps *steps)
{
  double pair[2] = { fl_chart_steps_x (steps, x), y };

  if (points->len >= 2 && g_array_index (points, double, points->len - 2) == pair[0]
      && g_array_index (points, double, points->len - 1) == pair[1])
    return;
  g_array_append_vals (points, pair, 2);
}

static void
push_bucket (GArray *points, const FlBucket *b, const FlChartSteps *steps)
{
  gboolean min_first = b->x_min <= b->x_max;

  push (points, b->x_first, b->y_first, steps);
  push (points, min_first ? b->x_min : b->x_max, min_first ? b->y_min : b->y_max, steps);
  push (points, min_first ? b->x_max : b->x_min, min_first ? b->y_max : b->y_min, steps);
  push (points, b->x_last, b->y_last, steps);
}

void
fl_curve_thin (const FlCurve *self, const FlChartSteps *steps, double x_min, double x_max, double column, GArray *points)
{
  FlBucket merged = { 0 };
  double end = -INFINITY, from = step_at (steps, x_min), to = step_at (steps, x_max);
  gboolean open = FALSE;

  for (guint i = 0; i < self->n; i++)
    {
      const FlBucket *b = &self->buckets[i];
      /* One bucket beyond each side, so that a zoomed line runs out of the picture. */
      if ((i + 1 < self->n && self->buckets[i + 1].x_first < from) || (i > 0 && self->buckets[i - 1].x_last > to))
        continue;
      if (open && b->x_first < end)
        {
          bucket_merge (&merged, b);
          continue;
        }
      if (open)
        push_bucket (points, &merged, steps);
      merged = *b;
      open = TRUE;
      end = step_at (steps, fl_chart_steps_x (steps, b->x_first) + column);
    }
  if (open)
    push_bucket (points, &merged, steps);
}
