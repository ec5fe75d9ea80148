#include "fl-scenes.h"

#include <math.h>
#include <string.h>

/* A plain generator of its own: the pictures must not change with the data floor. */
static double
noise (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return (*state >> 8) / 16777216.0;
}

static double
bell (guint32 *state)
{
  return noise (state) + noise (state) + noise (state) + noise (state) - 2;
}

static gpointer
keep (FlSample *sample, gsize n, gsize size)
{
  gpointer memory = g_malloc0_n (n, size);

  g_ptr_array_add (sample->memory, memory);
  return memory;
}

static char **
names (FlSample *sample, const char *const *list, guint n)
{
  char **copy = keep (sample, n + 1, sizeof (char *));

  for (guint i = 0; i < n; i++)
    {
      copy[i] = g_strdup (list[i]);
      g_ptr_array_add (sample->memory, copy[i]);
    }
  return copy;
}

/* How much the place looks like each class, or its value. */
static void
formula (FlSampleKind kind, double x, double y, float *out)
{
  double r = hypot (x, y), a = atan2 (y, x), sum = 0;

  switch (kind)
    {
    case FL_SAMPLE_SPIRALS:
    case FL_SAMPLE_MANY:
      out[0] = (float) tanh (5 * sin (a - r * 1.45 + 0.25 * sin (x * 1.3)) * CLAMP (r / 1.5, 0.2, 1));
      break;
    case FL_SAMPLE_THREE:
    case FL_SAMPLE_TEN:
      {
        guint n = kind == FL_SAMPLE_THREE ? 3 : 10;

        for (guint k = 0; k < n; k++)
          {
            double angle = 2 * G_PI * k / n + 0.4, px = 3 * cos (angle), py = 3 * sin (angle);

            out[k] = (float) exp (-((x - px) * (x - px) + (y - py) * (y - py)) / 2.2 + 0.3 * sin (x * 2 + k));
            sum += out[k];
          }
        for (guint k = 0; k < n; k++)
          out[k] /= (float) MAX (sum, 1e-30);
        break;
      }
    case FL_SAMPLE_SURFACE:
      out[0] = (float) (2.5 * sin (x * 0.7) * cos (y * 0.6) + 0.3 * x);
      break;
    case FL_SAMPLE_CURVE:
    default:
      out[0] = (float) (sin (x * 1.1) * exp (-0.08 * x * x) + 0.1 * x);
      break;
    }
}

static void
place_row (FlSampleKind kind, guint32 *state, guint i, guint n_classes, float *raw, float *y)
{
  guint c = n_classes ? i % n_classes : 0;
  double t = 0.35 + 4.2 * sqrt (noise (state)), a;

  *y = (float) c;
  switch (kind)
    {
    case FL_SAMPLE_SPIRALS:
    case FL_SAMPLE_MANY:
      a = t * 1.45 + (c ? G_PI / 2 : -G_PI / 2);
      raw[0] = (float) (t * cos (a) + 0.16 * bell (state));
      raw[1] = (float) (t * sin (a) + 0.16 * bell (state));
      break;
    case FL_SAMPLE_THREE:
    case FL_SAMPLE_TEN:
      a = 2 * G_PI * c / n_classes + 0.4;
      raw[0] = (float) (3 * cos (a) + 0.9 * bell (state));
      raw[1] = (float) (3 * sin (a) + 0.9 * bell (state));
      break;
    case FL_SAMPLE_SURFACE:
      raw[0] = (float) (10 * noise (state) - 5);
      raw[1] = (float) (10 * noise (state) - 5);
      formula (kind, raw[0], raw[1], y);
      *y += (float) (0.25 * bell (state));
      break;
    case FL_SAMPLE_CURVE:
    default:
      raw[0] = (float) (10 * noise (state) - 5);
      formula (kind, raw[0], 0, y);
      *y += (float) (0.1 * bell (state));
      break;
    }
}

