/* What each layer did over the steps of a run: one small chart a measure; and histograms over time as ridges. Cairo and Pango only;
 * any thread. */
#pragma once
#include "fl-axis.h"
#include "nn-layer-series.h"

G_BEGIN_DECLS

typedef enum
{
  FL_LAYERS_GRADIENT,   /* norm, logarithmic */
  FL_LAYERS_UPDATE,     /* |update| / |weights|, logarithmic, with its healthy band */
  FL_LAYERS_ACTIVATION, /* mean, and the spread of the selected layer around it */
  FL_LAYERS_DEAD,       /* shares, 0 to 1 */
  FL_LAYERS_SATURATED,
  FL_N_LAYER_MEASURES
} FlLayerMeasure;

/* The number of a measure in a row. */
float fl_layer_number (const NnLayerNumbers *numbers, FlLayerMeasure measure);

typedef struct
{
  NnLayerSeries *series;  /* or NULL */
  guint64 until;          /* rows after this step are not of the moment shown */
  FlLayerMeasure measure;
  int selected;           /* layer, or -1 */
  double band_low, band_high; /* NaN: none */
  double hover_step;      /* NaN: none */

  /* What the painting found out: plot area and axes, for hit tests. */
  double left, top, width, height;
  FlAxis x, y;
} FlLayersScene;

void fl_layers_paint (cairo_t *cr, const FlTheme *theme, double width, double height, FlLayersScene *scene);
/* The row nearest to a step, among those until `until`; NULL: there is none. */
const NnLayerRow *fl_layers_row_near (const NnLayerSeries *series, guint64 until, double step);

typedef enum
{
  FL_RIDGES_WEIGHTS,
  FL_RIDGES_GRADIENTS,
  FL_RIDGES_ACTIVATIONS
} FlRidges;

typedef struct
{
  NnLayerSeries *series; /* or NULL */
  guint64 until;
  guint layer;
  FlRidges what;
  double hover_x, hover_y; /* pixels, or NaN */
} FlRidgelineScene;

/* The oldest at the back, the newest in front, all on one axis of values; each ridge has the same area. */
void fl_ridgeline_paint (cairo_t *cr, const FlTheme *theme, double width, double height, const FlRidgelineScene *scene);

G_END_DECLS
