/* Layers over a run, and a range test, for the pictures: from formulas. */
#include "fl-scenes.h"

#include <math.h>

#include "fl-layers-paint.h"
#include "fl-range-paint.h"

#define LAYERS 6

static NnHistogram
bell_histogram (double middle, double spread)
{
  NnHistogram h = { .low = (float) (middle - 3 * spread), .high = (float) (middle + 3 * spread) };

  for (guint i = 0; i < NN_HISTOGRAM_BINS; i++)
    {
      double z = -3 + 6 * (i + 0.5) / NN_HISTOGRAM_BINS;

      h.counts[i] = (guint32) (400 * exp (-0.5 * z * z) * (1 + 0.3 * sin (5 * z)));
    }
  return h;
}

/* Gradients that shrink by five a layer; a spread that grows. */
static NnLayerSeries *
series_of (guint steps)
{
  NnLayerSeries *series = nn_layer_series_new (LAYERS);

  for (guint s = 1; s <= steps; s++)
    {
      NnLayerNumbers numbers[LAYERS];
      NnLayerHistograms histograms[LAYERS];
      NnLayerRow row = { .step = s, .epoch = s / 10.0, .batch_loss = 1, .learning_rate = 0.01, .layers = numbers, .histograms = histograms };

      for (guint i = 0; i < LAYERS; i++)
        {
          double sway = 0.4 * sin (s * 0.7 + i) + 0.3 * sin (s * 0.13), depth = pow (5, (double) i - LAYERS);

          numbers[i] = (NnLayerNumbers){ (float) (depth * exp (sway)), 3, (float) (0.02 * depth * exp (sway)), (float) (0.2 * i - 0.5 + 0.05 * sway),
                                         (float) (0.2 + 0.001 * s), (float) (i < 4 ? 0.1 * i : NAN), (float) (i == 2 ? 0.5 : 0.05) };
          histograms[i].weights = bell_histogram (0.001 * s, 0.3 + 0.002 * s);
          histograms[i].gradients = bell_histogram (0, 0.01);
          histograms[i].activations = bell_histogram (0.2, 0.4);
        }
      nn_layer_series_append (series, &row);
    }
  return series;
}

static void
layers (cairo_t *cr, const FlTheme *theme, double width, double height, FlLayerMeasure measure, guint steps, double hover)
{
  g_autoptr (NnLayerSeries) series = series_of (steps);
  FlLayersScene scene = { .series = series, .until = steps, .measure = measure, .selected = 1, .band_low = NAN, .band_high = NAN, .hover_step = hover };

  if (measure == FL_LAYERS_UPDATE)
    {
      scene.band_low = 1e-4;
      scene.band_high = 1e-2;
    }
  fl_layers_paint (cr, theme, width, height, &scene);
}

void
fl_scene_layers_gradient (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  layers (cr, theme, width, height, FL_LAYERS_GRADIENT, 250, 130);
}

void
fl_scene_layers_update (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  layers (cr, theme, width, height, FL_LAYERS_UPDATE, 250, NAN);
}

void
fl_scene_layers_activation (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  layers (cr, theme, width, height, FL_LAYERS_ACTIVATION, 250, NAN);
}

void
fl_scene_layers_saturated (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  layers (cr, theme, width, height, FL_LAYERS_SATURATED, 40, 39);
}

void
fl_scene_layers_empty (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  layers (cr, theme, width, height, FL_LAYERS_GRADIENT, 0, NAN);
}

void
fl_scene_ridgeline (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  g_autoptr (NnLayerSeries) series = series_of (250);
  FlRidgelineScene scene = { .series = series, .until = 250, .layer = 1, .what = FL_RIDGES_WEIGHTS, .hover_x = width * 0.4, .hover_y = height * 0.5 };

  fl_ridgeline_paint (cr, theme, width, height, &scene);
}

void
fl_scene_range (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  enum { N = 120 };
  double rates[N], loss[N], smooth[N];
  NnRangeTest test = { .n = N, .learning_rate = rates, .loss = loss, .smoothed = smooth, .minimum = 0.1, .suggestion = 0.01, .steepest = 0.01 };
  FlRangeScene scene = { .test = &test, .present = 0.3, .hover_x = width * 0.3 };

  for (guint i = 0; i < N; i++)
    {
      double x = -6 + 7.0 * i / (N - 1);

      rates[i] = pow (10, x);
      smooth[i] = 0.7 - 0.4 / (1 + exp (-(x + 2) * 2.5)) + (x > -0.8 ? 0.6 * pow (x + 0.8, 2) : 0);
      loss[i] = smooth[i] + 0.05 * sin (i * 1.7);
    }
  fl_range_paint (cr, theme, width, height, &scene);
}