static void
fill (FlSample *sample, FlSampleKind kind, gsize rows)
{
  DsPrepared *d = &sample->data;
  float *raw = keep (sample, rows * d->raw_inputs, sizeof (float)), *y = keep (sample, rows, sizeof (float));
  double *bounds = keep (sample, 3 * d->raw_inputs, sizeof (double));
  guint32 state = 7;

  d->rows = rows;
  d->n_train = rows * 3 / 4;
  d->n_validation = rows - d->n_train;
  d->y_min = INFINITY;
  d->y_max = -INFINITY;
  for (guint i = 0; i < d->raw_inputs; i++)
    {
      bounds[i] = INFINITY;
      bounds[d->raw_inputs + i] = -INFINITY;
    }
  for (gsize r = 0; r < rows; r++)
    {
      place_row (kind, &state, (guint) r, d->n_classes, raw + r * d->raw_inputs, y + r);
      d->y_min = MIN (d->y_min, y[r]);
      d->y_max = MAX (d->y_max, y[r]);
      for (guint i = 0; i < d->raw_inputs; i++)
        {
          bounds[i] = MIN (bounds[i], raw[r * d->raw_inputs + i]);
          bounds[d->raw_inputs + i] = MAX (bounds[d->raw_inputs + i], raw[r * d->raw_inputs + i]);
        }
    }
  d->raw = d->x = raw;
  d->y = y;
  d->raw_min = bounds;
  d->raw_max = bounds + d->raw_inputs;
  d->raw_mean = bounds + 2 * d->raw_inputs;
}

FlSample *
fl_sample_new (FlSampleKind kind)
{
  static const char *const two[] = { "A", "B" }, *const three[] = { "Iris setosa", "Iris versicolor", "Iris virginica" };
  static const char *const ten[] = { "T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot" };
  static const char *const inputs[] = { "x₁", "x₂" };
  FlSample *sample = g_new0 (FlSample, 1);
  DsPrepared *d = &sample->data;
  gboolean regression = kind == FL_SAMPLE_SURFACE || kind == FL_SAMPLE_CURVE;

  sample->memory = g_ptr_array_new_with_free_func (g_free);
  d->options.task = regression ? DS_REGRESSION : DS_CLASSIFICATION;
  d->raw_inputs = d->inputs = kind == FL_SAMPLE_CURVE ? 1 : 2;
  d->targets = 1;
  d->n_classes = regression ? 0 : kind == FL_SAMPLE_TEN ? 10 : kind == FL_SAMPLE_THREE ? 3 : 2;
  d->raw_names = d->input_names = names (sample, inputs, d->raw_inputs);
  if (kind == FL_SAMPLE_THREE)
    {
      g_free (g_ptr_array_steal_index (sample->memory, 1));
      g_free (g_ptr_array_steal_index (sample->memory, 1));
      d->raw_names[0] = g_strdup ("petal_length");
      d->raw_names[1] = g_strdup ("petal_width");
      g_ptr_array_add (sample->memory, d->raw_names[0]);
      g_ptr_array_add (sample->memory, d->raw_names[1]);
    }
  if (!regression)
    d->class_names = names (sample, d->n_classes == 10 ? ten : d->n_classes == 3 ? three : two, d->n_classes);
  d->target_name = g_strdup (regression ? "y" : "class");
  g_ptr_array_add (sample->memory, d->target_name);
  fill (sample, kind, kind == FL_SAMPLE_MANY ? 20000 : kind == FL_SAMPLE_CURVE ? 120 : 300);
  sample->picture.data = d;
  sample->picture.step = (guint64) kind; /* which formula */
  sample->picture.outputs = regression || d->n_classes == 2 ? 1 : d->n_classes;
  return sample;
}

void
fl_sample_free (FlSample *sample)
{
  g_free (sample->picture.field);
  g_ptr_array_unref (sample->memory);
  g_free (sample);
}

FlBoundary
fl_sample_boundary (const FlSample *sample)
{
  const DsPrepared *d = &sample->data;
  FlBoundary b = { .data = d, .picture = sample->picture.field ? &sample->picture : NULL, .show_points = TRUE, .hover_x = NAN, .hover_y = NAN };

  b.axis_y = d->raw_inputs > 1 ? 1 : NN_PROBE_NO_AXIS;
  b.x0 = -5;
  b.x1 = 5;
  b.y0 = d->raw_inputs > 1 ? -5 : d->y_min - 0.1;
  b.y1 = d->raw_inputs > 1 ? 5 : d->y_max + 0.1;
  return b;
}

