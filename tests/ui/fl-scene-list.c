#include "fl-scenes.h"
#include "fl-timeline-paint.h"

#include <math.h>
#include <stdlib.h>

static void
boundary (cairo_t *cr, const FlTheme *theme, double width, double height, double scale, FlSampleKind kind, gboolean fine,
          gboolean hover, gboolean field)
{
  FlSample *sample = fl_sample_new (kind);
  FlBoundary b = fl_sample_boundary (sample);
  FlBoundaryLayout layout;
  double part = fine ? 1 : 0.25;

  fl_boundary_layout (cr, theme, width, height, &b, &layout);
  if (field)
    fl_sample_field (sample, (guint) (layout.width * scale * part),
                     b.axis_y == NN_PROBE_NO_AXIS ? 1 : (guint) (layout.height * scale * part), fine);
  b = fl_sample_boundary (sample);
  if (hover)
    {
      b.hover_x = layout.left + layout.width * 0.72;
      b.hover_y = layout.top + layout.height * 0.3;
    }
  fl_boundary_paint (cr, theme, width, height, &b, NULL);
  fl_sample_free (sample);
}

static void
spirals (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  boundary (cr, theme, width, height, scale, FL_SAMPLE_SPIRALS, TRUE, FALSE, TRUE);
}

static void
spirals_hover (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  boundary (cr, theme, width, height, scale, FL_SAMPLE_SPIRALS, FALSE, TRUE, TRUE);
}

static void
points_only (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  boundary (cr, theme, width, height, scale, FL_SAMPLE_SPIRALS, TRUE, FALSE, FALSE);
}

static void
three (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  boundary (cr, theme, width, height, scale, FL_SAMPLE_THREE, TRUE, TRUE, TRUE);
}

/* A lane's small boundary: the field fills it. */
static void
bare_of (cairo_t *cr, const FlTheme *theme, double width, double height, double scale, FlSampleKind kind)
{
  FlSample *sample = fl_sample_new (kind);
  FlBoundary b;

  fl_sample_field (sample, (guint) (width * scale), (guint) (height * scale), TRUE);
  b = fl_sample_boundary (sample);
  b.bare = TRUE;
  fl_boundary_paint (cr, theme, width, height, &b, NULL);
  fl_sample_free (sample);
}

static void
bare (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  bare_of (cr, theme, width, height, scale, FL_SAMPLE_SPIRALS);
}

static void
bare_three (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  bare_of (cr, theme, width, height, scale, FL_SAMPLE_THREE);
}

static void
bare_curve (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  bare_of (cr, theme, width, height, scale, FL_SAMPLE_CURVE);
}

static void
ten (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  boundary (cr, theme, width, height, scale, FL_SAMPLE_TEN, TRUE, FALSE, TRUE);
}

static void
surface (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  boundary (cr, theme, width, height, scale, FL_SAMPLE_SURFACE, TRUE, FALSE, TRUE);
}

static void
curve (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  boundary (cr, theme, width, height, scale, FL_SAMPLE_CURVE, TRUE, FALSE, TRUE);
}

static void
many (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  boundary (cr, theme, width, height, scale, FL_SAMPLE_MANY, TRUE, FALSE, TRUE);
}

static void
chart (cairo_t *cr, const FlTheme *theme, double width, double height, gboolean log, double hover, guint rows)
{
  FlRun *run = fl_run_new (rows);
  FlChart c = fl_run_chart (run);

  c.log_y = log;
  c.hover_x = hover;
  fl_chart_paint (cr, theme, width, height, &c, NULL);
  fl_run_free (run);
}

static void
loss_log (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  chart (cr, theme, width, height, TRUE, NAN, 901);
}

static void
loss_linear (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  chart (cr, theme, width, height, FALSE, width * 0.8, 901);
}

static void
loss_short (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  chart (cr, theme, width, height, FALSE, width * 0.5, 6);
}

