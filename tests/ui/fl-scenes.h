/* Sample scenes for the painters' pictures: made from formulas, so that they need no training and never change. */
#pragma once
#include "fl-curve-paint.h"
#include "fl-field-paint.h"
#include "fl-network-paint.h"

G_BEGIN_DECLS

/* A DsPrepared and an NnPicture that own their memory here; freed by fl_sample_free(). */
typedef struct
{
  DsPrepared data;
  NnPicture picture;
  GPtrArray *memory;
} FlSample;

typedef enum
{
  FL_SAMPLE_SPIRALS, /* two classes, one unit, -1/+1 */
  FL_SAMPLE_THREE,   /* three classes, softmax, long names */
  FL_SAMPLE_TEN,     /* ten classes */
  FL_SAMPLE_SURFACE, /* regression of two inputs */
  FL_SAMPLE_CURVE,   /* regression of one input */
  FL_SAMPLE_MANY     /* 20,000 points of two classes */
} FlSampleKind;

FlSample *fl_sample_new (FlSampleKind kind);
void fl_sample_free (FlSample *sample);
/* Evaluates the formula on (width, height) pixels. */
void fl_sample_field (FlSample *sample, guint width, guint height, gboolean fine);
FlBoundary fl_sample_boundary (const FlSample *sample);

/* Curves of a run with noise, an overfitting validation loss and a spike. rows: epochs. */
typedef struct
{
  NnSeries *epochs, *steps;
  FlCurve *train, *validation, *batch;
} FlRun;
FlRun *fl_run_new (guint rows);
void fl_run_free (FlRun *run);
FlChart fl_run_chart (const FlRun *run);

/* A small network's links: sizes of its columns in (width, height). Caller frees. */
FlLink *fl_scene_links (const guint *sizes, guint n_sizes, double width, double height, guint *n);

/* Scores and data, fl-score-scenes.c. */
void fl_scene_confusion (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_confusion_many (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_scatter (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_roc (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_histogram (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_histogram_classes (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_opinion (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_ink (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_marked (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);

typedef struct
{
  const char *name;
  double width, height;
  void (*paint) (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
} FlScene;

/* fl-terrain-scenes.c */
void fl_scene_contour_log (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_contour_linear (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_surface_log (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_race_curves (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_race_fit (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_race_classes (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_race_plane (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_race_logistic (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_surface_linear (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_surface_above (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);

/* fl-lanes-scenes.c */
void fl_scene_lanes (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_lanes_corner (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_lanes_hover (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);

/* fl-canvas-scenes.c */
void fl_scene_canvas_folded (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_canvas_frozen (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);

/* fl-paint-scenes.c */
void fl_scene_brush_tools (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_brush_lasso (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);

/* fl-slow-scenes.c */
void fl_scene_slow_forward (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_slow_backward (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_slow_update (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_slow_wide (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);

/* fl-layer-scenes.c */
void fl_scene_layers_gradient (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_layers_update (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_layers_activation (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_layers_saturated (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_layers_empty (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_ridgeline (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);
void fl_scene_range (cairo_t *cr, const FlTheme *theme, double width, double height, double scale);

const FlScene *fl_scenes (guint *n);
/* The scene on its card colour, at a device scale. Caller owns. */
cairo_surface_t *fl_scene_render (const FlScene *scene, const FlTheme *theme, double scale);

G_END_DECLS