void
fl_sample_field (FlSample *sample, guint width, guint height, gboolean fine)
{
  NnPicture *p = &sample->picture;
  FlBoundary b = fl_sample_boundary (sample);
  gsize area = (gsize) width * height;
  float out[10];

  p->width = width;
  p->height = height;
  p->fine = fine;
  p->request = (NnProbeRequest){ 0, b.axis_y, b.x0, b.x1, b.y0, b.y1, width, height, 0, 0 };
  g_free (p->field);
  p->field = g_new (float, area *p->outputs);
  for (guint j = 0; j < height; j++)
    for (guint i = 0; i < width; i++)
      {
        formula ((FlSampleKind) p->step, b.x0 + (i + 0.5) / width * (b.x1 - b.x0), b.y1 - (j + 0.5) / height * (b.y1 - b.y0), out);
        for (guint k = 0; k < p->outputs; k++)
          p->field[k * area + (gsize) j * width + i] = out[k];
      }
}

FlRun *
fl_run_new (guint rows)
{
  FlRun *run = g_new0 (FlRun, 1);
  guint32 state = 11;
  guint each = 12;

  run->epochs = nn_series_new (NN_EPOCH_COLUMNS);
  run->steps = nn_series_new (NN_STEP_COLUMNS);
  for (guint i = 0; i < rows; i++)
    {
      double t = rows > 1 ? 900.0 * i / (rows - 1) : 0;
      double spike = t > 430 ? 0.09 * exp (-(t - 430) / 6) : 0;
      double train = 0.018 + 0.95 / (1 + exp ((t - 130) / 45)) + 0.06 * exp (-t / 220) + spike + 0.002 * bell (&state) * (t < 500);
      double validation = 0.34 + 0.62 / (1 + exp ((t - 150) / 70)) + 0.00005 * t + 0.008 * bell (&state) + spike;
      double row[NN_EPOCH_COLUMNS] = { 0 };

      row[NN_EPOCH] = i;
      row[NN_STEP] = (double) i * each;
      row[NN_TRAIN_LOSS] = train;
      row[NN_VALIDATION_LOSS] = validation;
      nn_series_append (run->epochs, row);
      for (guint k = 0; k < each && i + 1 < rows; k++)
        {
          double step[NN_STEP_COLUMNS] = { (double) i * each + k, train * exp (0.35 * bell (&state)) };

          nn_series_append (run->steps, step);
        }
    }
  run->train = fl_curve_new (run->epochs, NN_EPOCH, NN_TRAIN_LOSS);
  run->validation = fl_curve_new (run->epochs, NN_EPOCH, NN_VALIDATION_LOSS);
  run->batch = fl_curve_new (run->steps, NN_STEP_STEP, NN_STEP_LOSS);
  fl_curve_update (run->train, 0);
  fl_curve_update (run->validation, 0);
  fl_curve_update (run->batch, 0);
  return run;
}

void
fl_run_free (FlRun *run)
{
  fl_curve_free (run->train);
  fl_curve_free (run->validation);
  fl_curve_free (run->batch);
  nn_series_unref (run->epochs);
  nn_series_unref (run->steps);
  g_free (run);
}

FlChart
fl_run_chart (const FlRun *run)
{
  return (FlChart){ .train = run->train,
                    .validation = run->validation,
                    .batch = run->batch,
                    .log_y = TRUE,
                    .hover_x = NAN,
                    .x_title = "epochs",
                    .batch_x = { NULL, 12 } };
}

FlLink *
fl_scene_links (const guint *sizes, guint n_sizes, double width, double height, guint *n)
{
  GArray *links = g_array_new (FALSE, FALSE, sizeof (FlLink));
  guint32 state = 3;

  for (guint l = 0; l + 1 < n_sizes; l++)
    for (guint i = 0; i < sizes[l]; i++)
      for (guint k = 0; k < sizes[l + 1]; k++)
        {
          double column = (width - 40) / (n_sizes - 1);
          FlLink link = { 36 + column * l, height * (i + 0.5) / sizes[l], 4 + column * (l + 1), height * (k + 0.5) / sizes[l + 1],
                          (float) (bell (&state) * fabs (bell (&state))) };

          g_array_append_val (links, link);
        }
  *n = links->len;
  return (FlLink *) g_array_free (links, FALSE);
}