/* Looking back at a branch, with the run it left and one that blew up behind it. */
static void
loss_others (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  FlRun *run = fl_run_new (400), *left = fl_run_new (901);
  g_autoptr (NnSeries) rows = nn_series_new (NN_EPOCH_COLUMNS);
  g_autoptr (FlCurve) wild = NULL;
  FlChart c = fl_run_chart (run);

  for (guint i = 0; i < 60; i++)
    nn_series_append (rows, (double[NN_EPOCH_COLUMNS]){ [NN_EPOCH] = i, [NN_TRAIN_LOSS] = i < 40 ? 0.9 : 0.9 * exp (i - 40) });
  wild = fl_curve_new (rows, NN_EPOCH, NN_TRAIN_LOSS);
  fl_curve_update (wild, 0);
  c.n_others = 2;
  c.others[0] = (FlChartOther){ left->train, left->validation, 1, "Run 1" };
  c.others[1] = (FlChartOther){ wild, NULL, 2, "Run 2" };
  c.marked = TRUE;
  c.mark_x = 50.6;
  c.mark_row_x = 50;
  c.mark_y[0] = nn_series_row (run->epochs, 50)[NN_TRAIN_LOSS];
  c.mark_y[1] = nn_series_row (run->epochs, 50)[NN_VALIDATION_LOSS];
  fl_chart_paint (cr, theme, width, height, &c, NULL);
  fl_run_free (run);
  fl_run_free (left);
}

static void
loss_empty (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  FlChart c = { .hover_x = NAN, .log_y = TRUE };

  fl_chart_paint (cr, theme, width, height, &c, NULL);
}

static void
maps (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  static const guint sizes[] = { 2, 4, 3, 1 };
  float map[40 * 40];
  guint n;
  FlLink *links = fl_scene_links (sizes, G_N_ELEMENTS (sizes), width, height, &n);

  fl_links_paint (cr, theme, links, n, 1.2);
  for (guint l = 0; l < G_N_ELEMENTS (sizes); l++)
    for (guint i = 0; i < sizes[l]; i++)
      {
        double x = (width - 40) / (G_N_ELEMENTS (sizes) - 1) * l, y = height * (i + 0.5) / sizes[l] - 20;
        cairo_surface_t *one;

        for (guint k = 0; k < 1600; k++)
          {
            double u = (k % 40) / 20.0 - 1, v = (k / 40) / 20.0 - 1, a = i * 0.8 + l;

            map[k] = (float) tanh ((1 + 2 * l) * (u * cos (a) + v * sin (a) + 0.2 * l * sin (4 * u * v + i)));
          }
        one = fl_map_surface (theme, map, 40, 1, 1);
        cairo_save (cr);
        cairo_rectangle (cr, x, y, 40, 40);
        cairo_clip (cr);
        cairo_set_source_surface (cr, one, x, y);
        cairo_paint (cr);
        cairo_restore (cr);
        cairo_surface_destroy (one);
      }
  g_free (links);
}

static void
thumbnails (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  static const FlSampleKind kinds[] = { FL_SAMPLE_SPIRALS, FL_SAMPLE_THREE, FL_SAMPLE_TEN, FL_SAMPLE_SURFACE, FL_SAMPLE_CURVE };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      FlSample *sample = fl_sample_new (kinds[i]);

      cairo_save (cr);
      cairo_translate (cr, 4 + 64 * i, 4);
      fl_set_source (cr, theme->border, 1);
      cairo_set_line_width (cr, 1);
      cairo_rectangle (cr, 0.5, 0.5, 55, 55);
      cairo_stroke (cr);
      fl_thumbnail_paint (cr, theme, 56, &sample->data);
      cairo_restore (cr);
      fl_sample_free (sample);
    }
}

static void
markers (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  for (guint i = 0; i < FL_N_MARKERS; i++)
    {
      fl_marker_path (cr, fl_class_marker (i), 14 + 24 * i, height / 2, 14);
      fl_set_source (cr, theme->classes[i], 1);
      cairo_fill (cr);
    }
}

static void
timeline_live (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  FlTimelinePicture p = { .last = 144000, .at = 1, .live = TRUE };

  fl_timeline_paint (cr, theme, width, height, &p);
}

static void
timeline_past (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  static const FlTimelineMark marks[] = { { 0.2, FALSE }, { 0.55, TRUE } };
  FlTimelinePicture p = { .last = 5000, .at = 0.4, .loop = TRUE, .from = 0.3, .to = 0.8, .marks = marks, .n_marks = 2 };

  fl_timeline_paint (cr, theme, width, height, &p);
}

static void
timeline_part (cairo_t *cr, const FlTheme *theme, double width, double height, double scale)
{
  static const FlTimelineMark marks[] = { { -0.4, FALSE }, { 0.7, TRUE } };
  FlTimelinePicture p = { .first = 2000, .last = 3000, .at = 0.25, .loop = TRUE, .from = -0.2, .to = 0.5, .marks = marks, .n_marks = 2,
                          .part_from = 0.4, .part_to = 0.6, .whole_at = 0.45 };

  fl_timeline_paint (cr, theme, width, height, &p);
}

