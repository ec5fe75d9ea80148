/* Scenes of the pictures of scores and data. */
#include "fl-data-paint.h"
#include "fl-ink.h"
#include "fl-scenes.h"
#include "fl-score-paint.h"

#include <math.h>

static double
noise (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return (*state >> 8) / 16777216.0;
}

void
fl_scene_confusion (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  static const guint64 counts[] = { 12, 0, 0, 0, 13, 3, 0, 6, 11 };
  static const char *const names[] = { "setosa", "versicolor", "virginica" };
  FlConfusion confusion = { 3, counts, names, 1, 2 };

  fl_confusion_paint (cr, theme, width, height, &confusion, NULL);
}

void
fl_scene_confusion_many (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  guint64 counts[26 * 26];
  char text[26][4];
  const char *names[26];
  guint32 state = 5;
  FlConfusion confusion = { 26, counts, names, -1, -1 };

  for (guint r = 0; r < 26; r++)
    {
      g_snprintf (text[r], sizeof text[r], "%c", 'a' + r);
      names[r] = text[r];
      for (guint c = 0; c < 26; c++)
        counts[r * 26 + c] = r == c ? 40 + (guint64) (60 * noise (&state)) : noise (&state) < 0.2 ? (guint64) (20 * noise (&state)) : 0;
    }
  fl_confusion_paint (cr, theme, width, height, &confusion, NULL);
}

void
fl_scene_scatter (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  float truth[200], predicted[200];
  guint32 state = 9;
  FlScatter scatter = { 200, truth, predicted, "height" };

  for (guint i = 0; i < 200; i++)
    {
      truth[i] = (float) (150 + 40 * noise (&state));
      predicted[i] = truth[i] + (float) (12 * (noise (&state) - 0.5));
    }
  fl_scatter_paint (cr, theme, width, height, &scatter);
}

void
fl_scene_roc (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  static const double x[] = { 0, 0, 0.05, 0.1, 0.3, 1 }, a[] = { 0, 0.6, 0.7, 0.9, 0.95, 1 }, b[] = { 0, 0.2, 0.5, 0.6, 0.8, 1 };
  FlRocCurve curves[] = { { 6, x, a, 0 }, { 6, x, b, 1 } };

  fl_roc_paint (cr, theme, width, height, curves, 2);
}

void
fl_scene_histogram (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  static const guint64 counts[] = { 5, 16, 18, 7, 3, 0, 0, 0, 0, 0, 0, 4, 12, 16, 11, 7, 0, 0, 0, 1, 6, 9, 14, 20 };
  FlHistogramScene histogram = { 4.3, 7.9, 8, 3, counts, "sepal_length", NULL };

  fl_histogram_paint (cr, theme, width, height, &histogram);
}

void
fl_scene_histogram_classes (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  static const guint64 counts[] = { 59, 71, 48 };
  static const char *const names[] = { "red", "a green one", "blue" };
  FlHistogramScene histogram = { -0.5, 2.5, 3, 1, counts, "colour", names };

  fl_histogram_paint (cr, theme, width, height, &histogram);
}

void
fl_scene_opinion (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  static const float shares[] = { 0.0001f, 0.01f, 0.02f, 0.05f, 0, 0, 0.0004f, 0.9f, 0.0195f, 0 };
  static const char *const names[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
  FlOpinion opinion = { 10, shares, names };

  fl_opinion_paint (cr, theme, width, height, &opinion);
}

/* A seven as drawn, as 8 x 8 and as 28 x 28 pixels. */
void
fl_scene_ink (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  static const FlInkPoint points[] = { { 0.2, 0.2, TRUE }, { 0.5, 0.2, FALSE }, { 0.7, 0.2, FALSE }, { 0.6, 0.5, FALSE }, { 0.4, 0.8, FALSE } };
  DsImageHabit small = { 8, 8, 0, 16, 6, 8, FALSE, 4, 4 }, large = { 28, 28, 0, 255, 16, 20, TRUE, 14, 14 };
  float a[64], b[784];

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, 9);
  fl_set_source (cr, theme->text, 1);
  fl_ink_path (cr, points, G_N_ELEMENTS (points), 5, 5, 100, 100);
  cairo_stroke (cr);
  fl_ink_render (&small, points, G_N_ELEMENTS (points), TRUE, a);
  fl_image_paint (cr, theme, 110, 5, 100, a, 8, 8, 0, 16);
  fl_ink_render (&large, points, G_N_ELEMENTS (points), TRUE, b);
  fl_image_paint (cr, theme, 220, 5, 100, b, 28, 28, 0, 255);
}

void
fl_scene_marked (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  FlSample *sample = fl_sample_new (FL_SAMPLE_SPIRALS);
  FlBoundary b = fl_sample_boundary (sample);

  b.marked = TRUE;
  b.marked_row = 20;
  fl_boundary_paint (cr, theme, width, height, &b, NULL);
  fl_sample_free (sample);
}