static const FlScene scenes[] = {
  { "spirals", 430, 330, spirals },
  { "spirals-hover", 330, 300, spirals_hover },
  { "points", 300, 240, points_only },
  { "three", 430, 330, three },
  { "ten", 400, 260, ten },
  { "surface", 300, 230, surface },
  { "curve", 430, 320, curve },
  { "many", 430, 330, many },
  { "tiny", 240, 200, three },
  { "narrow", 230, 190, spirals },
  { "high", 252, 222, spirals },
  { "bare", 114, 114, bare },
  { "bare-three", 150, 114, bare_three },
  { "bare-curve", 114, 114, bare_curve },
  { "loss-log", 430, 220, loss_log },
  { "loss-linear", 430, 220, loss_linear },
  { "loss-short", 260, 150, loss_short },
  { "loss-others", 430, 260, loss_others },
  { "loss-empty", 430, 200, loss_empty },
  { "timeline-live", 400, 38, timeline_live },
  { "timeline-past", 400, 38, timeline_past },
  { "timeline-part", 400, 38, timeline_part },
  { "network", 320, 200, maps },
  { "canvas-folded", 430, 360, fl_scene_canvas_folded },
  { "canvas-frozen", 430, 300, fl_scene_canvas_frozen },
  { "slow-forward", 430, 340, fl_scene_slow_forward },
  { "slow-backward", 430, 340, fl_scene_slow_backward },
  { "slow-update", 560, 340, fl_scene_slow_update },
  { "slow-wide", 430, 340, fl_scene_slow_wide },
  { "thumbnails", 330, 64, thumbnails },
  { "markers", 246, 32, markers },
  { "terrain-log", 430, 380, fl_scene_contour_log },
  { "terrain-linear", 300, 260, fl_scene_contour_linear },
  { "bowl-log", 430, 330, fl_scene_surface_log },
  { "bowl-linear", 300, 240, fl_scene_surface_linear },
  { "bowl-above", 430, 330, fl_scene_surface_above },
  { "layers-gradient", 360, 200, fl_scene_layers_gradient },
  { "layers-update", 360, 200, fl_scene_layers_update },
  { "layers-activation", 360, 200, fl_scene_layers_activation },
  { "layers-saturated", 260, 160, fl_scene_layers_saturated },
  { "layers-empty", 260, 160, fl_scene_layers_empty },
  { "ridgeline", 360, 220, fl_scene_ridgeline },
  { "range", 460, 220, fl_scene_range },
  { "race-curves", 300, 150, fl_scene_race_curves },
  { "race-fit", 300, 150, fl_scene_race_fit },
  { "race-classes", 300, 150, fl_scene_race_classes },
  { "race-plane", 300, 150, fl_scene_race_plane },
  { "race-logistic", 300, 150, fl_scene_race_logistic },
  { "lanes", 560, 300, fl_scene_lanes },
  { "lanes-corner", 420, 240, fl_scene_lanes_corner },
  { "lanes-hover", 420, 240, fl_scene_lanes_hover },
  { "confusion", 380, 230, fl_scene_confusion },
  { "confusion-many", 300, 220, fl_scene_confusion_many },
  { "scatter", 300, 240, fl_scene_scatter },
  { "roc", 300, 240, fl_scene_roc },
  { "histogram", 280, 200, fl_scene_histogram },
  { "histogram-classes", 280, 200, fl_scene_histogram_classes },
  { "opinion", 240, 200, fl_scene_opinion },
  { "ink", 330, 120, fl_scene_ink },
  { "marked", 300, 240, fl_scene_marked },
  { "brush-tools", 240, 90, fl_scene_brush_tools },
  { "brush-lasso", 240, 120, fl_scene_brush_lasso },
};

const FlScene *
fl_scenes (guint *n)
{
  *n = G_N_ELEMENTS (scenes);
  return scenes;
}

cairo_surface_t *
fl_scene_render (const FlScene *scene, const FlTheme *theme, double scale)
{
  cairo_surface_t *out
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (scene->width * scale), (int) (scene->height * scale));
  cairo_t *cr;

  cairo_surface_set_device_scale (out, scale, scale);
  cr = cairo_create (out);
  fl_set_source (cr, theme->card, 1);
  cairo_paint (cr);
  scene->paint (cr, theme, scene->width, scene->height, scale);
  cairo_destroy (cr);
  cairo_surface_flush (out);
  return out;
}
